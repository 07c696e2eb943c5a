"""In which hour of the week incidents began: a map of seven days by 24 hours, for each clock of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

import plotly.graph_objects as go
import polars as pl

from kit.figures._record import draws
from kit.figures._reports import (
    PROVIDERS,
    demand_rows,
    joined,
    largest,
    left_out,
    one_a_provider,
    source,
    total,
    weekday,
)
from kit.figures.style import PAPER, finish
from kit.frames import rows_of
from kit.text import words
from kit.text.caption import Caption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.text import Words


class _Cell(TypedDict):
    """What is drawn of an hour of the week: the providers of the measure together."""

    zone: str
    weekday: int
    hour: int
    incidents: int | Any
    expected: float | Any
    post_only: int | Any


_Day = list[_Cell | None]
"""The rows of the hours of a day; none where nobody watched."""

MAP, HEAD = 214, 52  # pixels
DEEPEST = "#08306b"
_HOURS = (0, 6, 12, 18, 24)


@draws(labels=PROVIDERS, keys=("weekday", "hour"))
def plot_incident_pattern(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the incidents of all providers by day and hour of their beginning, the local clock first. Raises NothingToDraw for an empty frame."""
    say = words(lang)
    demand_rows(frame)
    maps = [
        _by_hour(frame.filter(pl.col("zone") == zone))
        for zone in reversed(frame["zone"].unique(maintain_order=True).to_list())
    ]
    figure, height = go.Figure(), (MAP + HEAD) * len(maps)
    for place, cells in enumerate(maps):
        top = 1 - (place * (MAP + HEAD) + HEAD) / height
        _add_map(figure, say, cells, place, (max(0.0, top - MAP / height), top))
    figure.update_layout(
        margin={"l": 20, "r": 20}, coloraxis={"colorscale": [[0, PAPER], [1, DEEPEST]], "cmin": 0, "showscale": False}
    )
    return finish(figure, _caption(say, frame, maps[0]), plot_pixels=height, axis_pixels=36)


def _by_hour(frame: pl.DataFrame) -> pl.DataFrame:
    """Sum the providers to one row an hour of the week."""
    sums = pl.col("incidents", "expected", "post_only").sum()
    return frame.group_by("zone", "weekday", "hour").agg(sums).sort("weekday", "hour")


def _add_map(figure: go.Figure, say: Words, cells: pl.DataFrame, place: int, domain: tuple[float, float]) -> None:
    known = {(row["weekday"], row["hour"]): row for row in rows_of(cells, _Cell)}
    days = [[known.get((day, hour)) for hour in range(24)] for day in range(1, 8)]
    suffix = str(place + 1) if place else ""
    _add_cells(figure, say, days, suffix)
    _add_axes(figure, say, days, suffix, domain)
    _add_head(figure, say, cells["zone"][0], domain[1])


def _add_cells(figure: go.Figure, say: Words, days: Sequence[_Day], suffix: str) -> None:
    figure.add_trace(
        go.Heatmap(
            z=[[row and row["incidents"] for row in rows] for rows in days],
            x=[hour + 0.5 for hour in range(24)],
            y=list(range(1, 8)),
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
            coloraxis="coloraxis",
            xgap=1,
            ygap=1,
            text=[[_hover(say, row) if row else "" for row in rows] for rows in days],
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _add_axes(figure: go.Figure, say: Words, days: Sequence[_Day], suffix: str, domain: tuple[float, float]) -> None:
    """Name the hours below a map, and the days beside it with the incidents that began on each."""
    names = [
        f"{weekday(say, day, 'abbreviated')} {say.number(sum(row['incidents'] for row in rows if row))}"
        for day, rows in enumerate(days, 1)
    ]
    figure.update_layout(
        {
            f"xaxis{suffix}": {
                "domain": (0, 1),
                "anchor": f"y{suffix}",
                "range": [0, 24],
                "tickvals": _HOURS,
                "fixedrange": True,
                "showgrid": False,
                "ticktext": [say("incident_pattern.hour", n=hour) for hour in _HOURS],
            },
            f"yaxis{suffix}": {
                "domain": domain,
                "anchor": f"x{suffix}",
                "range": [7.5, 0.5],
                "tickvals": list(range(1, 8)),
                "ticktext": names,
                "ticks": "",
                "fixedrange": True,
                "showgrid": False,
            },
        }
    )


def _add_head(figure: go.Figure, say: Words, zone: str, top: float) -> None:
    figure.add_annotation(
        text=f"<b>{say('incident_pattern.head', zone=zone)}</b>",
        x=0,
        xref="paper",
        y=top,
        yref="paper",
        yshift=4,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 12.5},
    )


def _hover(say: Words, row: _Cell) -> str:
    return say(
        "incident_pattern.hover",
        day=weekday(say, row["weekday"]),
        start=row["hour"],
        end=row["hour"] + 1,
        n=say.number(row["incidents"]),
        expected=say.number(row["expected"], 1),
    )


def _caption(say: Words, frame: pl.DataFrame, cells: pl.DataFrame) -> Caption:
    n = say.number(total(cells, "incidents"))
    title = say(
        "incident_pattern.title",
        share=say.percent(_weekend(cells, "incidents")),
        even=say.percent(_weekend(cells, "expected")),
    )
    note = joined(_busiest(say, cells), _posts(say, cells), left_out(say, one_a_provider(frame)))
    return Caption(
        title=title,
        subtitle=say(
            "incident_pattern.subtitle", n=n, zone=cells["zone"][0], most=say.number(largest(cells, "incidents"))
        ),
        note=note,
        source=source(say, frame["provider"]),
        alt=say("incident_pattern.alt", n=n, title=title),
    )


def _weekend(cells: pl.DataFrame, name: str) -> float:
    """Give the share of Saturday and Sunday, to a thousandth."""
    whole = total(cells, name)
    return round(total(cells.filter(pl.col("weekday") >= 6), name) / whole, 3) if whole else 0.0


def _busiest(say: Words, cells: pl.DataFrame) -> str:
    row = rows_of(cells.sort("incidents", "weekday", "hour", descending=[True, False, False]), _Cell)[0]
    return say(
        "incident_pattern.note",
        day=weekday(say, row["weekday"]),
        start=row["hour"],
        end=row["hour"] + 1,
        n=say.number(row["incidents"]),
    )


def _posts(say: Words, cells: pl.DataFrame) -> str:
    posts = int(cells["post_only"].sum())
    return say("incident_pattern.note_posts", posts=say.number(posts)) if posts else ""
