"""The rows of intervals that most figures are made of: a label and a value, and under them the interval on a common axis.

The label stands above its row, not beside it, so that a figure reads the same on a phone and on a page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from kit.figures.style import COLOURS, INK, NARROW, PAPER, QUIET, annotate, columns, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kit.figures.style import Note

Span = tuple[float | None, float | None]
"""An interval in data units; None is an open end."""

Trace = dict[str, Any]
"""A trace as Plotly takes it."""

ROW_PIXELS = 36  # of a row whose label takes one line
_LINE = 0.46  # of a row, that each further line of its label takes
_POINT = 0.012  # of the axis: a shorter interval is drawn as a dot, or it would vanish
_TOP_AXIS_FROM = 14  # rows: a longer chart repeats the numbers of its axis above


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
    figure, scale = go.Figure(), _Scale(*limits, is_log)
    above = _top_axis(axis, is_log=is_log) if len(rows) > _TOP_AXIS_FROM else []
    annotate(figure, [*row_labels(rows), *row_key(rows, key), *above])
    places = zip(rows, row_places(rows), strict=True)
    drawn = [trace for row, place in places if not row.is_heading for trace in _draw(row, place, scale)]
    figure.add_traces(drawn)  # at once: one by one Plotly checks each of them twice
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
    if not lines:
        return []
    return [
        {
            "name": "key",
            "text": "<br>".join(lines),
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
