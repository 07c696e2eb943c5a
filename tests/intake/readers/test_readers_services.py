"""Formats of services' status pages and of the tools that keep incidents, against what a person counted in the files."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import DATA, seen, seen_by

from kit.intake.document import Document
from kit.intake.readers import readers

BEGAN, ENDED = ("began_earliest", "began_latest"), ("ended_earliest", "ended_latest")
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"
FILES = sorted(
    path
    for path in DATA.glob("*/**/*")
    if path.is_file()
    and path.relative_to(DATA).parts[0] in readers()
    and path.relative_to(DATA).parts[0] != "table"
    and path.suffix != ".toml"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA)))
def test_a_file_is_of_its_format_and_of_no_other(path: Path) -> None:
    """Exactly one reader recognises each file: that of the folder it lies in."""
    document = Document(path)
    found = [
        name for name, reader in readers().items() if document.shape in reader.shapes and reader.recognises(document)
    ]

    assert [path.relative_to(DATA).parts[0]] == found


def test_heroku_believes_the_state_and_not_resolved() -> None:
    """An incident with `state` resolved and `resolved` false is over: after the last post that it is open, before the one that it is not."""
    found = seen("heroku/current-status.json")

    assert "ended" == found.reports["2963"]["end_state"]
    assert [None, "2024-05-02 10:00:00"] == found.times("2963", *BEGAN)
    assert ["2024-05-02 10:00:00", "2024-05-02 12:30:00"] == found.times("2963", *ENDED)


def test_heroku_names_systems_in_regions() -> None:
    """A component is a system in each tagged region; the colour of an open incident is its severity."""
    found = seen("heroku/current-status.json")

    assert [("Apps", "EMEA", "green"), ("Apps", "NA", "green")] == found.components["2963"]
    assert (None, None) == (found.reports["2963"]["severity"], found.reports["2963"]["severity_rank"])
    assert ("yellow", 1, "open_as_of") == tuple(
        found.reports["2964"][name] for name in ("severity", "severity_rank", "end_state")
    )


def test_heroku_work_that_stays_upcoming_has_no_end() -> None:
    """Scheduled work is maintenance; one that is still called upcoming after its prose says it is complete has neither onset nor end."""
    report = seen("heroku/current-status.json").reports["2959"]

    assert ("maintenance", "unknown", None, None) == tuple(
        report[name] for name in ("kind", "end_state", "began_earliest", "ended_latest")
    )


def test_heroku_history_may_say_the_end() -> None:
    """A list of incidents is read, too; what is no object is quarantined."""
    found = seen("heroku/incidents.json")

    assert ["2011-04-23 20:00:00", "2011-04-23 20:00:00"] == found.times("42", *ENDED)
    assert ["it has no id", "it is no object"] == found.refused


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


def test_better_stack_resolved_without_an_end_is_an_interval() -> None:
    """A resolved report whose `ends_at` is empty ended between its last bad post and the one that all is resolved."""
    found = seen("better_stack/index.json")

    assert ["2026-07-01 13:50:00", "2026-07-01 13:50:00"] == found.times("900", *BEGAN)
    assert ["2026-07-01 14:05:00", "2026-07-01 19:53:00"] == found.times("900", *ENDED)
    assert [("Ingest", None, "degraded")] == found.components["900"]
    assert ("Example Logs", 1) == (found.reports["900"]["provider"], found.reports["900"]["severity_rank"])


def test_better_stack_says_the_end_where_it_does() -> None:
    """`ends_at` is the end; a start within a minute of the first post repeats it; a planned end of maintenance is none."""
    found = seen("better_stack/index.json")

    assert [None, "2026-07-03 02:00:20", "2026-07-03 02:25:00"] == found.times("901", *BEGAN, "resolved_at")
    assert ("maintenance", None, "unknown") == tuple(
        found.reports["902"][name] for name in ("kind", "resolved_at", "end_state")
    )


def test_instatus_summary_holds_what_goes_on() -> None:
    """An active incident is open as of its last word; planned minutes are no end; ranks follow the impact."""
    reports = seen("instatus/summary.json").reports

    assert ("open_as_of", "2024-06-11 19:10:00", 3, None) == tuple(
        reports["cl4aaa"][name] for name in ("end_state", "last_seen_at", "severity_rank", "began_earliest")
    )
    assert ("maintenance", "2024-06-20 02:00:00", None) == tuple(
        reports["cl4bbb"][name] for name in ("kind", "began_at", "ended_latest")
    )


def test_instatus_lists_have_their_ends() -> None:
    """A list of the API has onset, end, posts and components; an onset that repeats the first post is none."""
    found = seen("instatus/incidents.json")

    assert ["2024-05-01 08:00:00", "2024-05-01 09:30:00"] == found.times("cl4ccc", "began_earliest", "resolved_at")
    assert ["2024-05-01 08:20:00", "2024-05-01 09:30:00"] == [at for at, _, _ in found.updates["cl4ccc"]]
    assert [None] == found.times("cl4ddd", "began_earliest")


@pytest.mark.parametrize("name", ["healthy.json", "components.json"])
def test_instatus_without_lists_is_no_record(name: str) -> None:
    """The keys are absent when nothing goes on: no record, and no error."""
    assert {} == seen(f"instatus/{name}").reports


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


def test_aws_health_says_onset_and_end() -> None:
    """Epochs and offsets become UTC; an issue without an end is open as of its last word; nobody says when it was first posted."""
    found = seen("aws_health/events.json")
    ended, still = (
        found.reports[f"arn:aws:health:{name}"]
        for name in (
            "us-west-1::event/ECS/AWS_ECS_OPERATIONAL_ISSUE/A1",
            "eu-west-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/A3",
        )
    )

    assert ("2020-05-10 02:31:30", "2020-05-10 04:52:25", None) == tuple(
        ended[name] for name in ("began_earliest", "resolved_at", "posted_at")
    )
    assert ("2024-03-01 09:00:00", "open_as_of", "2024-03-01 10:00:00") == tuple(
        still[name] for name in ("began_at", "end_state", "last_seen_at")
    )
    assert [("ECS", "us-west-1", None)] == found.components[ended["native_id"]]


def test_aws_health_notifications_are_no_outages() -> None:
    """A notification to an account is kept and flagged, and is never open."""
    found = seen("aws_health/events.json")
    name = "arn:aws:health:global::event/BILLING/AWS_BILLING_NOTIFICATION/A2"

    assert (name, "not_an_outage") in found.flags
    assert "unknown" == found.reports[name]["end_state"]


def test_aws_health_details_and_failures() -> None:
    """Details carry the text, whose date nobody says; what the API could not give is quarantined with its reason."""
    found = seen("aws_health/details.json")
    name = "arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/B1"

    assert "[RESOLVED] Increased errors" == found.reports[name]["title"]
    assert [None] == [at for at, _, _ in found.updates[name]]
    assert ["the API could not give it: no such event"] == found.refused


def test_aws_health_events_of_the_bus() -> None:
    """EventBridge events are JSON lines with RFC 1123 times; a scheduled change is maintenance without an end."""
    found = seen("aws_health/bus.jsonl")
    outage, work = (
        found.reports[f"arn:aws:health:{name}"]
        for name in (
            "ap-southeast-2::event/LAMBDA/AWS_LAMBDA_OPERATIONAL_ISSUE/C1",
            "us-west-2::event/EC2/AWS_EC2_INSTANCE_REBOOT_SCHEDULED/C2",
        )
    )

    assert ("2022-06-04 05:01:10", "2022-06-04 05:30:57", "incident") == tuple(
        outage[name] for name in ("began_at", "resolved_at", "kind")
    )
    assert ("2022-06-19 08:00:00", None, "maintenance", "unknown") == tuple(
        work[name] for name in ("began_at", "resolved_at", "kind", "end_state")
    )


def test_yandex_believes_an_end_that_a_comment_confirms() -> None:
    """An `open` record with an end is over where a comment calls it resolved, and open without an end where none does."""
    found = seen("yandex_cloud/incidents.json")

    assert ["2024-12-23 03:50:00", "2024-12-23 06:15:00"] == found.times("1014", "began_earliest", "resolved_at")
    assert ("open_as_of", None) == (found.reports["1015"]["end_state"], found.reports["1015"]["resolved_at"])
    assert {("Compute Cloud", "ru-central1-a", None), ("Compute Cloud", "ru-central1-b", None)} == {
        *found.components["1014"]
    }


def test_yandex_updates_after_the_end_are_no_relapse() -> None:
    """A comment weeks after the one that calls it resolved does not contradict the end."""
    found = seen("yandex_cloud/incidents.json")

    assert set() == {flag for flag in found.flags if flag[0] == "972"}
    assert 3 == len(found.updates["972"])


def test_yandex_services_hold_incidents() -> None:
    """Below a service stand its incidents, with the service as their component."""
    found = seen("yandex_cloud/services.json")

    assert [("Cloud Interconnect", "ru-central1-d", None)] == found.components["1092"]
    assert ("Unavailable", 3) == (found.reports["1092"]["severity"], found.reports["1092"]["severity_rank"])


def test_cachet_has_no_end_and_no_zone() -> None:
    """A fixed incident ended between the last post that it was not and the first that it was; UTC is taken and flagged."""
    found = seen("cachet/incidents-2.json")

    assert ["2023-05-01 08:00:00", "2023-05-01 09:00:00", "2023-05-01 10:30:00"] == found.times(
        "1", "began_earliest", *ENDED
    )
    assert ["2023-04-01 08:00:00", "2023-04-01 12:00:00"] == found.times("2", *ENDED)
    assert ("open_as_of", "watching") == (found.reports["3"]["end_state"], found.reports["3"]["status"])
    assert {"1", "2", "3", "schedule/4", "schedule/5"} == {name for name, rule in found.flags if rule == "zone_assumed"}


def test_cachet_scheduled_is_maintenance() -> None:
    """Status 0 of version 2 is scheduled work, which begins when it is scheduled."""
    reports = seen("cachet/incidents-2.json").reports

    assert ("maintenance", "2023-07-02 01:00:00", "unknown") == tuple(
        reports["schedule/4"][name] for name in ("kind", "began_at", "end_state")
    )
    assert "maintenance" == reports["schedule/5"]["kind"]


def test_cachet_3_wraps_status_and_times() -> None:
    """Version 3 has text and value of each; its status 0 is unknown and an incident."""
    found = seen("cachet/incidents-3.json")

    assert ("investigating", "2025-02-01 10:00:05", None) == tuple(
        found.reports["7"][name] for name in ("status", "posted_at", "began_earliest")
    )
    assert ("incident", None, "unknown") == tuple(found.reports["8"][name] for name in ("kind", "status", "end_state"))


def test_salesforce_takes_the_times_of_its_impacts() -> None:
    """An incident lasts from its first impact to its last; one that goes on leaves it open."""
    found = seen("salesforce/incidents.json")

    assert ["2024-05-01 10:00:00", "2024-05-01 12:00:00"] == found.times("20001234", "began_earliest", "resolved_at")
    assert ("major", 2) == (found.reports["20001234"]["severity"], found.reports["20001234"]["severity_rank"])
    assert 4 == len(found.components["20001234"])
    assert ("open_as_of", None) == (found.reports["20001235"]["end_state"], found.reports["20001235"]["resolved_at"])


def test_salesforce_planned_work_has_no_end() -> None:
    """Maintenance begins as planned; its planned end is none before it is called completed."""
    report = seen("salesforce/maintenances.json").reports["maintenance/301"]

    assert ("maintenance", "2024-10-11 22:00:00", None) == tuple(
        report[name] for name in ("kind", "began_at", "resolved_at")
    )


def test_pagerduty_ends_when_the_status_became_resolved() -> None:
    """Without `resolved_at`, the last change of status of a resolved incident is its end; that of an open one is not."""
    found = seen("pagerduty/incidents.json")

    assert ["2015-10-06 21:48:23", None] == found.times("PT4KHLK", "resolved_at", "began_earliest")
    assert ["2024-10-06 20:30:42", "2024-10-06 19:30:42"] == found.times("PT4KHLL", "resolved_at", "posted_at")
    assert ("open_as_of", None, 2) == tuple(
        found.reports["PT4KHLM"][name] for name in ("end_state", "resolved_at", "severity_rank")
    )
    assert ["trigger", "acknowledge"] == [status for _, status, _ in found.updates["PT4KHLK"]]


def test_pagerduty_analytics_count_from_the_trigger() -> None:
    """A row of analytics ends so many seconds after it was triggered."""
    assert ["2024-03-01 10:30:30"] == seen("pagerduty/analytics.json").times("PA1", "resolved_at")


@pytest.mark.parametrize("form", ["pagerduty", "ooni"])
def test_one_incident_by_itself(form: str, tmp_path: Path) -> None:
    """The answer for one incident wraps it in `incident`, as that of Statuspage does: each is known by its own fields."""
    file = tmp_path / "one.json"
    incident = json.loads((DATA / form / "incidents.json").read_text(encoding="utf-8"))["incidents"][0]
    file.write_text(json.dumps({"incident": incident}), encoding="utf-8")

    assert (form, [incident["id"]]) == (seen(file).form, [*seen(file).reports])


def test_datadog_keeps_impact_and_resolution_apart() -> None:
    """The impact gives onset and mitigation, the resolution the end; without an impact there is no onset."""
    found = seen("datadog/incidents.json")
    hit, internal = (f"00000000-0000-0000-1234-00000000000{number}" for number in (0, 1))

    assert ["2024-05-01 10:00:00", "2024-05-01 10:45:00", "2024-05-02 16:00:00"] == found.times(
        hit, "began_earliest", "mitigated_at", "resolved_at"
    )
    assert [None, "2024-06-01 10:00:00", None] == found.times(internal, *BEGAN, "resolved_at")
    assert (2, None, "open_as_of") == (
        found.reports[hit]["severity_rank"],
        found.reports[internal]["severity_rank"],
        found.reports[internal]["end_state"],
    )


def test_datadog_impact_is_of_its_incident() -> None:
    """An impact by itself has its own two times and names its incident."""
    found = seen("datadog/impacts.json")
    name = "00000000-0000-0000-1234-000000000000/11110000-0000-0000-0000-000000000000"

    assert ["2024-05-01 10:00:00", "2024-05-01 10:45:00"] == found.times(name, "began_earliest", "resolved_at")


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project and not in it")
@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("aws-health/describe-events.example1.json", "events"),
        ("aws-health/describe-events.example2.json", "events"),
        ("aws-health/describe-event-details.json", "successfulSet"),
        ("yandex-cloud/incidents.json", "items"),
    ],
)
def test_samples_have_as_many_records_as_their_lists(path: str, key: str) -> None:
    """Every entry of the list of a sample is a report; none is quarantined."""
    found = seen(SAMPLES / path)

    assert len(json.loads((SAMPLES / path).read_text(encoding="utf-8"))[key]) == len(found.reports)
    assert [] == found.refused


LISTS = {
    "heroku/incidents.json": None,
    "instatus/incidents.json": None,
    "incident_io/incidents.json": "incidents",
    "aws_health/events.json": "events",
    "yandex_cloud/incidents.json": "items",
    "cachet/incidents-2.json": "data",
    "cachet/incidents-3.json": "data",
    "pagerduty/incidents.json": "incidents",
    "datadog/incidents.json": "data",
    "salesforce/incidents.json": None,
    "ooni/incidents.json": "incidents",
    "ioda/codf.json": "data",
    "veris/several.json": None,
}
"""Files whose records stand in one list, and its key."""
JSON = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=3), max_size=2)
)


@pytest.mark.parametrize("name", LISTS)
def test_no_record_is_lost(name: str, tmp_path: Path) -> None:
    """Whatever stands in the list, each entry of it is a report or is quarantined."""
    whole, key = json.loads((DATA / name).read_text(encoding="utf-8")), LISTS[name]
    good = [item for item in (whole[key] if key else whole) if isinstance(item, dict)]
    fields = sorted({field for item in good for field in item})
    broken = st.builds(
        lambda item, change: item | change,
        st.sampled_from(good),
        st.dictionaries(st.sampled_from(fields), JSON, max_size=4),
    )

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(broken | JSON, min_size=1, max_size=8))
    def check(items: list[object]) -> None:
        file = tmp_path / "list.json"
        file.write_text(json.dumps(whole | {key: items} if key else items), encoding="utf-8")
        found = seen_by(readers()[name.split("/", maxsplit=1)[0]], Document(file))
        reports = {report["record_no"] for report in found.every_report}
        assert len(items) == len(reports) + len(found.refused)

    check()
