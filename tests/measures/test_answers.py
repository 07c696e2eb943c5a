"""One answer a question: the rule that chooses the number which a title, a header and an index print."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from kit import figures, measures
from kit.errors import NothingToDraw
from kit.measures import answers
from kit.notebook.header import header
from kit.pages import index
from kit.text import LANGUAGES, words
from kit.text.bounds import answer, began
from kit.text.caption import within

ONSET = datetime(2024, 7, 19, 4, 9, tzinfo=UTC)


def back(low: float | None, high: float | None, end_state: str = "ended") -> dict[str, Any]:
    """Give a function that was back between two hours after the onset."""
    return {"ended_low_hours": low, "ended_high_hours": high, "end_state": end_state}


def source(kind: str = "press", via: str | None = None) -> dict[str, Any]:
    """Give a source."""
    return {"kind": kind, "publisher": "The Paper", "via": via}


def count(counted: str, low: float | None, high: float | None = None, **values: Any) -> dict[str, Any]:
    """Give a count of victims."""
    row = {"counted": counted, "scope": counted, "low": low, "high": high, "is_approximate": False, "window": "event"}
    return row | {"out_of_low": None, "is_whole": True, "said_on": "2024-07-20", "sources": [source()]} | values


def loss(low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a published loss in dollars."""
    row = {"kind": "direct_loss", "currency": "USD", "status": "accepted", "is_approximate": False}
    row |= {"entity_id": None, "scope": "world"}
    return row | {"low": low, "high": high} | values


def test_the_last_function_back_ends_it() -> None:
    """Of three functions the last was back between 28 and 29 h at the latest, and no sooner than the latest lower end."""
    found = answers.lasted([back(2, 3), back(10, 29), back(28, 28.5)])

    assert found is not None
    assert ("all_back", 28, 29, 3, 3) == (found.basis, found.low, found.high, found.n, found.of)


def test_a_function_without_an_end_leaves_the_outage_open() -> None:
    """What is dated is the last dated end, and not the end of it all; where nothing is dated there is no number."""
    some, none = (answers.lasted([*rows, back(None, None, "unknown")]) for rows in ([back(2, 3)], []))

    assert some is not None
    assert none is not None
    assert ("some_back", 2, 3) == (some.basis, some.low, some.high)
    assert ("none_back", None, None) == (none.basis, none.low, none.high)


def test_a_headline_count_speaks_for_the_whole() -> None:
    """One firm's computers, what was found among those examined and a single day speak for no outage."""
    rows = [
        count("devices", 9e6, is_whole=False),
        count("hospitals", 759, out_of_low=2232),
        count("customers", 8e6, window="day"),
        count("organisations", 70_000),
    ]

    assert [70_000.0, None] == [getattr(answers.hit(part), "low", None) for part in (rows, rows[:3])]


def test_rival_counts_yield_to_the_better_source() -> None:
    """A primary source of 12 million stands before a newspaper's 13 million."""
    found = answers.hit([count("customers", 13e6), count("customers", 12e6, sources=[source("primary")])])

    assert 12e6 == getattr(found, "low", None)


def test_an_upper_bound_is_no_size() -> None:
    """Less than 3 billion is not a loss of 3 billion: 1 billion or more is the larger figure that is known."""
    found = answers.loss([loss(None, 3e9), loss(1e9, None)])

    assert (1e9, None) == (getattr(found, "low", 0), getattr(found, "high", 0))


def test_the_widest_kind_of_loss_comes_first() -> None:
    """What insurers pay is a part of the loss, and a fall of a share price is none of those hit."""
    rows = [loss(9e9, 9e9, kind="market_value_loss"), loss(2e9, 2e9, kind="insured_loss"), loss(1e9, 1e9)]

    assert ["direct_loss", "insured_loss", "market_value_loss"] == [
        getattr(answers.loss(part), "basis", "") for part in (rows, rows[:2], rows[:1])
    ]


def statement(hours: float, **values: Any) -> dict[str, Any]:
    """Give a statement of the cause made at the latest so many hours after the onset."""
    row = {"status": "accepted", "question": "cause", "polarity": "blames", "verdict": "right", "told": "in_public"}
    return row | {"onset_earliest": ONSET, "at_latest_utc": ONSET + timedelta(hours=hours)} | values


def test_the_first_right_blame_has_no_lower_bound() -> None:
    """The record bounds it from above by its earliest public blame that was right."""
    found = answers.blamed(
        [
            statement(1, verdict="wrong"),
            statement(2, told="in_review"),
            statement(5),
            statement(9),
            statement(3, status="other_event"),
        ]
    )

    assert (None, 5.0) == (getattr(found, "low", 0), getattr(found, "high", 0))


def test_a_page_has_one_number_for_one_question(db: duckdb.DuckDBPyConnection) -> None:
    """In every outage header, index and titles print the same answer to the same question, in both languages."""
    found = {(row["outage_id"], row["question"]): row for row in measures.headline(db).rows(named=True)}
    facts = index.facts(db)
    for outage, told in facts.items():
        for lang in LANGUAGES:
            say, head = words(lang), header(db, outage, lang).header or {}
            shown = " ".join(item["value"] for item in head["figures"])
            for question, column in (("lasted", "duration"), ("loss", "loss")):
                row = found.get((outage, question))
                if row is not None and (row["low"] is not None or row["high"] is not None):
                    assert answer(say, row) == told[column][lang]
                    assert answer(say, row) in shown


@pytest.mark.parametrize(
    ("question", "figure"),
    [("lasted", "restoration"), ("hit", "victims"), ("share", "share_of_devices"), ("loss", "losses")],
)
def test_a_title_prints_the_headline(db: duckdb.DuckDBPyConnection, question: str, figure: str) -> None:
    """The title of each figure holds the very words of the headline, a length from zero apart, which is told as within."""
    found = [
        row
        for row in measures.headline(db).rows(named=True)
        if row["question"] == question and row["basis"] != "published"
    ]
    checked = 0
    for row in found:
        frame = measures.NAMES[figure](db, row["outage_id"])
        for lang in LANGUAGES:
            say = words(lang)
            try:
                title = figures.draw(figure, frame, lang).layout.meta["title"]
            except NothingToDraw:
                continue
            told = answer(say, row) if row["low"] or row["high"] is None else within(say, row["high"])
            checked += 1

            assert (question == "lasted" and row["high"] is None) or told.lower() in title.lower(), row["outage_id"]

    assert checked > 2


@pytest.mark.parametrize(
    ("printed", "earliest", "latest", "expected"),
    [
        ("2017-05-12", datetime(2017, 5, 11, 23, tzinfo=UTC), datetime(2017, 5, 12, 23, tzinfo=UTC), "12 May 2017"),
        ("2024-07-19T04:09Z", ONSET, ONSET + timedelta(minutes=1), "19 July 2024, 04:09 UTC"),
        ("~2024-07-19T04:09Z", ONSET, ONSET + timedelta(minutes=1), "about 19 July 2024, 04:09 UTC"),
    ],
)
def test_an_onset_is_told_as_it_was_printed(printed: str, earliest: datetime, latest: datetime, expected: str) -> None:
    """A day is a day of its own zone, not the two days of UTC that it touches; about stays about."""
    row = {"onset_printed": printed, "onset_earliest": earliest, "onset_latest": latest}

    assert expected == began(words("en"), row, "GB")
