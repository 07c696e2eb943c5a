"""Incidents in the vocabulary of VERIS, with durations and losses."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reading import DATA, seen, values

if TYPE_CHECKING:
    from pathlib import Path


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
