"""incident.io status pages: `/proxy/<host>`, `/proxy/<host>/incidents`, the widget's `/api/v1/summary`.

Their `/api/v2/*` are those of Statuspage and are read as that (under `--format incident_io`, too).
Clocks: `published_at` is the first post and `updates.published_at` the posts. `component_impacts` carry the impact: the earliest `start_at` is
the onset where it is a minute or more away from the first post (else it repeats it), the latest `end_at` the end once the record is resolved
or complete (before that it is planned). The widget has `last_update_at` only: a post, neither onset nor end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, Reading, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_LISTS = ("ongoing_incidents", "in_progress_maintenances", "scheduled_maintenances")


def _recognises(document: Document) -> bool:
    found = document.json
    is_widget = is_object_with(found, "page_title", *_LISTS[:1])
    is_page = is_object_with(found, "summary") and is_object_with(found["summary"], "ongoing_incidents")
    return (
        is_widget
        or is_page
        or (is_object_with(found, "incidents") and any_has(found["incidents"], "published_at", "updates"))
    )


def _read(document: Document) -> Reading:
    return read_json("incident_io" if _recognises(document) else "statuspage")(document)


def _is_active_only(document: Document) -> bool:
    found: Any = document.json
    return not is_object_with(found, "incidents")


READER = Reader(
    name="incident_io",
    recognised_by="JSON with `ongoing_incidents` (in `summary`, or beside `page_title`), or incidents with `published_at` and `updates`",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
    is_active_only=_is_active_only,
)
