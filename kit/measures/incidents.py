"""How often and how long: from loaded reports, and where it says so from the entities of an outage too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import polars as pl

from kit.database.query import query
from kit.errors import BadInput, NotFound
from kit.estimators import co_occurrence as together
from kit.estimators import incidents
from kit.estimators import time_to_restore as restore_times
from kit.measures.grounds import reported
from kit.measures.registry import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

GROUPS = ("kind", "provider", "sector", "component", "region", "cause", "severity", "year", "outage_id")
"""What times to restore can be grouped by."""


@measure(grounds=reported)
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
    open; by outage where several reports are of one. Where it is NULL, as one time is known as an interval only, `limits_why` is vague_times; where
    it has no limits, as there are too few outages, few_outages. `mean_of_ended_hours` drops what never ended: it stands there only to warn. Records flagged or of maintenance are left out and counted in `flagged`; a report without a
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


@measure(grounds=reported)
def units_to_restore(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None, kind: str = "impact"
) -> pl.DataFrame:
    """Give the units behind `time_to_restore`, twice over: all of them (`kept` with_open), and those alone that ended (`kept` ended_only).

    `kind` is impact, the entities of the record, or report, the loaded reports: the two are not put together. Raises NotFound for another.

    For `kit.turnbull` (`lower_hours`, `upper_hours`) and `kit.kaplan_meier` (`hours`, the latest, and `is_restored`), by="kept" or of one of the two.
    """
    return restore_times.both_ways(restore_times.timed(_units(db, outage, as_of)), kind)


def _units(db: duckdb.DuckDBPyConnection, outage: str | None, as_of: str | None) -> pl.DataFrame:
    return query(db, "time_to_restore", outage, as_of=as_of)


@measure(grounds=reported)
def incident_rate(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give incidents a month of each provider with limits that allow for months that scatter, and the time between incidents (`kit.incidents`).

    From loaded reports; of one outage: of the providers that have reports of it.
    """
    return incidents.rates(query(db, "incident_rate", outage, as_of=as_of))


@measure(grounds=reported)
def availability(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None, by: str = "month"
) -> pl.DataFrame:
    """Give the share of each day, month or quarter (`by`, UTC) without a posted incident, for each provider, as bounds. Overlaps count once."""
    return incidents.periods(query(db, "availability", outage, as_of=as_of), by)


@measure(is_select=True, grounds=reported)
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


@measure(grounds=reported)
def co_occurrence(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    by: str = "provider",
) -> pl.DataFrame:
    """Test whether two providers, or two components of one (`by`), are down together more often than by chance (`kit.estimators.co_occurrence`)."""
    return together.co_occurring(query(db, "co_occurrence", outage, as_of=as_of), by)


@measure(grounds=reported)
def severity_duration(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give how long the incidents of each severity of a provider lasted, with and without the longest of them (`kit.incidents`)."""
    return incidents.by_severity(restore_times.timed(query(db, "severity_duration", outage, as_of=as_of)))
