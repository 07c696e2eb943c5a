"""Better Stack status pages (`/index.json`, JSON:API).

Clocks: `status_update.published_at` are the posts. `starts_at` is the onset where it is a minute or more away from the first of them (else it
repeats it), `ends_at` the end; it is empty on reports that are resolved, and planned in maintenance that is not. `status_history` is a series
of seconds down a day, which says nothing of how many outages they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import polars as pl

from kit.intake.engine import engine, query_text
from kit.intake.record import RECORD, SERIES, Reader, Reading, complete, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found = document.json
    return (
        is_object_with(found, "data")
        and is_object_with(found["data"], "type", "attributes")
        and found["data"]["type"] == "status_page"
    )


def _read(document: Document) -> Reading:
    records = engine().sql(query_text("better_stack"), params={"document": document.text}).pl()
    days = engine().sql(query_text("_better_stack_days"), params={"document": document.text}).pl()
    zone = document.json["data"]["attributes"].get("timezone")
    series = complete(days, SERIES).with_columns(
        zone=pl.lit(zone if zone in available_timezones() else None, pl.String)
    )
    notices = (f"{series.height} daily values of its resources are in the table series",) if series.height else ()
    return Reading(complete(records, RECORD), series if series.height else None, notices)


READER = Reader(
    name="better_stack",
    recognised_by="JSON with `data.type` = status_page and `included` (Better Stack, /index.json)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
)
