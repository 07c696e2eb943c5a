"""The figure of sectors: who was hit, and who was said to be back."""

from __future__ import annotations

from typing import Any

from drawing import OUTAGE, frame, meta

from kit.figures.sector_impact import plot_sector_impact


def sector(**values: Any) -> dict[str, Any]:
    """Give a row of the measure of sectors."""
    counts = {
        "entities_hit": 0,
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
        | {"sector": "airlines", "sector_name": "Airlines", "sector_name_ko": "항공사"}
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

    assert (
        titles[0] == "4 organisations and services were named as hit, airlines most often (3); 2 were said to be back"
    )
    assert titles[1] == "피해가 보도된 기관·서비스 4곳 중 항공사 업종이 3곳으로 최다… 복구 확인은 2곳"


def test_sectors_that_tie_give_the_neutral_title() -> None:
    """No sector is called the most often named where two are."""
    rows = frame(sector(entities_hit=2, unknown=2), sector(sector="gaming", entities_hit=2, ended=1, unknown=1))

    assert meta(plot_sector_impact(rows))["title"].startswith(
        "4 organisations and services in 2 sectors were named as hit; 1"
    )


def test_bars_of_a_sector_add_up_to_those_hit() -> None:
    """The parts of a bar are ended, still down and unknown one after the other; those not hit stand beside, behind a gap."""
    figure = plot_sector_impact(frame(sector(entities_hit=6, ended=1, open_as_of=2, unknown=3, entities_not_hit=2)))

    assert [bar.x[0] for bar in figure.data] == [1, 2, 3, 2]
    assert [bar.base[0] for bar in figure.data[:3]] == [0, 1, 3]
    assert figure.data[3].base[0] > 6
