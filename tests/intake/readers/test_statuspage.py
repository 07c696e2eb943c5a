"""Status pages of Statuspage: incidents, and work that was planned."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, ENDED, seen, span


def test_statuspage_says_onset_mitigation_and_end() -> None:
    """An onset that differs from the first post is the onset; components of the record and of its posts are named once each."""
    row = seen("statuspage/incidents.json").reports["aaa1"]

    assert ["2024-03-01 10:05"] * 2 + ["2024-03-01 12:30"] * 2 == span(row, *BEGAN, *ENDED)
    assert ("2024-03-01 12:00", "ended", 2) == (*span(row, "mitigated_at"), row["end_state"], row["severity_rank"])


def test_an_onset_that_repeats_the_first_post_is_none() -> None:
    """`started_at` within a minute of `created_at` is the first post: the onset may lie before it, and its earliest is open."""
    row = seen("statuspage/incidents.json").reports["aaa2"]

    assert [None, "2024-03-05 11:00", "2024-03-05 11:30", None] == span(row, *BEGAN, *ENDED)
    assert "open_as_of" == row["end_state"]


def test_an_end_that_only_the_status_says_is_an_interval() -> None:
    """Resolved without a time: after the last post that says it is broken, not after the first that says it is over."""
    row = seen("statuspage/archive.json").reports["b3"]

    assert ["2019-06-01 11:00", "2019-06-01 13:00"] == span(row, *ENDED)
    assert (None, "ended") == (row["resolved_at"], row["end_state"])


def test_maintenance_begins_when_the_work_does() -> None:
    """`scheduled_for` is the onset of work, not its announcement; it is never an incident."""
    row = seen("statuspage/incidents.json").reports["aaa4"]

    assert ("maintenance", "2024-02-25 02:00") == (row["kind"], *span(row, "began_at"))


def test_offsets_of_the_page_are_kept() -> None:
    """23:30 in Seoul on New Year's Eve is 14:30 in UTC."""
    row = seen("statuspage/archive.json").reports["b1"]

    assert ["2017-12-31 14:30", "2017-12-31 16:30"] == span(row, "posted_at", "resolved_at")
