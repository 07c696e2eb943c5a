"""The share of each day, month or quarter with a posted incident, one panel a provider: certain hours strong, possible hours pale."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypedDict

import plotly.graph_objects as go
import polars as pl

from kit.figures._record import draws
from kit.figures._reports import (
    PROVIDERS,
    date_ticks,
    demand_rows,
    joined,
    left_out,
    one_a_provider,
    period,
    source,
    total,
)
from kit.figures._time_axis import tint
from kit.figures.style import COLOURS, GRID, NARROW, QUIET, finish, wrap
from kit.frames import rows_of
from kit.measures.rows import Availability
from kit.text import words
from kit.text.caption import Caption

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kit.text import Words

MOST_PROVIDERS = 8
PANEL, LINE, GAP, KEY = 84, 17, 38, 22  # pixels
_DAYS = {"day": 1, "month": 28, "quarter": 88}
"""The fewest days of a period: one that was watched so long counts as whole."""


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of the providers that the figure draws: those with the most incidents."""
    most = (
        frame.group_by("provider")
        .agg(pl.col("incidents").sum())
        .sort("incidents", "provider", descending=[True, False])
        .head(MOST_PROVIDERS)
    )
    return most.select("provider").join(frame, on="provider", maintain_order="left_right").select(frame.columns)


@draws(labels=PROVIDERS, rows=drawn)
def plot_availability(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the share of each period with a posted incident, a panel for each provider. Raises NothingToDraw for an empty frame."""
    say = words(lang)
    demand_rows(frame)
    by = frame.columns[1]
    panels = drawn(frame).partition_by("provider", maintain_order=True)
    top = min(1.0, 1.08 * max(1 - share for panel in panels for share in panel["availability_low"]) or 0.01)
    heads = [_head(say, panel, by) for panel in panels]
    key = KEY if _has_bounds(frame) else 0
    height = key + sum(PANEL + LINE * len(head) + GAP for head in heads) - GAP
    figure, depth = go.Figure(), key
    for number, (panel, head) in enumerate(zip(panels, heads, strict=True)):
        depth += LINE * len(head)
        place = _Place(number, (max(0.0, 1 - (depth + PANEL) / height), 1 - depth / height), top)
        _add_bars(figure, say, panel, place)
        _add_axes(figure, say, panel, place)
        _add_gaps(figure, panel, place)
        _write(figure, head, place.domain[1])
        depth += PANEL + GAP
    if key:
        _add_key(figure, say)
    figure.update_layout(barmode="overlay", bargap=0, margin={"l": 20, "r": 52})
    return finish(figure, _caption(say, frame, by, panels), plot_pixels=height, axis_pixels=44)


class _Place:
    """Where a panel stands: its number, its part of the height, and the top of its axis."""

    def __init__(self, number: int, domain: tuple[float, float], top: float) -> None:
        self.number = str(number + 1) if number else ""
        self.domain, self.top = domain, top


def _add_bars(figure: go.Figure, say: Words, panel: pl.DataFrame, place: _Place) -> None:
    """Draw what was down for certain, and upon it, pale, what can have been."""
    rows = rows_of(panel, Availability)
    by = panel.columns[1]
    certain = [1 - row["availability_high"] for row in rows]
    possible = [row["availability_high"] - row["availability_low"] for row in rows]
    texts = [f"{period(say, start, by)}: {_share(say, row)}" for start, row in zip(panel[by], rows, strict=True)]
    width = _DAYS[by] * 86_400_000 * 0.9
    for shares, opacity in ((certain, 1.0), (possible, 0.35)):
        figure.add_trace(
            go.Bar(
                x=panel[by].to_list(),
                y=shares,
                width=width,
                xaxis=f"x{place.number}",
                yaxis=f"y{place.number}",
                offset=0,
                marker={"color": tint(COLOURS["second"], opacity), "line": {"width": 0}},
                base=None if opacity == 1 else certain,
                text=texts,
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
                showlegend=False,
            )
        )


def _add_axes(figure: go.Figure, say: Words, panel: pl.DataFrame, place: _Place) -> None:
    periods = panel[panel.columns[1]]
    ticks = [0, place.top / 2] if place.top < 0.5 else [0, 0.5, 1]
    figure.update_layout(
        {
            f"yaxis{place.number}": {
                "domain": place.domain,
                "range": [0, place.top],
                "tickvals": ticks,
                "ticktext": [say.percent(tick) for tick in ticks],
                "fixedrange": True,
                "anchor": f"x{place.number}",
                "side": "right",
                "ticks": "",
            },
            f"xaxis{place.number}": {
                **date_ticks(say, periods[0], periods[-1]),
                "type": "date",
                "anchor": f"y{place.number}",
                "fixedrange": True,
            },
        }
    )


def _gaps(panel: pl.DataFrame) -> list[tuple[date, date]]:
    """Give the times between periods in which nobody told anything of the provider."""
    by = panel.columns[1]
    starts = panel[by].to_list()
    return [
        (start + timedelta(days=_DAYS[by]), end)
        for start, end in pairwise(starts)
        if (end - start).days > 1.5 * _DAYS[by] + 1
    ]


def _add_gaps(figure: go.Figure, panel: pl.DataFrame, place: _Place) -> None:
    for start, end in _gaps(panel):
        figure.add_shape(
            type="rect",
            x0=start,
            x1=end,
            y0=0,
            y1=1,
            xref=f"x{place.number}",
            yref=f"y{place.number} domain",
            fillcolor=GRID,
            opacity=0.6,
            line={"width": 0},
            layer="below",
        )


class _Bounds(TypedDict):
    availability_low: float | Any
    availability_high: float | Any


def _share(say: Words, row: _Bounds) -> str:
    """Write the availability of a row as a range of percents, never rounded up to 100."""
    return say.span(*(_percent(say, row[name]) for name in ("availability_low", "availability_high")))


def _percent(say: Words, share: float) -> str:
    return say.percent(share if share >= 1 else min(round(share, 3), 0.999))


def _head(say: Words, panel: pl.DataFrame, by: str) -> list[str]:
    """Name the provider, and give the share of the whole time without an incident and the worst of the periods watched nearly whole."""
    is_whole = panel["hours"] >= _DAYS[by] * 24
    worst = panel.filter(is_whole if is_whole.any() else panel["hours"] > 0).sort("availability_high", by).head(1)
    text = say(
        f"availability.{'head_whole' if is_whole.any() else 'head'}",
        share=_share(say, _whole(panel)),
        period=say(f"availability.{by}"),
        worst=period(say, worst[by][0], by),
        least=_share(say, rows_of(worst, Availability)[0]),
    )
    return [
        f"<b>{panel['provider'][0]}</b>",
        *(f"<span style='color:{QUIET}'>{line}</span>" for line in wrap(text, NARROW)),
    ]


def _whole(panel: pl.DataFrame) -> _Bounds:
    hours = total(panel, "hours")
    high, low = (max(0.0, 1 - total(panel, f"down_hours_{end}") / hours) for end in ("low", "high"))
    return {"availability_low": low, "availability_high": high}


def _write(figure: go.Figure, lines: Sequence[str], top: float) -> None:
    figure.add_annotation(
        text="<br>".join(lines),
        x=0,
        xref="paper",
        y=top,
        yref="paper",
        yshift=3,
        xanchor="left",
        yanchor="bottom",
        align="left",
        showarrow=False,
        font={"size": 12.5},
    )


def _has_bounds(frame: pl.DataFrame) -> bool:
    return any(high - low > 0.0005 for low, high in frame.select("availability_low", "availability_high").iter_rows())


def _add_key(figure: go.Figure, say: Words) -> None:
    text = f"{say('availability.certain')}   <span style='opacity:0.6'>{say('availability.possible')}</span>"
    figure.add_annotation(
        name="key",
        text=f"<span style='color:{COLOURS['second']}'>{text}</span>",
        x=0,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        showarrow=False,
        font={"size": 12.5},
    )


def _caption(say: Words, frame: pl.DataFrame, by: str, panels: Sequence[pl.DataFrame]) -> Caption:
    title, all_providers = _title(say, panels), one_a_provider(frame)
    gap = say("availability.gap") if any(_gaps(panel) for panel in panels) else ""
    note = joined(
        say("availability.note"),
        gap,
        left_out(say, all_providers),
        say("availability.left", n=say.number(len(all_providers) - len(panels)))
        if len(all_providers) > len(panels)
        else "",
    )
    unit = say(f"availability.{by}")
    return Caption(
        title=title,
        subtitle=say("availability.subtitle", period=unit),
        note=note,
        source=source(say, frame["provider"]),
        alt=say("availability.alt", period=unit, n=say.number(len(panels)), title=title),
    )


def _title(say: Words, panels: Sequence[pl.DataFrame]) -> str:
    ranked = sorted(
        ((_whole(panel), panel["provider"][0]) for panel in panels), key=lambda one: -one[0]["availability_high"]
    )
    (most, first), (least, last) = ranked[0], ranked[-1]
    if len(ranked) == 1:
        return say("availability.title_one", first=first, most=_share(say, most))
    return say("availability.title_range", first=first, most=_share(say, most), last=last, least=_share(say, least))
