"""AWS public health dashboard since 2023 (`/public/currentevents`, UTF-16): what is going on now, without a history.

Clocks: `date` is the first post and `event_log.timestamp` the posts, all epoch; `end_time`, where there is one, is the end. The onset stands
only in prose. An empty list says that nothing is going on; it is recognised by its UTF-16, else --format is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    is_empty = document.json == [] and (document.encoding or "").startswith("utf-16")
    return is_empty or any_has(document.json, "arn", "event_log")


READER = Reader(
    name="aws_currentevents",
    recognised_by="a JSON list with `arn` and `event_log`, in UTF-16 (health.aws.amazon.com/public/currentevents); may be empty",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("aws_currentevents"),
    provider="AWS",
    is_active_only=lambda _: True,
)
