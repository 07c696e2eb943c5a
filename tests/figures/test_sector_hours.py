"""The figure of sectors by hour."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import Any

import polars as pl
from drawing import OUTAGE, title

from kit.figures import sector_hours
from kit.figures.sector_hours import plot_sector_hours


def cell(hour: int, low: int, high: int, **values: Any) -> dict[str, Any]:
    """Give one hour of a sector of ten."""
    sector = {"sector": "airlines", "sector_name": "Airlines", "sector_name_ko": "항공사"}
    return (
        OUTAGE | sector | {"hour": hour, "down_low": low, "down_high": high, "no_word": 0, "entities_hit": 10} | values
    )


def test_a_bar_is_as_high_as_its_sector() -> None:
    """2 certain, 3 possible, 1 without a word and 4 back of 10 fill a bar from its foot to its top, in this order."""
    figure = plot_sector_hours(pl.DataFrame([cell(1, 2, 6, no_word=1)]))

    heights = [bar.y[0] for bar in figure.data]
    assert [2, 3, 1, 4] == [round(10 * height / sum(heights)) for height in heights]
    assert [round(bar.base[0] - figure.data[0].base[0], 3) for bar in figure.data] == [
        round(sum(heights[:place]), 3) for place in range(4)
    ]


def test_the_title_takes_the_hour_at_which_most_is_certain() -> None:
    """At hour 2 four were impaired for certain, the most of all hours."""
    frame = pl.DataFrame([cell(1, 0, 9), cell(2, 4, 7), cell(3, 1, 5)])

    assert "2 hours after the onset at least 4 and at most 7 of 10 organisations and services were impaired" == title(
        plot_sector_hours(frame)
    )
    assert "첫 장애 2시간 뒤 10곳 중 최소 4곳, 최대 7곳 장애" == title(plot_sector_hours(frame, "ko"))


def test_the_title_claims_nothing_that_is_not_certain() -> None:
    """Where no hour is certain the title says so."""
    assert title(plot_sector_hours(pl.DataFrame([cell(1, 0, 9)]))).startswith("No source shows for certain")


def test_hours_after_which_nothing_is_known_are_not_drawn() -> None:
    """What stays possible only because nobody says more ends the chart at the next column."""
    silent = [cell(hour, 0, 3, no_word=3) for hour in (4, 6, 12, 24)]

    assert [1, 2, 3, 4] == sector_hours.drawn(pl.DataFrame([cell(1, 1, 3), cell(2, 1, 3), cell(3, 1, 3), *silent]))[
        "hour"
    ].to_list()
