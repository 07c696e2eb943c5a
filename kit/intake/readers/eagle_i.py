"""EAGLE-I customers without power (`eaglei_outages_<year>.csv`): a series a county, every 15 minutes.

Clocks: `run_start_time` is when the value was collected, in UTC. A county that is not there was not monitored or had none out: nothing is added
for it. A county is named by its five-digit FIPS code, with the leading zero that the files drop. A row without a number is quarantined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kit.intake.engine import engine, lent, query_text
from kit.intake.readers._cells import PLACE, cells, headings
from kit.intake.record import RECORD, SERIES, Reader, Reading, complete

if TYPE_CHECKING:
    from kit.intake.document import Document

_VALUES = ("customers_out", "sum")


def _recognises(document: Document) -> bool:
    names = set(headings(document))
    return {"fips_code", "county", "run_start_time"} <= names and bool(names & set(_VALUES))


def _read(document: Document) -> Reading:
    try:
        series = _at_once(document)
    except duckdb.Error:
        series = _row_by_row(document)
    return Reading(complete(pl.DataFrame(), RECORD), series, (f"{series.height} values are in the table series",))


def _sql(document: Document, rows: str) -> str:
    """Give the SELECT over the rows of a file."""
    return query_text("eagle_i").format(column=next(name for name in _VALUES if name in headings(document)), rows=rows)


def _at_once(document: Document) -> pl.DataFrame:
    """Read a sound file at the speed of DuckDB. Raises duckdb.Error where a row is damaged."""
    rows = (
        "SELECT *, 'row ' || row_number() OVER () AS place FROM read_csv($path, header = false, skip = 1, auto_detect = false, "
        "columns = $columns, delim = ',', quote = '\"', escape = '\"', strict_mode = true)"
    )
    given = {"path": str(document.plain_path), "columns": dict.fromkeys(headings(document), "VARCHAR")}
    return complete(engine().sql(_sql(document, rows), params=given).pl(), SERIES)


def _row_by_row(document: Document) -> pl.DataFrame:
    """Read a damaged file: whole rows, and apart those that are none."""
    rows, refused = cells(document)
    with lent(engine(), row_read=rows.rename({PLACE: "place"})):
        series = engine().sql(_sql(document, "FROM row_read")).pl()
    return pl.concat([complete(series, SERIES), complete(refused, SERIES)])


READER = Reader(
    name="eagle_i",
    recognised_by="CSV with `fips_code`, `county`, `run_start_time` and `sum` or `customers_out` (EAGLE-I)",
    shapes=("text",),
    recognises=_recognises,
    read=_read,
    provider="EAGLE-I",
)
