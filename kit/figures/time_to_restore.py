"""How long it took to restore the units of each group: medians with their bounds, and the naive mean only beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
import polars as pl

from kit.errors import NothingToDraw
from kit.figures._medians import ends, half, is_bounded
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows, row_places
from kit.figures._still_down import NO_GROUP, group_name
from kit.figures._time_axis import time_ticks
from kit.figures.style import COLOURS, finish
from kit.frames import rows_of
from kit.measures.rows import TimeToRestore
from kit.text import words
from kit.text.caption import Caption, badge, capital, cite, duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kit.text import Words

SMALL = 10
"""A group of fewer units is drawn thin, with its ends only, and without the time of 90 %: more would feign a curve."""

MOST_GROUPS, MOST_NAMED = 15, 8


class _Group(TimeToRestore):
    is_mixed: bool


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the groups that the figure draws: those whose median is bounded, or all where none is."""
    known = frame.filter(frame["median_high"].is_not_null())
    return (frame if known.is_empty() else known).head(MOST_GROUPS)


@draws(labels=("name",), rows=drawn, units={"median": "hours"})
def plot_time_to_restore(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the median of each group with its bounds, the time by which 90 % were back, and the naive mean as what it is.

    Takes the frame of `kit.time_to_restore`, whose first column is the grouping; names a group by `name` and `name_ko`, and cites
    `sources`, where the frame has them. Raises NothingToDraw for an empty frame.
    """
    say = words(lang)
    if frame.is_empty():
        msg = "no unit is timed: there is no time to restore to draw"
        raise NothingToDraw(msg)
    by, frame = frame.columns[0], _marked(frame)
    groups = rows_of(drawn(frame), _Group)
    rows = [_row(say, by, group) for group in groups]
    limits = _limits(groups)
    axis = time_ticks(say, limits, is_log=True)
    figure = interval_rows(rows, axis=axis, is_log=True, limits=limits, key=_key(say, groups))
    _add_means(figure, say, groups, row_places(rows), limits[0])
    return finish(figure, _caption(say, by, frame, groups), plot_pixels=0)


def _row(say: Words, by: str, group: _Group) -> Row:
    bounds = ends(group)
    label, text = capital(_name(say, by, group)), " · ".join(_counts(say, group))
    if not is_bounded(group):
        return Row(label, text=text)
    if group["n"] < SMALL:
        return Row(label, text=text, second=bounds, second_colour="main")
    return Row(label, *bounds, text=text, marks=[group["p90_hours"]] if _has_ninety(group) else [])


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark whether a frame holds both entities of the record and loaded reports, so that each group says which it is."""
    kinds = frame["kind"].n_unique() if "kind" in frame.columns[1:] else 1
    return frame.with_columns(is_mixed=pl.lit(kinds > 1))


def _name(say: Words, by: str, group: _Group) -> str:
    """Name a group, and whether it is of the record or of loaded reports, where the figure has both."""
    name = group_name(say, by, group)
    return say(f"time_to_restore.{group['kind']}", name=name) if group["is_mixed"] else name


def _has_ninety(group: _Group) -> bool:
    """Tell whether to mark the time of 90 %: of a large group of which most ends are dated, where it is known to the minute."""
    return group["p90_hours"] is not None and group["n"] >= SMALL and _is_told(group)


def _is_told(group: _Group) -> bool:
    return bool(2 * group["ended"] >= group["n"])


def _counts(say: Words, group: _Group) -> list[str]:
    """Say how many units there are, the median, and what is not known of them."""
    counts = [say("time_to_restore.n", n=say.number(group["n"])), _median(say, group)]
    for name in ("open_as_of", "unknown", "flagged"):
        counts += [say(f"time_to_restore.{name}", n=say.number(group[name]))] if group[name] else []
    return counts + _watch(say, group)


def _watch(say: Words, group: _Group) -> list[str]:
    """Say how many had no word for long, with the median without them, and how many were over before anybody watched."""
    without = _median(say, group, "median_without_stale") if group["stale"] else ""
    told = [say("time_to_restore.stale", n=say.number(group["stale"]), time=without)] if group["stale"] else []
    return told + ([say("time_to_restore.unwatched", n=say.number(group["unwatched"]))] if group["unwatched"] else [])


def _median(say: Words, group: _Group, name: str = "median") -> str:
    if not is_bounded(group, name):
        return say("time_to_restore.not_reached")
    return say("time_to_restore.median", time=half(say, group, name))


def _limits(groups: Sequence[_Group]) -> tuple[float, float]:
    hours = [
        group[name]
        for group in groups
        for name in ("median_low", "median_high", "p90_hours", "mean_of_ended_hours")
        if group[name]
    ]
    return min(hours, default=1.0) / 1.5, max(hours, default=24.0) * 1.5


def _key(say: Words, groups: Sequence[_Group]) -> list[tuple[str, str]]:
    known = [group for group in groups if is_bounded(group)]
    key = [("main", say("time_to_restore.key_median"))] if any(group["n"] >= SMALL for group in known) else []
    key += [("main", say("time_to_restore.key_small"))] if any(group["n"] < SMALL for group in known) else []
    key += [("#1a1a1a", say("time_to_restore.key_ninety"))] if any(_has_ninety(group) for group in groups) else []
    has_mean = any(group["mean_of_ended_hours"] for group in groups)
    return key + ([("unknown", say("time_to_restore.key_mean"))] if has_mean else [])


def _add_means(figure: go.Figure, say: Words, groups: Sequence[_Group], places: Sequence[float], least: float) -> None:
    """Mark the naive mean in grey: it leaves out what never ended."""
    means = [
        (group["mean_of_ended_hours"], place)
        for group, place in zip(groups, places, strict=True)
        if group["mean_of_ended_hours"]
    ]
    label = say("time_to_restore.key_mean")
    figure.add_trace(
        go.Scatter(
            x=[max(mean, least) for mean, _ in means],
            y=[place for _, place in means],
            mode="markers",
            cliponaxis=False,
            marker={
                "symbol": "x-thin-open",
                "size": 9,
                "color": COLOURS["unknown"],
                "line": {"width": 2, "color": COLOURS["unknown"]},
            },
            text=[f"{label}: {duration(say, mean, mean)}" for mean, _ in means],
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _caption(say: Words, by: str, frame: pl.DataFrame, groups: Sequence[_Group]) -> Caption:
    n, first = _total(frame, "n"), rows_of(frame, _Group)[0]
    title, has_sources = _title(say, by, frame), "sources" in frame.columns
    outage = say.name(first, "outage") if "outage" in first and frame["outage"].n_unique() == 1 else ""
    subtitle = say("time_to_restore.subtitle", n=say.number(n), by=say(f"time_to_restore.by_{by}"))
    return Caption(
        title=title,
        subtitle=f"{outage}. {subtitle}" if outage else subtitle,
        note=_note(say, by, frame, groups),
        source=cite(say, frame) if has_sources else "",
        alt=say(
            "time_to_restore.alt",
            title=title,
            n=say.number(n),
            groups=say.number(frame.height),
            open=say.number(_missing(frame)),
        ),
        badge=badge(say, frame) if has_sources and "review" in frame.columns else "",
    )


def _missing(frame: pl.DataFrame) -> int:
    return _total(frame, "open_as_of") + _total(frame, "unknown")


def _total(frame: pl.DataFrame, name: str) -> int:
    return sum(frame[name].to_list())


def _note(say: Words, by: str, frame: pl.DataFrame, groups: Sequence[_Group]) -> str:
    key = "time_to_restore.note" if _missing(frame) else "time_to_restore.note_all_dated"
    parts = [say(key, missing=say.number(_missing(frame)), n=say.number(_total(frame, "n")))]
    if any(is_bounded(group) and group["median_hours"] is None for group in groups):
        parts.append(say("time_to_restore.note_bounds"))
    return " ".join(parts + _left(say, by, [group for group in rows_of(frame, _Group) if group not in groups]))


def _left(say: Words, by: str, groups: Sequence[_Group]) -> list[str]:
    """Name the largest groups that are not drawn as their median is open, and count those for which there was no room."""
    unknown = [f"{_name(say, by, group)} ({say.number(group['n'])})" for group in groups if not is_bounded(group)]
    named = "; ".join(unknown[:MOST_NAMED]) + ("; …" if len(unknown) > MOST_NAMED else "")
    told = [say("time_to_restore.note_left", names=named)] if unknown else []
    cut = len(groups) - len(unknown)
    return told + ([say("time_to_restore.note_room", n=say.number(cut))] if cut else [])


def _title(say: Words, by: str, frame: pl.DataFrame) -> str:
    """Name the fastest and the slowest of the large groups of which most ends are dated, else the largest group, else count the dated."""
    told = [group for group in rows_of(frame, _Group) if is_bounded(group) and _is_told(group) and _has_name(by, group)]
    large = sorted((group for group in told if group["n"] >= SMALL), key=lambda group: group["median_high"])
    if len(large) >= 2:
        return say(
            "time_to_restore.title_range",
            first=_name(say, by, large[0]),
            fast=half(say, large[0]),
            last=_name(say, by, large[-1]),
            slow=half(say, large[-1]),
        )
    most = max(told, key=lambda group: group["n"], default=None)
    if most and most["n"] >= SMALL // 2 and most["n"] == frame["n"].max():
        return say(
            "time_to_restore.title_one",
            group=capital(_name(say, by, most)),
            n=say.number(most["n"]),
            time=half(say, most),
        )
    if _total(frame, "n") == 1 and told:
        return say("time_to_restore.title_single", time=half(say, told[0]))
    return _count_dated(say, frame)


def _has_name(by: str, group: Mapping[str, Any]) -> bool:
    return bool(group[by] != NO_GROUP)


def _count_dated(say: Words, frame: pl.DataFrame) -> str:
    ended, n = _total(frame, "ended"), _total(frame, "n")
    key = "title_all_dated" if ended == n else "title_neutral" if ended else "title_none"
    return say(f"time_to_restore.{key}", ended=say.number(ended), n=say.number(n))
