"""The words around a figure: what every figure says besides its own finding. Sources, badge, and the one outage that it is about."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from kit.errors import BadInput, NothingToDraw

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from kit.text import Words

KINDS = ("primary", "academic", "press", "wire_copy", "survey", "vendor", "aggregator", "summary")
"""Kinds of sources, the best first."""

"""Countries of one zone, whose own clock a figure about them shows."""

_SECOND_HAND = {"aggregator", "summary"}
_CITED = 4
_HOURS_BELOW = 168
_SLACK = 1e-6  # of a step: what arithmetic in floats may lose

Ends = tuple[int | None, int | None]


@dataclass(frozen=True)
class Caption:
    """What stands around a figure: everything a publisher needs in words."""

    title: str
    subtitle: str
    note: str
    source: str
    alt: str
    badge: str = ""

    def as_meta(self) -> dict[str, str]:
        """Give the words for `layout.meta`."""
        return {name: getattr(self, name) for name in ("title", "subtitle", "note", "source", "alt", "badge")}


class OfOutage(TypedDict):
    """What the rows of every measure of outages have in common."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any


def one_outage(frame: pl.DataFrame, measure: str) -> OfOutage:
    """Give the first row of a frame that holds one outage. Raises NothingToDraw where it is empty, BadInput where it holds several."""
    if frame.is_empty():
        msg = f"this frame of {measure} has no rows, so there is nothing to draw"
        raise NothingToDraw(msg)
    outages = frame["outage_id"].unique().sort().to_list()
    if len(outages) > 1:
        msg = f"a figure of {measure} draws one outage, and this frame holds {len(outages)}; take one with kit.{measure}(db, outage_id)"
        raise BadInput(msg)
    return cast(OfOutage, frame.row(0, named=True))


def cite(say: Words, frame: pl.DataFrame) -> str:
    """Write the source line: at most four publishers with the day of publication, the best kinds and those behind most rows drawn first."""
    found = {source["source_id"]: source for source in _sources(frame)}
    uses = Counter(
        name
        for sources in frame["sources"].drop_nulls().to_list()
        for name in {source["source_id"] for source in sources}
    )
    ranked = sorted(
        found.values(),
        key=lambda source: (KINDS.index(source["kind"]), -uses[source["source_id"]], source["source_id"]),
    )
    first: dict[tuple[str, str | None], dict[str, Any]] = {}
    for source in ranked:
        first.setdefault((source["publisher"], source["via"]), source)
    shown = list(first.values())[:_CITED]
    named = "; ".join(_dated(say, source) for source in shown)
    more = len(ranked) - len(shown)
    return say(
        "caption.source", sources=say("caption.sources_more", sources=named, n=say.number(more)) if more else named
    )


def _sources(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [source for sources in frame["sources"].drop_nulls().to_list() for source in sources]


def attributed(say: Words, source: Mapping[str, Any]) -> str:
    """Name who says so, and where it was read if not there: the US Department of Transportation, as read in Reuters."""
    name, via = publisher(say, source["publisher"]), source["via"]
    if not via:
        return name
    key = "sources.copy" if source.get("read_as") == "copy" else "sources.via"
    return say(key, publisher=name, via=publisher(say, via))


def said_by(say: Words, row: Mapping[str, Any]) -> str:
    """Name who says a number of a row with `said_by` and `sources`, and where it was read unless there: Microsoft, as read in the Verge."""
    who, sources = row["said_by"] or "", row["sources"] or []
    if not who or any(source["publisher"] == who and not source["via"] for source in sources):
        return publisher(say, who)
    own = [source for source in sources if source["publisher"] == who]
    if own:
        return attributed(say, own[0])
    return attributed(say, {"publisher": who, "via": sources[0]["publisher"]}) if sources else publisher(say, who)


def _dated(say: Words, source: Mapping[str, Any]) -> str:
    name = attributed(say, source)
    if not source["published_on"]:
        return name
    space = "" if say.lang == "ko" else " "  # Korean sets its brackets close
    return f"{name}{space}({published(say, source['published_on'])})"


def publisher(say: Words, name: str) -> str:
    """Write the name of a publisher or counter, or of several with commas between them, in Korean where they have a Korean form."""
    key = f"publisher.{name}"
    if say.has(key):
        return say(key)
    return ", ".join(publisher(say, part) for part in name.split(", ")) if ", " in name else name


def capital(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def published(say: Words, day: str) -> str:
    """Write a day, month or year of publication, whichever is known."""
    if len(day) == 4:
        return say.year(date(int(day), 1, 1))
    if len(day) == 7:
        return say.month(date.fromisoformat(f"{day}-01"))
    return say.day(date.fromisoformat(day))


def badge(say: Words, frame: pl.DataFrame) -> str:
    """Give the badge of a figure: that its rows are not yet reviewed, or that all of them rest on aggregators."""
    kinds = {source["kind"] for source in _sources(frame)}
    warnings = [say("badge.unreviewed")] if (frame["review"] == "unreviewed").any() else []
    if kinds and kinds <= _SECOND_HAND:
        warnings.append(say("badge.aggregator"))
    return "; ".join(warnings)


def clock(country: str | None) -> str:
    """Give the zone of the one clock of a page: that of Korea for an outage there, else UTC."""
    return "Asia/Seoul" if country == "KR" else "UTC"


def clock_name(country: str | None) -> str:
    """Name that clock."""
    return "KST" if country == "KR" else "UTC"


def duration(say: Words, low: float | None, high: float | None) -> str:
    """Write an interval of hours in one unit: minutes below two hours, hours below a week, else days.

    Ends are rounded outwards, so that what is printed still holds; an interval shorter than the last digit is one number.
    """
    longest = max(end for end in (low, high, 0.0) if end is not None)
    unit, size, digits = _unit(longest)
    ends = _rounded(low, high, size / 10**digits)
    if ends == (None, None):
        return say.span(None, None)
    return say(
        f"unit.{unit}", n=say.span(*(None if end is None else say.number(end / 10**digits, digits) for end in ends))
    )


def within(say: Words, hours: float) -> str:
    """Write an upper bound of hours as one number, rounded up so that it still holds: within 12.8 days."""
    unit, size, digits = _unit(hours)
    return say(f"unit.{unit}", n=say.number(math.ceil(hours / (size / 10**digits) - _SLACK) / 10**digits, digits))


def _unit(longest: float) -> tuple[str, float, int]:
    """Choose the unit of durations up to so many hours, its size in hours and its decimals."""
    return ("minutes", 1 / 60, 0) if longest < 2 else ("hours", 1, 1) if longest < _HOURS_BELOW else ("days", 24, 1)


def _rounded(low: float | None, high: float | None, step: float) -> Ends:
    """Give the ends in steps: the lower rounded down, the upper up; both the middle where they are less than a step apart."""
    if low is not None and high is not None and high - low < step:
        middle = math.floor((low + high) / 2 / step + 0.5 + _SLACK)
        return middle, middle
    return None if low is None else math.floor(low / step + _SLACK), None if high is None else math.ceil(
        high / step - _SLACK
    )
