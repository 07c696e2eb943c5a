"""Atom and RSS feeds: entries as plain records, and the posts that status pages write into the HTML of one entry."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped] # ships no types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.intake.document import Document

_TAG = re.compile(r"<[^>]+>")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DAY_AND_TIME = re.compile(
    r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),\s*(\d{1,2}:\d{2}(?:\s*[AP]M)?)\s*(?:-\s*\d{1,2}:\d{2}(?:\s*[AP]M)?\s*)?(\S.*)?$",
    re.IGNORECASE,
)


def parse(document: Document) -> Any:
    """Parse a feed. Raises BadFile where it is cut off."""
    if not document.text.rstrip().lower().endswith(("</feed>", "</rss>", "</rdf:rdf>")):
        document.refuse_cut_off("its last tag is not closed")
    return feedparser.parse(document.text.encode(), sanitize_html=False, resolve_relative_uris=False)


def entries(document: Document) -> list[dict[str, Any]]:
    """Give the entries of a feed with `id, title, link, published, updated, html, tags`, as printed."""
    return [
        {
            "id": entry.get("id"),
            "title": entry.get("title"),
            "link": entry.get("link"),
            "published": entry.get("published"),
            "updated": entry["updated"] if dict.__contains__(entry, "updated") else None,
            "html": _html(entry),
            "tags": [tag.get("term") for tag in entry.get("tags", [])],
        }
        for entry in parse(document).entries
    ]


def _html(entry: Any) -> str:
    contents = entry.get("content") or []
    return str(contents[0].get("value", "")) if contents else str(entry.get("summary", ""))


def plain(html: str) -> str:
    """Give the text of HTML on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).replace("\xa0", " ").split())


def with_year(day_and_time: str, before: datetime) -> tuple[str, datetime] | None:
    """Give a time without a year as the latest one that is not after `before`, as text and as an instant for comparing.

    The text keeps the precision and zone that were printed. None where it is no such time.
    """
    found = _DAY_AND_TIME.search(day_and_time.strip())
    month = _MONTHS.get(found[1].lower()) if found else None
    if not found or not month:
        return None
    for year in range(before.year + 1, before.year - 8, -1):
        day = f"{year}-{month:02}-{int(found[2]):02}"
        moment = instant(f"{day} {_on_24_hours(found[3])}")
        if moment and moment <= before + timedelta(days=1):
            return f"{day} {found[3]} {found[4] or ''}".strip(), moment
    return None


def _on_24_hours(clock: str) -> str:
    """Give 9:05 PM as 21:05; a clock without a half as it is."""
    hour, minute = int(clock.split(":", maxsplit=1)[0]), clock.split(":")[1][:2]
    half = clock[-2:].upper()
    hour = hour % 12 + 12 * (half == "PM") if half in ("AM", "PM") else hour
    return f"{hour:02}:{minute}"


def instant(printed: str | None) -> datetime | None:
    """Read an ISO or RFC 822 time for comparing; one without an offset as UTC. None where it is no such time."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(printed or "")
        except ValueError:
            continue
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    return None


def posts(html: str, last: datetime) -> Iterator[dict[str, str | None]]:
    """Give the posts of a Statuspage entry, which stand newest first and without a year; `last` is when the feed saw it last."""
    before = last
    for part in re.split(r"(?=<small>)", html)[1:]:
        small = re.match(r"<small>(.*?)</small>", part, re.DOTALL)
        body = part[small.end() :] if small else part
        status = re.search(r"<strong>(.*?)</strong>", body, re.DOTALL)
        printed = re.sub(r"\s+", " ", plain(small[1])).replace(" ,", ",") if small else ""
        found = with_year(printed, before)
        before = found[1] if found else before
        yield {
            "at": found[0] if found else printed,
            "status": plain(status[1]) if status else None,
            "body": re.sub(r"^[-–—:\s]+", "", plain(body[status.end() :] if status else body)),
        }
