"""The figure of sectors: who was hit, and who was said to be back."""

from __future__ import annotations

from typing import Any

import pytest
from drawing import OUTAGE, frame, meta

from kit.errors import NothingToDraw
from kit.figures import sector_impact
from kit.figures.sector_impact import plot_sector_impact


def sector(**values: Any) -> dict[str, Any]:
    """Give a row of the measure of sectors."""
    counts = {
        "entities_hit": 0,
        "provider_own": 0,
        "entities_not_hit": 0,
        "ended": 0,
        "open_as_of": 0,
        "unknown": 0,
        "countries": 1,
        "countries_in_all": 1,
    }
    medians = {"median_hours": None, "median_low": None, "median_high": None}
    return (
        OUTAGE
        | {
            "provider": "Vendor",
            "provider_ko": None,
            "sector": "airlines",
            "sector_name": "Airlines",
            "sector_name_ko": "항공사",
        }
        | counts
        | medians
        | values
    )


def test_sectors_state_the_most_named_and_those_said_to_be_back() -> None:
    """The title counts all named as hit, the leading sector and those said to be back, in both languages."""
    rows = frame(
        sector(entities_hit=3, ended=1, unknown=2),
        sector(sector="gaming", sector_name="Gaming", sector_name_ko="게임", entities_hit=1, ended=1),
    )

    titles = [meta(plot_sector_impact(rows, lang))["title"] for lang in ("en", "ko")]

    assert titles == [
        "4 organisations and services were named as hit, airlines most often (3); with a dated end: 2",
        "피해가 보도된 기관·서비스 4곳 중 항공사 업종이 3곳으로 최다… 복구 시각이 알려진 곳은 2곳",
    ]


def test_sectors_that_tie_give_the_neutral_title() -> None:
    """No sector is called the most often named where two are."""
    rows = frame(sector(entities_hit=2, unknown=2), sector(sector="gaming", entities_hit=2, ended=1, unknown=1))

    assert meta(plot_sector_impact(rows))["title"] == (
        "4 organisations and services were named as hit; with a dated end: 1"
    )


def test_bars_of_a_sector_add_up_to_those_hit() -> None:
    """The parts of a bar are ended, still impaired and unknown one after the other; those not hit stand beside, behind a gap."""
    figure = plot_sector_impact(frame(sector(entities_hit=6, ended=1, open_as_of=2, unknown=3, entities_not_hit=2)))

    assert [bar.x[0] for bar in figure.data] == [1, 2, 3, 2]
    assert [bar.base[0] for bar in figure.data[:3]] == [0, 1, 3]
    assert figure.data[3].base[0] > 6


def test_the_provider_is_no_victim() -> None:
    """Who failed is not counted among those hit: a chart of nobody else is a sentence, and a title tells the two apart."""
    own = sector(entities_hit=2, provider_own=2, ended=2)
    both = frame(own, sector(sector="gaming", entities_hit=3, ended=1, unknown=2))

    with pytest.raises(NothingToDraw):
        plot_sector_impact(frame(own))
    assert sector_impact.said(frame(own)) == "No source in these data names anybody hit but Vendor itself."
    assert (
        (meta(plot_sector_impact(both))["title"])
        == "Named as hit: Vendor itself (services and parts: 2) and 3 other organisations and services"
    )
