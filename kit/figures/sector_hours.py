"""Sector by hour since the onset: how many entities were down for certain, how many more may have been, and of how many nobody says more."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import polars as pl

from kit.figures._record import draws
from kit.figures._rows import Row, row_key, row_labels, row_places, size_rows
from kit.figures.style import COLOURS, QUIET, Caption, Note, annotate, badge, cite, finish, one_outage
from kit.frames import rows_of
from kit.measures.rows import SectorHours
from kit.text import words

if TYPE_CHECKING:
    from kit.text import Words
    from kit.text.caption import OfOutage

HOURS = (1, 2, 3, 4, 6, 12, 24, 48, 72, 120, 168)
"""Hours since the onset that are drawn: a column each, closer together at the beginning, where most happens."""

_TALL, _FOOT = 0.45, -0.32  # of a row: height of a full bar, and where it stands
_WIDE = 0.86  # of a column


@dataclass(frozen=True)
class _Part:
    """One part of a bar, from the bottom: its name, and how it is told apart in colour and in grey print."""

    name: str
    colour: str
    fill: str
    pattern: str = ""

    def count(self, cell: SectorHours) -> int:
        """Give how many entities of a sector are in this part at an hour."""
        low, high, silent = cell["down_low"], cell["down_high"], cell["no_word"]
        return int(
            {"certain": low, "possible": high - low - silent, "no_word": silent, "back": cell["entities_hit"] - high}[
                self.name
            ]
        )


_PARTS = (
    _Part("certain", COLOURS["main"], COLOURS["main"]),
    _Part("possible", COLOURS["main"], "#b9d3e6", "/"),
    _Part("no_word", COLOURS["unknown"], "#e3e3e3"),
    _Part("back", "#d9d9d9", "#ffffff"),
)


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the hours that are drawn, up to the first after which nothing changes, of the sectors in the order of the measure."""
    if frame.is_empty():
        return frame
    changes = (frame["down_low"] > 0) | (frame["down_high"] > frame["no_word"])
    last = max(frame.filter(changes)["hour"].to_list(), default=HOURS[0])
    kept = [hour for place, hour in enumerate(HOURS) if place == 0 or HOURS[place - 1] <= last]
    return frame.filter(pl.col("hour").is_in(kept))


@draws(labels=("sector_name", "hour"), rows=drawn, keys=("hour",))
def plot_sector_hours(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw for each sector and hour a bar as high as the sector, filled up to how many were down.

    Takes the frame of `kit.sector_hours` for one outage. Raises NothingToDraw for an empty frame.
    """
    say, first = words(lang), one_outage(frame, "sector_hours")
    shown = drawn(frame)
    sectors = [list(cells) for _, cells in groupby(rows_of(shown, SectorHours), key=lambda cell: cell["sector"])]
    rows = [Row(say.name(cells[0], "sector_name"), text=_value(say, cells)) for cells in sectors]
    figure, places = go.Figure(), row_places(rows)
    hours = [say.number(cell["hour"]) for cell in sectors[0]]
    annotate(figure, [*row_labels(rows), *_top_axis(hours), *row_key(rows, _key(say))])
    for part in _PARTS:
        figure.add_trace(_bars(say, part, sectors, places))
    _axis(figure, say, hours)
    size_rows(figure, rows, _key(say))
    return finish(figure, _caption(say, shown, first, len(sectors)), plot_pixels=0)


def _value(say: Words, cells: list[SectorHours]) -> str:
    most = max(cells, key=lambda cell: cell["down_low"])
    hit = say("sector_hours.hit", n=say.number(most["entities_hit"]))
    if not most["down_low"]:
        return hit
    return f"{hit} · {say('sector_hours.most', n=say.number(most['down_low']), hour=say.number(most['hour']))}"


def _bars(say: Words, part: _Part, sectors: list[list[SectorHours]], places: list[float]) -> go.Bar:
    xs, heights, bases, hovers = [], [], [], []
    for cells, place in zip(sectors, places, strict=True):
        for column, cell in enumerate(cells):
            below = sum(other.count(cell) for other in _PARTS[: _PARTS.index(part)])
            xs.append(column)
            heights.append(_TALL * part.count(cell) / cell["entities_hit"])
            bases.append(place + _FOOT + _TALL * below / cell["entities_hit"])
            hovers.append(_hover(say, cell))
    return go.Bar(
        x=xs,
        y=heights,
        base=bases,
        width=_WIDE,
        customdata=hovers,
        hovertemplate="%{customdata}<extra></extra>",
        name=say(f"sector_hours.{part.name}"),
        marker={
            "color": part.fill,
            "line": {"color": part.colour, "width": 0.6},
            "pattern": {
                "shape": part.pattern,
                "fgcolor": part.colour,
                "size": 6,
                "solidity": 0.2,
                "fillmode": "overlay",
            },
        },
    )


def _hover(say: Words, cell: SectorHours) -> str:
    span = say.span(say.number(cell["down_low"]), say.number(cell["down_high"]))
    return say(
        "sector_hours.hover",
        sector=say.name(cell, "sector_name"),
        hour=say.number(cell["hour"]),
        span=span,
        n=say.number(cell["entities_hit"]),
    )


def _axis(figure: go.Figure, say: Words, hours: list[str]) -> None:
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=list(range(len(hours))),
        ticktext=hours,
        tickangle=0,
        tickfont={"size": 11},
        range=[-0.55, len(hours) - 0.45],
        fixedrange=True,
        showgrid=False,
        title={"text": say("sector_hours.axis")},
    )


def _top_axis(hours: list[str]) -> list[Note]:
    """Name the columns above too, as the chart is long."""
    return [
        {
            "text": hour,
            "x": column,
            "y": 1,
            "xref": "x",
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "font": {"size": 11, "color": QUIET},
        }
        for column, hour in enumerate(hours)
    ]


def _key(say: Words) -> list[tuple[str, str]]:
    signs = {"certain": "■", "possible": "▨", "no_word": "■", "back": "□"}
    inks = {"certain": "main", "possible": "main", "no_word": "unknown", "back": QUIET}
    return [(inks[part.name], f"{signs[part.name]} {say(f'sector_hours.{part.name}')}") for part in _PARTS]


def _caption(say: Words, frame: pl.DataFrame, first: OfOutage, sectors: int) -> Caption:
    title = _title(say, frame)
    alt = say("sector_hours.alt", title=title, n=say.number(sectors))
    return Caption(
        title,
        say("sector_hours.subtitle", outage=say.name(first, "outage")),
        say("sector_hours.note"),
        cite(say, frame),
        alt,
        badge(say, frame),
    )


def _title(say: Words, frame: pl.DataFrame) -> str:
    """Give the hour at which the most were down for certain, and how many may have been; neutral where none was for certain."""
    totals = (
        frame.group_by("hour")
        .agg(pl.col("down_low", "down_high", "entities_hit").sum())
        .sort("down_low", "hour", descending=[True, False])
    )
    top = rows_of(totals, SectorHours)[0]  # of all sectors together: these columns only
    numbers = {
        "low": say.number(top["down_low"]),
        "high": say.number(top["down_high"]),
        "n": say.number(top["entities_hit"]),
        "hour": say.number(top["hour"]),
    }
    return say("sector_hours.title" if top["down_low"] else "sector_hours.title_neutral", **numbers)
