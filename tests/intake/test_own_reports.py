"""An analyst's own files: what the notebook `07-your-own-reports` shows of them, and that nothing else is touched."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kit import measures, settings
from kit.errors import BadInput
from kit.intake.own_reports import own_reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import polars as pl

SHOP = "tests/data/statuspage/example-shop.json"


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[duckdb.DuckDBPyConnection, pl.DataFrame]]:
    """Load the example of the notebook."""
    db, read = own_reports(SHOP)
    with db:
        yield db, read


def test_every_record_of_the_example_is_accounted_for(shop: tuple[duckdb.DuckDBPyConnection, pl.DataFrame]) -> None:
    """Counted by hand: 17 records, of which a sentence and one without a name are quarantined."""
    assert [(SHOP, "statuspage", "Example Shop", 17, 15, 0, 2, None)] == shop[1].drop("sha256").rows()


def test_the_example_shows_what_a_notebook_promises(shop: tuple[duckdb.DuckDBPyConnection, pl.DataFrame]) -> None:
    """Counted by hand: 2 of maintenance, 3 flagged of which one stays in, 11 timed of which 10 ended; half are back after 3 h 25 min or, where the open one is late, 3 h 30 min."""
    rules = shop[0].execute("SELECT rule FROM flag ORDER BY rule").fetchall()
    row = measures.time_to_restore(shop[0], by="provider").row(0, named=True)

    assert [("end_before_start",), ("end_contradicted_by_updates",), ("stale",)] == rules
    assert (11, 10, 1, 4) == tuple(row[name] for name in ("n", "ended", "open_as_of", "flagged"))
    assert pytest.approx((3 + 25 / 60, 3.5)) == (row["median_low"], row["median_high"])


def test_nothing_else_is_in_the_database_or_touched(shop: tuple[duckdb.DuckDBPyConnection, pl.DataFrame]) -> None:
    """The database holds the files' reports and no evidence of ours; that of the analyst is neither built nor written."""
    main = settings.default_path()
    before = main.exists() and main.stat().st_mtime_ns
    own_reports(SHOP)[0].close()

    assert [(0, 0)] == shop[0].execute(
        "SELECT (SELECT count(*) FROM outage), (SELECT count(*) FROM observation)"
    ).fetchall()
    assert (main.exists() and main.stat().st_mtime_ns) == before


def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is gone from the disk while it is open, and can be read all the same."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    db, _ = own_reports(SHOP)
    with db:
        assert [(15,)] == db.execute("SELECT count(*) FROM report").fetchall()
    assert [] == list(tmp_path.iterdir())


def test_a_path_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is taken as it stands, and from the top of the repository where it leads nowhere."""
    monkeypatch.chdir(tmp_path)
    Path("mine.json").write_bytes((settings.DATA.parent / SHOP).read_bytes())
    found = [read["path"][0] for db, read in (own_reports("mine.json"), own_reports(SHOP)) if not db.close()]

    assert ["mine.json", SHOP] == found


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Of several files, the one that is broken says why; what is no data at all is left aside."""
    (tmp_path / "cut.json").write_text('{"page": {"id": 1}, "incidents": [')
    (tmp_path / "letter.txt").write_text("Dear reader")
    db, read = own_reports([tmp_path, Path(SHOP)])
    db.close()

    assert [True, False] == ["cut off" in str(error) for error in read["error"]]
    assert [0, 17] == read["records"].to_list()


@pytest.mark.parametrize(
    ("name", "why"), [("cut.json", "cut off"), ("nowhere.json", "no file or folder"), (".", "cut off")]
)
def test_nothing_to_read_is_an_error(name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook stops there, with the reason in one line."""
    monkeypatch.chdir(tmp_path)
    Path("cut.json").write_text('{"page": {"id": 1}, "incidents": [')

    with pytest.raises(BadInput, match=why):
        own_reports(name)
