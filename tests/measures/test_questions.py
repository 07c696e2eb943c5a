"""The measures of the questions give what can be worked out by hand: bounds where sources are vague, a reason where nothing may be computed."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from polars import col

from kit import measures

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import polars as pl

    World = Callable[..., duckdb.DuckDBPyConnection]

CROWDSTRIKE, NIRS, ATT = "crowdstrike-2024-07-19", "nirs-daejeon-2025-09-26", "att-2024-02-22"
METRICS = """metric,name,kind,unit,role,counts,victims,is_additive,definition
direct_loss,Loss,money,currency,direct_loss,,,true,Money lost.
insured_loss,Insured loss,money,currency,insured_loss,,,true,Money that insurers pay.
share_of_loss_insured,Share insured,share,percent,other,,,false,Insured loss in percent of the loss.
companies_affected,Companies hit,count,companies,affected,companies,organisations,true,Companies hit.
companies_total,Companies,count,companies,in_use,companies,organisations,true,Companies there are.
flights_cancelled,Flights cancelled,count,flights,cancelled,flights,flights,true,Flights cancelled.
devices_affected,Devices hit,count,devices,affected,devices,devices,true,Devices hit.
devices_total,Devices,count,devices,in_use,devices,devices,true,Devices there are.
share_of_devices_affected,Share of devices,share,percent,affected,devices,devices,false,Share of the devices hit.
subscribers_total,Subscribers,count,subscribers,in_use,subscribers,customers,true,Subscribers there are.
share_of_companies_affected,Share of companies,share,percent,affected,companies,organisations,false,Share of the companies hit.
mean_loss_per_company,Mean loss,money,currency,other,,,false,Loss by company hit."""
ENTITIES = """entity_id,name,kind,sector,country,parent_id
carrier,Carrier,organisation,telecom,US,
talk,Talk,service,telecom,KR,
cloud,Cloud,organisation,,US,
boss,Boss,person,,US,cloud
office,Office,organisation,government,KR,
firms,Firms,population,,US,
firms-telecom,Firms telecoms,population,telecom,US,firms
firms-office,Firms offices,population,government,US,firms
machines,Machines,population,,,
world,World,population,,,"""
SECTORS = "sector,name,name_ko\ntelecom,Telecoms,통신\ngovernment,Government,정부"


def observed(*rows: str) -> str:
    """Write observations of the outage that began at 06:00 UTC, from the entity on: entity, function, state, time, whether it is a change."""
    head = "row_id,fact_id,outage_id,source_id,said_on,entity_id,function,state,at_printed,is_change,status,note"
    return "\n".join([head, *(f"o{number},o{number},fire,paper,2024-01-02,{row}" for number, row in enumerate(rows))])


def claimed(*rows: str) -> str:
    """Write claims: metric, entity, scope, low, high, unit, out_of_low, out_of_high, window, period, basis, status, note."""
    head = "fact_id,outage_id,source_id,said_on,theme,metric,entity_id,scope,low,high,unit,out_of_low,out_of_high,window,period_printed,basis,status,note"
    return "\n".join([head, *(f"c{number},fire,paper,2024-01-05,loss,{row}" for number, row in enumerate(rows))])


def said(*rows: str) -> str:
    """Write statements: row, time, speaker, blamed, verdict, what it refutes."""
    head = "row_id,fact_id,outage_id,source_id,said_on,said_printed,said_by_id,blamed_id,verdict,refutes,cause,polarity"
    return "\n".join(
        [
            head,
            *(f"{row.split(',')[0]},{row.split(',')[0]},fire,paper,2024-01-02,{row.split(',', 1)[1]}" for row in rows),
        ]
    )


@pytest.fixture
def ask(world: World) -> Callable[..., pl.DataFrame]:
    """Fill a small world with tables and give a measure of it."""

    def measured(name: str, **tables: str) -> pl.DataFrame:
        db = world(metric=METRICS, entity=ENTITIES, sector=SECTORS, **tables)
        return measures.NAMES[name](db, "fire")

    return measured


Ask = Any  # Callable[..., pl.DataFrame], which pytest reads at run time


# --- sectors ----------------------------------------------------------------------------------------------------------


def test_an_hour_is_certain_or_possible(ask: Ask) -> None:
    """Down from 07:00 to between 09:00 and 11:00: at hour 1 possibly, at 2 for certain, from 3 to 4 possibly, at 6 no more."""
    frame = ask(
        "sector_hours",
        observation=observed(
            "talk,calls,down,2024-01-01T07:00Z,true,accepted,",
            "talk,calls,restored,2024-01-01T09:00Z/2024-01-01T11:00Z,true,accepted,",
        ),
    )

    rows = frame.filter(col("hour").is_in([1, 2, 4, 6])).select("hour", "down_low", "down_high", "no_word").rows()
    assert [(1, 0, 1, 0), (2, 1, 1, 0), (4, 0, 1, 0), (6, 0, 0, 0)] == rows


def test_without_an_end_it_stays_possible_and_nobody_says_more(ask: Ask) -> None:
    """Last seen down at 08:00 and never said to be back: at hour 2 known, at hour 10 possible without a later word."""
    frame = ask(
        "sector_hours",
        observation=observed(
            "talk,calls,down,2024-01-01T06:30Z,true,accepted,", "talk,calls,down,2024-01-01T08:00Z,false,accepted,"
        ),
    )

    assert [(1, 1, 0), (0, 1, 1)] == frame.filter(col("hour").is_in([1, 10])).select(
        "down_low", "down_high", "no_word"
    ).rows()


def test_sectors_have_places_that_may_be_shared(ask: Ask) -> None:
    """Losses of 5 to 9 and of 6 overlap, so that both are first or second; by number of entities the order is certain."""
    frame = ask(
        "sector_order",
        observation=observed(
            "talk,calls,down,2024-01-01T07:00Z,true,accepted,",
            "carrier,calls,down,2024-01-01T07:00Z,true,accepted,",
            "office,mail,down,2024-01-01T07:00Z,true,accepted,",
        ),
        claim=claimed(
            "direct_loss,firms-telecom,telecoms,5,9,USD,,,event,,a,accepted,",
            "direct_loss,firms-office,offices,6,6,USD,,,event,,a,accepted,",
        ),
    )

    rows = frame.select(
        "sector", "entities_place_low", "entities_place_high", "loss_place_low", "loss_place_high"
    ).rows()
    assert [("telecom", 1, 1, 1, 2), ("government", 2, 2, 1, 2)] == rows


def test_the_orders_of_the_sectors_differ(db: duckdb.DuckDBPyConnection) -> None:
    """Airlines were named most often and hit most widely, health care lost most."""
    frame = measures.sector_order(db, CROWDSTRIKE)

    assert [("airlines", 1, 1, 3), ("healthcare", 2, 2, 1)] == frame.select(
        "sector", "entities_place_low", "share_place_low", "loss_place_low"
    ).head(2).rows()


def test_who_was_listed_by_mistake_is_told_from_who_was_spared(ask: Ask) -> None:
    """Down for a cause of its own, not hit, and not hit in one function while another was: three answers, each with its reason."""
    frame = ask(
        "spared",
        observation=observed(
            "carrier,calls,down,2024-01-01T07:00Z,true,misattributed,own fault",
            "office,mail,not_hit,2024-01-01T07:00Z,false,accepted,no customer",
            "talk,calls,not_hit,2024-01-01T07:00Z,false,accepted,",
            "talk,mail,down,2024-01-01T07:00Z,true,accepted,",
        ),
    )

    assert [
        ("Carrier", "misattributed", "own fault"),
        ("Office", "not_hit", "no customer"),
        ("Talk", "partly", None),
    ] == frame.select("entity", "how", "why").rows()


def test_the_known_mistakes_are_named(db: duckdb.DuckDBPyConnection) -> None:
    """McDonald's Japan failed by itself, the Sphere's picture was a fake, Southwest was no customer, and China is explained without a count."""
    frame = measures.spared(db, CROWDSTRIKE)

    assert {
        ("mcdonalds-japan", "misattributed"),
        ("las-vegas-sphere", "refuted"),
        ("southwest-airlines", "not_hit"),
    } <= set(frame.select("entity_id", "how").rows())
    assert frame.filter(how="told")["why"].str.contains("China").any()


# --- shares -----------------------------------------------------------------------------------------------------------


def test_a_printed_bound_asks_for_a_number_of_devices(ask: Ask) -> None:
    """8 devices hit and less than 2 % of all: there must be more than 400; against the 500 that are cited the share is 1.6 %."""
    frame = ask(
        "device_sensitivity",
        claim=claimed(
            "devices_affected,machines,machines,8,8,devices,,,event,,,accepted,",
            "devices_total,machines,in use,500,,devices,,,instant,2023,,accepted,",
            "share_of_devices_affected,machines,machines,,2,percent,,,event,,,accepted,",
        ),
    )

    assert {("printed", 400.0, 0.02), ("computed", 500.0, 0.016)} == set(
        frame.select("rests_on", "in_use_low", "share_high").rows()
    )


def test_devices_are_no_share_of_subscribers(ask: Ask) -> None:
    """What was counted in devices is not divided by a number of subscribers, and the row says so."""
    frame = ask(
        "share_of_devices",
        claim=claimed(
            "devices_affected,carrier,devices,8,8,devices,,,event,,,accepted,",
            "subscribers_total,carrier,subscribers,9,9,subscribers,,,instant,2023,,accepted,",
        ),
    )

    assert [(9.0, None, "other_units")] == frame.select("in_use_low", "share_high", "why").rows()


def test_a_carrier_has_more_devices_than_subscribers_are_counted_for(db: duckdb.DuckDBPyConnection) -> None:
    """AT&T's 125 million devices stand beside 220 million subscribers without a share."""
    row = measures.share_of_devices(db, ATT).filter(counted="devices").row(0, named=True)

    assert (125e6, 220e6, None) == (row["affected_low"], row["in_use_low"], row["share_high"])


# --- blame ------------------------------------------------------------------------------------------------------------


def test_the_delay_runs_from_the_onset(ask: Ask) -> None:
    """A right blame at 08:00, one minute wide, two hours after an onset that is a minute wide: 119 to 121 minutes."""
    row = (
        ask("attribution_delay", attribution=said("a,2024-01-01T08:00Z,office,cloud,right,,x,blames"))
        .filter(speaker="all")
        .row(0, named=True)
    )

    assert (119, 121) == (round(row["right_low_hours"] * 60), round(row["right_high_hours"] * 60))


def test_a_vague_blame_may_have_come_first(ask: Ask) -> None:
    """One said some time that day and one at 08:00: the first came at the onset at the earliest, at 08:01 at the latest."""
    frame = ask(
        "attribution_delay",
        attribution=said(
            "a,2024-01-01Z,boss,cloud,right,,x,blames", "b,2024-01-01T08:00Z,office,cloud,right,,x,blames"
        ),
    )

    row = frame.filter(speaker="all").row(0, named=True)
    assert (0, 121, "Office") == (row["right_low_hours"], round(row["right_high_hours"] * 60), row["first_by"])


def test_what_was_told_in_a_review_is_no_public_blame(db: duckdb.DuckDBPyConnection) -> None:
    """Where the engineers of AWS looked first in 2021 was told three days later: nobody was wrongly blamed, rightly after 61 to 91 hours."""
    row = measures.attribution_delay(db, "aws-us-east-1-2021-12-07").filter(speaker="all").row(0, named=True)

    assert (None, 61, 90) == (row["wrong_low_hours"], int(row["right_low_hours"]), int(row["right_high_hours"]))


def test_the_companies_blamed_themselves_within_hours(db: duckdb.DuckDBPyConnection) -> None:
    """AT&T's own word came 16 hours after the onset, KT's in its second notice two to four hours after, Rogers' by 12 July at the latest."""
    first = {
        outage: measures.attribution_delay(db, outage).filter(speaker="all").row(0, named=True)
        for outage in (ATT, "kt-national-2021-10-25", "rogers-2022-07-08")
    }

    assert [("AT&T", 16.0), ("KT", 3.7), ("Rogers", 124.5)] == [
        (row["first_by"], round(row["right_high_hours"], 1)) for row in first.values()
    ]


def test_a_repeated_blame_counts_once(ask: Ask) -> None:
    """Who blames the same thing twice has made one statement."""
    frame = ask(
        "attribution_delay",
        attribution=said(
            "a,2024-01-01T07:00Z,office,cloud,wrong,,x,blames", "b,2024-01-01T09:00Z,office,cloud,wrong,,x,blames"
        ),
    )

    assert [(1, 1)] == frame.filter(speaker="government").select("statements", "wrong").rows()


def test_an_answer_stands_beside_the_blame(ask: Ask) -> None:
    """Blamed at 07:00, the head of the one blamed answers at 09:00: 119 to 121 minutes later."""
    frame = ask(
        "blame_answers",
        attribution=said(
            "a,2024-01-01T07:00Z,office,cloud,wrong,,x,blames", "b,2024-01-01T09:00Z,boss,cloud,right,a,y,clears"
        ),
    )

    row = frame.row(0, named=True)
    assert ("Boss", "the_blamed", "y", 119, 121) == (
        row["answered_by"],
        row["answered_as"],
        row["reply"],
        round(row["later_low_hours"] * 60),
        round(row["later_high_hours"] * 60),
    )


def test_the_ministry_is_counted_once(db: duckdb.DuckDBPyConnection) -> None:
    """The Korean transport ministry called it a Microsoft fault twice: one wrong statement of a Korean office, and a right one of another."""
    assert [(2, 1)] == measures.attribution_delay(db, CROWDSTRIKE).filter(speaker="government", country="KR").select(
        "statements", "wrong"
    ).rows()


# --- losses -----------------------------------------------------------------------------------------------------------


def test_a_misprint_does_not_follow_from_its_own_percentages(ask: Ask) -> None:
    """10 to 20 % of 50 is 5 to 10: the printed 5 to 10 agrees, the printed 5 to 18 does not, and its note says why."""
    frame = ask(
        "loss_checks",
        claim=claimed(
            "direct_loss,firms,firms,50,50,USD,,,event,,,accepted,",
            "share_of_loss_insured,firms,firms,10,20,percent,,,event,,,accepted,",
            "insured_loss,firms,firms,5,10,USD,,,event,,,accepted,",
            "insured_loss,firms,firms,5,18,USD,,,event,,,refuted,misprint",
        ),
    )

    assert [(5.0, 10.0, 10.0, "yes", None), (5.0, 10.0, 18.0, "no", "misprint")] == frame.filter(
        statement="insured"
    ).select("low", "high", "printed_high", "agrees", "note").rows()


def test_what_no_part_explains_remains(ask: Ask) -> None:
    """Parts of 30 and 10 to 15 within 50 leave 5 to 10."""
    frame = ask(
        "loss_checks",
        claim=claimed(
            "direct_loss,firms,firms,50,50,USD,,,event,,a,accepted,",
            "direct_loss,firms-telecom,telecoms,30,30,USD,,,event,,a,accepted,",
            "direct_loss,firms-office,offices,10,15,USD,,,event,,a,accepted,",
        ),
    )

    assert [("parts", 40.0, 45.0, "yes"), ("remainder", 5.0, 10.0, None)] == frame.select(
        "statement", "low", "high", "agrees"
    ).rows()


def test_a_loss_of_some_is_not_divided_by_the_devices_of_all(ask: Ask) -> None:
    """The loss of American firms over machines all over the world is refused; that of the world is 60 by 8."""
    frame = ask(
        "loss_checks",
        claim=claimed(
            "direct_loss,firms,the firms,50,50,USD,,,event,,,accepted,",
            "direct_loss,world,world,60,60,USD,,,event,,,accepted,",
            "devices_affected,machines,machines,8,8,devices,,,event,,,accepted,",
        ),
    )

    assert [
        ("the firms", None, "not_of_the_same", "machines"),
        ("world", 7.5, None, None),
    ] == frame.select("scope", "low", "why", "devices_scope").rows()


def test_the_published_arithmetic(db: duckdb.DuckDBPyConnection) -> None:
    """5.4 billion by 125 is 43.2 million a firm; eight sectors leave 217 to 397 million; one insured range is a misprint."""
    frame = measures.loss_checks(db, CROWDSTRIKE)

    assert {43.2e6} == set(frame.filter(statement="per_firm", scope="Fortune 500 without Microsoft")["low"])
    assert [(217e6, 397e6)] == frame.filter(statement="remainder").select("low", "high").rows()
    assert [1.8e9] == frame.filter(agrees="no")["printed_high"].to_list()


def test_parts_of_one_fund_fit_their_total(db: duckdb.DuckDBPyConnection) -> None:
    """130.3, 15.6 and 6.3 make 152.2 billion won, the total says 152.1: within rounding, and nothing remains."""
    rows = measures.loss_checks(db, NIRS).select("statement", (col("low") / 1e9).round(1), "agrees").rows()

    assert [("parts", 152.2, "yes")] == rows


def test_harm_goes_on_after_the_machines_are_back(ask: Ask) -> None:
    """Computers back by noon of 1 January, 40 flights cancelled on the 2nd count as harm afterwards; 30 cancelled on the 1st do not."""
    frame = ask(
        "harm_after_repair",
        observation=observed(
            "carrier,computers,down,2024-01-01T06:30Z,true,accepted,",
            "carrier,computers,restored,2024-01-01T12:00Z,true,accepted,",
        ),
        claim=claimed(
            "flights_cancelled,carrier,flights,30,30,flights,,,day,2024-01-01Z,,accepted,",
            "flights_cancelled,carrier,flights,40,40,flights,,,day,2024-01-02Z,,accepted,",
        ),
    )

    assert [("computers", "flights_cancelled", "2024-01-02", 40.0)] == frame.select(
        "function", "harm", "day", "low"
    ).rows()
