"""Markdown with front matter, as cState has it."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, seen, span


def test_front_matter_of_cstate() -> None:
    """The date of the front matter counts and not that of the name; posts are dated by their track marks."""
    found = seen("front_matter/content/issues/2017-03-01-guilds.md")
    [(name, row)] = found.reports.items()

    assert ["2017-02-28 14:30", "2017-02-28 16:00"] == span(row, "began_at", "resolved_at")
    assert [
        ("2017-02-28 14:35:00", "Investigating"),
        ("2017-02-28 15:40:00", "Monitoring"),
    ] == sorted((at, status) for at, status, _ in found.updates[name])


def test_a_day_that_never_was_leaves_the_onset_open() -> None:
    """30 February is kept and flagged; the record has an end and no onset."""
    row = seen("front_matter/content/issues/impossible.md").reports["impossible"]

    assert [None, None, "2017-03-01 16:00"] == span(row, *BEGAN, "resolved_at")


def test_times_before_1970_are_times() -> None:
    """The blackout of 1965 is dated as printed, with its offset."""
    row = seen("front_matter/blackout.md").reports["blackout"]

    assert ["1965-11-09 22:16", "1965-11-10 11:30"] == span(row, "began_at", "resolved_at")
