"""Rows of intervals: where they stand, and what is too short to see."""

from __future__ import annotations

import pytest

from kit.figures import _rows
from kit.figures._rows import Row, interval_rows


def test_rows_stand_lower_where_their_labels_are_longer() -> None:
    """A label of two lines takes more room above its bar, the last row stands at nought."""
    long = Row("University Hospital Schleswig-Holstein, planned care", text="normal operations after 12.7 days")

    places = _rows.row_places([Row("short"), long, Row("short")])

    assert places[-1] == 0
    assert places[1] == 1
    assert places[0] - places[1] > 1


def test_zero_lies_at_the_lower_edge_of_a_logarithmic_axis() -> None:
    """What was back at once is drawn, not lost to a logarithm; on a linear axis zero is where it is."""
    ends = [
        min(
            x
            for trace in interval_rows([Row("at once", 0, 5)], axis={}, is_log=is_log, limits=(1, 336)).data
            for x in trace.x
            if x is not None
        )
        for is_log in (True, False)
    ]

    assert ends == [1, 0]


def test_an_interval_too_short_to_see_is_a_dot() -> None:
    """A minute on an axis of weeks is drawn as a dot in its middle, a day as a bar."""
    figure = interval_rows([Row("minute", 10, 10.02), Row("day", 24, 48)], axis={}, is_log=True, limits=(1, 336))

    assert [trace.mode for trace in figure.data] == ["markers", "lines"]
    assert figure.data[0].x == (pytest.approx(10.01),)
