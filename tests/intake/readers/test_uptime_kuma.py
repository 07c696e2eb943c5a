"""Uptime Kuma: heartbeats, whose runs are outages, and what is posted on its page."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import BEGAN, ENDED, seen

if TYPE_CHECKING:
    from pathlib import Path


BOUNDS = (*BEGAN, *ENDED)


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
