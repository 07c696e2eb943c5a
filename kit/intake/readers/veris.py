"""VERIS (the VCDB and others): one incident a JSON file, a list, or JSON lines.

Clocks: `timeline.incident` is the onset, as precise as its year, month, day and time are given, without a zone. `attribute.availability.duration` is a
number of units from then to the end; a unit without a number says nothing. A month counts 30.44 days, a year 365.25. Discovery and containment stay in
the record. An incident whose availability was not interrupted is no outage and is flagged so. Losses (lowest and highest of the whole and of
each kind) are in the table series. Python reads it, since it comes as thousands of small files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from kit.intake.record import SERIES, Reader, Reading, any_has, complete, is_object_with, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.intake.document import Document

_KEYS = ("incident_id", "timeline", "action")
_SECONDS = {
    "Seconds": 1,
    "Minutes": 60,
    "Hours": 3600,
    "Days": 86_400,
    "Weeks": 604_800,
    "Months": 30.44 * 86_400,
    "Years": 365.25 * 86_400,
}
_RANK = {"Insignificant": 0, "Distracting": 1, "Painful": 2, "Damaging": 3, "Catastrophic": 4}
_OUTAGES = {"Interruption", "Degradation", "Obscuration", "Acceleration"}
_BOUNDS = {"veris_loss_low": "min_amount", "veris_loss_high": "max_amount"}


def _recognises(document: Document) -> bool:
    if document.shape == "json_lines":
        return (
            '"incident_id"' in document.head_text
            and '"schema_version"' in document.head_text
            and '"timeline"' in document.head_text
        )
    found: Any = document.json
    return is_object_with(found, *_KEYS) or any_has(found, *_KEYS)


def _read(document: Document) -> Reading:
    items = [*_items(document)]
    losses = [loss for locator, item in items for loss in _losses(item, locator)]
    notices = (f"{len(losses)} bounds of losses are in the table series",) if losses else ()
    series = complete(pl.DataFrame(losses, infer_schema_length=None), SERIES) if losses else None
    return Reading(records_of(_record(item, locator) for locator, item in items), series, notices)


def _items(document: Document) -> Iterator[tuple[str, Any]]:
    """Give each incident with its place. Raises BadFile for a line that is no JSON."""
    if document.shape != "json_lines":
        yield from _enumerated(document.json) if isinstance(document.json, list) else [("", document.json)]
        return
    for number, line in enumerate(document.text.splitlines(), 1):
        if line.strip():
            yield f"line {number}", _parsed(line)


def _enumerated(items: list[Any]) -> Iterator[tuple[str, Any]]:
    """Give the items of a list with their places."""
    return ((f"/{number}", item) for number, item in enumerate(items))


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return line


def _at(item: Any, *path: str) -> Any:
    """Give what stands at a path of keys; None where something on it is no object."""
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _texts(found: Any) -> list[str]:
    return [str(text) for text in found] if isinstance(found, list) else [] if found is None else [str(found)]


def _number(found: Any) -> float | None:
    return float(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def _record(item: Any, locator: str) -> dict[str, Any]:
    raw = json.dumps(item, ensure_ascii=False)
    if not is_object_with(item, "incident_id"):
        return {"locator": locator, "raw": raw, "problem": "it has no incident_id"}
    victims, rating = _texts(_at(item, "victim", "victim_id")), _at(item, "impact", "overall_rating")
    return {
        "locator": locator,
        "provider": str(item["source_id"]).upper() if item.get("source_id") else None,
        "native_id": str(item["incident_id"]),
        "title": ": ".join([*victims[:1], *_texts(item.get("summary"))]),
        "kind": "incident",
        "severity": _first(rating),
        "state": "unsaid",
        "severity_rank": _RANK.get(str(rating)),
        "status": _first(item.get("security_incident")),
        "began": _began(item, "time"),
        "duration_seconds": _duration(item),
        "url": _first(_at(item, "reference"), ";"),
        "raw": raw,
        "flags": _flags(item),
        "components": [
            {"component": name, "region": _first(_at(item, "victim", "country")), "status": None} for name in victims
        ],
    }


def _first(found: Any, separator: str | None = None) -> str | None:
    """Give the first text of a list or of a text with separators."""
    texts = _texts(found)
    return (texts[0].split(separator)[0].strip() or None if separator else texts[0]) if texts else None


def _began(item: Any, *parts: str) -> str:
    """Print the date of an incident (and `time`, where asked for) as far as it is given."""
    printed = ""
    for name, mark in (("year", ""), ("month", "-"), ("day", "-"), *((part, " ") for part in parts)):
        value = _at(item, "timeline", "incident", name)
        if value in (None, ""):
            break
        printed += mark + str(value).zfill(2)
    return printed


def _duration(item: Any) -> float | None:
    found = _at(item, "attribute", "availability", "duration")
    value, unit = _number(_at(found, "value")), _SECONDS.get(str(_at(found, "unit")))
    return None if value is None or unit is None else value * unit


def _flags(item: Any) -> list[dict[str, str]]:
    lost = _texts(_at(item, "attribute", "availability", "variety"))
    if _duration(item) is not None or _OUTAGES & {*lost}:
        return []
    return [{"rule": "not_an_outage", "detail": f"availability: {', '.join(lost) or 'not lost'}"}]


def _losses(item: Any, locator: str) -> Iterator[dict[str, Any]]:
    """Give both bounds of the whole loss and of each kind of it; a single amount is both bounds."""
    impact = _at(item, "impact")
    whole = {
        "variety": "overall",
        **{name: _at(impact, f"overall_{name}") for name in ("amount", "min_amount", "max_amount")},
    }
    kinds = _at(impact, "loss")
    for loss in (whole, *(kinds if isinstance(kinds, list) else [])):
        for series, name in _BOUNDS.items():
            found = _number(_at(loss, name))
            value = _number(_at(loss, "amount")) if found is None else found
            if value is not None:
                yield {
                    "locator": f"{locator}/impact/{_at(loss, 'variety')}",
                    "series_id": series,
                    "at": _began(item),
                    "value": value,
                    "entity_id": f"{_at(item, 'incident_id')}/{_at(loss, 'variety')}",
                    "raw": json.dumps(loss),
                    "unit": _at(impact, "iso_currency_code") or "currency not said",
                }


READER = Reader(
    name="veris",
    recognised_by="JSON with `incident_id`, `timeline` and `action` (VERIS)",
    shapes=("json", "json_lines"),
    recognises=_recognises,
    read=_read,
    provider="VERIS",
    is_file_a_record=lambda document: isinstance(document.json, dict),
)
