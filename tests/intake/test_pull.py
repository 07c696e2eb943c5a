"""Pulling: what came from a real server is kept whole, with its origin, and loaded."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import hashlib
import shutil
import tomllib
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from serving import Reply, Server, incidents

from kit.errors import BadInput, NotFound
from kit.intake.fetch import Limits
from kit.intake.load import load as load_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.intake.account import LoadedFile, Summary


pull_module = import_module("kit.intake.pull")

pytestmark = pytest.mark.usefixtures("feeds")

DATA = Path(__file__).parents[1] / "data"

LIMITS = Limits(connect_seconds=1, read_seconds=0.3, whole_seconds=5, max_bytes=100_000, retries=2)

PAGE = "<!DOCTYPE html><html><body>All systems operational</body></html>"


@pytest.fixture
def pull(target: Path) -> Callable[..., Summary]:
    """Pull into that database from this machine."""
    return lambda *urls, **options: pull_module.pull(
        urls, **({"db": target, "allow_private": True, "limits": LIMITS} | options)
    )


def only(summary: Summary) -> LoadedFile:
    """Give the only file of a summary."""
    assert 1 == len(summary.files)
    return summary.files[0]


def snapshots(feeds: Path) -> list[Path]:
    """Give every snapshot, the oldest first."""
    return sorted(path for path in feeds.rglob("*") if path.is_file() and not path.name.endswith(".origin.toml"))


def origin(path: Path) -> dict[str, Any]:
    """Read the origin of a snapshot."""
    return tomllib.loads(path.with_name(f"{path.name}.origin.toml").read_text())


def test_what_came_is_kept_with_its_origin_and_loaded(
    server: Server, pull: Callable[..., Summary], feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot holds the bytes as they came, under the time and the name; its origin says whence, when and with which headers."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2026-02-03T04:05:06Z")
    body, headers = (
        incidents(),
        {"ETag": '"a\\b"', "Last-Modified": "Mon, 02 Feb 2026 00:00:00 GMT", "Content-Type": "application/json"},
    )
    url = server.says("/api/v2/incidents.json", Reply(body, headers=headers))
    file = only(pull(url))
    path = feeds / "127.0.0.1" / "2026-02-03T040506Z-api-v2-incidents.json"

    assert ([path], body) == (snapshots(feeds), path.read_bytes())
    assert (str(path), "statuspage", "Hub", 2, 2, None) == (
        file.path,
        file.format,
        file.provider,
        file.records,
        file.loaded,
        file.error,
    )
    assert {
        "url": url,
        "final_url": url,
        "fetched_at": datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
        "status": 200,
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "etag": '"a\\b"',
        "last_modified": headers["Last-Modified"],
        "content_type": "application/json",
    } == origin(path)


def test_an_ending_comes_from_the_content_where_the_address_has_none(
    server: Server, pull: Callable[..., Summary], feeds: Path
) -> None:
    """An address that ends in no kind of data is named after the content type."""
    pull(
        server.says(
            "/status?format=json", Reply(incidents(), headers={"Content-Type": "application/json; charset=utf-8"})
        )
    )

    assert ["status.json"] == [path.name.split("Z-")[1] for path in snapshots(feeds)]


def test_records_without_a_provider_are_those_of_the_host(server: Server, pull: Callable[..., Summary]) -> None:
    """A bare list names nobody; a page that has a name keeps it."""
    bare, named = server.says("/bare.json", incidents(page=None)), server.says("/named.json", incidents())

    assert ["127.0.0.1", "Hub"] == [file.provider for file in pull(bare, named).files]


def test_nothing_new_is_said(server: Server, pull: Callable[..., Summary], feeds: Path) -> None:
    """The second time the server is asked for what is newer than the snapshot, and when there is nothing, nothing is written."""
    validators = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Feb 2026 00:00:00 GMT"}
    url = server.says("/incidents.json", Reply(incidents(), headers=validators), Reply(status=304))
    files = [only(pull(url)) for _ in range(2)]

    assert [('"v1"', validators["Last-Modified"])] == [
        (asked["if-none-match"], asked["if-modified-since"]) for _, asked in server.asked[1:]
    ]
    assert (0, None, "statuspage", "Hub") == (files[1].records, files[1].error, files[1].format, files[1].provider)
    assert "nothing new" in files[1].notices[0]
    assert [files[0].path] == [str(path) for path in snapshots(feeds)]


def test_another_database_gets_the_whole(
    server: Server, pull: Callable[..., Summary], target: Path, blank: Path, tmp_path: Path
) -> None:
    """Only what this database holds is asked about conditionally: a new one would stay empty else."""
    url = server.says("/incidents.json", Reply(incidents(), headers={"ETag": '"v1"'}))
    other = Path(shutil.copy(blank, tmp_path / "other.duckdb"))
    files = [only(pull(url, db=path)) for path in (target, other)]

    assert [2, 2] == [file.loaded for file in files]
    assert ["if-none-match" in asked for _, asked in server.asked] == [False, False]


def test_an_unasked_304_is_an_error(server: Server, pull: Callable[..., Summary]) -> None:
    """A server that claims that nothing changed, of something that was never fetched, is not believed."""
    assert "nothing was asked of before" in str(only(pull(server.says("/incidents.json", Reply(status=304)))).error)


def test_a_newer_snapshot_updates(
    server: Server, pull: Callable[..., Summary], feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer is a snapshot of its own; what was there already is a duplicate."""
    url = server.says("/incidents.json", incidents(2), incidents(3))
    for day in ("01", "02"):
        monkeypatch.setenv("OUTAGE_KIT_NOW", f"2026-01-{day}T00:00:00Z")
        summary = pull(url)

    assert (3, 1, 2, 2) == (
        summary.total("records"),
        summary.total("loaded"),
        summary.total("duplicates"),
        len(snapshots(feeds)),
    )


def test_no_snapshot_is_written_over(
    server: Server, pull: Callable[..., Summary], feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two answers of the same second lie side by side; the same answer twice lies there once."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2026-01-01T00:00:00Z")
    url = server.says("/incidents.json", incidents(2), incidents(3))
    for _ in range(3):
        pull(url)

    assert ["2026-01-01T000000Z-incidents-2.json", "2026-01-01T000000Z-incidents.json"] == [
        path.name for path in snapshots(feeds)
    ]
    assert [True, True] == [
        origin(path)["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() for path in snapshots(feeds)
    ]


def test_a_snapshot_appears_whole_or_not_at_all(
    server: Server, pull: Callable[..., Summary], feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full in the middle leaves no file, and is one line of error."""

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    url = server.says("/incidents.json", incidents())

    assert url in str(only(pull(url)).error)
    assert [] == [path for path in feeds.rglob("*") if path.is_file()]


def test_a_list_that_shrank_is_kept_and_not_loaded(
    server: Server, pull: Callable[..., Summary], feeds: Path, target: Path
) -> None:
    """Far fewer records than the snapshot before are most likely cut off; whoever knows better loads the file."""
    url = server.says("/incidents.json", incidents(9), incidents(2))
    pull(url)
    file = only(pull(url))

    assert "it has 2 records" in str(file.error)
    assert 2 == len(snapshots(feeds))
    assert 2 == load_files(next(path for path in snapshots(feeds) if str(path) in str(file.error)), db=target).total(
        "duplicates"
    )


def test_what_cannot_be_read_is_an_error_that_changes_nothing(
    server: Server, pull: Callable[..., Summary], target: Path
) -> None:
    """A cut-off answer, an error page under a feed's address, an unknown format, nothing at all."""
    before = hashlib.sha256(target.read_bytes()).hexdigest()
    bodies = {
        "/cut.json": incidents()[:-9],
        "/page.json": PAGE.encode(),
        "/other.json": b'{"a": 1}',
        "/nothing.json": b" \n",
    }
    summary = pull(*(server.says(path, body) for path, body in bodies.items()))

    assert [True] * 4 == [
        word in str(file.error)
        for word, file in zip(["cut off", "HTML page", "not known", "empty"], summary.files, strict=True)
    ]
    assert [True] * 4 == [
        str(file.error).startswith(server.url(path)) for path, file in zip(bodies, summary.files, strict=True)
    ]
    assert before == hashlib.sha256(target.read_bytes()).hexdigest()


def test_a_redirect_is_followed(server: Server, pull: Callable[..., Summary], feeds: Path) -> None:
    """The origin says what was asked for and what answered."""
    new = server.says("/new/incidents.json", incidents())
    url = server.says("/old", Reply(status=301, headers={"Location": "/new/incidents.json"}))
    file = only(pull(url))

    assert f"read from {new}" in file.notices
    assert [(url, new)] == [(origin(path)["url"], origin(path)["final_url"]) for path in snapshots(feeds)]


APIS = {
    "/api/v2/incidents.json": ("statuspage/incidents.json", "statuspage"),
    "/api/v2/summary.json": ("statuspage/summary.json", "statuspage"),
    "/index.json": ("better_stack/index.json", "better_stack"),
    "/summary.json": ("instatus/summary.json", "instatus"),
    "/history.atom": ("statuspage_feed/history.atom", "statuspage_feed"),
}


@pytest.mark.parametrize("path", APIS)
def test_the_api_behind_a_front_address_is_found(path: str, server: Server, pull: Callable[..., Summary]) -> None:
    """The places are tried in order until a reader recognises what is there; it is said which, and others answer with a web page."""
    for other in list(APIS)[: list(APIS).index(path)]:
        server.says(other, PAGE.encode())
    server.says("/", PAGE.encode())
    server.says(path, (DATA / APIS[path][0]).read_bytes())
    file = only(pull(server.url("")))

    assert (APIS[path][1], None) == (file.format, file.error)
    assert f"read from {server.url(path)}" in file.notices
    assert ["/", *list(APIS)[: list(APIS).index(path) + 1]] == server.paths


def test_a_named_format_finds_its_own_api(server: Server, pull: Callable[..., Summary]) -> None:
    """With --format, an API of another format is passed over."""
    server.says("/", PAGE.encode())
    for path, (name, _) in APIS.items():
        server.says(path, (DATA / name).read_bytes())

    assert "better_stack" == only(pull(server.url("/"), form="better-stack")).format


def test_an_api_that_was_found_is_asked_conditionally(
    server: Server, pull: Callable[..., Summary], feeds: Path
) -> None:
    """The second time the front page leads to the API that has a snapshot."""
    server.says("/", PAGE.encode())
    server.says("/api/v2/incidents.json", Reply(incidents(), headers={"ETag": '"v1"'}), Reply(status=304))
    files = [only(pull(server.url("/"))) for _ in range(2)]

    assert [None, None] == [file.error for file in files]
    assert '"v1"' == server.asked[-1][1]["if-none-match"]
    assert 1 == len(snapshots(feeds))


def test_a_web_page_without_an_api(server: Server, pull: Callable[..., Summary], feeds: Path) -> None:
    """It says what was tried; a page that is not the front is an error page."""
    front, page = server.says("/", PAGE.encode()), server.says("/incidents", PAGE.encode())
    files = pull(front, page).files

    assert [True] * 5 == [path in str(files[0].error) for path in APIS]
    assert "HTML page" in str(files[1].error)
    assert ["incidents.txt"] == [path.name.split("Z-")[1] for path in snapshots(feeds)]


def test_an_address_that_fails_stops_no_other(server: Server, pull: Callable[..., Summary]) -> None:
    """Each has its own outcome, in the order given."""
    summary = pull(server.url("/none.json"), server.says("/incidents.json", incidents()), "gopher://example.com/")

    assert ([True, False, True], 2) == ([file.error is not None for file in summary.files], summary.total("loaded"))
    assert 2 == summary.failed


def test_a_password_in_an_address_is_not_repeated(pull: Callable[..., Summary]) -> None:
    """Neither the path nor the error of what failed shows it."""
    file = only(pull("https://me:word@example.com/"))

    assert "name or password" in str(file.error)
    assert "me:word" not in f"{file.path} {file.error}"


def test_wrong_calls_are_refused_before_anything_is_fetched(
    server: Server, pull: Callable[..., Summary], tmp_path: Path
) -> None:
    """A format that is none, a database that is none, memory that is none."""
    url, other = server.says("/incidents.json", incidents()), tmp_path / "letter.txt"
    other.write_text("Dear reader")
    for options, error in (({"form": "nothing"}, NotFound), ({"db": other}, BadInput), ({"memory": "much"}, BadInput)):
        with pytest.raises(error):
            pull(url, **options)

    assert [] == server.asked


def test_a_damaged_origin_is_named(server: Server, pull: Callable[..., Summary], feeds: Path) -> None:
    """An origin that somebody broke is an error with its path."""
    url = server.says("/incidents.json", incidents())
    beside = Path(f"{only(pull(url)).path}.origin.toml")
    beside.write_text("url = ")

    assert f"{beside} is no TOML" in str(only(pull(url)).error)
    assert 1 == len(snapshots(feeds))
