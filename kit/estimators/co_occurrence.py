"""What is down together: hours shared by two providers or two components, set against what is by chance.

A circular shift moves one history around the time in which both were watched. It keeps how often and how long each is down, and how its incidents
cluster; only what ties it to the other is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kit.errors import BadInput, NotFound
from kit.estimators.incidents import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kit.estimators.inputs import Floats

UNITS = ("provider", "component")
MOST_COMPONENTS, LEAST_INCIDENTS = 12, 5
"""Components that are paired: those with the most incidents, if they have so many. More pairs would drown what is there in what is by chance."""

_PAIR = {
    "by": pl.String,
    "provider": pl.String,
    "component": pl.String,
    "other_provider": pl.String,
    "other_component": pl.String,
    "watched_hours": pl.Float64,
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


def co_occurring(histories: pl.DataFrame, by: str, shifts: int, seed: int) -> pl.DataFrame:
    """Set the hours that two were down together against what is by chance: one of them shifted around the time in which both were watched.

    `p_value` is (1 + shifts with as many hours) / (1 + shifts), `p_adjusted` the same for all pairs together (Holm 1979). NULL, with `why`, for a pair
    that cannot be tested. Raises NotFound for another `by`, BadInput for no shift.
    """
    if by not in UNITS:
        what = "unit of co-occurrence"
        raise NotFound(what, by, UNITS)
    if shifts < 1:
        msg = f"shifts is {shifts}: give the number of shifts to draw, such as 1999"
        raise BadInput(msg)
    units = histories.filter(pl.col("kind") == by)
    if by == "component":
        units = units.filter(pl.col("incidents") >= LEAST_INCIDENTS).head(MOST_COMPONENTS)
    pairs = [_pair(a, b, shifts, seed) for a, b in _pairs([History.of(row) for row in units.rows(named=True)], by)]
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


def _pair(a: History, b: History, shifts: int, seed: int) -> tuple[Any, ...]:
    """Test one pair within the time in which both were watched."""
    knots, watched = _common(a.watched, b.watched)
    ours, theirs = (_on_clock(one.down, knots) for one in (a, b))
    hours, others = (float((down[1] - down[0]).sum()) for down in (ours, theirs))
    known = ("component" if a.name[1] else "provider", *a.name, *b.name, watched, hours, others)
    why = (
        "never watched at the same time"
        if not watched
        else None
        if hours and others
        else "one of them had no incident in that time"
    )
    if why:
        return *known, None, None, None, None, len(a.reports & b.reports), None, None, why
    both, null = _shifted(ours, theirs, watched, shifts, seed)
    p_value = (1 + int((null >= both - 1e-9).sum())) / (1 + shifts)
    low, high = np.quantile(null, [0.025, 0.975]).tolist()
    return *known, both, hours * others / watched, low, high, len(a.reports & b.reports), shifts, p_value, None


def _common(a: Floats, b: Floats) -> tuple[Floats, float]:
    """Give the windows that two histories share as knots of a clock that stands still outside them, and its last time."""
    cuts = np.array([(max(s, t), min(e, f)) for s, e in a.T for t, f in b.T if max(s, t) < min(e, f)]).reshape(-1, 2)
    length = np.concatenate([[0.0], np.cumsum(cuts[:, 1] - cuts[:, 0])])
    return np.array([cuts.ravel(), np.repeat(length, 2)[1:-1]]), float(length[-1])


def _on_clock(down: Floats, knots: Floats) -> Floats:
    """Give the times on the common clock; what falls outside of it vanishes."""
    if not knots.size:
        return np.zeros((2, 0))
    moved = np.interp(down, *knots)
    return np.asarray(moved[:, moved[1] > moved[0]])


def _shifted(a: Floats, b: Floats, watched: float, shifts: int, seed: int) -> tuple[float, Floats]:
    """Give the hours that two share, and the hours they share after each shift of the one with fewer episodes around the clock."""
    still, moving = (a, b) if a.shape[1] >= b.shape[1] else (b, a)
    times, total = (
        np.concatenate([[0.0], still.T.ravel(), [watched]]),
        np.concatenate([[0.0], np.cumsum(still[1] - still[0])]),
    )
    so_far = np.repeat(total, 2)
    drawn = np.concatenate([[0.0], np.random.default_rng(seed).uniform(0, watched, shifts)])

    def down_until(moment: Floats) -> Floats:
        rounds = np.floor(moment / watched)
        return np.asarray(np.interp(moment - rounds * watched, times, so_far) + rounds * total[-1])

    shared = (down_until(moving[1] + drawn[:, None]) - down_until(moving[0] + drawn[:, None])).sum(axis=1)
    return float(shared[0]), shared[1:]


def _holm(p_values: pl.Series) -> pl.Series:
    """Adjust p-values for being many: Holm's step-down, valid however the tests depend on each other."""
    p = p_values.drop_nulls().sort()
    rising = (p * (len(p) - pl.int_range(len(p), eager=True))).clip(0, 1).cum_max()
    steps = dict(zip(p, rising, strict=True))  # of equal p-values the last counts, the largest
    return pl.Series([None if value is None else steps[value] for value in p_values], dtype=pl.Float64)
