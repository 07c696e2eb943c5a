"""The status page of Heroku: a state, and systems in regions."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, ENDED, seen


def test_heroku_believes_the_state_and_not_resolved() -> None:
    """An incident with `state` resolved and `resolved` false is over: after the last post that it is open, before the one that it is not."""
    found = seen("heroku/current-status.json")

    assert "ended" == found.reports["2963"]["end_state"]
    assert [None, "2024-05-02 10:00:00"] == found.times("2963", *BEGAN)
    assert ["2024-05-02 10:00:00", "2024-05-02 12:30:00"] == found.times("2963", *ENDED)


def test_heroku_names_systems_in_regions() -> None:
    """A component is a system in each tagged region; the colour of an open incident is its severity."""
    found = seen("heroku/current-status.json")

    assert [("Apps", "EMEA", "green"), ("Apps", "NA", "green")] == found.components["2963"]
    assert (None, None) == (found.reports["2963"]["severity"], found.reports["2963"]["severity_rank"])
    assert ("yellow", 1, "open_as_of") == tuple(
        found.reports["2964"][name] for name in ("severity", "severity_rank", "end_state")
    )


def test_heroku_work_that_stays_upcoming_has_no_end() -> None:
    """Scheduled work is maintenance; one that is still called upcoming after its prose says it is complete has neither onset nor end."""
    report = seen("heroku/current-status.json").reports["2959"]

    assert ("maintenance", "unknown", None, None) == tuple(
        report[name] for name in ("kind", "end_state", "began_earliest", "ended_latest")
    )


def test_heroku_history_may_say_the_end() -> None:
    """A list of incidents is read, too; what is no object is quarantined."""
    found = seen("heroku/incidents.json")

    assert ["2011-04-23 20:00:00", "2011-04-23 20:00:00"] == found.times("42", *ENDED)
    assert ["it has no id", "it is no object"] == found.refused
