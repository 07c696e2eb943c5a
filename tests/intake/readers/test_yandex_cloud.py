"""The status page of Yandex Cloud: an end counts when a comment confirms it."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_yandex_believes_an_end_that_a_comment_confirms() -> None:
    """An `open` record with an end is over where a comment calls it resolved, and open without an end where none does."""
    found = seen("yandex_cloud/incidents.json")

    assert ["2024-12-23 03:50:00", "2024-12-23 06:15:00"] == found.times("1014", "began_earliest", "resolved_at")
    assert ("open_as_of", None) == (found.reports["1015"]["end_state"], found.reports["1015"]["resolved_at"])
    assert {("Compute Cloud", "ru-central1-a", None), ("Compute Cloud", "ru-central1-b", None)} == {
        *found.components["1014"]
    }


def test_yandex_updates_after_the_end_are_no_relapse() -> None:
    """A comment weeks after the one that calls it resolved does not contradict the end."""
    found = seen("yandex_cloud/incidents.json")

    assert set() == {flag for flag in found.flags if flag[0] == "972"}
    assert 3 == len(found.updates["972"])


def test_yandex_services_hold_incidents() -> None:
    """Below a service stand its incidents, with the service as their component."""
    found = seen("yandex_cloud/services.json")

    assert [("Cloud Interconnect", "ru-central1-d", None)] == found.components["1092"]
    assert ("Unavailable", 3) == (found.reports["1092"]["severity"], found.reports["1092"]["severity_rank"])
