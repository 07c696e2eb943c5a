"""How long incidents lasted by severity, a heading for each provider, with and without the longest of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.figures._medians import half, is_bounded
from kit.figures._record import draws
from kit.figures._reports import PROVIDERS, demand_rows, joined, source, total
from kit.figures._rows import Row, interval_rows
from kit.figures._time_axis import time_ticks
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures.rows import SeverityDuration
from kit.text import words
from kit.text.caption import Caption, duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

SMALL = 10
"""A group of fewer incidents is drawn thin, with its ends only, and without the time of 90 %."""

MOST_GROUPS = 30
LEAST_HOURS = 1 / 60
CLEAR = 0.05


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the groups that the figure draws: as many as there is room for."""
    return frame.head(MOST_GROUPS)


@draws(labels=PROVIDERS, rows=drawn, keys=("severity",), units={"median": "hours"})
def plot_severity_duration(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the bounds of the median length by provider and severity on a logarithmic axis. Raises NothingToDraw for an empty frame."""
    say = words(lang)
    demand_rows(frame)
    groups = rows_of(drawn(frame), SeverityDuration)
    limits = _limits(groups)
    figure = interval_rows(
        _rows(say, groups), axis=time_ticks(say, limits, is_log=True), is_log=True, limits=limits, key=_key(say, groups)
    )
    return finish(figure, _caption(say, frame, groups), plot_pixels=0)


def _rows(say: Words, groups: list[SeverityDuration]) -> list[Row]:
    found: list[Row] = []
    for provider in dict.fromkeys(group["provider"] for group in groups):
        found.append(Row(provider, is_heading=True))
        found += [_row(say, group) for group in groups if group["provider"] == provider]
    return found


def _row(say: Words, group: SeverityDuration) -> Row:
    label, text = _severity(say, group), _text(say, group)
    if not is_bounded(group):
        return Row(label, text=text)
    bounds = (_drawable(group["median_low"]), _drawable(group["median_high"]))
    if group["n"] < SMALL:
        return Row(label, text=text, second=bounds, second_colour="main")
    return Row(label, *bounds, text=text, marks=_known([group["p90_hours"]]), hollow=_known([_ninety_without(group)]))


def _ninety_without(group: SeverityDuration) -> float | None:
    """Give the time of 90 % without the longest, where that is another."""
    hours: float | None = group["p90_without_longest_hours"]
    return hours if hours != group["p90_hours"] else None


def _drawable(hours: float | None) -> float | None:
    """Give hours that a logarithmic axis can show; less than its beginning is an open end."""
    return hours if hours is not None and hours >= LEAST_HOURS else None


def _known(hours: Iterable[float | None]) -> list[float]:
    return [hour for hour in hours if hour is not None and hour >= LEAST_HOURS]


def _severity(say: Words, group: SeverityDuration) -> str:
    name = say(f"severity.{group['severity']}")
    return name[:1].upper() + name[1:]


def _text(say: Words, group: SeverityDuration) -> str:
    known = {
        "n": say(f"severity_duration.{'n' if group['n'] > 1 else 'one'}", n=say.number(group["n"])),
        "longest": duration(say, group["longest_low"] or None, group["longest_high"]),
    }
    text = (
        say("severity_duration.row_small", **known)
        if not is_bounded(group)
        else say("severity_duration.row", **known, half=half(say, group))
    )
    missing = group["open_as_of"] + group["unknown"]
    return f"{text} · {say('severity_duration.open', n=say.number(missing))}" if missing else text


def _limits(groups: list[SeverityDuration]) -> tuple[float, float]:
    hours = _known(
        group[name]
        for group in groups
        for name in ("median_low", "median_high", "p90_hours", "p90_without_longest_hours")
    )
    return max(LEAST_HOURS, min(hours, default=1.0) / 1.5), max(hours, default=24.0) * 1.5


def _key(say: Words, groups: list[SeverityDuration]) -> list[tuple[str, str]]:
    known = [group for group in groups if is_bounded(group)]
    large, small = ([group for group in known if (group["n"] < SMALL) is is_small] for is_small in (False, True))
    key = [("main", say("severity_duration.key_median"))] if large else []
    key += [("main", say("severity_duration.key_small"))] if small else []
    key += [("#1a1a1a", say("severity_duration.key_ninety"))] if any(group["p90_hours"] for group in large) else []
    return key + (
        [("main", say("severity_duration.key_without"))] if any(_ninety_without(group) for group in large) else []
    )


def _caption(say: Words, frame: pl.DataFrame, groups: list[SeverityDuration]) -> Caption:
    title, n = _title(say, groups), say.number(sum(group["n"] for group in groups))
    flagged = total(frame, "flagged")
    left = say("incident.left_out", parts=say("severity_duration.flagged", n=say.number(flagged))) if flagged else ""
    return Caption(
        title=title,
        subtitle=say("severity_duration.subtitle", n=n),
        note=joined(_note(say, groups), left),
        source=source(say, frame["provider"]),
        alt=say("severity_duration.alt", n=say.number(len(groups)), title=title),
    )


def _note(say: Words, groups: list[SeverityDuration]) -> str:
    """Name the group whose mean its longest incident changes most."""
    known = [group for group in groups if group["mean_without_longest_hours"] and group["mean_of_ended_hours"]]
    if not known:
        return say("severity_duration.note_plain")
    most = max(known, key=lambda group: group["mean_of_ended_hours"] / group["mean_without_longest_hours"])
    with_it, without = (
        duration(say, most[name], most[name]) for name in ("mean_of_ended_hours", "mean_without_longest_hours")
    )
    return say(
        "severity_duration.note",
        provider=most["provider"],
        severity=say(f"severity.{most['severity']}"),
        mean=with_it,
        without=without,
    )


def _title(say: Words, groups: list[SeverityDuration]) -> str:
    """Speak of the provider with the most incidents of at least two severities; neutral where there is none."""
    large: dict[str, list[SeverityDuration]] = {}
    for group in groups:
        if group["n"] >= SMALL and is_bounded(group):
            large.setdefault(group["provider"], []).append(group)
    told = max(
        (each for each in large.values() if len(each) > 1),
        key=lambda each: sum(group["n"] for group in each),
        default=None,
    )
    if told is None:
        return say("severity_duration.title_neutral")
    low, high, p_value = told[0], told[-1], told[0]["p_value"]
    if p_value is not None and p_value >= CLEAR:
        return say(
            "severity_duration.title_same", provider=low["provider"], p=say("co_occurrence.p", n=say.number(p_value, 2))
        )
    return say(
        "severity_duration.title_differs",
        provider=low["provider"],
        low=say(f"severity.{low['severity']}"),
        first=half(say, low),
        high=say(f"severity.{high['severity']}"),
        last=half(say, high),
    )
