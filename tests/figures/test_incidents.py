"""The figures of loaded reports: their titles, the values they draw, and what they say they leave out."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kit import figures, measures
from kit.errors import NothingToDraw
from kit.estimators.survival import kaplan_meier
from kit.figures._reports import date_ticks, even_ticks, left_out, period, source
from kit.figures._still_down import plot_still_down
from kit.figures.availability import plot_availability
from kit.figures.co_occurrence import plot_co_occurrence
from kit.figures.incident_pattern import plot_incident_pattern
from kit.figures.incident_rate import plot_incident_rate
from kit.figures.severity_duration import plot_severity_duration
from kit.figures.time_to_restore import plot_time_to_restore
from kit.text import words

if TYPE_CHECKING:
    import duckdb
    import plotly.graph_objects as go

EN, KO = words("en"), words("ko")
NAMES = ("availability", "co_occurrence", "incident_pattern", "incident_rate", "severity_duration")
LEFT_OUT = {"maintenance": 2, "flagged": 1, "undated": 0, "quarantined": 0, "sources": []}


def rate(provider: str, incidents: int, months: float, low: float | None, high: float | None) -> dict[str, Any]:
    """Give a row of the measure of rates."""
    return {
        "provider": provider,
        "incidents": incidents,
        "in_exposure": incidents,
        "months": months,
        "per_month": incidents / months,
        "per_month_low": low,
        "per_month_high": high,
        "median_gap_hours": 30.0,
        "month_incidents": [1, 3, 9],
        "month_exposure": [1.0, 1.0, 0.1],
        "month_is_whole": [True, True, False],
    } | LEFT_OUT


def month(provider: str, start: date, low: float, high: float, hours: float = 720) -> dict[str, Any]:
    """Give a row of the measure of availability: a month of so many hours."""
    return {
        "provider": provider,
        "month": start,
        "hours": hours,
        "down_hours_low": (1 - high) * hours,
        "down_hours_high": (1 - low) * hours,
        "availability_low": low,
        "availability_high": high,
        "incidents": 1,
    } | LEFT_OUT


def cell(weekday: int, hour: int, incidents: int, zone: str = "UTC") -> dict[str, Any]:
    """Give a row of the measure of patterns."""
    return {
        "zone": zone,
        "provider": "Cloud",
        "weekday": weekday,
        "hour": hour,
        "incidents": incidents,
        "expected": 2.0,
        "post_only": 0,
    } | LEFT_OUT


def pair(a: str, b: str, both: float, p_value: float | None, p_adjusted: float | None) -> dict[str, Any]:
    """Give a row of the measure of co-occurrence: by chance 10 hours, 5 to 20."""
    return {
        "by": "provider",
        "provider": a,
        "component": None,
        "other_provider": b,
        "other_component": None,
        "both_hours": both,
        "chance_hours": 10.0,
        "chance_low_hours": 5.0,
        "chance_high_hours": 20.0,
        "shared_reports": 0,
        "shifts": 999,
        "p_value": p_value,
        "p_adjusted": p_adjusted,
    } | LEFT_OUT


def group(severity: int, n: int, median: float, p_value: float | None) -> dict[str, Any]:
    """Give a row of the measure of severities; 5 hours is the longest."""
    return {
        "provider": "Cloud",
        "severity": severity,
        "n": n,
        "flagged": 3,
        "open_as_of": 0,
        "unknown": 0,
        "method": "kaplan_meier",
        "median_hours": median,
        "median_low": median / 2,
        "median_high": median * 2,
        "p90_hours": 4.0,
        "p90_without_longest_hours": 3.0,
        "longest_hours": 5.0,
        "mean_of_ended_hours": 3.0,
        "mean_without_longest_hours": 1.0,
        "p_value": p_value,
        "sources": [],
    }


def restore(sector: str, **values: Any) -> dict[str, Any]:
    """Give a row of the times to restore."""
    row = {
        "sector": sector,
        "n": 12,
        "flagged": 0,
        "ended": 12,
        "open_as_of": 0,
        "unknown": 0,
        "stale": 0,
        "unwatched": 0,
        "mean_of_ended_hours": 30.0,
        "method": "kaplan_meier",
        "median_hours": 3.0,
        "median_low": 2.0,
        "median_high": 4.0,
        "p90_hours": 9.0,
        "median_without_stale_hours": 1.0,
    }
    return row | values


def title(figure: go.Figure) -> str:
    """Give the title of a figure."""
    return str(figure.layout.meta["title"])


def texts(figure: go.Figure) -> str:
    """Give all that is written in a figure, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(note.text for note in figure.layout.annotations)).split())


# --- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_without_loaded_reports_the_figure_says_how_to_load(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """The published data hold no reports: nothing is drawn, and the message says what to run."""
    with pytest.raises(NothingToDraw, match="outage-kit load FILE"):
        figures.draw(name, measures.NAMES[name](db))


def test_what_is_not_counted_is_counted() -> None:
    """Two of maintenance and one flagged are named; what is none is not."""
    assert "Not counted: 2 of maintenance, 1 flagged as implausible or as no outage." == left_out(EN, [LEFT_OUT])
    assert "" == left_out(EN, [dict.fromkeys(LEFT_OUT, 0)])


def test_the_source_line_names_four_providers() -> None:
    """The fifth is counted; Korean has its particle."""
    assert "Source: reports that A, B, C, D and 1 more published, as loaded" == source(EN, "ABACDE")
    assert source(KO, ["카카오"]).startswith("출처: 카카오가")


@pytest.mark.parametrize(
    ("by", "expected"), [("quarter", "quarter 2 of 2024"), ("month", "April 2024"), ("day", "1 April 2024")]
)
def test_periods_are_written_out(by: str, expected: str) -> None:
    """A period is named as readers name it."""
    assert expected == period(EN, date(2024, 4, 1), by)


def test_axes_have_few_round_numbers() -> None:
    """Up to six numbers from zero; months of a short time, years of a long one."""
    assert ["0", "5", "10"] == even_ticks(EN, 13)["ticktext"]
    assert ["0", "0.2", "0.4"] == even_ticks(EN, 0.55)["ticktext"]
    assert ["2019", "2021", "2023"] == date_ticks(EN, date(2018, 5, 1), date(2024, 2, 1))["ticktext"]


# --- each of them -----------------------------------------------------------------------------------------------------


def test_rates_are_told_from_the_most_to_the_least() -> None:
    """The title has both ends, the row its limits, and a ring stands for each whole month."""
    figure = plot_incident_rate(pl.DataFrame([rate("Cloud", 20, 10, 1.2, 3.2), rate("Host", 5, 10, None, None)]))

    assert "Cloud posted 2 incidents a month, Host 0.5" == title(figure)
    assert "20 incidents in 10 months · 2 a month (1.2 to 3.2)" in texts(figure)
    assert [1.0, 3.0] in [list(trace.x) for trace in figure.data]


def test_availability_has_certain_and_possible_bars() -> None:
    """Between 90 and 95 percent without an incident: 5 percent are certain, 5 more possible on top of them."""
    frame = pl.DataFrame([month("Cloud", date(2024, 1, 1), 0.9, 0.95), month("Cloud", date(2024, 2, 1), 1.0, 1.0)])
    certain, possible = plot_availability(frame).data

    assert ([0.05, 0.0], [0.05, 0.0]) == tuple([round(y, 6) for y in bars.y] for bars in (certain, possible))
    assert list(certain.y) == list(possible.base)


def test_availability_is_never_rounded_up_to_all() -> None:
    """A minute in a year is no hundred percent."""
    figure = plot_availability(pl.DataFrame([month("Cloud", date(2024, 1, 1), 0.999998, 0.999998)]))

    assert "Cloud: 99.9% of the time without a posted incident" == title(figure)


def test_a_time_that_no_report_covers_is_grey() -> None:
    """Between January and June nobody told anything: that is no time without incidents."""
    figure = plot_availability(
        pl.DataFrame([month("Cloud", start, 0.9, 0.9) for start in (date(2024, 1, 1), date(2024, 6, 1))])
    )

    assert [(date(2024, 1, 29), date(2024, 6, 1))] == [(gap.x0, gap.x1) for gap in figure.layout.shapes]
    assert "no report covers" in figure.layout.meta["note"]


def test_the_weekend_is_set_against_an_even_spread() -> None:
    """One of four incidents at the weekend, where half of the expectation lies there."""
    figure = plot_incident_pattern(pl.DataFrame([cell(1, 9, 3), cell(7, 9, 1)]))

    assert "25% of incidents began on a Saturday or Sunday; evenly spread it would be 50%" == title(figure)
    assert "The busiest hour is Monday, 9 to 10 h: 3." in figure.layout.meta["note"]


def test_the_local_clock_comes_first() -> None:
    """Of two clocks the local one is the upper map and the one of the title."""
    frame = pl.DataFrame([cell(1, 9, 3), cell(1, 18, 3, "Asia/Seoul")])
    figure = plot_incident_pattern(frame, "ko")

    assert 2 == len(figure.data)
    assert figure.data[0].z[0][18] == 3
    assert "Asia/Seoul" in figure.layout.meta["subtitle"]


def test_no_more_than_chance_is_an_answer() -> None:
    """Where no pair is beyond chance the title says so."""
    rows = [pair("A", "B", 12, 0.2, 0.4), pair("A", "C", 9, 0.5, 0.5)]

    assert "No two providers were down together more often than by chance" == title(
        plot_co_occurrence(pl.DataFrame(rows))
    )
    assert "우연보다 자주 함께 멈춘 제공사 쌍은 없어" == title(plot_co_occurrence(pl.DataFrame(rows), "ko"))


def test_pairs_count_by_the_adjusted_p_value() -> None:
    """A p-value of 0.03 alone is none among many; one that stays below 0.05 for all pairs together is."""
    rows = [pair("A", "B", 40, 0.001, 0.003), pair("A", "C", 22, 0.03, 0.06), pair("B", "C", 0, None, None)]
    figure = plot_co_occurrence(pl.DataFrame(rows))

    assert "1 of 2 pairs of providers were down together more often than by chance" == title(figure)
    assert "1 pairs" in figure.layout.meta["note"]


def test_hours_together_are_drawn_as_multiples_of_chance() -> None:
    """40 hours where chance gives 10, and mostly 5 to 20, is 4 beside the band of 0.5 to 2."""
    figure = plot_co_occurrence(pl.DataFrame([pair("A", "B", 40, 0.001, 0.001)]))

    assert [[0.5, 2.0], [4.0]] == [list(trace.x) for trace in figure.data if list(trace.x) != [4.0, 4.0]]
    assert "p below 0.002" in texts(figure)


def test_severities_that_do_not_differ_are_told_so() -> None:
    """A log-rank p-value above 5% is no difference; below it the title gives both medians."""
    same, other = (
        plot_severity_duration(pl.DataFrame([group(1, 20, 1.0, p), group(3, 20, 3.0, p)])) for p in (0.4, 0.001)
    )

    assert "Cloud: no difference in length by severity beyond chance (p=0.4)" == title(same)
    assert "Cloud: half over after 60 min (minor), after 3 h (critical)" == title(other)


def test_the_longest_is_shown_in_and_out() -> None:
    """The time of 90% stands with the longest as a tick and without as a ring, and the note gives both means."""
    figure = plot_severity_duration(pl.DataFrame([group(1, 20, 1.0, None)]))

    assert {(4.0,), (3.0,)} <= {tuple(trace.x) for trace in figure.data}
    assert "Cloud, minor: 3 h with it, 60 min without" in figure.layout.meta["note"]


def test_stale_and_unwatched_records_are_told() -> None:
    """What had no word for long is counted, with the median without it; what was over before anybody watched is counted."""
    figure = plot_time_to_restore(pl.DataFrame([restore("airlines", stale=2, unwatched=3), restore("gaming")]))

    assert "2 without a word for long; without them half back after 60 min" in texts(figure)
    assert "3 over before anybody watched" in texts(figure)


def test_units_that_stand_twice_count_once() -> None:
    """Three units, two of which ended, drawn with and without the third: the subtitle counts three."""
    rows = [
        ("with_open", 1.0, True),
        ("with_open", 2.0, True),
        ("with_open", 3.0, False),
        ("ended_only", 1.0, True),
        ("ended_only", 2.0, True),
    ]
    curve = kaplan_meier(pl.DataFrame(rows, schema=["kept", "hours", "is_restored"], orient="row"), "kept")

    assert "Share of 3 units" in plot_still_down(curve).layout.meta["subtitle"]


def test_steps_that_would_crowd_get_a_logarithmic_axis() -> None:
    """Minutes beside a month: the axis is logarithmic, and under its beginning stands how many there were at first."""
    hours = [0.1, 0.2, 0.3, 0.4, 700.0]
    figure = plot_still_down(kaplan_meier(pl.DataFrame({"hours": hours, "is_restored": [True] * 5})))

    assert "log" == figure.layout.xaxis.type
    assert "Still watched 5 " in texts(figure)


def test_small_groups_without_room_are_counted() -> None:
    """Of 17 groups 15 are drawn; the others are counted and not called unknown."""
    figure = plot_time_to_restore(pl.DataFrame([restore(f"sector {n}", n=30 - n) for n in range(17)]))

    assert "Not drawn, for want of room: 2 smaller groups." in figure.layout.meta["note"]
    assert "not known when half" not in figure.layout.meta["note"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_alternative_texts_tell_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its kind, its size and its title, in both languages."""
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    frames = {
        plot_incident_rate: [rate("Cloud", 20, 10, 1.2, 3.2) | {"from_utc": moment}],
        plot_availability: [month("Cloud", moment.date(), 0.9, 0.9)],
        plot_incident_pattern: [cell(1, 9, 3)],
        plot_co_occurrence: [pair("A", "B", 12, 0.2, 0.2)],
        plot_severity_duration: [group(1, 20, 1.0, None)],
    }
    drawn = [plot(pl.DataFrame(rows), lang) for plot, rows in frames.items()]

    assert all(title(figure) in figure.layout.meta["alt"] for figure in drawn)
