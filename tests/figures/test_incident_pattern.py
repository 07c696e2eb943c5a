"""The figure of incidents by weekday and hour."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from drawing import LEFT_OUT, title

from kit.figures.incident_pattern import plot_incident_pattern


def cell(weekday: int, hour: int, incidents: int, zone: str = "UTC") -> dict[str, Any]:
    """Give a row of the measure of patterns."""
    return {
        "zone": zone,
        "provider": "Cloud",
        "weekday": weekday,
        "hour": hour,
        "incidents": incidents,
        "expected": 2.0,
        "post_only": 0,
    } | LEFT_OUT


def test_the_weekend_is_set_against_an_even_spread() -> None:
    """One of four incidents at the weekend, where half of the expectation lies there."""
    figure = plot_incident_pattern(pl.DataFrame([cell(1, 9, 3), cell(7, 9, 1)]))

    assert "25% of incidents began on a Saturday or Sunday; evenly spread it would be 50%" == title(figure)
    assert "The busiest hour is Monday, 9 to 10 h: 3." in figure.layout.meta["note"]


def test_the_local_clock_comes_first() -> None:
    """Of two clocks the local one is the upper map and the one of the title."""
    frame = pl.DataFrame([cell(1, 9, 3), cell(1, 18, 3, "Asia/Seoul")])
    figure = plot_incident_pattern(frame, "ko")

    assert 2 == len(figure.data)
    assert figure.data[0].z[0][18] == 3
    assert "Asia/Seoul" in figure.layout.meta["subtitle"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_alternative_text_tells_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its title, in both languages."""
    figure = plot_incident_pattern(pl.DataFrame([cell(1, 9, 3)]), lang)

    assert title(figure) in figure.layout.meta["alt"]
