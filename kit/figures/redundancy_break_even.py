"""From which cost of an hour a second site pays for itself, for a small and a large firm, beside what an hour is said to cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures.rows import RedundancyBreakEven
from kit.text import words
from kit.text.caption import Caption, cite

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

_COLOURS = {"pays": "third", "open": "main", "does_not_pay": "second"}


@draws(
    labels=("firm", "definition", "strategy"),
    units={"avoided": "hours", "extra_cost": "USD", "break_even": "USD", "downtime_cost": "USD"},
)
def plot_redundancy_break_even(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the break-even cost of an hour of each strategy, and the cited cost of an hour as a thin line. Raises NothingToDraw."""
    say = words(lang)
    if frame.is_empty():
        msg = "this frame holds no strategy with a cost: there is no break-even to draw"
        raise NothingToDraw(msg)
    limits = _limits(frame)
    figure = interval_rows(_rows(say, frame), axis=_axis(say, limits), is_log=True, limits=limits, key=_key(say, frame))
    return finish(figure, _caption(say, frame), plot_pixels=0)


def _limits(frame: pl.DataFrame) -> tuple[float, float]:
    names = ("break_even_low", "break_even_high", "downtime_cost_low", "downtime_cost_high")
    ends = [end for name in names for end in frame[name].drop_nulls().to_list() if end > 0]
    return max(0.1, min(ends, default=1.0) / 2), max(ends, default=1e6) * 2


def _rows(say: Words, frame: pl.DataFrame) -> list[Row]:
    rows: list[Row] = []
    for firm, definition in frame.select("firm", "definition").unique(maintain_order=True).rows():
        named = say(f"redundancy.definition.{definition}")
        rows.append(
            Row(f"{say(f'redundancy_break_even.firm.{firm}')} · {named[:1].lower()}{named[1:]}", is_heading=True)
        )
        rows += [_row(say, row) for row in rows_of(frame.filter(firm=firm, definition=definition), RedundancyBreakEven)]
    return rows


def _row(say: Words, row: RedundancyBreakEven) -> Row:
    low, high = row["break_even_low"], row["break_even_high"]
    is_cheaper = row["extra_cost_high"] is not None and row["extra_cost_high"] < 0
    parts = [] if low is None and high is None else [say("redundancy_break_even.from", span=_money(say, low, high))]
    parts.append(
        say("redundancy_break_even.cheaper" if is_cheaper else f"redundancy_break_even.answer.{row['answer']}")
    )
    hour = (row["downtime_cost_low"], row["downtime_cost_high"])
    return Row(
        say(f"redundancy.strategy.{row['strategy']}"),
        low,
        high,
        " · ".join(parts),
        _COLOURS[row["answer"]],
        second=hour,
        second_colour="unknown",
    )


def _money(say: Words, low: float | None, high: float | None) -> str:
    return say.span(*(None if end is None else say.money(_rounded(end), "USD") for end in (low, high)))


def _rounded(value: float) -> float:
    """Keep two significant digits: the bounds are no finer."""
    return round(value, 1 - math.floor(math.log10(abs(value)))) if value else 0.0


def _axis(say: Words, limits: tuple[float, float]) -> dict[str, Any]:
    first, last = math.ceil(math.log10(limits[0])), math.floor(math.log10(limits[1]))
    values = [10.0**power for power in range(first, last + 1, max(1, math.ceil((last - first + 1) / 5)))]
    return {"tickvals": values, "ticktext": [say.money(value, "USD") for value in values]}


def _key(say: Words, frame: pl.DataFrame) -> list[tuple[str, str]]:
    answers = set(frame["answer"].to_list())
    key = [
        (colour, f"▬ {say(f'redundancy_break_even.key.{answer}')}")
        for answer, colour in _COLOURS.items()
        if answer in answers
    ]
    return [*key, ("unknown", f"◆ {say('redundancy_break_even.key.hour')}")]


def _caption(say: Words, frame: pl.DataFrame) -> Caption:
    title, n = _title(say, frame), say.number(frame.height)
    return Caption(
        title,
        say("redundancy_break_even.subtitle"),
        say("redundancy_break_even.note"),
        cite(say, frame),
        say("redundancy_break_even.alt", title=title, n=n),
    )


def _title(say: Words, frame: pl.DataFrame) -> str:
    """Name the one strategy that pays at every bound for every firm, or say that none or several do."""
    always = [
        strategy
        for strategy in frame["strategy"].unique(maintain_order=True).to_list()
        if (frame.filter(strategy=strategy)["answer"] == "pays").all()
    ]
    if len(always) == 1:
        return say("redundancy_break_even.title.one", strategy=say(f"redundancy.strategy.{always[0]}"))
    return say(
        "redundancy_break_even.title.several" if always else "redundancy_break_even.title.none",
        n=say.number(len(always)),
    )
