"""AWS Health API (`describe-events`, `describe-event-details`) and its events on EventBridge, one or as JSON lines.

Clocks: `startTime` is the onset, `endTime` the end (absent while it goes on), `lastUpdatedTime` the last word; epoch seconds, ISO or RFC 1123.
Nothing says when it was first posted. A scheduled change is maintenance; a notification reports no outage and is flagged so. What the
API could not give (`failedSet`) is quarantined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.intake.engine import engine, query_text
from kit.intake.record import RECORD, Reader, Reading, any_has, complete, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_EVENT = ("arn", "eventTypeCode")


def _recognises(document: Document) -> bool:
    found = document.json
    if document.shape == "json_lines":
        return '"aws.health"' in document.head_text and '"detail-type"' in document.head_text
    is_answer = is_object_with(found, "events") and any_has(found["events"], *_EVENT)
    return (
        is_answer
        or is_object_with(found, "successfulSet", "failedSet")
        or _is_bus_event(found)
        or any_has(found, *_EVENT)
        or (isinstance(found, list) and any(_is_bus_event(item) for item in found))
    )


def _is_bus_event(found: object) -> bool:
    return isinstance(found, dict) and found.get("source") == "aws.health" and "detail" in found


def _read(document: Document) -> Reading:
    text = document.text
    if document.shape == "json_lines":
        text = "[" + ",".join(line for line in text.splitlines() if line.strip()) + "]"
    return Reading(complete(engine().sql(query_text("aws_health"), params={"document": text}).pl(), RECORD))


READER = Reader(
    name="aws_health",
    recognised_by="JSON with `events` or `successfulSet` of `arn` and `eventTypeCode`, or EventBridge events with `source` = aws.health",
    shapes=("json", "json_lines"),
    recognises=_recognises,
    read=_read,
    provider="AWS",
)
