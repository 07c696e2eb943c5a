"""Seconds for 17 figures of some 800 incidents, from the loaded database on. Run by `make bench`.

No other system is at hand to be measured beside it, so no ratio is claimed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kit import figures, measures

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

INCIDENTS = 800
REPORTS = """
INSERT INTO report (report_id, load_id, locator, format, provider, native_id, kind, severity_rank, posted_at, began_at, resolved_at, last_seen_at,
    began_earliest, began_latest, ended_earliest, ended_latest, end_state)
SELECT 'p' || n % 6 || '/' || n, 1, n::VARCHAR, 'test', 'p' || n % 6, n::VARCHAR, 'incident', n % 3 + 1, s, s, e, e, s, s, e, e, 'ended'
FROM (SELECT n, s, s + to_minutes(CAST(10 + hash(n * 7) % 600 AS BIGINT)) AS e
      FROM (SELECT n, TIMESTAMPTZ '2023-01-01 00:00Z' + to_minutes(CAST(hash(n) % 1051200 AS BIGINT)) AS s FROM range($n) AS t(n)))
"""
COMPONENTS = "INSERT INTO report_component SELECT report_id, 'c' || unnest([hash(report_id) % 8, hash(report_id) % 5 + 8]), NULL, NULL FROM report"
FIGURES: list[tuple[str, dict[str, str]]] = [
    ("incident_rate", {}),
    ("availability", {"by": "day"}),
    ("availability", {"by": "month"}),
    ("availability", {"by": "quarter"}),
    ("incident_pattern", {}),
    ("incident_pattern", {"zone": "Asia/Seoul"}),
    ("co_occurrence", {"by": "provider"}),
    ("co_occurrence", {"by": "component"}),
    ("severity_duration", {}),
    *(
        ("time_to_restore", {"by": by})
        for by in ("kind", "provider", "component", "severity", "year", "region", "cause", "outage_id")
    ),
]


@pytest.fixture
def reports(world: Callable[..., duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Fill a database with incidents of six providers over two years."""
    db = world()
    db.execute(
        "INSERT INTO load VALUES (1, 'f', 'h', 'test', 'p', '2025-01-01 00:00Z', $n, $n, 0, 0, '0')", {"n": INCIDENTS}
    )
    db.execute(REPORTS, {"n": INCIDENTS})
    db.execute(COMPONENTS)
    return db


def test_seventeen_figures_of_800_incidents(reports: duckdb.DuckDBPyConnection) -> None:
    """Each is measured and drawn anew, none is kept from another; the seconds are printed."""
    figures.draw("incident_rate", measures.incident_rate(reports))  # what is imported once does not count
    began = time.perf_counter()
    drawn = [figures.draw(name, measures.NAMES[name](reports, **options)) for name, options in FIGURES]
    seconds = time.perf_counter() - began
    print(f"\n{len(drawn)} figures of {INCIDENTS} incidents: {seconds:.2f} s")  # noqa: T201

    assert len(drawn) == 17
