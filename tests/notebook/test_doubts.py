"""What was printed wrong and where sources disagree: found by rule, explained by hand, told in both languages."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from collections.abc import Callable

import duckdb
import pytest

from kit import measures
from kit.errors import Problem
from kit.notebook import doubts
from kit.text import words
from kit.text.statement import amount, printed_time, statement

World = Callable[..., duckdb.DuckDBPyConnection]
CLAIM = "fact_id,outage_id,source_id,said_on,metric,scope,scope_ko,low,high,unit,window,period_printed,status,is_approximate"
OBSERVATION = "fact_id,outage_id,source_id,said_on,entity_id,function,state,at_printed,is_change"
CORRECTION = "correction_id,outage_id,kind,row_ids,right_row_ids,printed,printed_ko,correct,correct_ko,why,why_ko"
CONFLICT = "conflict_id,outage_id,question,question_ko,row_ids,preferred_row_id,why,why_ko"
ENDS = f"{OBSERVATION}\nearly,fire,paper,2024-01-02,talk,messages,restored,2024-01-01T09:00Z,true\nlate,fire,ministry,2024-01-03,talk,messages,restored,2024-01-01T12:00Z,true"
TAKEN = f"{CONFLICT}\nend,fire,The end,끝난 시각,early late,late,The ministry kept the log.,부처에 기록이 있다."


def claims(*rows: str) -> str:
    """Write claims of devices hit: `fact low high more...`, the whole outage and exact unless `more` says otherwise."""
    lines = [CLAIM]
    for row in rows:
        fact, low, high, *more = row.split()
        given = dict(word.split("=") for word in more)
        cells = [
            fact,
            "fire",
            given.get("source", "paper"),
            given.get("said_on", "2024-01-02"),
            "devices_affected",
            given.get("scope", "all"),
            "전체",
            low,
            high,
            "devices",
            given.get("window", "event"),
            given.get("period", ""),
            given.get("status", "accepted"),
            given.get("about", "false"),
        ]
        lines.append(",".join(cell.replace("-open", "") for cell in cells))
    return "\n".join(lines)


def pairs(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Give the contradictions that the rules find."""
    return [
        (row[0], row[1]) for row in db.execute("SELECT row_id, other_row_id FROM contradiction ORDER BY ALL").fetchall()
    ]


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("a 100 100", "b 120 120", True),
        ("a 100 100", "b 90 110", False),  # the range holds the number
        ("a 100 -open", "b 120 120", False),  # at least a hundred
        ("a 130 -open", "b 120 120", True),
        ("a 100 100", "b 120 120 scope=some", False),  # of something else
        ("a 100 100", "b 120 120 status=forecast", False),
        ("a 100 100 about=true", "b 104 104", False),  # about a hundred
        ("a 100 100 about=true", "b 106 106", True),
        ("a 100 100 window=day period=2024-01-01", "b 120 120 window=day period=2024-01-02", False),  # other days
        ("a 100 100 window=day period=2024-01-01", "b 120 120 window=day period=2024-01-01", True),
        (
            "a 100 100 window=instant period=2024-01-01T06Z",
            "b 120 120 window=instant period=2024-01-01Z",
            False,
        ),  # it grew within the day
        (
            "a 100 100 window=running period=2024-01-01Z/2024-01-02Z",
            "b 120 120 window=running period=2024-01-01Z/2024-01-03Z",
            False,
        ),
    ],
)
def test_numbers_contradict_by_rule(world: World, first: str, second: str, is_one: bool) -> None:  # noqa: FBT001 -- a column of the table above
    """Two numbers of the same thing and time contradict when their intervals do not meet."""
    assert ([("a", "b")] if is_one else []) == pairs(world(claim=claims(first, second)))


def test_times_contradict_by_rule(world: World) -> None:
    """Nine and noon cannot both be when it came back; nor can it have been down at ten if it was back at nine."""
    seen = "\nseen,fire,paper,2024-01-02,talk,messages,down,2024-01-01T10:00Z,false"

    assert [("early", "late"), ("seen", "early")] == pairs(world(observation=ENDS + seen))


def test_a_contradiction_nobody_has_looked_into_is_shown(world: World) -> None:
    """What the rules find stands in the measure without a question, and on the page with words that say so."""
    db = world(observation=ENDS)
    rows = measures.conflicts(db, "fire")

    assert [("early", None, False), ("late", None, False)] == rows.select("row_id", "question", "is_preferred").rows()
    assert "nobody has looked into it yet" in doubts.conflict_list(db, "fire").plain


def test_the_better_founded_row_is_taken(world: World) -> None:
    """Where a conflict takes a row, conclusions rest on it alone and no longer call it a conflict; both stay in the evidence."""
    open_, settled = world(observation=ENDS), world(observation=ENDS, conflict=TAKEN)
    question = "SELECT strftime(ended_earliest, '%H:%M'), strftime(ended_latest, '%H:%M'), conflict FROM impact"

    assert [("09:00", "12:01", True)] == open_.execute(question).fetchall()
    assert [("12:00", "12:01", False)] == settled.execute(question).fetchall()
    assert [(2,)] == settled.execute("SELECT count(*) FROM evidence").fetchall()


def test_a_row_is_not_taken_before_it_was_said(world: World) -> None:
    """As of the day before the better row came out, the other one counts, and there is no conflict yet."""
    db = world(observation=ENDS, conflict=TAKEN)

    assert [3.0] == measures.restoration(db, "fire", as_of="2024-01-02Z")["ended_low_hours"].to_list()
    assert [6.0] == measures.restoration(db, "fire")["ended_low_hours"].to_list()
    assert measures.conflicts(db, "fire", as_of="2024-01-02Z").is_empty()


@pytest.fixture
def corrected(world: World) -> duckdb.DuckDBPyConnection:
    """Give a world in which a paper misprinted 900 for 90, the ministry gave the right number, and a third row is unexplained."""
    rows = claims(
        "wrong 900 900 status=refuted",
        "right 90 90 source=ministry said_on=2024-02-01",
        "old 80 80 status=superseded scope=some",
    )
    record = f"{CORRECTION}\nzeros,fire,misprint,wrong,right,The paper printed 900.,신문이 900대라고 썼다.,It was 90.,90대였다.,A zero too many.,0이 하나 더 붙었다."
    return world(claim=rows, correction=record)


def test_corrections_say_who_when_what_and_why(corrected: duckdb.DuckDBPyConnection) -> None:
    """Each names who printed it and when, what is right, by whom, and why; a wrong row without a record is not lost."""
    rows = measures.corrections(corrected, "fire").to_dicts()
    recorded = next(row for row in rows if row["correction_id"])

    assert (["The Paper"], "2024-01-02", ["The Ministry"], "2024-02-01") == tuple(
        recorded[name] for name in ("printed_by", "printed_on", "corrected_by", "corrected_on")
    )
    assert ["paper", "ministry"] == sorted((source["source_id"] for source in recorded["sources"]), reverse=True)
    assert [("revision", ["old"], None)] == [
        (row["kind"], row["row_ids"], row["correct"]) for row in rows if not row["correction_id"]
    ]


def test_a_correction_waits_until_it_is_known(corrected: duckdb.DuckDBPyConnection) -> None:
    """As of January nobody knew that 900 was wrong."""
    assert ["revision"] == measures.corrections(corrected, "fire", as_of="2024-01-31Z")["kind"].to_list()


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("Corrections", "misprint", "It was 90.", "The Ministry, 1 February 2024")),
        ("ko", ("바로잡은 내용", "오기", "90대였다.", "0이 하나 더 붙었다.")),
    ],
)
def test_the_section_of_corrections(corrected: duckdb.DuckDBPyConnection, lang: str, told: tuple[str, ...]) -> None:
    """The page tells them in the language of the reader."""
    assert [] == [text for text in told if text not in doubts.correction_list(corrected, "fire", lang).html]


def test_nothing_is_shown_where_there_is_nothing(world: World) -> None:
    """An outage without conflicts and corrections has no such sections."""
    db = world(claim=claims("a 100 100"))

    assert ("", "") == (doubts.conflict_list(db, "fire").html, doubts.correction_list(db, "fire").html)


@pytest.mark.parametrize(
    ("tables", "column"),
    [
        ({"correction": f"{CORRECTION}\nx,fire,misprint,nobody,,p,p,c,c,w,w"}, "row_ids"),
        ({"correction": f"{CORRECTION}\nx,fire,misprint,early,nobody,p,p,c,c,w,w"}, "right_row_ids"),
        ({"conflict": f"{CONFLICT}\nx,fire,q,q,early nobody,,w,w"}, "row_ids"),
        ({"conflict": f"{CONFLICT}\nx,fire,q,q,early,,w,w"}, "row_ids"),
        ({"conflict": f"{CONFLICT}\nx,fire,q,q,early late,other,w,w"}, "preferred_row_id"),
        ({"claim": claims("early 1 1")}, "row_id"),  # stands among the observations already
    ],
)
def test_records_name_rows_that_are_there(
    problems: Callable[..., list[Problem]], tables: dict[str, str], column: str
) -> None:
    """A record of a row that is not there, of one row alone, or a row_id that stands twice, is named with its column."""
    assert column in {problem.column for problem in problems(observation=ENDS, **tables)}


@pytest.mark.parametrize(
    ("printed", "english", "korean"),
    [
        ("2024-07-19T10:36+01:00", "19 July 2024, 10:36 (UTC+1)", "2024년 7월 19일 10:36 (UTC+1)"),
        ("2024-07-19T10:36:05Z", "19 July 2024, 10:36:05 (UTC)", "2024년 7월 19일 10:36:05 (UTC)"),
        (
            "2024-07-19T10+05:30",
            "19 July 2024, between 10:00 and 10:59 (UTC+5:30)",
            "2024년 7월 19일 10시대 (UTC+5:30)",
        ),
        ("<2024-07-19", "by 19 July 2024", "2024년 7월 19일까지"),
        (">2024-07", "after July 2024", "2024년 7월 이후"),
        ("~2024-Q3", "about Q3 2024", "2024년 3분기쯤"),
        ("2023/2024", "2023 to 2024", "2023년~2024년"),
    ],
)
def test_printed_times_are_written_out(printed: str, english: str, korean: str) -> None:
    """The notation of the data is put in words, no more and no less exact."""
    assert (english, korean) == (printed_time(words("en"), printed), printed_time(words("ko"), printed))


@pytest.mark.parametrize(
    ("low", "high", "unit", "english", "korean"),
    [
        (8.5e6, None, "devices", "at least 8.5 million devices", "최소 850만 대"),
        (1, 3, "percent", "1% to 3%", "1%~3%"),
        (5.4e9, 5.4e9, "USD", "$5.4 billion", "54억 달러"),
        (90, 90, "minutes", "90 min", "90분"),
        (0.5, 0.5, "points", "0.5", "0.5"),
        (None, 7, "new_things", "at most 7 new things", "최대 7new things"),
    ],
)
def test_amounts_have_their_unit(low: float | None, high: float | None, unit: str, english: str, korean: str) -> None:
    """An interval is written with its unit; one that the words do not know stays as it is."""
    assert (english, korean) == (amount(words("en"), low, high, unit), amount(words("ko"), low, high, unit))


@pytest.mark.parametrize(
    ("low", "high", "english", "korean"),
    [
        (8.5e6, 8.5e6, "about 8.5 million devices", "약 850만 대"),
        (8.5e6, None, "at least about 8.5 million devices", "최소 약 850만 대"),
        (None, 8.5e6, "at most about 8.5 million devices", "최대 약 850만 대"),
        (None, None, "not known", "알려지지 않음"),
    ],
)
def test_about_is_never_lost(low: float | None, high: float | None, english: str, korean: str) -> None:
    """What a source calls about is so on either side; a bound of it stays a bound."""
    told = [amount(words(lang), low, high, "devices", is_approximate=True) for lang in ("en", "ko")]

    assert [english, korean] == told


def test_statements_keep_about(db: duckdb.DuckDBPyConnection) -> None:
    """Every claim that is approximate says so in its sentence, in both languages."""
    rows = measures.statements(db).filter(is_approximate=True, table_name="claim").rows(named=True)

    told = [(row, statement(words(lang), row), word) for row in rows for lang, word in (("en", "about"), ("ko", "약"))]
    known = [(row, text, word) for row, text, word in told if (row["low"], row["high"]) != (None, None)]
    assert len(known) > 600
    assert [] == [row["row_id"] for row, text, word in known if word not in text.split(":")[0]]


def test_every_unit_of_the_data_has_words(db: duckdb.DuckDBPyConnection) -> None:
    """No Korean reader meets an English unit."""
    of_claims = "SELECT unit FROM claim WHERE outage_id IS NOT NULL"
    units = [row[0] for row in db.execute(f"{of_claims} UNION SELECT unit FROM assumption").fetchall()]

    assert [] == [unit for unit in units if amount(words("ko"), 1, 1, unit) == f"1{unit.replace('_', ' ')}"]


def test_every_row_of_evidence_can_be_said(db: duckdb.DuckDBPyConnection) -> None:
    """Each row of an outage makes a sentence in both languages."""
    rows = (
        db.sql(
            "SELECT v.*, m.name AS metric, m.name_ko AS metric_ko, n.name AS entity, n.name_ko AS entity_ko FROM evidence v "
            "LEFT JOIN metric m ON m.metric = v.what LEFT JOIN entity n USING (entity_id) WHERE outage_id IS NOT NULL"
        )
        .pl()
        .to_dicts()
    )

    assert [] == [row["row_id"] for row in rows for lang in ("en", "ko") if len(statement(words(lang), row)) < 5]
