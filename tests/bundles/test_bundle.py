"""Bundles: whole, the same in every run, and checked against the database to the digit."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shlex
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from click.testing import CliRunner

from kit import figures, frames, measures, settings
from kit.bundles import published
from kit.bundles.bundle import LICENCE, Order, Sheet, bundle, compose
from kit.bundles.figure_page import SHARED
from kit.bundles.verify import verify
from kit.cli import main
from kit.database import evidence, schema, store
from kit.errors import BadInput, NotFound, NothingToDraw
from kit.intake.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.bundles.verify import Difference, Verdict

OUTAGE, CROWDSTRIKE, NOW = "kakao-pangyo-2022-10-15", "crowdstrike-2024-07-19", "2026-01-02T03:04:05Z"
FILES = {"figure.svg", "figure.png", "figure.html", "data.csv", "manifest.json"}
PROMISED = [
    "title",
    "subtitle",
    "alt",
    "caption",
    "note",
    "sources",
    "licence",
    "as_of",
    "lang",
    "query",
    "hashes",
    "command",
]


@pytest.fixture(scope="module", autouse=True)
def now() -> Iterator[None]:
    """Pin the day of making."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTAGE_KIT_NOW", NOW)
        yield


@pytest.fixture(scope="module")
def made(db: duckdb.DuckDBPyConnection, now: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 -- pins the day
    """Make two bundles in one batch, and give the folder of the outage."""
    out = tmp_path_factory.mktemp("figures")
    bundle(db, "sector_impact", OUTAGE, lang="en,ko", out=out)
    return out / OUTAGE


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """Give a copy of the bundles to tamper with."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture
def without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the browser away."""
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")


def manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a bundle."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def replace(path: Path, old: str, new: str) -> None:
    """Change one place in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def verdicts(db: duckdb.DuckDBPyConnection, made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Verify three copies of a bundle at once: untouched, with changed pictures, and as if drawn by another browser."""
    root = tmp_path_factory.mktemp("verified")
    untouched, changed, elsewhere = (
        Path(shutil.copytree(made / "sector_impact.en", root / name)) for name in ("untouched", "picture", "renderer")
    )
    for folder in (changed, elsewhere):
        replace(folder / "figure.svg", ">9 named, ", ">8 named, ")
    pixels = (changed / "figure.png").read_bytes()
    (changed / "figure.png").write_bytes(pixels[:-20] + bytes([pixels[-20] ^ 1]) + pixels[-19:])
    replace(elsewhere / "manifest.json", manifest(untouched)["hashes"]["renderer"], "0" * 64)
    replace(elsewhere / "manifest.json", manifest(untouched)["made_with"]["browser"], "Chrome/1.0")
    return {Path(verdict.figure).name: verdict for verdict in verify(db, root)}


def differences(db: duckdb.DuckDBPyConnection, folder: Path) -> list[Difference]:
    """Give every difference between the bundles of a folder and the database."""
    return [difference for verdict in verify(db, folder) for difference in verdict.differences]


def test_bundle_is_whole(made: Path) -> None:
    """A bundle has its five files, and no scrap of the making beside them."""
    assert {path.name for path in (made / "sector_impact.ko").iterdir()} == FILES


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_manifest_keeps_its_promise(made: Path, lang: str) -> None:
    """The manifest has the promised keys in their order, and none of its words is empty."""
    found = manifest(made / f"sector_impact.{lang}")

    assert list(found)[: len(PROMISED)] == PROMISED
    assert all(found[key] for key in [*PROMISED, "cite"])
    assert [found[key] for key in ("licence", "as_of", "lang")] == [LICENCE, "2026-01-02", lang]


def test_sources_are_named_with_their_links(made: Path) -> None:
    """Every source of a row drawn is in the manifest with publisher, title, address and date."""
    found = manifest(made / "sector_impact.en")["sources"]
    with (made / "sector_impact.en" / "data.csv").open(encoding="utf-8", newline="") as file:
        cited = {source for row in csv.DictReader(file) for source in row["source_ids"].split()}

    assert len(found) == len(cited) > 10
    assert all(set(source) == {"publisher", "via", "read_as", "title", "url", "said_on", "rows"} for source in found)
    assert all(source["rows"] for source in found)


def test_hash_of_data_is_that_of_the_file(made: Path) -> None:
    """Anybody can check the numbers with sha256sum."""
    folder = made / "sector_impact.en"

    assert manifest(folder)["hashes"]["data"] == hashlib.sha256((folder / "data.csv").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the database with the reports of two providers: an incident a week, together every second time."""
    folder = tmp_path_factory.mktemp("filled")
    path = store.build([], path=folder / "filled.duckdb")
    for provider, step in (("Alpha Cloud", 7), ("Beta Cloud", 14)):
        started = [datetime(2023, 1, 2, 9, tzinfo=UTC) + timedelta(days=day) for day in range(0, 500, step)]
        incidents = [
            {
                "id": f"{provider}-{place}",
                "name": "Errors",
                "status": "resolved",
                "impact": ("minor", "major")[place % 2],
                "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                "started_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
                "resolved_at": f"{at + timedelta(hours=1 + place % 3):%Y-%m-%dT%H:%M:%SZ}",
            }
            for place, at in enumerate(started)
        ]
        page = {"id": provider, "name": provider, "url": "https://status.example", "time_zone": "Etc/UTC"}
        (folder / f"{provider}.json").write_text(json.dumps({"page": page, "incidents": incidents}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTAGE_KIT_NOW", "2024-07-01T00:00:00Z")
        load(sorted(folder.glob("*.json")), db=path)
    return path


@pytest.mark.parametrize("as_of", [None, "2025-10-21"])
@pytest.mark.parametrize("name", figures.NAMES)
def test_query_gives_the_rows_drawn(name: str, as_of: str | None, filled: Path) -> None:
    """The query of the manifest, run as printed by `outage-kit sql`, gives the rows of the file of data."""
    with store.connect(filled) as db:
        sheet = next(filter(None, (drawn(db, name, outage, as_of) for outage in (CROWDSTRIKE, OUTAGE, None))))
    result = CliRunner().invoke(main, ["sql", sheet.query, "--format", "csv", "--db", str(filled)])

    assert result.exit_code == 0, result.output
    assert sheet.frame.height
    assert frames.flat(sheet.frame).write_csv() == result.stdout


def drawn(db: duckdb.DuckDBPyConnection, name: str, outage: str | None, as_of: str | None) -> Sheet | None:
    """Compose a figure, if there is anything to draw."""
    try:
        return compose(db, Order(name, outage, as_of=as_of))
    except NothingToDraw:
        return None


def test_command_makes_the_same_bytes_again(made: Path, tmp_path: Path) -> None:
    """The command of the manifest, run in another folder, alone and not in the batch, gives every file to the byte."""
    old = made / "sector_impact.ko"
    words = shlex.split(manifest(old)["command"])[1:]
    result = CliRunner().invoke(main, [*words, "--out", str(tmp_path)])
    new = tmp_path / OUTAGE / "sector_impact.ko"

    assert result.exit_code == 0
    assert [name for name in sorted(FILES) if (old / name).read_bytes() != (new / name).read_bytes()] == []


def test_page_needs_no_network(made: Path) -> None:
    """The page loads nothing: no script, style or picture stands elsewhere; only links lead away."""
    page = (made / "sector_impact.ko" / "figure.html").read_text(encoding="utf-8")
    own = page[page.index("</script>") :]

    assert re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)[^"]*"', own) == []
    assert "@font-face" in page


@pytest.mark.usefixtures("without_browser")
def test_pages_share_one_plotly(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Pages of a batch that share plotly.js are small, and name a file that is there."""
    bundle(db, "sector_impact", OUTAGE, out=tmp_path, shared_plotly=True)
    page = tmp_path / OUTAGE / "sector_impact.en" / "figure.html"

    assert page.stat().st_size < 400_000
    assert f'src="../../{SHARED}"' in page.read_text(encoding="utf-8")
    assert (tmp_path / SHARED).stat().st_size > 1_000_000


@pytest.mark.usefixtures("without_browser")
def test_without_browser_the_rest_is_made(copy: Path) -> None:
    """Without Chrome page, data and manifest are written, older pictures go, and one line says what is missing."""
    (copy.parent / OUTAGE).symlink_to(copy)
    result = CliRunner().invoke(
        main, ["figure", "sector_impact", "--outage", OUTAGE, "--lang", "en,ko", "--out", str(copy.parent)]
    )

    assert {path.name for path in (copy / "sector_impact.ko").iterdir()} == {"figure.html", "data.csv", "manifest.json"}
    assert manifest(copy / "sector_impact.ko")["hashes"]["renderer"] is None
    assert (result.exit_code, result.stderr.count("\n"), "Chromium" in result.stderr) == (1, 1, True)


@pytest.mark.usefixtures("without_browser")
def test_one_empty_figure_does_not_stop_the_others(tmp_path: Path) -> None:
    """Where the data hold nothing for one figure, the others are made, and the exit code and a line say so."""
    result = CliRunner().invoke(
        main, ["figure", "flights_cancelled", "sector_impact", "--outage", OUTAGE, "--out", str(tmp_path)]
    )

    assert [path.name for path in (tmp_path / OUTAGE).iterdir()] == ["sector_impact.en"]
    assert result.exit_code == 1
    assert "flights_cancelled" in result.stderr


@pytest.mark.parametrize("wrong", [{"names": "sector_impct"}, {"outage": "kakao"}, {"lang": "de"}])
def test_unknown_names_make_nothing(db: duckdb.DuckDBPyConnection, tmp_path: Path, wrong: dict[str, str]) -> None:
    """An unknown figure, outage or language is said before anything is drawn."""
    with pytest.raises(NotFound):
        bundle(db, **({"names": "sector_impact", "outage": OUTAGE, "out": str(tmp_path)} | wrong))

    assert list(tmp_path.iterdir()) == []


def test_untouched_bundles_are_the_same(verdicts: dict[str, Verdict]) -> None:
    """What was made from the same database is confirmed, the pictures to the byte."""
    assert [verdicts["untouched"].differences, verdicts["untouched"].notes] == [[], []]


def test_changed_picture_is_caught(verdicts: dict[str, Verdict]) -> None:
    """A changed number in an SVG is shown as it is read, and a single changed byte of a PNG is seen."""
    svg, pixels = verdicts["picture"].differences

    assert ("8 named" in svg.old, "9 named" in svg.new) == (True, True)
    assert pixels.file == "figure.png"


def test_other_renderer_is_said_and_not_blamed(verdicts: dict[str, Verdict]) -> None:
    """Where another browser drew the pictures, they are not compared, and the verdict says so."""
    assert verdicts["renderer"].differences == []
    assert "the renderer differs (browser Chrome/1.0 there" in verdicts["renderer"].notes[0]


@pytest.mark.usefixtures("without_browser")
@pytest.mark.parametrize(
    ("digit", "code", "line"), [("8", 0, "2 figures, all the same"), ("7", 1, "2 figures, 1 that differ")]
)
def test_exit_code_tells_whether_anything_differs(copy: Path, digit: str, code: int, line: str) -> None:
    """`outage-kit verify` ends with 0 where all is the same and with 1 where a digit differs."""
    replace(copy / "sector_impact.ko" / "data.csv", "기술,9,7,0,8", f"기술,9,7,0,{digit}")
    result = CliRunner().invoke(main, ["verify", str(copy)])

    assert (result.exit_code, result.stdout.splitlines()[-1]) == (code, line)


@pytest.mark.usefixtures("without_browser")
def test_bundles_of_an_earlier_day_are_the_same(
    db: duckdb.DuckDBPyConnection, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bundle may be verified on any later day: its as-of date is its own."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2027-05-06")

    assert differences(db, made / "sector_impact.en") == []


@pytest.mark.usefixtures("without_browser")
def test_one_changed_digit_is_caught(db: duckdb.DuckDBPyConnection, copy: Path) -> None:
    """A changed digit of the data is named with figure, row, column, old and new."""
    replace(copy / "sector_impact.ko" / "data.csv", "기술,9,7,0,8", "기술,9,7,0,7")
    found = differences(db, copy)[0]

    assert (found.figure, found.row, found.column, found.old, found.new) == (
        "copy/sector_impact.ko",
        "row 1 (technology, Technology)",
        "ended",
        "7",
        "8",
    )


@pytest.mark.usefixtures("without_browser")
def test_lost_row_is_caught(db: duckdb.DuckDBPyConnection, copy: Path) -> None:
    """A row that went is named as such, and those after it are not taken for changed."""
    path = copy / "sector_impact.en" / "data.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]), encoding="utf-8")

    assert [(item.row[:5], item.old, item.new) for item in differences(db, copy / "sector_impact.en")] == [
        ("row 2", "", "a row")
    ]


@pytest.mark.usefixtures("without_browser")
def test_changed_title_is_caught(db: duckdb.DuckDBPyConnection, copy: Path) -> None:
    """A finding that somebody sharpened in the manifest is caught too."""
    folder = copy / "sector_impact.en"
    title = manifest(folder)["title"]
    replace(folder / "manifest.json", title, title.replace("19", "190"))

    assert [(item.file, item.column) for item in differences(db, folder)] == [("manifest.json", "title")]


@pytest.mark.usefixtures("without_browser")
def test_unreadable_manifest_is_a_difference(db: duckdb.DuckDBPyConnection, copy: Path) -> None:
    """A manifest that is no JSON fails its own figure and no other."""
    (copy / "sector_impact.en" / "manifest.json").write_text("{", encoding="utf-8")

    assert [len(verdict.differences) for verdict in verify(db, copy)] == [1, 0]


def test_folder_without_bundles_is_a_wrong_call(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Verifying nothing is no success."""
    with pytest.raises(BadInput, match="holds no bundle"):
        verify(db, tmp_path)


@pytest.mark.parametrize("name", figures.NAMES)
def test_figure_draws_rows_of_its_frame(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """The rows that a figure says it draws are rows of its measure, which it does not change."""
    frame = measures.NAMES[name](db, "crowdstrike-2024-07-19")
    whole = frames.as_csv(frame).splitlines()

    assert set(frames.as_csv(figures.drawn(name, frame)).splitlines()) <= set(whole)


@pytest.mark.parametrize("name", figures.NAMES)
def test_rows_come_in_one_order(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """A measure orders its rows wholly, so that two runs, and one with more threads, give the same bytes."""
    seen = set()
    for threads in (1, 2, 4, 1):
        db.execute(f"SET threads = {threads}")
        seen.add(frames.as_csv(measures.NAMES[name](db, "crowdstrike-2024-07-19")))

    assert len(seen) == 1


def test_published_numbers_are_those_of_the_database(db: duckdb.DuckDBPyConnection) -> None:
    """Every file of data/published is made again to the byte; after a change on purpose: make published, and a line in CHANGELOG.md."""
    made = published.contents(db)
    kept = {
        path.relative_to(published.FOLDER): path.read_text(encoding="utf-8") for path in published.FOLDER.rglob("*.csv")
    }

    assert sorted(str(path) for path in made.keys() | kept.keys() if made.get(path) != kept.get(path)) == []


def test_no_number_hangs_on_the_order_of_the_lines(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The same facts in files that are sorted the other way round give every measure the same frame."""
    for path in settings.DATA.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        with (tmp_path / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *reversed(rows)])
    turned = duckdb.connect()
    turned.execute("SET TimeZone = 'UTC'")
    turned.execute(schema.table_definitions())
    evidence.fill(turned, [tmp_path])
    store._draw_conclusions(turned)

    assert [name for name, measure in measures.NAMES.items() if not measure(db).equals(measure(turned))] == []


def test_publishing_drops_what_is_no_figure_any_more(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing twice changes nothing the second time, and a file that no figure has goes."""
    monkeypatch.setattr(published, "contents", lambda _: {Path(OUTAGE) / "losses.csv": "low\n1\n"})
    (tmp_path / "old.csv").touch()

    assert [path.name for path in published.write(db, tmp_path)] == ["losses.csv", "old.csv"]
    assert published.write(db, tmp_path) == []
