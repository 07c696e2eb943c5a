"""The dashboards of Google Cloud and of Google Workspace."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import document, seen, span

from kit.intake.readers import reader_of


def test_google_says_begin_and_end() -> None:
    """`begin` is the onset though the first post came later; an end of null stays open as of the last post."""
    found = seen("google_cloud/incidents.json").reports

    assert ["2022-03-01 10:00", "2022-03-01 10:30", "2022-03-01 12:00"] == span(
        found["G1"], "began_earliest", "posted_at", "resolved_at"
    )
    assert (None, "open_as_of") == (found["G2"]["ended_latest"], found["G2"]["end_state"])


def test_google_and_workspace_are_two_providers() -> None:
    """Both dashboards have one shape; the names of the products tell them apart."""
    found = [
        reader_of(document(f"google_cloud/{name}.json"))
        .read(document(f"google_cloud/{name}.json"))
        .records["provider"][0]
        for name in ("incidents", "workspace")
    ]

    assert ["Google Cloud", "Google Workspace"] == found
