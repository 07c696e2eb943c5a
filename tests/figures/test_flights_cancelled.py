"""The figure of cancelled flights: counts of one scope and window, never joined."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from drawing import OUTAGE, frame, labels, meta

from kit.figures import flights_cancelled, style
from kit.figures.flights_cancelled import plot_flights_cancelled


def flights(entity: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of flights: counted between two numbers on 19 July."""
    names = {
        "entity_id": entity.lower(),
        "entity": entity,
        "entity_ko": None,
        "entity_kind": "organisation",
        "scope": "flights",
        "scope_ko": "항공편",
    }
    window = {"window": "day", "day": "2024-07-19", "from_utc": None, "as_of_utc": None}
    return OUTAGE | names | window | {"low": low, "high": high, "counted_by": ["Cirium"]} | values


def test_rival_counts_of_a_day_are_one_range() -> None:
    """The row of a day prints its range, and the title says it with the day and the airline of the largest count."""
    rows = frame(
        flights("All airlines", 5168, 6855, entity_kind="population"), flights("Delta", 1384, 1384, day="2024-07-21")
    )

    figure = plot_flights_cancelled(rows)

    assert meta(figure)["title"] == (
        "All airlines: 5,168 to 6,855 flights cancelled on 19 July; most at one airline: 1,384, by Delta on 21 July"
    )
    assert "19 July  5,168 to 6,855" in labels(figure)


def test_counts_of_different_scope_are_never_joined() -> None:
    """More than 1,100 with and 1,207 without partners stand in one row as two marks."""
    rows = frame(flights("Delta", 1100, None), flights("Delta", 1207, 1207, scope="mainline flights"))

    figure = plot_flights_cancelled(rows)

    assert "19 July  1,207; more than 1,100" in labels(figure)
    assert (1207,) in [trace.x for trace in figure.data]


def test_a_count_so_far_is_an_open_circle() -> None:
    """What was cancelled by some hour of a day is no count of the day, and says its hour."""
    start = datetime(2024, 7, 20, 4, tzinfo=UTC)
    so_far = flights(
        "United", 199, 199, window="running", day="2024-07-20", from_utc=start, as_of_utc=start + timedelta(hours=9)
    )

    figure = plot_flights_cancelled(frame(flights("United", 694, 694), so_far))

    assert "20 July  199 so far at 13:00 UTC" in labels(figure)
    assert figure.data[-1].marker.color == style.PAPER


def test_totals_of_the_outage_stand_apart() -> None:
    """Totals of several days or months do not stand among the days, and rival totals stay two rows."""
    totals = [
        flights("Delta", 7000, 7000, window="event", day=None, counted_by=["company"]),
        flights("Delta", 6500, 6500, window="event", day=None),
    ]
    month = flights("Delta", 9000, 9000, window="month", day=None)

    figure = plot_flights_cancelled(frame(flights("Delta", 1384, 1384), *totals, month))

    assert labels(figure)[-3:] == ["Whole outage, as published", "Delta  7,000 (the company)", "Delta  6,500 (Cirium)"]
    assert "Not drawn: 1 more" in meta(figure)["note"]


def test_airlines_with_most_flights_are_drawn_and_the_rest_counted() -> None:
    """Of thirty airlines with one day each the two dozen with the largest counts are drawn."""
    rows = frame(*(flights(f"Airline {n:02}", 100 + n, 100 + n) for n in range(30)))

    assert flights_cancelled.drawn(rows)["low"].min() == 106
    assert "Not drawn: 6 more" in meta(plot_flights_cancelled(rows))["note"]
