"""Axes of hours and days."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from kit.figures import _time_axis
from kit.text import words


def test_an_axis_names_few_and_round_times() -> None:
    """Six ticks at most, whatever the span, so that they stand side by side on a phone."""
    say = words("en")
    spans = [(0.02, 3.0), (1.0, 400.0), (3.0, 9000.0)]

    assert all(2 <= len(_time_axis.time_ticks(say, span, is_log=True)["tickvals"]) <= 6 for span in spans)
    assert ["0", "20 days", "40 days", "60 days", "80 days"] == _time_axis.time_ticks(say, (0.0, 2300.0), is_log=False)[
        "ticktext"
    ]
