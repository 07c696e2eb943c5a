"""Figures: a frame of a measure in, a Plotly figure out. One file a figure, named as its measure.

`@draws` in that file says all there is to say about the figure. Every figure carries its name, its language and the numbers it draws (`name`,
`lang`, `data` in `layout.meta`, the last as CSV) to where it is shown.
"""

from __future__ import annotations

from functools import cache, wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from kit.errors import KitError, NotFound
from kit.figures._record import RECORDS, Record
from kit.frames import as_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go
    import polars as pl

__all__ = ["NAMES", "Record", "draw", "drawn", "plotter", "record", "said"]

NAMES = tuple(
    sorted(item.name for item in iter_modules(__path__) if item.name != "style" and not item.name.startswith("_"))
)
"""Every figure, by the name of its measure."""


@cache
def plotter(name: str) -> Callable[..., go.Figure]:
    """Give `plot_<name>`, whose figures carry their numbers. Raises NotFound for a name that is no figure."""
    plot = record(name).plot

    @wraps(plot)
    def carrying(frame: pl.DataFrame, lang: str = "en", **options: Any) -> go.Figure:
        figure: go.Figure = plot(frame, lang, **options)
        data = as_csv(drawn(name, frame))
        figure.layout.meta = {**(figure.layout.meta or {}), "name": name, "lang": lang, "data": data}
        return figure

    return carrying


def draw(name: str, frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw a figure by its name. Raises NotFound, and NothingToDraw for a frame that holds nothing that the figure shows."""
    return plotter(name)(frame, lang)


def drawn(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of a frame that a figure draws."""
    return record(name).rows(frame)


def said(name: str, frame: pl.DataFrame, lang: str = "en") -> str:
    """Give the sentence that stands for a figure which has nothing to draw; empty where there is nothing to say either."""
    return record(name).sentence(frame, lang)


def record(name: str) -> Record:
    """Give what a figure says of itself. Raises NotFound."""
    if name not in NAMES:
        what = "figure"
        raise NotFound(what, name, NAMES)
    import_module(f"kit.figures.{name}")
    if name not in RECORDS:
        msg = f"kit/figures/{name}.py registers no figure: put @draws(...) above its function plot_{name}"
        raise KitError(msg)
    return RECORDS[name]
