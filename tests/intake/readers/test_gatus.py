"""Check logs of Gatus: a run of failures is an outage whose onset and end each lie between two checks."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reading import BEGAN, ENDED, seen

if TYPE_CHECKING:
    from pathlib import Path


BOUNDS = (*BEGAN, *ENDED)


def test_a_run_is_bounded_by_the_checks_around_it() -> None:
    """The last good check, the first bad one, the last bad one and the first good one are the four bounds."""
    found = seen("gatus/statuses.json")
    name = "core_front-end@2024-04-01T10:10:00Z"

    assert ["2024-04-01 10:05:00", "2024-04-01 10:10:00", "2024-04-01 10:15:00", "2024-04-01 10:20:00"] == found.times(
        name, *BOUNDS
    )
    assert ("ended", "core/front-end is down", None) == tuple(
        found.reports[name][key] for key in ("end_state", "title", "resolved_at")
    )
    assert ["bad gateway", "still bad", None] == [body for _, _, body in found.updates[name]]


def test_a_run_at_the_end_of_the_log_is_open() -> None:
    """A target that is down at its last check is open as of that check."""
    found = seen("gatus/statuses.json")
    name = "core_front-end@2024-04-01T10:25:00Z"

    assert ["2024-04-01 10:20:00", "2024-04-01 10:25:00", "2024-04-01 10:25:00", None] == found.times(name, *BOUNDS)
    assert "open_as_of" == found.reports[name]["end_state"]


def test_a_run_at_the_start_of_the_log_has_an_open_onset() -> None:
    """A target that is down at its first check went down at some time before it."""
    found = seen("gatus/statuses.json")

    assert [None, "2024-04-01 10:00:00", "2024-04-01 10:00:00", "2024-04-01 10:05:00"] == found.times(
        "_back-end@2024-04-01T10:00:00Z", *BOUNDS
    )
    assert "back-end is down" == found.reports["_back-end@2024-04-01T10:00:00Z"]["title"]


def test_events_reach_further_back_than_results() -> None:
    """What Gatus keeps as events only is a run of its own; events that repeat a result add nothing."""
    found = seen("gatus/statuses.json")
    name = "core_front-end@2024-03-02T00:00:00Z"

    assert ["2024-03-01 00:00:10", "2024-03-02 00:00:00", "2024-03-02 00:00:00", "2024-03-02 00:30:00"] == found.times(
        name, *BOUNDS
    )
    assert 4 == len(found.reports)


def test_a_check_without_a_time_is_quarantined() -> None:
    """A check whose time cannot be read is kept apart with its reason, and the others are read."""
    assert ["a check without a time that can be read: yesterday"] == seen("gatus/statuses.json").refused


def test_one_endpoint_by_itself_is_read(tmp_path: Path) -> None:
    """The answer for one endpoint is the same object without a list around it."""
    file = tmp_path / "one.json"
    file.write_text(
        json.dumps(
            {
                "name": "a",
                "group": "",
                "key": "_a",
                "events": [],
                "results": [
                    {"success": False, "timestamp": "2024-04-01T10:00:00Z"},
                    {"timestamp": "2024-04-01T10:01:00Z"},
                ],
            }
        )
    )
    found = seen(file)

    assert ["_a@2024-04-01T10:00:00Z"] == [*found.reports]
    assert ["a check that says neither up nor down"] == found.refused
