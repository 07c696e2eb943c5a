"""A bound holds whatever the true times are: of simulated reports the sample's own quantiles never leave it, and it is as close as can be."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import BadInput
from kit.estimators.bounds import quantile_bounds
from kit.estimators.turnbull import turnbull_quantiles

LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
NEVER = np.inf

quick = settings(max_examples=200, deadline=None, derandomize=True, database=None)
units = st.lists(
    st.tuples(
        st.one_of(st.integers(0, 12), st.just(NEVER)),  # the true time
        st.integers(0, 12),  # how far the lower end lies before it
        st.one_of(st.integers(0, 12), st.just(NEVER)),  # how far the upper end lies after it
    ),
    min_size=1,
    max_size=25,
)


def frame_of(lower: np.ndarray, upper: np.ndarray) -> pl.DataFrame:
    """Make a frame of ends, NULL for an open one."""
    ends = pl.DataFrame({"lower_hours": np.asarray(lower, float), "upper_hours": np.asarray(upper, float)})
    return ends.with_columns(pl.when(pl.col("upper_hours").is_finite()).then("upper_hours"))


def reported(seed: int, size: int) -> tuple[np.ndarray, pl.DataFrame]:
    """Draw true times and what is reported of them: to the minute, to the day, by visits, last seen down, or nothing at all."""
    draw = np.random.default_rng(seed)
    true = np.where(draw.random(size) < 0.1, NEVER, np.round(draw.lognormal(2.5, 1.2, size), 1))
    seen = np.where(np.isfinite(true), true, 500.0)
    before, after = draw.uniform(0, 1, size) * seen, seen + draw.exponential(20, size)
    lower, upper = np.stack(
        [[seen, seen], [24 * (seen // 24), 24 * (seen // 24) + 24], [before, after], [before, after * NEVER]]
    )[draw.integers(0, 4, size), :, range(size)].T
    return true, frame_of(np.where(draw.random(size) < 0.1, 0, lower), np.where(np.isfinite(true), upper, NEVER))


def middle(true: np.ndarray, p: float) -> list[float]:
    """Give every convention's quantile: the first time by which the share was back, the last at which no more was, and their mean."""
    ordered = np.sort(true)
    place = round(len(true) * p, 9)
    first = ordered[int(np.ceil(place)) - 1]
    last = ordered[int(place)] if place == int(place) else first
    return [first, (first + last) / 2, last]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 8, 11, 20, 50, 100])
def test_no_quantile_of_a_simulated_sample_leaves_its_bounds(size: int) -> None:
    """Of 100 samples, vague, censored and partly silent, all have their own quantiles within the bounds, by every convention."""
    for seed in range(100):
        true, frame = reported(1000 * size + seed, size)
        for p, _, low, high in quantile_bounds(frame, p=LEVELS).iter_rows():
            assert all(low <= value <= (NEVER if high is None else high) for value in middle(true, p))


def test_the_innermost_interval_is_no_bound() -> None:
    """Turnbull's innermost interval leaves the sample's own median outside more often than not: it is an estimate."""
    held = 0
    for seed in range(50):
        true, frame = reported(seed, 50)
        _, low, high = turnbull_quantiles(frame, p=0.5).row(0)
        held += low <= middle(true, 0.5)[1] <= (NEVER if high is None else high)

    assert held < 25


@quick
@given(units)
def test_bounds_hold_and_are_reached(rows: list[tuple[float, int, float]]) -> None:
    """Whatever the intervals, the true quantile lies within; with all units at their lower or upper ends it lies on the bound."""
    true = np.array([row[0] for row in rows])
    lower = np.array([max(0.0, min(row[0], 40) - row[1]) for row in rows])
    upper = np.maximum(true, lower) + np.array([row[2] for row in rows])
    for p, _, low, high in quantile_bounds(frame_of(lower, upper), p=LEVELS).iter_rows():
        highest = NEVER if high is None else high

        assert all(low <= value <= highest for value in middle(true, p))
        assert (low, highest) == (middle(lower, p)[0], middle(upper, p)[2])


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    """Of 10 and 12 hours half are back from 10 on, and no more than half until 12: both are medians, and what lies between."""
    found = quantile_bounds(frame_of(np.array([12, 10]), np.array([12, 10])), p=0.5)

    assert [(0.5, 10, 10, 12)] == found.rows()


def test_the_median_of_an_odd_number_is_one_time() -> None:
    """Of 1, 5 and 30 hours half are back after 5; nine tenths when all are."""
    times = np.array([30, 1, 5])

    assert [(0.5, 5, 5, 5), (0.9, 30, 30, 30)] == quantile_bounds(frame_of(times, times)).rows()


def test_twelve_vague_intervals_allow_what_they_allow() -> None:
    """Three dated within a day, two to the minute, seven of which nobody tells the end: 2 hours or more, perhaps never."""
    lower = np.array([72, 0, 24, 30.2, 73.9, 0, 0, 1, 1, 2, 72, 96])
    upper = np.array([96, 24, 48, 30.2, 73.9, *[NEVER] * 7])

    assert [(0.5, None, 2, None)] == quantile_bounds(frame_of(lower, upper), p=0.5).rows()


def test_unknown_units_count_as_back_at_any_time_or_never() -> None:
    """Two exact times and one without a word of an end: the median of all three is 2 hours or more, at most 8 if it was back before."""
    found = quantile_bounds(frame_of(np.array([2, 8, 0]), np.array([2, 8, NEVER])), p=[0.5, 0.9])

    assert [(0.5, None, 2, 8), (0.9, None, 8, None)] == found.rows()


def test_a_time_known_to_the_minute_is_exact() -> None:
    """From 3 h 24 min to 3 h 26 min is one time; 3 to 4 hours is none."""
    minute, hour = (
        quantile_bounds(frame_of(np.array([low]), np.array([high])), p=0.5) for low, high in ((3.4, 3.43), (3, 4))
    )

    assert ([3.43], [None]) == (minute["hours"].to_list(), hour["hours"].to_list())


def test_groups_are_bounded_apart() -> None:
    """Each group has bounds of its own, sorted by group and share."""
    frame = frame_of(np.array([1, 2, 9]), np.array([1, 4, 9])).with_columns(by=pl.Series(["b", "b", "a"]))

    assert [("a", 0.5, 9, 9, 9), ("b", 0.5, 1, 1, 4)] == quantile_bounds(frame, "by", 0.5).rows()


def test_what_is_no_interval_is_refused() -> None:
    """An interval that ends before it begins is named with its row."""
    with pytest.raises(BadInput, match=r"upper_hours is 1\.0 in row 0"):
        quantile_bounds(frame_of(np.array([2]), np.array([1])))
