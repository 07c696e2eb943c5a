"""The feeds of AWS: posts that have to be joined into events."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_aws_posts_are_joined_into_events() -> None:
    """Posts of one service on one topic within a day are one event; one two days before is another, that has no end."""
    found = seen("aws_rss/all.rss").reports

    assert {"ec2-us-east-1_1787022079": "ended", "ec2-us-east-1_1786849279": "open_as_of"} == {
        name: row["end_state"] for name, row in found.items()
    }
