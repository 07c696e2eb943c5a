"""One JSON file an incident, or a list of such: a name with dated updates, or a post-mortem with start and end.

Clocks: `start_time` (also started_at, startTime) is the onset, `end_time` (ended_at, resolved_at) the end. Where a file has only updates,
the first of them is the first post, and what is called resolved ended between the last post before that and it. Maintenance begins at
`scheduledTime`; its planned `minutes` are no end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.record import Reader, Reading, any_has, each, is_object_with, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_BEGAN = ("start_time", "startTime", "started_at", "startedAt")
_ENDED = ("end_time", "endTime", "ended_at", "endedAt", "resolved_at", "resolvedAt")
_RANK = {"none": 0, "minor": 1, "major": 2, "critical": 3, "notice": 1, "disrupted": 2, "down": 3}


def _recognises(document: Document) -> bool:
    found = document.json
    items = found if isinstance(found, list) else [found]
    return any(_is_incident(item) for item in items)


def _is_incident(item: Any) -> bool:
    has_updates = is_object_with(item, "name", "updates") and (
        not item["updates"] or any_has(item["updates"], "date", "status")
    )
    is_story = (
        is_object_with(item, "title")
        and any(name in item for name in _BEGAN)
        and any(name in item for name in ("company", "product", "categories", "keywords"))
    )
    return has_updates or is_story


def _read(document: Document) -> Reading:
    is_list = isinstance(document.json, list)
    items = [(f"/{number}", item) for number, item in enumerate(document.json)] if is_list else [("", document.json)]
    name = "" if is_list else document.name
    return Reading(records_of(each(lambda item, _: _record(item, name), items)))


def _record(item: dict[str, Any], name: str) -> dict[str, Any]:
    updates = [update for update in item.get("updates") or [] if isinstance(update, dict)]
    is_work = "scheduledTime" in item
    last = _last(updates)
    return {
        "native_id": str(item.get("id") or name),
        "title": item.get("name") or item.get("title"),
        "provider": item.get("company"),
        "kind": "maintenance" if is_work else "incident",
        "severity": item.get("impact") or item.get("severity"),
        "severity_rank": _RANK.get(str(item.get("impact") or item.get("severity")).lower()),
        "status": last.get("status"),
        "began": item.get("scheduledTime") if is_work else _first(item, _BEGAN),
        "resolved": _first(item, _ENDED),
        "url": item.get("url"),
        "updates": [
            {"at": update.get("date"), "status": update.get("status"), "body": update.get("content")}
            for update in updates
        ],
        "components": [{"component": str(name), "region": None, "status": None} for name in _named(item)],
    }


def _last(updates: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the last update; of several of one time, that which stands on the side of the last ones."""
    dates = [str(update.get("date")) for update in updates]
    newest_first = updates if dates and dates[0] > dates[-1] else updates[::-1]
    return max(newest_first, key=lambda update: str(update.get("date")), default={})


def _first(item: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(item[name]) for name in names if item.get(name)), None)


def _named(item: dict[str, Any]) -> list[Any]:
    named = item.get("components") or item.get("product") or []
    return named if isinstance(named, list) else [named]


READER = Reader(
    name="incident_file",
    recognised_by="a JSON file an incident: `name` with dated `updates`, or `title` with `start_time` and company, product or categories",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
    is_file_a_record=lambda document: isinstance(document.json, dict),
)
