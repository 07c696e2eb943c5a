"""The dashboard of AWS until 2023: posts whose clock times stand in prose."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import ENDED, seen, span


def test_aws_clock_times_get_their_day() -> None:
    """The second post after midnight is of the next day, in the zone that it names; the end lies between the last two."""
    row = seen("aws_data/data.json").reports["ec2-us-east-2_1624600800"]

    assert ["2021-06-25 06:00", "2021-06-25 06:50", "2021-06-25 07:31"] == span(row, "posted_at", *ENDED)


def test_aws_status_is_a_number_or_a_text() -> None:
    """1 and "1" are the same status."""
    found = seen("aws_data/data.json").reports

    assert [2, 1, 3] == [
        found[name]["severity_rank"]
        for name in ("ec2-us-east-2_1624600800", "lambda-us-east-1_1624564393", "iot-eu-west-1_1640000000")
    ]
