"""Panels of bands on one time axis: what a recovery curve is drawn with.

A panel is one thing counted (`series`), a band in it one base; bands of two bases are never joined. A band holds from a row's hour
until that of the next row.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from kit.figures._time_axis import LOG_TICKS, time_ticks, tint
from kit.figures.style import INK
from kit.text.caption import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.figures._rows import Span
    from kit.measures.rows import RecoveryCurve
    from kit.text import Words

TALL, LOW = 170, 72
"""Pixels of a main panel and of one among others."""

CLOSE = 1e-9  # a share computed from counts may miss its round value by so much
_LINE, _GAP = 17, 24  # pixels


@dataclass(frozen=True)
class Band:
    """One series on one base, sorted by hour: `row` carries the words, `low` and `high` the shares that must and can be restored."""

    row: RecoveryCurve
    hours: list[float]
    low: list[float]
    high: list[float]

    def reached(self, share: float) -> Span:
        """Bound the hours by which a share was restored: earliest (None: at the onset already), latest (None: never said)."""
        can = next(
            (hour for hour, high in zip(self.hours, self.high, strict=True) if high >= share - CLOSE), self.hours[-1]
        )
        must = next((hour for hour, low in zip(self.hours, self.low, strict=True) if low >= share - CLOSE), None)
        return (None if self.high[0] >= share - CLOSE or can <= 0 else can), must

    @property
    def is_one_statement(self) -> bool:
        """Tell whether the band rests on what was said of one time only."""
        return self.row["rests_on"] == "claims" and len(self.hours) <= 2

    @property
    def is_contradicted(self) -> bool:
        """Tell whether one source says that more was restored than another says can have been."""
        return any(low > high + CLOSE for low, high in zip(self.low, self.high, strict=True))

    @property
    def base(self) -> str:
        """Give the number of units of the base where its name ends in one (`-of-647`), else nothing."""
        found = re.search(r"-of-(\d+)$", self.row["basis"])
        return found[1] if found else ""


Bands = list[Band]
"""Bands of one thing counted, on its bases one after another."""


@dataclass(frozen=True)
class Panel:
    """What one panel shows: its bands and their colours, the lines of text above it, and its height."""

    bands: Bands
    colours: list[str]
    head: list[str]
    pixels: int = LOW


@dataclass(frozen=True)
class _Pen:
    """Where and how a band is drawn; `until` is where it stops, the edge of the axis or the hour that it is rebased."""

    axis: str
    colour: str
    start: float
    until: float


def stack(say: Words, panels: Sequence[Panel], *, is_log: bool) -> tuple[go.Figure, int]:
    """Stack panels with one time axis, the words of each above it; give the figure and its height in pixels."""
    figure = go.Figure()
    limits = _limits([band for panel in panels for band in panel.bands], is_log=is_log)
    domains, total = _domains(panels)
    for place, (panel, domain) in enumerate(zip(panels, domains, strict=True)):
        _panel_axis(figure, say, place, domain, has_ninety=panel.pixels == TALL)
        _write(figure, panel.head, domain[1])
        _add_bands(figure, say, panel, _axis_name(place), limits)
    _time_axis(figure, say, limits, len(panels), is_log=is_log)
    return figure, total


def _domains(panels: Sequence[Panel]) -> tuple[list[tuple[float, float]], int]:
    """Give the lower and upper end of each panel as shares of the height of all, and that height in pixels."""
    tops, depth = [], 0
    for place, panel in enumerate(panels):
        depth += _LINE * len(panel.head) + (_GAP if place else 6)
        tops.append(depth)
        depth += panel.pixels
    return [
        (max(0.0, 1 - (top + panel.pixels) / depth), 1 - top / depth) for top, panel in zip(tops, panels, strict=True)
    ], depth


def _limits(bands: Sequence[Band], *, is_log: bool) -> tuple[float, float]:
    last = max(band.hours[-1] for band in bands)
    if not is_log:
        return 0.0, last * 1.04 or 1.0
    back = [hour for band in bands for hour, low in zip(band.hours, band.low, strict=True) if low > 0 and hour > 0]
    first = min(back, default=last / 10)
    return max((tick for tick in LOG_TICKS if tick < first), default=first / 2), last * 1.2


def _axis_name(place: int) -> str:
    return f"y{place + 1}" if place else "y"


def _panel_axis(figure: go.Figure, say: Words, place: int, domain: tuple[float, float], *, has_ninety: bool) -> None:
    ticks = [0, 0.5, 0.9, 1] if has_ninety else [0, 0.5, 1]
    axis = {
        "domain": domain,
        "range": [0, 1],
        "tickvals": ticks,
        "ticktext": [say.percent(tick) for tick in ticks],
        "fixedrange": True,
        "zeroline": False,
        "anchor": "x",
        "side": "right",
        "ticks": "",
    }
    figure.update_layout({f"yaxis{place + 1}" if place else "yaxis": axis})


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


def _add_bands(figure: go.Figure, say: Words, panel: Panel, axis: str, limits: tuple[float, float]) -> None:
    """Draw the bands of a panel, each up to where the next is counted on another base, and mark that hour."""
    start, until = limits
    for band, colour in zip(panel.bands, panel.colours, strict=True):
        if band is panel.bands[-1]:
            _add_band(figure, say, band, _Pen(axis, colour, start, until))
        else:
            known, end = until_rebased(band)
            _add_band(figure, say, known, _Pen(axis, colour, start, end))
            figure.add_shape(
                type="line",
                x0=end,
                x1=end,
                y0=0,
                y1=1,
                yref=axis,
                xref="x",
                line={"color": INK, "width": 1.2, "dash": "dot"},
            )


def _add_band(figure: go.Figure, say: Words, band: Band, pen: _Pen) -> None:
    """Draw what must have been restored as a strong line, what can have been as a thin one, and the band between."""
    hours = [pen.start, *(max(hour, pen.start) for hour in band.hours), pen.until]
    edges = (([band.high[0], *band.high, band.high[-1]], 1, None), ([0.0, *band.low, band.low[-1]], 2.5, "tonexty"))
    hover = _hover(say, band)
    for shares, width, fill in edges:
        figure.add_trace(
            go.Scatter(
                x=hours,
                y=shares,
                yaxis=pen.axis,
                mode="lines",
                line={"shape": "hv", "color": pen.colour, "width": width},
                fill=fill,
                fillcolor=tint(pen.colour, 0.28) if fill else None,
                text=hover,
                hovertemplate="%{text}<extra></extra>",
                showlegend=False,
            )
        )


def until_rebased(band: Band) -> tuple[Band, float]:
    """Cut a band that another base follows where nothing bounds it any more; give it and the hour of the cut."""
    end = next((place for place, high in enumerate(band.high) if high >= 1 and place), len(band.hours) - 1)
    return Band(band.row, band.hours[:end], band.low[:end], band.high[:end]), band.hours[end]


def _hover(say: Words, band: Band) -> list[str]:
    rows = list(zip(band.hours, band.low, band.high, strict=True))
    padded = [(0.0, 0.0, band.high[0]), *rows, rows[-1]]
    return [
        f"{duration(say, hour, hour)}: {say.span(say.percent(low), say.percent(max(low, high)))}"
        for hour, low, high in padded
    ]


def _time_axis(figure: go.Figure, say: Words, limits: tuple[float, float], panels: int, *, is_log: bool) -> None:
    span = [math.log10(end) for end in limits] if is_log else list(limits)
    figure.update_layout(
        xaxis={
            **time_ticks(say, limits, is_log=is_log),
            "type": "log" if is_log else "linear",
            "range": span,
            "anchor": _axis_name(panels - 1),
            "fixedrange": True,
        },
        margin={"l": 20, "r": 48},
    )
