"""The feed of Azure: posts without an onset."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, seen


def test_azure_gives_a_post_and_no_onset() -> None:
    """An item is one post with a bare Z; its onset stands in prose only; service, region and categories are its components."""
    found = seen("azure_rss/feed.xml")
    name = "Virtual Machines/West US/Thu, 23 Jul 2026 16:29:09 Z"

    assert [None, "2026-07-23 16:29:09", "2026-07-23 16:29:09"] == found.times(name, *BEGAN, "last_seen_at")
    assert [("Virtual Machines", "West US", None), ("Storage", "West US", None)] == found.components[name]
    assert ("open_as_of", None) == (found.reports[name]["end_state"], found.reports[name]["severity_rank"])
    assert ("ended", "Mitigated") == (found.reports["VN11-JD8"]["end_state"], found.reports["VN11-JD8"]["status"])


def test_azure_without_items_is_a_notice() -> None:
    """A feed without items is no record, and says that it proves nothing."""
    found = seen("azure_rss/empty.xml")

    assert {} == found.reports
    assert "another geography" in found.notices[0]
