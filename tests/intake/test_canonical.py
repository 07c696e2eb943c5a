"""Times as they are printed become instants, intervals, or a reason why not."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kit.intake.engine import engine, run
from kit.intake.vocabulary import ZONES

TIMES = {
    "2024-07-19T04:09:00Z": ("2024-07-19 04:09:00", 0),
    "2024-07-19T13:09:00.123456789+09:00": ("2024-07-19 04:09:00.123456", 0),
    "2024-07-19 04:09 UTC": ("2024-07-19 04:09:00", 60),
    "20240719T040900Z": ("2024-07-19 04:09:00", 0),
    "1721362140": ("2024-07-19 04:09:00", 0),
    "1721362140.5": ("2024-07-19 04:09:00.500000", 0),
    "1721362140000": ("2024-07-19 04:09:00", 0),
    "Fri, 19 Jul 2024 04:09:00 GMT": ("2024-07-19 04:09:00", 0),
    "Thu, 18 Jul 2024 21:09:00 PDT": ("2024-07-19 04:09:00", 0),
    "Fri Jul 19 2024 04:09:00 GMT+0000 (Coordinated Universal Time)": ("2024-07-19 04:09:00", 0),
    "July 19, 2024 at 4:09 AM UTC": ("2024-07-19 04:09:00", 60),
    "19th Jul 2024 16:09": ("2024-07-19 16:09:00", 60),
    "2024/07/19 04:09": ("2024-07-19 04:09:00", 60),
    "2024-07-19 00:09 US/Eastern": ("2024-07-19 04:09:00", 60),
    "2024-07-19 24:00": ("2024-07-20 00:00:00", 60),
    "2024-07-19": ("2024-07-19 00:00:00", 86400),
    "2024-07": ("2024-07-01 00:00:00", 31 * 86400),
    "1924": ("1924-01-01 00:00:00", 366 * 86400),
    "12:30 AM": (None, "unreadable"),
    "2024-02-30": (None, "impossible_date"),
    "2024-07-19 25:00": (None, "impossible_date"),
    "0000-01-01": (None, "impossible_date"),
    "03/04/2024": (None, "day_order_unknown"),
    "2024-07-19 04:09 XYZ": (None, "unknown_zone"),
    "soon": (None, "unreadable"),
}


def instants(printed: list[str], zone: str | None = None, day_order: str | None = None) -> dict[str, dict[str, Any]]:
    """Type printed times."""
    frame = pl.DataFrame(
        {"printed": printed, "zone": zone, "day_order": day_order},
        schema=dict.fromkeys(("printed", "zone", "day_order"), pl.String),
    )
    zones = pl.DataFrame({"abbreviation": list(ZONES), "zone": list(ZONES.values())})
    return {row["printed"]: row for row in run(engine(), "times", printed_time=frame, zone_name=zones).to_dicts()}


def test_times_as_they_are_printed() -> None:
    """Every notation that was seen in the wild is an instant of its precision; what is none says why."""
    found = instants(list(TIMES))
    told = {
        text: (str(row["at"].replace(tzinfo=None)), int((row["until"] - row["at"]).total_seconds()))
        if row["at"]
        else (None, row["problem"])
        for text, row in found.items()
    }

    assert TIMES == told


@pytest.mark.parametrize(("order", "expected"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_the_order_of_day_and_month(order: str, expected: str) -> None:
    """03/04/2024 is what the map says it is, with any separator."""
    found = instants(["03/04/2024", "03-04-2024", "3.4.24"], day_order=order)

    assert {expected} == {f"{row['at']:%Y-%m-%d}" for row in found.values()}


def test_an_offset_wins_over_the_zone_of_the_page() -> None:
    """The zone of the page is for times without an offset, and follows its summer time."""
    found = instants(["2024-01-10 12:00", "2024-07-10 12:00", "2024-07-10 12:00 UTC"], zone="America/New_York")

    assert ["17:00", "16:00", "12:00"] == [
        f"{found[text]['at']:%H:%M}" for text in sorted(found, key=lambda text: (len(text), text))
    ]
    assert not any(row["is_zone_assumed"] for row in found.values())


def test_an_hour_that_a_clock_shows_twice_is_an_interval() -> None:
    """02:30 in Berlin on the night of 27 October 2024 was at 00:30 and at 01:30 UTC; 02:30 on 31 March never was."""
    found = instants(["2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-10-27 03:30:00"], zone="Europe/Berlin")
    twice, never, once = (found[text] for text in ("2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-10-27 03:30:00"))

    assert ("00:30", "01:30") == (f"{twice['at']:%H:%M}", f"{twice['until']:%H:%M}")
    assert (None, "impossible_date") == (never["at"], never["problem"])
    assert once["at"] == once["until"]


def test_a_zone_that_nobody_says_is_assumed() -> None:
    """UTC is taken for a time without a zone, and that is told."""
    assert [True, False] == [
        instants([text])[text]["is_zone_assumed"] for text in ("2024-07-19 04:09", "2024-07-19 04:09Z")
    ]
