"""Status pages of Instatus: a summary of what goes on, and lists with ends."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import pytest
from reading import seen


def test_instatus_summary_holds_what_goes_on() -> None:
    """An active incident is open as of its last word; planned minutes are no end; ranks follow the impact."""
    reports = seen("instatus/summary.json").reports

    assert ("open_as_of", "2024-06-11 19:10:00", 3, None) == tuple(
        reports["cl4aaa"][name] for name in ("end_state", "last_seen_at", "severity_rank", "began_earliest")
    )
    assert ("maintenance", "2024-06-20 02:00:00", None) == tuple(
        reports["cl4bbb"][name] for name in ("kind", "began_at", "ended_latest")
    )


def test_instatus_lists_have_their_ends() -> None:
    """A list of the API has onset, end, posts and components; an onset that repeats the first post is none."""
    found = seen("instatus/incidents.json")

    assert ["2024-05-01 08:00:00", "2024-05-01 09:30:00"] == found.times("cl4ccc", "began_earliest", "resolved_at")
    assert ["2024-05-01 08:20:00", "2024-05-01 09:30:00"] == [at for at, _, _ in found.updates["cl4ccc"]]
    assert [None] == found.times("cl4ddd", "began_earliest")


@pytest.mark.parametrize("name", ["healthy.json", "components.json"])
def test_instatus_without_lists_is_no_record(name: str) -> None:
    """The keys are absent when nothing goes on: no record, and no error."""
    assert {} == seen(f"instatus/{name}").reports
