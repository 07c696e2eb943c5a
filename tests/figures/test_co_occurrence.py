"""The figure of what was down together, against chance."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from drawing import LEFT_OUT, texts, title

from kit.figures.co_occurrence import plot_co_occurrence


def pair(a: str, b: str, both: float, p_value: float | None, p_adjusted: float | None) -> dict[str, Any]:
    """Give a row of the measure of co-occurrence: by chance 10 hours, 5 to 20."""
    return {
        "by": "provider",
        "provider": a,
        "component": None,
        "other_provider": b,
        "other_component": None,
        "both_hours": both,
        "chance_hours": 10.0,
        "chance_low_hours": 5.0,
        "chance_high_hours": 20.0,
        "shared_reports": 0,
        "shifts": 999,
        "p_value": p_value,
        "p_adjusted": p_adjusted,
    } | LEFT_OUT


def test_no_more_than_chance_is_an_answer() -> None:
    """Where no pair is beyond chance the title says so."""
    rows = [pair("A", "B", 12, 0.2, 0.4), pair("A", "C", 9, 0.5, 0.5)]

    assert "No two providers were down together more often than by chance" == title(
        plot_co_occurrence(pl.DataFrame(rows))
    )
    assert "우연보다 자주 함께 멈춘 제공사 쌍은 없어" == title(plot_co_occurrence(pl.DataFrame(rows), "ko"))


def test_pairs_count_by_the_adjusted_p_value() -> None:
    """A p-value of 0.03 alone is none among many; one that stays below 0.05 for all pairs together is."""
    rows = [pair("A", "B", 40, 0.001, 0.003), pair("A", "C", 22, 0.03, 0.06), pair("B", "C", 0, None, None)]
    figure = plot_co_occurrence(pl.DataFrame(rows))

    assert "1 of 2 pairs of providers were down together more often than by chance" == title(figure)
    assert "1 pairs" in figure.layout.meta["note"]


def test_hours_together_are_drawn_as_multiples_of_chance() -> None:
    """40 hours where chance gives 10, and mostly 5 to 20, is 4 beside the band of 0.5 to 2."""
    figure = plot_co_occurrence(pl.DataFrame([pair("A", "B", 40, 0.001, 0.001)]))

    assert [[0.5, 2.0], [4.0]] == [list(trace.x) for trace in figure.data if list(trace.x) != [4.0, 4.0]]
    assert "p=0.001" in texts(figure)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_alternative_text_tells_the_finding(lang: str) -> None:
    """Who cannot see the figure hears its title, in both languages."""
    figure = plot_co_occurrence(pl.DataFrame([pair("A", "B", 12, 0.2, 0.2)]), lang)

    assert title(figure) in figure.layout.meta["alt"]
