"""Flights cancelled, by airline and day, with the range of rival counts; totals of the whole outage beside, never added together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import Caption, badge, cite, finish, one_outage, publisher
from kit.frames import rows_of
from kit.measures.rows import FlightsCancelled
from kit.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go
    import polars as pl

    from kit.figures._rows import Span
    from kit.text import Words
    from kit.text.caption import OfOutage

_DAY_ROWS, _TOTAL_ROWS = 24, 8
_TAIL = 0.05


@dataclass
class _Day:
    """What was counted of one airline (or set of them, or airport) on one day: whole-day counts, and counts so far."""

    entity: FlightsCancelled
    day: str
    whole: list[FlightsCancelled] = field(default_factory=list)
    so_far: list[FlightsCancelled] = field(default_factory=list)


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that the figure draws: the days of the airlines with the largest, and the largest totals of the whole outage."""
    counts = rows_of(frame, FlightsCancelled)
    of_days = [row for day in _chosen(_days(counts)) for row in (*day.whole, *day.so_far)]
    chosen = {id(row) for row in (*of_days, *_totals(counts))}
    return frame[[place for place, row in enumerate(counts) if id(row) in chosen]]


@draws(labels=("entity", "scope", "window", "day"), rows=drawn)
def plot_flights_cancelled(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the flights cancelled: a row an airline and day with the range of rival counts, then the totals of the whole outage.

    Counts of different scopes stand on the same row unjoined; counts so far are open circles. Raises NothingToDraw where there are
    only counts by month.
    """
    say, first = words(lang), one_outage(frame, "flights_cancelled")
    counts = rows_of(frame, FlightsCancelled)
    shown, totals = _days(rows_of(drawn(frame), FlightsCancelled)), _totals(rows_of(drawn(frame), FlightsCancelled))
    if not shown and not totals:
        msg = "these counts of cancelled flights are neither of a day nor of the whole outage, so there is nothing to draw"
        raise NothingToDraw(msg)
    top = _top(shown, totals)
    rows = _day_rows(say, shown) + _total_rows(say, totals)
    figure = interval_rows(rows, axis=_axis(say, top), is_log=False, limits=(0, top), key=_key(say, shown, totals))
    note = _note(say, shown, len(counts) - drawn(frame).height)
    caption = Caption(
        _title(say, shown, totals),
        _subtitle(say, first, counts),
        note,
        cite(say, drawn(frame)),
        _alt(say, shown, totals),
        badge(say, drawn(frame)),
    )
    return finish(figure, caption, plot_pixels=0)


def _axis(say: Words, top: float) -> dict[str, Any]:
    """Give an axis from zero with three to six numbers."""
    power = 10 ** math.floor(math.log10(top / 2))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if top / step <= 5) if power >= 1 else 1
    ticks = [step * place for place in range(int(top // step) + 1)]
    return {
        "title": {"text": say("flights_cancelled.axis")},
        "tickvals": ticks,
        "ticktext": [say.number(tick) for tick in ticks],
    }


def _days(counts: Sequence[FlightsCancelled]) -> list[_Day]:
    """Gather the counts of single days; a running count that covers several days belongs to none of them."""
    days: dict[tuple[str, str], _Day] = {}
    for row in counts:
        if row["window"] == "day" or (row["window"] == "running" and _is_of_one_day(row)):
            day = days.setdefault((row["entity_id"], row["day"]), _Day(row, row["day"]))
            (day.whole if row["window"] == "day" else day.so_far).append(row)
    return list(days.values())


def _is_of_one_day(row: FlightsCancelled) -> bool:
    return bool(row["as_of_utc"] and row["from_utc"] and row["as_of_utc"] - row["from_utc"] <= timedelta(hours=24))


def _size(row: FlightsCancelled) -> float:
    return float(max(end for end in (row["low"], row["high"], 0) if end is not None))


def _day_size(day: _Day) -> float:
    return max(_size(row) for row in day.whole or day.so_far)


def _by_entity(days: Sequence[_Day]) -> list[list[_Day]]:
    """Group the days by entity, those with the largest day first."""
    groups: dict[str, list[_Day]] = defaultdict(list)
    for day in days:
        groups[day.entity["entity_id"]].append(day)
    for group in groups.values():
        group.sort(key=lambda day: day.day)
    return sorted(groups.values(), key=lambda group: -max(_day_size(day) for day in group))


def _chosen(days: Sequence[_Day]) -> list[_Day]:
    """Choose the entities with the largest days, whole entities only, as long as the rows fit."""
    chosen: list[_Day] = []
    for group in _by_entity(days):
        if chosen and len(chosen) + len(group) > _DAY_ROWS:
            break
        chosen += group
    return chosen


def _totals(counts: Sequence[FlightsCancelled]) -> list[FlightsCancelled]:
    """Choose the largest totals of the whole outage."""
    return sorted((row for row in counts if row["window"] == "event"), key=_size, reverse=True)[:_TOTAL_ROWS]


def _day_rows(say: Words, shown: Sequence[_Day]) -> list[Row]:
    rows = []
    for group in _by_entity(shown):
        rows.append(Row(say.name(group[0].entity, "entity"), is_heading=True))
        rows += [_day_row(say, day) for day in group]
    return rows


def _day_row(say: Words, day: _Day) -> Row:
    spans = sorted({(row["low"], row["high"]) for row in day.whole}, key=lambda span: -(span[0] or span[1] or 0))
    circles = sorted({_size(row) for row in day.so_far})
    low, high = spans[0] if spans else (None, None)
    return Row(
        _day_name(say, day.day),
        low,
        high,
        text=_day_text(say, day, spans),
        others=spans[1:],
        hollow=circles,
        tail=_TAIL,
        hover=_hover(say, day),
    )


def _day_name(say: Words, day: str) -> str:
    return say.short_day(date.fromisoformat(day)) if len(day) == 10 else day


def _day_text(say: Words, day: _Day, spans: Sequence[Span]) -> str:
    if spans:
        return "; ".join(_count(say, *span) for span in spans)
    return _so_far(say, max(day.so_far, key=lambda row: row["as_of_utc"]))


def _so_far(say: Words, row: FlightsCancelled) -> str:
    """Write a count so far with its hour, where a source says the hour."""
    count = _count(say, row["low"], row["high"])
    if row["as_of_utc"] - row["from_utc"] >= timedelta(hours=24):
        return say("flights_cancelled.so_far", n=count)
    return say("flights_cancelled.so_far_at", n=count, time=f"{row['as_of_utc']:%H:%M} UTC")


def _count(say: Words, low: float | None, high: float | None) -> str:
    """Write a count: a number, a range, or a bound from one side."""
    if low is None or high is None:
        bound = high if low is None else low
        return say(f"flights_cancelled.{'fewer' if low is None else 'more'}", n=say.number(bound or 0))
    return say("flights_cancelled.exactly", n=say.span(say.number(low), say.number(high)))


def _hover(say: Words, day: _Day) -> str:
    lines = [f"{say.name(day.entity, 'entity')}, {_day_name(say, day.day)}"]
    lines += [
        f"{_count(say, row['low'], row['high'])} ({say.name(row, 'scope')}; {_counters(say, row)})" for row in day.whole
    ]
    lines += [f"{_so_far(say, row)} ({_counters(say, row)})" for row in day.so_far]
    return "<br>".join(lines)


def _counters(say: Words, row: FlightsCancelled) -> str:
    return ", ".join(publisher(say, name) for name in row["counted_by"])


def _total_rows(say: Words, totals: Sequence[FlightsCancelled]) -> list[Row]:
    heading = [Row(say("flights_cancelled.whole"), is_heading=True)] if totals else []
    return heading + [_total_row(say, row) for row in totals]


def _total_row(say: Words, row: FlightsCancelled) -> Row:
    name, count = say.name(row, "entity"), _count(say, row["low"], row["high"])
    hover = f"{name}: {count}<br>{say.name(row, 'scope')}; {_counters(say, row)}"
    return Row(
        name, row["low"], row["high"], text=f"{count} ({_counters(say, row)})", colour="third", tail=_TAIL, hover=hover
    )


def _top(shown: Sequence[_Day], totals: Sequence[FlightsCancelled]) -> float:
    return max([*(_day_size(day) for day in shown), *(_size(row) for row in totals), 1]) * 1.08


def _key(say: Words, shown: Sequence[_Day], totals: Sequence[FlightsCancelled]) -> list[tuple[str, str]]:
    entries = [
        ("main", "day", any(day.whole for day in shown)),
        ("main", "so_far", any(day.so_far for day in shown)),
        ("third", "total", bool(totals)),
    ]
    shown_entries = [(colour, say(f"flights_cancelled.key.{name}")) for colour, name, is_shown in entries if is_shown]
    return shown_entries if len(shown_entries) > 1 else []


def _subtitle(say: Words, first: OfOutage, counts: Sequence[FlightsCancelled]) -> str:
    days = sorted(row["day"] for row in counts if row["day"] and len(row["day"]) == 10)
    if not days:
        return say("flights_cancelled.subtitle_whole", outage=say.name(first, "outage"))
    period = say.span(say.day(date.fromisoformat(days[0])), say.day(date.fromisoformat(days[-1])))
    key = "subtitle_both" if any(row["window"] == "event" for row in counts) else "subtitle_days"
    return say(f"flights_cancelled.{key}", outage=say.name(first, "outage"), period=period)


def _peak(shown: Sequence[_Day], kinds: tuple[str, ...]) -> tuple[_Day, FlightsCancelled] | None:
    """Give the largest whole-day count of the entities of some kinds."""
    found = [(day, row) for day in shown for row in day.whole if day.entity["entity_kind"] in kinds]
    return max(found, key=lambda pair: _size(pair[1])) if found else None


def _title(say: Words, shown: Sequence[_Day], totals: Sequence[FlightsCancelled]) -> str:
    """State the largest count of one day of all airlines together and of one airline; else the largest total."""
    every, airline = _peak(shown, ("population",)), _peak(shown, ("organisation",))
    values = _peak_words(say, "all", every) | _peak_words(say, "airline", airline)
    if every and airline:
        return say("flights_cancelled.title.both", **values)
    peak = every or airline or _peak(shown, ("place",))
    if peak:
        return say("flights_cancelled.title.one", **_peak_words(say, "all", peak))
    if totals:
        return say(
            "flights_cancelled.title.total",
            name=say.name(totals[0], "entity"),
            n=_count(say, totals[0]["low"], totals[0]["high"]),
        )
    return say("flights_cancelled.title.neutral")


def _peak_words(say: Words, name: str, peak: tuple[_Day, FlightsCancelled] | None) -> dict[str, str]:
    if peak is None:
        return {}
    day, row = peak
    return {
        name: say.name(day.entity, "entity"),
        f"{name}_n": _count(say, row["low"], row["high"]),
        f"{name}_day": _day_name(say, day.day),
    }


def _note(say: Words, shown: Sequence[_Day], left_out: int) -> str:
    parts = [say("flights_cancelled.note.rivals")] if shown else []
    if any(len({(row["low"], row["high"]) for row in day.whole}) > 1 for day in shown):
        parts.append(say("flights_cancelled.note.scopes"))
    parts.append(say("flights_cancelled.note.all_reasons"))
    if left_out:
        parts.append(say("flights_cancelled.note.left_out", n=say.number(left_out)))
    return " ".join(parts)


def _alt(say: Words, shown: Sequence[_Day], totals: Sequence[FlightsCancelled]) -> str:
    return say(
        "flights_cancelled.alt",
        title=_title(say, shown, totals),
        days=say.number(len(shown)),
        totals=say.number(len(totals)),
    )
