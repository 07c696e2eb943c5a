"""Loading: nothing is lost, nothing is loaded twice, and a file that cannot be trusted changes nothing."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from kit.database import store
from kit.errors import BadInput, Busy, NotFound
from kit.intake.load import load as load_files
from kit.intake.put_in import put_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.intake.account import Summary


DATA = Path(__file__).parents[1] / "data"

OURS = (
    "statuspage",
    "statuspage_feed",
    "google_cloud",
    "aws_data",
    "aws_currentevents",
    "aws_rss",
    "slack",
    "upptime",
    "front_matter",
    "incident_file",
    "servicenow",
    "oe417",
    "table",
)


@pytest.fixture
def load(target: Path) -> Callable[..., Summary]:
    """Load into that database."""
    return lambda *paths, **options: load_files(paths, db=target, **options)


@pytest.fixture
def ask(target: Path) -> Callable[[str], list[Any]]:
    """Ask that database; rows of one column come as its values."""

    def query(sql: str) -> list[Any]:
        with duckdb.connect(target, read_only=True) as db:
            db.execute("SET TimeZone = 'UTC'")
            found = db.execute(sql).fetchall()
        return [row[0] if len(row) == 1 else row for row in found]

    return query


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    """Write a Statuspage answer with incidents of the given identifiers."""

    def write(
        *names: str, path: str = "day/incidents.json", updated: str = "2024-01-02T00:00:00Z", title: str = "Down"
    ) -> Path:
        incidents = [
            {
                "id": name,
                "name": title,
                "status": "resolved",
                "impact": "minor",
                "created_at": "2024-01-01T00:00:00Z",
                "updated_at": updated,
                "resolved_at": "2024-01-01T02:00:00Z",
                "incident_updates": [],
            }
            for name in names
        ]
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps({"page": {"id": "p", "name": "Hub"}, "incidents": incidents}))
        return place

    return write


def counts(summary: Summary) -> tuple[int, int, int, int]:
    """Give records, loaded, duplicates, quarantined."""
    return summary.total("records"), summary.total("loaded"), summary.total("duplicates"), summary.total("quarantined")


def fingerprint(path: Path) -> str:
    """Hash a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_record_is_accounted_for(load: Callable[..., Summary], ask: Callable[..., Any]) -> None:
    """For each file records = loaded + duplicates + quarantined, as printed and as stored, and the tables hold as many rows."""
    summary = load(*(DATA / name for name in OURS))
    stored = ask("SELECT sum(records), sum(loaded), sum(duplicates), sum(quarantined) FROM load")

    assert all(file.records == file.loaded + file.duplicates + file.quarantined for file in summary.files)
    assert [counts(summary)] == stored
    assert [summary.total("loaded")] == ask("SELECT (SELECT count(*) FROM report) + (SELECT count(*) FROM series)")
    assert [summary.total("quarantined")] == ask("SELECT count(*) FROM quarantine")


def test_the_same_folder_again_adds_nothing(load: Callable[..., Summary], ask: Callable[..., Any]) -> None:
    """What was loaded is a duplicate now, what was quarantined still is, and no table but `load` grows."""
    tables = ("report", "report_update", "report_component", "report_history", "quarantine", "flag", "series")
    first = load(*(DATA / name for name in OURS))
    before = [ask(f"SELECT count(*) FROM {name}") for name in tables]
    second = load(*(DATA / name for name in OURS))

    assert (first.total("records"), 0, first.total("loaded"), first.total("quarantined")) == counts(second)
    assert before == [ask(f"SELECT count(*) FROM {name}") for name in tables]


def test_each_file_is_stored_with_its_hash(load: Callable[..., Summary], ask: Callable[..., Any]) -> None:
    """A load row names path, hash, format, provider and version."""
    path = DATA / "slack" / "history.json"
    load(path)

    assert [(str(path), fingerprint(path), "slack", "Slack")] == ask("SELECT path, sha256, format, provider FROM load")


def test_a_newer_version_replaces_and_keeps_the_older(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report says what was said last; the history says what it replaced and when."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2024-02-01T00:00:00Z")
    load(page("a", "b"))
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2024-03-01T00:00:00Z")
    summary = load(page("a", "b", title="Down again", updated="2024-01-03T00:00:00Z"))

    assert (2, 2, 0, 0) == counts(summary)
    assert ["Down again"] == ask("SELECT DISTINCT title FROM report")
    assert [("Down", "2024-03-01")] == ask(
        "SELECT DISTINCT title, strftime(replaced_at, '%Y-%m-%d') FROM report_history"
    )


def test_an_older_snapshot_loaded_later_replaces_nothing(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path]
) -> None:
    """What was said before goes to the history, and again adds nothing."""
    load(page("a", title="Later", updated="2024-01-03T00:00:00Z"))
    older = page("a", title="Earlier", path="archive/incidents.json")
    load(older)

    assert (1, 0, 1, 0) == counts(load(older))
    assert (["Later"], ["Earlier"]) == (ask("SELECT title FROM report"), ask("SELECT title FROM report_history"))


def test_snapshots_of_one_folder_are_read_in_their_order(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path]
) -> None:
    """Two snapshots that are loaded at once leave the later one in the report."""
    page("a", title="Second", path="days/2.json", updated="2024-01-04T00:00:00Z")
    first = page("a", title="First", path="days/1.json")
    summary = load(first.parent)

    assert (2, 2, 0, 0) == counts(summary)
    assert (["Second"], ["First"]) == (ask("SELECT title FROM report"), ask("SELECT title FROM report_history"))


def test_a_mended_map_takes_effect(load: Callable[..., Summary], ask: Callable[..., Any], tmp_path: Path) -> None:
    """The same file read with another zone is a newer version of its records."""
    table, description = tmp_path / "t.csv", tmp_path / "t.toml"
    table.write_text("no,start\n1,2024-01-01 09:00\n")
    description.write_text('zone = "UTC"\n[columns]\nnative_id = "no"\nbegan = "start"\n')
    load(table)
    description.write_text('zone = "Asia/Seoul"\n[columns]\nnative_id = "no"\nbegan = "start"\n')

    assert (1, 1, 0, 0) == counts(load(table))
    assert [0] == ask("SELECT hour(began_at) FROM report")


def test_ids_that_repeat_in_a_file_are_told(load: Callable[..., Summary], tmp_path: Path) -> None:
    """A map that takes a heading for the identifier which is none is noticed, and nothing of the rows is lost."""
    (tmp_path / "t.csv").write_text("line,start\n2,2024-01-01\n2,2024-01-05\n")
    (tmp_path / "t.toml").write_text('[columns]\nnative_id = "line"\nbegan = "start"\n')
    summary = load(tmp_path / "t.csv")

    assert (2, 2, 0, 0) == counts(summary)
    assert "1 records share an id" in " ".join(summary.files[0].notices)


def cut(name: str, share: float = 0.7) -> bytes:
    """Give the first part of a file."""
    data = (DATA / name).read_bytes()
    return data[: int(len(data) * share)]


BROKEN = {
    "zero.json": (b"", "it has no content"),
    "blank.csv": (b" \n\n", "it has no content"),
    "page.json": (b"<!DOCTYPE html><html><body>502</body></html>", "an HTML page"),
    "list.json": (b"[]", "it is an empty list"),
    "object.json": (b" {} ", "it is an empty list"),
    "cut.json": (cut("google_cloud/incidents.json"), "it is cut off"),
    "cut.atom": (cut("statuspage_feed/history.atom"), "it is cut off"),
    "cut.xls": (cut("oe417/2023_Annual_Summary.xls", 0.2), "it is cut off"),
    "cut.xlsx": (cut("table/tunnels.xlsx"), "it is cut off"),
    "cut.json.gz": (gzip.compress(b'[{"a": 1}]' * 99)[:-9], "it is cut off"),
    "cut.csv": (b"number,opened_at,state\nINC1,2024-01-01 10:00,New\nINC2,2024", "it is cut off"),
    "quote.csv": (b'number,opened_at,state\nINC1,2024-01-01 10:00,"New\nINC2,2024-01-01 10:00,New\n', "it is cut off"),
    "damaged.json": (b'{"page": {"id": 1}, "incidents": [}], "a": 1}', "its JSON is damaged"),
    "bytes.csv": (b"number,opened_at,state\nINC1,2024-01-01 10:00,N\xe9w\n", "neither UTF-8 nor UTF-16"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_changes_nothing(name: str, load: Callable[..., Summary], target: Path, tmp_path: Path) -> None:
    """A file without content, cut off or damaged is an error that names it, and the database stays the same to the byte."""
    path = tmp_path / name
    path.write_bytes(BROKEN[name][0])
    before = fingerprint(target)
    summary = load(path)

    assert 1 == summary.failed
    assert f"{path}: " in str(summary.files[0].error)
    assert BROKEN[name][1] in str(summary.files[0].error)
    assert before == fingerprint(target)


@pytest.mark.parametrize("name", ["zero.json", "page.json", "list.json", "cut.json"])
def test_a_named_format_saves_no_broken_file(name: str, load: Callable[..., Summary], tmp_path: Path) -> None:
    """--format says how to read, not that there is something to read."""
    path = tmp_path / name
    path.write_bytes(BROKEN[name][0])

    assert 1 == load(path, form="google_cloud").failed


def test_a_file_far_shorter_than_its_last_snapshot_is_refused(
    load: Callable[..., Summary], page: Callable[..., Path], target: Path
) -> None:
    """Fewer than half the records of the last load of the same path: most likely cut off."""
    load(page(*"abcde"))
    before = fingerprint(target)
    summary = load(page(*"ab"))

    assert "it has 2 records, its last snapshot" in str(summary.files[0].error)
    assert before == fingerprint(target)


def test_a_shorter_snapshot_of_another_day_is_refused_too(
    load: Callable[..., Summary], page: Callable[..., Path]
) -> None:
    """The same name in another folder is the same feed, if it brings nothing new; a file with new records is none."""
    load(page(*"abcde", path="2024-01-01/incidents.json"))

    assert 1 == load(page(*"ab", path="2024-01-02/incidents.json")).failed
    assert 0 == load(page(*"xy", path="2024-01-03/incidents.json")).failed
    assert 0 == load(page(*"ab", path="2024-01-02/unresolved.json")).failed


def test_a_shorter_snapshot_of_the_same_load_is_refused(
    load: Callable[..., Summary], page: Callable[..., Path]
) -> None:
    """Snapshots that are loaded at once are compared with each other."""
    first = page(*"abcde", path="days/01/incidents.json")
    page(*"a", path="days/02/incidents.json")

    assert 1 == load(first.parent.parent).failed


def test_an_envelope_that_became_empty_is_refused(load: Callable[..., Summary], page: Callable[..., Path]) -> None:
    """Empty is not healthy: a history that had incidents does not lose them all; one that never had any is only told."""
    assert ("it lists no record",) == load(page()).files[0].notices
    load(page("a"))

    assert 1 == load(page()).failed


def test_a_feed_of_what_is_going_on_may_be_empty(load: Callable[..., Summary], tmp_path: Path) -> None:
    """AWS lists current events only: an empty list is no record and a notice."""
    path = tmp_path / "currentevents.json"
    shutil.copy(DATA / "aws_currentevents" / "currentevents.json", path)
    load(path)
    shutil.copy(DATA / "aws_currentevents" / "empty.json", path)
    summary = load(path)

    assert (0, ("it lists no record",)) == (summary.failed, summary.files[0].notices)


def test_one_broken_file_does_not_stop_the_others(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path]
) -> None:
    """The good files of a folder are loaded, the broken one is an error."""
    folder = page("a").parent
    (folder / "broken.json").write_text("{")
    summary = load(folder)

    assert (1, 1) == (summary.failed, summary.total("loaded"))
    assert [1] == ask("SELECT count(*) FROM load")


def test_a_folder_is_read_without_what_is_no_data(load: Callable[..., Summary], page: Callable[..., Path]) -> None:
    """Licences, hidden files and maps are no reports; a table without a map is a question."""
    folder = page("a").parent
    for name in ("LICENSE", ".hidden.json", "map.toml", "README.md"):
        (folder / name).write_text(
            "[columns]\nbegan = 'start'\n" if name == "map.toml" else "words of a licence, and more\n"
        )
    found = {Path(file.path).name: file.is_skipped for file in load(folder).files}

    assert {"LICENSE": True, "README.md": True, "incidents.json": False} == found


def test_a_crash_changes_nothing(
    load: Callable[..., Summary], page: Callable[..., Path], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load that dies in the middle leaves the old database and no other file beside it."""
    before = fingerprint(target)
    monkeypatch.setattr("kit.intake.load.put_in", lambda *given: put_in(*given) and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(page("a"))

    assert before == fingerprint(target)
    assert [".o.duckdb.lock", "o.duckdb"] == sorted(path.name for path in target.parent.iterdir())


def test_writers_wait_for_each_other(
    load: Callable[..., Summary], page: Callable[..., Path], target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load waits while another process writes, and is refused with a word on it when that takes long."""
    monkeypatch.setattr(store, "WAIT_SECONDS", 0)
    with pytest.raises(Busy, match="another process is writing"), store.writing(target):
        load(page("a"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [("github.json", "github"), ("acme/data/incidents.json", "acme"), ("acme-status/2024/03.json", "acme-status")],
)
def test_a_provider_that_nobody_says_is_named_after_the_path(
    path: str, expected: str, load: Callable[..., Summary], tmp_path: Path
) -> None:
    """The first name on the path that is more than the name of a list."""
    place = tmp_path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA / "statuspage" / "archive.json", place)

    assert expected == load(place).files[0].provider


def test_a_named_provider_wins(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path]
) -> None:
    """--provider is whose records they are, whatever the file says."""
    load(page("a"), provider="Me")

    assert ["Me/a"] == ask("SELECT report_id FROM report")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_texts_of_any_unicode(
    encoding: str, load: Callable[..., Summary], ask: Callable[..., Any], tmp_path: Path
) -> None:
    """With and without a byte order mark, line ends of Windows, packed or not."""
    text = (DATA / "servicenow" / "incident.csv").read_text().replace("Mail", "메일").replace("\n", "\r\n")
    path = tmp_path / "incident.csv.gz"
    path.write_bytes(gzip.compress(text.encode(encoding)))
    load(path)

    assert ["메일 down"] == ask("SELECT title FROM report WHERE title LIKE '% down'")


def test_an_analyst_asks_as_of_a_date(
    load: Callable[..., Summary], ask: Callable[..., Any], page: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known on a day is what was loaded by then and not yet replaced."""
    for day, title in (("2024-02-01", "First"), ("2024-03-01", "Second")):
        monkeypatch.setenv("OUTAGE_KIT_NOW", f"{day}T00:00:00Z")
        load(page("a", title=title))
    known = (
        "SELECT title FROM (SELECT *, NULL AS replaced_at FROM report UNION ALL BY NAME FROM report_history) JOIN load USING (load_id) "
        "WHERE loaded_at <= '2024-02-15' AND coalesce(replaced_at > '2024-02-15', true)"
    )

    assert ["First"] == ask(known)


def test_reports_reach_the_times_to_restore(load: Callable[..., Summary], ask: Callable[..., Any]) -> None:
    """A loaded incident has hours from the latest onset to the end; maintenance and implausible records say why they are left out."""
    load(DATA / "statuspage" / "incidents.json")
    found = dict(ask("SELECT unit_id, [round(lower_hours, 2)::VARCHAR, excluded_because] FROM time_to_restore"))

    assert ["2.42", None] == found["Example Hub/aaa1"]
    assert ["maintenance", True] == [found["Example Hub/aaa4"][1], "end_before_start" in found["Example Hub/aaa3"][1]]


def test_a_file_of_something_else_is_no_target(page: Callable[..., Path], tmp_path: Path) -> None:
    """A load into a file that is no database of the kit is refused and leaves it alone."""
    other = tmp_path / "letter.txt"
    other.write_text("Dear reader")

    with pytest.raises(BadInput, match=str(other)):
        load_files(page("a"), db=other)
    assert "Dear reader" == other.read_text()


def test_wrong_calls_are_refused(load: Callable[..., Summary], tmp_path: Path) -> None:
    """A path, map or format that is none."""
    for options, error in (
        ({}, BadInput),
        ({"form": "nothing"}, NotFound),
        ({"table_map": tmp_path / "no.toml"}, BadInput),
        ({"memory": "much"}, BadInput),
    ):
        with pytest.raises(error):
            load(DATA / "slack" if options else tmp_path / "nothing", **options)
