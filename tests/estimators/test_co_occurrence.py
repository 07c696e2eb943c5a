"""What is down together is set against shifts by whole weeks: they keep the clock, so that a shared clock alone is no tie."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from kit.estimators import co_occurrence
from kit.estimators.co_occurrence import WEEK, History, co_occurring

if TYPE_CHECKING:
    from collections.abc import Sequence

Times = list[tuple[float, float]]
YEAR = 52 * WEEK


def row(down: Times, watched: Times, name: str = "a") -> dict[str, Any]:
    """Give a row of the histories by hand, in hours."""
    (starts, ends), (opens, closes) = (
        [list(side) for side in zip(*times, strict=True)] or [[], []] for times in (down, watched)
    )
    known = {"kind": "provider", "provider": name, "component": None, "incidents": 9, "reports": [name]}
    left = dict.fromkeys(("maintenance", "flagged", "undated", "quarantined"), 0)
    return known | {"starts": starts, "ends": ends, "opens": opens, "closes": closes, "sources": []} | left


def pair(first: Times, second: Times, watched: Times | None = None, other: Times | None = None) -> dict[str, Any]:
    """Test one pair, both watched for a year unless told."""
    year = [(0.0, YEAR)]
    histories = [row(first, watched or year), row(second, other or watched or year, "b")]
    return co_occurring(pl.DataFrame(histories, infer_schema_length=None), "provider").row(0, named=True)


def weekly(hour: float, weeks: Sequence[int], hours: float = 2.0) -> Times:
    """Give an incident at one hour of each of some weeks."""
    return [(WEEK * week + hour, WEEK * week + hour + hours) for week in weeks]


def test_hours_together_are_counted_in_whole_weeks_that_both_were_watched() -> None:
    """Watched together from 18 h on for 30 weeks and a day: 30 weeks count, in them 2 hours together of 2 and 22."""
    found = pair([(10, 20)], [(15, 40)], [(0, 9999)], [(18, 18 + 30 * WEEK + 24)])

    assert (30, 30 * WEEK, 2.0, 22.0, 2.0, 29) == tuple(
        found[name] for name in ("weeks", "watched_hours", "hours", "other_hours", "both_hours", "shifts")
    )


def test_what_fails_together_in_the_same_weeks_is_more_than_chance() -> None:
    """Five outages in the same five of 52 weeks, of no pattern: no other shift shares as much, and p is 1 of 52."""
    times = weekly(9, [2, 3, 11, 27, 40])

    assert pytest.approx(1 / 52) == pair(times, times)["p_value"]


def test_a_shared_clock_alone_is_no_tie() -> None:
    """Both fail each Monday at nine: every shift shares as many hours, p is 1, and chance gives what was seen."""
    every = weekly(9, range(52))
    found = pair(every, every)

    assert (1.0, 104.0, 104.0) == (found["p_value"], found["both_hours"], found["chance_hours"])


def test_what_never_fails_together_is_not() -> None:
    """No hour shared: every shift shares as many, and p is 1."""
    assert 1.0 == pair([(10, 20)], [(50, 60)])["p_value"]


def test_chance_is_the_mean_of_all_shifts() -> None:
    """One hour in one of 52 weeks, and the same hour in 13: a shift meets it in a quarter of the weeks."""
    found = pair(weekly(9, [4], 1), weekly(9, range(0, 52, 4), 1))

    assert pytest.approx((1.0, 0.25)) == (found["both_hours"], found["chance_hours"])
    assert pytest.approx(13 / 52) == found["p_value"]


def test_an_incident_that_is_shifted_over_the_end_goes_on_at_the_beginning() -> None:
    """Two hours across the tenth week's end meet the first and the last hour of the year by one shift of 52."""
    found = pair([(10 * WEEK - 1, 10 * WEEK + 1)], [(0.0, 1.0), (YEAR - 1, YEAR)])

    assert pytest.approx((0, 2 / 52)) == (found["both_hours"], found["chance_hours"])


def test_a_gap_in_the_watch_keeps_the_hours_of_the_week() -> None:
    """Watched for 15 weeks, not for 10 days, then for 15: a week counts where it is whole, each from the same hour of the week."""
    later = 15 * WEEK + 240
    watched = [(0.0, 15 * WEEK), (later, later + 15 * WEEK)]
    weeks = co_occurrence._whole_weeks(*[History.of(row([], watched)).watched] * 2)

    assert 29 == weeks.shape[1]
    assert {0.0} == set((weeks[0] % WEEK).tolist())
    assert 29 == pair(weekly(9, range(40)), weekly(9, range(40)), watched)["weeks"]


@pytest.mark.parametrize(
    ("second", "other", "why"),
    [
        ([(99910.0, 99920.0)], [(99900.0, 199900.0)], "never_together"),
        ([(9990.0, 9999.0)], [(0.0, YEAR)], "no_incident"),
        ([(10.0, 20.0)], [(0.0, 20 * WEEK + 167)], "few_weeks"),
    ],
)
def test_a_pair_that_cannot_be_tested_says_why(second: Times, other: Times, why: str) -> None:
    """Not watched together, no incident then, or 20 weeks, whose 19 shifts cannot tell: no p-value, and no 'independent' either."""
    found = pair([(10, 20)], second, [(0, 40 * WEEK)], other)

    assert (None, None, why) == (found["p_value"], found["p_adjusted"], found["why"])


def clocked(draw: np.random.Generator, weeks: int) -> Times:
    """Draw two incidents a week, four of five of them in working hours, more in some weeks than in others."""
    hour = np.arange(WEEK)
    is_working = (hour % 24 >= 9) & (hour % 24 < 18) & (hour < 120)
    at = 0.8 * is_working / is_working.sum() + 0.2 / WEEK
    luck = draw.gamma(2, 0.5, weeks)
    count = draw.poisson(2 * weeks)
    start = np.sort(
        WEEK * draw.choice(weeks, count, p=luck / luck.sum()) + draw.choice(int(WEEK), count, p=at) + draw.random(count)
    )
    end = np.minimum(
        start + draw.lognormal(0.5, 1, count), np.append(start[1:], WEEK * weeks)
    )  # none overlaps the next
    return list(zip(start.tolist(), end.tolist(), strict=True))


def test_independent_pairs_on_one_clock_are_called_tied_as_often_as_said() -> None:
    """Of 200 pairs that share working hours and nothing else, p is below 5 % in 2 to 8 of 100; shifts by any hour said so of a third."""
    draw = np.random.default_rng(2)
    p_values = [pair(clocked(draw, 52), clocked(draw, 52))["p_value"] for _ in range(200)]

    assert 0.02 <= np.mean(np.array(p_values) < 0.05) <= 0.08


def test_many_pairs_ask_for_more() -> None:
    """Holm: the smallest of three p-values counts thrice, the next twice and never less than the one before."""
    adjusted = co_occurrence._holm(pl.Series([0.01, None, 0.02, 0.5]))

    assert [0.03, None, 0.04, 0.5] == adjusted.round(6).to_list()
