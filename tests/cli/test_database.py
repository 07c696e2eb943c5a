"""`outage-kit build`, `sql`, `measure` and `export`: what they print, and how they end."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from running import KAKAO, call

from kit import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("db")


def test_build_says_where_and_how_much(folder: Callable[..., Path], tmp_path: Path) -> None:
    """One line with the file and the rows of its tables, those of a folder of one's own among them."""
    ours = int(call("sql", "SELECT count(*) FROM sector", "--format", "csv").stdout.splitlines()[1])
    done = call(
        "build", "--data", folder(sector="sector,name,name_ko\nmine,Mine,내것"), "--db", tmp_path / "own.duckdb"
    )

    assert (0, 1) == (done.exit_code, len(done.stdout.splitlines()))
    assert done.stdout.startswith(f"built {tmp_path / 'own.duckdb'}: ")
    assert f" {ours + 1} sector," in done.stdout


def test_build_lists_every_cell_that_does_not_fit(folder: Callable[..., Path], tmp_path: Path) -> None:
    """Two wrong cells are two places with file and line, exit code 2, and no database."""
    bad = folder(outage="outage_id,name,cause\na,A,no_such_cause\nb,B,nor_this")
    done = call("build", "--data", bad, "--db", tmp_path / "own.duckdb")

    assert 2 == done.exit_code
    assert all(f"outage.csv:{line}" in done.stderr for line in (2, 3))
    assert not (tmp_path / "own.duckdb").exists()


def test_sql_prints_a_table_csv_or_json() -> None:
    """The same row in three forms, and nothing else on stdout."""
    table, as_csv, as_json = (
        call("sql", "SELECT 1 AS one, 'two' AS two", "--format", form).stdout for form in ("table", "csv", "json")
    )

    assert "one" in table
    assert "one,two\n1,two\n" == as_csv
    assert [{"one": 1, "two": "two"}] == json.loads(as_json)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM claim",
        "SELECT * FROM read_text('README.md')",
        "COPY claim TO 'claim.csv'",
        "SET enable_external_access = true",
        "SELECT no_such_column FROM claim",
    ],
)
def test_sql_neither_writes_nor_leaves_the_database(query: str) -> None:
    """What would write, read another file or undo that, and what is no query, is refused in one line with exit code 2."""
    done = call("sql", query)

    assert (2, "", 1) == (done.exit_code, done.stdout, len(done.stderr.splitlines()))


def test_measure_prints_what_was_known() -> None:
    """A measure of one outage as CSV, its sources as identifiers; as of the day after the fire nobody had promised anything."""
    now, then = (
        list(csv.DictReader(StringIO(call("measure", "compensation", "--outage", KAKAO, *options).stdout)))
        for options in (["--format", "csv"], ["--format", "csv", "--as-of", "2022-10-16"])
    )

    assert now[0]["source_ids"]
    assert {KAKAO} == {row["outage_id"] for row in now}
    assert [] == then


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["loses"], "there is no measure 'loses'; did you mean 'losses'?"),
        (["losses", "--outage", "kakao"], "there is no outage 'kakao'; did you mean 'kakao-pangyo-2022-10-15'?"),
        (["losses", "--by", "provider"], "losses has no --by; it is for "),
        (["losses", "--as-of", "yesterday"], "yesterday"),
        (["losses", "--db", "nowhere.duckdb"], "nowhere.duckdb"),
    ],
)
def test_a_wrong_call_of_measure_is_one_line(words: list[str], message: str) -> None:
    """Exit code 2, and one line that says what is wrong."""
    done = call("measure", *words)

    assert (2, 1) == (done.exit_code, len(done.stderr.splitlines()))
    assert message in done.stderr


def test_export_says_what_was_written(tmp_path: Path) -> None:
    """One line on stdout; a folder of somebody else is one line on stderr and exit code 2."""
    done = call("export", "--out", tmp_path / "export")
    refused = call("export", "--out", settings.PACKAGE.parent / "tests")

    assert (0, 2) == (done.exit_code, refused.exit_code)
    assert done.output.startswith(f"wrote {tmp_path / 'export'}: ")
    assert (1, 1) == (len(done.output.splitlines()), len(refused.stderr.splitlines()))
