"""What is down together: hours shared by two providers or two components, set against what is by chance.

A circular shift by whole weeks moves one history around the weeks in which both were watched. It keeps how often and how long each is down, how its
incidents cluster, and the clock: two that both fail in working hours are still laid upon each other in working hours. Only what ties this week of the
one to this week of the other is lost. Shifts by any time at all take the clock for a tie: in simulation they called 22 to 75 of 100 pairs that
share nothing but working hours more than chance, at a level of 5; whole weeks call 3 to 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kit.errors import NotFound
from kit.estimators.incidents import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kit.estimators.inputs import Floats

UNITS = ("provider", "component")
WEEK = 168.0
CLOSE = 1e-9  # hours, and weeks, that differ by less are one
LEAST_SHIFTS = 20
"""Fewer distinct shifts cannot bring a p-value below 5 %: such a pair is not tested (`few_weeks`)."""

MOST_COMPONENTS, LEAST_INCIDENTS = 12, 5
"""Components that are paired: those with the most incidents, if they have so many. More pairs would drown what is there in what is by chance."""

_PAIR = {
    "by": pl.String,
    "provider": pl.String,
    "component": pl.String,
    "other_provider": pl.String,
    "other_component": pl.String,
    "watched_hours": pl.Float64,
    "weeks": pl.Int64,
    "hours": pl.Float64,
    "other_hours": pl.Float64,
    "both_hours": pl.Float64,
    "chance_hours": pl.Float64,
    "chance_low_hours": pl.Float64,
    "chance_high_hours": pl.Float64,
    "shared_reports": pl.Int64,
    "shifts": pl.Int64,
    "p_value": pl.Float64,
    "why": pl.String,
}
_ORDER = ("p_value", "provider", "component", "other_provider", "other_component")


@dataclass(frozen=True)
class History:
    """When something was down and when anybody told: hours since 1970, merged and sorted."""

    name: tuple[str, str | None]
    reports: frozenset[str]
    down: Floats
    watched: Floats

    @classmethod
    def of(cls, row: dict[str, Any]) -> History:
        """Read a row of `co_occurrence.sql`; starts and ends become the rows of one array."""
        down, watched = (
            np.array([row[start], row[end]], dtype=float) for start, end in (("starts", "ends"), ("opens", "closes"))
        )
        return cls((row["provider"], row["component"]), frozenset(row["reports"]), down, watched)


def co_occurring(histories: pl.DataFrame, by: str) -> pl.DataFrame:
    """Set the hours that two were down together against what is by chance: one of them shifted by whole weeks, around those in which both were watched.

    Weeks are counted from the first hour in which both were watched; a week that was not watched whole is left out, hours and all. Each of the
    `shifts` = `weeks` - 1 shifts is made once, nothing is drawn: `p_value` is the share of the weeks' shifts, none included, that share as
    many hours (Lotwick & Silverman 1982, J. R. Statist. Soc. B 44, 406-413, shifts around a torus; here on a line closed to a circle).
    `chance_hours` is their mean, `chance_low_hours` and `chance_high_hours` hold 95 % of them. `p_adjusted` is the p-value for all pairs together
    (Holm 1979). NULL, with `why` (`never_together`, `no_incident`, `few_weeks`), for a pair that cannot be tested. Raises NotFound for another `by`.
    """
    if by not in UNITS:
        what = "unit of co-occurrence"
        raise NotFound(what, by, UNITS)
    units = histories.filter(pl.col("kind") == by)
    if by == "component":
        units = units.filter(pl.col("incidents") >= LEAST_INCIDENTS).head(MOST_COMPONENTS)
    pairs = [_pair(a, b) for a, b in _pairs([History.of(row) for row in units.rows(named=True)], by)]
    found = pl.DataFrame(pairs, schema=_PAIR, orient="row")
    left_out = histories.select(*LEFT_OUT, "sources").head(1)
    return (
        found.with_columns(p_adjusted=_holm(found["p_value"])).join(left_out, how="cross").sort(_ORDER, nulls_last=True)
    )


def _pairs(found: Sequence[History], by: str) -> Iterator[tuple[History, History]]:
    """Pair providers with each other, components with those of the same provider."""
    return (
        (a, b)
        for a, b in combinations(sorted(found, key=lambda one: (one.name[0], one.name[1] or "")), 2)
        if by == "provider" or a.name[0] == b.name[0]
    )


def _pair(a: History, b: History) -> tuple[Any, ...]:
    """Test one pair within the whole weeks in which both were watched."""
    weeks = _whole_weeks(a.watched, b.watched)
    count = weeks.shape[1]
    ours, theirs = (_on_clock(one.down, _knots(weeks)) for one in (a, b))
    hours, others = (float((down[1] - down[0]).sum()) for down in (ours, theirs))
    known = ("component" if a.name[1] else "provider", *a.name, *b.name, WEEK * count, count, hours, others)
    why = _untestable(count, hours, others, is_met=_common(a.watched, b.watched).size > 0)
    if why:
        return *known, None, None, None, None, len(a.reports & b.reports), None, None, why
    shared = _shifted(ours, theirs, count)
    p_value = float((shared >= shared[0] - CLOSE).mean())
    low, high = np.quantile(shared, [0.025, 0.975]).tolist()
    together = (float(shared[0]), float(shared.mean()), low, high)
    return *known, *together, len(a.reports & b.reports), count - 1, p_value, None


def _untestable(weeks: int, hours: float, others: float, *, is_met: bool) -> str | None:
    """Say by a code why a pair cannot be tested."""
    if not is_met:
        return "never_together"
    if weeks <= LEAST_SHIFTS:
        return "few_weeks"
    return None if hours and others else "no_incident"


def _common(a: Floats, b: Floats) -> Floats:
    """Give the windows that two histories share, starts above ends."""
    cuts = [(max(s, t), min(e, f)) for s, e in a.T for t, f in b.T if max(s, t) < min(e, f)]
    return np.array(cuts, dtype=float).reshape(-1, 2).T


def _whole_weeks(a: Floats, b: Floats) -> Floats:
    """Give the weeks, counted from the first hour that two histories share, of which they share every hour."""
    shared = _common(a, b)
    if not shared.size:
        return np.zeros((2, 0))
    first = shared.min()
    from_week, to_week = np.ceil((shared[0] - first) / WEEK - CLOSE), np.floor((shared[1] - first) / WEEK + CLOSE)
    numbers = [np.arange(start, end) for start, end in zip(from_week, to_week, strict=True)]
    starts = first + WEEK * np.concatenate(numbers)
    return np.array([starts, starts + WEEK])


def _knots(weeks: Floats) -> Floats:
    """Give a clock that runs in these weeks and stands still outside of them, as knots."""
    length = WEEK * np.arange(weeks.shape[1] + 1)
    return np.array([weeks.T.ravel(), np.repeat(length, 2)[1:-1]])


def _on_clock(down: Floats, knots: Floats) -> Floats:
    """Give the times on the common clock; what falls outside of it vanishes."""
    if not knots.size:
        return np.zeros((2, 0))
    moved = np.interp(down, *knots)
    return np.asarray(moved[:, moved[1] > moved[0]])


def _shifted(a: Floats, b: Floats, weeks: int) -> Floats:
    """Give the hours that two share, and those they share after each shift by whole weeks of the one with fewer episodes."""
    still, moving = (a, b) if a.shape[1] >= b.shape[1] else (b, a)
    watched = WEEK * weeks
    times, total = (
        np.concatenate([[0.0], still.T.ravel(), [watched]]),
        np.concatenate([[0.0], np.cumsum(still[1] - still[0])]),
    )
    so_far = np.repeat(total, 2)
    shifts = WEEK * np.arange(weeks)

    def down_until(moment: Floats) -> Floats:
        rounds = np.floor(moment / watched)
        return np.asarray(np.interp(moment - rounds * watched, times, so_far) + rounds * total[-1])

    return np.asarray((down_until(moving[1] + shifts[:, None]) - down_until(moving[0] + shifts[:, None])).sum(axis=1))


def _holm(p_values: pl.Series) -> pl.Series:
    """Adjust p-values for being many: Holm's step-down, valid however the tests depend on each other."""
    p = p_values.drop_nulls().sort()
    rising = (p * (len(p) - pl.int_range(len(p), eager=True))).clip(0, 1).cum_max()
    steps = dict(zip(p, rising, strict=True))  # of equal p-values the last counts, the largest
    return pl.Series([None if value is None else steps[value] for value in p_values], dtype=pl.Float64)
