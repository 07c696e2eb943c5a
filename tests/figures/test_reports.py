"""What figures of loaded reports share: what is left out, sources, periods, axes."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from datetime import date

import pytest
from drawing import LEFT_OUT

from kit.figures._reports import date_ticks, even_ticks, left_out, period, source
from kit.text import words

EN, KO = words("en"), words("ko")


def test_what_is_not_counted_is_counted() -> None:
    """Two of maintenance and one flagged are named; what is none is not."""
    assert "Not counted: 2 of maintenance, 1 flagged as implausible or as no outage." == left_out(EN, [LEFT_OUT])
    assert "" == left_out(EN, [dict.fromkeys(LEFT_OUT, 0)])


def test_the_source_line_names_four_providers() -> None:
    """The fifth is counted; Korean has its particle."""
    assert "Source: reports that A, B, C, D and 1 more published, as loaded" == source(EN, "ABACDE")
    assert source(KO, ["카카오"]).startswith("출처: 카카오가")


@pytest.mark.parametrize(
    ("by", "expected"), [("quarter", "quarter 2 of 2024"), ("month", "April 2024"), ("day", "1 April 2024")]
)
def test_periods_are_written_out(by: str, expected: str) -> None:
    """A period is named as readers name it."""
    assert expected == period(EN, date(2024, 4, 1), by)


def test_axes_have_few_round_numbers() -> None:
    """Up to six numbers from zero; months of a short time, years of a long one."""
    assert ["0", "5", "10"] == even_ticks(EN, 13)["ticktext"]
    assert ["0", "0.2", "0.4"] == even_ticks(EN, 0.55)["ticktext"]
    assert ["2019", "2021", "2023"] == date_ticks(EN, date(2018, 5, 1), date(2024, 2, 1))["ticktext"]
