"""The figure of shares: what was hit, of how many, and what is refused."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from drawing import OUTAGE, frame, meta, texts

from kit.errors import NothingToDraw
from kit.figures import share_of_devices
from kit.figures.share_of_devices import plot_share_of_devices


def share(population: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of shares."""
    numbers = dict.fromkeys(
        ("affected_low", "affected_high", "in_use_low", "in_use_high", "base", "base_ko", "why", "counted_among", "day")
    )
    names = {
        "entity_id": population.lower(),
        "population": population,
        "population_ko": None,
        "scope": population,
        "scope_ko": None,
    }
    return (
        OUTAGE
        | names
        | {
            "counted": "hospitals",
            "rests_on": "computed",
            "is_approximate": False,
            "measured_by": None,
            "is_disputed": False,
        }
        | numbers
        | {"share_low": low, "share_high": high}
        | values
    )


def test_a_refused_pair_is_named_and_not_drawn() -> None:
    """A pair that the measure refuses has no dot; the note names it with the reason, in Korean too."""
    refused = share(
        "US hospitals",
        None,
        None,
        affected_low=759.0,
        affected_high=759.0,
        in_use_low=5129.0,
        in_use_high=5129.0,
        why="own_units",
        counted_among=2232,
    )
    rows = frame(share("US hospitals", 0.34, 0.34), refused)

    notes = [meta(plot_share_of_devices(rows, lang))["note"] for lang in ("en", "ko")]

    assert share_of_devices.drawn(rows).height == 1
    assert "759 of 5,129, because they were counted among 2,232 units of their own" in notes[0]
    assert "5,129 중 759 등 1건은" in notes[1]


def test_parts_of_what_was_hit_are_no_shares() -> None:
    """200 of the 330 systems hit say in which room they stood: the note names the refusal, nothing is drawn."""
    room = share(
        "Systems",
        None,
        None,
        scope="room 7",
        affected_low=200.0,
        affected_high=200.0,
        in_use_low=330.0,
        why="part_of_hit",
    )

    with pytest.raises(NothingToDraw, match="no source gives a share"):
        plot_share_of_devices(frame(room))


def test_a_share_printed_and_computed_is_drawn_once() -> None:
    """A printed 34 % beside 759 of 2,232 says the same; a printed bound beside a tighter computed one does not."""
    rows = frame(
        share("US hospitals", 0.34, 0.34, rests_on="printed"),
        share("US hospitals", 0.34005, 0.34005),
        share("Devices", None, 0.01, rests_on="printed"),
        share("Devices", None, 0.0085),
    )

    assert share_of_devices.drawn(rows).select("population", "rests_on").sort(pl.all()).rows() == [
        ("Devices", "computed"),
        ("Devices", "printed"),
        ("US hospitals", "computed"),
    ]


def test_shares_are_a_range_over_the_bases_with_the_counters_own_word() -> None:
    """Of about 8.5 million devices 0.6 % of one base and 0.85 % of another were hit; the counter's own bound is named."""
    bases = [
        share(
            "Windows devices",
            low,
            high,
            counted="devices",
            affected_low=8.5e6,
            affected_high=8.5e6,
            is_approximate=True,
        )
        for low, high in ((None, 0.0085), (0.0061, 0.0061))
    ]
    word = share("Windows devices", None, 0.01, counted="devices", rests_on="printed", measured_by="Microsoft")

    figure = plot_share_of_devices(frame(*bases, word))

    assert meta(figure)["title"] == "Windows devices: about 0.61% to 0.85% hit; less than 1% by Microsoft’s own words"


def test_a_disputed_share_is_no_headline() -> None:
    """A number that the record calls disputed, or that is of one day, is drawn and not told in the title."""
    disputed = share("US hospitals", 0.34, 0.34, affected_low=759.0, is_disputed=True)
    of_a_day = share("Flights", 0.71, 0.71, day="2022-12-26", is_disputed=False)

    figure = plot_share_of_devices(frame(disputed, of_a_day))

    assert meta(figure)["title"].startswith("Shares hit, each of its own base")
    assert "· disputed" in texts(figure)
