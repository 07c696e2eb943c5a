"""The status page of Slack: posts, and no end."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import ENDED, seen, span


def test_slack_has_no_end() -> None:
    """The last word of a resolved incident bounds its end and is not the end."""
    row = seen("slack/history.json").reports["801"]

    assert ["2018-06-27 13:33", "2018-06-27 16:10"] == span(row, *ENDED)
    assert row["resolved_at"] is None
