"""AWS status RSS (`status.aws.amazon.com/rss/*.rss`): one item a post; posts of one service on one topic are one event.

Clocks: the epoch in `guid` and `pubDate` are the time of the post. The onset stands only in prose; an event ends between the last post before
the one that calls it resolved and that one, and has no end where none does. A post a day or more after the one before, or after a resolution,
starts another event.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kit.intake.readers._aws import is_over, topic
from kit.intake.readers._feed import entries, instant, plain
from kit.intake.record import Reader, Reading, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_GUID = re.compile(r"#(.+)_(\d{9,11})$")
_DAY = 86_400


def _recognises(document: Document) -> bool:
    return "status.aws.amazon.com" in document.head_text and "<rss" in document.head_text


def _read(document: Document) -> Reading:
    items = [_item(entry, number) for number, entry in enumerate(entries(document))]
    bad = [item for item in items if item["problem"]]
    good = sorted(
        (item for item in items if not item["problem"]),
        key=lambda item: (item["service"], item["topic"], item["epoch"]),
    )
    events = [
        event
        for _, posts in groupby(good, key=lambda item: (item["service"], item["topic"]))
        for event in _events([*posts])
    ]
    refused = [{"locator": item["locator"], "raw": item["raw"], "problem": item["problem"]} for item in bad]
    notice = (f"{len(items)} posts are {len(events)} events",) if len(items) != len(events) + len(bad) else ()
    return Reading(records_of([*(_record(event) for event in events), *refused]), notices=notice)


def _item(entry: dict[str, Any], number: int) -> dict[str, Any]:
    guid = _GUID.search(entry["id"] or entry["link"] or "")
    moment = instant(re.sub(r"\s[A-Z]{3}$", "", entry["published"] or ""))
    epoch = int(guid[2]) if guid else int(moment.timestamp()) if moment else None
    service = guid[1] if guid else (entry["link"] or "").rpartition("#")[2] or "aws"
    return entry | {
        "locator": f"item {number}",
        "service": service,
        "epoch": epoch,
        "topic": topic(entry["title"] or ""),
        "at": guid[2] if guid else entry["published"],
        "raw": json.dumps(entry, ensure_ascii=False),
        "problem": "it has neither an epoch in its guid nor a pubDate" if epoch is None else None,
    }


def _events(posts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Split the posts of one service on one topic, oldest first, into events."""
    events: list[list[dict[str, Any]]] = []
    for post in posts:
        previous = events[-1][-1] if events else None
        if previous is None or is_over(previous["title"]) or post["epoch"] - previous["epoch"] >= _DAY:
            events.append([])
        events[-1].append(post)
    return events


def _record(posts: list[dict[str, Any]]) -> dict[str, Any]:
    first, last = posts[0], posts[-1]
    return {
        "locator": first["locator"],
        "native_id": f"{first['service']}_{first['epoch']}",
        "title": first["topic"],
        "status": "resolved" if is_over(last["title"]) else "open",
        "posted": first["at"],
        "url": first["link"],
        "updates": [
            {
                "at": post["at"],
                "status": post["title"],
                "body": plain(post["html"]),
                "state": "over" if is_over(post["title"]) else "open",
            }
            for post in posts
        ],
        "components": [_component(first["service"])],
        "raw": json.dumps([json.loads(post["raw"]) for post in posts], ensure_ascii=False),
    }


def _component(service: str) -> dict[str, str | None]:
    """Split `ec2-us-east-1` into service and region."""
    found = re.fullmatch(r"(.+?)-([a-z]{2}(?:-[a-z]+)+-\d)", service)
    return {"component": found[1] if found else service, "region": found[2] if found else None, "status": None}


READER = Reader(
    name="aws_rss",
    recognised_by="RSS of status.aws.amazon.com",
    shapes=("xml",),
    recognises=_recognises,
    read=_read,
    provider="AWS",
    is_active_only=lambda _: True,
)
