"""Measures: a name, parameters, a Polars frame. Most are one SELECT in `sql/measures/`; those that estimate add `kit.estimators`.

Every frame carries `sources`, a list of the publications that a row rests on, so that each number can be traced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from zoneinfo import available_timezones

import polars as pl

from kit.database.query import check_outage, query
from kit.errors import BadInput, NotFound
from kit.estimators import co_occurrence as together
from kit.estimators import incidents
from kit.estimators import redundancy as strategies
from kit.estimators import time_to_restore as restore_times
from kit.measures import answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

__all__ = ["check_outage", "query"]

_ON_EVERY_MACHINE = "crowdstrike-2024-07-19"  # the outage of a product that ran on machines in every cloud
GROUPS = ("kind", "provider", "sector", "component", "region", "cause", "severity", "year", "outage_id")


class Measure(Protocol):
    """What every measure takes: the database, an outage_id or None for all, and a time that the evidence is seen from."""

    def __call__(
        self, db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
    ) -> pl.DataFrame:
        """Give the frame."""


def outages(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """List the outages: names, provider, cause, times as intervals, review, rows of evidence."""
    return query(db, "outages", outage, as_of=as_of)


def sources(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """List the sources with the number of evidence rows that rest on each, primary sources first."""
    return query(db, "sources", outage, as_of=as_of)


def restoration(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give, for each function of an entity that was hit, when it was back, in hours since the onset as intervals.

    `end_state` is `ended`, `open_as_of` (said to be still down at `last_down`) or `unknown`.
    """
    return query(db, "restoration", outage, as_of=as_of)


def flights_cancelled(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give flights cancelled by airline, window (`day`, `running`, `event`, `month`) and scope, rival counts as a range."""
    return query(db, "flights_cancelled", outage, as_of=as_of)


def share_of_devices(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give the share of each population that was hit: fractions of 1, NULL where a bound is open, with `why` where it is refused."""
    return query(db, "share_of_devices", outage, as_of=as_of)


def recovery_curve(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give the share restored over hours since the onset as a band between what must and what can have been; one series a base.

    The band holds from each row's time until that of the next.
    """
    return query(db, "recovery_curve", outage, as_of=as_of)


def victims(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give how many were hit, as counted: one row a count of customers, devices, organisations or systems, with its scope."""
    return query(db, "victims", outage, as_of=as_of)


def headline(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the one answer to each question about an outage that titles, headers and the index print, by the rules of `kit.measures.answers`.

    `question` is lasted (hours), hit (in `unit`), share (a fraction of 1), blamed (hours), loss (in `unit`); `basis` says how it is known.
    """
    rows_of = {name: NAMES[name](db, outage, as_of=as_of).rows(named=True) for name, _ in answers.RULES.values()}
    return answers.answered(outages(db, outage, as_of=as_of).rows(named=True), rows_of)


def attribution(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give who said when who or what was to blame, with the verdict as of the last review."""
    return query(db, "attribution", outage, as_of=as_of)


def losses(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give losses as published, one row a scope, kind and bounds, in units of `currency`."""
    return query(db, "losses", outage, as_of=as_of)


def compensation(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give who paid, promised, claims or owes what, one row a statement, and a ratio to the loss only where both are of the same people."""
    return query(db, "compensation", outage, as_of=as_of)


def repair(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give who could repair each outage (vendor, provider, customer), how (remote, on_site, automatic), and its hours since the onset."""
    return query(db, "repair", outage, as_of=as_of)


def redundancy(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    assumptions: pl.DataFrame | None = None,
    definition: str | None = None,
) -> pl.DataFrame:
    """Give hours down and avoided in a year, and cost factors, of each strategy, as intervals on named assumptions (`kit.estimators.redundancy`).

    `assumptions` is `redundancy_assumptions(db)`, changed by the reader with `kit.assume`. `definition` is one of posted, resold, probed;
    None gives all three, which are never joined. `outage` is the what-if that strikes every machine (CrowdStrike by default), no rate; the frame
    is empty for an outage that struck a place or a provider instead.
    """
    table = redundancy_assumptions(db, outage, as_of=as_of) if assumptions is None else assumptions
    frame = strategies.compared(table, redundancy_costs(db, as_of=as_of), _definitions(definition))
    return frame if _struck_every_machine(db, outage) else frame.clear()


def redundancy_break_even(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    assumptions: pl.DataFrame | None = None,
    definition: str | None = None,
) -> pl.DataFrame:
    """Give the cost of an hour (USD) from which each strategy pays, for a small and a large firm, beside the cited cost of an hour."""
    table = redundancy_assumptions(db, outage, as_of=as_of) if assumptions is None else assumptions
    frame = strategies.break_even(table, redundancy_costs(db, as_of=as_of), _definitions(definition))
    return frame if _struck_every_machine(db, outage) else frame.clear()


def _struck_every_machine(db: duckdb.DuckDBPyConnection, outage: str | None) -> bool:
    return outage is None or outages(db, outage)["layer"].first() in ("security_vendor", "os")


def _definitions(definition: str | None) -> tuple[str, ...]:
    if definition is not None and definition not in strategies.DEFINITIONS:
        what = "definition of hours down"
        raise NotFound(what, definition, strategies.DEFINITIONS)
    return strategies.DEFINITIONS if definition is None else (definition,)


def redundancy_assumptions(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give every parameter of `redundancy`: name, low, high, unit, text, and the source or `assumption`."""
    strikes = restoration(db, outage or _ON_EVERY_MACHINE, as_of=as_of)
    dated = _units(db, outage or _ON_EVERY_MACHINE, as_of).filter(
        (pl.col("kind") == "impact") & (pl.col("end_state") != "unknown")
    )
    times = restore_times.bounds(dated, ["outage_id"])
    return strategies.with_what_if(query(db, "redundancy_assumptions", as_of=as_of), strikes, times)


def redundancy_costs(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give each published cost of redundancy as a factor of what its source compares it with: model, survey, case or opinion."""
    return query(db, "redundancy_costs", outage, as_of=as_of)


def redundancy_cases(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give what redundancy did in practice: hours until an organisation was back, with how it was duplicated. No rates."""
    return query(db, "redundancy_cases", outage, as_of=as_of)


def redundancy_overlap(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give, for each pair of providers with loaded reports, the hours in which one, both and either had an incident, and by chance."""
    return query(db, "redundancy_overlap", outage, as_of=as_of)


def corrections(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give what was printed and is wrong, or was replaced by its own speaker: by whom and when, what is right, by whom, and why."""
    return query(db, "corrections", outage, as_of=as_of)


def conflicts(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give accepted rows that cannot all be right, side by side: what each says, who said it when, which one conclusions take, and why."""
    return query(db, "conflicts", outage, as_of=as_of)


def statements(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give every row of evidence in one shape, whatever its status: who or what it is about, what it says, when, and its source."""
    return query(db, "statements", outage, as_of=as_of)


def reports(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the loaded reports, of one outage those of its providers: times, file and place in it, and why one is not counted."""
    return query(db, "reports", outage, as_of=as_of)


def device_sensitivity(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give the share of the devices against each cited number of devices in use, and how many there must be for a printed share to hold.

    Rows of `share_of_devices` about one population. In a `printed` row `in_use_low` is computed: the devices hit divided by the printed bound.
    """
    shares = share_of_devices(db, outage, as_of=as_of).filter(pl.col("counted") == "devices", pl.col("why").is_null())
    known = shares.filter(pl.col("base").is_not_null()).group_by("outage_id", "entity_id")
    hit = known.agg(hit_low=pl.col("affected_low").min(), hit_high=pl.col("affected_high").max())
    return (
        shares.join(hit, on=["outage_id", "entity_id"], maintain_order="left")
        .with_columns(
            affected_low=pl.coalesce("affected_low", "hit_low"),
            affected_high=pl.coalesce("affected_high", "hit_high"),
            in_use_low=pl.coalesce("in_use_low", pl.col("hit_low") / pl.col("share_high")),
        )
        .drop("hit_low", "hit_high")
    )


def attribution_delay(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give the hours from the onset to the first right and the first wrong blame for the cause, by kind of speaker and country."""
    return query(db, "attribution_delay", outage, as_of=as_of)


def blame_answers(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give each blame beside its answer, with the hours between the two; `answered_as` tells the one blamed from others."""
    return query(db, "blame_answers", outage, as_of=as_of)


def loss_checks(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Check the arithmetic of published losses: what follows from other numbers, what is printed, whether they agree, else `why`."""
    return query(db, "loss_checks", outage, as_of=as_of)


def harm_after_repair(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give what an entity cancelled after its systems were back, and the hours from then to normal operations."""
    return query(db, "harm_after_repair", outage, as_of=as_of)


def sector_hours(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Count the entities of each sector that were down for certain and possibly, at each full hour of the first week since the onset."""
    return query(db, "sector_hours", outage, as_of=as_of)


def spared(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give who was not hit, or was listed as a victim by mistake, and why as far as a source says."""
    return query(db, "spared", outage, as_of=as_of)


def sector_order(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the place of each sector by four effects: entities named, share of firms hit, loss, median time to restore (hours).

    A place is an interval, 1 the worst: sectors that overlap or are equal share it, and one without a number has none.
    """
    found = _with_medians(query(db, "sector_order", outage, as_of=as_of))
    ends = {
        "entities": ("entities_hit", "entities_hit"),
        "share": ("share_low", "share_high"),
        "loss": ("loss_low", "loss_high"),
        "median": ("median_low", "median_high"),
    }
    for name, (low, high) in ends.items():
        found = found.join(
            _places(found, name, low, high), on=["outage_id", "sector"], how="left", maintain_order="left"
        )
    return found


def _places(frame: pl.DataFrame, name: str, low: str, high: str) -> pl.DataFrame:
    """Rank the sectors of an outage by an interval: from the place if all that overlap come after it, to that if all come before."""
    ends = frame.select("outage_id", "sector", low=low, high=high).filter(
        (pl.col("low") > 0) | pl.col("high").is_not_null()
    )
    known = ends.with_columns(pl.col("low").fill_null(0), pl.col("high").fill_null(float("inf"))).filter(
        pl.col("high") > 0
    )
    pairs = known.join(known, on="outage_id", suffix="_other")
    above, beside = pl.col("low_other") > pl.col("high"), pl.col("high_other") >= pl.col("low")
    return pairs.group_by("outage_id", "sector").agg(
        above.sum().add(1).alias(f"{name}_place_low"), beside.sum().alias(f"{name}_place_high")
    )


def sector_impact(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Count the entities hit and expressly not hit by sector, and bound the median time to restore (hours) of those hit.

    All that were hit count, those too of which nobody tells the end (back at any time after they were last seen down, or never): `median_low` and
    `median_high` hold the median whatever the truth is (`kit.quantile_bounds`), NULL where that is open. `median_hours` is the first time by which
    half were back, where the sources tell it to the minute. Counted is what the press named, no sample.
    """
    return _with_medians(query(db, "sector_impact", outage, as_of=as_of))


def _with_medians(counts: pl.DataFrame) -> pl.DataFrame:
    keys = ["outage_id", "sector"]
    units = counts.filter(pl.col("entities_hit") > 0).select(*keys, "units").explode("units").unnest("units")
    return counts.drop("units").join(restore_times.medians(units, keys), on=keys, how="left", maintain_order="left")


def time_to_restore(  # noqa: PLR0913 -- the doubts that a reader may settle otherwise
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    by: str = "sector",
    as_of: str | None = None,
    clock: str = "resolved",
    stale_days: float = 90,
    active_only: Sequence[str] = (),
) -> pl.DataFrame:
    """Bound the time to restore of each group, keeping what never ended or is dated only roughly.

    `by` is one of kind, provider, sector, component, region, cause, severity, year, outage_id. Entities of the record (`kind` impact) and loaded
    reports (`kind` report) are never in one group. Hours. `median_low` and `median_high` hold the median of all units of the group, whatever is not
    told of them, as `p90_*` and `p95_*` hold the time by which 90 and 95 % were back; NULL where that is open, and no confidence limits
    (`kit.quantile_bounds`). `median_hours`, `p90_hours`, `p95_hours` are the first times by which the share was back, where that is known to the minute.
    `estimated_hours` is the Kaplan-Meier estimate of the median of units like these, with Brookmeyer-Crowley limits, where times are exact or
    open; by outage where several reports are of one, and without limits (`limits_why`) where there are too few outages. `mean_of_ended_hours` drops
    what never ended: it stands there only to warn. Records flagged or of maintenance are left out and counted in `flagged`; a report without a
    printed onset is timed from its first post. `clock` is resolved, mitigated (reports only) or normal_operations (entities only). Reports without an
    end whose last word is `stale_days` older than that of their provider count as `stale`, and the median stands with and without them. `active_only`
    names providers whose files list only what is going on: what ended before it was first loaded is `unwatched`, and no part of the estimate.
    Raises BadInput for another `by`, NotFound for another `clock`.
    """
    if by not in GROUPS:
        msg = f"time to restore cannot be grouped by {by!r}; take one of {', '.join(GROUPS)}"
        raise BadInput(msg)
    return restore_times.table(
        restore_times.timed(_units(db, outage, as_of), clock=clock, stale_days=stale_days, active_only=active_only), by
    )


def units_to_restore(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None, kind: str = "impact"
) -> pl.DataFrame:
    """Give the units behind `time_to_restore`, twice over: all of them (`kept` with_open), and those alone that ended (`kept` ended_only).

    `kind` is impact, the entities of the record, or report, the loaded reports: the two are not put together. Raises NotFound for another.

    For `kit.turnbull` (`lower_hours`, `upper_hours`) and `kit.kaplan_meier` (`hours`, the latest, and `is_restored`), by="kept" or of one of the two.
    """
    return restore_times.both_ways(restore_times.timed(_units(db, outage, as_of)), kind)


def incident_rate(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give incidents a month of each provider with limits that allow for months that scatter, and the time between incidents (`kit.incidents`).

    From loaded reports; of one outage: of the providers that have reports of it.
    """
    return incidents.rates(query(db, "incident_rate", outage, as_of=as_of))


def availability(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None, by: str = "month"
) -> pl.DataFrame:
    """Give the share of each day, month or quarter (`by`, UTC) without a posted incident, for each provider, as bounds. Overlaps count once."""
    return incidents.periods(query(db, "availability", outage, as_of=as_of), by)


def incident_pattern(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None, zone: str | None = None
) -> pl.DataFrame:
    """Give the incidents that began in each hour of the week, in UTC and, where a `zone` such as Asia/Seoul is given, by its clock too.

    `expected` is how many would have, had they come evenly. Raises NotFound for an unknown zone.
    """
    if zone is not None and zone not in available_timezones():
        what = "time zone"
        raise NotFound(what, zone, available_timezones())
    zones = dict.fromkeys(("UTC", zone or "UTC"))
    return pl.concat([query(db, "incident_pattern", outage, as_of=as_of, zone=each) for each in zones])


def co_occurrence(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    by: str = "provider",
) -> pl.DataFrame:
    """Test whether two providers, or two components of one (`by`), are down together more often than by chance (`kit.estimators.co_occurrence`)."""
    return together.co_occurring(query(db, "co_occurrence", outage, as_of=as_of), by)


def severity_duration(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give how long the incidents of each severity of a provider lasted, with and without the longest of them (`kit.incidents`)."""
    return incidents.by_severity(restore_times.timed(query(db, "severity_duration", outage, as_of=as_of)))


def _units(db: duckdb.DuckDBPyConnection, outage: str | None, as_of: str | None) -> pl.DataFrame:
    return query(db, "time_to_restore", outage, as_of=as_of)


NAMES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (
        attribution,
        attribution_delay,
        availability,
        blame_answers,
        co_occurrence,
        compensation,
        conflicts,
        corrections,
        device_sensitivity,
        flights_cancelled,
        harm_after_repair,
        headline,
        incident_pattern,
        incident_rate,
        loss_checks,
        losses,
        outages,
        recovery_curve,
        redundancy,
        redundancy_assumptions,
        redundancy_break_even,
        redundancy_cases,
        redundancy_costs,
        redundancy_overlap,
        repair,
        reports,
        restoration,
        sector_hours,
        sector_impact,
        sector_order,
        severity_duration,
        share_of_devices,
        sources,
        spared,
        statements,
        time_to_restore,
        victims,
    )
}
"""Every measure that the command line knows."""

GROUPED = ("availability", "co_occurrence", "time_to_restore")
"""Measures that take `by`."""
