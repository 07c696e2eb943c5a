"""Incidents and maintenance of Salesforce."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_salesforce_takes_the_times_of_its_impacts() -> None:
    """An incident lasts from its first impact to its last; one that goes on leaves it open."""
    found = seen("salesforce/incidents.json")

    assert ["2024-05-01 10:00:00", "2024-05-01 12:00:00"] == found.times("20001234", "began_earliest", "resolved_at")
    assert ("major", 2) == (found.reports["20001234"]["severity"], found.reports["20001234"]["severity_rank"])
    assert 4 == len(found.components["20001234"])
    assert ("open_as_of", None) == (found.reports["20001235"]["end_state"], found.reports["20001235"]["resolved_at"])


def test_salesforce_planned_work_has_no_end() -> None:
    """Maintenance begins as planned; its planned end is none before it is called completed."""
    report = seen("salesforce/maintenances.json").reports["maintenance/301"]

    assert ("maintenance", "2024-10-11 22:00:00", None) == tuple(
        report[name] for name in ("kind", "began_at", "resolved_at")
    )
