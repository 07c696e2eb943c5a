"""IODA outage events (`/outages/events`), `format=codf` or `format=ioda`, with their envelope or as a bare list.

Clocks: `start` and `duration` (codf) or `from` and `until` (ioda), epoch seconds. An event that `overlaps_window` is cut at the window that was
asked for: its end is not known and it was still down then; where the envelope says that it starts with the window, its onset is not known
either. Each is one signal (`datasource`) of one place or network, so that one outage may be several events. `score` has no scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found: Any = document.json
    is_answer = is_object_with(found, "type", "data") and str(found["type"]).startswith("outages.events")
    items = found["data"] if is_object_with(found, "data") else found
    return (
        is_answer
        or any_has(items, "location", "start", "duration")
        or any_has(items, "entity", "from", "until", "score")
    )


READER = Reader(
    name="ioda",
    recognised_by="JSON events with `location`, `start` and `duration`, or `entity`, `from` and `until` (IODA /outages/events)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("ioda"),
    provider="IODA",
    is_active_only=lambda _: True,
)
