"""The figure of restorations: what came back when, and what nobody dates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from drawing import CROWDSTRIKE, KAKAO, ONSET, OUTAGE, STARTED, frame, labels, meta

from kit import measures
from kit.errors import NothingToDraw
from kit.figures import restoration
from kit.figures.restoration import plot_restoration
from kit.text import words

if TYPE_CHECKING:
    import duckdb


def function(entity: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of restorations: back between two hours after the onset."""
    end = None if high is None else ONSET + timedelta(hours=high)
    hours = {
        "began_low_hours": 0.0,
        "began_high_hours": 1.0,
        "ended_low_hours": low,
        "ended_high_hours": high,
        "normal_low_hours": None,
        "normal_high_hours": None,
    }
    times = {
        "trigger_latest": None,
        "began_earliest": ONSET,
        "began_latest": ONSET + timedelta(hours=1),
        "ended_latest": end,
        "last_impaired": None,
    }
    names = {
        "entity_id": entity.lower(),
        "entity": entity,
        "entity_ko": None,
        "country": "US",
        "cause": None,
        "sector_name": "Airlines",
        "sector_name_ko": "항공사",
    }
    onset = STARTED | {"outage_country": None}
    return (
        OUTAGE
        | onset
        | names
        | {"function": "check_in", "end_state": "ended", "conflict": False}
        | hours
        | times
        | values
    )


def test_a_restoration_before_a_time_is_open_below() -> None:
    """What was back by noon at the latest is drawn faded to the left edge, and not as if it had been back at once."""
    figure = plot_restoration(
        frame(function("Early", 0, 12), function("Exact", 5, 5.01), function("Late", 24, 30), function("Last", 40, 50))
    )

    assert "Early: check-in  at most 12 h" in labels(figure)
    assert [trace.marker.symbol for trace in figure.data if trace.mode == "markers"][:2] == ["circle", "triangle-left"]


def test_the_title_of_restorations_gives_the_last() -> None:
    """Of four back within 5.1, 12, 30 and 50 hours the last was back after 40 to 50; what half were is told by the curve."""
    rows = [function("Early", 0, 12), function("Exact", 5, 5.1), function("Late", 24, 30), function("Last", 40, 50)]

    assert meta(plot_restoration(frame(*rows)))["title"] == (
        "All functions named (4) were back, Last: check-in as the last, after 40 to 50 h"
    )


def test_what_is_still_down_is_an_arrow_from_the_last_word() -> None:
    """An open end starts at the last time it was seen down and points to the right; it is not counted as back."""
    down = function("Down", 9.85, None, end_state="open_as_of", last_impaired=ONSET + timedelta(hours=9.85))

    figure = plot_restoration(frame(function("Back", 1.5, 2), down))

    assert "Down: check-in  still impaired after 9.9 h" in labels(figure)
    assert any(trace.marker.symbol == "triangle-right" for trace in figure.data)


def test_those_never_said_to_be_back_are_named_a_dozen_at_most() -> None:
    """Functions without a date are not drawn; the note counts them, names twelve and counts the rest."""
    silent = [function(f"Silent {n}", None, None, end_state="unknown") for n in range(14)]

    note = meta(plot_restoration(frame(function("Back", 1, 2), *silent)))["note"]

    assert "says when they were back (14): Silent 0, Silent 1" in note
    assert "Silent 11 and 2 more" in note


def test_normal_operations_are_a_mark_of_their_own() -> None:
    """A function dated only as back to normal operations is a diamond, with the machines that were back in hours above it."""
    machines, planes = (
        function("Airline", 0, 48, function="computers"),
        function("Airline", 0, 168, function="flights", normal_low_hours=144, normal_high_hours=168),
    )

    figure = plot_restoration(frame(machines, planes))

    assert "Airline: flights  normal operations: 6 to 7 days" in labels(figure)
    assert [trace.x for trace in figure.data if trace.marker.symbol == "diamond"] == [(144, 168)]


def test_functions_dated_alike_share_a_row() -> None:
    """Airlines whose check-in the sources date to the same times stand in one row."""
    figure = plot_restoration(frame(function("One", 5, 6), function("Two", 5, 6), function("Three", 7, 8)))

    assert "One, Two: check-in  5 to 6 h" in labels(figure)


def test_the_fire_and_the_first_lost_service_are_told_apart() -> None:
    """Where the measure gives what set the outage off, the subtitle says how long after it the clock starts."""
    fire = {
        "trigger_earliest": ONSET - timedelta(minutes=8),
        "trigger_latest": ONSET - timedelta(minutes=7),
        "cause": "data_centre_fire",
    }

    subtitles = [
        meta(plot_restoration(frame(function("Talk", 1, 2, **fire)), lang))["subtitle"] for lang in ("en", "ko")
    ]

    assert "19 July 2024, 04:00 UTC, 8 min after the fire that set it off" in subtitles[0]
    assert "04:00 UTC(화재 발생 8분 뒤)" in subtitles[1]


def test_nothing_dated_is_nothing_to_draw() -> None:
    """An outage of which no restoration is dated gives the error, not an empty chart."""
    with pytest.raises(NothingToDraw, match="no source dates"):
        plot_restoration(frame(function("Silent", None, None, end_state="unknown")))


def test_restorations_of_crowdstrike_and_kakao_are_drawn(db: duckdb.DuckDBPyConnection) -> None:
    """All dated functions are drawn, and the last Kakao service is back after 127.5 hours by a clock that says when it starts."""
    kakao = measures.restoration(db, KAKAO)
    crowdstrike = measures.restoration(db, CROWDSTRIKE)

    figure = plot_restoration(kakao)

    assert meta(figure)["title"].endswith("the last of these after 127.5 to 128.6 h")
    assert "15 October 2022, 15:27 KST" in meta(figure)["subtitle"]
    assert restoration.drawn(crowdstrike).height == crowdstrike.filter(pl.col("end_state") != "unknown").height


def test_every_function_of_the_data_has_its_words(db: duckdb.DuckDBPyConnection) -> None:
    """A function that the evidence names is named in both languages."""
    functions = measures.restoration(db)["function"].unique().to_list()

    assert [
        (lang, name) for lang in ("en", "ko") for name in functions if not words(lang).has(f"function.{name}")
    ] == []
