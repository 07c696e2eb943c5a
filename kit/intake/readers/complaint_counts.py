"""Counts of complaints over time (`counts` of `x` and `y`, as outage trackers draw them): a series, usually every 15 minutes.

Clocks: `x` is the start of the time counted, with its offset. They count complaints, not users who were hit, and mean something only against their own
usual level (`baseline`, where there is one). Whose they are is the name of the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from kit.intake.record import RECORD, SERIES, Reader, Reading, any_has, complete, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_LISTS = {"counts": "complaints", "baseline": "complaints_baseline"}


def _recognises(document: Document) -> bool:
    return is_object_with(document.json, "counts") and any_has(document.json["counts"], "x", "y")


def _read(document: Document) -> Reading:
    rows = [
        _value(point, f"/{name}/{number}", series, document.name)
        for name, series in _LISTS.items()
        for number, point in enumerate(document.json.get(name) or [])
    ]
    series = complete(pl.DataFrame(rows, schema_overrides={"value": pl.Float64}, infer_schema_length=None), SERIES)
    return Reading(complete(pl.DataFrame(), RECORD), series, (f"{series.height} values are in the table series",))


def _value(point: Any, locator: str, series: str, entity: str) -> dict[str, Any]:
    found = point if isinstance(point, dict) else {}
    value = found.get("y")
    return {
        "locator": locator,
        "series_id": series,
        "entity_id": entity,
        "at": None if found.get("x") is None else str(found["x"]),
        "value": float(value) if isinstance(value, (int, float)) else None,
        "unit": "complaints",
        "raw": json.dumps(point),
    }


READER = Reader(
    name="complaint_counts",
    recognised_by="JSON `counts` of `x` and `y` (complaints over time)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
)
