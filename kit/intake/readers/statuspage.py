"""Statuspage JSON: any endpoint of `/api/v2/`, a bare array of incidents of several years' shapes, or one incident by itself.

Clocks: `created_at` is the first post; `started_at` is the onset only where it is a minute or more away from that (else it repeats
it); `monitoring_at` is the mitigation, `resolved_at` the end, `updated_at` the last word. Maintenance begins at `scheduled_for`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_LISTS = ("incidents", "scheduled_maintenances")


def _recognises(document: Document) -> bool:
    found = document.json
    if isinstance(found, list):
        return any_has(found, "name", "incident_updates")
    return (
        _is_page(found)
        or is_object_with(found, "name", "incident_updates")
        or (is_object_with(found, "incident") and is_object_with(found["incident"], "name", "incident_updates"))
    )


def _is_page(found: Any) -> bool:
    """Tell whether it is the envelope of an endpoint: of incidents, maintenance, or of the status alone."""
    if not is_object_with(found, "page") or not is_object_with(found["page"], "id"):
        return False
    lists = [found[name] for name in _LISTS if name in found]
    return bool(lists) or "components" in found or "status" in found


def _is_active_only(document: Document) -> bool:
    """Tell whether the answer lists only what is going on: a summary, or one without a list of incidents."""
    return is_object_with(document.json, "status") or not is_object_with(document.json, "incidents")


READER = Reader(
    name="statuspage",
    recognised_by="JSON with `incident_updates`, or an envelope with `page.id` and `incidents` (Atlassian Statuspage, /api/v2/*)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("statuspage"),
    is_active_only=_is_active_only,
)
