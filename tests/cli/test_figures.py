"""`outage-kit figure`, `verify` and `why`: what they print, and how they end."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from running import KAKAO, call

import kit

if TYPE_CHECKING:
    import duckdb


HEROKU = "heroku-2025-06-10"


def test_why_speaks_both_languages(db: duckdb.DuckDBPyConnection) -> None:  # noqa: ARG001 -- builds the database
    """The table names number, statement, publisher and line in the language of the reader."""
    english, korean = (call("why", "losses", "--outage", KAKAO, "--lang", lang) for lang in ("en", "ko"))

    assert (0, 0) == (english.exit_code, korean.exit_code)
    assert all(
        part in english.output for part in ("₩22 billion", "kakao-pangyo-2022-10-15--043 (claim, press)", "https://")
    )
    assert all(
        part in korean.output
        for part in ("220억 원", "kakao-pangyo-2022-10-15--043 (claim, 언론)", "한국경제", "1차 출처")
    )
    assert max(len(line) for line in english.output.splitlines() if "https://" not in line) <= 118


def test_csv_and_json_of_why_say_everything(db: duckdb.DuckDBPyConnection) -> None:
    """Both give a line for each number and row of evidence, with all columns."""
    ask = ["why", "restoration", "--outage", HEROKU, "--format"]
    rows = list(csv.DictReader(StringIO(call(*ask, "csv").output)))
    records = json.loads(call(*ask, "json").output)

    frame = kit.why(db, "restoration", HEROKU)
    assert (frame.columns, frame.columns) == (list(rows[0]), list(records[0]))
    assert frame["row_id"].to_list() == [row["row_id"] for row in rows] == [record["row_id"] for record in records]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (["loses", "--outage", KAKAO], "there is no figure 'loses'; did you mean 'losses'?"),
        (["losses", "--outage", "kakao"], "did you mean 'kakao-pangyo-2022-10-15'?"),
        (["losses", "--outage", KAKAO, "--lang", "fr"], "there is no language 'fr'"),
        (["losses", "--outage", HEROKU], "nothing to draw"),
    ],
)
def test_a_wrong_call_of_why_is_one_line(db: duckdb.DuckDBPyConnection, asked: list[str], hint: str) -> None:  # noqa: ARG001 -- builds the database
    """An unknown figure, outage or language names the nearest; a figure without numbers says so."""
    result = call("why", *asked)

    assert 2 == result.exit_code
    assert hint in result.stderr
    assert 1 == len(result.stderr.splitlines())
