"""Intervals in words that say no more than they hold: an open end stays open, and `about` is never lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kit.text.caption import clock, duration
from kit.text.statement import amount, printed_time, unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kit.text import Words

_LISTED = 4  # more figures than these are told by their ends
_EXACT_SECONDS = 600  # an onset within ten minutes is printed as one time
_SLACK = 1e-6  # of a step: what arithmetic in floats may lose


def bounded(
    say: Words, low: float | None, high: float | None, write: Callable[[float], str], *, is_approximate: bool = False
) -> str:
    """Write an interval: $1 billion to $2 billion, about 8.5 million, at least about 100."""
    about = (lambda text: say("span.about", value=text)) if is_approximate else (lambda text: text)
    if low is None and high is None:
        return say("span.unknown")
    if low is None or high is None:
        known = write(high if low is None else low)  # type: ignore[arg-type]  # one of the two is there
        return say("span.at_most" if low is None else "span.at_least", value=about(known))
    return about(say.span(write(low), write(high)))


def money(say: Words, row: Mapping[str, Any], currency: str) -> str:
    """Write the amount of a row with `low`, `high` and `is_approximate`; in Korean with the currency once, at its end."""
    low, high, is_approximate = row["low"], row["high"], bool(row["is_approximate"])
    if say.lang == "ko" and None not in (low, high) and low != high:
        last = say.money(high, currency)
        ends = [say.money(low, currency).rsplit(" ", 1)[0], last]
        text = say.span(*ends)
        return say("span.about", value=text) if is_approximate else text
    return bounded(say, low, high, lambda end: say.money(end, currency), is_approximate=is_approximate)


def figures(say: Words, rows: Sequence[Mapping[str, Any]], currency: str) -> str:
    """Write rival amounts of one thing, each as published; no range over them, since an open end would be lost in it."""
    ranked = sorted(rows, key=lambda row: (row["high"] if row["low"] is None else row["low"], row["high"] or math.inf))
    amounts = list(dict.fromkeys(money(say, row, currency) for row in ranked))
    if len(amounts) <= _LISTED:
        return say("span.apart").join(amounts)
    return say("span.many_figures", n=say.number(len(amounts)), first=amounts[0], last=amounts[-1])


def counted(say: Words, row: Mapping[str, Any], unit: str) -> str:
    """Write the number of a row with what is counted: about 8.5 million devices, at least 10 million customers."""
    return amount(say, row["low"], row["high"], unit, is_approximate=bool(row["is_approximate"]))


def victims(say: Words, row: Mapping[str, Any], unit: str) -> str:
    """Write how many of whom were hit, the thing counted once: about 8.5 million Windows devices world-wide, 전 세계 윈도 기기 약 850만 대."""
    whom = say.name(row, "scope") or say.name(row, "entity")
    if say.lang == "ko":
        number, noun = counted(say, row, unit), unit_name(say, unit).rpartition(" ")[2]
        is_told = f" {noun}" in number and whom.endswith(noun)  # the counter alone does then
        return say("victims.counted_of", number=number.removesuffix(f" {noun}") if is_told else number, scope=whom)
    whom = whom.removeprefix("all ")
    if unit_name(say, unit) in whom:
        return say("victims.counted_of", number=counted(say, row, ""), scope=whom)
    return say("victims.counted_as", number=counted(say, row, unit), scope=whom)


def share(say: Words, low: float | None, high: float | None, *, is_approximate: bool = False) -> str:
    """Write a share (fractions of 1) in percent, its ends rounded outwards so that what is printed still holds."""
    if low is not None and high is not None and low == high:
        text = say.percent(low)
        return say("span.about", value=text) if is_approximate else text
    down = None if low is None else _outwards(low, math.floor, _SLACK)
    up = None if high is None else _outwards(high, math.ceil, -_SLACK)
    return bounded(say, down, up, say.percent, is_approximate=is_approximate)


def _outwards(value: float, rounded: Callable[[float], int], slack: float) -> float:
    step = 0.0001 if value < 0.01 else 0.001
    return rounded(value / step + slack) * step


def answer(say: Words, row: Mapping[str, Any]) -> str:
    """Write the number of a row of the measure `headline`; that of victims with its scope, others without."""
    question = row["question"]
    if question in ("lasted", "blamed"):
        text = duration(say, row["low"] or None, row["high"])
        return say("span.about", value=text) if row["is_approximate"] else text
    if question == "share":
        return share(say, row["low"], row["high"], is_approximate=bool(row["is_approximate"]))
    if question == "loss":
        return figures(say, row["rivals"] or [row], row["unit"])
    return victims(say, row, row["unit"])


def scope(say: Words, row: Mapping[str, Any]) -> str:
    """Name what a headline answer is of, where the number does not: its scope, after the one firm that lost where the scope does not tell it."""
    if row["question"] == "hit":
        return ""
    about, whose = say.name(row, "scope"), say.name(row, "entity")
    is_one = row["question"] == "loss" and row["entity_kind"] in ("organisation", "service")
    return f"{whose}: {about}" if is_one and whose.lower() not in about.lower() else about


def is_vague(row: Mapping[str, Any]) -> bool:
    """Tell whether an onset is known to the hour, the day or less: the columns onset_earliest and onset_latest are far apart."""
    earliest, latest = row["onset_earliest"], row["onset_latest"]
    return None not in (earliest, latest) and (latest - earliest).total_seconds() > _EXACT_SECONDS


def began(say: Words, row: Mapping[str, Any], country: str | None, *, is_short: bool = False) -> str:
    """Write the onset of an outage in a country: to the minute by the one clock of its page, else as vague as it was printed, in its own zone.

    `row` has `onset_earliest`, `onset_latest` and `onset_printed`. A Korean reader is told the Korean time too, unless it `is_short`.
    Empty where it is not known.
    """
    earliest, latest, printed = row["onset_earliest"], row["onset_latest"], row["onset_printed"]
    if earliest is None or latest is None:
        return ""
    if is_vague(row):
        return printed_time(say, printed) if printed else say.span(say.day(earliest), say.day(latest))
    text = say.moment(earliest, clock(country))
    if say.lang == "ko" and clock(country) != clock("KR") and not is_short:
        text = say("header.also", time=text, other=say.moment(earliest, clock("KR")))
    return say("statement.about", time=text) if str(printed or "").startswith("~") else text
