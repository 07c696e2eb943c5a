"""Datadog incidents (`/api/v2/incidents`) and their impacts (`/api/v2/incidents/<id>/impacts`).

Clocks: two pairs that are kept apart. `customer_impact_start` is the onset and `customer_impact_end` the mitigation: the customers no longer felt it.
`resolved` is the end: the incident was closed, often much later. `detected` (else `created`) is the first word of it, which without an impact
is no onset. An impact by itself has its own `start_at` and `end_at`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_TYPES = ("incidents", "incident_impacts")


def _recognises(document: Document) -> bool:
    found: Any = document.json
    items = found["data"] if is_object_with(found, "data") else found
    items = [items] if isinstance(items, dict) else items
    return isinstance(items, list) and any(_is_incident(item) for item in items)


def _is_incident(item: Any) -> bool:
    is_typed = (
        is_object_with(item, "type", "attributes") and item["type"] in _TYPES and isinstance(item["attributes"], dict)
    )
    return is_typed and bool(
        {"customer_impact_start", "customer_impacted", "public_id", "impact_type"} & set(item["attributes"])
    )


READER = Reader(
    name="datadog",
    recognised_by="JSON `data` of type incidents with `attributes.customer_impact_start`, or of type incident_impacts (Datadog)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("datadog"),
)
