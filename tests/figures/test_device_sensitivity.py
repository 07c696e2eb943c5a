"""The figure of how many devices there were."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from drawing import CROWDSTRIKE, OUTAGE, texts, title

from kit import measures
from kit.errors import NothingToDraw
from kit.figures import device_sensitivity
from kit.figures.device_sensitivity import plot_device_sensitivity

if TYPE_CHECKING:
    import duckdb


def cited(low: float, high: float | None, **values: Any) -> dict[str, Any]:
    """Give the share of 8 devices hit against a cited number in use."""
    share = {
        "share_low": None if high is None else 8 / high,
        "share_high": 8 / low,
        "rests_on": "computed",
        "base": f"in use {low}",
        "base_year": "2023",
    }
    hit = {"affected_low": 8.0, "affected_high": 8.0, "in_use_low": low, "in_use_high": high}
    return OUTAGE | {"entity_id": "machines", "population": "Machines", "population_ko": "기기"} | share | hit | values


def printed(share: float) -> dict[str, Any]:
    """Give a printed bound, which asks for at least so many devices."""
    return cited(8 / share, None, share_high=share, rests_on="printed", base=None, base_year=None)


def test_each_cited_number_is_marked_on_the_curve() -> None:
    """8 devices of 1,000 are 0.8 %, of 2,000 or more 0.4 % or less."""
    figure = plot_device_sensitivity(pl.DataFrame([cited(1000.0, 1000.0), cited(2000.0, None)]))

    assert [(1000.0, 0.008), (2000.0, 0.004)] == [
        (trace.x[0], trace.y[0]) for trace in figure.data if "markers" in trace.mode
    ]
    assert "2,000 or more (2023)" in texts(figure)


def test_a_printed_share_rules_numbers_out() -> None:
    """Less than 1 % asks for more than 800 devices: fewer are shaded."""
    figure = plot_device_sensitivity(pl.DataFrame([cited(1000.0, 1000.0), printed(0.01)]))

    assert 800.0 == max(shape.x1 for shape in figure.layout.shapes)
    assert "more than 800" in texts(figure)
    assert "0.8% of the devices were hit, or fewer, by the numbers cited; “less than 1%” allows them all" == title(
        figure
    )


def test_a_bound_that_the_numbers_break_is_not_said_to_hold() -> None:
    """8 of 1,000 are not less than half a percent."""
    figure = plot_device_sensitivity(pl.DataFrame([cited(1000.0, 1000.0), printed(0.005)]))

    assert "At most 0.8% of the devices were hit" == title(figure)


def test_without_a_cited_number_there_is_no_curve() -> None:
    """A printed share alone says nothing of how many devices there were."""
    with pytest.raises(NothingToDraw, match="how many devices there were"):
        plot_device_sensitivity(pl.DataFrame([printed(0.01)]))


def test_windows_devices_lie_above_what_the_bound_asks_for(db: duckdb.DuckDBPyConnection) -> None:
    """8.5 million are less than 1 % of more than 850 million; the cited numbers are 1.0 to 1.4 billion."""
    frame = device_sensitivity.drawn(measures.device_sensitivity(db, CROWDSTRIKE))

    assert [850e6] == frame.filter(rests_on="printed")["in_use_low"].unique().to_list()
    assert (1.0e9, 1.4e9) == (frame.filter(rests_on="computed")["in_use_low"].min(), frame["in_use_low"].max())
