"""The curve of times known as intervals: undefined within its innermost intervals, and drawn so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from kit.figures._still_down import CLOSE, CURVE_PIXELS, MASS_COLUMNS, below, curve_figure, curves
from kit.figures._time_axis import tint
from kit.figures.style import annotate, finish
from kit.text import words
from kit.text.caption import Caption, badge, cite, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from kit.figures._still_down import Curve
    from kit.text import Words


def plot_turnbull(masses: pl.DataFrame, lang: str = "en", *, cited: pl.DataFrame | None = None) -> go.Figure:
    """Draw the share still down where it is known, and a box where the curve falls by some path that the data do not tell.

    Takes the frame of `kit.turnbull`. Raises NothingToDraw for an empty frame.
    """
    say = words(lang)
    drawn = curves(say, masses, MASS_COLUMNS)
    ends = [
        row[name]
        for each in drawn
        for row in each.rows
        for name in ("lower_hours", "upper_hours")
        if row[name] is not None
    ]
    until = (max(ends) or 1.0) * 1.06
    figure = curve_figure(say, until / 1.03)
    for each in drawn:
        _add_known(figure, say, each, until)
        _add_boxes(figure, say, each, until)
    named = [each for each in drawn if each.name]
    annotate(figure, [below(f"<b>{each.name}</b>", 68 + 17 * place, each.colour) for place, each in enumerate(named)])
    return finish(
        figure, _turnbull_caption(say, drawn, cited), plot_pixels=CURVE_PIXELS, axis_pixels=60 + 17 * len(named)
    )


def _add_known(figure: go.Figure, say: Words, curve: Curve, until: float) -> None:
    """Draw the level from the end of each innermost interval to the start of the next; gaps stand between."""
    starts = [0.0, *(row["upper_hours"] for row in curve.rows)]
    levels = [
        (start, row["lower_hours"], row["still_down_at_lower"]) for start, row in zip(starts, curve.rows, strict=False)
    ]
    if curve.rows[-1]["upper_hours"] is not None:
        levels.append((curve.rows[-1]["upper_hours"], until, curve.rows[-1]["still_down_at_upper"]))
    x = [hours for start, end, _ in levels for hours in (start, end, None)]
    y = [share for _, _, level in levels for share in (level, level, None)]
    texts = [
        f"{curve.name} {duration(say, start or None, end)}: {say.percent(level)}".strip()
        for start, end, level in levels
        for _ in range(3)
    ]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            text=texts,
            hovertemplate="%{text}<extra></extra>",
            name=curve.name,
            line={"width": 2.5, "color": curve.colour, "dash": curve.dash},
        )
    )


def _add_boxes(figure: go.Figure, say: Words, curve: Curve, until: float) -> None:
    """Draw each innermost interval as a box, an exact time as a drop, an open end as a paler box to the edge."""
    for row in curve.rows:
        low, high = row["lower_hours"], row["upper_hours"]
        end, floor = (until, 0.0) if high is None else (high, row["still_down_at_upper"])
        top = row["still_down_at_lower"]
        figure.add_trace(
            go.Scatter(
                x=[low, end, end, low, low],
                y=[top, top, floor, floor, top],
                mode="lines",
                fill="toself",
                name=curve.name,
                fillcolor=tint(curve.colour, 0.1 if high is None else 0.25),
                line={"width": 0 if high is None else 1, "color": curve.colour},
                hoveron="fills",
                text=f"{duration(say, low or None, high)}: {say.percent(row['mass'])}",
                hoverinfo="text",
            )
        )


def _turnbull_caption(say: Words, curves: Sequence[Curve], cited: pl.DataFrame | None) -> Caption:
    title, widest = (
        _turnbull_title(say, curves),
        max((row for curve in curves for row in curve.rows), key=lambda row: float(row["mass"])),
    )
    return Caption(
        title=title,
        subtitle=say("time_to_restore.turnbull_subtitle"),
        note=say("time_to_restore.turnbull_note"),
        source=cite(say, cited) if cited is not None else "",
        badge=badge(say, cited) if cited is not None and "review" in cited.columns else "",
        alt=say(
            "time_to_restore.turnbull_alt",
            title=title,
            boxes=say.number(sum(len(curve.rows) for curve in curves)),
            share=say.percent(widest["mass"]),
            time=duration(say, widest["lower_hours"] or None, widest["upper_hours"]),
        ),
    )


def _turnbull_title(say: Words, curves: Sequence[Curve]) -> str:
    halves = [
        (row, curve.name)
        for curve in curves
        for row in curve.rows
        if row["still_down_at_lower"] > 0.5 + CLOSE
        and row["upper_hours"] is not None
        and row["still_down_at_upper"] <= 0.5 + CLOSE
    ]
    halves.sort(key=lambda half: float(half[0]["upper_hours"]))
    times = [(duration(say, row["lower_hours"] or None, row["upper_hours"]), name) for row, name in halves]
    if len(times) > 1:
        return say(
            "time_to_restore.curve_title_range",
            first=times[0][1],
            fast=times[0][0],
            last=times[-1][1],
            slow=times[-1][0],
        )
    if times:
        return say("time_to_restore.turnbull_title", half=times[0][0])
    last = max((curve.rows[-1] for curve in curves), key=lambda row: float(row["lower_hours"]))
    share, start = say.percent(last["still_down_at_lower"]), last["lower_hours"]
    return say("time_to_restore.curve_title_end", share=share, time=duration(say, start, start))
