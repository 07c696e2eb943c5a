"""Times to restore by group: counts of what ended and what did not, and quantiles that keep both.

A unit is what was down: `lower_hours`, `upper_hours` (NULL = open end), `entry_hours`, `end_state`, `excluded_because`.
"""

from __future__ import annotations

import polars as pl

from kit.survival import quantiles
from kit.turnbull import turnbull_quantiles

LEVELS = {0.5: "median", 0.9: "p90", 0.95: "p95"}
_HOURS = ("median_hours", "median_low", "median_high", "p90_hours", "p95_hours")
_COLUMNS = ("n", "ended", "open_as_of", "unknown", "flagged", *_HOURS, "mean_of_ended_hours", "method", "name", "name_ko", "outage", "outage_ko",
            "review", "sources")
_VAGUE_HOURS = 0.05  # times known to the minute at both ends count as exact


def table(units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Give counts, quantiles and names of each group, the largest first; units that are excluded only count as flagged."""
    named = units.with_columns(pl.col(by).cast(pl.String).fill_null("(none)"))
    kept = named.filter(pl.col("excluded_because").is_null())
    found = _counts(named, by).join(_quantiles(kept, [by]), on=by, how="left").join(_names(kept, by), on=by, how="left")
    return found.select(by, *_COLUMNS).sort("n", by, descending=[True, False])


def medians(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give `median_hours, median_low, median_high` of each group by Turnbull's estimate, where at least half of its units have a time."""
    return interval_quantiles(units, keys).select(*keys, "median_hours", "median_low", "median_high")


def interval_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Bound the quantiles of each group by Turnbull's estimate: `median_hours` is the time by which half were back for certain."""
    if units.is_empty():
        return _nothing(keys)
    found = turnbull_quantiles(units.select(*keys, "lower_hours", "upper_hours"), keys, list(LEVELS))
    wide = _wide(found.rename({"upper_hours": "hours"}), keys, low="lower_hours", high="hours")
    return _where_dated(wide, units, keys).with_columns(method=pl.lit("turnbull"))


def _exact_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Give Kaplan-Meier quantiles of groups whose times are exact or open, with Brookmeyer-Crowley limits of the median."""
    if units.is_empty():
        return _nothing(keys)
    frame = units.select(*keys, "entry_hours", hours=pl.coalesce("upper_hours", "lower_hours"), is_restored=pl.col("upper_hours").is_not_null())
    wide = _wide(quantiles(frame, keys, list(LEVELS)), keys, low="lower", high="upper")
    return _where_dated(wide, units, keys).with_columns(method=pl.lit("kaplan_meier"))


def _quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Estimate by Kaplan-Meier the groups that know no vague time, by Turnbull the others."""
    vague = (pl.col("upper_hours") - pl.col("lower_hours") > _VAGUE_HOURS).fill_null(value=False)
    marked = units.with_columns(is_vague=vague.any().over(keys))
    parts = (_exact_quantiles(marked.filter(~pl.col("is_vague")), keys), interval_quantiles(marked.filter("is_vague"), keys))
    return pl.concat([part.select(*keys, *_HOURS, "method") for part in parts])


def _wide(found: pl.DataFrame, keys: list[str], *, low: str, high: str) -> pl.DataFrame:
    """Turn one row a quantile into one column a quantile, with limits of the median."""
    at = {p: pl.col("p") == p for p in LEVELS}
    hours = {f"{name}_hours": pl.col("hours").filter(at[p]).first() for p, name in LEVELS.items()}
    return found.group_by(keys).agg(**hours, median_low=pl.col(low).filter(at[0.5]).first(), median_high=pl.col(high).filter(at[0.5]).first())


def _where_dated(wide: pl.DataFrame, units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Keep a quantile only where that share of the units has a time: the curve of the few that somebody dated is none of the group."""
    dated = units.group_by(keys).agg(dated=(pl.col("end_state") != "unknown").mean())
    level = {"median_hours": 0.5, "median_low": 0.5, "median_high": 0.5, "p90_hours": 0.9, "p95_hours": 0.95}
    shown = [pl.when(pl.col("dated") >= p).then(pl.col(name)).alias(name) for name, p in level.items()]
    return wide.join(dated, on=keys).with_columns(shown).drop("dated")


def _nothing(keys: list[str]) -> pl.DataFrame:
    words: dict[str, type[pl.DataType]] = dict.fromkeys([*keys, "method"], pl.String)
    return pl.DataFrame(schema={**words, **dict.fromkeys(_HOURS, pl.Float64)})


def _counts(units: pl.DataFrame, by: str) -> pl.DataFrame:
    kept = pl.col("excluded_because").is_null()
    middle = (pl.col("lower_hours") + pl.col("upper_hours")) / 2
    return units.group_by(by).agg(
        n=kept.sum(), flagged=(~kept).sum(),
        **{state: (kept & (pl.col("end_state") == state)).sum() for state in ("ended", "open_as_of", "unknown")},
        mean_of_ended_hours=middle.filter(kept & (pl.col("end_state") == "ended")).mean(),
    )


def _names(units: pl.DataFrame, by: str) -> pl.DataFrame:
    """Give the names of each group, the outage where all units are of one, its review, and the sources of its units."""
    name = {"sector": "sector_name", "outage_id": "outage"}.get(by, by)
    korean = f"{name}_ko" if f"{name}_ko" in units.columns else name
    is_one = pl.col("outage_id").n_unique() == 1
    return units.group_by(by).agg(
        name=pl.col(name).first().cast(pl.String), name_ko=pl.col(korean).first().cast(pl.String),
        outage=pl.when(is_one).then(pl.col("outage").first()), outage_ko=pl.when(is_one).then(pl.col("outage_ko").first()),
        review=pl.when((pl.col("review") == "unreviewed").any()).then(pl.lit("unreviewed")).otherwise(pl.col("review").first()),
        sources=pl.col("sources").explode().drop_nulls().unique(maintain_order=True),
    )
