"""AWS service health dashboard until 2023 (`data.json`: `archive` and `current`).

Clocks: `date` is the first post (epoch seconds, number or string). There is no onset and no end: posts are clock times in the HTML, and
`[RESOLVED]` in the summary says that the last of them is about the end, which lies between the post before it and that one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kit.intake.readers._aws import RANK, STATUS, is_over, topic
from kit.intake.readers._feed import plain, with_year
from kit.intake.record import Reader, Reading, each, is_object_with, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_PACIFIC = ZoneInfo("America/Los_Angeles")
_POST = re.compile(r"<span[^>]*>(.*?)</span>(.*?)(?=<div><span|<span[^>]*class|$)", re.DOTALL)


def _recognises(document: Document) -> bool:
    return is_object_with(document.json, "archive", "current") and isinstance(document.json["archive"], list)


def _read(document: Document) -> Reading:
    lists = [(name, document.json[name]) for name in ("archive", "current") if isinstance(document.json[name], list)]
    return Reading(
        records_of(
            each(_record, ((f"/{name}/{number}", item) for name, items in lists for number, item in enumerate(items)))
        )
    )


def _record(item: dict[str, Any], _: str) -> dict[str, Any]:
    if not is_object_with(item, "service", "date"):
        return {"problem": "it has no service and date"}
    summary, code = str(item.get("summary") or ""), str(item.get("status"))
    name, region = _named(str(item.get("service_name") or item["service"]))
    return {
        "native_id": f"{item['service']}_{item['date']}",
        "title": topic(summary),
        "severity": STATUS.get(code, code),
        "severity_rank": RANK.get(code),
        "status": "resolved" if is_over(summary) else "open",
        "posted": str(item["date"]),
        "updates": [*_posts(str(item.get("description") or ""), str(item["date"]), is_resolved=is_over(summary))],
        "components": [{"component": name, "region": region, "status": None}],
    }


def _named(service_name: str) -> tuple[str, str | None]:
    """Split `Amazon EC2 (Ohio)` into service and region."""
    found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)", service_name)
    return (found[1], found[2]) if found else (service_name, None)


def _posts(html: str, first: str, *, is_resolved: bool) -> list[dict[str, Any]]:
    """Date the clock times of the posts: each is the first such time that is not before the one above it."""
    after = _local(first)
    found = []
    for clock, body in _POST.findall(html):
        at, after = _dated(plain(clock), after)
        found.append({"at": at, "status": "update", "body": plain(body), "state": "open"})
    if found and is_resolved:
        found[-1] |= {"status": "resolved", "state": "over"}
    return found


def _local(epoch: str) -> datetime | None:
    """Give the first post as the time of day in Seattle, in which the dashboard prints."""
    try:
        return (
            datetime.fromtimestamp(float(epoch), UTC).astimezone(_PACIFIC).replace(second=0, microsecond=0, tzinfo=None)
        )
    except (ValueError, OverflowError, OSError):
        return None


def _dated(clock: str, after: datetime | None) -> tuple[str, datetime | None]:
    found = re.search(r"(\d{1,2}:\d{2} [AP]M) (P[DS]T)$", clock)
    if not found or after is None:
        return clock, after
    if re.match(r"[A-Z][a-z]{2} \d", clock):
        dated = with_year(clock.replace(f" {found[2]}", ""), after.replace(tzinfo=UTC) + timedelta(days=180))
        moment = dated[1].replace(tzinfo=None) if dated else after
    else:
        time = datetime.strptime(found[1], "%I:%M %p").time()  # noqa: DTZ007 -- its zone is printed after it
        moment = datetime.combine(after.date(), time)
        moment += timedelta(days=1) * (moment < after - timedelta(minutes=5))
    return f"{moment:%Y-%m-%d %H:%M} {found[2]}", moment


READER = Reader(
    name="aws_data",
    recognised_by="JSON with the lists `archive` and `current` (data.json of the AWS dashboard until 2023)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
    provider="AWS",
)
