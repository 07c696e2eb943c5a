"""How many were hit, as counted: every published number of victims with its scope, never added."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import Victims
from kit.text import words
from kit.text.bounds import counted, victims
from kit.text.caption import Caption, badge, capital, cite, one_outage, said_by
from kit.text.statement import unit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

_FEW = 3  # numbers below which a sentence says it better
_MOST_TICKS = 5


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that the figure draws: each number of a scope once, a count of nobody left out."""
    seen: set[tuple[Any, ...]] = set()
    places = []
    for place, row in enumerate(rows_of(frame, Victims)):
        key = (row["counted"], row["scope"], row["low"], row["high"])
        if key not in seen and (row["low"] or row["high"]):
            places.append(place)
        seen.add(key)
    return frame[places]


def said(frame: pl.DataFrame, lang: str = "en") -> str:
    """Say in sentences what there is to say where it is too little to draw."""
    say, rows = words(lang), rows_of(drawn(frame), Victims)
    if not rows or len(rows) >= _FEW:
        return ""
    return " ".join(
        capital(say("victims.sentence", number=victims(say, row, row["counted"]), by=said_by(say, row))) for row in rows
    )


@draws(labels=("scope",), rows=drawn, units={"low": ("counted",), "out_of": ("counted",)}, sentence=said)
def plot_victims(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw each published count of victims by what was counted, open ends open, on a logarithmic axis.

    Takes the frame of `kit.victims` for one outage. Raises NothingToDraw where there are fewer than three numbers.
    """
    say, rows = words(lang), rows_of(drawn(frame), Victims)
    if len(rows) < _FEW:
        msg = "fewer than three counts of victims are published, so there is nothing to draw"
        raise NothingToDraw(msg)
    first = one_outage(frame, "victims")
    limits = _limits(rows)
    figure = interval_rows(_rows(say, rows), axis=_axis(say, limits), is_log=True, limits=limits)
    shown = drawn(frame)
    title = _title(say, rows)
    caption = Caption(
        title,
        say("victims.subtitle", outage=say.name(first, "outage")),
        say("victims.note"),
        cite(say, shown),
        say("victims.alt", title=title, n=say.number(len(rows))),
        badge(say, shown),
    )
    return finish(figure, caption, plot_pixels=0)


def _limits(rows: Sequence[Victims]) -> tuple[float, float]:
    ends = [end for row in rows for end in (row["low"], row["high"]) if end]
    return min(ends) / 2, max(ends) * 2


def _axis(say: Words, limits: tuple[float, float]) -> dict[str, Any]:
    first, last = math.ceil(math.log10(limits[0])), math.floor(math.log10(limits[1]))
    values = [10.0**power for power in range(first, last + 1, max(1, math.ceil((last - first + 1) / _MOST_TICKS)))]
    return {
        "tickvals": values,
        "ticktext": [say.large(value) for value in values],
        "title": {"text": say("victims.axis")},
    }


def _rows(say: Words, rows: Sequence[Victims]) -> list[Row]:
    listed: list[Row] = []
    for unit, group in groupby(rows, key=lambda row: row["counted"]):
        listed.append(Row(capital(say("victims.counted", unit=unit_name(say, unit))), is_heading=True))
        listed += [_row(say, row) for row in group]
    return listed


def _row(say: Words, row: Victims) -> Row:
    parts = [counted(say, row, row["counted"])]
    if row["out_of_low"] is not None:
        parts.append(say("victims.of", n=say.large(row["out_of_low"])))
    return Row(capital(_scope(say, row)), row["low"], row["high"], " · ".join([*parts, said_by(say, row)]))


def _scope(say: Words, row: Victims) -> str:
    return say.name(row, "scope") or say.name(row, "entity")


def _title(say: Words, rows: Sequence[Victims]) -> str:
    """Take the headline count; neutral where none speaks for the whole."""
    answer = answers.hit(rows)
    if answer is None:
        return say("victims.title_neutral")
    return say("victims.title", number=victims(say, answer.row, answer.unit))
