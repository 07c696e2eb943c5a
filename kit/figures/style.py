"""One look for every figure: template, colours, title and footer, and the rows of intervals that most figures are made of.

A figure carries its words twice: drawn (title, note and source, wrapped for a wide page) and in `layout.meta`, from which a report
sets them as text that wraps on a phone.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from kit.text.caption import Caption, badge, cite, duration, local_moment, one_outage, publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "COLOURS",
    "FONT",
    "GRID",
    "INK",
    "NARROW",
    "PAPER",
    "QUIET",
    "ROW_PIXELS",
    "WIDE",
    "Caption",
    "Note",
    "Row",
    "Span",
    "annotate",
    "badge",
    "balanced",
    "cite",
    "columns",
    "duration",
    "finish",
    "interval_rows",
    "label_lines",
    "local_moment",
    "one_outage",
    "publisher",
    "row_key",
    "row_labels",
    "row_places",
    "size_rows",
    "template",
    "wrap",
]

Span = tuple[float | None, float | None]
"""An interval in data units; None is an open end."""

Note = dict[str, Any]
"""An annotation as `annotate` takes it."""

FONT = "Noto Sans, NanumGothic, Noto Sans CJK KR, Apple SD Gothic Neo, Malgun Gothic, Arial, sans-serif"
INK, QUIET, GRID, PAPER = "#1a1a1a", "#595959", "#d9d9d9", "#ffffff"
COLOURS = {
    "main": "#0b5c94",  # blue: what is known
    "second": "#b34700",  # burnt orange: what stands against it
    "third": "#00482f",  # green
    "fourth": "#56104e",  # purple
    "unknown": "#737373",  # grey: not said
}
"""Each at least 4.5:1 against the paper, and told apart in the three common kinds of colour blindness."""

WIDE = 115  # characters of body text on a page of 960 pixels
NARROW = 44  # characters of a row's label on a phone of 360 pixels
ROW_PIXELS = 36  # of a row whose label takes one line
_LINE = 0.46  # of a row, that each further line of its label takes
_POINT = 0.012  # of the axis: a shorter interval is drawn as a dot, or it would vanish
_TOP_AXIS_FROM = 14  # rows: a longer chart repeats the numbers of its axis above
_TITLE_PIXELS, _SUBTITLE_PIXELS, _NOTE_PIXELS = 24, 19, 16


@dataclass(frozen=True)
class Row:
    """One row of an interval chart; `low` or `high` None is an open end, both None draws no interval. A heading has `is_heading`.

    `others` are further intervals of the same colour, never joined to the first; `second` is an interval of another kind, drawn thin with
    diamonds; `marks` are ticks, `hollow` open circles. `tail` is the part of the axis over which an open end fades, where that is not to
    run to the edge. `hover` replaces the words that a pointer shows.
    """

    label: str
    low: float | None = None
    high: float | None = None
    text: str = ""
    colour: str = "main"
    is_heading: bool = False
    marks: Sequence[float] = field(default=())
    others: Sequence[Span] = field(default=())
    second: Span | None = None
    second_colour: str = "third"
    hollow: Sequence[float] = field(default=())
    tail: float | None = None
    hover: str = ""


@cache
def template() -> go.layout.Template:
    """Give the Plotly template of the kit."""
    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": QUIET,
        "ticks": "outside",
        "tickcolor": QUIET,
        "title": {"font": {"size": 13, "color": QUIET}},
        "tickfont": {"size": 12, "color": INK},
        "automargin": True,
    }
    layout = go.Layout(
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        xaxis=axis,
        yaxis=axis,
        colorway=list(COLOURS.values()),
        margin={"l": 56, "r": 24, "t": 24, "b": 48},
        hoverlabel={"font": {"family": FONT}},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "xanchor": "left"},
        dragmode=False,
    )
    return go.layout.Template(layout=layout)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns, in which a Hangul syllable counts two."""
    lines: list[str] = []
    used = 0
    for word in text.split():
        wide = columns(word)
        if lines and used + 1 + wide <= width:
            lines[-1] += f" {word}"
            used += 1 + wide
        else:
            lines.append(word)
            used = wide
    return lines or [""]


def balanced(text: str, width: int) -> list[str]:
    """Break a headline into as few lines as `wrap` does, of about one length, so that no word stands alone in the last."""
    lines = wrap(text, width)
    while width > 1 and len(narrower := wrap(text, width - 1)) == len(lines):
        width, lines = width - 1, narrower
    return lines


def columns(text: str) -> int:
    """Count the columns of a text: a Hangul syllable takes two."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def finish(figure: go.Figure, caption: Caption, *, plot_pixels: int, axis_pixels: int = 64) -> go.Figure:
    """Set template, title, footer and size of a figure, and keep its words in `layout.meta`.

    A figure of rows knows its own height, which counts where it is more than `plot_pixels`.
    """
    plot_pixels = max(plot_pixels, int(figure.layout.height or 0))
    heading = [f"<b>{line}</b>" for line in balanced(caption.title, WIDE * 2 // 3)]
    subtitle = wrap(" · ".join(part for part in (caption.subtitle, caption.badge) if part), WIDE)
    footer = [line for part in (caption.note, caption.source) if part for line in wrap(part, WIDE + 30)]
    top = _TITLE_PIXELS * len(heading) + _SUBTITLE_PIXELS * len(subtitle) + 52
    bottom = axis_pixels + _NOTE_PIXELS * len(footer) + 16
    figure.update_layout(margin={"t": top, "b": bottom})
    figure.update_layout(
        overwrite=True,
        template=template(),
        meta=caption.as_meta(),
        height=top + plot_pixels + bottom,
        title={
            "text": "<br>".join(heading),
            "x": 0,
            "xref": "paper",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 14 + _TITLE_PIXELS * (len(heading) - 1)},
            "font": {"size": 19},
            "subtitle": {"text": "<br>".join(subtitle), "font": {"size": 14, "color": QUIET}},
        },
    )
    if footer:
        annotate(
            figure,
            [
                {
                    "name": "footer",
                    "text": "<br>".join(footer),
                    "x": 0,
                    "y": 0,
                    "xref": "paper",
                    "yref": "paper",
                    "xanchor": "left",
                    "yanchor": "top",
                    "yshift": -axis_pixels,
                    "xshift": -2,
                    "showarrow": False,
                    "align": "left",
                    "font": {"size": 11.5, "color": QUIET},
                }
            ],
        )
    return figure


def annotate(figure: go.Figure, notes: Iterable[Note]) -> None:
    """Add annotations, as many as possible at once: with each addition Plotly checks again all that are there."""
    figure.layout.annotations = [*figure.layout.annotations, *notes]


def interval_rows(
    rows: Sequence[Row],
    *,
    axis: dict[str, Any],
    is_log: bool,
    limits: tuple[float, float],
    key: Sequence[tuple[str, str]] = (),
) -> go.Figure:
    """Draw one interval a row, its label and value above it, so that it reads the same on a phone and on a page.

    A point is a dot; an open end runs faded to the edge and ends in an arrow. `limits` are the ends of the axis in data units; `key`
    names the colours, (colour, words) each, in a line of text above the rows.
    """
    figure = go.Figure()
    annotate(
        figure,
        [
            *row_labels(rows),
            *row_key(rows, key),
            *(_top_axis(axis, is_log=is_log) if len(rows) > _TOP_AXIS_FROM else ()),
        ],
    )
    drawn = [
        _draw(row, place, _Scale(*limits, is_log))
        for row, place in zip(rows, row_places(rows), strict=True)
        if not row.is_heading
    ]
    figure.add_traces(list(chain.from_iterable(drawn)))  # at once: one by one Plotly checks each of them twice
    span = [math.log10(end) for end in limits] if is_log else list(limits)
    figure.update_xaxes(type="log" if is_log else "linear", range=span, fixedrange=True, automargin="height", **axis)
    size_rows(figure, rows, key)
    return figure


def label_lines(row: Row) -> list[str]:
    """Break the label of a row, and its value after it where there is room, into the lines of a phone."""
    lines = wrap(row.label, NARROW)
    if row.is_heading or not row.text:
        return lines
    quiet = [f"<span style='color:{QUIET}'>{line}</span>" for line in wrap(row.text, NARROW)]
    if columns(f"{lines[-1]}  {row.text}") <= NARROW:
        return [*lines[:-1], f"{lines[-1]}  {quiet[0]}"]
    return lines + quiet


def row_places(rows: Sequence[Row]) -> list[float]:
    """Give the height at which each row is drawn: 1 a row, more where its label takes more lines; the last row is at 0."""
    taken = [1 + _LINE * (len(label_lines(row)) - 1) for row in rows]
    above = [0.0, *accumulate(reversed(taken))]
    return above[len(rows) - 1 :: -1] if rows else []


def row_labels(rows: Sequence[Row]) -> list[Note]:
    """Give the label of each row, above its place."""
    return [_row_label(row, place) for row, place in zip(rows, row_places(rows), strict=True)]


def _row_label(row: Row, place: float) -> Note:
    text = "<br>".join(f"<b>{line}</b>" if row.is_heading else line for line in label_lines(row))
    return {
        "text": text,
        "x": 0,
        "y": place,
        "yshift": -6 if row.is_heading else 6,
        "xref": "paper",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": 14 if row.is_heading else 12.5},
    }


def row_key(rows: Sequence[Row], key: Sequence[tuple[str, str]]) -> list[Note]:
    """Give the key of the colours, above the first row; nothing where there is no key."""
    lines = _key_lines(key)
    text = "<br>".join(lines)
    return (
        [
            {
                "name": "key",
                "text": text,
                "x": 0,
                "y": _top(rows, lines),
                "xref": "paper",
                "yref": "y",
                "xanchor": "left",
                "yanchor": "top",
                "showarrow": False,
                "align": "left",
                "font": {"size": 12.5},
            }
        ]
        if lines
        else []
    )


def size_rows(figure: go.Figure, rows: Sequence[Row], key: Sequence[tuple[str, str]] = ()) -> None:
    """Set the height of a figure of rows, with room for the key of its colours above the first."""
    top = _top(rows, _key_lines(key))
    figure.update_yaxes(visible=False, range=[-0.5, top], fixedrange=True)
    figure.update_layout(showlegend=False, height=round(ROW_PIXELS * (top + 0.5)), margin={"l": 20, "r": 28})


def _top(rows: Sequence[Row], key_lines: Sequence[str]) -> float:
    """Give the upper end of a figure of rows: above the label of the first, and above the key."""
    above_rows = row_places(rows)[0] + 0.65 + _LINE * (len(label_lines(rows[0])) - 1) if rows else 1.0
    return above_rows + 0.55 * len(key_lines)


def _key_lines(key: Sequence[tuple[str, str]]) -> list[str]:
    """Pack the entries of a key into lines of a phone."""
    lines: list[tuple[int, str]] = []
    for colour, words in key:
        width = columns(words) + 3
        entry = f"<span style='color:{COLOURS.get(colour, colour)}'>{words}</span>"
        if lines and lines[-1][0] + width <= NARROW:
            lines[-1] = (lines[-1][0] + width, f"{lines[-1][1]}   {entry}")
        else:
            lines.append((width, entry))
    return [line for _, line in lines]


def _top_axis(axis: dict[str, Any], *, is_log: bool) -> list[Note]:
    """Give the numbers of an axis once more, above a chart that is longer than a screen."""
    return [
        {
            "text": text,
            "x": math.log10(value) if is_log else value,
            "y": 1,
            "xref": "x",
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "font": {"size": 12, "color": QUIET},
        }
        for value, text in zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True)
    ]


@dataclass(frozen=True)
class _Scale:
    """The axis of a chart of rows: its ends in data units."""

    low: float
    high: float
    is_log: bool

    def within(self, end: float) -> float:
        """Give where an end is drawn: on a logarithmic axis zero lies at its lower edge."""
        return self.low if self.is_log and end <= 0 else end

    def is_point(self, low: float, high: float) -> bool:
        """Tell whether an interval is too short to be seen as a bar."""
        if self.is_log:
            return math.log(high / low) < _POINT * math.log(self.high / self.low)
        return high - low < _POINT * (self.high - self.low)

    def beyond(self, known: float, edge: float, tail: float | None) -> float:
        """Give where an open end fades out: at the edge of the axis, or after a tail."""
        if tail is None:
            return edge
        if self.is_log:
            return float(known * (self.high / self.low) ** (tail if edge > known else -tail))
        return known + tail * (self.high - self.low) * (1 if edge > known else -1)


Trace = dict[str, Any]
"""A trace as Plotly takes it."""


@dataclass(frozen=True)
class _Pen:
    """What draws one row: where, in which colour, and what a pointer shows; `traces` gathers what it has drawn."""

    traces: list[Trace]
    place: float
    colour: str
    hover: str

    def line(self, x: Sequence[float], *, opacity: float = 1.0, width: int = 9) -> None:
        self._add(x, mode="lines", line={"color": self.colour, "width": width}, opacity=opacity)

    def dots(self, x: Iterable[float], *, symbol: str = "circle", opacity: float = 1.0, size: int = 12) -> None:
        outline = {"width": 2.5 if "open" in symbol else 0, "color": self.colour}
        self._add(
            x,
            mode="markers",
            opacity=opacity,
            cliponaxis=False,
            marker={"color": self.colour, "size": size, "symbol": symbol, "line": outline},
        )

    def rings(self, x: Iterable[float]) -> None:
        """Draw open circles, filled with paper so that they show on a bar."""
        self._add(
            x,
            mode="markers",
            cliponaxis=False,
            marker={"color": PAPER, "size": 9, "line": {"width": 2, "color": self.colour}},
        )

    def _add(self, x: Iterable[float], **how: Any) -> None:
        xs = list(x)
        self.traces.append(
            {"type": "scatter", "x": xs, "y": [self.place] * len(xs), "hovertemplate": self.hover, **how}
        )


def _draw(row: Row, place: float, scale: _Scale) -> list[Trace]:
    traces: list[Trace] = []
    hover = f"{row.hover or f'{row.label}<br>{row.text}'}<extra></extra>"
    pen = _Pen(traces, place, COLOURS.get(row.colour, row.colour), hover)
    for span in [(row.low, row.high), *row.others]:
        _span(pen, span, scale, row.tail)
    if row.second:
        _second(_Pen(traces, place, COLOURS.get(row.second_colour, row.second_colour), hover), row.second, scale)
    if row.marks:
        _Pen(traces, place, INK, hover).dots(row.marks, symbol="line-ns-open", size=8)
    if row.hollow:
        pen.rings(row.hollow)
    return traces


def _span(pen: _Pen, span: Span, scale: _Scale, tail: float | None) -> None:
    low, high = (None if end is None else scale.within(end) for end in span)
    if low is not None and high is not None:
        pen.dots([(low + high) / 2]) if scale.is_point(low, high) else pen.line([low, high])
    elif low is not None:
        _open_span(pen, low, scale.beyond(low, scale.high, tail), "triangle-right")
    elif high is not None:
        _open_span(pen, high, max(scale.low, scale.beyond(high, scale.low, tail)), "triangle-left")


def _open_span(pen: _Pen, known: float, edge: float, arrow: str) -> None:
    """Draw an interval with an open end: faded to the edge, with an arrow there and a stroke at the end that is known."""
    pen.line([known, edge], opacity=0.3)
    pen.dots([edge], symbol=arrow, opacity=0.75)
    pen.dots([known], symbol="line-ns-open", size=8)


def _second(pen: _Pen, span: Span, scale: _Scale) -> None:
    """Draw an interval of another kind, told apart also without colour: thin, with diamonds at the ends that are known."""
    low, high = span
    ends = [scale.low if low is None else low, scale.high if high is None else high]
    pen.line(ends, width=3, opacity=0.4 if None in span else 1.0)
    pen.dots(sorted({end for end in span if end is not None}), symbol="diamond", size=10)
