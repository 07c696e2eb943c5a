"""What was down together: hours shared by two providers or components, as a multiple of what chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.errors import NothingToDraw
from kit.estimators.co_occurrence import LEAST_SHIFTS
from kit.figures._record import draws
from kit.figures._reports import PROVIDERS, demand_rows, joined, left_out, source
from kit.figures._rows import Row, interval_rows
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures.rows import CoOccurrence
from kit.text import words
from kit.text.caption import Caption

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from kit.text import Words

MOST_PAIRS = 15
LEAST = 0.1
"""Of what chance gives: the left edge of the logarithmic axis."""

_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
CLEAR = 0.05
"""The adjusted p-value below which a pair counts as more than chance."""


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs that the figure draws: those tested, the least likely by chance first."""
    return frame.filter(pl.col("p_value").is_not_null()).head(MOST_PAIRS)


@draws(labels=PROVIDERS, rows=drawn)
def plot_co_occurrence(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw each pair's hours together against the band of chance, the least likely first. Raises NothingToDraw where no pair could be tested."""
    say = words(lang)
    demand_rows(frame)
    rows = rows_of(drawn(frame), CoOccurrence)
    if not rows:
        msg = (
            f"no two of these histories have incidents in {LEAST_SHIFTS + 1} whole weeks or more in which both were watched, so there is no "
            "co-occurrence to draw; load longer histories"
        )
        raise NothingToDraw(msg)
    top = max(2.0, *(max(_times(row, row["both_hours"]), _times(row, row["chance_high_hours"])) for row in rows)) * 1.3
    ticks = [tick for tick in _TICKS if tick <= top]
    axis = {
        "tickvals": ticks,
        "ticktext": [say.number(tick, 1) for tick in ticks],
        "title": {"text": say("co_occurrence.axis")},
    }
    figure = interval_rows(
        [_row(say, row) for row in rows], axis=axis, is_log=True, limits=(LEAST, top), key=_key(say, rows)
    )
    return finish(figure, _caption(say, frame, rows), plot_pixels=0)


def _times(row: CoOccurrence, hours: float) -> float:
    """Give hours as a multiple of those by chance, not below the left edge of the axis; there too where chance gives none."""
    return max(LEAST, float(hours / row["chance_hours"])) if row["chance_hours"] else LEAST


def _is_clear(row: CoOccurrence) -> bool:
    return bool(row["p_adjusted"] < CLEAR)


def _row(say: Words, row: CoOccurrence) -> Row:
    seen = _times(row, row["both_hours"])
    return Row(
        _pair(say, row),
        _times(row, row["chance_low_hours"]),
        _times(row, row["chance_high_hours"]),
        _text(say, row),
        "unknown",
        second=(seen, seen),
        second_colour="second" if _is_clear(row) else "main",
    )


def _pair(say: Words, row: CoOccurrence) -> str:
    a, b = _names(row)
    return say("co_occurrence.pair", a=a, b=b)


def _names(row: CoOccurrence) -> tuple[str, str]:
    return (
        (row["component"], row["other_component"])
        if row["by"] == "component"
        else (row["provider"], row["other_provider"])
    )


def _text(say: Words, row: CoOccurrence) -> str:
    key = "co_occurrence.row_shared" if row["shared_reports"] else "co_occurrence.row"
    both, chance = (
        _hours(say, row[name], max(row["both_hours"], row["chance_hours"])) for name in ("both_hours", "chance_hours")
    )
    return say(key, both=both, chance=chance, p=_p(say, row), n=say.number(row["shared_reports"]))


def _hours(say: Words, hours: float, longest: float) -> str:
    """Write hours in the unit of the longer of two, so that they compare."""
    return say("unit.minutes", n=say.number(hours * 60)) if longest < 2 else say("unit.hours", n=say.number(hours, 1))


def _p(say: Words, row: CoOccurrence) -> str:
    return say("co_occurrence.p", n=say.number(row["p_value"], 3 if row["p_value"] < 0.1 else 2))


def _key(say: Words, rows: list[CoOccurrence]) -> list[tuple[str, str]]:
    seen = {"second" if _is_clear(row) else "main" for row in rows}
    names = {"main": "key_seen", "second": "key_more"}
    return [
        ("unknown", say("co_occurrence.key_chance")),
        *((colour, say(f"co_occurrence.{key}")) for colour, key in names.items() if colour in seen),
    ]


def _caption(say: Words, frame: pl.DataFrame, rows: list[CoOccurrence]) -> Caption:
    tested = frame.filter(pl.col("p_value").is_not_null())
    title = _title(say, tested)
    left, untested = tested.height - len(rows), frame.height - tested.height
    note = joined(
        say("co_occurrence.note"),
        say("co_occurrence.left", n=say.number(left)) if left else "",
        say("co_occurrence.untested", n=say.number(untested), weeks=say.number(LEAST_SHIFTS + 1)) if untested else "",
        left_out(say, rows[:1]),
    )
    providers = [name for row in rows for name in (row["provider"], row["other_provider"])]
    return Caption(
        title=title,
        subtitle=say("co_occurrence.subtitle"),
        note=note,
        source=source(say, providers),
        alt=say("co_occurrence.alt", n=say.number(len(rows)), title=title),
    )


def _title(say: Words, tested: pl.DataFrame) -> str:
    by, clear = tested["by"][0], tested.filter(pl.col("p_adjusted") < CLEAR).height
    if clear:
        return say(f"co_occurrence.title_some_{by}", n=say.number(clear), m=say.number(tested.height))
    if tested.height == 1:
        a, b = _names(rows_of(tested, CoOccurrence)[0])
        return say("co_occurrence.title_one_provider", a=a, b=b)
    return say(f"co_occurrence.title_none_{by}")
