"""Status pages of Cachet, versions 2 and 3: neither end nor zone."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import ENDED, seen


def test_cachet_has_no_end_and_no_zone() -> None:
    """A fixed incident ended between the last post that it was not and the first that it was; UTC is taken and flagged."""
    found = seen("cachet/incidents-2.json")

    assert ["2023-05-01 08:00:00", "2023-05-01 09:00:00", "2023-05-01 10:30:00"] == found.times(
        "1", "began_earliest", *ENDED
    )
    assert ["2023-04-01 08:00:00", "2023-04-01 12:00:00"] == found.times("2", *ENDED)
    assert ("open_as_of", "watching") == (found.reports["3"]["end_state"], found.reports["3"]["status"])
    assert {"1", "2", "3", "schedule/4", "schedule/5"} == {name for name, rule in found.flags if rule == "zone_assumed"}


def test_cachet_scheduled_is_maintenance() -> None:
    """Status 0 of version 2 is scheduled work, which begins when it is scheduled."""
    reports = seen("cachet/incidents-2.json").reports

    assert ("maintenance", "2023-07-02 01:00:00", "unknown") == tuple(
        reports["schedule/4"][name] for name in ("kind", "began_at", "end_state")
    )
    assert "maintenance" == reports["schedule/5"]["kind"]


def test_cachet_3_wraps_status_and_times() -> None:
    """Version 3 has text and value of each; its status 0 is unknown and an incident."""
    found = seen("cachet/incidents-3.json")

    assert ("investigating", "2025-02-01 10:00:05", None) == tuple(
        found.reports["7"][name] for name in ("status", "posted_at", "began_earliest")
    )
    assert ("incident", None, "unknown") == tuple(found.reports["8"][name] for name in ("kind", "status", "end_state"))
