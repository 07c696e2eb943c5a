"""Events of IODA, cut off at the ends of the window that was asked for."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reading import DATA, seen

if TYPE_CHECKING:
    from pathlib import Path


def test_ioda_end_is_onset_and_duration() -> None:
    """An event ends its duration after its start."""
    found = seen("ioda/codf.json")

    assert ["2023-11-15 01:00:00", "2023-11-15 02:00:00"] == found.times(
        "country/TW/bgp/1700010000", "began_earliest", "resolved_at"
    )
    assert [("Taiwan", "country/TW", "bgp")] == found.components["country/TW/bgp/1700010000"]
    assert ["it has no start"] == found.refused


def test_ioda_end_of_the_window_is_no_end() -> None:
    """An event that overlaps the end of the window was still down then, and its end is open."""
    found = seen("ioda/codf.json")
    name = "asn/4766/ping-slash24/1700080000"

    assert ["2023-11-15 20:26:40", None, None, "2023-11-15 22:13:20"] == found.times(
        name, "began_earliest", "resolved_at", "ended_latest", "last_seen_at"
    )
    assert "open_as_of" == found.reports[name]["end_state"]


def test_ioda_start_of_the_window_is_no_onset() -> None:
    """An event that overlaps the start of the window began before, at a time that is open; its end is its own."""
    found = seen("ioda/codf.json")
    name = "country/GA/merit-nt/1700000000"

    assert [None, "2023-11-14 22:13:20", "2023-11-14 22:43:20"] == found.times(
        name, "began_earliest", "began_latest", "resolved_at"
    )


def test_ioda_overlap_without_its_window_has_no_end(tmp_path: Path) -> None:
    """In a bare list nobody says where the window lay: an overlapping event keeps its onset and loses its end."""
    file = tmp_path / "bare.json"
    file.write_text(
        json.dumps(json.loads((DATA / "ioda/codf.json").read_text(encoding="utf-8"))["data"]), encoding="utf-8"
    )
    found = seen(file)

    assert ["2023-11-14 22:13:20", None] == found.times(
        "country/GA/merit-nt/1700000000", "began_earliest", "resolved_at"
    )
    assert ["2023-11-15 02:00:00"] == found.times("country/TW/bgp/1700010000", "resolved_at")


def test_ioda_in_its_own_format() -> None:
    """`from` and `until` of an entity are onset and end; an event of no place is quarantined."""
    found = seen("ioda/ioda.json")

    assert ["2023-11-14 22:18:20", "2023-11-14 23:20:00"] == found.times(
        "country/SD/gtr/1700000300", "began_earliest", "resolved_at"
    )
    assert ["it has no location"] == found.refused
