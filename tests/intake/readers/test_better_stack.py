"""Status pages of Better Stack: reports, and days as seconds down."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, ENDED, seen, values


def test_better_stack_resolved_without_an_end_is_an_interval() -> None:
    """A resolved report whose `ends_at` is empty ended between its last bad post and the one that all is resolved."""
    found = seen("better_stack/index.json")

    assert ["2026-07-01 13:50:00", "2026-07-01 13:50:00"] == found.times("900", *BEGAN)
    assert ["2026-07-01 14:05:00", "2026-07-01 19:53:00"] == found.times("900", *ENDED)
    assert [("Ingest", None, "degraded")] == found.components["900"]
    assert ("Example Logs", 1) == (found.reports["900"]["provider"], found.reports["900"]["severity_rank"])


def test_better_stack_says_the_end_where_it_does() -> None:
    """`ends_at` is the end; a start within a minute of the first post repeats it; a planned end of maintenance is none."""
    found = seen("better_stack/index.json")

    assert [None, "2026-07-03 02:00:20", "2026-07-03 02:25:00"] == found.times("901", *BEGAN, "resolved_at")
    assert ("maintenance", None, "unknown") == tuple(
        found.reports["902"][name] for name in ("kind", "resolved_at", "end_state")
    )


def test_better_stack_days_are_seconds_down() -> None:
    """The daily history of a resource is two series that begin at local midnight."""
    found = seen("better_stack/index.json")

    assert {
        ("better_stack_down", "Ingest", "2026-06-30 22:00:00", 3600.0),
        ("better_stack_down", "Ingest", "2026-07-01 22:00:00", 0.0),
        ("better_stack_maintenance", "Ingest", "2026-06-30 22:00:00", 0.0),
        ("better_stack_maintenance", "Ingest", "2026-07-01 22:00:00", 120.0),
    } == values(found.series)
