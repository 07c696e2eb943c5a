"""Cachet: `/api/v1/incidents` and `/api/v1/schedules` of version 2, `/api/incidents` and `/api/schedules` of version 3.

Clocks: `occurred_at` is the onset where it is a minute or more away from `created_at`, the first post (else it repeats it); `updates.created_at` are the
posts, `updated_at` the last word. There is no end: a fixed incident ended between the last post that says otherwise and the first that calls it
fixed, or the last word. Times have no zone; UTC is taken and flagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found: Any = document.json
    items = found["data"] if is_object_with(found, "data") else found
    items = [items] if isinstance(items, dict) else items
    is_second = any_has(items, "name", "status", "visible") or any_has(
        items, "name", "status", "scheduled_at", "completed_at"
    )
    return is_second or (any_has(items, "type", "attributes") and any(_is_third(item) for item in items))


def _is_third(item: Any) -> bool:
    is_typed = is_object_with(item, "type", "attributes") and item["type"] in ("incidents", "schedules")
    return (
        is_typed
        and is_object_with(item["attributes"], "name", "status")
        and is_object_with(item["attributes"]["status"], "human", "value")
    )


READER = Reader(
    name="cachet",
    recognised_by="JSON `data` with `name`, `status` and `visible`, or of type incidents with `status.human` (Cachet 2 and 3)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("cachet"),
)
