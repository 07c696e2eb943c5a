"""Cloudflare Radar outage annotations (`/radar/annotations/outages`).

Clocks: `startDate` is the onset, `endDate` the end. One without an end may go on or may never have got one: its end is not known, and nothing
says that it was still down after its onset. There is no first post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found: Any = document.json
    answer = found["result"] if is_object_with(found, "result") else found
    return is_object_with(answer, "annotations") or any_has(found, "startDate", "outage", "locations")


READER = Reader(
    name="cloudflare_radar",
    recognised_by="JSON with `annotations` of `startDate`, `outage` and `locations` (Cloudflare Radar)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("cloudflare_radar"),
    provider="Cloudflare Radar",
    is_active_only=lambda _: True,
)
