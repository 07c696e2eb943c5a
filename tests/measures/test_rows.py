"""The typed rows of measures: what they are made from, and that a misspelt column is found before anything runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kit import settings
from kit.frames import rows_of
from kit.measures import NAMES, rows, typed

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

ASKED = """
import polars as pl
from kit.frames import rows_of
from kit.measures.rows import ShareOfDevices

def ask(frame: pl.DataFrame) -> object:
    share = rows_of(frame, ShareOfDevices)[0]
    right = share["share_low"] / 2, share["sources"][0]["publisher"]
    return share["share_lwo"], share["sources"][0]["publishr"], right
"""


def test_the_file_is_what_the_measures_give(db: duckdb.DuckDBPyConnection) -> None:
    """`rows.py` was made after the last change of a column: run `python -m kit.measures.typed` where this fails."""
    assert typed.text(db) == typed.FILE.read_text(encoding="utf-8")


def test_a_measure_has_a_class_and_a_column_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A measure with an empty frame is typed as well; a struct is named after its column, and a second one of the name after its fields."""

    def days_down(_: object) -> pl.DataFrame:
        """Give days down.

        Nobody reads on.
        """
        source = pl.Struct({"source_id": pl.String})
        held = {"sources": pl.List(source), "source": pl.Struct({"day": pl.Date, "n": pl.Int8})}
        return pl.DataFrame(schema={"hour": pl.Int64, "shares": pl.List(pl.Float64), "is_open": pl.Boolean} | held)

    monkeypatch.setattr(typed, "NAMES", {"days_down": days_down})

    assert typed.text(None).partition("\n\n\n")[2].splitlines() == [
        "class Source(TypedDict):",
        '    """What a row holds in one cell."""',
        "",
        "    source_id: str | Any",
        "",
        "",
        "class DayN(TypedDict):",
        '    """What a row holds in one cell."""',
        "",
        "    day: date | Any",
        "    n: int | Any",
        "",
        "",
        "class DaysDown(TypedDict):",
        '    """Give days down."""',
        "",
        "    hour: int | Any",
        "    shares: list[float] | Any",
        "    is_open: bool | Any",
        "    sources: list[Source] | Any",
        "    source: DayN | Any",
    ]


def test_every_measure_has_its_class() -> None:
    """The class is called as the measure is, in capitals: `ShareOfDevices`."""
    assert [name for name in NAMES if not hasattr(rows, name.title().replace("_", ""))] == []


def test_rows_are_those_of_the_frame() -> None:
    """A typed row is the dictionary that the frame gives."""
    frame = pl.DataFrame({"provider": ["A", "B"], "month": [date(2024, 1, 1), None]})

    assert rows_of(frame, rows.Availability) == [
        {"provider": "A", "month": date(2024, 1, 1)},
        {"provider": "B", "month": None},
    ]


def test_a_misspelt_column_is_an_error(tmp_path: Path) -> None:
    """Mypy knows the columns of a row and of the sources in it, and finds fault with those only that are not there."""
    code = tmp_path / "asked.py"
    code.write_text(ASKED, encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(code)],
        cwd=settings.PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line.partition(": error: ")[2] for line in checked.stdout.splitlines() if ": error: " in line] == [
        'TypedDict "ShareOfDevices" has no key "share_lwo"  [typeddict-item]',
        'TypedDict "Source" has no key "publishr"  [typeddict-item]',
    ]


@pytest.mark.parametrize("path", sorted((settings.PACKAGE / "figures").glob("*.py")), ids=lambda path: path.stem)
def test_a_figure_asks_a_row_for_what_it_has(path: Path) -> None:
    """No figure reads a row with `.get("column")`, which neither mypy nor a frame without the column ever stops."""
    code = path.read_text(encoding="utf-8")
    asked = [
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and isinstance(node.args[0], ast.Constant)
    ]

    assert "kit.measures.rows" not in code or asked == []
