"""Measures within a query: `SELECT ... FROM measure('sector_impact', outage := 'rogers-2022-07-08', as_of := '2022-08-01')`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kit.errors import BadInput
from kit.measures.registry import record

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_TEXT = r"'((?:[^']|'')*)'"
_CALL = re.compile(rf"\bmeasure\s*\(\s*{_TEXT}((?:\s*,\s*\w+\s*:=\s*{_TEXT})*)\s*\)", re.IGNORECASE)
_OPTION = re.compile(rf"(\w+)\s*:=\s*{_TEXT}")


def answer_calls(db: duckdb.DuckDBPyConnection, query: str) -> str:
    """Put the frame of each measure that a query calls into the connection, and give the query with the names of these in place of the calls.

    A call takes the name of a measure and what that measure takes, each by name: `outage`, `as_of`, and its own, such as `by`. Raises
    NotFound for an unknown measure or outage, BadInput for an option that the measure does not take.
    """
    calls = {call[0]: call for call in _CALL.finditer(query)}
    for place, (text, call) in enumerate(calls.items(), 1):
        db.register(f"measure_{place}", _frame(db, call))
        query = query.replace(text, f"measure_{place}")
    return query


def _frame(db: duckdb.DuckDBPyConnection, call: re.Match[str]) -> pl.DataFrame:
    measure = record(_plain(call[1]))
    given = {option[1].lower(): _plain(option[2]) for option in _OPTION.finditer(call[2])}
    taken = ("outage", "as_of", *(name for name, default in measure.options.items() if isinstance(default, str | None)))
    for option in given:
        if option not in taken:
            msg = f"the measure {measure.name} takes no {option}; it takes {', '.join(taken)}"
            raise BadInput(msg)
    return measure.frame(db, given.pop("outage", None), **given)


def written(name: str, outage: str | None, as_of: str | None) -> str:
    """Write the query that gives a measure."""
    options = "".join(
        f", {option} := {literal(value)}" for option, value in (("outage", outage), ("as_of", as_of)) if value
    )
    return f"SELECT * FROM measure({literal(name)}{options})"


def literal(text: str | None) -> str:
    """Write a text as SQL does."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> str:
    return text.replace("''", "'")
