"""The figures of sectors by hour and of the number of devices, and the delay in the title of who was blamed."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kit import measures
from kit.errors import NothingToDraw
from kit.figures import device_sensitivity, sector_hours
from kit.figures.attribution import plot_attribution
from kit.figures.device_sensitivity import plot_device_sensitivity
from kit.figures.sector_hours import plot_sector_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import plotly.graph_objects as go

CROWDSTRIKE, KAKAO = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15"
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
PLOTS: list[tuple[str, Callable[..., go.Figure]]] = [
    ("sector_hours", plot_sector_hours),
    ("device_sensitivity", plot_device_sensitivity),
    ("attribution", plot_attribution),
]


def cell(hour: int, low: int, high: int, **values: Any) -> dict[str, Any]:
    """Give one hour of a sector of ten."""
    sector = {"sector": "airlines", "sector_name": "Airlines", "sector_name_ko": "항공사"}
    return (
        OUTAGE | sector | {"hour": hour, "down_low": low, "down_high": high, "no_word": 0, "entities_hit": 10} | values
    )


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


def said(speaker: str, verdict: str, hours: float, **values: Any) -> dict[str, Any]:
    """Give a statement made in the minute so many hours after the onset, which is a minute wide too."""
    moment = ONSET + timedelta(hours=hours)
    row = {
        "row_id": f"{speaker}{hours}",
        "onset_earliest": ONSET,
        "onset_latest": ONSET + timedelta(minutes=1),
        "at_utc": moment,
        "at_latest_utc": moment + timedelta(minutes=1),
        "said_on": "2024-07-19",
        "said_by": speaker,
        "said_by_ko": None,
        "question": "cause",
        "blamed": "Vendor",
        "blamed_ko": None,
        "cause": "an update",
        "cause_ko": "업데이트",
        "polarity": "blames",
        "verdict": verdict,
        "refutes": None,
        "status": "accepted",
    }
    return OUTAGE | row | values


def title(figure: go.Figure) -> str:
    """Give the title of a figure."""
    return str(figure.layout.meta["title"])


def texts(figure: go.Figure) -> str:
    """Give all that is written on a figure, without markup."""
    return re.sub(r"<[^>]*>", " ", " ".join(str(note.text) for note in figure.layout.annotations))


# --- sector by hour ---------------------------------------------------------------------------------------------------


def test_a_bar_is_as_high_as_its_sector() -> None:
    """2 certain, 3 possible, 1 without a word and 4 back of 10 fill a bar from its foot to its top, in this order."""
    figure = plot_sector_hours(pl.DataFrame([cell(1, 2, 6, no_word=1)]))

    heights = [bar.y[0] for bar in figure.data]
    assert [2, 3, 1, 4] == [round(10 * height / sum(heights)) for height in heights]
    assert [round(bar.base[0] - figure.data[0].base[0], 3) for bar in figure.data] == [
        round(sum(heights[:place]), 3) for place in range(4)
    ]


def test_the_title_takes_the_hour_at_which_most_is_certain() -> None:
    """At hour 2 four were down for certain, the most of all hours."""
    frame = pl.DataFrame([cell(1, 0, 9), cell(2, 4, 7), cell(3, 1, 5)])

    assert "2 hours after the onset at least 4 and at most 7 of 10 organisations and services were down" == title(
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


# --- number of devices ------------------------------------------------------------------------------------------------


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


# --- who was blamed ---------------------------------------------------------------------------------------------------


def test_the_title_bounds_the_delay_from_the_onset() -> None:
    """Named three hours after the onset; the minutes of both leave 3.0 hours and nothing to bound from a wrong blame."""
    frame = pl.DataFrame([said("Office", "right", 3)])

    assert (
        "Vendor rightly blamed at the latest on 19 July 2024, 07:00 UTC, 3 h after the onset; no statement of the cause was wrong"
        == title(plot_attribution(frame))
    )
    assert "Vendor 지목까지 첫 장애 뒤 3시간(늦어도 2024년 7월 19일 16:00)… 잘못된 원인 지목은 없어" == title(
        plot_attribution(frame, "ko")
    )


def test_a_blame_of_that_day_is_bounded_from_above() -> None:
    """Said some time on the day of the onset: at most as late as the day lasts, and the title names the day."""
    frame = pl.DataFrame([said("Office", "right", 0, at_latest_utc=ONSET + timedelta(hours=11))])

    assert title(plot_attribution(frame)).startswith(
        "Vendor rightly blamed at the latest on 19 July 2024, at most 11 h after the onset"
    )


def test_a_speaker_who_repeats_a_blame_counts_once_in_the_title() -> None:
    """Two wrong statements of one office about one thing are one of two."""
    day = {"at_utc": ONSET, "at_latest_utc": ONSET + timedelta(hours=20)}
    frame = pl.DataFrame(
        [said("Ministry", "wrong", 1, **day), said("Ministry", "wrong", 9, **day), said("Office", "right", 3)]
    )

    assert title(plot_attribution(frame)).endswith("1 of 2 statements of the cause were wrong")


def test_sentences_fit_speakers_in_the_plural() -> None:
    """Air passengers held the vendor liable; a verb in the past tense fits one and many."""
    figure = plot_attribution(pl.DataFrame([said("Air passengers", "open", 3, question="liability")]))

    assert "Air passengers held Vendor liable" in texts(figure).replace("  ", " ")


@pytest.mark.parametrize("outage", [CROWDSTRIKE, KAKAO])
@pytest.mark.parametrize(("name", "plot"), PLOTS)
def test_korean_figures_are_korean(
    db: duckdb.DuckDBPyConnection, name: str, plot: Callable[..., go.Figure], outage: str
) -> None:
    """The title in Korean has Hangul, the English one none; a figure without data draws nothing."""
    frame = measures.NAMES[name](db, outage)
    if frame.is_empty():
        pytest.skip("no number of devices for this outage")

    assert re.search("[가-힣]", title(plot(frame, "ko")))
    assert not re.search("[가-힣]", texts(plot(frame)) + title(plot(frame)))
