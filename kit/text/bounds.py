"""Intervals in words that say no more than they hold: an open end stays open, and `about` is never lost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kit.text.caption import duration
from kit.text.statement import amount, printed_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.text import Words

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


def money(say: Words, row: dict[str, Any], currency: str) -> str:
    """Write the amount of a row with `low`, `high` and `is_approximate`; in Korean with the currency once, at its end."""
    low, high, is_approximate = row["low"], row["high"], bool(row["is_approximate"])
    if say.lang == "ko" and None not in (low, high) and low != high:
        last = say.money(high, currency)
        ends = [say.money(low, currency).rsplit(" ", 1)[0], last]
        text = say.span(*ends)
        return say("span.about", value=text) if is_approximate else text
    return bounded(say, low, high, lambda end: say.money(end, currency), is_approximate=is_approximate)


def counted(say: Words, row: dict[str, Any], unit: str) -> str:
    """Write the number of a row with what is counted: about 8.5 million devices, at least 10 million customers."""
    text = amount(say, row["low"], row["high"], unit)
    if not row["is_approximate"]:
        return text
    if None in (row["low"], row["high"]):
        return bounded(say, row["low"], row["high"], lambda end: amount(say, end, end, unit), is_approximate=True)
    return say("span.about", value=text)


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


def answer(say: Words, row: dict[str, Any]) -> str:
    """Write the number of a row of the measure `headline`, without its scope."""
    question = row["question"]
    if question in ("lasted", "blamed"):
        text = duration(say, row["low"] or None, row["high"])
        return say("span.about", value=text) if row["is_approximate"] else text
    if question == "share":
        return share(say, row["low"], row["high"], is_approximate=bool(row["is_approximate"]))
    return (money if question == "loss" else counted)(say, row, row["unit"])


def scope(say: Words, row: dict[str, Any]) -> str:
    """Name what a headline answer is of: its scope, after the name of the one firm that lost where the scope does not tell it."""
    about, whose = say.name(row, "scope"), say.name(row, "entity")
    is_one = row["question"] == "loss" and row["entity_kind"] in ("organisation", "service")
    return f"{whose}: {about}" if is_one and whose.lower() not in about.lower() else about


def began(say: Words, row: dict[str, Any], *, is_short: bool = False) -> str:
    """Write the onset of a row of `outages`: to the minute by one clock, else as vague as it was printed, in its own zone.

    The clock is that of Korea for an outage there, else UTC; a Korean reader is told the Korean time too, unless it `is_short`. Empty
    where it is not known.
    """
    earliest, latest, printed = row["onset_earliest"], row["onset_latest"], row["onset_printed"]
    if earliest is None or latest is None:
        return ""
    if (latest - earliest).total_seconds() > _EXACT_SECONDS:
        return printed_time(say, printed) if printed else say.span(say.day(earliest), say.day(latest))
    is_korean = row["country"] == "KR"
    text = say.moment(earliest, "Asia/Seoul" if is_korean else "UTC")
    if say.lang == "ko" and not is_korean and not is_short:
        text = say("header.also", time=text, other=say.moment(earliest, "Asia/Seoul"))
    return say("statement.about", time=text) if str(printed or "").startswith("~") else text
