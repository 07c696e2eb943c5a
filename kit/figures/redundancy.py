"""Hours down in a year of each strategy, by each definition of hours down, and the fault that none of them escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures._time_axis import time_ticks
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures.rows import Redundancy
from kit.text import words
from kit.text.caption import Caption, cite, duration

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from kit.text import Words

LEAST_HOURS = 0.02  # a year; the axis begins here
_COLOURS = {"one_cloud": "unknown", "own_data_centre": "third", "own_and_cloud": "third"}


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out the rows that count two clouds as if they failed independently, where the observed overlap is given too."""
    return frame.filter((pl.col("overlap").fill_null("") != "if_independent") | (pl.col("strategy") == "own_and_cloud"))


@draws(labels=("definition", "strategy"), rows=drawn, units={"avoided": "hours", "what_if": "hours"})
def plot_redundancy(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the strategies of `kit.redundancy`, under a heading for each definition where there are several. Raises NothingToDraw.

    Of the two ways to count overlap the observed one is drawn; the note gives the other.
    """
    say = words(lang)
    rows = rows_of(drawn(frame), Redundancy)
    if not rows:
        msg = "this frame holds no strategy: there is no redundancy to draw"
        raise NothingToDraw(msg)
    ends = [end for row in rows for end in (row["hours_down_high"], row["what_if_high"]) if end]
    limits = (LEAST_HOURS, max(ends, default=100.0) * 1.5)
    figure = interval_rows(
        _rows(say, rows),
        axis=time_ticks(say, limits, is_log=True) | {"title": {"text": say("redundancy.axis")}},
        is_log=True,
        limits=limits,
        key=_key(say, rows),
    )
    return finish(figure, _caption(say, frame, rows), plot_pixels=0)


def _rows(say: Words, rows: list[Redundancy]) -> list[Row]:
    found: list[Row] = []
    for definition in dict.fromkeys(row["definition"] for row in rows):
        found.append(Row(say(f"redundancy.definition.{definition}"), is_heading=True))
        found += [_row(say, row) for row in rows if row["definition"] == definition]
    return found + _what_if(say, rows[0])


def _row(say: Words, row: Redundancy) -> Row:
    hours = duration(say, row["hours_down_low"], row["hours_down_high"])
    text = (
        hours
        if row["strategy"] == "one_cloud"
        else f"{hours} · {cost(say, row['cost_factor_low'], row['cost_factor_high'])}"
    )
    return Row(
        say(f"redundancy.strategy.{row['strategy']}"),
        row["hours_down_low"],
        row["hours_down_high"],
        text,
        _COLOURS.get(row["strategy"], "main"),
    )


def _what_if(say: Words, row: Redundancy) -> list[Row]:
    low, high = row["what_if_low"], row["what_if_high"]
    hours = say("redundancy.what_if_open") if high is None else duration(say, low, high)
    return [
        Row(say("redundancy.what_if"), is_heading=True),
        Row(say("redundancy.every"), None if high is None else low, high, hours, "second"),
    ]


def cost(say: Words, low: float | None, high: float | None) -> str:
    """Write a cost factor: 1.5 to 8 times the cost of one cloud, or that no source prices it."""
    if low is None and high is None:
        return say("redundancy.no_cost")
    return say("redundancy.cost", n=say.span(*(None if end is None else say.number(end, 2) for end in (low, high))))


def _key(say: Words, rows: list[Redundancy]) -> list[tuple[str, str]]:
    colours = dict.fromkeys(_COLOURS.get(row["strategy"], "main") for row in rows)
    struck = ["second"] if rows[0]["what_if_high"] is not None else []
    return [(colour, f"▬ {say(f'redundancy.key.{colour}')}") for colour in (*colours, *struck)]


def _caption(say: Words, frame: pl.DataFrame, rows: list[Redundancy]) -> Caption:
    title = _title(say, rows)
    return Caption(
        title,
        say("redundancy.subtitle"),
        _note(say, frame),
        cite(say, frame),
        say("redundancy.alt", title=title, n=say.number(len(rows))),
    )


def _title(say: Words, rows: list[Redundancy]) -> str:
    """State the largest share of one cloud's hours that a second cloud can leave, or that nothing bounds it; neutral where either is missing."""
    highest = {(row["definition"], row["strategy"]): row["hours_down_high"] for row in rows}
    shares = [
        hours / highest[definition, "one_cloud"]
        for (definition, strategy), hours in highest.items()
        if strategy == "two_clouds" and hours and highest.get((definition, "one_cloud"))
    ]
    if not shares:
        return say("redundancy.title.neutral")
    if max(shares) >= 1:
        return say("redundancy.title.open")
    return say("redundancy.title.second", share=say.percent(max(shares)))


def _note(say: Words, frame: pl.DataFrame) -> str:
    parts = [say("redundancy.note.assumptions")]
    if frame["definition"].n_unique() > 1:
        parts.append(say("redundancy.note.definitions"))
    ends = [
        frame.filter(strategy="two_clouds", overlap=overlap)["hours_down_high"].max()
        for overlap in ("as_observed", "if_independent")
    ]
    if not frame.filter(strategy="stand_in").is_empty():
        parts.append(say("redundancy.note.stand_in"))
    if ends[0] == frame.filter(strategy="one_cloud")["hours_down_high"].max():
        parts.append(say("redundancy.note.move"))
    elif all(isinstance(end, float) for end in ends):
        observed, independent = (duration(say, end, end) for end in ends if isinstance(end, float))
        parts.append(say("redundancy.note.overlap", observed=observed, independent=independent))
    return " ".join(parts)
