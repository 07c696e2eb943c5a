"""Check logs: a run of failures is an outage whose onset and end each lie between two checks."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import seen

if TYPE_CHECKING:
    from pathlib import Path

BOUNDS = ("began_earliest", "began_latest", "ended_earliest", "ended_latest")


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


def test_pending_says_neither_up_nor_down() -> None:
    """A pending heartbeat bounds nothing and makes no outage by itself."""
    found = seen("uptime_kuma/heartbeat.json")
    name = "monitor 1@2024-04-01T10:02:00Z"

    assert ["2024-04-01 10:00:00", "2024-04-01 10:02:00", "2024-04-01 10:03:00", "2024-04-01 10:04:00"] == found.times(
        name, *BOUNDS
    )
    assert {"monitor 1", "monitor 7"} == {report["native_id"].split("@")[0] for report in found.reports.values()}


def test_heartbeats_are_in_utc_and_kept() -> None:
    """Times without a zone are UTC as the program has it, which is no assumption; the checks of a run are kept with those around it."""
    found = seen("uptime_kuma/heartbeat.json")

    assert set() == {rule for _, rule in found.flags} - {"stale"}
    assert [
        ("2024-04-01 10:00:00", "up"),
        ("2024-04-01 10:02:00", "down"),
        ("2024-04-01 10:03:00", "down"),
        ("2024-04-01 10:04:00", "up"),
    ] == (found.checks["monitor 1@2024-04-01T10:02:00Z"])


def test_heartbeats_in_maintenance_are_maintenance() -> None:
    """A run of maintenance is maintenance and no outage."""
    found = seen("uptime_kuma/heartbeat.json")
    name = "monitor 1@2024-04-01T10:05:00Z/maintenance"

    assert "maintenance" == found.reports[name]["kind"]
    assert ["2024-04-01 10:04:00", "2024-04-01 10:05:00", "2024-04-01 10:06:00", "2024-04-01 10:07:00"] == found.times(
        name, *BOUNDS
    )


def test_kuma_page_holds_posted_incidents() -> None:
    """A pinned incident is open as of its last word and has no end; ended maintenance has the local times of its slot."""
    found = seen("uptime_kuma/page.json")

    assert ("Example Home Lab", "open_as_of", "2024-04-02 09:00:00", None) == tuple(
        found.reports["incident/3"][key] for key in ("provider", "end_state", "last_seen_at", "resolved_at")
    )
    assert ["2024-04-03 20:00:00", "2024-04-04 00:00:00"] == found.times("maintenance/5", "began_at", "resolved_at")


def test_runs_are_those_that_a_walk_finds(tmp_path: Path) -> None:
    """Over any log, the runs of down are those that walking through it finds, with the good checks on both sides."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=12))
    def check(states: list[int]) -> None:
        first = datetime(2024, 1, 1, tzinfo=UTC)
        times = [(first + timedelta(minutes=number)).strftime("%Y-%m-%d %H:%M:%S") for number in range(len(states))]
        file = tmp_path / "log.json"
        file.write_text(
            json.dumps(
                {
                    "heartbeatList": {
                        "1": [{"status": state, "time": time} for state, time in zip(states, times, strict=True)]
                    }
                }
            )
        )
        found = [report for report in seen(file).every_report if report["kind"] == "incident"]
        assert walked(states, times) == {tuple(report[name] for name in BOUNDS) for report in found}

    check()


def walked(states: list[int], times: list[str]) -> set[tuple[str | None, ...]]:
    """Walk through a log and give the bounds of each run of down."""
    runs: set[tuple[str | None, ...]] = set()
    good: str | None = None
    bad: list[str] = []
    for state, time in zip(states, times, strict=True):
        if state == 0:
            bad.append(time)
        elif state == 1:
            runs |= {(good, bad[0], bad[-1], time)} if bad else set()
            good, bad = time, []
    return runs | ({(good, bad[0], bad[-1], None)} if bad else set())
