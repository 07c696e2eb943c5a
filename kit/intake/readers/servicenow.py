"""ServiceNow `incident` as CSV or workbook: the table (one row an incident) or the audit log (several rows an incident).

Clocks: `opened_at` is the first post, `resolved_at` the end, `closed_at` or `sys_updated_at` the last word and, row by row, the posts. Nothing is
the onset. `?` is no value. Dates are day first where a dash stands between numbers or a first number is above 12, month first where a
second is; where neither decides, the rows are quarantined and a map is needed. Zones are not written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.intake.engine import engine, run
from kit.intake.readers._cells import PLACE, cells, headings, raw, sheet
from kit.intake.record import RECORD, Reader, Reading, complete
from kit.intake.vocabulary import MISSING

if TYPE_CHECKING:
    from kit.intake.document import Document

_COLUMNS = {
    "number": ("number",),
    "title": ("short_description", "description"),
    "state": ("incident_state", "state"),
    "impact": ("impact",),
    "priority": ("priority",),
    "category": ("category", "cmdb_ci"),
    "location": ("location",),
    "mod_count": ("sys_mod_count",),
    "opened": ("opened_at", "sys_created_on", "sys_created_at"),
    "resolved": ("resolved_at",),
    "closed": ("closed_at",),
    "updated": ("sys_updated_at", "sys_updated_on"),
}
_TIMES = ("opened", "resolved", "closed", "updated")


def _recognises(document: Document) -> bool:
    if document.shape == "excel":
        names = {str(cell).strip().lower() for cell in next(iter(sheet(document)), [])}
    else:
        names = {name.lower() for name in headings(document)}
    return {"number", "opened_at"} <= names and bool(names & {"incident_state", "state", "resolved_at", "closed_at"})


def _read(document: Document) -> Reading:
    rows, refused = cells(document)
    there = {name.lower(): name for name in rows.columns}
    chosen = {ours: _cell(there, names) for ours, names in _COLUMNS.items()}
    table = rows.select(pl.col(PLACE).alias("place"), raw(rows).alias("raw"), **chosen)
    frame = run(engine(), "servicenow", {"day_order": _day_order(table)}, cell=table)
    count = int(frame["row_count"].sum())
    notices = (f"{count} rows are {frame.height} incidents",) if count > frame.height else ()
    return Reading(pl.concat([complete(frame, RECORD), complete(refused, RECORD)]), notices=notices)


def _cell(there: dict[str, str], names: tuple[str, ...]) -> pl.Expr:
    found = [there[name] for name in names if name in there]
    text = pl.coalesce(found).str.strip_chars() if found else pl.lit(None, pl.String)
    return pl.when(~text.str.to_lowercase().is_in(MISSING)).then(text)


def _day_order(table: pl.DataFrame) -> str | None:
    """Find out from the times whether the day or the month stands first; None where nothing decides."""
    texts = pl.concat([table[name] for name in _TIMES]).drop_nulls()
    parts = texts.to_frame("text").select(
        first=pl.col("text").str.extract(r"^(\d{1,2})[-./]\d{1,2}[-./]\d{2,4}").cast(pl.Int8),
        second=pl.col("text").str.extract(r"^\d{1,2}[-./](\d{1,2})[-./]\d{2,4}").cast(pl.Int8),
        is_dashed=pl.col("text").str.contains(r"^\d{1,2}-\d{1,2}-\d{4}"),
    )
    if (parts["second"] > 12).any():
        return "mdy"
    return "dmy" if (parts["first"] > 12).any() or parts["is_dashed"].any() else None


READER = Reader(
    name="servicenow",
    recognised_by="a table with the headings number and opened_at, and incident_state, state, resolved_at or closed_at",
    shapes=("text", "excel"),
    recognises=_recognises,
    read=_read,
)
