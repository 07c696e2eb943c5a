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
        "onset_earliest": ONSET,
        "outage_country": None,
        "said_printed": f"{ONSET + timedelta(hours=hours):%Y-%m-%dT%H:%MZ}",
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
        "told": "in_public",
        "verdict": verdict,
        "refutes": None,
        "status": "accepted",
    }
    return OUTAGE | row | values


def test_where_nothing_is_right_the_title_stays_neutral() -> None:
    """An open verdict names nobody in a title."""
    frame = pl.DataFrame([said("Police", "Vendor", "open", 4)])

    assert "The outage: no public statement of the cause collected here has been found right so far" == title(
        plot_attribution(frame)
    )


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

    assert title(figure).startswith("CrowdStrike rightly blamed by 19 July 2024, 07:15 UTC at the latest")
    assert "About another event, not counted" in texts(figure)


def test_a_blame_of_that_day_is_bounded_from_above() -> None:
    """Said some time on the day of the onset: at most as late as the day lasts, and the title names the day."""
    day = {"at_latest_utc": ONSET + timedelta(hours=11), "said_printed": "2024-07-19"}
    frame = pl.DataFrame([said("Office", "Vendor", "right", 0, **day)])

    assert title(plot_attribution(frame)).startswith(
        "Vendor rightly blamed by 19 July 2024 at the latest, at most 11 h after the onset"
    )


def test_a_blame_before_a_time_is_told_by_that_time() -> None:
    """What was said before six is told by six at the latest, and what has no name begins the title with a capital."""
    row = said("Office", "", "right", 2, said_printed="<2024-07-19T06:00Z", at_utc=None)
    figure = plot_attribution(
        pl.DataFrame([row | {"blamed": None, "cause": "drone strikes"}], infer_schema_length=None)
    )

    assert title(figure).startswith("Drone strikes rightly blamed by 19 July 2024, 06:01 UTC at the latest")


def test_a_speaker_who_repeats_a_blame_counts_once_in_the_title() -> None:
    """Two wrong statements of one office about one thing are one of two."""
    day = {"at_utc": ONSET, "at_latest_utc": ONSET + timedelta(hours=20)}
    frame = pl.DataFrame(
        [
            said("Ministry", "Vendor", "wrong", 1, row_id="once", **day),
            said("Ministry", "Vendor", "wrong", 9, row_id="again", **day),
            said("Office", "Vendor", "right", 3),
        ]
    )

    assert title(plot_attribution(frame)).endswith("statements of the cause judged wrong: 1 of 2")


def test_sentences_fit_speakers_in_the_plural() -> None:
    """Air passengers held the vendor liable; a verb in the past tense fits one and many."""
    figure = plot_attribution(pl.DataFrame([said("Air passengers", "Vendor", "open", 3, question="liability")]))

    assert "Air passengers held Vendor liable" in texts(figure)


def test_the_title_says_by_when_the_right_blame_was_there() -> None:
    """The record is no list of all that was said: it bounds the first right blame from above, never from below."""
    frame = pl.DataFrame([said("Press", "Cloud", "wrong", 1), said("Office", "Vendor", "right", 4)])

    assert (
        "Vendor rightly blamed by 19 July 2024, 08:00 UTC at the latest, at most 4.1 h after the onset; "
        "statements of the cause judged wrong: 1 of 2" == title(plot_attribution(frame))
    )
    assert (
        "Vendor 지목은 늦어도 2024년 7월 19일 08:00 UTC(첫 장애 뒤 최대 4.1시간)… 수집된 원인 지목 2건 중 1건은 오류"
        == title(plot_attribution(frame, "ko"))
    )


def test_a_month_stays_a_month() -> None:
    """A statement dated to a month is no statement of its middle or its last day."""
    month = {"said_printed": "2024-07", "at_utc": ONSET, "at_latest_utc": ONSET + timedelta(days=12)}
    frame = pl.DataFrame([said("Office", "Vendor", "right", 0, **month)])

    assert title(plot_attribution(frame)).startswith(
        "Vendor rightly blamed by July 2024 at the latest, at most 12 days"
    )


def test_a_diagnosis_told_later_is_no_public_blame() -> None:
    """What a review says long after was not said while people asked: the title is about what was said in public."""
    frame = pl.DataFrame(
        [
            said("Office", "Vendor", "right", 900, told="in_review"),
            said("Press", "Cloud", "open", 1, told="in_public"),
        ]
    )

    assert "found right so far" in title(plot_attribution(frame))
