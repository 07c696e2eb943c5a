"""One incident a file of JSON, with its posts."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reading import seen, span

if TYPE_CHECKING:
    from pathlib import Path


def test_planned_minutes_are_no_end() -> None:
    """Work of a planned hour that was done after forty minutes ended at some time until the post that says so."""
    row = seen("incident_file/2024-03-01-upgrade.json").reports["2024-03-01-upgrade"]

    assert ("maintenance", "2024-03-01 02:00", "2024-03-01 02:40") == (
        row["kind"],
        *span(row, "began_at", "ended_latest"),
    )


def test_of_posts_of_one_minute_the_later_counts(tmp_path: Path) -> None:
    """Two posts of one time stand in the order of the others: resolved is the last word, and the length is none."""
    posts = [
        {"date": "2018-11-13T12:09:00Z", "status": status, "content": ""} for status in ("investigating", "resolved")
    ]
    (tmp_path / "x.json").write_text(json.dumps({"name": "Slow", "impact": "minor", "updates": posts}))
    found = seen(tmp_path / "x.json")
    [row] = found.every_report

    assert ("resolved", "ended") == (row["status"], row["end_state"])
    assert {(row["native_id"], "zero_length")} == found.flags
