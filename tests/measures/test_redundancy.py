"""Redundancy is interval arithmetic on named assumptions: each rule holds on numbers worked by hand, and no second cloud escapes a shared fault."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kit import figures, measures
from kit.errors import NotFound, NothingToDraw
from kit.estimators.redundancy import Interval, assume, break_even, compared, cost_bounds, given, left_of, strategies

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

PARAMETERS: dict[str, tuple[float, float]] = {
    "hours_posted": (87.66, 876.6),
    "exposure_posted": (0.1, 1),
    "all_regions": (0.1, 0.5),
    "incident_hours": (2, 10),
    "switching_hours": (0, 0.2),
    "switching_hours_between": (0, 0.2),
    "stand_in_carries": (0.1, 0.4),
    "overlap_if_independent": (1, 1),
    "overlap_as_observed": (0.5, 0.5),
    "hours_own_data_centre": (1, 20),
    "common_cause_hours": (6, 70),
    "bill_small": (1000, 2000),
    "bill_large": (100_000, 200_000),
    "downtime_cost_small": (100, 200),
    "downtime_cost_large": (1, 2),
}
"""One cloud is down for 8.766 to 876.6 hours a year: 0.1 to 10 percent of it."""


@pytest.fixture
def table() -> pl.DataFrame:
    """Give a table of assumptions by hand."""
    rows = [
        {"name": name, "low": low, "high": high, "source": "assumption", "sources": []}
        for name, (low, high) in PARAMETERS.items()
    ]
    return pl.DataFrame(
        rows,
        schema={
            "name": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
            "source": pl.String,
            "sources": pl.List(pl.String),
        },
    )


def costs(*rows: tuple[str, str, float, float | None]) -> pl.DataFrame:
    """Give published costs: strategy, kind, lowest and highest factor."""
    return pl.DataFrame(
        [(*row, []) for row in rows],
        orient="row",
        schema={
            "strategy": pl.String,
            "kind": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
            "sources": pl.List(pl.String),
        },
    )


def by_name(table: pl.DataFrame, definition: str = "posted") -> dict[tuple[str, str | None], Any]:
    """Give the strategies by name and overlap."""
    return {(item.name, item.overlap): item for item in strategies(given(table), definition)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Interval(1, 2) + Interval(10, 20), Interval(11, 22)),
        (Interval(1, 2) - Interval(10, 20), Interval(-19, -8)),
        (Interval(-1, 2) * Interval(3, 4), Interval(-4, 8)),
        (Interval(0, math.inf) * Interval(0, 1), Interval(0, math.inf)),
        (Interval(1, 2) / Interval(4, 8), Interval(0.125, 0.5)),
        (Interval(1, 2) / Interval(0, 8), Interval(0.125, math.inf)),
        (Interval(1, 2) / Interval(-3, -1), Interval(-math.inf, math.inf)),
    ],
)
def test_the_result_holds_every_value_that_the_bounds_allow(found: Interval, expected: Interval) -> None:
    """Sums, differences, products and quotients of intervals run from the least to the greatest they can be; open ends stay open."""
    assert expected == found


def test_what_is_left_is_what_no_part_takes_twice() -> None:
    """Half of the hours taken by one cause and half of the rest by another leave three quarters down."""
    assert Interval(0.75, 0.75) == left_of(Interval(0.5, 0.5), Interval(0.5, 0.5))


def test_one_cloud_is_down_for_its_hours_times_what_touches_the_firm(table: pl.DataFrame) -> None:
    """87.66 to 876.6 posted hours, of which 10 to 100 percent touch the firm."""
    only = by_name(table)["one_cloud", None]

    assert (pytest.approx(8.766), pytest.approx(876.6)) == (only.hours.low, only.hours.high)
    assert Interval(0, 0) == only.avoided


def test_a_second_cloud_leaves_the_switching_and_the_hours_that_both_are_down(table: pl.DataFrame) -> None:
    """Best: 8.766 h x 0.1 % shared. Worst: 876.6 h x (1 - 0.9 x 0.9), for a tenth is lost in switching and a tenth shared."""
    two = by_name(table)["two_clouds", "if_independent"]

    assert pytest.approx(8.766 * 0.001) == two.hours.low
    assert pytest.approx(876.6 * 0.19) == two.hours.high
    assert pytest.approx(876.6 * 0.999) == two.avoided.high


def test_a_stand_in_leaves_all_hours_of_what_it_does_not_carry(table: pl.DataFrame) -> None:
    """It carries 10 to 40 percent, and a second cloud saves 81 to 99.9 percent of these hours."""
    stand_in = by_name(table)["stand_in", "if_independent"]

    assert pytest.approx(8.766 * (1 - 0.4 * 0.999)) == stand_in.hours.low
    assert pytest.approx(876.6 * (1 - 0.1 * 0.81)) == stand_in.hours.high
    assert pytest.approx(8.766 * 0.1 * 0.81) == stand_in.avoided.low


def test_a_move_between_clouds_takes_no_time_from_that_to_a_second_region(table: pl.DataFrame) -> None:
    """Slower failover to a region changes the strategies of regions alone; a move between clouds that nobody timed leaves nothing saved at worst."""
    usual, slow, untimed = (
        by_name(changed)
        for changed in (table, assume(table, switching_hours=9), assume(table, switching_hours_between=(0, None)))
    )
    changed = {name for (name, _), item in slow.items() if item != usual[name, item.overlap]}

    assert {"two_regions", "two_regions_two_clouds"} == changed
    assert (pytest.approx(876.6), 0) == (
        untimed["two_clouds", "as_observed"].hours.high,
        untimed["two_clouds", "as_observed"].avoided.low,
    )
    assert PARAMETERS["hours_own_data_centre"][1] == untimed["own_and_cloud", "if_independent"].hours.high
    assert usual["two_regions", None] == untimed["two_regions", None]


def test_each_strategy_names_the_assumptions_that_it_rests_on(table: pl.DataFrame) -> None:
    """A changed assumption changes the strategies that name it and no other."""
    frame = compared(table, costs(), ["posted"])
    rests_on = {(row["strategy"], row["overlap"]): row["assumptions"].split() for row in frame.rows(named=True)}
    shown = (
        set(PARAMETERS)
        - {"common_cause_hours"}
        - {name for name in PARAMETERS if name.startswith(("bill", "downtime"))}
    )
    usual = by_name(table)

    for name in shown:
        halved = by_name(assume(table, **{name: (PARAMETERS[name][0] / 2, PARAMETERS[name][1] / 2)}))
        changed = {key for key, item in halved.items() if item.hours != usual[key].hours}
        assert changed == {key for key, names in rests_on.items() if name in names}


def test_overlap_as_observed_scales_only_what_chance_gives(table: pl.DataFrame) -> None:
    """Half the overlap of chance: 1 - 0.9 x 0.95 of the hours are left at worst, not half of 19 percent."""
    assert pytest.approx(876.6 * (1 - 0.9 * 0.95)) == by_name(table)["two_clouds", "as_observed"].hours.high


def test_two_regions_fail_together_where_one_cloud_does(table: pl.DataFrame) -> None:
    """A second region keeps at least the 10 percent of hours in which all regions fail, and at worst half of them and 19 percent of the rest."""
    two = by_name(table)["two_regions", None]

    assert pytest.approx(8.766 * (1 - 0.9 * 0.999)) == two.hours.low
    assert pytest.approx(876.6 * (1 - 0.5 * 0.81)) == two.hours.high


def test_an_own_data_centre_may_be_down_longer_than_the_cloud(table: pl.DataFrame) -> None:
    """One to 20 hours against 8.766 to 876.6: between 11.234 hours more and 875.6 hours less."""
    own = by_name(table)["own_data_centre", None]

    assert (pytest.approx(-11.234), pytest.approx(875.6)) == (own.avoided.low, own.avoided.high)


def test_no_strategy_escapes_a_fault_on_every_machine(table: pl.DataFrame) -> None:
    """The what-if is the same hours for each strategy, and stands in no strategy's hours down."""
    frame = compared(table, costs(), ["posted"])

    assert [6.0] == frame["what_if_low"].unique().to_list()
    assert frame.drop("what_if_high").equals(
        compared(assume(table, common_cause_hours=(6, 9999)), costs(), ["posted"]).drop("what_if_high")
    )


def test_the_reader_can_change_an_assumption(table: pl.DataFrame) -> None:
    """A changed row is marked as the reader's, and the hours follow it."""
    changed = assume(table, exposure_posted=0.5)

    assert {"low": 0.5, "high": 0.5, "source": "reader"} == changed.filter(name="exposure_posted").select(
        "low", "high", "source"
    ).row(0, named=True)
    assert pytest.approx(438.3) == by_name(changed)["one_cloud", None].hours.high


def test_a_misspelt_assumption_is_refused(table: pl.DataFrame) -> None:
    """The nearest known name is suggested."""
    with pytest.raises(NotFound, match="exposure_posted"):
        assume(table, exposure_postd=0.5)


def test_an_open_cost_stays_open() -> None:
    """Twice or more has no upper end, so neither has the range of all statements; one cloud against itself costs 1."""
    row = cost_bounds(costs(("two_clouds", "survey", 1.3, 1.3), ("two_clouds", "opinion", 2, None))).row(0, named=True)

    assert (1.3, None, 1, 1) == (row["cost_factor_low"], row["cost_factor_high"], row["surveys"], row["opinions"])


def test_a_strategy_pays_only_where_every_value_gives_it(table: pl.DataFrame) -> None:
    """Extra 500 to 1,000 dollars over at least 0.81 x 8.766 hours: 141 at most, against an hour of 150 to 200, and of 100 to 200."""
    priced = costs(("two_clouds", "model", 1.5, 1.5))
    sure = (
        break_even(assume(table, downtime_cost_small=(150, 200)), priced, ["posted"])
        .filter(firm="small")
        .row(0, named=True)
    )
    unsure = break_even(table, priced, ["posted"]).filter(firm="small").row(0, named=True)

    assert (500.0, 1000.0) == (sure["extra_cost_low"], sure["extra_cost_high"])
    assert sure["break_even_high"] == pytest.approx(1000 / (8.766 * 0.9 * 0.95))
    assert ("pays", "open") == (sure["answer"], unsure["answer"])


def test_a_dear_strategy_never_pays_where_an_hour_is_cheap(table: pl.DataFrame) -> None:
    """Fifty to a hundred thousand dollars more for at most 877 hours at one or two dollars."""
    large = break_even(table, costs(("two_clouds", "model", 1.5, 1.5)), ["posted"]).filter(firm="large")

    assert ["does_not_pay"] == large["answer"].to_list()


def test_posted_hours_are_count_by_mean_of_three_clouds(db: duckdb.DuckDBPyConnection) -> None:
    """38 x 1.5, 78 x 5.8 and 9 x 14.6 hours: 57 to 452.4 in a year; a reseller says 22.5 to 53.6 since 2023, probes 2.5 to 11.57."""
    rows = {row["name"]: row for row in measures.redundancy_assumptions(db).rows(named=True)}

    assert (57.0, pytest.approx(452.4)) == (rows["hours_posted"]["low"], rows["hours_posted"]["high"])
    assert (2.5, 11.57) == (rows["hours_probed"]["low"], rows["hours_probed"]["high"])
    assert "assumption" == rows["all_regions"]["source"]
    assert all(row["sources"] for row in rows.values() if row["source"] != "assumption")


def test_definitions_are_never_joined(db: duckdb.DuckDBPyConnection) -> None:
    """Each definition has rows of its own, and one may be asked for by name."""
    frame = measures.redundancy(db)

    assert ["posted", "resold", "probed"] == frame["definition"].unique(maintain_order=True).to_list()
    assert frame.filter(definition="probed").equals(measures.redundancy(db, definition="probed"))
    with pytest.raises(NotFound):
        measures.redundancy(db, definition="felt")


def test_no_cost_is_counted_without_a_source(db: duckdb.DuckDBPyConnection) -> None:
    """Each cost, an opinion too, has been published; two opinions and a survey price two clouds, at 1.28 to 1.5 times one."""
    two = measures.redundancy(db).filter(strategy="two_clouds").row(0, named=True)

    assert measures.redundancy_costs(db)["sources"].list.len().min() > 0
    assert (1.28, 1.5, 1, 2) == (two["cost_factor_low"], two["cost_factor_high"], two["surveys"], two["opinions"])


def test_what_the_stand_in_carries_is_its_share_of_services(db: duckdb.DuckDBPyConnection) -> None:
    """18 of about 3,000 at the bank that published it, to all where nothing else counts: it pays at no bound, and the move between clouds is open."""
    rows = {row["name"]: row for row in measures.redundancy_assumptions(db).rows(named=True)}
    pays = measures.redundancy_break_even(db).filter(strategy="stand_in")

    assert (pytest.approx(18 / 3000), 1.0) == (rows["stand_in_carries"]["low"], rows["stand_in_carries"]["high"])
    assert (0.0, None, []) == tuple(rows["switching_hours_between"][name] for name in ("low", "high", "sources"))
    assert "RD-022" in {source["row_id"] for source in rows["stand_in_carries"]["sources"]}
    assert {"open"} == set(pays["answer"])


def test_the_same_fire_left_two_firms_with_different_hours(db: duckdb.DuckDBPyConnection) -> None:
    """Kakao 127.55 hours, Naver 0.33 to 12, in the same building."""
    cases = {row["entity"]: row for row in measures.redundancy_cases(db, "kakao-pangyo-2022-10-15").rows(named=True)}

    assert 127.55 == cases["Kakao"]["hours_low"]
    assert (0.33, 12.0) == (cases["Naver"]["hours_low"], cases["Naver"]["hours_high"])


def report(provider: str, began: int, ended: int | None, kind: str = "incident") -> str:
    """Write a loaded report of 1 January 2024, from one hour to another."""
    start = f"TIMESTAMPTZ '2024-01-01 {began:02}:00:00+00'"
    end = f"TIMESTAMPTZ '2024-01-01 {ended:02}:00:00+00'" if ended is not None else "NULL"
    state = "ended" if ended is not None else "unknown"
    return f"('{provider}-{began}-{kind}', 1, '1', 'test', '{provider}', '{began}', '{kind}', {start}, {start}, {start}, {start}, {end}, {end}, '{state}')"


def load(db: duckdb.DuckDBPyConnection, *reports: str) -> dict[str, Any]:
    """Load reports by hand, at 23:00, and give the one pair of providers."""
    db.execute("INSERT INTO load SELECT 1, 'f', 'h', 'test', NULL, '2024-01-01 23:00Z', 9, 9, 0, 0, '0'")
    db.execute(
        "INSERT INTO report (report_id, load_id, locator, format, provider, native_id, kind, began_at, began_earliest, began_latest, last_seen_at, "
        f"ended_earliest, ended_latest, end_state) VALUES {', '.join(reports)}"
    )
    return measures.redundancy_overlap(db).row(0, named=True)


def test_overlapping_incidents_of_one_provider_count_once(world: Callable[..., duckdb.DuckDBPyConnection]) -> None:
    """A: 0-4, 2-6 and 20-23 h; B: 0-1, 5-8 and 22-23 h: A 9 of 23 hours, B 5, both 0-1, 5-6 and 22-23, either 11; by chance 45/23."""
    pair = load(
        world(),
        report("A", 0, 4),
        report("A", 2, 6),
        report("A", 20, 23),
        report("B", 0, 1),
        report("B", 5, 8),
        report("B", 22, 23),
        report("A", 9, 12, "maintenance"),
    )

    assert (9.0, 5.0, 3.0, 11.0) == (
        pair["hours_low"],
        pair["other_hours_low"],
        pair["both_hours_low"],
        pair["either_hours_low"],
    )
    assert (9.0, 3.0, 23.0) == (pair["hours_high"], pair["both_hours_high"], pair["window_hours"])
    assert pytest.approx(45 / 23) == pair["by_chance_hours_low"]


def test_an_incident_without_an_end_leaves_the_upper_bound_open(
    world: Callable[..., duckdb.DuckDBPyConnection],
) -> None:
    """A is down from 5 h with no known end: what both share is at least nothing, and at most unknown."""
    pair = load(
        world(), report("A", 0, 2), report("A", 5, None), report("A", 10, 11), report("B", 1, 8), report("B", 10, 11)
    )

    assert (2.0, None) == (pair["both_hours_low"], pair["both_hours_high"])
    assert pair["hours_high"] is None


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", ["redundancy", "redundancy_costs", "redundancy_break_even"])
def test_each_figure_says_its_finding(db: duckdb.DuckDBPyConnection, name: str, lang: str) -> None:
    """A title, a unit, a note, a source and a text for those who cannot see stand in both languages."""
    meta = figures.draw(name, measures.NAMES[name](db), lang).layout.meta

    assert all(meta[part] for part in ("title", "subtitle", "note", "source", "alt"))


def test_the_figure_names_the_share_that_a_second_cloud_leaves(db: duckdb.DuckDBPyConnection) -> None:
    """Nobody timed the move; were it a quarter of an hour of an hour and a half, that would be lost, and a little to both being down."""
    timed = assume(measures.redundancy_assumptions(db), switching_hours_between=(0, 0.25))
    frames = (measures.redundancy(db), measures.redundancy(db, assumptions=timed))
    untold, told = (figures.draw("redundancy", frame).layout.meta["title"] for frame in frames)

    assert ("which no source timed" in untold, "at most 18.1%" in told) == (True, True)


@pytest.mark.parametrize("name", ["redundancy", "redundancy_costs", "redundancy_break_even"])
def test_nothing_to_draw_is_said(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """An empty frame is refused with a reason."""
    with pytest.raises(NothingToDraw):
        figures.draw(name, measures.NAMES[name](db).clear())
