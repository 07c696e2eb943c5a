"""The public dashboard of AWS since 2023: what is going on now."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_aws_current_events_name_their_services() -> None:
    """Every impacted service is a component with its region."""
    found = seen("aws_currentevents/currentevents.json")
    first = found.components[found.every_report[0]["native_id"]]

    assert ["Multiple services", "Amazon EC2", "Amazon S3"] == [component for component, _, _ in first]
