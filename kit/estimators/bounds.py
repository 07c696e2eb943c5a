"""Bound the hours by which a share of the units was restored: what their intervals allow, no estimate.

The frames are those of `kit.turnbull`: one row a unit, restored in (lower_hours, upper_hours], NULL where the end is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.estimators.inputs import ALL, Columns, group_columns, intervals, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

EXACT_HOURS = 0.05
"""Times known to the minute at both ends count as exact."""

ROUNDING = 1e-12  # what the product of a count and a share may be off


def quantile_bounds(frame: pl.DataFrame, by: Columns = None, p: float | Sequence[float] = (0.5, 0.9)) -> pl.DataFrame:
    """Bound the hours by which a share `p` of these units was restored, whatever their true times are within their intervals.

    Gives `<by>, p, hours, lower_hours, upper_hours`, sorted. Of n units in the order of their times, the share p is
    restored from the k-th on, k = n p rounded up; where n p is whole, any time up to the next unit's is a p-quantile too
    (a median of four lies between the second and the third). As no order statistic falls when a time rises, the k-th
    lowest of the lower ends and the k-th (n p whole: next) lowest of the upper ends hold every p-quantile, and no closer
    bounds do. `upper_hours` is NULL where it is open. `hours` is the k-th time, the first by which the share was
    restored, where the data tell it to `EXACT_HOURS`; NULL elsewhere.

    They are bounds for these units, not for others like them: no confidence limits. All units count: one of which
    nobody tells the end is restored at any time after `lower_hours`, or never.
    Sources: Manski (2003), Partial Identification of Probability Distributions, chapter 1 (outcomes known as intervals,
    parameters that respect stochastic dominance); Hyndman & Fan (1996), Am. Stat. 50, 361-365, for the quantiles of a
    sample. Raises `BadInput`.
    """
    keys = group_columns(by)
    units = intervals(frame, keys)
    grouped = units.group_by([*keys, ALL])
    found = pl.concat([grouped.agg(*_ordered(share)) for share in shares(p)])
    return found.with_columns(pl.when(pl.col("upper_hours").is_finite()).then("upper_hours")).sort(*keys, "p").drop(ALL)


def _ordered(share: float) -> list[pl.Expr]:
    """Pick the order statistics of the ends that bound a quantile."""
    lower, upper = pl.col("lower_hours").sort(), pl.col("upper_hours").sort()
    place = pl.len() * share
    is_whole = (place - place.round()).abs() < ROUNDING * place
    at = pl.when(is_whole).then(place.round()).otherwise(place.ceil()).cast(pl.Int64) - 1
    first, last = upper.get(at), upper.get(at + is_whole.cast(pl.Int64))
    return [
        pl.lit(share).alias("p"),
        pl.when(first - lower.get(at) <= EXACT_HOURS).then(first).alias("hours"),
        lower.get(at).alias("lower_hours"),
        last.alias("upper_hours"),
    ]
