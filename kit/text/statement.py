"""A row of evidence in words of the reader: what it says, and when, as its source printed it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from kit.times import TIME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.text import Words

_PREFIXES = {"~": "about", "<": "by", ">": "from"}
_LENGTHS = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0}
_MYRIADS = "만억조"  # after which a Korean counter stands apart: 850만 대
_UNIT_IN_NAME = ("", "count", "counts", "times", "cases", "points")
"""Units that say nothing beyond the name of their metric."""


def statement(say: Words, row: Mapping[str, Any]) -> str:
    """Say what a row of the view `evidence` says.

    `row` has table_name, what, low, high, unit, is_approximate, at_printed, text and text_ko; metric and metric_ko where it is a claim, entity and
    entity_ko where it is about somebody.
    """
    kinds = {"claim": _number, "observation": _state, "attribution": _blame, "event": _step}
    return kinds[row["table_name"]](say, row)


def amount(say: Words, low: float | None, high: float | None, unit: str, *, is_approximate: bool = False) -> str:
    """Write an interval of numbers with its unit: 1% to 3%, $5.4 billion, at least 8,500 flights, about 8.5 million devices."""
    if is_approximate:
        return _about(say, low, high, unit)
    if unit in _LENGTHS:
        return say.span(*(None if end is None else say.hours(end * _LENGTHS[unit]) for end in (low, high)))
    if unit == "percent":
        return say.span(*(None if end is None else say.percent(end / 100) for end in (low, high)))
    if re.fullmatch("[A-Z]{3}", unit):
        return say.span(*(None if end is None else say.money(end, unit) for end in (low, high)))
    written = say.span(*(None if end is None else _plain(say, end) for end in (low, high)))
    if unit in _UNIT_IN_NAME:
        return written
    name = unit_name(say, unit)
    return say("statement.counted", n=written, unit=f" {name}" if written[-1] in _MYRIADS and name[0] != " " else name)


def _about(say: Words, low: float | None, high: float | None, unit: str) -> str:
    """Write an approximate interval; of a bound from one side the bound is about: at least about 8,500 flights."""
    if low is None and high is None:
        return say("span.unknown")
    if low is None or high is None:
        end = say("span.about", value=amount(say, low if high is None else high, low if high is None else high, unit))
        return say("span.at_most" if low is None else "span.at_least", value=end)
    return say("span.about", value=amount(say, low, high, unit))


def unit_name(say: Words, unit: str) -> str:
    """Give the word for a unit; one that the words do not have as it is written in the data."""
    return say(f"counted.{unit}") if say.has(f"counted.{unit}") else unit.replace("_", " ")


def printed_time(say: Words, printed: str) -> str:
    """Write a time in the notation of `kit.times` as a reader does: by 19 July 2024, 10:36 (UTC+1)."""
    if printed[:1] in _PREFIXES:
        return say(f"statement.{_PREFIXES[printed[0]]}", time=printed_time(say, printed[1:]))
    first, slash, last = printed.partition("/")
    if not slash:
        return _single(say, first)
    if last.startswith(f"{first}T"):  # some time of a day until a clock time: the day is told once
        return say("statement.by", time=_single(say, last))
    return say("span.between", low=printed_time(say, first), high=printed_time(say, last))


def _single(say: Words, printed: str) -> str:
    found = TIME.fullmatch(printed)
    if not found:
        return printed
    day, clock, zone = _day(say, found), _clock(say, found), found["offset"]
    written = f"{day}{'' if not clock else ' ' if say.lang == 'ko' else ', '}{clock}"
    return f"{written} ({_zone(zone)})" if zone else written


def _day(say: Words, found: re.Match[str]) -> str:
    year, is_korean = found["year"], say.lang == "ko"
    if found["quarter"]:
        return f"{year}년 {found['quarter']}분기" if is_korean else f"Q{found['quarter']} {year}"
    if found["day"]:
        return say.day(date(int(year), int(found["month"]), int(found["day"])))
    return say.month(date(int(year), int(found["month"]), 1)) if found["month"] else say.year(date(int(year), 1, 1))


def _clock(say: Words, found: re.Match[str]) -> str:
    if not found["hour"]:
        return ""
    if not found["minute"]:
        return say("statement.hour", hour=found["hour"])
    return f"{found['hour']}:{found['minute']}" + (f":{found['second']}" if found["second"] else "")


def _zone(offset: str) -> str:
    if offset in ("Z", "+00:00"):
        return "UTC"
    hours, minutes = offset[1:].split(":")
    return f"UTC{offset[0]}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")


def _plain(say: Words, value: float) -> str:
    return say.large(value) if abs(value) >= 1 else say.number(value, 3)


def _number(say: Words, row: Mapping[str, Any]) -> str:
    about = [
        say.name(row, "metric"),
        say.name(row, "entity"),
        say.name(row, "text"),
        printed_time(say, row["at_printed"]) if row["at_printed"] else "",
    ]
    told = list(dict.fromkeys(part for part in about if part))
    number = amount(say, row["low"], row["high"], row["unit"] or "", is_approximate=row["is_approximate"])
    return say("statement.claim", amount=number, told=", ".join(told))


def _state(say: Words, row: Mapping[str, Any]) -> str:
    function, _, state = row["what"].partition(": ")
    name = say(f"function.{function}") if say.has(f"function.{function}") else function.replace("_", " ")
    time = printed_time(say, row["at_printed"]) if row["at_printed"] else say("span.unknown")
    return say(
        "statement.observation",
        entity=say.name(row, "entity"),
        function=name,
        state=say(f"statement.state.{state}"),
        time=time,
    )


def _blame(say: Words, row: Mapping[str, Any]) -> str:
    return say("statement.attribution", entity=say.name(row, "entity"), cause=say.name(row, "text"))


def _step(say: Words, row: Mapping[str, Any]) -> str:
    return say.name(row, "text")
