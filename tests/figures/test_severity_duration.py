"""The figure of durations by severity, with and without the longest."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from drawing import texts, title

from kit.figures.severity_duration import plot_severity_duration


def group(severity: int, n: int, median: float, p_value: float | None) -> dict[str, Any]:
    """Give a row of the measure of severities; 5 hours is the longest."""
    return {
        "provider": "Cloud",
        "severity": severity,
        "n": n,
        "flagged": 3,
        "open_as_of": 0,
        "unknown": 0,
        "median_hours": median,
        "median_low": median / 2,
        "median_high": median * 2,
        "p90_hours": 4.0,
        "p90_without_longest_hours": 3.0,
        "longest_low": 5.0,
        "longest_high": 5.0,
        "mean_of_ended_hours": 3.0,
        "mean_without_longest_hours": 1.0,
        "p_value": p_value,
        "sources": [],
    }


def test_severities_that_do_not_differ_are_told_so() -> None:
    """A log-rank p-value above 5% is no difference; below it the title gives both medians."""
    same, other = (
        plot_severity_duration(pl.DataFrame([group(1, 20, 1.0, p), group(3, 20, 3.0, p)])) for p in (0.4, 0.001)
    )

    assert "Cloud: no difference in length by severity beyond chance (p=0.4)" == title(same)
    assert "Cloud: half over after 60 min (minor), after 3 h (critical)" == title(other)


def test_the_longest_is_shown_in_and_out() -> None:
    """The time of 90% stands with the longest as a tick and without as a ring, and the note gives both means."""
    figure = plot_severity_duration(pl.DataFrame([group(1, 20, 1.0, None)]))

    assert {(4.0,), (3.0,)} <= {tuple(trace.x) for trace in figure.data}
    assert "Cloud, minor: 3 h with it, 60 min without" in figure.layout.meta["note"]


def test_the_longest_without_an_end_lasted_at_least_so_long() -> None:
    """Where an incident has no end, the longest has none either."""
    row = group(1, 20, 1.0, None) | {"longest_high": None, "open_as_of": 1}

    assert "longest at least 5 h" in texts(plot_severity_duration(pl.DataFrame([row])))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_alternative_text_tells_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its title, in both languages."""
    figure = plot_severity_duration(pl.DataFrame([group(1, 20, 1.0, None)]), lang)

    assert title(figure) in figure.layout.meta["alt"]
