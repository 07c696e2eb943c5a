"""Statuspage history as Atom or RSS: one entry an incident, its posts in the HTML of the entry.

Clocks: the posts carry day and time without a year, which is inferred from `published` and `updated` (the last posts) backwards. There is no
onset and no end: the first post is not the onset, and an incident that is called resolved ended between the last post before that and it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kit.intake.readers._feed import entries, instant, parse, posts
from kit.intake.record import Reader, Reading, each, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_WORK = ("scheduled", "in progress", "verifying", "completed")


def _recognises(document: Document) -> bool:
    text = document.head_text
    return (
        "data-var" in text
        or bool(re.search(r"tag:[^<]*:(Incident|/history|/incidents)", text))
        or " - Incident History</title>" in text
    )


def _read(document: Document) -> Reading:
    feed = parse(document).feed
    provider = (
        feed.get("author")
        or re.sub(r"\s*(status)?\s*-\s*incident history$", "", feed.get("title", ""), flags=re.IGNORECASE)
        or None
    )
    numbered = ((f"entry {number}", entry) for number, entry in enumerate(entries(document)))
    return Reading(records_of(each(lambda entry, _: _record(entry, provider), numbered)))


def _record(entry: dict[str, Any], provider: str | None) -> dict[str, Any]:
    moments = [moment for moment in (instant(entry["published"]), instant(entry["updated"])) if moment]
    said = [*posts(entry["html"], max(moments))] if moments else []
    is_work = any(str(post["status"]).lower() in _WORK for post in said)
    code = re.search(r"/incidents/([\w-]+)", entry["link"] or "")
    return {
        "provider": provider,
        "native_id": code[1] if code else entry["id"],
        "title": entry["title"],
        "kind": "maintenance" if is_work else "incident",
        "status": said[0]["status"] if said else None,
        "posted": said[-1]["at"] if said else None,
        "last_seen": entry["updated"] or entry["published"],
        "url": entry["link"],
        "updates": said,
        "problem": None if moments else "it has no date",
    }


READER = Reader(
    name="statuspage_feed",
    recognised_by="Atom or RSS titled `... - Incident History`, or whose entries are tagged `Incident/N` (Atlassian Statuspage)",
    shapes=("xml",),
    recognises=_recognises,
    read=_read,
)
