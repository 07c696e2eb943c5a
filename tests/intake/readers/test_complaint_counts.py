"""Complaints counted by a crowd, with their usual level."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen, values


def test_complaints_keep_their_offset_and_their_usual_level() -> None:
    """Counts and baseline are two series, in UTC, of whom the file is named after."""
    found = seen("complaint_counts/example-bank.json")

    assert {
        ("complaints", "example-bank", "2018-01-04 10:31:11", 1.0),
        ("complaints", "example-bank", "2018-01-04 10:46:11", 37.0),
        ("complaints_baseline", "example-bank", "2018-01-04 10:31:11", 3.5),
    } == values(found.series)
    assert ["/counts/2"] == [row["locator"] for row in found.series if row["problem"]]
