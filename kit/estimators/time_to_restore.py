"""Times to restore by group: counts of what ended and what did not, and quantiles that keep both.

A unit is what was down: `kind` (`impact`, an entity of the record; `report`, a loaded report), `lower_hours`, `upper_hours` (NULL = open end),
`entry_hours`, `end_state`, `excluded_because`. Units of the two kinds are never in one group: the record is what publications say of an outage,
reports are what somebody loaded.

Quantiles are bounds of these units' own (`kit.quantile_bounds`): every unit counts, one whose end nobody tells as back at any time after it
was last seen down, or never. Beside them stands, where times are exact or open, the Kaplan-Meier estimate of the median of units like them.
What is in a feed that lists only what is going on was there when somebody looked: whatever ended before that was never seen, so that for the estimate
such a unit counts only from then on (left truncation, `entry_hours`). Reports of one outage share a fate: the limits of the estimate are by
outage where a group has several of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.errors import NotFound
from kit.estimators.bounds import EXACT_HOURS, quantile_bounds
from kit.estimators.survival import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = {0.5: "median", 0.9: "p90", 0.95: "p95"}
BOUNDS = tuple(f"{name}_{end}" for name in LEVELS.values() for end in ("hours", "low", "high"))
ESTIMATE = {"hours": "estimated_hours", "lower": "estimated_low", "upper": "estimated_high"}
WITHOUT_STALE = {f"median_{end}": f"median_without_stale_{end}" for end in ("hours", "low", "high")}
_COLUMNS = (
    *("n", "ended", "open_as_of", "unknown", "flagged", "stale", "unwatched"),
    *BOUNDS,
    *WITHOUT_STALE.values(),
    *("mean_of_ended_hours", *ESTIMATE.values(), "limits_why"),
    *("name", "name_ko", "outage", "outage_ko", "review", "sources"),
)
KINDS = ("impact", "report")
CLOCKS = ("resolved", "mitigated", "normal_operations")


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


def both_ways(units: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Stack units of a kind with all of them (`kept` with_open) on those of them that ended (`kept` ended_only), with `hours` and `is_restored` for `kit.kaplan_meier`.

    `hours` is the latest that something can have lasted, or how long it lasted at least where no end is known.
    Raises NotFound for another kind.
    """
    if kind not in KINDS:
        what = "kind of unit"
        raise NotFound(what, kind, KINDS)
    known = units.filter(pl.col("excluded_because").is_null(), pl.col("kind") == kind).with_columns(
        hours=pl.coalesce("upper_hours", "lower_hours"),
        is_restored=pl.col("upper_hours").is_not_null(),
        end_state=pl.col("end_state").cast(pl.String),
    )
    parts = {"with_open": known, "ended_only": known.filter("is_restored")}
    return pl.concat([part.select(pl.lit(name).alias("kept"), pl.all()) for name, part in parts.items()])


def table(units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Give counts, quantiles and names of each group and kind, the largest first; units that are excluded only count as flagged."""
    keys = list(dict.fromkeys((by, "kind")))
    named = units.with_columns(pl.col(by).cast(pl.String).fill_null("(none)"))
    kept = named.filter(pl.col("excluded_because").is_null())
    without = medians(kept.filter(~pl.col("is_stale")), keys).rename(WITHOUT_STALE)
    found = summary(named, keys)
    for part in (_silent(kept, keys), without, _names(kept, by, keys)):
        found = found.join(part, on=keys, how="left")
    return found.select(*keys, *_COLUMNS).sort("n", *keys, descending=[True, *[False] * len(keys)])


def summary(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give counts, bounds of the quantiles, the naive mean and the estimate of each group."""
    kept = units.filter(pl.col("excluded_because").is_null())
    parts = (bounds(kept, keys), _estimates(kept, keys))
    return _counts(units, keys).join(parts[0], on=keys, how="left").join(parts[1], on=keys, how="left")


def _silent(kept: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Count the stale units, and those that were over before anybody watched."""
    return kept.group_by(keys).agg(stale=pl.col("is_stale").sum(), unwatched=_is_unwatched().sum())


def medians(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Bound the median of each group: `median_hours` (NULL where it is not known to the minute), `median_low, median_high`."""
    return bounds(units, keys).select(*keys, *WITHOUT_STALE)


def bounds(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Bound the quantiles of each group (`kit.quantile_bounds`): `_hours`, `_low` and `_high` of each."""
    if units.is_empty():
        return _nothing(units, keys, BOUNDS)
    found = quantile_bounds(units.select(*keys, "lower_hours", "upper_hours"), keys, list(LEVELS))
    ends = {"hours": "hours", "lower_hours": "low", "upper_hours": "high"}
    return found.group_by(keys).agg(
        pl.col(column).filter(p=share).first().alias(f"{name}_{end}")
        for share, name in LEVELS.items()
        for column, end in ends.items()
    )


def _estimates(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Estimate the median of each group by Kaplan-Meier with Brookmeyer-Crowley limits, where its times are exact or open.

    Where a group has late entries its vague times count at their latest. `limits_why` is vague_times where a group has no
    estimate for that reason, few_outages where it has one without limits (`FEWEST_CLUSTERS`).
    """
    is_told = ~is_vague().any().over(keys) | (pl.col("entry_hours") > 0).any().over(keys)
    untold = units.filter(~is_told).select(keys).unique().with_columns(limits_why=pl.lit("vague_times"))
    frame = watched(units.filter(is_told)).select(
        *keys,
        "entry_hours",
        fate=pl.coalesce("outage_id", "unit_id"),
        hours=pl.coalesce("upper_hours", "lower_hours"),
        is_restored=pl.col("upper_hours").is_not_null(),
    )
    shared = pl.col("fate").n_unique().over(keys).is_between(2, pl.len().over(keys) - 1)
    parts = [(frame.filter(shared), "fate"), (frame.filter(~shared), None)]
    found = [quantiles(part, keys, 0.5, cluster=fate) for part, fate in parts if not part.is_empty()]
    nothing = _nothing(units, keys, tuple(ESTIMATE)).with_columns(limits_why=pl.lit(None, pl.String))
    whole = pl.concat([nothing, *found, untold], how="diagonal").rename(ESTIMATE)
    why = pl.col("limits_why").replace("few_clusters", "few_outages")
    return whole.select(*keys, *ESTIMATE.values(), why)


def watched(units: pl.DataFrame) -> pl.DataFrame:
    """Leave out the units that were over before anybody watched: they say nothing of how long the others last."""
    return units.filter(~_is_unwatched())


def _is_unwatched() -> pl.Expr:
    return (pl.col("entry_hours") > 0) & (pl.col("entry_hours") >= pl.coalesce("upper_hours", "lower_hours"))


def is_vague() -> pl.Expr:
    """Tell the units whose time is known as an interval only."""
    return (pl.col("upper_hours") - pl.col("lower_hours") > EXACT_HOURS).fill_null(value=False)


def _nothing(units: pl.DataFrame, keys: list[str], columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={**units.select(keys).schema, **dict.fromkeys(columns, pl.Float64)})


def _counts(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    kept = pl.col("excluded_because").is_null()
    middle = (pl.col("lower_hours") + pl.col("upper_hours")) / 2
    return units.group_by(keys).agg(
        n=kept.sum(),
        flagged=(~kept).sum(),
        **{state: (kept & (pl.col("end_state") == state)).sum() for state in ("ended", "open_as_of", "unknown")},
        mean_of_ended_hours=middle.filter(kept & (pl.col("end_state") == "ended")).mean(),
    )


def _names(units: pl.DataFrame, by: str, keys: list[str]) -> pl.DataFrame:
    """Give the names of each group, the outage where all units are of one, its review, and the sources of its units."""
    name = {"sector": "sector_name", "outage_id": "outage"}.get(by, by)
    korean = f"{name}_ko" if f"{name}_ko" in units.columns else name
    is_one = pl.col("outage_id").n_unique() == 1
    return units.group_by(keys).agg(
        name=pl.col(name).first().cast(pl.String),
        name_ko=pl.col(korean).first().cast(pl.String),
        outage=pl.when(is_one).then(pl.col("outage").first()),
        outage_ko=pl.when(is_one).then(pl.col("outage_ko").first()),
        review=pl.when((pl.col("review") == "unreviewed").any())
        .then(pl.lit("unreviewed"))
        .otherwise(pl.col("review").first()),
        sources=pl.col("sources").explode().drop_nulls().unique(maintain_order=True),
    )
