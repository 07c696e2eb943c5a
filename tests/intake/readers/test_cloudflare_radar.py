"""Annotations of Cloudflare Radar: outages of networks and countries."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import seen

if TYPE_CHECKING:
    from pathlib import Path


def test_radar_says_onset_and_end() -> None:
    """An annotation has onset, end, cause and networks."""
    found = seen("cloudflare_radar/outages.json")

    assert ["2022-09-06 10:10:00", "2022-09-08 10:00:28", None] == found.times(
        "550", "began_earliest", "resolved_at", "posted_at"
    )
    assert [("AS189 LUMEN-LEGACY", "US", None)] == found.components["550"]
    assert ("NETWORK", "CABLE_CUT") == (found.reports["550"]["severity"], found.reports["550"]["status"])


def test_radar_without_an_end_is_not_known_to_go_on() -> None:
    """Without an end nothing is known of it, and nothing says that it was still down after its onset."""
    found = seen("cloudflare_radar/outages.json")

    assert "unknown" == found.reports["551"]["end_state"]
    assert [None, "2023-07-10 01:00:00"] == found.times("551", "ended_latest", "last_seen_at")
    assert [("Iraq", "IQ", None)] == found.components["551"]


def test_radar_without_annotations_is_no_error(tmp_path: Path) -> None:
    """An answer without an annotation is no record."""
    file = tmp_path / "none.json"
    file.write_text('{"success": true, "result": {"annotations": []}}')

    assert ("cloudflare_radar", {}) == (seen(file).form, seen(file).reports)
