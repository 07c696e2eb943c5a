"""The right-censored estimators give the published answers, agree with lifelines, and refuse what makes no sense."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from lifelines.utils import restricted_mean_survival_time
from scipy.stats import chi2

from kit.errors import BadInput
from kit.estimators.survival import chi_square_tail, kaplan_meier, log_rank, quantiles, restricted_mean

quick = settings(max_examples=40, deadline=None, derandomize=True, database=None)
units = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30)


def frame_of(rows: list[tuple[float, bool]]) -> pl.DataFrame:
    """Make a frame of (hours, is_restored)."""
    return pl.DataFrame(rows, schema={"hours": pl.Float64, "is_restored": pl.Boolean}, orient="row")


def random_units(seed: int, size: int = 200, tick: float = 1.0) -> pl.DataFrame:
    """Draw tied hours in ticks, late entries half a tick off them, three groups and forty clusters."""
    draw = np.random.default_rng(seed)
    entry = np.where(draw.random(size) < 0.5, 0, draw.integers(1, 5, size) - 0.5)
    hours = (np.ceil(entry + draw.exponential(8, size)) + 1) * tick
    group, cluster = draw.integers(0, 3, size), draw.integers(0, 40, size)
    columns = {"hours": hours, "is_restored": draw.random(size) < 0.6, "entry_hours": entry}
    return pl.DataFrame({**columns, "group": group, "cluster": cluster})


@pytest.fixture
def trial() -> pl.DataFrame:
    """Freireich et al. (1963), Blood 21, 699-716: weeks in remission of 21 children on 6-MP and 21 on placebo."""
    relapsed, censored = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    arms, ended = ["6-MP"] * 21 + ["placebo"] * 21, [True] * 9 + [False] * 12 + [True] * 21
    return pl.DataFrame({"arm": arms, "hours": relapsed + censored + placebo, "is_restored": ended})


def test_the_trial_of_6_mp_has_its_published_curve(trial: pl.DataFrame) -> None:
    """Times, numbers at risk and estimates are those of Klein & Moeschberger (2003), table 4.1."""
    curve = kaplan_meier(trial, "arm").filter(pl.col("restored") > 0, pl.col("arm") == "6-MP")

    assert [6, 7, 10, 13, 16, 22, 23] == curve["hours"].to_list()
    assert [21, 17, 15, 12, 11, 7, 6] == curve["at_risk"].to_list()
    assert [3, 1, 1, 1, 1, 1, 1] == curve["restored"].to_list()
    assert pytest.approx([0.857, 0.807, 0.753, 0.690, 0.628, 0.538, 0.448], abs=1e-3) == curve["still_down"].to_list()


def test_the_trial_has_its_published_medians(trial: pl.DataFrame) -> None:
    """The median is 23 weeks on 6-MP and 8 on placebo; no upper limit is reached on 6-MP."""
    medians = quantiles(trial, "arm", 0.5)

    assert [("6-MP", 0.5, 23, 13, None), ("placebo", 0.5, 8, 4, 11)] == medians.rows()


def test_the_trial_has_its_published_log_rank_test(trial: pl.DataFrame) -> None:
    """The arms differ by a log-rank statistic of 16.79 on one degree of freedom."""
    statistic, freedom, p_value = log_rank(trial, "arm").row(0)

    assert (16.79, 1) == (round(statistic, 2), freedom)
    assert pytest.approx(4.17e-5, rel=1e-2) == p_value


def test_the_trial_has_its_published_restricted_mean(trial: pl.DataFrame) -> None:
    """Within 35 weeks remission lasts 23.29 weeks on 6-MP, standard error 2.83, and 8.67 on placebo."""
    means = restricted_mean(trial, "arm", until_hours=35)
    width = (means["upper"] - means["lower"]) / (2 * 1.959964)

    assert [23.29, 8.67] == means["hours"].round(2).to_list()
    assert [2.83, 1.38] == width.round(2).to_list()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("is_late", [False, True])
def test_curve_and_limits_agree_with_lifelines(seed: int, is_late: bool) -> None:  # noqa: FBT001
    """With ties, and with and without late entries, the curve and its log-log limits are those of lifelines."""
    data = random_units(seed) if is_late else random_units(seed).drop("entry_hours")
    curve = kaplan_meier(data).filter(pl.col("still_down").is_between(0, 1, closed="none"))
    entry = data["entry_hours"].to_numpy() if is_late else None
    fitted = KaplanMeierFitter().fit(data["hours"].to_numpy(), data["is_restored"].to_numpy(), entry=entry)
    limits = fitted.confidence_interval_survival_function_.loc[curve["hours"].to_list()].to_numpy()

    np.testing.assert_allclose(fitted.predict(curve["hours"].to_list()), curve["still_down"], rtol=1e-9)
    np.testing.assert_allclose(limits, curve.select("lower", "upper"), rtol=1e-9)


def test_median_and_restricted_mean_agree_with_lifelines() -> None:
    """The median and the area under the curve of each group are those of lifelines."""
    data = random_units(7).drop("entry_hours")
    fits = [
        KaplanMeierFitter().fit(part["hours"], part["is_restored"]) for part in data.sort("group").partition_by("group")
    ]
    means = [restricted_mean_survival_time(fit, 6) for fit in fits]

    assert [fit.median_survival_time_ for fit in fits] == quantiles(data, "group", 0.5)["hours"].to_list()
    assert pytest.approx(means) == restricted_mean(data, "group", until_hours=6)["hours"].to_list()


def test_log_rank_of_three_groups_agrees_with_lifelines() -> None:
    """With ties and three groups the statistic and its p-value are those of lifelines."""
    data = random_units(11).drop("entry_hours")
    known = multivariate_logrank_test(
        data["hours"].to_numpy(), data["group"].to_numpy(), data["is_restored"].to_numpy()
    )
    statistic, freedom, p_value = log_rank(data, "group").row(0)

    assert 2 == freedom
    assert pytest.approx((known.test_statistic, known.p_value)) == (statistic, p_value)


def test_log_rank_counts_late_entries_only_after_they_enter() -> None:
    """At t a unit is at risk if entry < t <= hours: summed by hand over two groups, the statistic is the same."""
    data = random_units(5).filter(pl.col("group") < 2)
    excess = variance = 0.0
    for t in data.filter("is_restored")["hours"].unique():
        at = data.filter(pl.col("hours") >= t, pl.col("entry_hours") < t)
        mine, ended = at.filter(pl.col("group") == 0), at.filter(pl.col("is_restored"), pl.col("hours") == t).height
        part = mine.height / at.height
        excess += mine.filter(pl.col("is_restored"), pl.col("hours") == t).height - ended * part
        variance += ended * part * (1 - part) * (at.height - ended) / max(at.height - 1, 1)

    assert pytest.approx(excess**2 / variance) == log_rank(data, "group")["statistic"][0]


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 30])
def test_chi_square_tail_agrees_with_scipy(freedom: int) -> None:
    """The tail is that of the chi-square distribution, far out and near 0 too."""
    at = [0.0, 0.3, 5.0, 40.0, 400.0]

    assert pytest.approx(chi2.sf(at, freedom).tolist(), rel=1e-9) == [chi_square_tail(x, freedom) for x in at]


def test_last_censored_time_does_not_drop_the_curve() -> None:
    """A unit that is still down at the end keeps its share: 1 of 2 restored, 1 still down."""
    curve = kaplan_meier(frame_of([(3, True), (5, False)]))

    assert [(0, 2, 0, 1.0), (3, 2, 1, 0.5), (5, 1, 0, 0.5)] == curve.drop("lower", "upper").rows()


def test_group_without_a_restoration_stays_at_one() -> None:
    """Where all are still down the curve is 1, has no limits, and no share is reached."""
    data = frame_of([(3, False), (5, False)])

    assert [(1.0, None, None)] * 3 == kaplan_meier(data).select("still_down", "lower", "upper").rows()
    assert [(0.5, None, None, None)] == quantiles(data, p=0.5).rows()
    assert [(4.0, 4.0, None, None)] == restricted_mean(data, until_hours=4).rows()


def test_limits_are_null_once_everybody_is_restored() -> None:
    """At still_down = 0 the log-log transform is undefined, and the curve stays at 0."""
    curve = kaplan_meier(frame_of([(2, True), (3, True)]))

    assert [1.0, 0.5, 0.0] == curve["still_down"].to_list()
    assert [True, False, True] == curve["upper"].is_null().to_list()


def test_units_restored_at_once_drop_the_curve_at_hour_0() -> None:
    """The row for hour 0 is always there, once, and counts those who were restored at once."""
    curve = kaplan_meier(frame_of([(0, True), (0, False), (4, True), (4, False)]))

    assert [(0, 4, 1, 0.75), (4, 2, 1, 0.375)] == curve.drop("lower", "upper").rows()


def test_late_entries_are_not_at_risk_before_they_enter() -> None:
    """One unit is watched from the onset, one from hour 2 and one from hour 5: at risk are 1, then 2, then 2."""
    data = frame_of([(1, False), (4, True), (7, True), (7, False)]).with_columns(entry_hours=pl.Series([None, 0, 2, 5]))
    curve = kaplan_meier(data)

    assert [(0, 2, 1.0), (1, 2, 1.0), (4, 2, 0.5), (7, 2, 0.25)] == curve.select(
        "hours", "at_risk", "still_down"
    ).rows()


def test_unit_that_enters_at_a_restoration_is_not_yet_at_risk() -> None:
    """Entry at hour 4 comes after the restoration at hour 4."""
    data = frame_of([(4, True), (6, False), (9, True)]).with_columns(entry_hours=pl.Series([0, 0, 4]))

    assert [2, 2, 2, 1] == kaplan_meier(data)["at_risk"].to_list()


WORKED: list[tuple[str, list[tuple[float, bool]], list[float], list[float | None]]] = [
    (
        "every p meets a flat step: the middle of it, although 1 - 0.9 and the product differ by rounding",
        [(hour, True) for hour in range(1, 11)],
        [0.1, 0.25, 0.5, 0.9],
        [1.5, 3, 5.5, 9.5],
    ),
    ("half are back from 10 to 12", [(10, True), (12, True)], [0.1, 0.5, 0.75], [10, 11, 12]),
    (
        "flat to its end, where the last is seen down at 9",
        [(2, True), (3, True), (5, False), (9, False)],
        [0.25, 0.5, 0.75],
        [2.5, 6, None],
    ),
    (
        "no flat step is met once a unit is censored on it",
        [(2, True), (3, True), (4, False), (6, True), (9, True)],
        [0.25, 0.5, 0.75],
        [3, 6, 9],
    ),
    (
        "a censored time within the flat step does not move its middle",
        [(1, True), (2, True), (2.5, False), (3, True), (7, True), (8, True)],
        [1 / 3, 0.5],
        [2.5, 3],
    ),
    ("from hour 0 on", [(0, True), (0, False), (4, True), (4, False)], [0.25, 0.5, 0.625], [2, 4, 4]),
    (
        "maintained arm of the leukaemia trial (Miller 1997, Survival Analysis)",
        [
            (9, True), (13, True), (13, False), (18, True), (23, True), (28, False), (31, True), (34, True), (45, False),
            (48, True), (161, False),
        ],
        [0.1, 0.25, 0.5, 0.75, 0.9],
        [13, 18, 31, 48, None],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "p", "expected"), [case[1:] for case in WORKED], ids=[case[0] for case in WORKED])
def test_quantiles_are_those_of_r(rows: list[tuple[float, bool]], p: list[float], expected: list[float | None]) -> None:
    """Worked in R 4.2.2, survival 3.5-3: quantile(survfit(Surv(hours, restored) ~ 1, conf.type = "log-log"), p)."""
    assert pytest.approx(expected) == quantiles(frame_of(rows), p=p)["hours"].to_list()


def test_limits_of_quantiles_are_those_of_r() -> None:
    """The limits of the ten hourly units, as R gives them; NULL where a limit does not reach."""
    found = quantiles(frame_of([(hour, True) for hour in range(1, 11)]), p=[0.1, 0.25, 0.5, 0.75, 0.9])

    assert [(1, 3), (1, 6), (1, 8), (5, None), (7, None)] == found.select("lower", "upper").rows()


def test_quantile_beyond_the_curve_is_null() -> None:
    """Where 40 % are still down at the end, nobody knows when 90 % will be restored."""
    found = quantiles(frame_of([(1, True), (2, True), (3, True), (4, False), (5, False)]), p=[0.5, 0.9])

    assert [3, None] == found["hours"].to_list()


def test_restricted_mean_is_the_area_under_the_curve() -> None:
    """1 for an hour and 1/2 for two more are 2 hours; past the last censored time the area is unknown."""
    data = frame_of([(1, True), (4, False)])

    assert 2.0 == restricted_mean(data, until_hours=3)["hours"][0]
    assert [(5.0, None, None, None)] == restricted_mean(data, until_hours=5).rows()


def test_limits_of_the_restricted_mean_stay_within_0_and_the_end() -> None:
    """A mean of 1 hour within 3 from two units has limits that would leave 0 to 3; they are cut there."""
    means = restricted_mean(frame_of([(0, True), (0, True), (3, True)]), until_hours=3, confidence=0.999)

    assert [(1.0, 0.0, 3.0)] == means.select("hours", "lower", "upper").rows()


def test_restricted_mean_is_the_mean_where_all_were_restored() -> None:
    """Without censoring it is the mean of the hours, with the variance of a mean (divided by n)."""
    hours = [1.0, 2.0, 2.0, 7.0]
    mean = restricted_mean(frame_of([(hour, True) for hour in hours]), until_hours=50, confidence=0.6827)

    assert pytest.approx((3.0, 3.0 + np.std(hours) / 2), abs=1e-4) == (mean["hours"][0], mean["upper"][0])


def test_one_unit_a_cluster_gives_the_limits_of_greenwood() -> None:
    """The infinitesimal jackknife with every unit its own cluster equals Greenwood's variance (without late entries)."""
    data = random_units(3).drop("entry_hours").with_row_index("unit")
    plain, grouped = kaplan_meier(data, "group"), kaplan_meier(data, "group", cluster="unit")

    np.testing.assert_allclose(plain.drop("group"), grouped.drop("group", "limits_why"), rtol=1e-9)


def test_copies_in_one_cluster_tell_nothing_new() -> None:
    """Five copies of each unit, clustered by unit, give the limits of one copy; without clusters they look surer."""
    data = random_units(4, 60).with_row_index("unit")
    copies = pl.concat([data] * 5)
    once, clustered = kaplan_meier(data, cluster="unit"), kaplan_meier(copies, cluster="unit")

    np.testing.assert_allclose(once["lower"], clustered["lower"], rtol=1e-8)
    assert (kaplan_meier(copies)["lower"] >= clustered["lower"]).all()


def test_clustered_limits_are_those_of_the_influences_summed_by_hand() -> None:
    """V(t) is the sum over clusters of the squared sum of -(dN - Y d / n) / (n - d) over times up to t."""
    data = random_units(6, 80)
    hours, entry, ended = (data[name].to_numpy() for name in ("hours", "entry_hours", "is_restored"))
    plain = kaplan_meier(data, cluster="cluster").filter(pl.col("still_down").is_between(0, 1, closed="none"))
    influence, variances = np.zeros(80), []
    for t, n, d in plain.select("hours", "at_risk", "restored").iter_rows():
        influence += (ended * (hours == t) - ((entry < t) & (hours >= t)) * d / n) / (n - d)
        variances.append((np.bincount(data["cluster"], influence) ** 2).sum())
    log = np.log(plain["still_down"])

    np.testing.assert_allclose(np.exp(log * np.exp(1.959963984540054 * np.sqrt(variances) / -log)), plain["lower"])


def clustered(seed: int, clusters: int) -> pl.DataFrame:
    """Draw units of clusters that share a fate: exponential hours with a gamma rate of mean 1 a cluster, some censored."""
    draw = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), draw.integers(2, 10, clusters))
    hours = draw.exponential(1, len(cluster)) / draw.gamma(2, 0.5, clusters)[cluster]
    until = draw.exponential(4, len(cluster))
    return pl.DataFrame({"hours": np.minimum(hours, until), "is_restored": hours <= until, "cluster": cluster})


@pytest.mark.parametrize("clusters", [1, 3, 5])
def test_fewer_than_six_clusters_have_no_limits(clusters: int) -> None:
    """A few clusters say too little of how much clusters differ: the curve stands without limits, and each row says why."""
    data = clustered(0, clusters)
    curve, median = kaplan_meier(data, cluster="cluster"), quantiles(data, p=0.5, cluster="cluster")

    assert curve.height == curve["lower"].null_count() == curve["upper"].null_count()
    assert 0 == curve["still_down"].null_count()
    assert {"few_clusters"} == set(curve["limits_why"]) | set(median["limits_why"])


def test_groups_with_limits_by_cluster_say_nothing_of_why() -> None:
    """Of two groups only that of three clusters is refused limits; without clusters there is no such column."""
    data = pl.concat([clustered(0, size).with_columns(group=pl.lit(size)) for size in (3, 6)])
    found = quantiles(data, "group", 0.5, cluster="cluster")

    assert [(3, None, "few_clusters")] == found.filter(group=3).select("group", "lower", "limits_why").rows()
    assert [(False, None)] == found.filter(group=6).select(pl.col("lower").is_null(), "limits_why").rows()
    assert "limits_why" not in kaplan_meier(data, "group").columns


def test_limits_by_six_clusters_and_more_hold() -> None:
    """In 200 samples of 6 to 12 clusters the limits hold the true share, (1 + t / 2)^-2, in 84 to 97 of 100; nominal is 95."""
    held = []
    for seed in range(200):
        curve = kaplan_meier(clustered(seed, 6 + seed % 7), cluster="cluster")
        low, high = curve.filter(pl.col("hours") <= 0.6).select("lower", "upper").row(-1)
        held += [] if low is None else [low <= (1 + 0.6 / 2) ** -2 <= high]

    assert 0.84 < np.mean(held) < 0.97


@quick
@given(units)
def test_curve_only_falls_and_stays_between_its_limits(rows: list[tuple[float, bool]]) -> None:
    """From 1 at the onset the curve never rises, never leaves 0 to 1, and lies within its limits."""
    curve = kaplan_meier(frame_of(rows))
    inside = curve.drop_nulls()

    assert (curve["still_down"].diff().drop_nulls() <= 0).all()
    assert curve["still_down"].is_between(0, 1).all()
    assert (inside["lower"] <= inside["still_down"]).all()
    assert (inside["still_down"] <= inside["upper"]).all()


@quick
@given(units)
def test_order_of_rows_and_copies_of_all_rows_leave_the_curve(rows: list[tuple[float, bool]]) -> None:
    """Turned round, and with every row twice, the data give the same curve."""
    curve = kaplan_meier(frame_of(rows))

    assert curve.equals(kaplan_meier(frame_of(rows[::-1])))
    assert pytest.approx(curve["still_down"].to_list()) == kaplan_meier(frame_of(rows * 2))["still_down"].to_list()


@quick
@given(st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_without_censoring_the_curve_is_the_share_of_longer_hours(hours: list[int]) -> None:
    """Where everybody was restored, still_down is the share of the units with longer hours."""
    curve = kaplan_meier(frame_of([(hour, True) for hour in hours]))
    longer = [sum(hour > t for hour in hours) / len(hours) for t in curve["hours"]]

    assert pytest.approx(longer) == curve["still_down"].to_list()


@quick
@given(units, units)
def test_groups_do_not_touch_each_other(ours: list[tuple[float, bool]], theirs: list[tuple[float, bool]]) -> None:
    """Each group's rows are those that it has alone, under the name and order of the grouping columns."""
    alone = kaplan_meier(frame_of(ours)).insert_column(0, pl.lit("a").alias("group"))
    both = pl.concat([frame_of(ours).with_columns(group=pl.lit("a")), frame_of(theirs).with_columns(group=pl.lit("b"))])

    assert alone.equals(kaplan_meier(both, "group").filter(pl.col("group") == "a"))


def test_several_grouping_columns_and_null_groups_are_kept() -> None:
    """Groups are sorted by all their columns, and units without a group are a group of their own."""
    data = frame_of([(1, True), (2, True), (3, False)]).with_columns(
        sector=pl.Series([None, "b", "a"]), country=pl.lit("KR")
    )
    found = quantiles(data, ["country", "sector"], 0.5)

    assert [("KR", None, 1), ("KR", "a", None), ("KR", "b", 2)] == found.select("country", "sector", "hours").rows()


def test_curve_is_sorted_by_group_then_hours() -> None:
    """All rows of a group stand together, in the order of time."""
    curve = kaplan_meier(random_units(9), "group")

    assert curve.equals(curve.sort("group", "hours"))


def test_clusters_of_units_without_a_group_are_counted() -> None:
    """Units whose group is NULL have the limits that they have when no group is asked for."""
    data = random_units(8, 50).with_columns(sector=pl.lit(None, pl.String))

    assert kaplan_meier(data, cluster="cluster").equals(kaplan_meier(data, "sector", cluster="cluster").drop("sector"))


def test_whole_numbers_do_for_hours() -> None:
    """Hours may be integers; they come out as floats."""
    data = pl.DataFrame({"hours": [1, 2], "is_restored": [True, True]})

    assert kaplan_meier(data).equals(kaplan_meier(frame_of([(1, True), (2, True)])))


@pytest.mark.parametrize(
    ("hours", "is_restored", "entry_hours", "message"),
    [
        ([1.0, -2.0], [True, True], None, r"hours is -2.0 in row 1 \(counted from 0\): give a finite number"),
        ([1.0, float("nan")], [True, True], None, r"hours is nan in row 1"),
        ([float("inf")], [True], None, r"hours is inf in row 0"),
        ([1.0, None], [True, True], None, r"hours is NULL in row 1"),
        (["1"], [True], None, r"hours is String: give a number"),
        ([1.0], [None], None, r"is_restored is Null: give true"),
        ([1.0, 2.0], [True, None], None, r"is_restored is NULL in row 1"),
        ([1.0], [1], None, r"is_restored is Int64: give true"),
        ([4.0, 4.0], [True, True], [3.0, 4.0], r"entry_hours is 4.0 in row 1 .*enters before its own hours end"),
        ([4.0], [True], [-1.0], r"entry_hours is -1.0 in row 0"),
        ([], [], None, r"the frame has no rows: give at least one unit"),
    ],
)
def test_bad_units_are_refused(
    hours: list[object], is_restored: list[object], entry_hours: object, message: str
) -> None:
    """The message names the first bad row, what it holds, and what to do."""
    entry = {} if entry_hours is None else {"entry_hours": entry_hours}
    data = pl.DataFrame({"hours": hours, "is_restored": is_restored, **entry})

    with pytest.raises(BadInput, match=message) as caught:
        kaplan_meier(data)
    assert "\n" not in str(caught.value)


def test_missing_columns_are_named() -> None:
    """The message names what is missing and what is there."""
    with pytest.raises(BadInput, match="no column is_restored: it has hours"):
        quantiles(pl.DataFrame({"hours": [1.0]}))


@pytest.mark.parametrize(
    ("by", "message"), [("hours", "group by hours"), (["g", "g"], "g twice"), ("h", "no column h")]
)
def test_impossible_groupings_are_refused(by: str | list[str], message: str) -> None:
    """A grouping column must exist, be named once, and not carry a name of the results."""
    with pytest.raises(BadInput, match=message):
        kaplan_meier(frame_of([(1, True)]).with_columns(g=pl.lit(1)), by)


def test_missing_cluster_is_refused() -> None:
    """A unit without a cluster would silently share its fate with the others without one."""
    data = frame_of([(1, True), (2, True)]).with_columns(provider=pl.Series(["a", None]))

    with pytest.raises(BadInput, match="provider is NULL in row 1"):
        kaplan_meier(data, cluster="provider")


def test_impossible_shares_confidence_and_ends_are_refused() -> None:
    """Shares and confidence lie between 0 and 1; the mean needs a finite end."""
    data = frame_of([(1, True)])

    with pytest.raises(BadInput, match=r"p is 90\.0: give shares between 0 and 1"):
        quantiles(data, p=[0.5, 90])
    with pytest.raises(BadInput, match="confidence is 95: give a share"):
        kaplan_meier(data, confidence=95)
    with pytest.raises(BadInput, match="until_hours is inf"):
        restricted_mean(data, until_hours=float("inf"))


def test_log_rank_refuses_interval_columns() -> None:
    """Interval-censored hours need another test than the log-rank test."""
    data = frame_of([(1, True), (2, True)]).with_columns(g=pl.Series([1, 2]), upper_hours=pl.lit(3.0))

    with pytest.raises(BadInput, match="drop lower_hours and upper_hours"):
        log_rank(data, "g")


@pytest.mark.parametrize("rows", [[(1, True), (2, True)], [(1, False), (2, False)]])
def test_log_rank_needs_two_groups_and_a_restoration(rows: list[tuple[float, bool]]) -> None:
    """One group, or nobody restored, leaves nothing to test."""
    groups = [1, 1] if rows[0][1] else [1, 2]

    with pytest.raises(BadInput, match="two groups at risk at a restoration"):
        log_rank(frame_of(rows).with_columns(g=pl.Series(groups)), "g")
