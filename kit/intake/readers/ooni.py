"""OONI incidents: a search (`incidents`), one (`incident`), or a bare list.

Clocks: `start_time` is the onset, `end_time` the end; `create_time` is when it was entered. `update_time` is that of an edit and says nothing of the
outage. One without an end may go on or may never have got one: its end is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_KEYS = ("start_time", "event_type", "CCs")


def _recognises(document: Document) -> bool:
    found: Any = document.json
    is_one = is_object_with(found, "incident") and is_object_with(found["incident"], *_KEYS)
    return (
        is_one or any_has(found, *_KEYS) or (is_object_with(found, "incidents") and any_has(found["incidents"], *_KEYS))
    )


READER = Reader(
    name="ooni",
    recognised_by="JSON incidents with `start_time`, `event_type` and `CCs` (OONI)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("ooni"),
    provider="OONI",
)
