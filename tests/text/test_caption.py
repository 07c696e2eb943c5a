"""Captions: the line of sources, the badge, and durations that round outwards."""

from __future__ import annotations

import polars as pl
import pytest
from drawing import OUTAGE, SOURCE, frame

from kit.text import words
from kit.text.caption import badge, cite, duration


def test_the_source_line_names_the_best_kinds_first_and_four_at_most() -> None:
    """Primary sources stand before the press whatever their number, each publisher once, and the rest are counted."""
    papers = [SOURCE | {"source_id": f"paper-{n}", "publisher": f"Paper {n}"} for n in range(5)]
    ministry = SOURCE | {
        "source_id": "ministry",
        "publisher": "The Ministry",
        "kind": "primary",
        "published_on": "2024-07",
    }

    line = cite(words("en"), pl.DataFrame({"sources": [papers, papers, [ministry]]}))

    assert line.startswith("Source: The Ministry (July 2024); Paper 0 (20 July 2024); Paper 1")
    assert line.endswith("and 2 more")


def test_the_badge_tells_what_is_unreviewed_or_second_hand() -> None:
    """A frame of unreviewed rows that only aggregators carry says both; one good source takes the second away."""
    aggregator = SOURCE | {"kind": "aggregator"}
    weak = frame(OUTAGE | {"review": "unreviewed", "sources": [aggregator]})
    say = words("en")

    assert badge(say, weak) == f"{say('badge.unreviewed')}; {say('badge.aggregator')}"
    assert badge(say, frame(OUTAGE | {"sources": [aggregator, SOURCE]})) == ""


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (14.35, 14.3667, "14.4 h"),
        (127.55, 128.55, "127.5 to 128.6 h"),
        (None, 17.85, "at most 17.9 h"),
        (0.5, 0.75, "30 to 45 min"),
        (71.85, 305.85, "2.9 to 12.8 days"),
        (66.8, None, "at least 66.8 h"),
        (None, None, "not known"),
    ],
)
def test_durations_are_rounded_outwards(low: float | None, high: float | None, text: str) -> None:
    """The printed interval still holds the true one; a minute printed is one number, not a range of two equal ones."""
    assert duration(words("en"), low, high) == text
