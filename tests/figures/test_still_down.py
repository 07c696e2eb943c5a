"""Curves of what is still down: steps, limits and innermost intervals."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawing import texts, title

from kit.errors import NothingToDraw
from kit.estimators.survival import kaplan_meier
from kit.estimators.turnbull import turnbull
from kit.figures import _still_down
from kit.figures._still_down import plot_still_down
from kit.figures._turnbull import plot_turnbull

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go

UNITS = pl.DataFrame({"hours": [1.0, 2.0, 3.0, 4.0], "is_restored": [True, True, False, True]})


def test_the_survival_curve_says_when_half_were_back() -> None:
    """Freireich's way: of four units half were back from two hours on until the fourth, in the middle after 3, and all then."""
    figure = plot_still_down(kaplan_meier(UNITS))

    assert "Half were back after 3 h, all after 4 h, by the estimate" == title(figure)
    assert [1.0, 0.75, 0.5, 0.5, 0.0] == list(figure.data[2].y)


def test_units_last_seen_down_are_ticks_and_the_watched_are_counted() -> None:
    """A tick marks each time that units were last seen down; the numbers underneath count who is watched just before."""
    curve = kaplan_meier(UNITS)
    ticks = plot_still_down(curve).data[3]

    assert ([3.0], [0.5], "line-ns-open") == (list(ticks.x), list(ticks.y), ticks.marker.symbol)
    assert [4, 4, 3, 0] == [_still_down.at_risk(curve.rows(named=True), hours) for hours in (0, 1, 1.5, 5)]


def test_limits_stand_where_they_are_defined() -> None:
    """Where the curve is 0 or 1 its limits are undefined, and the band closes on the curve."""
    upper, lower = plot_still_down(kaplan_meier(UNITS)).data[:2]

    assert (1.0, 1.0) == (upper.y[0], lower.y[0])
    assert upper.y[1] > 0.75 > lower.y[1]


def test_a_curve_without_limits_promises_none() -> None:
    """Four units of two outages: too few outages for limits by outage, and the figure says so instead of naming limits."""
    units = UNITS.with_columns(outage=pl.Series(["a", "a", "b", "b"]))
    bare, limited = (plot_still_down(kaplan_meier(units, cluster=name)).layout.meta for name in ("outage", None))

    assert ("fewer than 6" in bare["note"], "95% limits" in bare["subtitle"]) == (True, False)
    assert ("fewer than 6" in limited["note"], "95% limits" in limited["subtitle"]) == (False, True)


def test_groups_of_a_curve_differ_in_colour_and_dash() -> None:
    """Two groups are told apart also in grey print, and the title names both."""
    units = pl.concat(
        [
            UNITS.with_columns(provider=pl.lit("north")),
            UNITS.with_columns(pl.col("hours") * 10, provider=pl.lit("south")),
        ]
    )
    figure = plot_still_down(kaplan_meier(units, "provider"))
    steps = [trace for trace in figure.data if trace.name]

    assert "Half back by the estimate: after 3 h (North), after 30 h (South)" == title(figure)
    assert 2 == len({trace.line.color for trace in steps}) == len({trace.line.dash for trace in steps})


def test_within_an_innermost_interval_no_curve_is_drawn() -> None:
    """Turnbull's curve is known between innermost intervals only: levels with gaps, and a box where it falls."""
    masses = turnbull(pl.DataFrame({"lower_hours": [1.0, 1.0, 5.0], "upper_hours": [2.0, 2.0, 9.0]}))
    levels, *boxes = plot_turnbull(masses).data

    assert [0.0, 1.0, None, 2.0, 5.0, None, 9.0] == list(levels.x)[:7]
    assert [(1.0, 2.0), (5.0, 9.0)] == [(min(box.x), max(box.x)) for box in boxes]
    assert "Half were back after 1 to 2 h, by Turnbull's estimate" == title(plot_turnbull(masses))


def test_an_open_end_is_a_paler_box_to_the_edge() -> None:
    """Mass that nothing bounds reaches to the end of the axis and to the ground."""
    masses = turnbull(pl.DataFrame({"lower_hours": [1.0, 4.0], "upper_hours": [2.0, None]}))
    last = plot_turnbull(masses).data[-1]

    assert max(last.x) > 4
    assert (0.0, 0) == (min(last.y), last.line.width)


def test_units_that_stand_twice_count_once() -> None:
    """Three units, two of which ended, drawn with and without the third: the subtitle counts three."""
    rows = [
        ("with_open", 1.0, True),
        ("with_open", 2.0, True),
        ("with_open", 3.0, False),
        ("ended_only", 1.0, True),
        ("ended_only", 2.0, True),
    ]
    curve = kaplan_meier(pl.DataFrame(rows, schema=["kept", "hours", "is_restored"], orient="row"), "kept")

    assert "Share of 3 units" in plot_still_down(curve).layout.meta["subtitle"]


def test_steps_that_would_crowd_get_a_logarithmic_axis() -> None:
    """Minutes beside a month: the axis is logarithmic, and under its beginning stands how many there were at first."""
    hours = [0.1, 0.2, 0.3, 0.4, 700.0]
    figure = plot_still_down(kaplan_meier(pl.DataFrame({"hours": hours, "is_restored": [True] * 5})))

    assert "log" == figure.layout.xaxis.type
    assert "Still watched 5 " in texts(figure)


@pytest.mark.parametrize("plot", [plot_still_down, plot_turnbull])
def test_no_units_are_nothing_to_draw(plot: Callable[[pl.DataFrame], go.Figure]) -> None:
    """A frame without rows is no empty chart but an error that says so."""
    with pytest.raises(NothingToDraw):
        plot(pl.DataFrame())
