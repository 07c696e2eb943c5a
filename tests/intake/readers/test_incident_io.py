"""Status pages of incident.io: page, widget and API."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import BEGAN, seen


def test_incident_io_ends_with_its_last_impact() -> None:
    """A resolved incident ends when the last component recovers; an onset that repeats the first post is none."""
    found = seen("incident_io/incidents.json")
    report = found.reports["01KAAAAAAAAAAAAAAAAAAAAAAA"]

    assert [None, "2026-01-30 10:42:56"] == found.times(report["native_id"], *BEGAN)
    assert ["2026-01-30 12:38:56", "ended"] == [report["resolved_at"], report["end_state"]]
    assert ("partial_outage", 2) == (report["severity"], report["severity_rank"])
    assert {"01CINV", "01CPAY"} == {name for name, _, _ in found.components[report["native_id"]]}


def test_incident_io_told_afterwards_has_its_own_onset() -> None:
    """An incident that is posted after its end has the times of its impact and not of the post."""
    report = seen("incident_io/incidents.json").reports["01KBBBBBBBBBBBBBBBBBBBBBBB"]

    assert ["2026-02-02 09:00:00", "2026-02-01 22:00:00", "2026-02-01 23:15:00"] == [
        report[name] for name in ("posted_at", "began_earliest", "resolved_at")
    ]


def test_incident_io_planned_end_is_no_end() -> None:
    """Maintenance begins with its window, whose end does not count before it is complete; what is watched is open."""
    reports = seen("incident_io/incidents.json").reports
    work, watched = reports["01KDDDDDDDDDDDDDDDDDDDDDDD"], reports["01KCCCCCCCCCCCCCCCCCCCCCCC"]

    assert ("maintenance", "2026-02-15 00:00:00", None, "unknown") == tuple(
        work[name] for name in ("kind", "began_at", "resolved_at", "end_state")
    )
    assert ("open_as_of", "2026-02-05 08:00:00", None) == tuple(
        watched[name] for name in ("end_state", "last_seen_at", "ended_latest")
    )


def test_incident_io_page_and_widget() -> None:
    """The page names its components and the widget has only a last post, which is no onset."""
    page, widget = seen("incident_io/proxy.json"), seen("incident_io/widget.json")

    assert [("Payments", None, "full_outage")] == page.components["01KEEEEEEEEEEEEEEEEEEEEEEE"]
    assert ["2026-03-01 09:40:00"] == page.times("01KEEEEEEEEEEEEEEEEEEEEEEE", "began_earliest")
    assert [None, "2026-03-02 11:00:00"] == widget.times("01KFFFFFFFFFFFFFFFFFFFFFFF", *BEGAN)
    assert "maintenance" == widget.reports["01KGGGGGGGGGGGGGGGGGGGGGGG"]["kind"]
    assert {"Example Pay", "Example Widget"} == {
        report["provider"] for found in (page, widget) for report in found.reports.values()
    }


def test_incident_io_reads_the_shape_of_statuspage_when_told_to() -> None:
    """Its /api/v2 is that of Statuspage: recognised as such, and read under its own name when asked."""
    path = "statuspage/incidents.json"

    assert "statuspage" == seen(path).form
    assert seen(path).reports.keys() == seen(path, "incident_io").reports.keys()
