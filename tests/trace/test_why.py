"""Which number rests on what: every number that a figure shows leads to a printed statement, an assumption or a loaded report."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import kit
from kit import figures, measures, settings
from kit.database import store
from kit.errors import BadInput, NotFound, NothingToDraw
from kit.intake.load import load
from kit.text import words
from kit.text.caption import cite
from kit.trace.why import as_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb


CROWDSTRIKE, KAKAO, HEROKU = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "heroku-2025-06-10"

PLACES_OF_ROWS = {"hour", "episode"}

CLAIMS = "fact_id,outage_id,source_id,said_on,theme,metric,entity_id,scope,low,high,unit,window,period_printed\n"

SHARE = CLAIMS + (
    "a,fire,paper,2024-01-02,devices,devices_affected,carrier,devices,8,9,devices,event,\n"
    "b,fire,ministry,2024-01-05,devices,devices_total,carrier,devices in use,100,120,devices,instant,2023"
)


@pytest.fixture
def of_shares(world: Callable[..., duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Give a world in which 8 to 9 of 100 to 120 devices were hit."""
    metrics = (
        "metric,name,kind,unit,role,counts,victims,is_additive,definition\n"
        "devices_affected,Devices hit,count,devices,affected,devices,devices,true,Devices hit.\n"
        "devices_total,Devices in use,count,devices,in_use,devices,devices,true,Devices in use."
    )
    return world(metric=metrics, claim=SHARE)


@pytest.mark.parametrize("outage", [CROWDSTRIKE, KAKAO, HEROKU, None])
@pytest.mark.parametrize("figure", figures.NAMES)
def test_every_drawn_number_rests_on_a_row(db: duckdb.DuckDBPyConnection, figure: str, outage: str | None) -> None:
    """Every number in the data of a figure has a row of evidence that is in the database, or is declared as an assumption."""
    try:
        found = kit.why(db, figure, outage)
    except BadInput as error:
        assert isinstance(error, NothingToDraw) or outage is None  # a figure of one outage is none of all  # noqa: PT017
        return
    drawn = figures.drawn(figure, measures.NAMES[figure](db, outage))
    numbers = [name for name, dtype in drawn.schema.items() if dtype.is_numeric() and name not in PLACES_OF_ROWS]
    shown = {
        (place, name)
        for place, row in enumerate(drawn.rows(named=True), 1)
        for name in numbers
        if row[name] is not None
    }
    known = {row[0] for row in db.execute("SELECT row_id FROM evidence").fetchall()}
    explained = {
        (row["row"], row["column"])
        for row in found.rows(named=True)
        if row["row_id"] in known or row["table_name"] == "assumption"
    }

    lower = {(place, "low" if name == "high" else name.replace("_high", "_low")) for place, name in shown}
    assert set() == {(place, name) for place, name in lower if name in numbers} - explained
    assert set(found.filter(pl.col("table_name") != "assumption")["row_id"]) <= known


def test_a_share_rests_on_both_of_its_numbers(of_shares: duckdb.DuckDBPyConnection) -> None:
    """8/120 to 9/100 of the devices rest on the count of those hit and on the count of all."""
    found = kit.why(of_shares, "share_of_devices", "fire").filter(column="share_low")

    assert {("a", "The Paper", "press", 8.0, 9.0), ("b", "The Ministry", "primary", 100.0, 120.0)} == set(
        found.select("row_id", "publisher", "kind", "said_low", "said_high").rows()
    )
    assert {(1, "6.7% to 9%", "claim", "accepted")} == set(found.select("row", "value", "table_name", "status").rows())
    assert [8 / 120, 9 / 100] == [found["low"][0], found["high"][0]]


def test_what_was_said_later_is_no_ground(of_shares: duckdb.DuckDBPyConnection) -> None:
    """Before the ministry counted the devices in use there was no share to draw."""
    with pytest.raises(NothingToDraw):
        kit.why(of_shares, "share_of_devices", "fire", as_of="2024-01-03")


def test_a_row_is_found_in_its_file(folder: Callable[..., Path], tmp_path: Path) -> None:
    """File and line are those at which a row stands; a line number of another version of the file would lead to another row, so none is given."""
    own = folder(
        claim=CLAIMS
        + f"own,{KAKAO},mbn-maeil-business-2022-10-17-4863870,2024-01-02,loss,revenue_loss,kakao,mine,1,2,KRW,event,"
    )
    path = store.build([own], path=tmp_path / "own.duckdb")
    with store.connect(path) as db:
        before = kit.why(db, "losses", KAKAO).filter(row_id="own")["place"].unique().to_list()
        (own / "claim.csv").write_text("changed", encoding="utf-8")
        after = kit.why(db, "losses", KAKAO).filter(row_id="own")["place"].unique().to_list()

    assert ([f"{own / 'claim.csv'}:2"], [None]) == (before, after)


def test_a_cost_rests_on_what_prices_it_alone(db: duckdb.DuckDBPyConnection) -> None:
    """What an hour costs a small firm rests on the surveys of small firms, what a firm pays for clouds on an assumption of ours."""
    found = kit.why(db, "redundancy_break_even").filter(pl.col("row") == 1)
    priced = found.filter(column="downtime_cost_low")

    assert {"downtime_cost_per_minute", "downtime_cost_per_hour"} >= set(priced.filter(table_name="claim")["what"])
    assert ["downtime_cost_small"] == priced.filter(table_name="assumption")["row_id"].to_list()
    assert ["bill_small"] == found.filter(column="extra_cost_low", table_name="assumption")["row_id"].to_list()
    assert found.filter(column="avoided_low", table_name="claim").height > 0


def test_an_assumption_leads_to_its_line(db: duckdb.DuckDBPyConnection) -> None:
    """The ratio of 20.7 to 22.1 hours and both of its numbers stand in data/assumption.csv, each at its line."""
    found = kit.why(db, "redundancy").filter(pl.col("row_id").str.starts_with("overlap_as_observed")).unique("row_id")
    lines = (settings.DATA / "assumption.csv").read_text(encoding="utf-8").splitlines()
    stands = {row["row_id"]: lines[int(row["place"].rpartition(":")[2]) - 1] for row in found.rows(named=True)}

    assert {"", "/together", "/by_chance"} == {name.removeprefix("overlap_as_observed") for name in stands}
    assert [] == [name for name, line in stands.items() if not line.startswith(f"{name},")]
    assert pytest.approx(20.7 / 22.1) == found.filter(row_id="overlap_as_observed")["said_low"][0]


def test_a_printed_share_is_set_against_counted_devices(db: duckdb.DuckDBPyConnection) -> None:
    """How many devices there must be for a printed share rests on the count of those hit as well; the share itself does not."""
    found = kit.why(db, "device_sensitivity", CROWDSTRIKE)
    printed = found.filter(column="share_low", what="share_of_devices_affected")["row"][0]
    of_row = found.filter(row=printed)

    assert "devices_affected" in of_row.filter(column="in_use_low")["what"].to_list()
    assert "devices_affected" not in of_row.filter(column="share_low")["what"].to_list()


def test_reports_are_named_with_their_file(tmp_path: Path) -> None:
    """A figure of loaded reports rests on the counted reports of its providers, each with file and place."""
    path = store.empty(tmp_path / "own.duckdb")
    load([settings.DATA.parent / "tests" / "data" / "statuspage" / "example-shop.json"], db=path)
    with store.connect(path) as db:
        found = kit.why(db, "availability")
        counted = measures.reports(db).filter(pl.col("excluded_because").is_null())

    assert sorted(counted["report_id"]) == sorted(found["row_id"])
    assert {("report", "Example Shop", "Example Shop")} == set(found.select("table_name", "label", "publisher").rows())
    assert all("example-shop.json: /incidents/" in place for place in found["place"])
    assert as_text(found).startswith(
        f"Each number of a provider rests on all its counted reports, {counted.height} in all"
    )


def test_each_row_of_evidence_has_its_citation(db: duckdb.DuckDBPyConnection) -> None:
    """The view `citation` has one row for each row of evidence, and names it last, so that rows sort by their source."""
    cited = db.sql("SELECT row_id, source FROM citation").pl()

    assert (
        db.execute("SELECT count(*) FROM evidence").fetchall() == [(cited["row_id"].n_unique(),)] == [(cited.height,)]
    )
    assert ("source_id", "row_id") == (cited["source"].struct.fields[0], cited["source"].struct.fields[-1])


def test_a_source_of_two_rows_is_cited_once() -> None:
    """Of two papers the one behind more drawn rows comes first, however many rows of evidence one of them has in a single one."""
    often, rare = (
        {"source_id": name, "publisher": name, "published_on": None, "via": None, "kind": "press"}
        for name in ("often", "a-rare")
    )
    frame = pl.DataFrame(
        {
            "sources": [
                [often | {"row_id": "1"}],
                [often | {"row_id": "2"}, *(rare | {"row_id": row_id} for row_id in "345")],
            ]
        }
    )

    assert "Source: often; a-rare" == cite(words("en"), frame)


def test_the_footer_says_how_much_is_primary(db: duckdb.DuckDBPyConnection) -> None:
    """A page ends with the share of its rows of evidence that rest on primary sources."""
    primary, rows = db.execute(
        "SELECT avg((s.kind = 'primary')::INT), count(*) FROM evidence JOIN source s USING (source_id) WHERE outage_id = $1",
        [KAKAO],
    ).fetchall()[0]
    english, korean = ((kit.header(db, KAKAO, lang).header or {})["footer"] for lang in ("en", "ko"))

    assert f"{words('en').percent(primary)} of the {rows} rows of evidence rest on primary sources" in english
    assert f"{words('ko').percent(primary)}가 1차 출처에 근거한다" in korean


def test_an_unknown_name_is_not_found(db: duckdb.DuckDBPyConnection) -> None:
    """In Python it is an error of the kit."""
    with pytest.raises(NotFound):
        kit.why(db, "loses")
