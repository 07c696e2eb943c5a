"""The figures of recovery, of times to restore, of blame and of loss: their titles, their words and the values they draw."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kit import measures
from kit.errors import NothingToDraw
from kit.estimators.survival import kaplan_meier
from kit.estimators.turnbull import turnbull
from kit.figures import (
    _bands,
    _still_down,
    _time_axis,
    attribution,
    draw,
    losses,
    recovery_curve,
    style,
    time_to_restore,
)
from kit.figures.attribution import plot_attribution
from kit.figures.losses import plot_losses
from kit.figures.recovery_curve import plot_recovery_curve
from kit.figures.time_to_restore import plot_still_down, plot_time_to_restore, plot_turnbull
from kit.text import words

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import plotly.graph_objects as go

CROWDSTRIKE, KAKAO, NIRS = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "nirs-daejeon-2025-09-26"
ONSET = datetime(2024, 7, 19, 4, 0, tzinfo=UTC)
SOURCE = {
    "source_id": "paper-1",
    "publisher": "The Paper",
    "via": None,
    "title": "It broke",
    "url": "https://example.org",
    "published_on": "2024-07-20",
    "kind": "press",
}
OUTAGE = {
    "outage_id": "it-broke",
    "outage": "The outage",
    "outage_ko": "큰 장애",
    "review": "reviewed",
    "sources": [SOURCE],
}
NAMES = ("attribution", "losses", "recovery_curve", "time_to_restore")
PLOTS: list[Callable[..., go.Figure]] = [
    plot_attribution,
    plot_losses,
    plot_recovery_curve,
    plot_time_to_restore,
    plot_still_down,
    plot_turnbull,
]


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
    }
    return [
        OUTAGE
        | series
        | {"hours": hours, "share_low": low, "share_high": high, "at_utc": ONSET + timedelta(hours=hours)}
        | values
        for hours, low, high in rows
    ]


def group(sector: str, n: int, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the times to restore; everything ended."""
    row = {
        "sector": sector,
        "n": n,
        "flagged": 0,
        "ended": n,
        "open_as_of": 0,
        "unknown": 0,
        "mean_of_ended_hours": 30.0,
        "method": "turnbull",
        "median_hours": high,
        "median_low": low,
        "median_high": high,
        "p90_hours": 90.0,
        "p95_hours": None,
    }
    return row | values


def said(speaker: str, blamed: str, verdict: str, hours: float, **values: Any) -> dict[str, Any]:
    """Give a statement made in the minute so many hours after the onset."""
    row = {
        "row_id": f"{speaker}-{blamed}",
        "at_utc": ONSET + timedelta(hours=hours),
        "at_latest_utc": ONSET + timedelta(hours=hours, minutes=1),
        "said_on": "2024-07-19",
        "said_by": speaker,
        "said_by_ko": None,
        "question": "cause",
        "blamed": blamed,
        "blamed_ko": None,
        "cause": "an update",
        "cause_ko": "업데이트",
        "polarity": "blames",
        "verdict": verdict,
        "refutes": None,
        "status": "accepted",
    }
    return OUTAGE | row | values


def loss(scope: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a published loss in dollars."""
    row = {
        "scope": scope,
        "scope_ko": None,
        "kind": "direct_loss",
        "kind_name": "Direct loss",
        "kind_name_ko": "직접 손실",
        "low": low,
        "high": high,
        "currency": "USD",
        "is_approximate": False,
        "status": "accepted",
        "said_by": "The Bureau",
        "said_on": "2024-08",
    }
    return OUTAGE | row | values


def title(figure: go.Figure) -> str:
    """Give the title of a figure."""
    return str(figure.layout.meta["title"])


def texts(figure: go.Figure) -> str:
    """Give all that is written in a figure, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(note.text for note in figure.layout.annotations)).split())


# --- recovery curve ---------------------------------------------------------------------------------------------------


def test_the_title_states_the_times_to_half_and_nine_tenths_as_intervals() -> None:
    """Half is reached between the hour when it can and the hour when it must have been; so are nine tenths."""
    frame = pl.DataFrame(points((0, 0, 0.2), (10, 0.2, 0.6), (20, 0.6, 0.9), (30, 0.95, 1)))

    assert "Servers: half back after 10 to 20 h, 90% after 20 to 30 h" == title(plot_recovery_curve(frame))
    assert "서버: 절반 복구까지 10~20시간, 90% 복구까지 20~30시간" == title(plot_recovery_curve(frame, "ko"))


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


def test_an_axis_names_few_and_round_times() -> None:
    """Six ticks at most, whatever the span, so that they stand side by side on a phone."""
    say = words("en")
    spans = [(0.02, 3.0), (1.0, 400.0), (3.0, 9000.0)]

    assert all(2 <= len(_time_axis.time_ticks(say, span, is_log=True)["tickvals"]) <= 6 for span in spans)
    assert ["0", "20 days", "40 days", "60 days", "80 days"] == _time_axis.time_ticks(say, (0.0, 2300.0), is_log=False)[
        "ticktext"
    ]


# --- time to restore --------------------------------------------------------------------------------------------------


def test_the_title_names_the_fastest_and_the_slowest_large_group() -> None:
    """Groups of fewer than ten units, or of which most ends are not dated, stay out of the title."""
    frame = pl.DataFrame(
        [
            group("fast", 12, 2, 4),
            group("slow", 10, 40, 50),
            group("few", 3, 0.5, 1),
            group("vague", 20, 80, 99, ended=4, unknown=16),
        ]
    )

    assert "Half back after 2 to 4 h (fast), after 40 to 50 h (slow)" == title(plot_time_to_restore(frame))


def test_titles_of_little_data_count_what_is_dated() -> None:
    """Where no group is large enough the title says how many ends are dated."""
    some = pl.DataFrame([group("a", 4, 2, 4, ended=1, unknown=3), group("b", 3, None, None, ended=0, unknown=3)])
    none = pl.DataFrame([group("a", 2, None, None, ended=0, unknown=2, p90_hours=None)])

    assert "The end is dated for 1 of 7 units" == title(plot_time_to_restore(some))
    assert "No source dates an end" == title(plot_time_to_restore(none))


def test_small_groups_are_drawn_as_ends_and_large_ones_as_bars() -> None:
    """A bar needs ten units; fewer are a thin line with diamonds, and get no mark for 90 %."""
    figure = plot_time_to_restore(pl.DataFrame([group("large", 12, 2, 8), group("small", 3, 2, 8)]))
    bars = [trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 9]
    diamonds = [trace for trace in figure.data if trace.mode == "markers" and trace.marker.symbol == "diamond"]

    assert [(2, 8)] == [tuple(trace.x) for trace in bars]
    assert [(2, 8)] == [tuple(trace.x) for trace in diamonds]
    assert 1 == sum(90.0 in list(trace.x) for trace in figure.data)


def test_the_naive_mean_is_a_grey_mark_with_its_name() -> None:
    """The mean stands beside the median only as what it is: of the ended only."""
    figure = plot_time_to_restore(pl.DataFrame([group("a", 12, 2, 8, ended=8, unknown=4)]))
    mean = figure.data[-1]

    assert ([30.0], "#737373") == (list(mean.x), mean.marker.color)
    assert "mean of the ended only" in texts(figure)
    assert "4 of 12 units have no dated end" in figure.layout.meta["note"]


def test_groups_take_their_names_from_the_frame() -> None:
    """A frame with `name` and `name_ko` says how its groups are called, with `outage` and `sources` what it is about."""
    frame = pl.DataFrame([group("airlines", 9, 2, 8, name="Airlines", name_ko="항공사") | OUTAGE])
    figure = plot_time_to_restore(frame, "ko")

    assert "항공사 9곳 가운데 절반 복구까지 2~8시간" == title(figure)
    assert figure.layout.meta["subtitle"].startswith("큰 장애. ")
    assert "The Paper" in figure.layout.meta["source"]


# --- still down -------------------------------------------------------------------------------------------------------

UNITS = pl.DataFrame({"hours": [1.0, 2.0, 3.0, 4.0], "is_restored": [True, True, False, True]})


def test_the_survival_curve_says_when_half_were_back() -> None:
    """Freireich's way: of four units half were back after two hours, and all after the fourth."""
    figure = plot_still_down(kaplan_meier(UNITS))

    assert "Half were back after 2 h, all after 4 h" == title(figure)
    assert [1.0, 0.75, 0.5, 0.5, 0.0] == list(figure.data[2].y)


def test_units_last_seen_down_are_ticks_and_the_watched_are_counted() -> None:
    """A tick marks each time that units were last seen down; the numbers underneath count who is watched just before."""
    curve = kaplan_meier(UNITS)
    ticks = plot_still_down(curve).data[3]

    assert ([3.0], [0.5], "line-ns-open") == (list(ticks.x), list(ticks.y), ticks.marker.symbol)
    assert [4, 4, 3, 0] == [_still_down.at_risk(curve.rows(named=True), hours) for hours in (0, 1, 1.5, 5)]


def test_limits_stand_where_they_are_defined() -> None:
    """Where the curve is 0 or 1 its limits are undefined, and the band closes on the curve."""
    upper, lower = plot_still_down(kaplan_meier(UNITS)).data[:2]

    assert (1.0, 1.0) == (upper.y[0], lower.y[0])
    assert upper.y[1] > 0.75 > lower.y[1]


def test_groups_of_a_curve_differ_in_colour_and_dash() -> None:
    """Two groups are told apart also in grey print, and the title names both."""
    units = pl.concat(
        [
            UNITS.with_columns(provider=pl.lit("north")),
            UNITS.with_columns(pl.col("hours") * 10, provider=pl.lit("south")),
        ]
    )
    figure = plot_still_down(kaplan_meier(units, "provider"))
    steps = [trace for trace in figure.data if trace.name]

    assert "Half back after 2 h (North), after 20 h (South)" == title(figure)
    assert 2 == len({trace.line.color for trace in steps}) == len({trace.line.dash for trace in steps})


def test_within_an_innermost_interval_no_curve_is_drawn() -> None:
    """Turnbull's curve is known between innermost intervals only: levels with gaps, and a box where it falls."""
    masses = turnbull(pl.DataFrame({"lower_hours": [1.0, 1.0, 5.0], "upper_hours": [2.0, 2.0, 9.0]}))
    levels, *boxes = plot_turnbull(masses).data

    assert [0.0, 1.0, None, 2.0, 5.0, None, 9.0] == list(levels.x)[:7]
    assert [(1.0, 2.0), (5.0, 9.0)] == [(min(box.x), max(box.x)) for box in boxes]
    assert "Half were back after 1 to 2 h" == title(plot_turnbull(masses))


def test_an_open_end_is_a_paler_box_to_the_edge() -> None:
    """Mass that nothing bounds reaches to the end of the axis and to the ground."""
    masses = turnbull(pl.DataFrame({"lower_hours": [1.0, 4.0], "upper_hours": [2.0, None]}))
    last = plot_turnbull(masses).data[-1]

    assert max(last.x) > 4
    assert (0.0, 0) == (min(last.y), last.line.width)


# --- attribution ------------------------------------------------------------------------------------------------------


def test_the_title_gives_the_delay_where_a_wrong_blame_came_first() -> None:
    """The delay runs from the first blame to the first right one, bounded by how well both are dated."""
    frame = pl.DataFrame([said("Press", "Cloud", "wrong", 1), said("Office", "Vendor", "right", 4)])

    assert "Vendor rightly blamed 3 h after the first blame; 1 of 2 statements of the cause were wrong" == title(
        plot_attribution(frame)
    )


def test_without_a_certain_order_the_title_gives_a_time() -> None:
    """Statements dated to the same day have no order: then the title says by when the right one was there."""
    day = {"at_utc": ONSET - timedelta(hours=4), "at_latest_utc": ONSET + timedelta(hours=20)}
    frame = pl.DataFrame([said("Press", "Cloud", "wrong", 0, **day), said("Office", "Vendor", "right", 4)])

    assert (
        "Vendor rightly blamed at the latest on 19 July 2024, 08:00 UTC; 1 of 2 statements of the cause were wrong"
        == title(plot_attribution(frame))
    )
    assert "늦어도 2024년 7월 19일 17:00에는 Vendor 지목… 원인 지목 2건 중 1건은 오류" == title(
        plot_attribution(frame, "ko")
    )


def test_where_nothing_is_right_the_title_stays_neutral() -> None:
    """An open verdict names nobody in a title."""
    frame = pl.DataFrame([said("Police", "Vendor", "open", 4)])

    assert "The outage: no statement on who is to blame found right so far" == title(plot_attribution(frame))


def test_verdicts_differ_in_colour_and_symbol() -> None:
    """Right, wrong, disputed and open are told apart without colour too."""
    frame = pl.DataFrame(
        [said("A", verdict, verdict, hour) for hour, verdict in enumerate(("right", "wrong", "disputed", "open"))]
    )
    markers = [trace.marker for trace in plot_attribution(frame).data if trace.mode == "markers"]

    assert 4 == len({marker.symbol for marker in markers}) == len({marker.color for marker in markers})


def test_another_event_stands_apart_and_counts_for_nothing() -> None:
    """A statement about another event has a group of its own and no part in the title."""
    other = said("Airline", "Cloud", "right", 0, status="other_event")
    figure = plot_attribution(pl.DataFrame([other, said("Office", "Vendor", "right", 4)]))

    assert "About another event, not counted" in texts(figure)
    assert title(figure).startswith("Vendor rightly blamed")


def test_a_long_list_keeps_the_wrong_the_disputed_and_the_first_right() -> None:
    """Of a long list the repeats go first, and the note counts what is not drawn."""
    many = [said(f"Office {hour}", "Vendor", "right", hour + 2) for hour in range(20)]
    frame = pl.DataFrame([*many, said("Press", "Cloud", "wrong", 1), said("Lab", "Cloud", "disputed", 40)])
    chosen = attribution.drawn(frame)

    assert 12 == chosen.height
    assert {"Office 0", "Press", "Lab"} <= set(chosen["said_by"])
    assert "10 further statements" in plot_attribution(frame).layout.meta["note"]


def test_an_answer_names_whom_it_answers() -> None:
    """Beside a statement that refutes another stands whose statement it was."""
    frame = pl.DataFrame(
        [
            said("Press", "Cloud", "wrong", 1),
            said("Cloud", "Cloud", "right", 2, polarity="clears", refutes="Press-Cloud"),
        ]
    )

    assert "Cloud rejected the blame: an update" in texts(plot_attribution(frame))
    assert "answers Press" in texts(plot_attribution(frame))


# --- losses -----------------------------------------------------------------------------------------------------------


def test_the_title_gives_the_range_of_rivals_for_one_scope() -> None:
    """Rival figures of one scope are a range; figures of different scopes are not."""
    frame = pl.DataFrame([loss("world", 1e9, None), loss("world", 5e9, 5e9), loss("one firm", 9e9, 9e9)])

    assert "World: 2 published figures (direct loss), $1 billion to $5 billion" == title(plot_losses(frame))


def test_the_title_of_single_figures_is_the_largest() -> None:
    """Without rivals the title gives the largest figure with its kind and scope; a misprint never."""
    frame = pl.DataFrame(
        [
            loss("world", 2e9, 3e9, is_approximate=True),
            loss("one firm", 1e6, 1e6),
            loss("misprint", 9e9, 9e9, status="refuted"),
        ]
    )

    assert "Largest published figure: about $2 billion to $3 billion (direct loss, world)" == title(plot_losses(frame))
    assert "공개된 최대 금액은 약 20억~30억 달러: world, 직접 손실" == title(plot_losses(frame, "ko"))


def test_a_refuted_figure_is_grey_and_said_not_to_count() -> None:
    """Readers know the misprint, so it is shown, beside the right figure, as what it is."""
    figure = plot_losses(pl.DataFrame([loss("world", 5e8, 1e9), loss("world", 5e8, 1.8e9, status="refuted")]))
    bars = {trace.line.color: tuple(trace.x) for trace in figure.data if trace.mode == "lines"}

    assert {"#0b5c94": (5e8, 1e9), "#737373": (5e8, 1.8e9)} == bars
    assert "Not counted, as it was refuted: $500 million to $1.8 billion (world)." in figure.layout.meta["note"]


def test_an_open_end_stays_open() -> None:
    """What is "at least a billion" has no upper end: it fades to the edge and ends in an arrow."""
    figure = plot_losses(pl.DataFrame([loss("world", 1e9, None)]))
    symbols = {trace.marker.symbol for trace in figure.data if trace.mode == "markers"}

    assert "triangle-right" in symbols
    assert "at least $1 billion" in texts(figure)


def test_amounts_in_another_currency_are_text() -> None:
    """Nothing is converted: what is in another currency than most has no place on the axis."""
    frame = pl.DataFrame([loss("world", 1e9, 2e9), loss("firm", 3e9, 3e9), loss("airline", 25e6, 25e6, currency="EUR")])
    figure = plot_losses(frame)

    assert 25e6 not in [x for trace in figure.data for x in trace.x]
    assert "airline €25 million" in texts(figure).replace("€ ", "€")


def test_of_many_scopes_the_largest_are_drawn_whole() -> None:
    """Three scopes of a kind are drawn with all their rivals, besides those with a figure that does not count."""
    rows = [
        loss(name, size, size)
        for name, size in (("a", 9e9), ("a", 8e9), ("b", 7e9), ("c", 6e9), ("d", 5e9), ("e", 4e9))
    ]
    frame = pl.DataFrame([*rows, loss("e", 1e9, 1e9, status="superseded")])

    assert ["a", "a", "b", "c", "e", "e"] == losses.drawn(frame)["scope"].to_list()
    assert "Not drawn: 1 amounts" in plot_losses(frame).layout.meta["note"]


# --- all of them, and the real data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("plot", PLOTS)
def test_an_empty_frame_is_nothing_to_draw(plot: Callable[..., go.Figure]) -> None:
    """A frame without rows is no empty chart but an error that says so."""
    with pytest.raises(NothingToDraw):
        plot(pl.DataFrame())


def test_unreviewed_rows_carry_a_badge() -> None:
    """Numbers brought in by rule say that nobody has checked them yet."""
    frame = pl.DataFrame(points((10, 0.5, 1), review="unreviewed"))

    assert words("en")("badge.unreviewed") == plot_recovery_curve(frame).layout.meta["badge"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("outage", [CROWDSTRIKE, KAKAO, NIRS])
def test_real_figures_are_complete_in_both_languages(db: duckdb.DuckDBPyConnection, name: str, outage: str) -> None:
    """Title, subtitle, note and alt text are filled in, with no brace and no open particle, and the Korean ones have Hangul."""
    frame = measures.NAMES[name](db, outage)
    metas = [draw(name, frame, lang).layout.meta for lang in ("en", "ko")]
    said = [[meta[part] for part in ("title", "subtitle", "note", "alt")] for meta in metas]

    assert all(text and not re.search(r"[{}]|은/는|이/가|을/를|\(으\)로", text) for texts_ in said for text in texts_)
    assert all(re.search("[가-힣]", text) for text in said[1])
    assert 3 <= len(re.findall(r"\d[\d.,]*", metas[0]["alt"]))


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


def test_the_misprint_of_the_insured_loss_is_shown_beside_the_right_figure(db: duckdb.DuckDBPyConnection) -> None:
    """540 million to 1.08 billion was printed as 1.8 billion: both are drawn, one of them refuted."""
    drawn = losses.drawn(measures.losses(db, CROWDSTRIKE)).filter(
        (pl.col("kind") == "insured_loss") & (pl.col("low") == 540e6)
    )

    assert {("accepted", 1.08e9), ("refuted", 1.8e9)} == set(drawn.select("status", "high").rows())


def test_the_vendor_was_named_on_the_first_morning(db: duckdb.DuckDBPyConnection) -> None:
    """The first right attribution with a clock is that of 07:15 UTC; Azure's own incident of the evening before stands apart."""
    frame = measures.attribution(db, CROWDSTRIKE)
    figure = plot_attribution(frame)

    assert title(figure).startswith("CrowdStrike rightly blamed at the latest on 19 July 2024, 07:15 UTC")
    assert "About another event, not counted" in texts(figure)


def test_few_dated_ends_make_no_median_of_the_whole(db: duckdb.DuckDBPyConnection) -> None:
    """Most organisations that the update hit have no dated end, so the title counts and the note says what is missing."""
    frame = measures.time_to_restore(db, CROWDSTRIKE)
    figure = plot_time_to_restore(frame)

    assert re.fullmatch(r"The end is dated for \d+ of \d+ units", title(figure))
    assert frame["median_hours"].is_not_null().sum() == time_to_restore.drawn(frame).height
