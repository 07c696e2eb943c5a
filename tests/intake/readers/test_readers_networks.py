"""Formats of those who watch the Internet, and of VERIS, against what a person counted in the files."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reading import DATA, seen, values

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


def test_ooni_edits_are_no_evidence() -> None:
    """An incident without an end was last said to go on when it was entered, not when its text was edited."""
    found = seen("ooni/incidents.json")

    assert ["2023-08-01 00:00:00", "2023-08-07 00:00:00", "2023-09-01 12:00:00"] == found.times(
        "330022197701", "began_earliest", "resolved_at", "posted_at"
    )
    assert ["2023-06-05 12:00:00", None] == found.times("330022197702", "last_seen_at", "ended_latest")
    assert "unknown" == found.reports["330022197702"]["end_state"]
    assert [("telegram.org", "SN", None), ("AS37196", "SN", None)] == found.components["330022197701"]


def test_veris_duration_is_added_to_the_onset() -> None:
    """Forty minutes after an onset of a known minute end in a known minute; the zone is assumed and flagged."""
    found = seen("veris/a-cloud-goes-down.json")
    name = "A1B2C3D4-0000-4000-8000-000000000001"

    assert ["2013-08-19 18:45:00", "2013-08-19 19:25:00", "2013-08-19 19:26:00"] == found.times(
        name, "began_earliest", "ended_earliest", "ended_latest"
    )
    assert {(name, "zone_assumed")} == found.flags
    assert ("VCDB", "Painful", 2, "") == tuple(
        found.reports[name][key] for key in ("provider", "severity", "severity_rank", "locator")
    )


def test_veris_onset_is_as_wide_as_it_is_printed() -> None:
    """A month is a month, and a unit without a number is no duration."""
    found = seen("veris/several.json")
    name = "A1B2C3D4-0000-4000-8000-000000000002"

    assert ["2017-05-01 00:00:00", "2017-06-01 00:00:00", None] == found.times(
        name, "began_earliest", "began_latest", "resolved_at"
    )
    assert "unknown" == found.reports[name]["end_state"]


def test_veris_without_interruption_is_no_outage() -> None:
    """A stolen laptop is kept and flagged; what has no id is quarantined."""
    found = seen("veris/several.json")

    assert ("A1B2C3D4-0000-4000-8000-000000000003", "not_an_outage") in found.flags
    assert ("A1B2C3D4-0000-4000-8000-000000000002", "not_an_outage") not in found.flags
    assert ["it has no incident_id"] == found.refused


def test_veris_losses_have_both_bounds() -> None:
    """The whole loss and each kind of it are two values, lowest and highest; a single amount is both."""
    found = seen("veris/a-cloud-goes-down.json")
    losses = {(series, whose.split("/")[1], value) for series, whose, _, value in values(found.series)}

    assert {
        ("veris_loss_low", "overall", 100_000),
        ("veris_loss_high", "overall", 250_000),
        ("veris_loss_low", "Business disruption", 90_000),
        ("veris_loss_high", "Business disruption", 200_000),
        ("veris_loss_low", "Response and recovery", 5_000),
        ("veris_loss_high", "Response and recovery", 5_000),
    } == losses
    assert {"USD"} == {row["unit"] for row in found.series}


def test_veris_as_lines(tmp_path: Path) -> None:
    """JSON lines hold the same records as a list."""
    file = tmp_path / "vcdb.jsonl"
    items = json.loads((DATA / "veris/several.json").read_text(encoding="utf-8"))
    file.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")

    assert seen("veris/several.json").reports.keys() == seen(file, "veris").reports.keys()
