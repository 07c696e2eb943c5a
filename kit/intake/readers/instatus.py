"""Instatus: the public `/v3/summary.json` and `/v3/components.json`, and the API's lists of incidents and maintenances.

Clocks: `updates.started` (else `createdAt`) are the posts. `started` is the onset where it is a minute or more away from the first of them;
without posts, as in the summary, it may be the first post and is taken as that. `resolved` is the end, `updatedAt` the last word. `start` is
that of planned work, `end` its end once completed; `duration` is planned minutes and no end. The lists are absent from the summary when empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_STATES = ("UP", "HASISSUES", "UNDERMAINTENANCE")


def _recognises(document: Document) -> bool:
    found = document.json
    is_page = (
        is_object_with(found, "page") and is_object_with(found["page"], "status") and found["page"]["status"] in _STATES
    )
    is_components = (
        is_object_with(found, "components") and len(found) == 1 and any_has(found["components"], "name", "status")
    )
    is_list = any_has(found, "name", "started", "impact") or any_has(found, "name", "start", "duration", "status")
    return is_page or is_components or is_list


READER = Reader(
    name="instatus",
    recognised_by="JSON with `page.status` UP, HASISSUES or UNDERMAINTENANCE, `components` alone, or a list with `started` and `impact` (Instatus)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("instatus"),
    is_active_only=lambda document: isinstance(document.json, dict),
)
