"""Incidents of PagerDuty, from its API and its analytics."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_pagerduty_ends_when_the_status_became_resolved() -> None:
    """Without `resolved_at`, the last change of status of a resolved incident is its end; that of an open one is not."""
    found = seen("pagerduty/incidents.json")

    assert ["2015-10-06 21:48:23", None] == found.times("PT4KHLK", "resolved_at", "began_earliest")
    assert ["2024-10-06 20:30:42", "2024-10-06 19:30:42"] == found.times("PT4KHLL", "resolved_at", "posted_at")
    assert ("open_as_of", None, 2) == tuple(
        found.reports["PT4KHLM"][name] for name in ("end_state", "resolved_at", "severity_rank")
    )
    assert ["trigger", "acknowledge"] == [status for _, status, _ in found.updates["PT4KHLK"]]


def test_pagerduty_analytics_count_from_the_trigger() -> None:
    """A row of analytics ends so many seconds after it was triggered."""
    assert ["2024-03-01 10:30:30"] == seen("pagerduty/analytics.json").times("PA1", "resolved_at")
