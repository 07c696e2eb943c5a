"""The one answer to each question that titles, headers and the index print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.frames import rows_of
from kit.measures import answers
from kit.measures.evidence import outages
from kit.measures.registry import measure, record
from kit.measures.rows import Outages

if TYPE_CHECKING:
    import duckdb
    import polars as pl


@measure()
def headline(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the one answer to each question about an outage that titles, headers and the index print, by the rules of `kit.measures.answers`.

    `question` is lasted (hours), hit (in `unit`), share (a fraction of 1), blamed (hours), loss (in `unit`); `basis` says how it is known.
    """
    found = {name: record(name).frame(db, outage, as_of=as_of).rows(named=True) for name, _ in answers.RULES.values()}
    return answers.answered(rows_of(outages(db, outage, as_of=as_of), Outages), found)
