"""Times as sources print them, and the intervals in UTC that they stand for.

Notation (one home: this docstring; `data/README.md` repeats it for contributors):

    2024-07-19T10:36+01:00   a minute            2024-07-19+09:00   the day of that offset
    2024-07-19T10+01:00      an hour             2024-07-19         a day whose zone is not known
    2024-07  2024-Q3  2024   a month, quarter, year

`~` before it: about (widens nothing). `<`: by, the lower end stays open. `>`: after, the upper end stays open.
`A/B`: from the start of A to the end of B. `Z` is UTC.

Every interval is half-open: `[earliest, latest)`. Where no offset is printed, the interval is the envelope of the zones of
the country; world-wide from UTC+14 to UTC-12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from kit.errors import BadInput

EASTMOST, WESTMOST = timedelta(hours=14), timedelta(hours=-12)
TIME = re.compile(
    r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?)?)?)?)?(?P<offset>Z|[+-]\d\d:\d\d)?"
)
"""One time of the notation, without prefix or range."""
_EXPECTED = "a time such as 2024-07-19T10:36+01:00, 2024-07-19+09:00, ~2024-07-19, <2024-07-20 or A/B"


@dataclass(frozen=True)
class Interval:
    """`[earliest, latest)` in UTC; None is an open end."""

    earliest: datetime | None
    latest: datetime | None
    is_approximate: bool = False
    is_zone_assumed: bool = False


def interval(printed: str, country: str | None = None) -> Interval:
    """Derive the interval that a printed time stands for.

    `country` is an ISO 3166-1 alpha-2 code, used only where no offset is printed. Raises BadInput for anything else than the
    notation above, for dates that do not exist, and for ranges that end before they start.
    """
    text = printed.strip()
    if text[:1] == "~":
        return replace(interval(text[1:], country), is_approximate=True)
    if text[:1] == "<":
        return replace(interval(text[1:], country), earliest=None)
    if text[:1] == ">":
        return replace(interval(text[1:], country), latest=None)
    first, slash, last = text.partition("/")
    return _span(printed, _single(first, country), _single(last, country)) if slash else _single(text, country)


def _span(printed: str, first: Interval, last: Interval) -> Interval:
    if first.earliest is None or last.latest is None or last.latest <= first.earliest:  # a single time has both ends
        msg = f"{printed!r} ends before it starts; write the earlier time first"
        raise BadInput(msg)
    return Interval(first.earliest, last.latest, is_zone_assumed=first.is_zone_assumed or last.is_zone_assumed)


def _single(text: str, country: str | None) -> Interval:
    found = TIME.fullmatch(text)
    if not found:
        msg = f"{text!r} is not {_EXPECTED}"
        raise BadInput(msg)
    try:
        return _in_utc(*_local_bounds(found), found["offset"], country)
    except (ValueError, OverflowError) as error:
        msg = f"{text!r} is not a date that exists ({error})"
        raise BadInput(msg) from None


def _in_utc(start: datetime, end: datetime, offset: str | None, country: str | None) -> Interval:
    """Give the interval of local bounds; without an offset each bound takes the zones of its own day, as summer time may begin between."""
    if offset:
        zone = _offset(offset)
        return Interval(_utc(start, zone), _utc(end, zone))
    zones_then, zones_after = envelope(country, start), envelope(country, end)
    is_assumed = not country or len({*zones_then}) > 1 or len({*zones_after}) > 1
    return Interval(_utc(start, zones_then[1]), _utc(end, zones_after[0]), is_zone_assumed=is_assumed)


def _local_bounds(found: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if found["quarter"]:
        start = datetime(year, 3 * int(found["quarter"]) - 2, 1)  # noqa: DTZ001 -- local until its offset is applied
        return start, _add_months(start, 3)
    start = datetime(year, month, day, int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))  # noqa: DTZ001
    for unit, width in (("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400)):
        if found[unit]:
            return start, start + timedelta(seconds=width)
    return start, _add_months(start, 1 if found["month"] else 12)


def _add_months(start: datetime, count: int) -> datetime:
    months = start.year * 12 + start.month - 1 + count
    return start.replace(year=months // 12, month=months % 12 + 1)


def _offset(text: str) -> timedelta:
    if text == "Z":
        return timedelta(0)
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def _utc(local: datetime, offset: timedelta) -> datetime:
    return local.replace(tzinfo=timezone(offset)).astimezone(UTC)


def envelope(country: str | None, local: datetime) -> tuple[timedelta, timedelta]:
    """Give the westmost and eastmost offset from UTC of a country at a local time; of the world where no country is given."""
    if not country:
        return WESTMOST, EASTMOST
    offsets = [
        ZoneInfo(name).utcoffset(local.replace(fold=fold)) for name in _zones(country) for fold in (0, 1)
    ]  # an hour that comes twice
    known = [offset for offset in offsets if offset is not None]
    return min(known), max(known)


@lru_cache
def _zones(country: str) -> tuple[str, ...]:
    names = get_global("territory_zones").get(country.upper(), [])
    zones = tuple(name for name in names if name in available_timezones())
    if not zones:
        msg = f"{country!r} is not a country code with time zones; give two letters such as KR, or none for the world"
        raise BadInput(msg)
    return zones
