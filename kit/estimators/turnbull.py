"""Estimate how long restoring takes when each time is only known to lie in an interval.

The frames have one row a unit, restored in (lower_hours, upper_hours]: equal for an exact time, `upper_hours` NULL where
the unit was still down when last seen at `lower_hours`. Left-truncated units are not handled: see `kit.estimators.survival`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from kit.errors import KitError
from kit.estimators.inputs import ALL, TOLERANCE, group_columns, intervals, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from kit.estimators.inputs import Columns, Floats

    Integers = npt.NDArray[np.int64]

MOST_ROUNDS = 100_000


def turnbull(frame: pl.DataFrame, by: Columns = None) -> pl.DataFrame:
    """Estimate the distribution of interval-censored times to restore by nonparametric maximum likelihood.

    Gives `<by>, lower_hours, upper_hours, mass, still_down_at_lower, still_down_at_upper`, sorted: the innermost intervals
    (lower_hours, upper_hours] that carry mass; equal bounds are an exact time. Where within its interval the mass
    lies the data do not say: still_down is estimated from one interval's end to the next one's start and nowhere else.
    There are no limits: no band held its nominal coverage in simulation (subsampling: 51 to 87 of 100 at nominal 90).
    `still_down_at_lower` is just before the interval. Mass that no upper bound holds gets `upper_hours` and
    `still_down_at_upper` NULL. With exact and right-censored times this is the Kaplan-Meier curve.
    Sources: Peto (1973); Turnbull (1976), J. R. Statist. Soc. B 38, 290-295. Raises `BadInput`.
    """
    return _each_group(frame, by, lambda lower, upper: _fit(lower, upper).frame())


def turnbull_quantiles(
    frame: pl.DataFrame, by: Columns = None, p: float | Sequence[float] = (0.5, 0.9)
) -> pl.DataFrame:
    """Estimate in which interval a share `p` of the units came to be restored.

    Gives `<by>, p, lower_hours, upper_hours`, sorted: the innermost interval in which the estimated still_down falls to
    1 - p, NULL `upper_hours` where it is open. It is an estimate and no bound: the estimate puts all mass into innermost
    intervals, and so rules out times that the data allow. What the data allow is `kit.quantile_bounds`.
    Source: as `turnbull`. Raises `BadInput`.
    """
    listed = shares(p)
    found = _each_group(frame, by, lambda lower, upper: _fit(lower, upper).quantiles(listed))
    return found.sort(*group_columns(by), "p")


# --- one group --------------------------------------------------------------------------------------------------------


class _Curve(NamedTuple):
    """Hold the innermost intervals that carry mass, sorted; `upper` is infinite where open."""

    lower: Floats
    upper: Floats
    mass: Floats

    def frame(self) -> pl.DataFrame:
        """Give the rows of `turnbull`."""
        after = np.clip(1 - np.cumsum(self.mass), 0, 1)
        after[-1] = 0
        before = np.concatenate([[1.0], after[:-1]])
        rows = {"lower_hours": self.lower, "upper_hours": self.upper, "mass": self.mass}
        steps = pl.DataFrame({**rows, "still_down_at_lower": before, "still_down_at_upper": after})
        is_closed = pl.col("upper_hours").is_finite()
        return steps.with_columns(pl.when(is_closed).then(pl.col("upper_hours", "still_down_at_upper")))

    def quantiles(self, listed: list[float]) -> pl.DataFrame:
        """Give the rows of `turnbull_quantiles`."""
        at = np.searchsorted(np.cumsum(self.mass) + TOLERANCE, listed).clip(max=len(self.mass) - 1)
        rows = pl.DataFrame({"p": listed, "lower_hours": self.lower[at], "upper_hours": self.upper[at]})
        return rows.with_columns(pl.when(pl.col("upper_hours").is_finite()).then("upper_hours"))


def _each_group(frame: pl.DataFrame, by: Columns, estimate: Callable[[Floats, Floats], pl.DataFrame]) -> pl.DataFrame:
    """Check the frame and put the estimates of its groups under one another, sorted by group."""
    keys = group_columns(by)
    units = intervals(frame, keys).sort(*keys, "lower_hours", "upper_hours")
    found = []
    for group in units.partition_by([*keys, ALL], maintain_order=True):
        rows = estimate(group["lower_hours"].to_numpy(), group["upper_hours"].to_numpy())
        found.append(group.select(*keys, ALL).head(1).join(rows, how="cross"))
    return pl.concat(found).drop(ALL)


def _fit(lower: Floats, upper: Floats) -> _Curve:
    """Estimate one group's curve; masses below a millionth of a unit are dropped."""
    starts, ends, cells = _innermost(lower, upper)
    mass = _masses(cells, len(starts))
    is_there = mass > 1e-6 / len(lower)
    kept = mass[is_there]
    return _Curve(starts[is_there], ends[is_there], kept / kept.sum())


# --- the likelihood ---------------------------------------------------------------------------------------------------


class _Cells(NamedTuple):
    """Hold the distinct observations: each covers the innermost intervals first <= j < last, `weight` units alike."""

    first: Integers
    last: Integers
    weight: Floats


def _innermost(lower: Floats, upper: Floats) -> tuple[Floats, Floats, _Cells]:
    """Find the innermost intervals and which of them each observation covers.

    At one time an exact start comes before an end, and an end before an open start: codes 3k, 3k + 1, 3k + 2.
    An end makes an innermost interval with the last start before it, if no other end lies between (Peto 1973).
    """
    times = np.unique(np.concatenate([lower, upper]))
    starts = 3 * np.searchsorted(times, lower) + np.where(lower == upper, 0, 2)
    ends = 3 * np.searchsorted(times, upper) + 1
    distinct, stops = np.unique(starts), np.unique(ends)
    begins = distinct[np.searchsorted(distinct, stops) - 1]
    is_inner = begins > np.concatenate([[-1], stops[:-1]])
    begins, stops = begins[is_inner], stops[is_inner]
    covered = np.stack([np.searchsorted(begins, starts), np.searchsorted(stops, ends, "right")])
    (first, last), weight = np.unique(covered, axis=1, return_counts=True)
    return times[begins // 3], times[stops // 3], _Cells(first, last, weight.astype(float))


def _masses(cells: _Cells, count: int) -> Floats:
    """Maximise the likelihood over the masses of `count` innermost intervals by EM steps and ICM steps in turn.

    Stops by the Karush-Kuhn-Tucker conditions: the gradient is n where mass lies and no higher elsewhere; its greatest
    excess over n bounds how far the log-likelihood is from its maximum, as it is concave. EM alone never empties an
    interval and never refills an empty one; ICM does both. Source: Wellner & Zhan (1997), JASA 92, 945-959.
    """
    units = cells.weight.sum()
    mass = np.full(count, 1 / count)
    for _ in range(MOST_ROUNDS):
        gradient = _gradient(mass, cells)
        if gradient.max() <= units * (1 + TOLERANCE):
            return mass
        mass = _convex_minorant_step(mass * gradient / units, cells)
    message = f"the Turnbull estimate did not settle in {MOST_ROUNDS} rounds: round the hours and try again"
    raise KitError(message)


def _pulls(mass: Floats, cells: _Cells) -> tuple[Floats, Floats]:
    """Give each observation's weight over its probability, summed by its first and by its last interval."""
    pull = cells.weight / _probabilities(mass, cells)
    size = len(mass) + 1
    opening, closing = np.bincount(cells.first, pull, size), np.bincount(cells.last, pull, size)
    return opening.astype(float), closing.astype(float)


def _probabilities(mass: Floats, cells: _Cells) -> Floats:
    """Sum the mass that each observation covers."""
    total = np.concatenate([[0.0], np.cumsum(mass)])
    return np.asarray(total[cells.last] - total[cells.first])


def _gradient(mass: Floats, cells: _Cells) -> Floats:
    """Give the slope of the log-likelihood in each mass."""
    opening, closing = _pulls(mass, cells)
    return np.asarray(np.cumsum(opening - closing)[:-1])


def _log_likelihood(mass: Floats, cells: _Cells) -> float:
    """Give the log-likelihood, minus infinity where an observation covers no mass."""
    probabilities = _probabilities(mass, cells)
    return float(cells.weight @ np.log(probabilities)) if (probabilities > 0).all() else -np.inf


def _convex_minorant_step(mass: Floats, cells: _Cells) -> Floats:
    """Move towards the iterative convex minorant as far as the likelihood does not fall (Jongbloed 1998)."""
    way = _convex_minorant(mass, cells) - mass
    least = _log_likelihood(mass, cells)
    for halving in range(20):
        tried = mass + way * float(0.5**halving)
        if _log_likelihood(tried, cells) >= least:
            return tried
    return mass


def _convex_minorant(mass: Floats, cells: _Cells) -> Floats:
    """Give the masses whose running sum best fits a Newton step of it, curvature as weight, never falling."""
    opening, closing = _pulls(mass, cells)
    again = _Cells(cells.first, cells.last, cells.weight / _probabilities(mass, cells))
    curvature: Floats = np.add(*_pulls(mass, again))[1:-1]
    newton = np.cumsum(mass)[:-1] + (closing - opening)[1:-1] / curvature
    rising = np.clip(_isotonic(newton, curvature), 0, 1)
    return np.asarray(np.diff(rising, prepend=0.0, append=1.0))


def _isotonic(values: Floats, weights: Floats) -> Floats:
    """Fit the closest never-falling sequence by pooling adjacent violators (Ayer et al. 1955)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, total, size = value, weight, 1
        while pools and pools[-1][0] >= mean:
            before, heavy, many = pools.pop()
            mean = (before * heavy + mean * total) / (heavy + total)
            total, size = heavy + total, many + size
        pools.append((mean, total, size))
    return np.repeat([mean for mean, _, _ in pools], [size for _, _, size in pools]).astype(float)
