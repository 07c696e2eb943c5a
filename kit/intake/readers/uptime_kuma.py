"""Uptime Kuma: `/api/status-page/heartbeat/<slug>` (checks, whose runs of `down` become outages) and `/api/status-page/<slug>` (posted incidents).

Clocks: heartbeats are checks, in UTC without saying so; an onset and an end each lie between two of them. PENDING says neither up nor down,
MAINTENANCE makes maintenance. A posted incident has its first post (`createdDate`) and its last word, in UTC, and never an end. The heartbeats
name monitors by number only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import engine, query_text, read_json
from kit.intake.readers._runs import reading
from kit.intake.record import Reader, Reading, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    return is_object_with(document.json, "heartbeatList") or is_object_with(document.json, "config", "publicGroupList")


def _read(document: Document) -> Reading:
    if not is_object_with(document.json, "heartbeatList"):
        return read_json("_uptime_kuma_page")(document)
    return reading(engine().sql(query_text("uptime_kuma"), params={"document": document.text}).pl())


READER = Reader(
    name="uptime_kuma",
    recognised_by="JSON with `heartbeatList`, or with `config` and `publicGroupList` (Uptime Kuma /api/status-page)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
    is_active_only=lambda _: True,
)
