"""Slack status API (`/api/v2.0.0/history` and `/current`).

Clocks: `date_created` is the first post, `date_updated` the last word, `notes.date_created` the posts. No field is the end: a resolved
incident ended somewhere between the first post and the last word. `type` is kept as the severity, which has no rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    return is_object_with(document.json, "active_incidents") or any_has(document.json, "date_created", "notes")


READER = Reader(
    name="slack",
    recognised_by="JSON with `date_created` and `notes`, a list or in `active_incidents` (slack-status.com/api)",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("slack"),
    provider="Slack",
    is_active_only=lambda document: isinstance(document.json, dict),
)
