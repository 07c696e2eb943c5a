"""The figure of incidents a month."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from drawing import LEFT_OUT, texts, title

from kit.figures.incident_rate import plot_incident_rate


def rate(provider: str, incidents: int, months: float, low: float | None, high: float | None) -> dict[str, Any]:
    """Give a row of the measure of rates."""
    return {
        "provider": provider,
        "incidents": incidents,
        "in_exposure": incidents,
        "months": months,
        "per_month": incidents / months,
        "per_month_low": low,
        "per_month_high": high,
        "median_gap_hours": 30.0,
        "month_incidents": [1, 3, 9],
        "month_exposure": [1.0, 1.0, 0.1],
        "month_is_whole": [True, True, False],
    } | LEFT_OUT


def test_rates_are_told_from_the_most_to_the_least() -> None:
    """The title has both ends, the row its limits, and a ring stands for each whole month."""
    figure = plot_incident_rate(pl.DataFrame([rate("Cloud", 20, 10, 1.2, 3.2), rate("Host", 5, 10, None, None)]))

    assert "Cloud posted 2 incidents a month, Host 0.5" == title(figure)
    assert "20 incidents in 10 months · 2 a month (1.2 to 3.2)" in texts(figure)
    assert [1.0, 3.0] in [list(trace.x) for trace in figure.data]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_alternative_text_tells_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its title, in both languages."""
    figure = plot_incident_rate(
        pl.DataFrame([rate("Cloud", 20, 10, 1.2, 3.2) | {"from_utc": datetime(2024, 1, 1, tzinfo=UTC)}]), lang
    )

    assert title(figure) in figure.layout.meta["alt"]
