"""Salesforce Trust: `/v1/incidents`, `/v1/incidents/active`, `/v1/maintenances`, or one of them.

Clocks: `IncidentImpacts` carry the impact: the earliest `startTime` is the onset, the latest `endTime` the end (empty while any goes on).
`createdAt` is the first post, `IncidentEvents.createdAt` the posts, `updatedAt` the last word. Maintenance begins at `plannedStartTime`; its planned end
counts only once it is called completed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_KEYS = ("instanceKeys", "serviceKeys", "createdAt")


def _recognises(document: Document) -> bool:
    found: Any = document.json
    return any_has(found, *_KEYS) or is_object_with(found, *_KEYS)


READER = Reader(
    name="salesforce",
    recognised_by="JSON with `instanceKeys`, `serviceKeys` and `createdAt` (Salesforce Trust, api.status.salesforce.com)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("salesforce"),
    provider="Salesforce",
)
