"""Gatus (`/api/v1/endpoints/statuses`, or `/api/v1/endpoints/<key>/statuses`): checks, whose runs of failures become outages.

Clocks: `results.timestamp` are checks; `events` are those checks at which an endpoint became healthy or unhealthy, and reach further back. An
onset and an end each lie between two checks. A degraded endpoint that still succeeds is up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import engine, query_text
from kit.intake.readers._runs import reading
from kit.intake.record import Reader, Reading, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    return any_has(document.json, "name", "key", "results") or is_object_with(document.json, "name", "key", "results")


def _read(document: Document) -> Reading:
    text = document.text if isinstance(document.json, list) else f"[{document.text}]"
    return reading(engine().sql(query_text("gatus"), params={"document": text}).pl())


READER = Reader(
    name="gatus",
    recognised_by="JSON endpoints with `name`, `key` and `results` (Gatus /api/v1/endpoints)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
    is_active_only=lambda _: True,
)
