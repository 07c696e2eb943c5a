"""The figure of availability: certain and possible bars."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from drawing import LEFT_OUT, title

from kit.figures.availability import plot_availability


def month(provider: str, start: date, low: float, high: float, hours: float = 720) -> dict[str, Any]:
    """Give a row of the measure of availability: a month of so many hours."""
    return {
        "provider": provider,
        "month": start,
        "hours": hours,
        "down_hours_low": (1 - high) * hours,
        "down_hours_high": (1 - low) * hours,
        "availability_low": low,
        "availability_high": high,
        "incidents": 1,
    } | LEFT_OUT


def test_availability_has_certain_and_possible_bars() -> None:
    """Between 90 and 95 percent without an incident: 5 percent are certain, 5 more possible on top of them."""
    frame = pl.DataFrame([month("Cloud", date(2024, 1, 1), 0.9, 0.95), month("Cloud", date(2024, 2, 1), 1.0, 1.0)])
    certain, possible = plot_availability(frame).data

    assert ([0.05, 0.0], [0.05, 0.0]) == tuple([round(y, 6) for y in bars.y] for bars in (certain, possible))
    assert list(certain.y) == list(possible.base)


def test_availability_is_never_rounded_up_to_all() -> None:
    """A minute in a year is no hundred percent."""
    figure = plot_availability(pl.DataFrame([month("Cloud", date(2024, 1, 1), 0.999998, 0.999998)]))

    assert "Cloud: 99.9% of the time without a posted incident" == title(figure)


def test_a_time_that_no_report_covers_is_grey() -> None:
    """Between January and June nobody told anything: that is no time without incidents."""
    figure = plot_availability(
        pl.DataFrame([month("Cloud", start, 0.9, 0.9) for start in (date(2024, 1, 1), date(2024, 6, 1))])
    )

    assert [(date(2024, 1, 29), date(2024, 6, 1))] == [(gap.x0, gap.x1) for gap in figure.layout.shapes]
    assert "no report covers" in figure.layout.meta["note"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_alternative_text_tells_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its title, in both languages."""
    figure = plot_availability(pl.DataFrame([month("Cloud", date(2024, 1, 1), 0.9, 0.9)]), lang)

    assert title(figure) in figure.layout.meta["alt"]
