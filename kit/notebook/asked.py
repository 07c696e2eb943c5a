"""What a connection was asked before: a page asks for the same rows to write its head, to draw its sections and to say what is missing.

Answers are kept for as long as the connection is there, and only where they cannot change: for a database that is open read-only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from kit import figures, measures
from kit.errors import NothingToDraw

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import plotly.graph_objects as go
    import polars as pl

T = TypeVar("T")

MOST = 64
"""Answers that are kept for a connection; the oldest go first."""

_ANSWERS: WeakKeyDictionary[duckdb.DuckDBPyConnection, dict[tuple[str, ...], Any]] = WeakKeyDictionary()
_IS_FIXED = "SELECT bool_and(readonly) FROM duckdb_databases() WHERE NOT internal"


def measured(name: str, db: duckdb.DuckDBPyConnection, outage: str) -> pl.DataFrame:
    """Give the rows of a measure about an outage. Raises NotFound."""
    return _once(db, ("rows", name, outage), lambda: measures.NAMES[name](db, outage))


def drawn(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str) -> go.Figure | None:
    """Give a figure about an outage; None where there is nothing to draw. Raises NotFound."""
    return _once(db, ("figure", name, outage, lang), lambda: _figure(name, measured(name, db, outage), lang))


def _figure(name: str, rows: pl.DataFrame, lang: str) -> go.Figure | None:
    try:
        return figures.draw(name, rows, lang)
    except NothingToDraw:
        return None


def _once(db: duckdb.DuckDBPyConnection, question: tuple[str, ...], ask: Callable[[], T]) -> T:
    """Give the answer to a question that was asked before, else ask it. Raises ConnectionException of DuckDB where the connection is closed."""
    if not db.execute(_IS_FIXED).fetchall()[0][0]:
        return ask()
    known = _ANSWERS.setdefault(db, {})
    if question not in known:
        answer = ask()
        while len(known) >= MOST:
            del known[next(iter(known))]
        known[question] = answer
    found: T = known[question]
    return found
