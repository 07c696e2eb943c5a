"""The interval-censored estimators give the published answers, satisfy the conditions of a maximum, and refuse nonsense."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines.fitters.npmle import npmle

from kit.errors import BadInput
from kit.estimators.survival import kaplan_meier
from kit.estimators.turnbull import _isotonic, turnbull, turnbull_quantiles

Rows = list[tuple[float, float | None]]

quick = settings(max_examples=40, deadline=None, derandomize=True, database=None)
widths = st.one_of(st.none(), st.integers(0, 5))
intervals = st.lists(st.tuples(st.integers(0, 8), widths), min_size=1, max_size=25).map(
    lambda rows: [(lower, None if width is None else lower + width) for lower, width in rows]
)

# Months to breast retraction, Finkelstein & Wolfe (1985), Biometrics 41, 933-945; "." is an open end.
RADIOTHERAPY = """
45 . 25 37 37 . 6 10 46 . 0 5 0 7 26 40 18 . 46 . 46 . 24 . 46 . 27 34 36 . 7 16 36 44 5 11 17 . 46 . 19 35 7 14 36 48
17 25 37 44 37 . 24 . 0 8 40 . 32 . 4 11 17 25 33 . 15 . 46 . 19 26 11 15 11 18 37 . 22 . 38 . 34 . 46 . 5 12 36 . 46 .
"""
WITH_CHEMOTHERAPY = """
8 12 0 5 30 34 0 22 5 8 13 . 24 31 12 20 10 17 17 27 11 . 8 21 17 23 33 40 4 9 24 30 31 . 11 . 16 24 13 39 14 19 13 . 19
32 4 8 11 13 34 . 34 . 16 20 13 . 30 36 18 25 16 24 18 24 17 26 35 . 16 60 32 . 15 22 35 39 23 . 11 17 21 . 44 48 22 32
11 20 14 17 10 35 48 .
"""


def frame_of(rows: Rows) -> pl.DataFrame:
    """Make a frame of (lower_hours, upper_hours)."""
    return pl.DataFrame(rows, schema={"lower_hours": pl.Float64, "upper_hours": pl.Float64}, orient="row")


def months(text: str) -> pl.DataFrame:
    """Read pairs of bounds."""
    values = [None if value == "." else float(value) for value in text.split()]
    return frame_of(list(zip(values[::2], values[1::2], strict=True)))


def random_intervals(seed: int, size: int = 60) -> pl.DataFrame:
    """Draw exact times, visits that bracket a time, and open ends, with many ties."""
    draw = np.random.default_rng(seed)
    time, last = np.ceil(draw.exponential(8, size)), np.floor(draw.uniform(0, 3, size))
    gap, exact = draw.integers(1, 6, size), draw.random(size) < 0.2
    lower = np.where(exact, time, np.maximum(time - 1 - last, 0))
    upper = np.where(exact, time, np.maximum(time, lower + gap))
    return frame_of(
        [(a, None if open_ else b) for a, b, open_ in zip(lower, upper, draw.random(size) < 0.3, strict=True)]
    )


def covered(rows: Rows, t: float) -> list[bool]:
    """Tell which units could have been restored exactly at t."""
    return [
        lower == t if lower == upper else lower < t <= (np.inf if upper is None else upper) for lower, upper in rows
    ]


@pytest.mark.parametrize(
    ("text", "units", "ends", "masses"),
    [
        (
            RADIOTHERAPY,
            46,
            [(4, 5), (6, 7), (7, 8), (11, 12), (24, 25), (33, 34), (38, 40), (46, 48)],
            [0.0463, 0.0334, 0.0887, 0.0708, 0.0926, 0.0818, 0.1209, 0.4656],
        ),
        (
            WITH_CHEMOTHERAPY,
            48,
            [(4, 5), (5, 8), (11, 12), (16, 17), (18, 19), (19, 20), (24, 25), (30, 31), (35, 36), (44, 48), (48, 60)],
            [0.0433, 0.0433, 0.0692, 0.1454, 0.1411, 0.1157, 0.0999, 0.0709, 0.1608, 0.0552, 0.0552],
        ),
    ],
)
def test_breast_retraction_has_its_published_estimate(
    text: str, units: int, ends: list[tuple[float, float]], masses: list[float]
) -> None:
    """Intervals and masses are those of Fay & Shaw (2010), J. Stat. Softw. 36(2), R package interval."""
    data = months(text)
    found = turnbull(data)

    assert units == data.height
    assert ends == found.select("lower_hours", "upper_hours").rows()
    assert masses == found["mass"].round(4).to_list()


@pytest.mark.parametrize("seed", range(6))
def test_masses_satisfy_the_conditions_of_the_maximum(seed: int) -> None:
    """The likelihood's slope is n where mass lies and no higher at any other time (Karush, Kuhn & Tucker)."""
    data = random_intervals(seed)
    found, rows = turnbull(data), data.rows()
    inside = found["upper_hours"].fill_null(1e6).to_list()
    chances = np.array([covered(rows, t) for t in inside]).T @ found["mass"].to_numpy()
    grid = np.arange(0, 80, 0.5)
    slopes = np.array([covered(rows, t) for t in [*inside, *grid]]) @ (1 / chances)

    np.testing.assert_allclose(slopes[: len(inside)], data.height, rtol=1e-6)
    assert slopes.max() <= data.height * (1 + 1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_masses_agree_with_lifelines(seed: int) -> None:
    """Masses are those of lifelines, whose intervals are closed: ours open half an hour later there."""
    data = random_intervals(seed)
    lower, upper = data["lower_hours"].to_numpy(), data["upper_hours"].fill_null(np.inf).to_numpy()
    masses, ends = npmle(np.where(lower == upper, lower, lower + 0.5), upper, tol=1e-12)
    known = {end.right: mass for end, mass in zip(ends, masses, strict=True) if mass > 1e-4}

    assert list(known) == turnbull(data)["upper_hours"].fill_null(np.inf).to_list()
    assert pytest.approx(list(known.values()), abs=2e-4) == turnbull(data)["mass"].to_list()


@quick
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30))
def test_exact_and_right_censored_times_give_the_kaplan_meier_curve(rows: list[tuple[float, bool]]) -> None:
    """Without true intervals the two estimates are one."""
    exact = turnbull(frame_of([(t, t if ended else None) for t, ended in rows])).drop_nulls("upper_hours")
    curve = kaplan_meier(pl.DataFrame(rows, schema=["hours", "is_restored"], orient="row")).filter(
        pl.col("restored") > 0
    )

    assert curve["hours"].to_list() == exact["upper_hours"].to_list()
    assert pytest.approx(curve["still_down"].to_list(), abs=1e-7) == exact["still_down_at_upper"].to_list()


@quick
@given(intervals)
def test_order_of_rows_and_copies_of_all_rows_leave_the_estimate(rows: Rows) -> None:
    """Turned round the data give the same rows; with every row twice, the same masses."""
    found, twice = turnbull(frame_of(rows)), turnbull(frame_of(rows * 2))

    assert found.equals(turnbull(frame_of(rows[::-1])))
    assert pytest.approx(found["mass"].to_list(), abs=1e-6) == twice["mass"].to_list()


@quick
@given(intervals)
def test_masses_sum_to_one_and_the_curve_falls_by_them(rows: Rows) -> None:
    """From 1 before the first interval the curve falls by each mass; an open end leaves its last value unknown."""
    found = turnbull(frame_of(rows))
    before = 1 - found["mass"].cum_sum().shift(1, fill_value=0)

    assert pytest.approx(1) == found["mass"].sum()
    assert pytest.approx(before.to_list()) == found["still_down_at_lower"].to_list()
    assert found["upper_hours"].is_null().to_list() == found["still_down_at_upper"].is_null().to_list()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(0, 2), (1, 3)], [(1, 2, 1.0)]),
        ([(0, 1), (1, 2)], [(0, 1, 0.5), (1, 2, 0.5)]),
        ([(0, 1), (1, 1)], [(1, 1, 1.0)]),
        ([(1, 1), (1, 2)], [(1, 1, 0.5), (1, 2, 0.5)]),
        ([(3, None), (1, None)], [(3, None, 1.0)]),
        ([(0, 0), (0, 4)], [(0, 0, 0.5), (0, 4, 0.5)]),
        ([(0, 5), (1, 2), (3, 4)], [(1, 2, 0.5), (3, 4, 0.5)]),
    ],
)
def test_innermost_intervals_are_open_to_the_left(
    rows: Rows, expected: list[tuple[float, float | None, float]]
) -> None:
    """(0, 1] and (1, 2] share no time, (0, 1] and exactly 1 do, exactly 1 and (1, 2] do not."""
    assert expected == turnbull(frame_of(rows)).select("lower_hours", "upper_hours", pl.col("mass").round(6)).rows()


def test_groups_are_estimated_apart() -> None:
    """Each group's rows are those that it has alone, sorted by group."""
    ours, theirs = random_intervals(1), random_intervals(2)
    both = pl.concat([theirs.with_columns(by=pl.lit("b")), ours.with_columns(by=pl.lit("a"))])

    assert turnbull(ours).equals(turnbull(both, "by").filter(pl.col("by") == "a").drop("by"))
    assert ["a", "b"] == turnbull(both, "by")["by"].unique(maintain_order=True).to_list()


def test_quantile_is_the_interval_where_the_curve_falls_to_it() -> None:
    """Half are restored in (38, 40] with radiotherapy alone; where the end is open, the quantile is too."""
    rows: Rows = [(0, 1), (2, 3), (3, None), (4, None)]

    assert [(0.5, 38, 40), (0.9, 46, 48)] == turnbull_quantiles(months(RADIOTHERAPY)).rows()
    assert [(0.5, 2, 3), (0.75, 4, None)] == turnbull_quantiles(frame_of(rows), p=[0.75, 0.5]).rows()


def test_isotonic_fit_pools_adjacent_violators() -> None:
    """3 (weight 1) before 1 (weight 3) pools to 1.5, which the 1.2 before does not exceed."""
    fitted = _isotonic(np.array([1.2, 3.0, 1.0, 4.0]), np.array([1.0, 1.0, 3.0, 1.0]))

    assert [1.2, 1.5, 1.5, 4.0] == fitted.tolist()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(1, 2), (3, 2)], r"upper_hours is 2.0 in row 1 \(counted from 0\): it ends before its own lower_hours"),
        ([(-1, 2)], r"lower_hours is -1.0 in row 0"),
        ([(None, 2)], r"lower_hours is NULL in row 0"),
        ([(0, float("nan"))], r"upper_hours is nan in row 0"),
        ([(0, float("inf"))], r"upper_hours is inf in row 0 .*NULL where the end is open"),
        ([], r"the frame has no rows"),
    ],
)
def test_bad_intervals_are_refused(rows: Rows, message: str) -> None:
    """The message names the first bad row, what it holds, and what to do."""
    with pytest.raises(BadInput, match=message) as caught:
        turnbull(frame_of(rows))
    assert "\n" not in str(caught.value)


def test_missing_bounds_and_impossible_settings_are_refused() -> None:
    """Both bounds are needed, and shares lie between 0 and 1."""
    with pytest.raises(BadInput, match="no column upper_hours: it has lower_hours"):
        turnbull(pl.DataFrame({"lower_hours": [1.0]}))
    with pytest.raises(BadInput, match="p is 0"):
        turnbull_quantiles(frame_of([(0, 1)]), p=0)
