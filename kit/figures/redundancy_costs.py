"""What redundancy is said to cost, each number as a factor of what its own source compares it with, by kind of statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.redundancy import cost
from kit.figures.style import INK, finish
from kit.frames import rows_of
from kit.measures.rows import RedundancyCosts
from kit.text import words
from kit.text.caption import Caption, cite

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

STRATEGIES = ("zones", "two_regions", "two_clouds", "stand_in", "own_data_centre")
"""Strategies that sources price, in the order in which they are drawn."""

_COLOURS = {"model": "main", "survey": "third", "case": "fourth", "opinion": "second"}
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)


@draws(labels=("strategy", "kind", "scope"))
def plot_redundancy_costs(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw each published cost factor under its strategy, coloured by kind of statement. Raises NothingToDraw."""
    say = words(lang)
    if frame.is_empty():
        msg = "no source prices redundancy: there are no costs to draw"
        raise NothingToDraw(msg)
    ends = [end for name in ("low", "high") for end in frame[name].drop_nulls().to_list()]
    limits = (min(ends) / 1.5, max(ends) * 1.5)
    figure = interval_rows(_rows(say, frame), axis=_axis(say, limits), is_log=True, limits=limits, key=_key(say, frame))
    figure.add_vline(x=1, line={"color": INK, "width": 1.5, "dash": "dot"}, layer="below")
    return finish(figure, _caption(say, frame), plot_pixels=0)


def _rows(say: Words, frame: pl.DataFrame) -> list[Row]:
    rows: list[Row] = []
    for strategy in STRATEGIES:
        priced = rows_of(frame.filter(strategy=strategy), RedundancyCosts)
        rows += [Row(say(f"redundancy.strategy.{strategy}"), is_heading=True)] if priced else []
        rows += [_row(say, row) for row in priced]
    return rows


def _row(say: Words, row: RedundancyCosts) -> Row:
    label, kind = say.name(row, "scope"), row["kind"]
    text = f"{cost(say, row['low'], row['high'])} · {say(f'redundancy_costs.kind.{kind}')}"
    return Row(label[:1].upper() + label[1:], row["low"], row["high"], text, _COLOURS[kind])


def _axis(say: Words, limits: tuple[float, float]) -> dict[str, Any]:
    values = [tick for tick in _TICKS if limits[0] <= tick <= limits[1]]
    return {"tickvals": values, "ticktext": [say("redundancy_costs.times", n=say.number(value, 1)) for value in values]}


def _key(say: Words, frame: pl.DataFrame) -> list[tuple[str, str]]:
    kinds = set(frame["kind"].to_list())
    return [(colour, f"▬ {say(f'redundancy_costs.kind.{kind}')}") for kind, colour in _COLOURS.items() if kind in kinds]


def _caption(say: Words, frame: pl.DataFrame) -> Caption:
    title, n = _title(say, frame), say.number(frame.height)
    return Caption(
        title,
        say("redundancy_costs.subtitle"),
        say("redundancy_costs.note"),
        cite(say, frame),
        say("redundancy_costs.alt", title=title, n=n),
    )


def _title(say: Words, frame: pl.DataFrame) -> str:
    """Count the statements that are opinion against those of a model; neutral where there is neither."""
    counts = {kind: frame.filter(kind=kind).height for kind in _COLOURS}
    if not (counts["opinion"] and counts["model"]):
        return say("redundancy_costs.title.neutral")
    return say(
        "redundancy_costs.title.opinion",
        n=say.number(frame.height),
        **{kind: say.number(count) for kind, count in counts.items()},
    )
