"""The figure of times to restore: groups, medians and what is not dated."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl
from drawing import CROWDSTRIKE, OUTAGE, texts, title

from kit import measures
from kit.figures import time_to_restore
from kit.figures.time_to_restore import plot_time_to_restore

if TYPE_CHECKING:
    import duckdb


def group(sector: str, n: int, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the times to restore; everything ended."""
    row = {
        "sector": sector,
        "kind": "impact",
        "n": n,
        "flagged": 0,
        "ended": n,
        "open_as_of": 0,
        "unknown": 0,
        "stale": 0,
        "unwatched": 0,
        "mean_of_ended_hours": 30.0,
        "median_hours": None,
        "median_low": low,
        "median_high": high,
        "p90_hours": 90.0,
        "p95_hours": None,
    }
    return row | values


def test_the_title_names_the_fastest_and_the_slowest_large_group() -> None:
    """Groups of fewer than ten units, or of which most ends are not dated, stay out of the title."""
    frame = pl.DataFrame(
        [
            group("fast", 12, 2, 4),
            group("slow", 10, 40, 50),
            group("few", 3, 0.5, 1),
            group("vague", 20, 80, 99, ended=4, unknown=16),
        ]
    )

    assert "Half back after 2 to 4 h (fast), after 40 to 50 h (slow)" == title(plot_time_to_restore(frame))


def test_titles_of_little_data_count_what_is_dated() -> None:
    """Where no group is large enough the title says how many ends are dated."""
    some = pl.DataFrame([group("a", 4, 2, 4, ended=1, unknown=3), group("b", 3, None, None, ended=0, unknown=3)])
    none = pl.DataFrame([group("a", 2, None, None, ended=0, unknown=2, p90_hours=None)])

    assert "The end is dated for 1 of 7 units" == title(plot_time_to_restore(some))
    assert "No source dates an end" == title(plot_time_to_restore(none))


def test_small_groups_are_drawn_as_ends_and_large_ones_as_bars() -> None:
    """A bar needs ten units; fewer are a thin line with diamonds, and get no mark for 90 %."""
    figure = plot_time_to_restore(pl.DataFrame([group("large", 12, 2, 8), group("small", 3, 2, 8)]))
    bars = [trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 9]
    diamonds = [trace for trace in figure.data if trace.mode == "markers" and trace.marker.symbol == "diamond"]

    assert [(2, 8)] == [tuple(trace.x) for trace in bars]
    assert [(2, 8)] == [tuple(trace.x) for trace in diamonds]
    assert 1 == sum(90.0 in list(trace.x) for trace in figure.data)


def test_a_median_known_to_the_minute_is_one_time() -> None:
    """The first time by which half were back is written, where it is known; else the bounds, and nothing where they are open."""
    rows = [group("a", 12, 10, 12, median_hours=10), group("b", 12, 2, 8), group("c", 12, 3, None)]
    shown = texts(plot_time_to_restore(pl.DataFrame(rows)))

    assert "half back after 10 h" in shown
    assert "half back after 2 to 8 h" in shown
    assert "after at least 3 h" not in shown


def test_loaded_reports_are_told_from_the_record() -> None:
    """Where one provider stands in the record and in loaded reports, each group says which it is; alone it needs no word."""
    ours, theirs = group("Cloud", 12, 2, 8), group("Cloud", 11, 10, 12, kind="report")
    both, alone = (texts(plot_time_to_restore(pl.DataFrame(rows))) for rows in ([ours, theirs], [theirs]))

    assert "Cloud (the record)" in both
    assert "Cloud (loaded reports)" in both
    assert "(loaded reports)" not in alone


def test_the_naive_mean_is_a_grey_mark_with_its_name() -> None:
    """The mean stands beside the median only as what it is: of the ended only."""
    figure = plot_time_to_restore(pl.DataFrame([group("a", 12, 2, 8, ended=8, unknown=4)]))
    mean = figure.data[-1]

    assert ([30.0], "#737373") == (list(mean.x), mean.marker.color)
    assert "mean of the ended only" in texts(figure)
    assert "4 of 12 units have no dated end" in figure.layout.meta["note"]


def test_groups_take_their_names_from_the_frame() -> None:
    """A frame with `name` and `name_ko` says how its groups are called, with `outage` and `sources` what it is about."""
    frame = pl.DataFrame([group("airlines", 9, 2, 8, name="Airlines", name_ko="항공사") | OUTAGE])
    figure = plot_time_to_restore(frame, "ko")

    assert "항공사 9곳 가운데 절반 복구까지 2~8시간" == title(figure)
    assert figure.layout.meta["subtitle"].startswith("큰 장애. ")
    assert "The Paper" in figure.layout.meta["source"]


def test_few_dated_ends_make_no_median_of_the_whole(db: duckdb.DuckDBPyConnection) -> None:
    """Most organisations that the update hit have no dated end, so the title counts and the note says what is missing."""
    frame = measures.time_to_restore(db, CROWDSTRIKE)
    figure = plot_time_to_restore(frame)

    assert re.fullmatch(r"The end is dated for \d+ of \d+ units", title(figure))
    assert frame["median_high"].is_not_null().sum() == time_to_restore.drawn(frame).height


def restore(sector: str, **values: Any) -> dict[str, Any]:
    """Give a row of the times to restore."""
    row = {
        "sector": sector,
        "kind": "impact",
        "n": 12,
        "flagged": 0,
        "ended": 12,
        "open_as_of": 0,
        "unknown": 0,
        "stale": 0,
        "unwatched": 0,
        "mean_of_ended_hours": 30.0,
        "median_hours": 3.0,
        "median_low": 2.0,
        "median_high": 4.0,
        "p90_hours": 9.0,
        "median_without_stale_hours": 1.0,
        "median_without_stale_low": 1.0,
        "median_without_stale_high": 1.0,
    }
    return row | values


def test_stale_and_unwatched_records_are_told() -> None:
    """What had no word for long is counted, with the median without it; what was over before anybody watched is counted."""
    figure = plot_time_to_restore(pl.DataFrame([restore("airlines", stale=2, unwatched=3), restore("gaming")]))

    assert "2 without a word for long; without them half back after 60 min" in texts(figure)
    assert "3 over before anybody watched" in texts(figure)


def test_small_groups_without_room_are_counted() -> None:
    """Of 17 groups 15 are drawn; the others are counted and not called unknown."""
    figure = plot_time_to_restore(pl.DataFrame([restore(f"sector {n}", n=30 - n) for n in range(17)]))

    assert "Not drawn, for want of room: 2 smaller groups." in figure.layout.meta["note"]
    assert "not known when half" not in figure.layout.meta["note"]
