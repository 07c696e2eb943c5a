"""The share of the devices as a function of how many there were, with each cited number marked and what a printed share allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._time_axis import tint
from kit.figures.style import COLOURS, INK, PAPER, QUIET, Caption, badge, cite, finish, one_outage
from kit.frames import rows_of
from kit.measures.rows import DeviceSensitivity
from kit.text import words

if TYPE_CHECKING:
    from kit.text import Words
    from kit.text.caption import OfOutage

_STEPS = 60
_ROOM = 0.18  # of the numbers on the axis, left free on both sides
_PIXELS = 360
_TICKS = 3  # steps of an axis at most: as many as a phone has room for


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of the population with the most cited numbers, each once."""
    if frame.is_empty():
        return frame
    entity = Counter(frame["entity_id"].to_list()).most_common(1)[0][0]
    once = ["base", "base_year", "in_use_low", "in_use_high", "share_high", "rests_on"]
    return (
        frame.filter(entity_id=entity)
        .unique(once, keep="first", maintain_order=True)
        .sort("in_use_low", "in_use_high", maintain_order=True)
    )


@draws(labels=("population", "base", "base_year"), rows=drawn, units={"affected": ("counted",), "in_use": ("counted",)})
def plot_device_sensitivity(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the share against the number of devices in use; dots are cited numbers, and what a printed bound rules out is shaded.

    Takes the frame of `kit.device_sensitivity` for one outage. Raises NothingToDraw where no source says how many devices there were.
    """
    say, first = words(lang), one_outage(frame, "device_sensitivity")
    shown = drawn(frame)
    cited = rows_of(shown.filter(pl.col("rests_on") == "computed"), DeviceSensitivity)
    if not cited:
        msg = "no source says how many devices there were, so there is no share to draw"
        raise NothingToDraw(msg)
    bound = max(shown.filter(pl.col("rests_on") == "printed")["in_use_low"].to_list(), default=None)
    ends, figure = _ends(shown), go.Figure()
    _curve(figure, cited[0], ends)
    _ruled_out(figure, say, bound, ends, cited[0])
    groups = _by_number(cited)
    for number, members in enumerate(groups, 1):
        _mark(figure, say, members, number)
    _list(figure, say, groups, bound or ends[0])
    _axes(figure, say, ends, cited[0])
    return finish(figure, _caption(say, shown, cited, first), plot_pixels=_PIXELS)


def _ends(frame: pl.DataFrame) -> tuple[float, float]:
    numbers = [number for name in ("in_use_low", "in_use_high") for number in frame[name].drop_nulls().to_list()]
    return min(numbers) * (1 - _ROOM), max(numbers) * (1 + _ROOM)


def _by_number(cited: list[DeviceSensitivity]) -> list[list[DeviceSensitivity]]:
    groups: dict[float, list[DeviceSensitivity]] = defaultdict(list)
    for row in cited:
        groups[row["in_use_low"]].append(row)
    return list(groups.values())


def _curve(figure: go.Figure, row: DeviceSensitivity, ends: tuple[float, float]) -> None:
    """Draw the share for every number of devices, as a band where the devices hit are a range."""
    xs = [ends[0] + (ends[1] - ends[0]) * step / _STEPS for step in range(_STEPS + 1)]
    for affected, width in ((row["affected_low"], 0.8), (row["affected_high"], 2.5)):
        figure.add_trace(
            go.Scatter(
                x=xs,
                y=[(affected or row["affected_low"]) / x for x in xs],
                mode="lines",
                hoverinfo="skip",
                line={"color": COLOURS["main"], "width": width},
            )
        )


def _ruled_out(
    figure: go.Figure, say: Words, bound: float | None, ends: tuple[float, float], row: DeviceSensitivity
) -> None:
    """Shade the numbers of devices at which the printed share would be broken."""
    if bound is None:
        return
    figure.add_vrect(x0=ends[0], x1=bound, fillcolor=tint(COLOURS["second"], 0.14), line={"width": 0})
    figure.add_vline(x=bound, line={"color": COLOURS["second"], "width": 1.5, "dash": "dash"})
    text = "<br>".join(
        say("device_sensitivity.allows", share=say.percent(row["affected_low"] / bound), n=say.large(bound)).split("; ")
    )
    figure.add_annotation(
        text=text,
        x=bound,
        y=1,
        xref="x",
        yref="paper",
        xanchor="left",
        yanchor="top",
        xshift=6,
        align="left",
        showarrow=False,
        font={"size": 12.5, "color": COLOURS["second"]},
    )


def _mark(figure: go.Figure, say: Words, members: list[DeviceSensitivity], number: int) -> None:
    """Mark a cited number on the curve; one that is a lower bound has an arrow to the right."""
    x, share = members[0]["in_use_low"], members[0]["affected_high"] / members[0]["in_use_low"]
    if any(member["in_use_high"] is None for member in members):
        figure.add_annotation(
            x=x,
            y=share,
            ax=36,
            ay=0,
            arrowside="start",
            text="",
            standoff=11,
            arrowhead=2,
            arrowwidth=2,
            arrowcolor=COLOURS["main"],
        )
    figure.add_trace(
        go.Scatter(
            x=[x],
            y=[share],
            mode="markers+text",
            text=[say.number(number)],
            textfont={"size": 12, "color": PAPER},
            hoverinfo="text",
            hovertext=_label(say, members),
            marker={"size": 19, "color": COLOURS["main"]},
        )
    )


def _list(figure: go.Figure, say: Words, groups: list[list[DeviceSensitivity]], left: float) -> None:
    """Write the numbered labels under the curve, where they have room on a phone too."""
    lines = [
        f"<b>{say.number(place)}</b>  {line}" if first else f"     {line}"
        for place, members in enumerate(groups, 1)
        for first, line in zip((True, False), _label(say, members).split("; "), strict=False)
    ]
    figure.add_annotation(
        text="<br>".join(lines),
        x=left,
        y=0.02,
        xref="x",
        yref="paper",
        xanchor="left",
        xshift=4,
        bgcolor=tint(PAPER, 0.8),
        yanchor="bottom",
        align="left",
        showarrow=False,
        font={"size": 12, "color": INK},
    )


def _label(say: Words, members: list[DeviceSensitivity]) -> str:
    """Write the share, the number and the years of a cited number of devices."""
    row = members[0]
    years = sorted({year for member in members for year in (member["base_year"] or "").split("/") if year})
    when = say.span(years[0], years[-1]) if years else ""
    is_open = any(member["in_use_high"] is None for member in members)
    key = "device_sensitivity.cited_open" if is_open else "device_sensitivity.cited"
    return say(
        key, share=say.percent(row["affected_high"] / row["in_use_low"]), n=say.large(row["in_use_low"]), years=when
    )


def _axes(figure: go.Figure, say: Words, ends: tuple[float, float], row: DeviceSensitivity) -> None:
    step = next(
        size for power in range(12) for nice in (1, 2, 4) if (size := nice * 10.0**power) * _TICKS >= ends[1] - ends[0]
    )
    xs = [step * place for place in range(int(ends[0] // step) + 1, int(ends[1] // step) + 1)]
    top = (row["affected_high"] or row["affected_low"]) / ends[0]
    ys = [0.001 * place * max(1, round(top / 0.012)) * 2 for place in range(7)]
    figure.update_layout(showlegend=False, margin={"l": 62, "r": 28})
    figure.update_xaxes(
        range=list(ends),
        tickvals=xs,
        ticktext=[say.large(x) for x in xs],
        fixedrange=True,
        tickangle=0,
        title={"text": say("device_sensitivity.axis", population=say.name(row, "population"))},
    )
    figure.update_yaxes(
        range=[0, top * 1.12],
        tickvals=ys,
        ticktext=[say.percent(y) for y in ys],
        fixedrange=True,
        title={"font": {"color": QUIET}},
    )


def _caption(say: Words, frame: pl.DataFrame, cited: list[DeviceSensitivity], first: OfOutage) -> Caption:
    title = _title(say, frame, cited)
    subtitle = say(
        "device_sensitivity.subtitle", outage=say.name(first, "outage"), hit=say.large(cited[0]["affected_low"])
    )
    alt = say("device_sensitivity.alt", title=title, n=say.number(len(cited)))
    return Caption(title, subtitle, say("device_sensitivity.note"), cite(say, frame), alt, badge(say, frame))


def _title(say: Words, frame: pl.DataFrame, cited: list[DeviceSensitivity]) -> str:
    """Say what share the cited numbers give, and that the printed bound allows it; only the largest share where it does not, or none is printed."""
    shares = [row["affected_high"] / row["in_use_low"] for row in cited]
    bounds = frame.filter(pl.col("rests_on") == "printed")["share_high"].to_list()
    if not bounds or min(bounds) <= max(shares):
        return say("device_sensitivity.title", high=say.percent(max(shares)))
    span = say.span(say.percent(min(shares)), say.percent(max(shares)))
    return say("device_sensitivity.title_printed", span=span, printed=say.percent(min(bounds)))
