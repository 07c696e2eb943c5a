"""The figure of blame: who was named when, and whether rightly."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
from drawing import CROWDSTRIKE, ONSET, OUTAGE, texts, title

from kit import measures
from kit.figures import attribution
from kit.figures.attribution import plot_attribution

if TYPE_CHECKING:
    import duckdb


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


KNOWN = {"onset_earliest": ONSET, "onset_latest": ONSET + timedelta(minutes=1)}
"""An onset known to the minute."""


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


def test_the_vendor_was_named_on_the_first_morning(db: duckdb.DuckDBPyConnection) -> None:
    """The first right attribution with a clock is that of 07:15 UTC; Azure's own incident of the evening before stands apart."""
    frame = measures.attribution(db, CROWDSTRIKE)
    figure = plot_attribution(frame)

    assert title(figure).startswith("CrowdStrike rightly blamed at the latest on 19 July 2024, 07:15 UTC")
    assert "About another event, not counted" in texts(figure)


def test_the_title_bounds_the_delay_from_the_onset() -> None:
    """Named three hours after the onset; the minutes of both leave 3.0 hours and nothing to bound from a wrong blame."""
    frame = pl.DataFrame([said("Office", "Vendor", "right", 3, **KNOWN)])

    assert (
        "Vendor rightly blamed at the latest on 19 July 2024, 07:00 UTC, 3 h after the onset; no statement of the cause was wrong"
        == title(plot_attribution(frame))
    )
    assert "Vendor 지목까지 첫 장애 뒤 3시간(늦어도 2024년 7월 19일 16:00)… 잘못된 원인 지목은 없어" == title(
        plot_attribution(frame, "ko")
    )


def test_a_blame_of_that_day_is_bounded_from_above() -> None:
    """Said some time on the day of the onset: at most as late as the day lasts, and the title names the day."""
    frame = pl.DataFrame([said("Office", "Vendor", "right", 0, at_latest_utc=ONSET + timedelta(hours=11), **KNOWN)])

    assert title(plot_attribution(frame)).startswith(
        "Vendor rightly blamed at the latest on 19 July 2024, at most 11 h after the onset"
    )


def test_a_speaker_who_repeats_a_blame_counts_once_in_the_title() -> None:
    """Two wrong statements of one office about one thing are one of two."""
    day = {**KNOWN, "at_utc": ONSET, "at_latest_utc": ONSET + timedelta(hours=20)}
    frame = pl.DataFrame(
        [
            said("Ministry", "Vendor", "wrong", 1, row_id="once", **day),
            said("Ministry", "Vendor", "wrong", 9, row_id="again", **day),
            said("Office", "Vendor", "right", 3, **KNOWN),
        ]
    )

    assert title(plot_attribution(frame)).endswith("1 of 2 statements of the cause were wrong")


def test_sentences_fit_speakers_in_the_plural() -> None:
    """Air passengers held the vendor liable; a verb in the past tense fits one and many."""
    figure = plot_attribution(pl.DataFrame([said("Air passengers", "Vendor", "open", 3, question="liability")]))

    assert "Air passengers held Vendor liable" in texts(figure)
