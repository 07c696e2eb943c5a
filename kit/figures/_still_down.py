"""The curve of the share still down over time, of times known to the minute: the frame of `kit.kaplan_meier`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from kit.errors import NothingToDraw
from kit.estimators.survival import FEWEST_CLUSTERS
from kit.figures._time_axis import LOG_TICKS, time_ticks, tint
from kit.figures.style import COLOURS, QUIET, annotate, finish
from kit.text import words
from kit.text.caption import Caption, badge, capital, cite, duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from kit.figures.style import Note
    from kit.text import Words

MOST_CURVES = 4
CURVE_PIXELS = 340
LEAST_HOURS = 1 / 60
CLOSE = 1e-9  # a product of fractions may miss its round value by so much
NO_GROUP = "(none)"
_DASHES = ("solid", "dash", "dot", "dashdot")
_CURVE_COLUMNS = {"hours", "at_risk", "restored", "still_down", "lower", "upper", "method"}
MASS_COLUMNS = {"lower_hours", "upper_hours", "mass", "still_down_at_lower", "still_down_at_upper"}


def group_name(say: Words, by: str, group: Mapping[str, Any]) -> str:
    """Name a group: by the words of the kit, by the frame's own names, or as it is written in the data."""
    value = str(group[by])
    if value == NO_GROUP:
        return say("time_to_restore.no_group")
    if say.has(f"{by}.{value}"):
        return say(f"{by}.{value}")
    return say.name(group, "name") if "name" in group else value.replace("_", " ")


@dataclass(frozen=True)
class Curve:
    """The rows of one group of a curve, with its name, colour and dash."""

    name: str
    rows: list[dict[str, Any]]
    colour: str
    dash: str


def plot_still_down(curve: pl.DataFrame, lang: str = "en", *, cited: pl.DataFrame | None = None) -> go.Figure:
    """Draw the share still down over time as a medical journal would: steps with limits, ticks where units were last seen down, numbers at risk.

    Takes the frame of `kit.kaplan_meier`, of one group or of a few; the source line is taken from the `sources` of `cited`.
    Raises NothingToDraw for an empty frame.
    """
    say = words(lang)
    drawn = curves(say, curve, _CURVE_COLUMNS)
    last = max(row["hours"] for each in drawn for row in each.rows) or 1.0
    start = _log_start(drawn, last)
    figure = curve_figure(say, last, start)
    for each in drawn:
        _add_steps(figure, say, each, start)
        _add_censored(figure, each, start)
    table = _add_at_risk(figure, say, drawn, start)
    counts = [at_risk(each.rows, 0) for each in drawn]
    n = max(counts) if "kept" in curve.columns else sum(counts)  # those that ended are among all of them
    return finish(figure, _curve_caption(say, drawn, cited, n), plot_pixels=CURVE_PIXELS, axis_pixels=56 + table)


def _log_start(curves: Sequence[Curve], last: float) -> float:
    """Give the hour at which a logarithmic axis begins, where half of the steps would crowd into the first tenth of an even one; else 0."""
    hours = sorted(row["hours"] for each in curves for row in each.rows if row["hours"] > 0)
    is_crowded = bool(hours) and hours[len(hours) // 2] < last / 10
    return max((tick for tick in LOG_TICKS if tick <= hours[0]), default=LEAST_HOURS) if is_crowded else 0.0


def curves(say: Words, frame: pl.DataFrame, own: set[str]) -> list[Curve]:
    """Split a frame by its grouping columns, the first few groups of it."""
    if frame.is_empty():
        msg = "the curve has no rows: there is nothing to draw"
        raise NothingToDraw(msg)
    keys = [name for name in frame.columns if name not in own]
    groups = frame.partition_by(keys, maintain_order=True) if keys else [frame]
    colours = list(COLOURS.values())
    return [
        Curve(_group_name(say, keys, group), group.rows(named=True), colours[place], _DASHES[place])
        for place, group in enumerate(groups[:MOST_CURVES])
    ]


def _group_name(say: Words, keys: list[str], group: pl.DataFrame) -> str:
    row = group.row(0, named=True)
    return ", ".join(capital(group_name(say, key, {key: row[key]})) for key in keys)


def curve_figure(say: Words, last: float, start: float = 0.0) -> go.Figure:
    """Give the axes: of time from 0, or on a logarithmic axis from a start."""
    limits = (start, last * (1.2 if start else 1.03))
    span = [math.log10(end) for end in limits] if start else limits
    shares = [0, 0.25, 0.5, 0.75, 1]
    return go.Figure(
        layout={
            "showlegend": False,
            "margin": {"l": 20, "r": 48},
            "xaxis": {
                **time_ticks(say, limits, is_log=start > 0),
                "range": span,
                "type": "log" if start else "linear",
                "fixedrange": True,
            },
            "yaxis": {
                "range": [0, 1.02],
                "tickvals": shares,
                "ticktext": [say.percent(share) for share in shares],
                "side": "right",
                "ticks": "",
                "fixedrange": True,
            },
        }
    )


def _add_steps(figure: go.Figure, say: Words, curve: Curve, start: float) -> None:
    hours = [max(row["hours"], start) for row in curve.rows]
    _add_limits(figure, curve, hours)
    texts = [
        f"{curve.name} {duration(say, row['hours'], row['hours'])}: {say.percent(row['still_down'])}".strip()
        for row in curve.rows
    ]
    figure.add_trace(
        go.Scatter(
            x=hours,
            y=[row["still_down"] for row in curve.rows],
            mode="lines",
            text=texts,
            hovertemplate="%{text}<extra></extra>",
            name=curve.name,
            line={"shape": "hv", "width": 2.5, "color": curve.colour, "dash": curve.dash},
        )
    )


def _add_limits(figure: go.Figure, curve: Curve, hours: Sequence[float]) -> None:
    """Tint what lies between the limits of a curve; where there is none, it is the curve itself."""
    for name in ("upper", "lower"):
        is_filled = name == "lower"  # up to the one before
        figure.add_trace(
            go.Scatter(
                x=hours,
                y=[row["still_down"] if row[name] is None else row[name] for row in curve.rows],
                mode="lines",
                line={"shape": "hv", "width": 0, "color": curve.colour},
                hoverinfo="skip",
                fill="tonexty" if is_filled else None,
                fillcolor=tint(curve.colour, 0.18) if is_filled else None,
            )
        )


def _add_censored(figure: go.Figure, curve: Curve, start: float) -> None:
    """Tick the times at which units were last seen still down and no other was restored."""
    last_seen = [row for row in curve.rows if row["restored"] == 0 and row["hours"] > 0]
    figure.add_trace(
        go.Scatter(
            x=[max(row["hours"], start) for row in last_seen],
            y=[row["still_down"] for row in last_seen],
            mode="markers",
            hoverinfo="skip",
            cliponaxis=False,
            marker={
                "symbol": "line-ns-open",
                "size": 10,
                "color": curve.colour,
                "line": {"width": 1.8, "color": curve.colour},
            },
        )
    )


def _add_at_risk(figure: go.Figure, say: Words, curves: Sequence[Curve], start: float) -> int:
    """Write under the ticks, and under the beginning, how many units of each curve were still watched then; give the pixels that the table takes."""
    ticks = list(figure.layout.xaxis.tickvals)
    places = [(start, 0.0)] if start and ticks[0] > 1.5 * start else []
    places += [(tick, tick) for tick in ticks]
    notes, depth = [below(say("time_to_restore.at_risk"), 68, QUIET)], 87
    for curve in curves:
        if curve.name:
            notes.append(below(f"<b>{curve.name}</b>", depth, curve.colour))
            depth += 17
        notes += [
            below(say.number(at_risk(curve.rows, hours)), depth, curve.colour, math.log10(x) if x and start else x)
            for x, hours in places
        ]
        depth += 19
    annotate(figure, notes)
    return depth - 56


def at_risk(rows: Sequence[dict[str, Any]], hours: float) -> int:
    """Count the units still watched just before an hour: those of the first row at or after it."""
    return next((int(row["at_risk"]) for row in rows if row["hours"] >= hours - CLOSE), 0)


def below(text: str, depth: int, colour: str, x: float | None = None) -> Note:
    """Write a text below the plot, at a place of its axis or at its left edge."""
    xref, anchor = ("paper", "left") if x is None else ("x", "center")
    return {
        "text": text,
        "x": 0 if x is None else x,
        "xref": xref,
        "y": 0,
        "yref": "paper",
        "yshift": -depth,
        "yanchor": "middle",
        "xanchor": anchor,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }


def _curve_caption(say: Words, curves: Sequence[Curve], cited: pl.DataFrame | None, n: int) -> Caption:
    title, has_limits = (
        _curve_title(say, curves),
        any(row["lower"] is not None for curve in curves for row in curve.rows),
    )
    ends = [curve.rows[-1] for curve in curves]
    longest = max(ends, key=lambda row: float(row["hours"]))
    return Caption(
        title=title,
        subtitle=say(f"time_to_restore.curve_subtitle{'' if has_limits else '_plain'}", n=say.number(n)),
        note=_curve_note(say, curves),
        source=cite(say, cited) if cited is not None else "",
        badge=badge(say, cited) if cited is not None and "review" in cited.columns else "",
        alt=say(
            "time_to_restore.curve_alt",
            n=say.number(n),
            title=title,
            share=say.percent(longest["still_down"]),
            time=duration(say, longest["hours"], longest["hours"]),
        ),
    )


def _curve_note(say: Words, curves: Sequence[Curve]) -> str:
    """Say what the limits are, and why a curve has none."""
    falls = [[row for row in curve.rows if CLOSE < row["still_down"] < 1 - CLOSE] for curve in curves]
    is_bare = any(rows and all(row["lower"] is None for row in rows) for rows in falls)
    bare = say("time_to_restore.curve_no_limits", fewest=say.number(FEWEST_CLUSTERS)) if is_bare else ""
    return f"{say('time_to_restore.curve_note')} {bare}".strip()


def _curve_title(say: Words, curves: Sequence[Curve]) -> str:
    """Say when half were back, of one curve or of the fastest and slowest; else what share was still down at the end."""
    halves = sorted((hours, curve.name) for curve in curves if (hours := _first_half(curve.rows)) is not None)
    if len(halves) > 1:
        (fast, first), (slow, last) = halves[0], halves[-1]
        return say(
            "time_to_restore.curve_title_range",
            first=first,
            fast=duration(say, fast, fast),
            last=last,
            slow=duration(say, slow, slow),
        )
    end = curves[0].rows[-1]
    share, time = say.percent(end["still_down"]), duration(say, end["hours"], end["hours"])
    if halves and end["still_down"] <= CLOSE:
        return say("time_to_restore.curve_title_all", half=duration(say, halves[0][0], halves[0][0]), time=time)
    if not halves:
        return say("time_to_restore.curve_title_end", share=share, time=time)
    return say("time_to_restore.curve_title", half=duration(say, halves[0][0], halves[0][0]), share=share, time=time)


def _first_half(rows: Sequence[dict[str, Any]]) -> float | None:
    """Give the estimated median, as `kit.quantiles` does: the middle of a step at one half."""
    reached: float | None = next((row["hours"] for row in rows if row["still_down"] <= 0.5 + CLOSE), None)
    passed: float = next((row["hours"] for row in rows if row["still_down"] < 0.5 - CLOSE), rows[-1]["hours"])
    return None if reached is None else (reached + passed) / 2
