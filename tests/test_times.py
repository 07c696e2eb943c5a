"""Times as printed become the right intervals, worked out by hand."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from datetime import UTC, datetime

import pytest

from kit.errors import BadInput
from kit.times import Interval, interval


def utc(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2024) -> datetime:
    """Give a time in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "earliest", "latest"),
    [
        ("2024-07-19T04:09Z", utc(7, 19, 4, 9), utc(7, 19, 4, 10)),
        ("2024-07-19T10:36+01:00", utc(7, 19, 9, 36), utc(7, 19, 9, 37)),
        ("2024-07-19T10-04:00", utc(7, 19, 14), utc(7, 19, 15)),
        ("2024-07-19+09:00", utc(7, 18, 15), utc(7, 19, 15)),
        ("2024-07Z", utc(7, 1), utc(8, 1)),
        ("2024-12Z", utc(12, 1), utc(1, 1, year=2025)),
        ("2024-Q3Z", utc(7, 1), utc(10, 1)),
        ("2024-Q4Z", utc(10, 1), utc(1, 1, year=2025)),
        ("2024Z", utc(1, 1), utc(1, 1, year=2025)),
    ],
)
def test_a_time_with_an_offset_is_as_wide_as_its_precision(printed: str, earliest: datetime, latest: datetime) -> None:
    """A minute is a minute, an hour an hour, a day the day of its offset, a quarter three months, half open at the end."""
    expected = Interval(earliest, latest)

    assert expected == interval(printed)


def test_a_second_is_a_second() -> None:
    """A time printed to the second is one second wide."""
    found = interval("2024-07-19T04:09:30Z")

    assert (30, 31) == (found.earliest.second, found.latest.second)


def test_a_korean_day_needs_no_offset() -> None:
    """Korea has one zone, nine hours ahead, so a day there is known to the hour and no zone is assumed."""
    expected = Interval(utc(10, 14, 15, year=2022), utc(10, 15, 15, year=2022), is_zone_assumed=False)

    assert expected == interval("2022-10-15", "KR")


def test_an_american_hour_without_a_zone_is_the_envelope() -> None:
    """10 o'clock in the United States in July is from 10:00 in New York (UTC-4) to 11:00 in Honolulu (UTC-10)."""
    expected = Interval(utc(7, 19, 14), utc(7, 19, 21), is_zone_assumed=True)

    assert expected == interval("2024-07-19T10", "US")


def test_a_day_without_zone_or_country_is_fifty_hours() -> None:
    """A day that may be anywhere begins at UTC+14 and ends at UTC-12: 24 hours and 26 of zones, flagged."""
    expected = Interval(utc(7, 18, 10), utc(7, 20, 12), is_zone_assumed=True)

    assert expected == interval("2024-07-19")


def test_an_offset_wins_over_the_country() -> None:
    """A country says nothing about a time that has its own offset."""
    expected = Interval(utc(7, 19, 9), utc(7, 19, 10))

    assert expected == interval("2024-07-19T09Z", "KR")


def test_about_widens_nothing() -> None:
    """A time with a tilde is flagged as approximate and as wide as without."""
    expected = Interval(utc(7, 19, 3, 30), utc(7, 19, 3, 31), is_approximate=True)

    assert expected == interval("~2024-07-19T03:30Z")


def test_by_leaves_the_lower_end_open() -> None:
    """By a day means at its end at the latest."""
    expected = Interval(None, utc(7, 21))

    assert expected == interval("<2024-07-20Z")


def test_after_leaves_the_upper_end_open() -> None:
    """After a time means from its start on."""
    expected = Interval(utc(7, 20, 12), None)

    assert expected == interval(">2024-07-20T12:00Z")


def test_from_a_to_b_is_from_the_start_of_a_to_the_end_of_b() -> None:
    """A range takes in both its ends, each with its own precision and offset."""
    expected = Interval(utc(7, 19, 4, 9), utc(7, 20, 15))

    assert expected == interval("2024-07-19T04:09Z/2024-07-20+09:00")


def test_a_range_may_be_about() -> None:
    """The tilde stands before the whole range."""
    expected = Interval(utc(7, 19), utc(7, 21), is_approximate=True)

    assert expected == interval("~2024-07-19Z/2024-07-20Z")


def test_one_assumed_zone_flags_a_range() -> None:
    """A range is as sure of its zones as its less sure end."""
    found = interval("2024-07-19T04:09Z/2024-07-20", "US")

    assert found.is_zone_assumed


@pytest.mark.parametrize(
    ("printed", "hours"),
    [("2024-03-31", 23), ("2024-10-27", 25), ("2024-07-19", 24), ("2024-03", 743), ("2024-10", 745)],
)
def test_summer_time_begins_and_ends_within_a_day(printed: str, hours: int) -> None:
    """A German day has 23 hours when summer time begins, 25 when it ends, and so do their months gain and lose one."""
    found = interval(printed, "DE")

    assert hours == (found.latest - found.earliest).total_seconds() / 3600


def test_an_hour_that_comes_twice_is_both() -> None:
    """02:30 on the night when summer time ends in Germany is 00:30 or 01:30 UTC: the interval holds both and is flagged."""
    expected = Interval(utc(10, 27, 0, 30), utc(10, 27, 1, 31), is_zone_assumed=True)

    assert expected == interval("2024-10-27T02:30", "DE")


@pytest.mark.parametrize(
    "printed",
    [
        "2024-02-30Z",
        "2023-02-29Z",
        "2024-13Z",
        "2024-07-19T24:00Z",
        "2024-07-19T10:60Z",
        "2024-07-19T10:00+25:00",
        "9999-12-31",
    ],
)
def test_impossible_dates_are_refused(printed: str) -> None:
    """A date that is in no calendar is refused by name, never moved to a near one."""
    with pytest.raises(BadInput, match="is not a date that exists"):
        interval(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "yesterday",
        "19.07.2024",
        "2024/7/19",
        "2024-7-19",
        "2024-07-19 10:36",
        "2024-07-19T10:36+09",
        "2024-Q5",
        "A/B",
        "2024-07-19/~2024-07-20",
    ],
)
def test_another_notation_is_refused(printed: str) -> None:
    """What is not of the notation is refused, and the message shows the notation."""
    with pytest.raises(BadInput, match="is not a time such as 2024-07-19T10:36"):
        interval(printed)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    """A range names the earlier time first."""
    with pytest.raises(BadInput, match="ends before it starts"):
        interval("2024-07-20Z/2024-07-19Z")


def test_an_unknown_country_is_refused() -> None:
    """A country is a code of two letters that has time zones."""
    with pytest.raises(BadInput, match="'XX' is not a country code"):
        interval("2024-07-19", "XX")
