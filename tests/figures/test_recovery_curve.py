"""The figure of recovery: bands of what must and what can have been restored."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
from drawing import CROWDSTRIKE, KAKAO, NIRS, ONSET, OUTAGE, STARTED, texts, title

from kit import measures
from kit.figures import (
    _bands,
    recovery_curve,
    style,
)
from kit.figures.recovery_curve import plot_recovery_curve
from kit.text import words

if TYPE_CHECKING:
    import duckdb


def points(*rows: tuple[float, float, float], **values: Any) -> list[dict[str, Any]]:
    """Give rows of a recovery curve from (hours, share_low, share_high)."""
    series = {
        "series": "servers",
        "series_ko": "서버",
        "basis": "servers",
        "rests_on": "claims",
        "units": len(rows),
        "is_of_all": False,
        "repair_mode": "remote",
        "conflict": False,
        "outage_country": None,
    }
    return [
        OUTAGE
        | STARTED
        | series
        | {"hours": hours, "share_low": low, "share_high": high, "at_utc": ONSET + timedelta(hours=hours)}
        | values
        for hours, low, high in rows
    ]


def test_the_title_states_the_times_to_half_and_nine_tenths_as_intervals() -> None:
    """Half is reached between the hour when it can and the hour when it must have been; so are nine tenths."""
    frame = pl.DataFrame(points((0, 0, 0.2), (10, 0.2, 0.6), (20, 0.6, 0.9), (30, 0.95, 1)))

    assert "Servers: half back after 10 to 20 h, 90% after 20 to 30 h" == title(plot_recovery_curve(frame))
    assert "서버: 절반 복구까지 10~20시간, 90% 복구까지 20~30시간" == title(plot_recovery_curve(frame, "ko"))


def test_of_few_functions_no_share_is_told() -> None:
    """Nine tenths of five are all of them: the title counts, and says half of nothing."""
    all_back = points((0, 0, 0.2), (10, 0.6, 0.8), (30, 1, 1), rests_on="impacts", units=5)
    some_back = points((0, 0, 0.2), (10, 0.6, 0.8), rests_on="impacts", units=5)

    assert "Servers: all 5 back after 30 h" == title(plot_recovery_curve(pl.DataFrame(all_back)))
    assert "Servers: 3 of 5 back for certain after 10 h" == title(plot_recovery_curve(pl.DataFrame(some_back)))
    assert "half" not in " ".join(texts(plot_recovery_curve(pl.DataFrame(all_back))))


def test_a_title_claims_no_more_than_the_data() -> None:
    """Where half was never certain the title gives the share that was; where none was it stays neutral."""
    some, none = pl.DataFrame(points((10, 0.3, 1), (20, 0.4, 1))), pl.DataFrame(points((10, 0.0, 0.5)))

    assert "Servers: at least 40% back after 20 h" == title(plot_recovery_curve(some))
    assert "The outage: no source says what share was certainly back" == title(plot_recovery_curve(none))


def test_a_band_holds_from_a_row_to_the_next() -> None:
    """The edges are steps: nothing must have been restored before the first row, and the last row holds to the end of the axis."""
    figure = plot_recovery_curve(pl.DataFrame(points((10, 0.2, 0.6), (20, 0.6, 1))))
    can, must = figure.data

    assert ("hv", "hv") == (can.line.shape, must.line.shape)
    assert [0.0, 10, 20] == list(must.x)[:3]
    assert [0.0, 0.2, 0.6, 0.6] == list(must.y)
    assert [0.6, 0.6, 1, 1] == list(can.y)


def test_bands_of_two_bases_are_never_joined() -> None:
    """A recount on another base is another trace of the same panel, and the words and a dotted line say where it changes."""
    early = points((5, 0.0, 0.1), (10, 0.1, 1.0), basis="systems-of-647")
    late = points((20, 0.3, 0.5), (40, 0.5, 1), (60, 0.9, 1), basis="systems-of-709")
    figure = plot_recovery_curve(pl.DataFrame(early + late))

    assert 4 == len(figure.data)
    assert {"y"} == {trace.yaxis for trace in figure.data}
    assert [(10, 10)] == [(line.x0, line.x1) for line in figure.layout.shapes]
    assert "counted of 647 up to 10 h, of 709 since" in texts(figure)


def test_the_share_of_all_sensors_is_marked_and_never_the_title() -> None:
    """A share that counts what was never hit is named as such, and the title speaks of what was hit."""
    hit = points((10, 0.2, 0.5), (20, 0.5, 1), basis="hit")
    online = points(
        (10, 0.9, 1), (20, 0.97, 1), (30, 0.99, 1), (40, 1, 1), series="sensors", basis="sensors", is_of_all=True
    )
    figure = plot_recovery_curve(pl.DataFrame(hit + online))

    assert title(figure).startswith("Servers: half back")
    assert "share of all sensors, those never hit included" in texts(figure)
    assert _bands.tint(style.COLOURS["fourth"], 0.28) in {trace.fillcolor for trace in figure.data}


def test_what_is_known_of_one_time_only_is_named_and_not_drawn() -> None:
    """A series of a single statement is no curve where there are others; the note names it."""
    rich = [
        row
        for name in ("a", "b", "c")
        for row in points((5, 0, 0.5), (10, 0.5, 1), (20, 0.9, 1), series=name, basis=name)
    ]
    frame = pl.DataFrame(rich + points((5, 0, 1), (10, 1, 1), series="lifts", basis="lifts"))

    assert "Not drawn, as less is known: lifts." in plot_recovery_curve(frame).layout.meta["note"]
    assert {"a", "b", "c"} == set(recovery_curve.drawn(frame)["basis"])


def test_sources_that_contradict_each_other_are_named_as_such() -> None:
    """Where more must than can have been restored the band is drawn as it is, and the note says why."""
    agreed, torn = pl.DataFrame(points((10, 0.5, 0.6), (20, 1, 1))), pl.DataFrame(points((10, 0.7, 0.6), (20, 1, 1)))

    assert "contradict" not in plot_recovery_curve(agreed).layout.meta["note"]
    assert "contradict" in plot_recovery_curve(torn).layout.meta["note"]


def test_crowded_hours_take_a_logarithmic_axis() -> None:
    """The axis is logarithmic where half of the points would fall into its first tenth, else linear."""
    even, crowded = (
        points((10, 0.1, 1), (20, 0.5, 1), (30, 1, 1)),
        points((1, 0.1, 1), (2, 0.3, 1), (3, 0.5, 1), (100, 1, 1)),
    )

    assert "linear" == plot_recovery_curve(pl.DataFrame(even)).layout.xaxis.type
    assert "log" == plot_recovery_curve(pl.DataFrame(crowded)).layout.xaxis.type


def test_several_outages_stand_side_by_side_by_kind_of_repair() -> None:
    """One panel an outage on a logarithmic axis; those repaired by hand come first, in a colour of their own."""
    by_hand = points(
        (10, 0.2, 0.4), (50, 0.6, 1), (60, 1, 1), outage_id="hand", outage="By hand", repair_mode="on_site", basis="h"
    )
    remote = points((1, 0.2, 0.4), (5, 0.6, 1), (6, 1, 1), outage_id="remote", outage="Remote", basis="r")
    figure = plot_recovery_curve(pl.DataFrame(remote + by_hand))

    assert "Half back: after 5 h (Remote), after 50 h (By hand)" == title(figure)
    assert "log" == figure.layout.xaxis.type
    assert ["#b34700", "#b34700", "#0b5c94", "#0b5c94"] == [trace.line.color for trace in figure.data]


def test_unreviewed_rows_carry_a_badge() -> None:
    """Numbers brought in by rule say that nobody has checked them yet."""
    frame = pl.DataFrame(points((10, 0.5, 1), review="unreviewed"))

    assert words("en")("badge.unreviewed") == plot_recovery_curve(frame).layout.meta["badge"]


def test_the_fire_of_daejeon_took_weeks(db: duckdb.DuckDBPyConnection) -> None:
    """Of the 709 systems half were back within the fourth week, all before the hundredth day; the count of 647 is a band of its own."""
    frame = measures.recovery_curve(db, NIRS)
    band = next(band for band in recovery_curve._bands(frame) if band.base == "709")
    low, high = band.reached(0.5)

    assert 19 * 24 < (low or 0) < (high or 0) < 23 * 24
    assert 90 * 24 < (band.reached(0.99)[1] or 0) < 100 * 24
    assert {"nirs-systems-of-647", "nirs-systems-of-709"} <= set(recovery_curve.drawn(frame)["basis"])


def test_all_outages_stand_on_one_axis(db: duckdb.DuckDBPyConnection) -> None:
    """The comparison has one series an outage, those repaired by hand first."""
    drawn = recovery_curve.drawn(measures.recovery_curve(db))
    series = drawn.group_by("outage_id").agg(pl.col("basis").n_unique())

    assert {CROWDSTRIKE, KAKAO, NIRS} <= set(series["outage_id"])
    assert {1} == set(series["basis"])
