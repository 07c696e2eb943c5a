"""Measures give intervals that the sources allow, keep what must stay apart apart, and refuse what makes no sense."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars import col

from kit import frames, measures
from kit.database import schema, store
from kit.errors import BadInput, NotFound
from kit.estimators import time_to_restore
from kit.intake.load import load
from kit.measures import answers

World = Callable[..., duckdb.DuckDBPyConnection]

CROWDSTRIKE, KAKAO, NIRS = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "nirs-daejeon-2025-09-26"
METRICS = """metric,name,kind,unit,role,counts,victims,is_additive,definition
estimated_loss,Loss,money,currency,other_loss,,,true,Money lost.
devices_affected,Devices hit,count,devices,affected,devices,devices,true,Devices hit.
devices_total,Devices,count,devices,in_use,devices,devices,true,Devices in use.
flights_cancelled,Flights cancelled,count,flights,cancelled,flights,flights,true,Flights cancelled.
systems_restored,Systems restored,count,systems,restored,systems,systems,true,Systems back."""
CLAIM = "fact_id,outage_id,source_id,said_on,theme,metric,entity_id,scope,low,high,unit,out_of_low,out_of_high,window,period_printed,basis"


def claims(*rows: str) -> dict[str, str]:
    """Write claims of the one outage of the smallest world, from `said_on` on."""
    lines = [f"f{number},fire,paper,{row}" for number, row in enumerate(rows)]
    return {"metric": METRICS, "claim": "\n".join([CLAIM, *lines])}


def devices(*, hit: str, in_use: str, out_of: str = ",") -> dict[str, str]:
    """Write how many devices of the carrier were hit and how many there were, each as `low,high`."""
    return claims(
        f"2024-01-02,devices,devices_affected,carrier,devices,{hit},devices,{out_of},event,,",
        f"2024-01-02,devices,devices_total,carrier,devices in use,{in_use},devices,,,instant,2023,",
    )


def share(db: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """Give the one row of `share_of_devices` that divides by another claim."""
    return measures.share_of_devices(db, "fire").filter(col("base").is_not_null()).row(0, named=True)


@pytest.mark.parametrize("name", sorted(measures.NAMES))
def test_every_measure_answers_for_one_outage_and_for_all(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Each measure gives a frame of the same columns for one outage, for one of which little is known, and for all."""
    measure = measures.NAMES[name]

    frames = [measure(db, outage) for outage in (CROWDSTRIKE, "slack-2021-01-04", None)]

    assert set(frames[0].columns) == set(frames[1].columns) == set(frames[2].columns)


def test_every_select_is_a_measure() -> None:
    """Each file of `sql/measures` is a measure of its name."""
    expected = set(schema.sql_files(".", "kit.measures"))

    assert set() == expected - set(measures.NAMES)


def test_a_share_is_an_interval(world: World) -> None:
    """8 to 9 of 100 to 120 devices are 8/120 to 9/100: low by high, high by low."""
    found = share(world(**devices(hit="8,9", in_use="100,120")))

    assert (8 / 120, 9 / 100) == (found["share_low"], found["share_high"])


def test_an_open_denominator_leaves_the_share_open(world: World) -> None:
    """8.5 of more than 1,000 million devices are less than 0.85 %, and nobody knows how much less."""
    found = share(world(**devices(hit="8500000,8500000", in_use="1000000000,")))

    assert (None, 0.0085) == (found["share_low"], found["share_high"])


def test_another_base_is_refused_with_a_reason(world: World) -> None:
    """Who was counted among 50 units of a study is no share of the 100 that there are."""
    found = share(world(**devices(hit="8,8", in_use="100,100", out_of="50,50")))

    assert (None, None, "own_units") == (
        found["share_low"],
        found["share_high"],
        found["why"],
    )


def test_a_count_without_a_base_says_so(world: World) -> None:
    """Where no source says how many there were there is no share, and the row says why."""
    db = world(**claims("2024-01-02,devices,devices_affected,carrier,devices,8,8,devices,,,event,,"))

    expected = [(None, None, "no_base")]
    assert expected == measures.share_of_devices(db).select("share_low", "share_high", "why").rows()


def test_windows_devices_are_a_share_beside_the_printed_one(db: duckdb.DuckDBPyConnection) -> None:
    """8.5 million of more than 1.0 and more than 1.4 billion are at most 0.85 % and 0.61 %, within the printed less than 1 %."""
    frame = measures.share_of_devices(db, CROWDSTRIKE).filter(entity_id="windows-devices", counted="devices")

    computed = frame.filter((col("rests_on") == "computed") & col("in_use_high").is_null()).sort("in_use_low")
    assert [(1.0e9, None, 0.0085), (1.4e9, None, 0.0061)] == [
        (low, share, round(high, 4))
        for low, share, high in computed.select("in_use_low", "share_low", "share_high").rows()
    ]
    assert frame["share_high"].max() <= 0.01


def test_hospitals_are_a_share_of_those_scanned_only(db: duckdb.DuckDBPyConnection) -> None:
    """759 of 2,232 is 34.0 %; against any other number of hospitals the measure refuses and says why."""
    frame = measures.share_of_devices(db, CROWDSTRIKE).filter(entity_id="us-hospitals", affected_low=759)

    assert [(2232, 0.34)] == [
        (low, round(high, 3))
        for low, high in frame.filter(col("why").is_null()).select("in_use_low", "share_high").rows()
    ]
    assert {None} == set(frame.filter(col("why").is_not_null())["share_high"])


def test_a_share_in_an_open_conflict_is_disputed_and_no_headline(world: World) -> None:
    """30 of 100 that a disputed answer stands against are drawn as disputed; where the conflict prefers the count, it is the headline."""
    tables = claims("2024-01-01,devices,devices_affected,carrier,devices,30,30,devices,100,100,event,,")
    said = "row_id,fact_id,outage_id,source_id\nno,no,fire,paper"
    conflict = "conflict_id,outage_id,question,question_ko,row_ids,preferred_row_id,why,why_ko\nx,fire,q,q,f0 no,{},w,w"

    open_, settled = (
        measures.share_of_devices(world(**tables, attribution=said, conflict=conflict.format(preferred)), "fire").rows(
            named=True
        )
        for preferred in ("", "f0")
    )

    assert [True, False] == [rows[0]["is_disputed"] for rows in (open_, settled)]
    assert [None, 0.3] == [getattr(answers.share(rows), "low", None) for rows in (open_, settled)]


def test_the_share_of_hospitals_is_disputed(db: duckdb.DuckDBPyConnection) -> None:
    """CrowdStrike answers the study that found 759 hospitals hit, and nobody has settled it; its number stands behind no headline."""
    frame = measures.share_of_devices(db, CROWDSTRIKE).filter(entity_id="us-hospitals", counted="hospitals")

    assert {True} == set(frame.filter(col("why").is_null())["is_disputed"])
    assert answers.share(frame.rows(named=True)) is None


def test_users_before_the_fire_are_no_victims(db: duckdb.DuckDBPyConnection) -> None:
    """125,000 used G-Drive in the month before the fire: of the 750,000 entitled that is a share of users, and none is given."""
    frame = measures.share_of_devices(db, "nirs-daejeon-2025-09-26").filter(entity_id="g-drive")

    assert [191_000] == frame.filter(col("share_high").is_not_null())["affected_low"].to_list()


def test_shares_name_who_counted(db: duckdb.DuckDBPyConnection) -> None:
    """That less than one percent were hit is the word of Microsoft, which counted."""
    frame = measures.share_of_devices(db, CROWDSTRIKE).filter(entity_id="windows-devices", rests_on="printed")

    assert "Microsoft" in frame["measured_by"].to_list()


def test_a_recovery_curve_is_a_band(world: World) -> None:
    """30 of 100 by noon, 60 a day later: between the two at least 30 and at most 60 are back, afterwards at least 60."""
    db = world(
        **claims(
            "2024-01-01,recovery,systems_restored,carrier,systems,30,30,systems,100,100,instant,2024-01-01T12:00Z,a",
            "2024-01-02,recovery,systems_restored,carrier,systems,60,60,systems,100,100,instant,2024-01-02T12:00Z,a",
        )
    )

    rows = measures.recovery_curve(db, "fire").select(col("hours").round(3), "share_low", "share_high").rows()
    assert {(6.017, 0.3, 0.6), (30.017, 0.6, 1.0)} <= set(rows)


def test_recovery_curves_never_fall(db: duckdb.DuckDBPyConnection) -> None:
    """What is restored stays restored: both edges of every band rise, and the lower is never above the upper but where sources conflict."""
    frame = measures.recovery_curve(db).sort("outage_id", "basis", "hours")
    steps = frame.select(col("share_low", "share_high").diff().over("outage_id", "basis").fill_null(0).min())

    assert steps.row(0) >= (-1e-9, -1e-9)
    assert [] == frame.filter(~col("conflict") & (col("share_low") > col("share_high"))).rows()


def test_series_of_different_bases_are_never_joined(world: World) -> None:
    """60 of 100 and, a day later, 60 of 200 are two series: the second does not fall from the first."""
    db = world(
        **claims(
            "2024-01-01,recovery,systems_restored,carrier,systems,60,60,systems,100,100,instant,2024-01-01T12:00Z,of-100",
            "2024-01-02,recovery,systems_restored,carrier,systems,60,60,systems,200,200,instant,2024-01-02T12:00Z,of-200",
        )
    )

    frame = measures.recovery_curve(db, "fire").group_by("basis").agg(col("share_low").max()).sort("basis")
    assert [("of-100", 0.6), ("of-200", 0.3)] == frame.rows()


def test_nirs_has_a_series_for_each_of_its_bases(db: duckdb.DuckDBPyConnection) -> None:
    """647 systems were counted until the inventory came back, 709 after: the first series ends below a third, the second at all of them."""
    frame = measures.recovery_curve(db, NIRS).filter(col("basis").is_in(["nirs-systems-of-647", "nirs-systems-of-709"]))

    last = frame.sort("hours").group_by("basis").agg(col("share_low").last()).sort("basis")["share_low"].to_list()
    assert last[0] < 1 / 3
    assert 1 == last[1]


def test_a_base_has_one_denominator(db: duckdb.DuckDBPyConnection) -> None:
    """All claims of one base are out of the same number."""
    mixed = db.execute(
        "SELECT basis FROM claim WHERE basis IS NOT NULL GROUP BY basis, metric HAVING count(DISTINCT out_of_low) > 1"
    )

    assert [] == mixed.fetchall()


def test_rival_counts_of_a_day_are_a_range(db: duckdb.DuckDBPyConnection) -> None:
    """On 19 July between 5,168 and 6,855 flights were cancelled worldwide, as two counters have it; a reading of one that differs by three is set aside."""
    frame = measures.flights_cancelled(db, CROWDSTRIKE).filter(
        entity="Airlines worldwide", window="day", day="2024-07-19"
    )

    assert [(5168, 6855, 2)] == frame.select("low", "high", "claims").rows()


def test_running_totals_never_meet_day_totals(world: World) -> None:
    """The total so far at noon and the total of the day are two rows of the same airline and day."""
    db = world(
        **claims(
            "2024-01-01,sector,flights_cancelled,carrier,flights,400,400,flights,,,running,2024-01-01Z/2024-01-01T12:00Z,",
            "2024-01-02,sector,flights_cancelled,carrier,flights,900,900,flights,,,day,2024-01-01Z,",
            "2024-01-02,sector,flights_cancelled,carrier,flights,1000,1000,flights,,,day,2024-01-01Z,",
        )
    )

    rows = measures.flights_cancelled(db).select("window", "low", "high").sort("window").rows()
    assert [("day", 900, 1000), ("running", 400, 400)] == rows


def test_flights_of_different_scopes_never_meet(world: World) -> None:
    """Mainline flights and flights with regional partners are two rows."""
    db = world(
        **claims(
            "2024-01-02,sector,flights_cancelled,carrier,mainline,900,900,flights,,,day,2024-01-01Z,",
            "2024-01-02,sector,flights_cancelled,carrier,with partners,1300,1300,flights,,,day,2024-01-01Z,",
        )
    )

    assert [900, 1300] == measures.flights_cancelled(db)["low"].sort().to_list()


def test_a_bound_from_one_side_stands_back_behind_a_count(world: World) -> None:
    """More than 700 adds nothing to a count of 900."""
    db = world(
        **claims(
            "2024-01-02,sector,flights_cancelled,carrier,flights,700,,flights,,,day,2024-01-01Z,",
            "2024-01-02,sector,flights_cancelled,carrier,flights,900,900,flights,,,day,2024-01-01Z,",
        )
    )

    assert [(900, 900, 2)] == measures.flights_cancelled(db).select("low", "high", "claims").rows()


def test_losses_of_different_scopes_are_never_pooled(world: World) -> None:
    """The loss of the Fortune 500 and that of the world stand side by side, a repeated one once."""
    db = world(
        **claims(
            "2024-01-02,loss,estimated_loss,carrier,large firms,5,6,USD,,,event,,",
            "2024-01-03,loss,estimated_loss,carrier,large firms,5,6,USD,,,event,,",
            "2024-01-03,loss,estimated_loss,carrier,the world,9,,USD,,,event,,",
        )
    )

    expected = [("large firms", 5, 6, "2024-01-03"), ("the world", 9, None, "2024-01-03")]
    assert expected == measures.losses(db).select("scope", "low", "high", "said_on").rows()


def test_kakaotalk_was_back_after_127_and_a_half_hours(db: duckdb.DuckDBPyConnection) -> None:
    """The printed 127 hours and 30 minutes lie within the interval between first service lost and last one back."""
    row = measures.outages(db, KAKAO).row(0, named=True)

    assert row["hours_low"] <= 127.5 <= row["hours_high"]
    assert row["trigger_latest"] <= row["onset_earliest"]


def test_what_was_said_later_is_hidden(world: World) -> None:
    """As of 15 January only the statement of 2 January is known; one that is dated by its month counts from the end of it."""
    db = world(
        **claims(
            "2024-01-02,loss,estimated_loss,carrier,early,5,5,USD,,,event,,",
            "2024-01,loss,estimated_loss,carrier,some time in January,6,6,USD,,,event,,",
            "2024-02-01,loss,estimated_loss,carrier,late,7,7,USD,,,event,,",
        )
    )

    known = [measures.losses(db, as_of=day)["scope"].to_list() for day in ("2024-01-15", "2024-02", None)]
    assert [["early"], ["early", "late", "some time in January"], ["early", "late", "some time in January"]] == known


def test_conclusions_are_drawn_from_what_was_known(world: World) -> None:
    """Before anybody said that it was back, it was not known to be."""
    heading = "fact_id,outage_id,source_id,said_on,entity_id,state,at_printed"
    down, back = (
        "f1,fire,paper,2024-01-01,talk,down,2024-01-01T06:30Z",
        "f2,fire,paper,2024-01-05,talk,restored,2024-01-01T09:00Z",
    )
    db = world(observation=f"{heading}\n{down}\n{back}")

    states = [
        measures.restoration(db, "fire", as_of=day)["end_state"].to_list() for day in ("2024-01-03", "2024-01-05")
    ]
    assert [["unknown"], ["ended"]] == states


def test_hiding_is_undone(db: duckdb.DuckDBPyConnection) -> None:
    """A question as of a day leaves no trace in the connection."""
    before = measures.losses(db, CROWDSTRIKE).height
    measures.losses(db, CROWDSTRIKE, as_of="2024-07-20")

    assert before == measures.losses(db, CROWDSTRIKE).height


@pytest.mark.parametrize("as_of", [">2024-07-19", "yesterday"])
def test_as_of_takes_one_time(db: duckdb.DuckDBPyConnection, as_of: str) -> None:
    """A time that is open, or none, is refused."""
    with pytest.raises(BadInput):
        measures.losses(db, as_of=as_of)


def test_an_unknown_outage_suggests_the_nearest(db: duckdb.DuckDBPyConnection) -> None:
    """A misspelt outage is no empty table."""
    with pytest.raises(NotFound, match="there is no outage 'crowdstrike'; did you mean 'crowdstrike-2024-07-19'"):
        measures.losses(db, "crowdstrike")


def test_an_unknown_group_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    """A grouping column is one of a list, and the message gives it."""
    with pytest.raises(BadInput, match="cannot be grouped by 'colour'; take one of kind, provider, sector"):
        measures.time_to_restore(db, by="colour")


def test_time_to_restore_keeps_what_never_ended(db: duckdb.DuckDBPyConnection) -> None:
    """Every unit is counted as ended, open or unknown: none is dropped because no source says when it was back."""
    frame = measures.time_to_restore(db, CROWDSTRIKE)
    units = db.execute("SELECT count(*) FROM time_to_restore WHERE outage_id = ?", [CROWDSTRIKE]).fetchall()[0][0]

    assert units == frame["n"].sum() == frame.select(pl.sum_horizontal("ended", "open_as_of", "unknown").sum()).item()
    assert frame["open_as_of"].sum() > 0
    assert frame["unknown"].sum() > 0


def test_time_to_restore_is_grouped_under_the_name_of_the_column(db: duckdb.DuckDBPyConnection) -> None:
    """The grouping column stands first, under its own name, the largest group first."""
    frame = measures.time_to_restore(db, by="cause")

    assert "cause" == frame.columns[0]
    assert frame["n"].to_list() == sorted(frame["n"], reverse=True)


def test_half_of_a_sector_is_bounded_by_all_that_were_hit(db: duckdb.DuckDBPyConnection) -> None:
    """Of twelve in health care eight have no end: their median may be anything, and is not the 72 to 73.9 hours of Turnbull's estimate."""
    care = measures.sector_impact(db, CROWDSTRIKE).filter(sector="healthcare").row(0, named=True)

    assert (None, 0.0, None) == (care["median_hours"], care["median_low"], care["median_high"])


def test_sectors_count_entities_not_functions(db: duckdb.DuckDBPyConnection) -> None:
    """An entity with several functions is one, and each has one end state."""
    frame = measures.sector_impact(db, CROWDSTRIKE)
    entities = db.execute("SELECT count(DISTINCT entity_id) FROM impact WHERE outage_id = ?", [CROWDSTRIKE]).fetchall()[
        0
    ][0]

    assert entities == frame["entities_hit"].sum()
    assert (
        frame["entities_hit"].to_list()
        == frame.select(pl.sum_horizontal("ended", "open_as_of", "unknown")).to_series().to_list()
    )


def test_attributions_come_in_the_order_in_which_they_were_said(db: duckdb.DuckDBPyConnection) -> None:
    """Who was blamed first stands first."""
    times = (
        measures.attribution(db, CROWDSTRIKE).select(pl.coalesce("at_utc", "at_latest_utc")).to_series().drop_nulls()
    )

    assert times.is_sorted()


def test_a_flat_frame_names_its_sources(db: duckdb.DuckDBPyConnection) -> None:
    """A CSV file has no lists: sources become their ids, separated by spaces."""
    frame = frames.flat(measures.losses(db, CROWDSTRIKE))

    assert "source_ids" in frame.columns
    assert not any(isinstance(dtype, pl.List | pl.Struct) for dtype in frame.dtypes)
    assert frame["source_ids"].str.len_chars().min() > 0


def test_as_of_shows_the_version_of_a_report_that_stood_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that was open when first loaded, and resolved in a later snapshot, is open as of the days between."""
    incident = {
        "id": "a1",
        "name": "API",
        "status": "investigating",
        "created_at": "2026-01-02T03:00:00Z",
        "started_at": "2026-01-02T02:00:00Z",
        "resolved_at": None,
        "impact": "major",
        "components": [],
        "incident_updates": [],
    }
    monkeypatch.setenv("OUTAGE_KIT_DB", str(tmp_path / "reports.duckdb"))
    for day, values in (("03", {}), ("05", {"status": "resolved", "resolved_at": "2026-01-02T05:00:00Z"})):
        monkeypatch.setenv("OUTAGE_KIT_NOW", f"2026-01-{day}T12:00:00Z")
        snapshot = tmp_path / "incidents.json"
        snapshot.write_text(
            json.dumps(
                {
                    "page": {"id": "p", "name": "Acme", "url": "https://status.acme.example"},
                    "incidents": [incident | values],
                }
            )
        )
        load([snapshot])
    with store.connect() as db:
        states = [
            measures.time_to_restore(db, by="provider", as_of=day).filter(provider="Acme")["ended"].to_list()
            for day in (None, "2026-01-04", "2026-01-02")
        ]

    assert [[1], [0], []] == states


def test_normal_operations_are_a_clock_of_their_own(db: duckdb.DuckDBPyConnection) -> None:
    """Delta's machines were back within two days, its flights on 25 July: 96 to 168 hours after the onset at the latest."""
    units = time_to_restore.timed(measures.units_to_restore(db, CROWDSTRIKE), clock="normal_operations")
    delta = units.filter(unit_id=f"{CROWDSTRIKE}/delta-air-lines").row(0, named=True)

    assert "ended" == delta["end_state"]
    assert 96 < delta["lower_hours"] < delta["upper_hours"] < 168
    assert {"ended", "unknown", "open_as_of"} == set(units["end_state"].to_list())
