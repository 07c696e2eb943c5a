"""What was said: every row of evidence and its source, who was blamed, what was wrong, and where sources disagree."""

from __future__ import annotations

from kit.measures.registry import select


@select
def outages() -> None:
    """List the outages: names, provider, cause, times as intervals, review, rows of evidence."""


@select
def sources() -> None:
    """List the sources with the number of evidence rows that rest on each, primary sources first."""


@select
def statements() -> None:
    """Give every row of evidence in one shape, whatever its status: who or what it is about, what it says, when, and its source."""


@select
def reports() -> None:
    """Give the loaded reports, of one outage those of its providers: times, file and place in it, and why one is not counted."""


@select
def corrections() -> None:
    """Give what was printed and is wrong, or was replaced by its own speaker: by whom and when, what is right, by whom, and why."""


@select
def conflicts() -> None:
    """Give accepted rows that cannot all be right, side by side: what each says, who said it when, which one conclusions take, and why."""


@select
def open_questions() -> None:
    """Give what was looked for and not found, or not followed up, with the evidence that leaves it open and until when sources were read."""


@select
def attribution() -> None:
    """Give who said when who or what was to blame, with the verdict as of the last review."""


@select
def attribution_delay() -> None:
    """Give the hours from the onset to the first right and the first wrong blame for the cause, by kind of speaker and country."""


@select
def blame_answers() -> None:
    """Give each blame beside its answer, with the hours between the two; `answered_as` tells the one blamed from others."""


@select
def spared() -> None:
    """Give who was not hit, or was listed as a victim by mistake, and why as far as a source says."""
