"""What makes a function a figure: `@draws` says which rows it draws, and what these rows and their numbers are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import plotly.graph_objects as go
    import polars as pl

Plot = TypeVar("Plot", bound="Callable[..., go.Figure]")


def whole(frame: pl.DataFrame) -> pl.DataFrame:
    """Give all rows: what a figure draws that leaves none out."""
    return frame


def unsaid(frame: pl.DataFrame, lang: str) -> str:  # noqa: ARG001
    """Say nothing: what a figure without a sentence has for a frame that it cannot draw."""
    return ""


@dataclass(frozen=True)
class Record:
    """A figure: what draws it, and everything that is said about its rows beside the picture.

    `rows` gives those rows of a frame that are drawn. `labels` are the columns that name a row, and `keys` numbers that do so too and are no
    findings. `units` gives the unit of a number by its column without `_low`, where the name of the column does not tell it: a unit, or the
    columns of the row that hold it, the first filled one counting. `is_question` marks a figure that answers a question about every outage,
    so that a page says where the data cannot. `sentence` says what there is to say where too little is there to draw.
    """

    name: str
    plot: Callable[..., go.Figure]
    labels: tuple[str, ...]
    rows: Callable[[pl.DataFrame], pl.DataFrame] = whole
    keys: tuple[str, ...] = ()
    units: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    is_question: bool = False
    sentence: Callable[[pl.DataFrame, str], str] = unsaid


RECORDS: dict[str, Record] = {}
"""The figures that have been imported, by name."""


def draws(  # noqa: PLR0913 -- the fields of a record
    *,
    labels: tuple[str, ...],
    rows: Callable[[pl.DataFrame], pl.DataFrame] = whole,
    keys: tuple[str, ...] = (),
    units: Mapping[str, str | tuple[str, ...]] | None = None,
    is_question: bool = False,
    sentence: Callable[[pl.DataFrame, str], str] = unsaid,
) -> Callable[[Plot], Plot]:
    """Register `plot_<name>` as the figure of the measure of that name (see `Record`)."""

    def registered(plot: Plot) -> Plot:
        name = plot.__name__.removeprefix("plot_")
        RECORDS[name] = Record(name, plot, labels, rows, keys, units or {}, is_question, sentence)
        return plot

    return registered
