"""The header, and what stands with it in the index: when it began, until when sources were read, and what they leave open."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import re
from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from kit import figures, measures
from kit.errors import NothingToDraw, Problem
from kit.notebook.header import header
from kit.notebook.sections import not_known
from kit.pages import index
from kit.text import LANGUAGES, words
from kit.text.caption import published

World = Callable[..., duckdb.DuckDBPyConnection]

OUTAGE = "outage_id,name,cause,layer,onset_printed,read_until\nfire,The fire,power,cloud,2024-01-01T06:00Z,{}"
CLAIM = (
    "row_id,fact_id,outage_id,source_id,said_on,metric,scope,low,high,unit\n"
    "c0,f0,fire,paper,2024-01-05,devices_affected,devices,5,5,devices"
)
QUESTION = "question_id,outage_id,row_ids,question,question_ko\nmore,fire,{},How many more.,몇이 더 있는지."


def test_header_list_and_index_say_until_when_sources_were_read(db: duckdb.DuckDBPyConnection) -> None:
    """Each outage tells the date of its newest source and how many questions are left open, in both languages, everywhere alike."""
    facts, left = index.facts(db), measures.open_questions(db)
    for row in measures.outages(db).rows(named=True):
        questions = left.filter(outage_id=row["outage_id"]).rows(named=True)
        assert len(questions) == row["open_questions"]
        for lang in LANGUAGES:
            say = words(lang)
            day = published(say, row["read_until"])
            told = (header(db, row["outage_id"], lang).header or {})["figures"][-1]
            assert say("header.read.label") == told["label"]
            assert told["value"].startswith(day)
            assert (str(len(questions)) in told["value"].removeprefix(day)) == bool(questions)
            assert day == facts[row["outage_id"]]["read"][lang]
            section = not_known(db, row["outage_id"], lang).data
            assert say("not_known.read", day=day) in section
            assert all(f"- {say.name(question, 'question')}" in section for question in questions)


def test_an_open_question_is_one_of_its_outage(world: World) -> None:
    """Of five devices hit nobody says how many more: the header counts one question, and the evidence stands behind it."""
    db = world(outage=OUTAGE.format("2024-01-05"), claim=CLAIM, open_question=QUESTION.format("c0"))

    (row,) = measures.open_questions(db, "fire").rows(named=True)
    assert ["c0"] == [source["row_id"] for source in row["sources"]]
    assert "5 January 2024; questions left open: 1" in header(db, "fire").plain
    assert measures.open_questions(db, as_of="2024-01-02Z").is_empty()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_is_the_day_of_its_own_zone(db: duckdb.DuckDBPyConnection, lang: str) -> None:
    """An onset printed as a day (WannaCry, 12 May 2017) stands so in header, index and figures, and never as the UTC day before."""
    say, facts = words(lang), index.facts(db)
    days = [
        row for row in measures.outages(db).rows(named=True) if re.fullmatch(r"\d{4}-\d\d-\d\d", row["onset_printed"])
    ]
    assert "wannacry-2017-05-12" in {row["outage_id"] for row in days}
    for row in days:
        outage, day = row["outage_id"], say.day(date.fromisoformat(row["onset_printed"]))
        told = [(header(db, outage, lang).header or {})["figures"][0]["value"], facts[outage]["onset"][lang]]
        assert [day, day] == told
        subtitles = [_subtitle(name, db, outage, lang) for name in ("restoration", "recovery_curve")]
        others = {say.day(row["onset_earliest"]), say.day(row["onset_latest"])} - {day}
        assert all(day in text for text in subtitles if text)
        assert not any(other in text for text in subtitles for other in others)


def _subtitle(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str) -> str:
    """Give the subtitle of a figure about an outage; empty where there is nothing to draw."""
    try:
        return str(figures.draw(name, measures.NAMES[name](db, outage), lang).layout.meta["subtitle"])
    except NothingToDraw:
        return ""


@pytest.mark.parametrize(
    ("until", "row_ids", "column"),
    [("2024-01-04", "c0", "read_until"), ("2024-01-05", "nobody", "row_ids"), ("last week", "c0", "read_until")],
)
def test_freshness_is_held_by_rules(
    problems: Callable[..., list[Problem]], until: str, row_ids: str, column: str
) -> None:
    """A date before the newest source, one that is no date, and a question of no row of evidence are problems."""
    found = problems(outage=OUTAGE.format(until), claim=CLAIM, open_question=QUESTION.format(row_ids))

    assert {column} == {problem.column for problem in found}


def test_an_outage_of_no_provider_begins_with_what_failed(world: World) -> None:
    """Where nobody is the provider the line above the title starts with the layer, not with a dot."""
    head = header(world(outage=OUTAGE.format("2024-01-05")), "fire", "en").header or {}

    assert head["kicker"] == "cloud · power failure"
