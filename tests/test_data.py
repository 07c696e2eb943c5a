"""The data hold what the material holds, in both languages, and add up as their sources say."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from kit import measures

MATERIAL = Path(__file__).parent / "data" / "material.csv"
CROWDSTRIKE = "crowdstrike-2024-07-19"
USED = """
    SELECT outage_id, provider_id AS entity_id FROM outage UNION SELECT outage_id, entity_id FROM observation
    UNION SELECT outage_id, entity_id FROM claim UNION SELECT outage_id, said_by_id FROM attribution
    UNION SELECT outage_id, blamed_id FROM attribution UNION SELECT outage_id, actor_id FROM event
"""
"""Every entity that an outage speaks of."""


def material() -> dict[str, str]:
    """Read the ids of the researched material, each with the hash of its row."""
    with MATERIAL.open(encoding="utf-8", newline="") as file:
        return {row["fact_id"]: row["sha256"] for row in csv.DictReader(file)}


def about() -> set[str]:
    """Read the ids of the facts whose number the source calls about."""
    with MATERIAL.open(encoding="utf-8", newline="") as file:
        return {row["fact_id"] for row in csv.DictReader(file) if row["is_about"] == "true"}


def value(db: duckdb.DuckDBPyConnection, fact: str) -> tuple[float, float]:
    """Give low and high of the only claim of a fact."""
    ((low, high),) = db.execute("SELECT low, high FROM claim WHERE fact_id = ?", [fact]).fetchall()
    return low, high


def test_the_material_is_whole() -> None:
    """1,690 facts, each once, each with the SHA-256 of its row."""
    facts = material()

    assert 1690 == len(facts)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in facts.values())


def test_every_fact_of_the_material_has_a_row_or_a_reason(db: duckdb.DuckDBPyConnection) -> None:
    """Each fact id is in the view `evidence`, or in left-out.csv with a reason, and not in both."""
    evidence = {row[0] for row in db.execute("SELECT DISTINCT fact_id FROM evidence").fetchall()}
    left_out = {row[0] for row in db.execute("SELECT fact_id FROM left_out WHERE length(reason) > 10").fetchall()}

    assert set() == set(material()) - evidence - left_out
    assert set() == evidence & left_out


def test_no_fact_is_made_up(db: duckdb.DuckDBPyConnection) -> None:
    """Each row of evidence names a fact of the material."""
    evidence = {
        row[0]
        for row in db.execute("SELECT DISTINCT fact_id FROM evidence UNION SELECT fact_id FROM left_out").fetchall()
    }

    assert set() == evidence - set(material())


def test_what_is_about_is_marked(db: duckdb.DuckDBPyConnection) -> None:
    """A number that its source calls about says so; exempt are two other numbers of such facts, all of the power and bounds of reports."""
    unmarked = db.execute(
        "SELECT row_id, fact_id FROM claim WHERE status = 'accepted' AND NOT is_approximate AND (low IS NOT NULL OR high IS NOT NULL)"
    ).fetchall()

    exact = {"kakao-pangyo-2022-10-15--008/share", "RD-190/reports"}
    assert exact == {row_id for row_id, fact in unmarked if fact in about()}


def test_every_loss_says_whose(db: duckdb.DuckDBPyConnection) -> None:
    """Losses of one scope and kind are those of one entity in one row: NotPetya's 130 to 300 million are three companies."""
    losses = measures.losses(db).filter(status="accepted")
    firms = measures.losses(db, "notpetya-2017-06-27").filter(
        status="accepted", scope="cost to the company, whole event"
    )

    assert 0 == losses["entity_id"].null_count()
    assert {"fedex": 3e8, "maersk": 3e8, "reckitt": 1.3e8} == dict(firms.select("entity_id", "high").rows())


def test_every_outage_is_reviewed(db: duckdb.DuckDBPyConnection) -> None:
    """All 54 were read by hand, and each has the one thing to know first in both languages."""
    found = db.execute(
        "SELECT count(*), count(*) FILTER (review = 'reviewed'), count(note), count(note_ko), count(name_ko) FROM outage"
    ).fetchall()

    assert [(54,) * 5] == found


def test_every_contradiction_is_recorded(db: duckdb.DuckDBPyConnection) -> None:
    """What the rules find to contradict stands together in a conflict, with a reason."""
    missing = db.execute(
        "SELECT row_id, other_row_id FROM contradiction c WHERE NOT EXISTS (FROM conflict k WHERE list_has_all(string_split(k.row_ids, ' '), [c.row_id, c.other_row_id]))"
    )

    assert [] == missing.fetchall()


def test_conclusions_take_the_better_source(db: duckdb.DuckDBPyConnection) -> None:
    """No conflict takes a row whose kind of source ranks below that of another of its rows, but three whose reasons say why."""
    below = db.execute("""
        WITH side AS (
            SELECT k.conflict_id, e.row_id = k.preferred_row_id AS is_taken, s.kind
            FROM conflict k, unnest(string_split(k.row_ids, ' ')) AS t(row_id) JOIN evidence e USING (row_id) JOIN source s USING (source_id)
            WHERE k.preferred_row_id IS NOT NULL)
        SELECT DISTINCT a.conflict_id FROM side a JOIN side b USING (conflict_id) WHERE a.is_taken AND NOT b.is_taken AND b.kind < a.kind ORDER BY 1
    """).fetchall()

    assert [("crowdstrike-delta-22-july",), ("jlr-2025-08-31-restart",), ("kakao-onset",)] == below


def test_every_source_says_how_it_was_read(db: duckdb.DuckDBPyConnection) -> None:
    """The order of the US transport department of December 2025 was read in a digest: it is a report, and no primary source."""
    assert [] == db.execute("SELECT source_id FROM source WHERE read_as IS NULL").fetchall()
    assert [("US Department of Transportation", "Particle News", "report", "aggregator")] == db.execute(
        "SELECT publisher, via, read_as::VARCHAR, kind::VARCHAR FROM source WHERE source_id LIKE 'us-dot-2025-12-%'"
    ).fetchall()


def test_every_error_is_explained(db: duckdb.DuckDBPyConnection) -> None:
    """Whatever of an outage is refuted, replaced, or true of something else, and each blame that was wrong, has its correction."""
    missing = db.execute("""
        WITH explained AS (SELECT unnest(string_split(row_ids, ' ')) AS row_id FROM correction)
        SELECT row_id FROM evidence WHERE outage_id IS NOT NULL AND status IN ('superseded', 'refuted', 'misattributed', 'other_event')
            AND row_id NOT IN (FROM explained)
        UNION ALL SELECT row_id FROM attribution WHERE verdict = 'wrong' AND row_id NOT IN (FROM explained)
    """)

    assert [] == missing.fetchall()


def test_every_verdict_has_its_basis(db: duckdb.DuckDBPyConnection) -> None:
    """Who calls a blame right, wrong or disputed says why."""
    assert (
        [] == db.execute("SELECT row_id FROM attribution WHERE verdict <> 'open' AND verdict_basis IS NULL").fetchall()
    )


def test_reviewed_outages_name_every_entity_in_korean(db: duckdb.DuckDBPyConnection) -> None:
    """Whoever a reviewed outage speaks of has a Korean name."""
    missing = db.execute(
        f"SELECT DISTINCT e.entity_id FROM ({USED}) u JOIN outage o USING (outage_id) JOIN entity e USING (entity_id) "
        "WHERE o.review = 'reviewed' AND e.name_ko IS NULL"
    )

    assert [] == missing.fetchall()


@pytest.mark.parametrize(
    ("table", "english", "korean"),
    [("claim", "scope", "scope_ko"), ("attribution", "cause", "cause_ko"), ("event", "text", "text_ko")],
)
def test_reviewed_outages_speak_korean(db: duckdb.DuckDBPyConnection, table: str, english: str, korean: str) -> None:
    """Scopes, causes and events of a reviewed outage are written in both languages."""
    missing = db.execute(
        f"SELECT t.row_id FROM {table} t JOIN outage o USING (outage_id) "
        f"WHERE o.review = 'reviewed' AND t.{english} IS NOT NULL AND t.{korean} IS NULL"
    )

    assert [] == missing.fetchall()


def test_korean_columns_hold_korean(db: duckdb.DuckDBPyConnection) -> None:
    """A Korean scope, cause or sentence has a Hangul letter in it; a copy of the English one would not."""
    rows = db.execute(
        "SELECT row_id, scope_ko AS text FROM claim UNION ALL SELECT row_id, cause_ko FROM attribution UNION ALL SELECT row_id, text_ko FROM event"
    ).fetchall()

    assert [] == [row_id for row_id, text in rows if text and not re.search("[가-힣]", text)]


def test_every_address_is_well_formed(db: duckdb.DuckDBPyConnection) -> None:
    """A source's address has a scheme of the web, a host with a dot, and no blank in it."""
    urls = [row[0] for row in db.execute("SELECT url FROM source WHERE url IS NOT NULL").fetchall()]

    bad = [
        url
        for url in urls
        if urlsplit(url).scheme not in ("http", "https") or "." not in urlsplit(url).netloc or re.search(r"\s", url)
    ]
    assert [] == bad


@pytest.mark.parametrize(
    ("table", "key"),
    [("source", "source_id"), ("metric", "metric"), ("entity", "entity_id")],
)
def test_nothing_is_defined_that_nobody_uses(db: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    """Every source, metric and entity is spoken of by a row of evidence, an outage or a child."""
    used = {
        "source": " UNION ".join(
            f"SELECT source_id FROM {name}" for name in ("observation", "claim", "attribution", "event")
        ),
        "metric": "SELECT metric FROM claim",
        "entity": f"SELECT entity_id FROM ({USED}) UNION SELECT parent_id FROM entity",
    }[table]

    assert (
        []
        == db.execute(
            f"SELECT {key} FROM {table} WHERE {key} NOT IN (SELECT * FROM ({used}) t(k) WHERE k IS NOT NULL)"
        ).fetchall()
    )


@pytest.mark.parametrize("column", ["said_on", "published_on"])
def test_dates_of_statements_are_dates(db: duckdb.DuckDBPyConnection, column: str) -> None:
    """When something was said or published is a year, a month or a day."""
    tables = ("source",) if column == "published_on" else ("observation", "claim", "attribution", "event")
    found = [
        row[0]
        for table in tables
        for row in db.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    ]

    assert [] == [
        date for date in found if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date)
    ]


def test_the_hospitals_of_the_study_add_up(db: duckdb.DuckDBPyConnection) -> None:
    """460 hospitals found by address scan, 206 by endpoint scan and 93 by both are the 759 of the study."""
    parts = [value(db, fact)[0] for fact in ("CS24-225", "CS24-226", "CS24-227")]

    assert [460, 206, 93] == parts
    assert value(db, "CS24-217") == (sum(parts), 759)


def test_the_services_of_the_hospitals_leave_one(db: duckdb.DuckDBPyConnection) -> None:
    """The four classes that are in print make 1,097 of the 1,098 services of the study: one is in no class."""
    classes = [value(db, fact)[0] for fact in ("CS24-221", "CS24-222", "CS24-223", "CS24-224")]

    assert [239, 169, 58, 631] == classes
    assert value(db, "CS24-220")[0] - sum(classes) == 1


def test_the_components_of_delta_add_up(db: duckdb.DuckDBPyConnection) -> None:
    """Lost revenue of $380 m and costs of $170 m less saved fuel of $50 m are the $500 m that Delta named."""
    revenue, cost, saved, total = (value(db, fact)[0] for fact in ("CS24-380", "CS24-381", "CS24-382", "CS24-379"))

    assert 500e6 == total
    assert total == revenue + cost - saved


def test_the_sectors_of_parametrix_leave_a_known_remainder(db: duckdb.DuckDBPyConnection) -> None:
    """The eight sectors that are in print make $5.003 to 5.183 bn: $217 to 397 m of the $5.4 bn are in no row."""
    sectors = [value(db, f"CS24-{number}") for number in range(347, 355)]
    low, high = sum(low for low, _ in sectors), sum(high for _, high in sectors)

    assert (5_003_000_000, 5_183_000_000) == (low, high)
    assert [217, 397] == [round((value(db, "CS24-346")[0] - bound) / 1e6) for bound in (high, low)]


def test_two_sectors_carry_the_printed_share(db: duckdb.DuckDBPyConnection) -> None:
    """Health care and banks are 57 % of the $5.4 bn, as Parametrix prints."""
    both = value(db, "CS24-347")[0] + value(db, "CS24-348")[0]

    assert value(db, "CS24-364")[0] == round(100 * both / value(db, "CS24-346")[0])


def test_the_misprinted_insured_loss_is_refuted(db: duckdb.DuckDBPyConnection) -> None:
    """$1.8 bn is not 10 to 20 % of $5.4 bn: the row stays as what was printed, and reaches no total."""
    low, high = (share / 100 * value(db, "CS24-346")[0] for share in value(db, "CS24-361"))

    assert value(db, "CS24-362") == (low, high)
    assert [("refuted", 1.8e9)] == db.execute(
        "SELECT status::VARCHAR, high FROM claim WHERE fact_id = 'CS24-363'"
    ).fetchall()


def test_no_claim_of_another_event_is_accepted(db: duckdb.DuckDBPyConnection) -> None:
    """The Azure outage of the evening before is another event, and its rows among the CrowdStrike facts say so."""
    rows = db.execute(
        "SELECT row_id, status::VARCHAR FROM observation WHERE outage_id = ? AND entity_id LIKE '%azure%' AND status = 'accepted' "
        "AND state <> 'not_hit'",
        [CROWDSTRIKE],
    )

    assert [] == rows.fetchall()
