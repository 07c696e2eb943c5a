"""One look for every figure: template, colours, title and footer.

A figure carries its words twice: drawn (title, note and source, wrapped for a wide page) and in `layout.meta`, from which a page
sets them as text that wraps on a phone.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from kit.text.caption import Caption, badge, cite, duration, one_outage, publisher

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
    "WIDE",
    "Caption",
    "Note",
    "annotate",
    "badge",
    "balanced",
    "cite",
    "columns",
    "duration",
    "finish",
    "one_outage",
    "publisher",
    "template",
    "wrap",
]

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
_TITLE_PIXELS, _SUBTITLE_PIXELS, _NOTE_PIXELS = 24, 19, 16


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
        title=_title(heading, subtitle),
    )
    if footer:
        annotate(figure, [_footer(footer, axis_pixels)])
    return figure


def _title(heading: Sequence[str], subtitle: Sequence[str]) -> dict[str, Any]:
    return {
        "text": "<br>".join(heading),
        "x": 0,
        "xref": "paper",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 14 + _TITLE_PIXELS * (len(heading) - 1)},
        "font": {"size": 19},
        "subtitle": {"text": "<br>".join(subtitle), "font": {"size": 14, "color": QUIET}},
    }


def _footer(lines: Sequence[str], depth: int) -> Note:
    """Write note and source below the axis, so many pixels deep."""
    return {
        "name": "footer",
        "text": "<br>".join(lines),
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -depth,
        "xshift": -2,
        "showarrow": False,
        "align": "left",
        "font": {"size": 11.5, "color": QUIET},
    }


def annotate(figure: go.Figure, notes: Iterable[Note]) -> None:
    """Add annotations, as many as possible at once: with each addition Plotly checks again all that are there."""
    figure.layout.annotations = [*figure.layout.annotations, *notes]
