"""Frequency, availability and severity of loaded reports: what is more than one SELECT.

The frames come from the SELECTs of `sql/measures/` of the same names. Maintenance and what is flagged or quarantined is never counted; the counts of
what is left out stand in every frame.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl

from kit.errors import BadInput, NotFound
from kit.estimators import time_to_restore
from kit.estimators.survival import log_rank, quantiles

LEFT_OUT = ("maintenance", "flagged", "undated", "quarantined")
"""Columns that count what is not counted as an incident."""

PERIODS = {"day": "1d", "month": "1mo", "quarter": "1q"}
WHOLE_MONTHS = 6
"""Fewer whole months do not tell how much the counts scatter: no limits then."""

_EXPOSURE = ("provider", "from_utc", "until_utc", "months", "incidents", "in_exposure")
_RATE = ("per_month", "per_month_low", "per_month_high", "dispersion")
_GAP = ("median_gap_hours", "gap_low_hours", "gap_high_hours", "mean_gap_hours")
_MONTHS = ("month", "month_incidents", "month_exposure", "month_is_whole")
_SHARE = ("hours", "down_hours_low", "down_hours_high", "availability_low", "availability_high", "incidents")


# --- how often --------------------------------------------------------------------------------------------------------


def rates(frame: pl.DataFrame) -> pl.DataFrame:
    """Add incidents a month with limits, how much the months scatter, and the time between one beginning and the next.

    `dispersion` is Pearson's chi-square of the whole months over its degrees of freedom, at least 1 (McCullagh & Nelder 1989, section 4.5); NULL, as the
    limits, for fewer than `WHOLE_MONTHS`. The 95% limits are `rate_limits`. The gaps are estimated by Kaplan-Meier, the last of each exposure as open.
    """
    rated = frame.with_columns(
        *_limits(frame), per_month=pl.col("in_exposure") / pl.col("months"), mean_gap_hours=_mean_gap()
    )
    found = rated.join(_gaps(frame), on="provider", how="left", maintain_order="left")
    return found.select(*_EXPOSURE, *_RATE, *_GAP, *_MONTHS, *LEFT_OUT, "sources")


def _limits(frame: pl.DataFrame) -> list[pl.Series]:
    """Give how much the months of each row scatter, and the limits of its rate."""
    rows = frame.rows(named=True)
    scatter = [_dispersion(row) for row in rows]
    limits = [rate_limits(row["in_exposure"], row["months"], phi) for row, phi in zip(rows, scatter, strict=True)]
    columns = {
        "dispersion": scatter,
        "per_month_low": [low for low, _ in limits],
        "per_month_high": [high for _, high in limits],
    }
    return [pl.Series(name, values, dtype=pl.Float64) for name, values in columns.items()]


def _mean_gap() -> pl.Expr:
    return pl.when(pl.col("in_exposure") > 0).then(pl.col("months") * 730.5 / pl.col("in_exposure"))


def _dispersion(row: dict[str, Any]) -> float | None:
    """Estimate how much more the whole months scatter than chance alone would have them."""
    is_whole = np.array(row["month_is_whole"], dtype=bool)
    counts, months = (
        np.array(row["month_incidents"], dtype=float)[is_whole],
        np.array(row["month_exposure"], dtype=float)[is_whole],
    )
    if len(counts) < WHOLE_MONTHS or not counts.sum():
        return None
    expected = counts.sum() / months.sum() * months
    return max(1.0, float(((counts - expected) ** 2 / expected).sum() / (len(counts) - 1)))


def rate_limits(incidents: int, months: float, dispersion: float | None) -> tuple[float | None, float | None]:
    """Give 95% limits of a rate whose counts scatter `dispersion` times as much as Poisson's; None where that is not known.

    Gamma limits, scaled: phi G(0.025; n / phi) / t and phi G(0.975; n / phi + 1) / t, with G the quantile of the gamma distribution of that shape. They
    are Fay & Feuer's (1997, Statistics in Medicine 16, 791-801) with variance phi n and largest weight phi, and Garwood's (1936) where phi is 1.
    """
    if dispersion is None or not months:
        return None, None
    shape = incidents / dispersion
    low = gamma_quantile(0.025, shape) if incidents else 0.0
    return dispersion * low / months, dispersion * gamma_quantile(0.975, shape + 1) / months


def gamma_quantile(share: float, shape: float) -> float:
    """Give the value below which a share of the gamma distribution of a shape and of scale 1 lies, by bisection."""
    low, high = 0.0, shape + 1
    while _gamma_share(shape, high) < share:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _gamma_share(shape, middle) < share else (low, middle)
    return (low + high) / 2


def _gamma_share(shape: float, x: float) -> float:
    """Give the regularised lower incomplete gamma function: x^a e^-x times the sum of x^k / Gamma(a + k + 1) (NIST DLMF 8.7.1)."""
    if x <= 0:
        return 0.0
    term = total = 1.0
    above = shape
    while term > 1e-16 * total:
        above += 1
        term *= x / above
        total += term
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))


def _gaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the median time from one beginning to the next, the last one of each exposure being open."""
    parts = [
        frame.select("provider", hours=name, is_restored=pl.lit(name == "gap_hours"))
        .explode("hours")
        .drop_nulls("hours")
        for name in ("gap_hours", "open_gap_hours")
    ]
    gaps = pl.concat(parts)
    names = {"hours": "median_gap_hours", "lower": "gap_low_hours", "upper": "gap_high_hours"}
    if gaps.is_empty():
        return pl.DataFrame(schema={"provider": pl.String, **dict.fromkeys(names.values(), pl.Float64)})
    return quantiles(gaps, "provider", 0.5).drop("p").rename(names)


# --- how available ----------------------------------------------------------------------------------------------------


def periods(days: pl.DataFrame, by: str) -> pl.DataFrame:
    """Sum days to days, months or quarters, and give the share of each without an incident, as bounds. Raises NotFound for another period."""
    if by not in PERIODS:
        what = "period"
        raise NotFound(what, by, PERIODS)
    sums = pl.col("hours", "down_hours_low", "down_hours_high", "incidents").sum()
    grouped = days.with_columns(pl.col("day").dt.truncate(PERIODS[by]).alias(by)).group_by(
        "provider", by, maintain_order=True
    )
    summed = grouped.agg(sums, pl.col(*LEFT_OUT, "sources").first())
    low, high = (1 - pl.col(name) / pl.col("hours") for name in ("down_hours_high", "down_hours_low"))
    shared = summed.with_columns(availability_low=low.clip(0, 1), availability_high=high.clip(0, 1))
    return shared.select("provider", by, *_SHARE, *LEFT_OUT, "sources")


# --- how long, by severity --------------------------------------------------------------------------------------------

_WITHOUT = {
    **{
        f"{name}_{end}": f"{name}_without_longest_{end}"
        for name in ("median", "p90")
        for end in ("hours", "low", "high")
    },
    "mean_of_ended_hours": "mean_without_longest_hours",
}


def by_severity(units: pl.DataFrame) -> pl.DataFrame:
    """Bound how long incidents of each severity lasted, for each provider, with and without the longest of them.

    Severities of two providers are not pooled: each has its own scale. `p_value` is the log-rank test between the severities of a provider, NULL where its
    times are known as intervals only.
    """
    keys = ["provider", "severity"]
    said = units.with_columns(pl.col("severity").cast(pl.Int64)).drop_nulls("severity")
    kept = said.filter(pl.col("excluded_because").is_null())
    found = time_to_restore.summary(said, keys).join(_longest(kept, keys), on=keys, how="left")
    without = time_to_restore.summary(_without_longest(kept, keys), keys).select(*keys, *_WITHOUT).rename(_WITHOUT)
    joined = (
        found.filter(pl.col("n") > 0).join(without, on=keys, how="left").join(_tested(kept), on="provider", how="left")
    )
    return joined.with_columns(sources=pl.lit([], dtype=pl.List(pl.Struct({"source_id": pl.String})))).sort(keys)


def _lasted() -> pl.Expr:
    """Give the hours that something lasted at least or, where it ended, at most."""
    return pl.coalesce("upper_hours", "lower_hours")


def _longest(kept: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Bound the length of the longest: open where any of them has no end."""
    upper = pl.col("upper_hours")
    return kept.group_by(keys).agg(
        longest_low=pl.col("lower_hours").max(), longest_high=pl.when(upper.null_count() == 0).then(upper.max())
    )


def _without_longest(kept: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    place = pl.struct(_lasted(), "unit_id").rank("ordinal", descending=True).over(keys)
    return kept.filter(place > 1)


def _tested(kept: pl.DataFrame) -> pl.DataFrame:
    """Give the log-rank p-value of each provider of several severities whose times are exact or open."""
    exact = kept.filter(~time_to_restore.is_vague().any().over("provider"))
    found = [(name, _p_value(group)) for (name,), group in exact.group_by("provider")]
    return pl.DataFrame(found, schema={"provider": pl.String, "p_value": pl.Float64}, orient="row")


def _p_value(group: pl.DataFrame) -> float | None:
    frame = time_to_restore.watched(group).select(
        "severity", "entry_hours", hours=_lasted(), is_restored=pl.col("upper_hours").is_not_null()
    )
    if frame["severity"].n_unique() < 2:
        return None
    try:
        return float(log_rank(frame, "severity")["p_value"][0])
    except BadInput:  # no two severities were at risk together
        return None
