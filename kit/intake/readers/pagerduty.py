"""PagerDuty: incidents of REST v2 (a list, one, or bare), and rows of its analytics.

Clocks: `created_at` is when the incident was triggered, which is no onset. `resolved_at` is the end; older exports have none, and there it is
`last_status_change_at` of a resolved incident, since that is when it became so. `log_entries` are the posts. Urgency ranks as severity where
there is no priority. In analytics, `seconds_to_resolve` counts from `created_at`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_KEYS = ("incident_number", "created_at", "urgency")
_ANALYTICS = ("created_at", "seconds_to_resolve", "service_name")


def _recognises(document: Document) -> bool:
    found: Any = document.json
    is_one = is_object_with(found, "incident") and is_object_with(found["incident"], *_KEYS)
    is_list = is_object_with(found, "incidents") and any_has(found["incidents"], *_KEYS)
    is_analytics = is_object_with(found, "data") and any_has(found["data"], *_ANALYTICS)
    return is_one or is_list or is_analytics or any_has(found, *_KEYS) or any_has(found, *_ANALYTICS)


READER = Reader(
    name="pagerduty",
    recognised_by="JSON incidents with `incident_number`, `created_at` and `urgency`, or analytics with `seconds_to_resolve` (PagerDuty)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("pagerduty"),
)
