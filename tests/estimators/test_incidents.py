"""Loaded reports are counted by stated rules: frequency, availability, pattern, co-occurrence, severity. Each rule holds on a few reports by hand."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from polars import col
from scipy import stats

import kit
from kit import measures
from kit.errors import NotFound
from kit.estimators import incidents, time_to_restore
from kit.estimators.survival import quantiles

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

Load = Any
CARRIER_DOWN_FOR_AN_HOUR = """fact_id,outage_id,source_id,entity_id,state,at_printed,is_change,function,episode,status
f1,fire,paper,carrier,down,2024-01-01T06:00Z,true,calls,1,accepted
f2,fire,paper,carrier,restored,2024-01-01T07:00Z,true,calls,1,accepted"""
HOURS = {"cloud/a": 1.0, "cloud/b": 2.0, "cloud/c": 12.0}


@pytest.fixture
def load(world: Callable[..., duckdb.DuckDBPyConnection]) -> Load:
    """Load reports by hand: `load(("cloud", "a", "2024-01-01 06:00", "2024-01-01 08:00"), ...)`, the end None where nobody told it; `at` a time."""

    def fill(*reports: tuple[Any, ...], at: str = "2024-06-01 00:00", **columns: Any) -> duckdb.DuckDBPyConnection:
        db = world()
        look(db, 1, at)
        for report in reports:
            insert(db, report[:4], {**columns, **(report[4] if len(report) > 4 else {})})
        return db

    return fill


def look(db: duckdb.DuckDBPyConnection, load_id: int, at: str, form: str = "test", provider: str = "cloud") -> None:
    """Note that a file was loaded at a time."""
    row = (load_id, f"{provider}.json", form, provider, f"{at}Z")
    db.execute("INSERT INTO load VALUES (?, ?, 'h', ?, ?, ?, 9, 9, 0, 0, '0')", row)


def insert(db: duckdb.DuckDBPyConnection, report: tuple[Any, ...], more: dict[str, Any]) -> None:
    """Insert one report whose times are exact, with other columns by name."""
    provider, name, began, ended = report
    state = "ended" if ended else "open_as_of"
    row = {
        "report_id": f"{provider}/{name}",
        "load_id": 1,
        "locator": name,
        "format": "test",
        "provider": provider,
        "native_id": name,
        "kind": "incident",
        "posted_at": began,
        "began_at": began,
        "began_earliest": began,
        "began_latest": began,
        "resolved_at": ended,
        "ended_earliest": ended,
        "ended_latest": ended,
        "last_seen_at": ended or began,
        "end_state": state,
        **more,
    }
    row = {key: f"{value}Z" if key.endswith(("_at", "est")) and value else value for key, value in row.items()}
    db.execute(f"INSERT INTO report ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def named(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Give columns as rows, numbers to three digits."""
    return frame.select(col(name).round(3) if frame.schema[name].is_float() else col(name) for name in columns).rows()


# --- what counts ------------------------------------------------------------------------------------------------------


def test_maintenance_flagged_and_undated_reports_are_counted_apart(load: Load) -> None:
    """Of four reports one is an incident; what is left out is counted by why."""
    db = load(
        ("cloud", "a", "2024-01-01 06:00", "2024-01-01 08:00"),
        ("cloud", "b", "2024-01-02 06:00", "2024-01-02 08:00", {"kind": "maintenance"}),
        ("cloud", "c", "2024-01-03 06:00", "2024-01-03 08:00"),
        ("cloud", "d", None, None),
    )
    db.execute("INSERT INTO flag VALUES ('cloud/c', 'zero_length', '')")
    db.execute("INSERT INTO quarantine VALUES (1, 'x', 'no JSON', '')")

    assert [("cloud", 1, 1, 1, 1, 1)] == db.sql("FROM report_count").pl().select(
        "provider", "incidents", *incidents.LEFT_OUT
    ).rows()


def test_a_flag_that_only_informs_leaves_nothing_out(load: Load) -> None:
    """A record whose zone was assumed, or that is open for long, still counts: dropping open records is the mistake itself."""
    db = load(("cloud", "a", "2024-01-01 06:00", None), ("cloud", "b", "2024-01-02 06:00", "2024-01-02 08:00"))
    db.execute("INSERT INTO flag VALUES ('cloud/a', 'stale', ''), ('cloud/b', 'zone_assumed', '')")

    assert [(2, 0)] == db.sql("SELECT incidents, flagged FROM report_count").fetchall()


def test_windows_of_two_formats_are_merged_only_where_they_meet(load: Load) -> None:
    """January by one format and March by another are two exposures: in February nobody watched."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("cloud", "b", "2024-01-20 00:00", "2024-01-20 01:00"),
        ("cloud", "c", "2024-03-01 00:00", "2024-03-01 01:00", {"format": "other", "load_id": 2}),
        at="2024-02-01 00:00",
    )
    look(db, 2, "2024-04-01 00:00", "other")

    assert [(day(1, 1), day(2, 1)), (day(3, 1), day(4, 1))] == windows(db)
    look(db, 3, "2024-03-15 00:00")
    assert [(day(1, 1), day(4, 1))] == windows(db)


def day(month: int, number: int) -> date:
    """Give a day of 2024."""
    return date(2024, month, number)


def windows(db: duckdb.DuckDBPyConnection) -> list[tuple[date, date]]:
    """Give the days on which exposures open and close."""
    return [
        (opens, closes)
        for opens, closes in db.sql("SELECT opens::DATE, closes::DATE FROM exposure ORDER BY 1").fetchall()
    ]


def test_an_exposure_closes_when_somebody_last_looked(load: Load) -> None:
    """Reports of January, loaded in March and, with nothing new, in May: as of April the exposure closes in March, then in May; another provider's load is none."""
    db = load(("cloud", "a", "2024-01-01 00:00", None), ("cloud", "b", "2024-01-20 00:00", None), at="2024-03-01 00:00")
    look(db, 2, "2024-05-01 00:00")
    look(db, 3, "2024-05-20 00:00", provider="host")
    found = [measures.incident_rate(db, as_of=as_of)["until_utc"].item() for as_of in ("2024-04-01", None)]

    assert [day(3, 1), day(5, 1)] == [until.date() for until in found]
    assert date(2024, 5, 1) == measures.availability(db, by="day")["day"].max() + timedelta(days=1)


def test_no_exposure_closes_later_than_now(load: Load) -> None:
    """A clock that ran ahead when the file was loaded adds no time that has not come."""
    db = load(("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"), at="2924-01-01 00:00")

    assert [(True,)] == db.sql("SELECT closes <= now() FROM exposure").fetchall()


def test_a_yearly_workbook_says_nothing_of_the_next_year(load: Load) -> None:
    """OE-417 of 2023, loaded in June 2024: exposed until the end of 2023."""
    db = load(("cloud", "a", "2023-02-01 00:00", "2023-02-01 01:00"), format="oe417")
    db.execute("UPDATE load SET format = 'oe417'")

    assert [(date(2023, 2, 1), day(1, 1))] == windows(db)


def posted(every: float, until: float, seed: int) -> list[float]:
    """Draw the days on which a page posts incidents, by chance, one in `every` days."""
    gaps = np.random.default_rng(seed).exponential(every, 200)
    return [at for at in np.cumsum(gaps).tolist() if at < until]


@pytest.mark.parametrize("most", [6, 200])
def test_the_rate_is_right_on_average(load: Load, most: int) -> None:
    """1,000 pages post one incident in 10 days by chance and are loaded on day 100, whole or as a feed of the last 6: the mean rate is right to 5 %."""
    db = load(at="2024-04-10 00:00")
    begun = {f"page{seed}": posted(10, 100, seed)[-most:] for seed in range(1000)}
    rows = [(page, at) for page, days in begun.items() for at in days]
    pages = pl.DataFrame(rows, schema=["provider", "day"], orient="row").with_row_index("n")  # noqa: F841 -- DuckDB reads it
    db.execute(
        "INSERT INTO load SELECT DISTINCT 2 + dense_rank() OVER (ORDER BY provider), 'f', 'h', 'test', provider, '2024-04-10 00:00Z', 9, 9, 0, 0, '0' FROM pages"
    )
    db.execute(
        "INSERT INTO report BY NAME SELECT provider || n AS report_id, load_id, '' AS locator, 'test' AS format, provider, n AS native_id, "
        "'incident' AS kind, 'ended' AS end_state, TIMESTAMPTZ '2024-01-01 00:00Z' + to_microseconds((day * 864e8)::BIGINT) AS began_at, "
        "began_at AS last_seen_at FROM pages JOIN load USING (provider)"
    )

    assert pytest.approx(730.5 / 240, rel=0.05) == measures.incident_rate(db)["per_month"].mean()


# --- how often --------------------------------------------------------------------------------------------------------


def test_the_report_that_opens_an_exposure_is_not_counted_in_it(load: Load) -> None:
    """Three incidents at the ends and in the middle of 730.5 hours are two in a month of exposure."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("cloud", "b", "2024-01-10 00:00", "2024-01-10 01:00"),
        ("cloud", "c", "2024-01-31 09:30", "2024-01-31 10:30"),
        at="2024-01-31 10:30",
    )

    assert [(3, 2, 1.0, 2.0)] == named(measures.incident_rate(db), "incidents", "in_exposure", "months", "per_month")


def test_time_between_incidents_keeps_the_last_gap_as_open(load: Load) -> None:
    """Gaps of 10 and 30 hours, then 100 hours without another: half of the gaps are over after 30 hours, not after 10."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("cloud", "b", "2024-01-01 10:00", "2024-01-01 11:00"),
        ("cloud", "c", "2024-01-02 16:00", "2024-01-06 20:00"),
        at="2024-01-06 20:00",
    )

    assert [30.0] == measures.incident_rate(db)["median_gap_hours"].to_list()


def test_limits_are_garwoods_where_months_scatter_as_chance_has_it() -> None:
    """Of 10 incidents in 5 months the exact Poisson limits are 4.795 and 18.39 in 5 months."""
    low, high = incidents.rate_limits(10, 5, 1.0)

    assert (0.959, 3.678) == (round(low or 0, 3), round(high or 0, 3))


def test_scatter_widens_the_limits() -> None:
    """Fay and Feuer's limits with variance 4 n and weight 4, by their own formula in chi-square."""
    found = incidents.rate_limits(10, 5, 4.0)

    expected = (stats.chi2.ppf(0.025, 2 * 10 / 4) * 4 / 2 / 5, stats.chi2.ppf(0.975, 2 * (10 / 4 + 1)) * 4 / 2 / 5)
    assert pytest.approx(expected) == found


def test_no_incident_has_an_upper_limit_all_the_same() -> None:
    """None in 3 months: between 0 and 3.689 / 3 a month."""
    assert (0.0, pytest.approx(1.2296, abs=1e-4)) == incidents.rate_limits(0, 3, 1.0)


@pytest.mark.parametrize("shape", [0.05, 1.0, 7.3, 2500.0])
@pytest.mark.parametrize("share", [0.025, 0.5, 0.975])
def test_quantiles_of_the_gamma_distribution(shape: float, share: float) -> None:
    """The bisection agrees with SciPy, from a twentieth of an incident to thousands."""
    assert pytest.approx(stats.gamma.ppf(share, shape), rel=1e-9) == incidents.gamma_quantile(share, shape)


def test_few_months_have_no_limits(load: Load) -> None:
    """Two months do not tell how much months scatter: the rate stands without limits."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("cloud", "b", "2024-02-20 00:00", "2024-02-20 01:00"),
        at="2024-03-01 00:00",
    )

    assert [(None, None, None)] == measures.incident_rate(db).select(
        "dispersion", "per_month_low", "per_month_high"
    ).rows()


def test_dispersion_is_pearsons_over_whole_months() -> None:
    """Counts of 0 and 4 in turn over six equal months: each misses the mean of 2 by 2, so 6 * 4 / 2 / 5 = 2.4."""
    row = {
        "month_is_whole": [True] * 6 + [False],
        "month_incidents": [0, 4] * 3 + [50],
        "month_exposure": [1.0] * 6 + [0.01],
    }

    assert pytest.approx(2.4) == incidents._dispersion(row)


# --- how available ----------------------------------------------------------------------------------------------------


def test_overlapping_incidents_count_once(load: Load) -> None:
    """06:00 to 10:00 and 08:00 to 12:00 are 6 hours of the 18 watched on that day."""
    db = load(
        ("cloud", "a", "2024-01-01 06:00", "2024-01-01 10:00"),
        ("cloud", "b", "2024-01-01 08:00", "2024-01-01 12:00"),
        ("cloud", "c", "2024-01-02 00:00", "2024-01-02 00:01"),
    )

    first = measures.availability(db, by="day").row(0, named=True)
    assert (18.0, 6.0, 0.667) == (first["hours"], first["down_hours_low"], round(first["availability_low"], 3))


def test_an_incident_across_midnight_is_split(load: Load) -> None:
    """23:00 to 02:00 is one hour of the first day and two of the second."""
    db = load(
        ("cloud", "a", "2024-01-01 23:00", "2024-01-02 02:00"),
        ("cloud", "b", "2024-01-03 00:00", "2024-01-03 01:00"),
        at="2024-01-03 01:00",
    )

    assert [1.0, 2.0, 1.0] == measures.availability(db, by="day")["down_hours_low"].to_list()


def test_an_open_end_leaves_a_bound(load: Load) -> None:
    """Last seen down at 08:00 and never said to be over: at least 2 hours down, at most all that was watched."""
    db = load(
        ("cloud", "a", "2024-01-01 06:00", None, {"last_seen_at": "2024-01-01 08:00"}),
        ("cloud", "b", "2024-01-01 20:00", "2024-01-01 21:00"),
        at="2024-01-01 22:00",
    )

    assert [(16.0, 3.0, 16.0)] == named(measures.availability(db), "hours", "down_hours_low", "down_hours_high")


def test_months_sum_to_quarters(load: Load) -> None:
    """What is down in January and in March is down in the first quarter."""
    db = load(
        ("cloud", "a", "2024-01-10 00:00", "2024-01-10 03:00"),
        ("cloud", "b", "2024-03-10 00:00", "2024-03-10 04:00"),
        at="2024-03-20 00:00",
    )

    months, quarters = (measures.availability(db, by=by)["down_hours_low"].to_list() for by in ("month", "quarter"))
    assert ([3.0, 0.0, 4.0], [7.0]) == (months, quarters)


def test_an_unknown_period_is_refused(load: Load) -> None:
    """A week is no period of this measure; the message names those that are."""
    with pytest.raises(NotFound, match="there is no period 'weeks'"):
        measures.availability(load(), by="weeks")


# --- when -------------------------------------------------------------------------------------------------------------


def test_the_hour_of_the_week_follows_the_clock(load: Load) -> None:
    """Sunday 20:30 UTC is Monday 05:30 in Seoul; both are given."""
    db = load(
        ("cloud", "a", "2024-01-07 20:30", "2024-01-07 21:00"), ("cloud", "b", "2024-01-20 00:00", "2024-01-20 01:00")
    )
    frame = measures.incident_pattern(db, zone="Asia/Seoul").filter(col("incidents") > 0)

    assert [("UTC", 6, 0), ("UTC", 7, 20), ("Asia/Seoul", 1, 5), ("Asia/Seoul", 6, 9)] == frame.select(
        "zone", "weekday", "hour"
    ).rows()


def test_expected_follows_the_exposure(load: Load) -> None:
    """Two incidents spread evenly over the hours watched sum to two, and an hour watched twice expects twice as many."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("cloud", "b", "2024-01-08 12:00", "2024-01-08 12:30"),
        at="2024-01-08 12:30",
    )
    frame = measures.incident_pattern(db)
    twice, once = (frame.filter(weekday=1, hour=hour)["expected"][0] for hour in (3, 20))

    assert 2.0 == pytest.approx(frame["expected"].sum())
    assert 2.0 == pytest.approx(twice / once)


def test_an_unknown_zone_is_refused(load: Load) -> None:
    """A misspelt zone suggests the nearest."""
    with pytest.raises(NotFound, match="did you mean 'Asia/Seoul'"):
        measures.incident_pattern(load(), zone="Asia/Soul")


# --- what comes together ----------------------------------------------------------------------------------------------


def test_components_are_paired_within_a_provider(load: Load) -> None:
    """Two components that 25 reports name together, one a week, share all of their hours in the 24 whole weeks from the first report to the load, on the day of the last."""
    weeks = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(25)]
    db = load(*(("cloud", str(day), f"{day} 06:00", f"{day} 08:00") for day in weeks), at="2024-06-17 08:00")
    db.execute("INSERT INTO report_component SELECT report_id, unnest(['disks', 'network']), NULL, NULL FROM report")
    found = measures.co_occurrence(db, by="component")

    assert [("disks", "network", 48.0, 25)] == named(
        found, "component", "other_component", "both_hours", "shared_reports"
    )


def test_what_cannot_be_paired_is_refused(load: Load) -> None:
    """Pairs are of providers or of components."""
    with pytest.raises(NotFound):
        measures.co_occurrence(load(), by="planet")


# --- how long ---------------------------------------------------------------------------------------------------------


def test_severity_with_and_without_the_longest(load: Load) -> None:
    """1, 2 and 12 hours: half over after 2, without the longest after 1; the mean falls from 5 to 1.5."""
    db = load(
        *(("cloud", name[-1], "2024-01-01 00:00", f"2024-01-01 {int(hours):02}:00") for name, hours in HOURS.items()),
        severity_rank=2,
    )
    names = (
        "severity",
        "n",
        "median_hours",
        "median_without_longest_hours",
        "mean_of_ended_hours",
        "mean_without_longest_hours",
        "longest_low",
        "longest_high",
    )

    assert [(2, 3, 2.0, 1.0, 5.0, 1.5, 12.0, 12.0)] == named(measures.severity_duration(db), *names)


def test_severities_of_two_providers_are_not_pooled(load: Load) -> None:
    """What one provider calls major is not what another does: each has its own row."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"),
        ("host", "a", "2024-01-01 00:00", "2024-01-01 09:00"),
        severity_rank=2,
    )

    assert [("cloud", 1.0), ("host", 9.0)] == named(measures.severity_duration(db), "provider", "median_hours")


# --- clocks, silence, and feeds of what is going on -------------------------------------------------------------------


def test_by_the_clock_of_mitigation_an_unprinted_one_is_not_after_the_end(load: Load) -> None:
    """Mitigated after 1 hour of 4 is 1 hour; where no mitigation is printed it was some time in the 4 hours, and nobody said when."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 04:00", {"mitigated_at": "2024-01-01 01:00"}),
        ("cloud", "b", "2024-01-02 00:00", "2024-01-02 04:00"),
    )
    units = time_to_restore.timed(measures.query(db, "time_to_restore"), clock="mitigated")

    assert [(1.0, 1.0, "ended"), (0.0, 4.0, "unknown")] == units.select(
        "lower_hours", "upper_hours", "end_state"
    ).rows()


def test_an_unknown_clock_is_refused(load: Load) -> None:
    """Only what a report prints is a clock."""
    with pytest.raises(NotFound, match="there is no clock of the time to restore 'posted'"):
        measures.time_to_restore(load(), clock="posted")


def test_records_without_a_word_for_long_are_shown_both_ways(load: Load) -> None:
    """1, 3 and at least 2 hours, the last open since January while the feed goes on to June: half are back after 2 to 3 hours, of the others after 1."""
    db = load(
        ("cloud", "a", "2024-06-01 00:00", "2024-06-01 01:00"),
        ("cloud", "b", "2024-06-02 00:00", "2024-06-02 03:00"),
        ("cloud", "c", "2024-01-01 00:00", None, {"last_seen_at": "2024-01-01 02:00"}),
    )
    names = ("n", "open_as_of", "stale", "median_hours", "median_low", "median_high", "median_without_stale_hours")

    assert [(3, 1, 1, None, 2.0, 3.0, 1.0)] == named(measures.time_to_restore(db, by="provider"), *names)
    assert [0] == measures.time_to_restore(db, by="provider", stale_days=365)["stale"].to_list()


def test_what_ended_before_anybody_looked_says_nothing(load: Load) -> None:
    """A page of what is going on, first loaded at 06:00: the outage of 1 hour was over, so the estimate is of those of 8 and 10 hours alone."""
    db = load(
        *(
            ("cloud", name, "2024-06-01 00:00", f"2024-06-01 {hours:02}:00")
            for name, hours in (("a", 1), ("b", 8), ("c", 10))
        )
    )
    db.execute("UPDATE load SET loaded_at = '2024-06-01 06:00Z'")
    found = measures.time_to_restore(db, by="provider", active_only=["cloud"])

    assert [(3, 1, 8.0, 9.0)] == named(found, "n", "unwatched", "median_hours", "estimated_hours")


def test_reports_of_one_outage_share_a_fate(load: Load) -> None:
    """With several reports of one outage the limits of the estimate are those by outage, and not those of independent reports."""
    db = load(*(("cloud", str(n), "2024-01-01 00:00", f"2024-01-01 {n:02}:00") for n in range(1, 21)))
    db.execute(
        "INSERT INTO outage_report SELECT 'fire', report_id, 'test' FROM report WHERE ended_latest > '2024-01-01 08:00Z'"
    )
    units = time_to_restore.timed(measures.query(db, "time_to_restore"))
    frame = units.select(hours="upper_hours", is_restored=pl.lit(value=True), fate=pl.coalesce("outage_id", "unit_id"))
    found = time_to_restore.summary(units, ["provider"])

    limits = named(found, "estimated_low", "estimated_high")
    assert named(quantiles(frame, p=0.5, cluster="fate"), "lower", "upper") == limits
    assert named(quantiles(frame, p=0.5), "lower", "upper") != limits


def test_few_outages_leave_the_estimate_without_limits(load: Load) -> None:
    """Six reports of two outages: the median is known, the estimate has no limits, and says why."""
    db = load(*(("cloud", str(n), "2024-01-01 00:00", f"2024-01-01 0{n}:00") for n in range(1, 7)))
    db.execute("INSERT INTO outage_report SELECT 'fire', report_id, 'test' FROM report WHERE native_id < '6'")
    names = ("median_hours", "median_high", "estimated_hours", "estimated_low", "estimated_high", "limits_why")

    assert [(3.0, 4.0, 3.5, None, None, "few_outages")] == named(measures.time_to_restore(db, by="provider"), *names)


def test_an_estimate_that_vague_times_forbid_says_so(load: Load) -> None:
    """One of three ended some time within two hours: the median is bounded, there is no estimate, and the row says why."""
    vague = {"ended_earliest": "2024-01-03 02:00", "ended_latest": "2024-01-03 04:00", "end_state": "ended"}
    reports = [("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"), ("cloud", "b", "2024-01-02 00:00", None)]
    names = ("median_low", "median_high", "estimated_hours", "limits_why")
    exact = measures.time_to_restore(load(*reports), by="provider")
    mixed = measures.time_to_restore(load(*reports, ("cloud", "c", "2024-01-03 00:00", None, vague)), by="provider")

    assert [None] == exact["limits_why"].to_list()
    assert [(1.0, 4.0, None, "vague_times")] == named(mixed, *names)


def test_the_example_of_own_reports_says_why_it_has_no_estimate() -> None:
    """Of 11 incidents 10 ended and 1 is open; that of 15 April ended between two posts, three hours apart."""
    db, _ = kit.own_reports("tests/data/statuspage/example-shop.json")
    names = ("n", "ended", "open_as_of", "median_low", "median_high", "estimated_hours", "limits_why")

    found = named(measures.time_to_restore(db, by="provider"), *names)
    db.close()
    assert [(11, 10, 1, 3.417, 3.5, None, "vague_times")] == found


def test_own_reports_are_not_pooled_with_the_record(
    world: Callable[..., duckdb.DuckDBPyConnection],
) -> None:
    """The record has the carrier down for an hour; its two loaded reports of 10 and 12 hours stand in a group of their own."""
    db = world(observation=CARRIER_DOWN_FOR_AN_HOUR)
    look(db, 1, "2024-06-01 00:00", provider="Carrier")
    for name, hours in (("a", 10), ("b", 12)):
        insert(db, ("Carrier", name, "2024-02-01 00:00", f"2024-02-01 {hours}:00"), {})
    found = measures.time_to_restore(db, by="provider")

    assert [("Carrier", "report", 2, 10.0, 10.0, 12.0), ("Carrier", "impact", 1, 1.017, 0.983, 1.017)] == named(
        found, "provider", "kind", "n", "median_hours", "median_low", "median_high"
    )
    assert [1, 2] == [measures.units_to_restore(db, kind=kind)["unit_id"].n_unique() for kind in ("impact", "report")]


def test_units_stand_twice(load: Load) -> None:
    """All of them, and those alone that ended, to show what dropping the open ones does."""
    db = load(("cloud", "a", "2024-01-01 00:00", "2024-01-01 01:00"), ("cloud", "b", "2024-01-02 00:00", None))
    frame = measures.units_to_restore(db, kind="report").group_by("kept", maintain_order=True).len()

    assert [("with_open", 2), ("ended_only", 1)] == frame.rows()


@pytest.mark.parametrize(
    "name", ["availability", "co_occurrence", "incident_pattern", "incident_rate", "severity_duration"]
)
def test_of_one_outage_only_providers_with_reports_of_it(load: Load, name: str) -> None:
    """Of an outage that no report belongs to there is nothing; with one report its provider is there whole."""
    days = ((1, "cloud"), (9, "cloud"), (2, "host"), (12, "host"))
    db = load(
        *((provider, str(day), f"2024-01-{day:02} 00:00", f"2024-01-{day:02} 05:00") for day, provider in days),
        severity_rank=1,
    )
    before = measures.NAMES[name](db, "fire").height
    db.execute("INSERT INTO outage_report VALUES ('fire', 'cloud/1', 'test'), ('fire', 'host/2', 'test')")

    assert (0, measures.NAMES[name](db).height) == (before, measures.NAMES[name](db, "fire").height)


def test_as_of_a_day_later_loads_are_hidden(load: Load) -> None:
    """Before the file was loaded there was no incident to count."""
    db = load(
        ("cloud", "a", "2024-01-01 00:00", "2024-01-01 05:00"), ("cloud", "b", "2024-01-08 00:00", "2024-01-08 05:00")
    )

    assert [0, 1] == [measures.incident_rate(db, as_of=day).height for day in ("2024-05-01", "2024-07-01")]
