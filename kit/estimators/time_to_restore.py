"""Times to restore by group: counts of what ended and what did not, and quantiles that keep both.

A unit is what was down: `lower_hours`, `upper_hours` (NULL = open end), `entry_hours`, `end_state`, `excluded_because`.

What is in a feed that lists only what is going on was there when somebody looked: whatever ended before that was never seen, so such a unit counts
only from then on (left truncation, `entry_hours`). Reports of one outage share a fate: limits are by outage where a group has several of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.errors import NotFound
from kit.estimators.survival import quantiles
from kit.estimators.turnbull import turnbull_quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = {0.5: "median", 0.9: "p90", 0.95: "p95"}
_HOURS = ("median_hours", "median_low", "median_high", "p90_hours", "p95_hours")
_COLUMNS = (
    "n",
    "ended",
    "open_as_of",
    "unknown",
    "flagged",
    "stale",
    "unwatched",
    *_HOURS,
    "median_without_stale_hours",
    "mean_of_ended_hours",
    "method",
    "name",
    "name_ko",
    "outage",
    "outage_ko",
    "review",
    "sources",
)
CLOCKS = ("resolved", "mitigated", "normal_operations")
_VAGUE_HOURS = 0.05  # times known to the minute at both ends count as exact


def timed(
    units: pl.DataFrame, *, clock: str = "resolved", stale_days: float = 90, active_only: Sequence[str] = ()
) -> pl.DataFrame:
    """Set the clock of units, mark the stale ones and truncate those of providers whose feeds list only what is going on.

    By the clock `normal_operations` only entities count; one of which no source says so was not there before it was restored, if ever.
    By the clock `mitigated` only reports count; one whose mitigation nobody printed was mitigated no later than it was resolved. A report without an
    end is stale (`is_stale`) when its last word is `stale_days` older than the last word of its provider. Raises NotFound for another clock.
    """
    if clock not in CLOCKS:
        what = "clock of the time to restore"
        raise NotFound(what, clock, CLOCKS)
    silent = pl.col("feed_seen_at") - pl.col("last_seen_at") > pl.duration(hours=24 * stale_days)
    is_stale = (pl.col("kind") == "report") & (pl.col("end_state") != "ended") & silent
    entry = (
        pl.when(pl.col("provider").is_in(list(active_only)))
        .then(pl.coalesce("watched_hours", "entry_hours"))
        .otherwise("entry_hours")
    )
    marked = units.with_columns(is_stale=is_stale.fill_null(value=False), entry_hours=entry)
    if clock == "resolved":
        return marked
    return _mitigated(marked) if clock == "mitigated" else _normal(marked)


def _mitigated(units: pl.DataFrame) -> pl.DataFrame:
    """Time reports up to their mitigation: as printed, else somewhere up to their end."""
    is_printed = pl.col("mitigated_high_hours").is_not_null()
    state = (
        pl.when(is_printed)
        .then(pl.lit("ended"))
        .when(pl.col("end_state") == "ended")
        .then(pl.lit("unknown"))
        .otherwise(pl.col("end_state").cast(pl.String))
    )
    return units.filter(pl.col("kind") == "report").with_columns(
        lower_hours=pl.when(is_printed).then("mitigated_low_hours").otherwise(0.0),
        upper_hours=pl.coalesce("mitigated_high_hours", "upper_hours"),
        end_state=state,
    )


def _normal(units: pl.DataFrame) -> pl.DataFrame:
    """Time entities up to normal operations, where a source tells it; the others stay open from their restoration on."""
    is_told = pl.col("normal_high_hours").is_not_null()
    still = pl.when(pl.col("end_state") == "open_as_of").then(pl.lit("open_as_of")).otherwise(pl.lit("unknown"))
    return units.filter(pl.col("kind") == "impact").with_columns(
        lower_hours=pl.coalesce("normal_low_hours", "lower_hours"),
        upper_hours="normal_high_hours",
        end_state=pl.when(is_told).then(pl.lit("ended")).otherwise(still),
    )


def both_ways(units: pl.DataFrame) -> pl.DataFrame:
    """Stack units with all of them (`kept` with_open) on those of them that ended (`kept` ended_only), with `hours` and `is_restored` for `kit.kaplan_meier`.

    `hours` is the latest that something can have lasted, or how long it lasted at least where no end is known.
    """
    known = units.filter(pl.col("excluded_because").is_null()).with_columns(
        hours=pl.coalesce("upper_hours", "lower_hours"),
        is_restored=pl.col("upper_hours").is_not_null(),
        end_state=pl.col("end_state").cast(pl.String),
    )
    parts = {"with_open": known, "ended_only": known.filter("is_restored")}
    return pl.concat([part.select(pl.lit(name).alias("kept"), pl.all()) for name, part in parts.items()])


def table(units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Give counts, quantiles and names of each group, the largest first; units that are excluded only count as flagged."""
    named = units.with_columns(pl.col(by).cast(pl.String).fill_null("(none)"))
    kept = named.filter(pl.col("excluded_because").is_null())
    without = _quantiles(kept.filter(~pl.col("is_stale")), [by]).select(by, median_without_stale_hours="median_hours")
    found = (
        summary(named, [by])
        .join(_silent(kept, by), on=by, how="left")
        .join(without, on=by, how="left")
        .join(_names(kept, by), on=by, how="left")
    )
    return found.select(by, *_COLUMNS).sort("n", by, descending=[True, False])


def summary(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give counts, quantiles, the naive mean and the method of each group."""
    kept = units.filter(pl.col("excluded_because").is_null())
    return _counts(units, keys).join(_quantiles(kept, keys), on=keys, how="left")


def _silent(kept: pl.DataFrame, by: str) -> pl.DataFrame:
    """Count the stale units, and those that were over before anybody watched."""
    return kept.group_by(by).agg(stale=pl.col("is_stale").sum(), unwatched=_is_unwatched().sum())


def medians(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give `median_hours, median_low, median_high` of each group by Turnbull's estimate, where at least half of its units have a time."""
    return interval_quantiles(units, keys).select(*keys, "median_hours", "median_low", "median_high")


def interval_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Bound the quantiles of each group by Turnbull's estimate: `median_hours` is the time by which half were back for certain."""
    if units.is_empty():
        return _nothing(units, keys)
    found = turnbull_quantiles(units.select(*keys, "lower_hours", "upper_hours"), keys, list(LEVELS))
    wide = _wide(found.rename({"upper_hours": "hours"}), keys, low="lower_hours", high="hours")
    return _where_dated(wide, units, keys).with_columns(method=pl.lit("turnbull"))


def _exact_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give Kaplan-Meier quantiles of groups whose times are exact or open, with Brookmeyer-Crowley limits of the median."""
    if units.is_empty():
        return _nothing(units, keys)
    frame = watched(units).select(
        *keys,
        "entry_hours",
        fate=pl.coalesce("outage_id", "unit_id"),
        hours=pl.coalesce("upper_hours", "lower_hours"),
        is_restored=pl.col("upper_hours").is_not_null(),
    )
    shared = pl.col("fate").n_unique().over(keys).is_between(2, pl.len().over(keys) - 1)
    parts = [(frame.filter(shared), "fate"), (frame.filter(~shared), None)]
    found = pl.concat(
        [quantiles(part, keys, list(LEVELS), cluster=cluster) for part, cluster in parts if not part.is_empty()]
        or [_no_quantiles(frame, keys)]
    )
    return _where_dated(_wide(found, keys, low="lower", high="upper"), units, keys).with_columns(
        method=pl.lit("kaplan_meier")
    )


def _no_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        schema={**units.select(keys).schema, **dict.fromkeys(("p", "hours", "lower", "upper"), pl.Float64)}
    )


def watched(units: pl.DataFrame) -> pl.DataFrame:
    """Leave out the units that were over before anybody watched: they say nothing of how long the others last."""
    return units.filter(~_is_unwatched())


def _is_unwatched() -> pl.Expr:
    return (pl.col("entry_hours") > 0) & (pl.col("entry_hours") >= pl.coalesce("upper_hours", "lower_hours"))


def is_vague() -> pl.Expr:
    """Tell the units whose time is known as an interval only."""
    return (pl.col("upper_hours") - pl.col("lower_hours") > _VAGUE_HOURS).fill_null(value=False)


def _quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Estimate by Kaplan-Meier the groups that know no vague time, by Turnbull the others.

    Turnbull's estimate knows no left truncation: where a group has it, vague times count at their latest.
    """
    marked = units.with_columns(is_vague=is_vague().any().over(keys) & ~(pl.col("entry_hours") > 0).any().over(keys))
    parts = (
        _exact_quantiles(marked.filter(~pl.col("is_vague")), keys),
        interval_quantiles(marked.filter("is_vague"), keys),
    )
    return pl.concat([part.select(*keys, *_HOURS, "method") for part in parts])


def _wide(found: pl.DataFrame, keys: list[str], *, low: str, high: str) -> pl.DataFrame:
    """Turn one row a quantile into one column a quantile, with limits of the median."""
    at = {p: pl.col("p") == p for p in LEVELS}
    hours = {f"{name}_hours": pl.col("hours").filter(at[p]).first() for p, name in LEVELS.items()}
    return found.group_by(keys).agg(
        **hours, median_low=pl.col(low).filter(at[0.5]).first(), median_high=pl.col(high).filter(at[0.5]).first()
    )


def _where_dated(wide: pl.DataFrame, units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Keep a quantile only where that share of the units has a time: the curve of the few that somebody dated is none of the group."""
    dated = units.group_by(keys).agg(dated=(pl.col("end_state") != "unknown").mean())
    level = {"median_hours": 0.5, "median_low": 0.5, "median_high": 0.5, "p90_hours": 0.9, "p95_hours": 0.95}
    shown = [pl.when(pl.col("dated") >= p).then(pl.col(name)).alias(name) for name, p in level.items()]
    return wide.join(dated, on=keys).with_columns(shown).drop("dated")


def _nothing(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={**units.select(keys).schema, "method": pl.String, **dict.fromkeys(_HOURS, pl.Float64)})


def _counts(units: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    kept = pl.col("excluded_because").is_null()
    middle = (pl.col("lower_hours") + pl.col("upper_hours")) / 2
    return units.group_by(by).agg(
        n=kept.sum(),
        flagged=(~kept).sum(),
        **{state: (kept & (pl.col("end_state") == state)).sum() for state in ("ended", "open_as_of", "unknown")},
        mean_of_ended_hours=middle.filter(kept & (pl.col("end_state") == "ended")).mean(),
    )


def _names(units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Give the names of each group, the outage where all units are of one, its review, and the sources of its units."""
    name = {"sector": "sector_name", "outage_id": "outage"}.get(by, by)
    korean = f"{name}_ko" if f"{name}_ko" in units.columns else name
    is_one = pl.col("outage_id").n_unique() == 1
    return units.group_by(by).agg(
        name=pl.col(name).first().cast(pl.String),
        name_ko=pl.col(korean).first().cast(pl.String),
        outage=pl.when(is_one).then(pl.col("outage").first()),
        outage_ko=pl.when(is_one).then(pl.col("outage_ko").first()),
        review=pl.when((pl.col("review") == "unreviewed").any())
        .then(pl.lit("unreviewed"))
        .otherwise(pl.col("review").first()),
        sources=pl.col("sources").explode().drop_nulls().unique(maintain_order=True),
    )
