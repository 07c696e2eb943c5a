"""What the numbers of a row rest on: row_ids of evidence, names of assumptions, ids of loaded reports.

Every number of a row rests on all evidence of that row. A measure whose arithmetic says more has a finder of its own beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kit.database.query import query

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Row = Mapping[str, Any]

Grounds = dict[str, tuple[str, ...]]
"""The ids that each number of one row rests on, by its first column; those under EVERY are of every other number, and
those under REPORTS are the loaded reports that a row without a source rests on as a whole."""

Finder = Callable[["duckdb.DuckDBPyConnection", Sequence[Row], "str | None", "str | None"], list[Grounds]]
"""What finds the grounds of some rows of a measure, given the outage and the `as_of` of the measure."""

EVERY, REPORTS = "", "reports"


def ids(row: Row) -> tuple[str, ...]:
    """Give the row_ids of the evidence of a row."""
    return tuple(dict.fromkeys(source["row_id"] for source in row.get("sources") or []))


def cited(
    db: duckdb.DuckDBPyConnection,  # noqa: ARG001 -- as every finder
    rows: Sequence[Row],
    outage: str | None,  # noqa: ARG001
    as_of: str | None,  # noqa: ARG001
) -> list[Grounds]:
    """Let every number of a row rest on the evidence of the row; on nothing where it has none."""
    return [{EVERY: ids(row)} for row in rows]


def reported(
    db: duckdb.DuckDBPyConnection, rows: Sequence[Row], outage: str | None, as_of: str | None
) -> list[Grounds]:
    """Let a row without evidence rest on the loaded reports that count, of the providers that it names or else of the outage."""
    reports = query(db, "reports", outage, as_of=as_of)
    counted = reports.filter(reports["excluded_because"].is_null())
    return [{EVERY: ids(row)} if ids(row) else {REPORTS: _behind(row, counted, outage)} for row in rows]


def _behind(row: Row, reports: pl.DataFrame, outage: str | None) -> tuple[str, ...]:
    providers = [row[name] for name in ("provider", "other_provider") if row.get(name)]
    found = (
        reports.filter(reports["provider"].is_in(providers))
        if providers
        else reports.filter(reports["outage_id"] == outage)
        if outage
        else reports
    )
    return tuple(found["report_id"].to_list())
