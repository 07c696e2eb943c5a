"""OE-417 of the US Department of Energy: the yearly workbook of electric disturbances.

Clocks: `Date Event Began` and `Time Event Began` are the onset, `Date of Restoration` and `Time of Restoration` the end, all without a zone; about one
row in seven has no restoration, whose end is unknown. A row has no identifier: it is its time, area and type, with a number where these
repeat. `Area Affected` stays one text, for taking it apart would repeat the customers of the row.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from kit.intake.readers._cells import as_text, sheets
from kit.intake.record import Reader, Reading, each, records_of
from kit.intake.vocabulary import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.intake.document import Document

_HEADINGS = ("date event began", "area affected", "nerc region")


def _recognises(document: Document) -> bool:
    return any(_heading_row(rows) is not None for rows in sheets(document))


def _heading_row(rows: list[list[Any]]) -> int | None:
    """Find the row of headings, which stands under a title."""
    names = [{" ".join(str(cell).lower().split()) for cell in row} for row in rows[:10]]
    return next((number for number, row in enumerate(names) if row.issuperset(_HEADINGS)), None)


def _read(document: Document) -> Reading:
    found = [record for rows in sheets(document) for record in _rows_of(rows)]
    if not _recognises(document):
        document.refuse(f"it has no row with the headings {', '.join(_HEADINGS)}")
    return Reading(records_of(_numbered(each(_record, found))))


def _rows_of(rows: list[list[Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Give the filled rows under the headings of a sheet, each with its number; headings that are repeated are none."""
    start = _heading_row(rows)
    if start is None:
        return []
    names = [" ".join(str(cell).split()) for cell in rows[start]]
    return [
        (f"row {number}", dict(zip(names, row, strict=False)))
        for number, row in enumerate(rows[start + 1 :], start + 2)
        if any(str(cell).strip() for cell in row) and row != rows[start]
    ]


def _record(row: dict[str, Any], _: str) -> dict[str, Any]:
    cell = {name.lower(): value for name, value in row.items()}
    began, ended = (
        _moment(cell, "date event began", "time event began"),
        _moment(cell, "date of restoration", "time of restoration"),
    )
    area, kind = _said(cell.get("area affected")), _said(cell.get("event type"))
    raw = json.dumps({name: as_text(value) for name, value in row.items()}, ensure_ascii=False)
    return {
        "native_id": f"{began or _said(cell.get('event month') or cell.get('month'))} {area} {kind}",
        "title": kind,
        "kind": "incident",
        "began": began,
        "resolved": ended,
        "day_order": "mdy",
        "raw": raw,
        "components": [{"component": _said(cell.get("nerc region")) or "grid", "region": area, "status": None}],
        "problem": None if began or area or kind else "it has neither date, area nor type: a note under the table",
    }


def _moment(cell: dict[str, Any], day: str, clock: str) -> str | None:
    """Give date and time of a row as text; nothing where the day is missing."""
    said_day, said_time = _day(cell.get(day)), _time(cell.get(clock))
    return f"{said_day} {said_time}" if said_day and said_time else said_day


def _day(value: Any) -> str | None:
    """Give a day that is a date, the number of a date or text; 1/0/1900 is how the number 0, an empty cell, is shown."""
    if isinstance(value, (int, float)):
        return (date(1899, 12, 30) + timedelta(days=int(value))).isoformat() if 1 <= value < 100_000 else None
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d") if value.year > 1900 else None
    text = None if isinstance(value, time) else _said(value)
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text or "")
    text = f"{american[3]}-{int(american[1]):02}-{int(american[2]):02}" if american else text
    return None if text in ("1900-01-00", "0") else text


def _time(value: Any) -> str | None:
    """Give a time of day that is a time, the share of a day, 1641, noon or midnight, or text."""
    if isinstance(value, datetime):
        return value.strftime("%H:%M")
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 1440) % 1440
        return f"{minutes // 60:02}:{minutes % 60:02}"
    text = _said(value)
    if text and re.fullmatch(r"\d{3,4}", text):
        return f"{text[:-2]}:{text[-2:]}"
    return {"noon": "12:00", "midnight": "00:00"}.get(str(text).lower(), text)


def _said(value: Any) -> str | None:
    text = " ".join(as_text(value).split()) if value is not None else ""
    return None if text.lower() in MISSING or "unknown" in text.lower() else text


def _numbered(records: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows of the same time, area and type their number among those; rows that are wholly the same share an identifier."""
    seen: Counter[str] = Counter()
    known: dict[str, str] = {}
    found = []
    for record in records:
        if record.get("native_id") is None:
            found.append(record)
            continue
        if record["raw"] not in known:
            seen[record["native_id"]] += 1
            count = seen[record["native_id"]]
            known[record["raw"]] = record["native_id"] if count == 1 else f"{record['native_id']} #{count}"
        found.append(record | {"native_id": known[record["raw"]]})
    return found


READER = Reader(
    name="oe417",
    recognised_by="a workbook with the headings Date Event Began, Area Affected and NERC Region (US Department of Energy)",
    shapes=("excel",),
    recognises=_recognises,
    read=_read,
    provider="DOE OE-417",
)
