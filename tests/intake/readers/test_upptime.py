"""Upptime: issues that a monitor opens and closes, and minutes down a day."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, ENDED, document, seen, span

from kit.intake.readers import readers


def test_upptime_issues_open_and_close() -> None:
    """An issue is opened when the monitor finds the site down, which is no onset, and closed when it finds it up."""
    row = seen("upptime/issues.json").reports["12"]

    assert [None, "2021-05-12 01:05", "2021-05-12 02:35", "2021-05-12 02:35"] == span(row, *BEGAN, *ENDED)


def test_upptime_minutes_are_a_series() -> None:
    """Minutes down a day are values, for they do not say how many outages they were."""
    series = readers()["upptime"].read(document("upptime/history/summary.json")).series
    assert series is not None

    assert [("Shop", "2021-03-03", 17.0), ("Shop", "2021-03-04", 2.0), ("API", "2021-03-03", 1440.0)] == series.select(
        "entity_id", "at", "value"
    ).rows()
