"""Incidents of OONI: what is blocked where, entered and edited by people."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_ooni_edits_are_no_evidence() -> None:
    """An incident without an end was last said to go on when it was entered, not when its text was edited."""
    found = seen("ooni/incidents.json")

    assert ["2023-08-01 00:00:00", "2023-08-07 00:00:00", "2023-09-01 12:00:00"] == found.times(
        "330022197701", "began_earliest", "resolved_at", "posted_at"
    )
    assert ["2023-06-05 12:00:00", None] == found.times("330022197702", "last_seen_at", "ended_latest")
    assert "unknown" == found.reports["330022197702"]["end_state"]
    assert [("telegram.org", "SN", None), ("AS37196", "SN", None)] == found.components["330022197701"]
