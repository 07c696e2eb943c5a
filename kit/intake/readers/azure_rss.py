"""Azure status RSS (`rssfeed.azure.status.microsoft/en-us/status/feed/`): what is going on now, one item an incident.

Clocks: `pubDate` is the post, with its zone as a bare `Z`. The onset stands only in prose, and an item that is called mitigated ended before
its post, at a time that nobody says. A feed without items says that nothing is going on, or that it was asked of the wrong geography: it is
a notice, never proof of health. There is no severity.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kit.intake.readers._feed import entries, plain
from kit.intake.record import Reader, Reading, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_OVER = (
    "resolved",
    "mitigated",
    "recovered",
    "restored",
    "closed",
    "completed",
    "rca",
    "post incident review",
    "preliminary post incident review",
)
_EMPTY = "it lists no incident: nothing is going on, or the address was that of another geography"


def _recognises(document: Document) -> bool:
    return "azure.status.microsoft" in document.head_text or "<title>Azure Status</title>" in document.head_text


def _read(document: Document) -> Reading:
    items = entries(document)
    return Reading(
        records_of(_record(item, number) for number, item in enumerate(items)), notices=() if items else (_EMPTY,)
    )


def _record(item: dict[str, Any], number: int) -> dict[str, Any]:
    service, region, status = _parts(item["title"] or "")
    state = "over" if (status or "").lower() in _OVER else "open"
    return {
        "locator": f"item {number}",
        "native_id": _native_id(item),
        "title": item["title"],
        "kind": "incident",
        "status": status,
        "state": state,
        "posted": item["published"],
        "url": item["link"],
        "raw": json.dumps(item, ensure_ascii=False),
        "components": _components(service, region, item["tags"]),
        "updates": [{"at": item["published"], "status": status, "body": plain(item["html"]), "state": state}],
        "problem": None if item["title"] or item["published"] else "it has neither title nor date",
    }


def _parts(title: str) -> tuple[str, str | None, str | None]:
    """Give service, region and status of a title such as `Virtual Machines - West US - Investigating`."""
    parts = re.split(r"\s+[-\u2013]\s+", title.strip())
    return parts[0], " - ".join(parts[1:-1]) or None, parts[-1] if len(parts) > 2 else None


def _native_id(item: dict[str, Any]) -> str | None:
    """Give the id of an item; where it has none, what does not change from post to post: its service, region and date."""
    service, region, _ = _parts(item["title"] or "")
    return item["id"] if item["id"] and item["id"] != item["link"] else f"{service}/{region}/{item['published']}"


def _components(service: str, region: str | None, tags: list[str | None]) -> list[dict[str, str | None]]:
    """Give the service of the title and those of the categories; a category may name a region or a status, too."""
    named = [service, *(tag for tag in tags if tag and tag not in (service, region))]
    return [{"component": name, "region": region, "status": None} for name in dict.fromkeys(named) if name]


READER = Reader(
    name="azure_rss",
    recognised_by="RSS of azure.status.microsoft, titled `Azure Status`; it may be empty",
    shapes=("xml",),
    recognises=_recognises,
    read=_read,
    provider="Azure",
    is_active_only=lambda _: True,
)
