"""Incidents of Datadog: an impact and a resolution."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, seen


def test_datadog_keeps_impact_and_resolution_apart() -> None:
    """The impact gives onset and mitigation, the resolution the end; without an impact there is no onset."""
    found = seen("datadog/incidents.json")
    hit, internal = (f"00000000-0000-0000-1234-00000000000{number}" for number in (0, 1))

    assert ["2024-05-01 10:00:00", "2024-05-01 10:45:00", "2024-05-02 16:00:00"] == found.times(
        hit, "began_earliest", "mitigated_at", "resolved_at"
    )
    assert [None, "2024-06-01 10:00:00", None] == found.times(internal, *BEGAN, "resolved_at")
    assert (2, None, "open_as_of") == (
        found.reports[hit]["severity_rank"],
        found.reports[internal]["severity_rank"],
        found.reports[internal]["end_state"],
    )


def test_datadog_impact_is_of_its_incident() -> None:
    """An impact by itself has its own two times and names its incident."""
    found = seen("datadog/impacts.json")
    name = "00000000-0000-0000-1234-000000000000/11110000-0000-0000-0000-000000000000"

    assert ["2024-05-01 10:00:00", "2024-05-01 10:45:00"] == found.times(name, "began_earliest", "resolved_at")
