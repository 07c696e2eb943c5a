"""Disturbances of the power grid, reported on form OE-417, as workbooks with cells of every kind."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen, span


def test_oe417_cells_of_every_kind_are_times() -> None:
    """Dates, serial numbers and texts, times and texts, noon and 1/0/1900: each is what a person reads."""
    found = seen("oe417/2023_Annual_Summary.xls")
    times = [span(row, "began_at", "resolved_at") for row in found.every_report]

    assert [
        ["2023-01-05 10:30", "2023-01-05 16:41"],
        ["2023-01-05 10:30", "2023-01-06 16:41"],
        ["2023-01-07 23:00", None],
        ["2023-02-08 16:41", None],
        [None, "2023-03-02 12:00"],
        ["2023-03-05 09:00", "2023-03-04 09:00"],
    ] == times


def test_oe417_rows_of_one_place_and_time_stay_apart() -> None:
    """Two rows of the same time, area and type that differ in their customers are two records."""
    first, second, *_ = seen("oe417/2023_Annual_Summary.xls").every_report

    assert first["native_id"] + " #2" == second["native_id"]
