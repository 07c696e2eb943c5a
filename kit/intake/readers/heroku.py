"""Heroku status API: `/api/v4/current-status`, `/api/v4/incidents`, or one incident.

Clocks: `created_at` is the first post, `updates.created_at` the posts, `updated_at` the last word; `resolved_at`, which older records have,
is the end. `state` says how it stands: `resolved` stays false on records that are. The window of scheduled work stands only in prose, and a
finished work stays `upcoming`, so that it has neither onset nor end. Colours of systems are those of now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found = document.json
    is_status = is_object_with(found, "status") and any_has(found["status"], "system", "status")
    return (
        is_status
        or is_object_with(found, "updates", "full_url", "state")
        or any_has(found, "updates", "full_url", "state")
    )


READER = Reader(
    name="heroku",
    recognised_by="JSON with a `status` list of systems, or incidents with `state`, `full_url` and `updates` (status.heroku.com/api/v4)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("heroku"),
    provider="Heroku",
    is_active_only=lambda document: is_object_with(document.json, "status"),
)
