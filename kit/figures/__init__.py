"""Figures: a frame of a measure in, a Plotly figure out. One file a figure, named as its measure.

A figure that draws only some rows of its frame says which: its module has `drawn(frame) -> frame`, which it also draws from. Every figure
carries its name, its language and the numbers it draws (`name`, `lang`, `data` in `layout.meta`, the last as CSV) to where it is shown.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from kit.errors import NotFound
from kit.frames import flat

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go
    import polars as pl

NAMES = tuple(
    sorted(item.name for item in iter_modules(__path__) if item.name != "style" and not item.name.startswith("_"))
)
"""Every figure, by the name of its measure."""


def plotter(name: str) -> Callable[..., go.Figure]:
    """Give `plot_<name>`, whose figures carry their numbers. Raises NotFound for a name that is no figure."""
    plot = getattr(_module(name), f"plot_{name}")

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
    select: Callable[[pl.DataFrame], pl.DataFrame] = getattr(_module(name), "drawn", lambda whole: whole)
    return select(frame)


def said(name: str, frame: pl.DataFrame, lang: str = "en") -> str:
    """Give the sentence that stands for a figure which has nothing to draw; empty where there is nothing to say either."""
    tell: Callable[[pl.DataFrame, str], str] = getattr(_module(name), "said", lambda _frame, _lang: "")
    return tell(frame, lang)


def as_csv(frame: pl.DataFrame) -> str:
    """Write a frame as CSV: a row a line, sources as their identifiers, times in UTC."""
    return flat(frame).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ")


def _module(name: str) -> Any:
    if name not in NAMES:
        what = "figure"
        raise NotFound(what, name, NAMES)
    return import_module(f"kit.figures.{name}")
