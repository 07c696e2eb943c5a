"""The same by sector: who was hit, hour by hour and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.database.query import query
from kit.estimators import time_to_restore as restore_times
from kit.measures.registry import measure, select

if TYPE_CHECKING:
    import duckdb


@select
def sector_hours() -> None:
    """Count the entities of each sector that were down for certain and possibly, at each full hour of the first week since the onset."""


@measure()
def sector_impact(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Count the entities hit and expressly not hit by sector, and bound the median time to restore (hours) of those hit.

    All that were hit count, those too of which nobody tells the end (back at any time after they were last seen down, or never): `median_low` and
    `median_high` hold the median whatever the truth is (`kit.quantile_bounds`), NULL where that is open. `median_hours` is the first time by which
    half were back, where the sources tell it to the minute. Counted is what the press named, no sample.
    """
    return _with_medians(query(db, "sector_impact", outage, as_of=as_of))


@measure()
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


def _with_medians(counts: pl.DataFrame) -> pl.DataFrame:
    keys = ["outage_id", "sector"]
    units = counts.filter(pl.col("entities_hit") > 0).select(*keys, "units").explode("units").unnest("units")
    return counts.drop("units").join(restore_times.medians(units, keys), on=keys, how="left", maintain_order="left")


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
