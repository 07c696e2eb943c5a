"""What the figures of loaded reports share: their source line, what they leave out, the names of days and months, and numbers along an axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from babel.dates import get_day_names

from kit.errors import NothingToDraw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import polars as pl

    from kit.text import Words

PROVIDERS = ("provider", "other_provider")
"""What names a row of loaded reports."""

LEFT_OUT = ("maintenance", "flagged", "undated", "quarantined")
_NAMED = 4


def demand_rows(frame: pl.DataFrame) -> None:
    """Raise NothingToDraw for an empty frame, and say how to fill it."""
    if frame.is_empty():
        msg = "no loaded report counts here, so there is nothing to draw; load some with: outage-kit load FILE"
        raise NothingToDraw(msg)


def source(say: Words, providers: Iterable[str]) -> str:
    """Write the source line: whose reports were loaded, four of them by name."""
    names = list(dict.fromkeys(providers))
    named = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return say(
        "incident.source",
        providers=say("incident.source_more", providers=named, n=say.number(more)) if more > 0 else named,
    )


def left_out(say: Words, rows: Sequence[Mapping[str, Any]]) -> str:
    """Count what is not counted, over rows of which each stands for other reports; nothing where nothing is left out."""
    sums = {name: sum(row[name] or 0 for row in rows) for name in LEFT_OUT}
    parts = [say(f"incident.{name}", n=say.number(count)) for name, count in sums.items() if count]
    return say("incident.left_out", parts=", ".join(parts)) if parts else ""


def one_a_provider(frame: pl.DataFrame) -> Sequence[Mapping[str, Any]]:
    """Give the first row of each provider, in order."""
    return frame.unique("provider", keep="first", maintain_order=True).rows(named=True)


def total(frame: pl.DataFrame, name: str) -> float:
    """Sum a column of numbers."""
    return float(sum(frame[name].to_list()))


def largest(frame: pl.DataFrame, name: str) -> float:
    """Give the largest number of a column."""
    return float(max(frame[name].to_list(), default=0))


def joined(*parts: str) -> str:
    """Join the sentences of a note that there are."""
    return " ".join(part for part in parts if part)


def period(say: Words, start: date, by: str) -> str:
    """Write a day, a month or a quarter."""
    if by == "quarter":
        return say("availability.quarter_of", quarter=say.number((start.month + 2) // 3), year=start.year)
    if by == "month":
        return say.month(start)
    return say.day(start)


def weekday(say: Words, number: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """Name a day of the week, 1 being Monday."""
    return str(get_day_names(width, locale=say.lang)[number - 1])


def even_ticks(say: Words, top: float) -> dict[str, Any]:
    """Give an axis from zero with three to six round numbers."""
    power = 10.0 ** math.floor(math.log10(top / 2))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if top / step <= 5)
    ticks = [step * place for place in range(int(top / step) + 1)]
    return {"tickvals": ticks, "ticktext": [say.number(tick, max(0, -math.floor(math.log10(step)))) for tick in ticks]}


def date_ticks(say: Words, first: date, last: date) -> dict[str, Any]:
    """Give up to five starts of years, or of months, along an axis of days."""
    months = [
        (year, month)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if (first.year, first.month) <= (year, month) <= (last.year, last.month)
    ]
    in_years = len(months) > 36
    starts = [first.replace(year=year, month=month, day=1) for year, month in months if month == 1 or not in_years]
    every = next(every for every in (1, 2, 3, 4, 6, 12) if len(starts) / every <= 5 or every == 12)
    write = say.year if in_years else say.short_month
    return {
        "tickvals": starts[::every],
        "ticktext": [write(start) for start in starts[::every]],
    }
