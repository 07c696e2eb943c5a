"""Incidents of ServiceNow, as a list and as an audit log."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import ENDED, seen, span


def test_an_audit_log_is_one_incident_a_number() -> None:
    """Rows of one number are its posts, day before month; `?` is no value."""
    found = seen("servicenow/incident_event_log.csv").reports

    assert ["2016-02-29 01:16", "2016-02-29 11:29", "2016-02-29 11:30"] == span(
        found["INC0000045"], "posted_at", *ENDED
    )
    assert (None, "open_as_of", 3) == (
        found["INC0000047"]["resolved_at"],
        found["INC0000047"]["end_state"],
        found["INC0000047"]["severity_rank"],
    )
