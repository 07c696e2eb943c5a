"""The feeds of Statuspage: posts without a year, in the zone of the page."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import ENDED, seen, span


def test_a_feed_gets_its_years_back() -> None:
    """Posts without a year are dated backwards from the last one, across a new year, and prose in them is not read."""
    row = seen("statuspage_feed/history.atom").reports["abc123"]

    assert ["2021-12-31 23:50", "2021-12-31 23:50", "2022-01-01 00:41"] == span(row, "posted_at", *ENDED)
    assert row["began_earliest"] is None


def test_a_feed_keeps_the_zone_of_its_page() -> None:
    """17:20 PST is 01:20 UTC of the next day."""
    row = seen("statuspage_feed/history.rss").reports["zzz999"]

    assert ["2024-03-05 00:00", "2024-03-05 01:21"] == span(row, "posted_at", "ended_latest")
