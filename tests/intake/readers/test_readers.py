"""Formats: every file of `tests/data` against what a person counted in it, and the rules that hold for all of them."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.errors import NotFound
from kit.intake import table_map
from kit.intake.canonical import typed
from kit.intake.document import BadFile, Document
from kit.intake.engine import engine, run
from kit.intake.readers import reader_of, readers
from kit.intake.readers._words import ZONES
from kit.intake.record import RECORD, complete
from kit.intake.table_map import map_beside, read_map

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

COUNTED = {
    "statuspage/incidents.json": ("statuspage", 5, 1, {"end_before_start": 1, "stale": 1}),
    "statuspage/archive.json": ("statuspage", 5, 1, {"end_contradicted_by_updates": 1, "zero_length": 1}),
    "statuspage/summary.json": ("statuspage", 1, 0, {}),
    "statuspage_feed/history.atom": ("statuspage_feed", 3, 0, {"stale": 1}),
    "statuspage_feed/history.rss": ("statuspage_feed", 1, 0, {}),
    "google_cloud/incidents.json": ("google_cloud", 3, 0, {"end_contradicted_by_updates": 1, "stale": 1}),
    "google_cloud/workspace.json": ("google_cloud", 1, 0, {}),
    "aws_data/data.json": ("aws_data", 3, 0, {"posted_when_over": 1, "stale": 1}),
    "aws_currentevents/currentevents.json": ("aws_currentevents", 2, 0, {}),
    "aws_currentevents/empty.json": ("aws_currentevents", 0, 0, {}),
    "aws_rss/all.rss": ("aws_rss", 3, 1, {}),
    "slack/history.json": ("slack", 2, 0, {"stale": 1}),
    "slack/current.json": ("slack", 0, 0, {}),
    "upptime/issues.json": ("upptime", 3, 1, {"stale": 1}),
    "upptime/history/api.yml": ("upptime", 1, 0, {"stale": 1}),
    "upptime/history/shop.yml": ("upptime", 0, 0, {}),
    "upptime/history/summary.json": ("upptime", 0, 0, {}),
    "front_matter/content/issues/2017-03-01-guilds.md": ("front_matter", 1, 0, {"zone_assumed": 1}),
    "front_matter/content/issues/impossible.md": ("front_matter", 1, 0, {"impossible_date": 1, "zone_assumed": 1}),
    "front_matter/content/issues/still-open.md": ("front_matter", 1, 0, {"stale": 1}),
    "front_matter/blackout.md": ("front_matter", 1, 0, {}),
    "incident_file/2024-02-18-uploads.json": ("incident_file", 1, 0, {}),
    "incident_file/2024-03-01-upgrade.json": ("incident_file", 1, 0, {}),
    "incident_file/post-mortem.json": ("incident_file", 1, 0, {}),
    "servicenow/incident_event_log.csv": ("servicenow", 3, 1, {"stale": 1, "zone_assumed": 2}),
    "servicenow/incident.csv": ("servicenow", 2, 0, {"stale": 1, "zone_assumed": 2}),
    "oe417/2023_Annual_Summary.xls": ("oe417", 7, 1, {"end_before_start": 1, "no_time": 1, "zone_assumed": 6}),
    "table/outages.csv": ("table", 4, 1, {"impossible_date": 1}),
    "table/korea.tsv": ("table", 2, 0, {}),
    "table/tunnels.xlsx": ("table", 2, 1, {}),
    "table/lines.jsonl": ("table", 3, 1, {}),
    "table/levels.parquet": ("table", 2, 0, {}),
}
"""File to format, records, quarantined, flags by rule, as counted by hand."""


def document(path: Path | str) -> Document:
    """Open a file with the map that lies beside it."""
    place = DATA / path
    return Document(place, map_beside(place))


def rows(path: Path | str) -> dict[str, dict[str, Any]]:
    """Read a file and give its reports by native_id."""
    return {row["native_id"]: row for row in judged(document(path)).reports.to_dicts()}


def judged(file: Document, form: str | None = None) -> Any:
    """Read and type a file."""
    reader = reader_of(file, form)
    records = complete(reader.read(file).records, RECORD).with_columns(pl.col("provider").fill_null("somebody"))
    return typed(records.with_row_index("record_no").with_columns(load_id=pl.lit(1), format=pl.lit(reader.name)), NOW)


def moment(text: str) -> datetime:
    """Write a time in UTC shortly: 2024-03-01 10:05."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(row: dict[str, Any], *names: str) -> list[str | None]:
    """Give times of a report shortly."""
    return [row[name].strftime("%Y-%m-%d %H:%M") if row[name] else None for name in names]


BEGAN, ENDED = ("began_earliest", "began_latest"), ("ended_earliest", "ended_latest")


@pytest.mark.parametrize("path", COUNTED)
def test_a_file_gives_what_a_person_counted(path: str) -> None:
    """Format, records, quarantined records and flags of each file are those that were counted in it by hand."""
    form, records, quarantined, flags = COUNTED[path]
    found = judged(document(path))
    counts = dict(found.flags.group_by("rule").len().iter_rows())

    assert form == reader_of(document(path)).name
    assert (records, quarantined) == (found.reports.height + found.quarantined.height, found.quarantined.height)
    assert flags == counts


def test_every_format_has_a_file() -> None:
    """A format comes with a small file in `tests/data/<format>/`."""
    assert set() == {name for name in readers() if not (DATA / name).is_dir()}


def test_statuspage_says_onset_mitigation_and_end() -> None:
    """An onset that differs from the first post is the onset; components of the record and of its posts are named once each."""
    row = rows("statuspage/incidents.json")["aaa1"]

    assert ["2024-03-01 10:05"] * 2 + ["2024-03-01 12:30"] * 2 == span(row, *BEGAN, *ENDED)
    assert ("2024-03-01 12:00", "ended", 2) == (*span(row, "mitigated_at"), row["end_state"], row["severity_rank"])


def test_an_onset_that_repeats_the_first_post_is_none() -> None:
    """`started_at` within a minute of `created_at` is the first post: the onset may lie before it, and its earliest is open."""
    row = rows("statuspage/incidents.json")["aaa2"]

    assert [None, "2024-03-05 11:00", "2024-03-05 11:30", None] == span(row, *BEGAN, *ENDED)
    assert "open_as_of" == row["end_state"]


def test_an_end_that_only_the_status_says_is_an_interval() -> None:
    """Resolved without a time: after the last post that says it is broken, not after the first that says it is over."""
    row = rows("statuspage/archive.json")["b3"]

    assert ["2019-06-01 11:00", "2019-06-01 13:00"] == span(row, *ENDED)
    assert (None, "ended") == (row["resolved_at"], row["end_state"])


def test_maintenance_begins_when_the_work_does() -> None:
    """`scheduled_for` is the onset of work, not its announcement; it is never an incident."""
    row = rows("statuspage/incidents.json")["aaa4"]

    assert ("maintenance", "2024-02-25 02:00") == (row["kind"], *span(row, "began_at"))


def test_offsets_of_the_page_are_kept() -> None:
    """23:30 in Seoul on New Year's Eve is 14:30 in UTC."""
    row = rows("statuspage/archive.json")["b1"]

    assert ["2017-12-31 14:30", "2017-12-31 16:30"] == span(row, "posted_at", "resolved_at")


def test_a_feed_gets_its_years_back() -> None:
    """Posts without a year are dated backwards from the last one, across a new year, and prose in them is not read."""
    row = rows("statuspage_feed/history.atom")["abc123"]

    assert ["2021-12-31 23:50", "2021-12-31 23:50", "2022-01-01 00:41"] == span(row, "posted_at", *ENDED)
    assert row["began_earliest"] is None


def test_a_feed_keeps_the_zone_of_its_page() -> None:
    """17:20 PST is 01:20 UTC of the next day."""
    row = rows("statuspage_feed/history.rss")["zzz999"]

    assert ["2024-03-05 00:00", "2024-03-05 01:21"] == span(row, "posted_at", "ended_latest")


def test_google_says_begin_and_end() -> None:
    """`begin` is the onset though the first post came later; an end of null stays open as of the last post."""
    found = rows("google_cloud/incidents.json")

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


def test_aws_clock_times_get_their_day() -> None:
    """The second post after midnight is of the next day, in the zone that it names; the end lies between the last two."""
    row = rows("aws_data/data.json")["ec2-us-east-2_1624600800"]

    assert ["2021-06-25 06:00", "2021-06-25 06:50", "2021-06-25 07:31"] == span(row, "posted_at", *ENDED)


def test_aws_status_is_a_number_or_a_text() -> None:
    """1 and "1" are the same status."""
    found = rows("aws_data/data.json")

    assert [2, 1, 3] == [
        found[name]["severity_rank"]
        for name in ("ec2-us-east-2_1624600800", "lambda-us-east-1_1624564393", "iot-eu-west-1_1640000000")
    ]


def test_aws_current_events_name_their_services() -> None:
    """Every impacted service is a component with its region."""
    found = judged(document("aws_currentevents/currentevents.json"))
    names = found.components.filter(pl.col("record_no") == 0)["component"].to_list()

    assert ["Multiple services", "Amazon EC2", "Amazon S3"] == names


def test_aws_posts_are_joined_into_events() -> None:
    """Posts of one service on one topic within a day are one event; one two days before is another, that has no end."""
    found = rows("aws_rss/all.rss")

    assert {"ec2-us-east-1_1787022079": "ended", "ec2-us-east-1_1786849279": "open_as_of"} == {
        name: row["end_state"] for name, row in found.items()
    }


def test_slack_has_no_end() -> None:
    """The last word of a resolved incident bounds its end and is not the end."""
    row = rows("slack/history.json")["801"]

    assert ["2018-06-27 13:33", "2018-06-27 16:10"] == span(row, *ENDED)
    assert row["resolved_at"] is None


def test_upptime_issues_open_and_close() -> None:
    """An issue is opened when the monitor finds the site down, which is no onset, and closed when it finds it up."""
    row = rows("upptime/issues.json")["12"]

    assert [None, "2021-05-12 01:05", "2021-05-12 02:35", "2021-05-12 02:35"] == span(row, *BEGAN, *ENDED)


def test_upptime_minutes_are_a_series() -> None:
    """Minutes down a day are values, for they do not say how many outages they were."""
    series = readers()["upptime"].read(document("upptime/history/summary.json")).series
    assert series is not None

    assert [("Shop", "2021-03-03", 17.0), ("Shop", "2021-03-04", 2.0), ("API", "2021-03-03", 1440.0)] == series.select(
        "entity_id", "at", "value"
    ).rows()


def test_front_matter_of_cstate() -> None:
    """The date of the front matter counts and not that of the name; posts are dated by their track marks."""
    found = judged(document("front_matter/content/issues/2017-03-01-guilds.md"))
    row = found.reports.to_dicts()[0]

    assert ["2017-02-28 14:30", "2017-02-28 16:00"] == span(row, "began_at", "resolved_at")
    assert [
        ("Investigating", moment("2017-02-28 14:35")),
        ("Monitoring", moment("2017-02-28 15:40")),
    ] == found.updates.select("status", "at").sort("at").rows()


def test_a_day_that_never_was_leaves_the_onset_open() -> None:
    """30 February is kept and flagged; the record has an end and no onset."""
    row = rows("front_matter/content/issues/impossible.md")["impossible"]

    assert [None, None, "2017-03-01 16:00"] == span(row, *BEGAN, "resolved_at")


def test_times_before_1970_are_times() -> None:
    """The blackout of 1965 is dated as printed, with its offset."""
    row = rows("front_matter/blackout.md")["blackout"]

    assert ["1965-11-09 22:16", "1965-11-10 11:30"] == span(row, "began_at", "resolved_at")


def test_planned_minutes_are_no_end() -> None:
    """Work of a planned hour that was done after forty minutes ended at some time until the post that says so."""
    row = rows("incident_file/2024-03-01-upgrade.json")["2024-03-01-upgrade"]

    assert ("maintenance", "2024-03-01 02:00", "2024-03-01 02:40") == (
        row["kind"],
        *span(row, "began_at", "ended_latest"),
    )


def test_of_posts_of_one_minute_the_later_counts(tmp_path: Path) -> None:
    """Two posts of one time stand in the order of the others: resolved is the last word, and the length is none."""
    posts = [
        {"date": "2018-11-13T12:09:00Z", "status": status, "content": ""} for status in ("investigating", "resolved")
    ]
    (tmp_path / "x.json").write_text(json.dumps({"name": "Slow", "impact": "minor", "updates": posts}))
    found = judged(document(tmp_path / "x.json"))

    assert ("resolved", "ended") == found.reports.select("status", "end_state").row(0)
    assert ["zero_length"] == found.flags["rule"].to_list()


def test_an_audit_log_is_one_incident_a_number() -> None:
    """Rows of one number are its posts, day before month; `?` is no value."""
    found = rows("servicenow/incident_event_log.csv")

    assert ["2016-02-29 01:16", "2016-02-29 11:29", "2016-02-29 11:30"] == span(
        found["INC0000045"], "posted_at", *ENDED
    )
    assert (None, "open_as_of", 3) == (
        found["INC0000047"]["resolved_at"],
        found["INC0000047"]["end_state"],
        found["INC0000047"]["severity_rank"],
    )


def test_oe417_cells_of_every_kind_are_times() -> None:
    """Dates, serial numbers and texts, times and texts, noon and 1/0/1900: each is what a person reads."""
    found = judged(document("oe417/2023_Annual_Summary.xls")).reports.sort("record_no").to_dicts()
    times = [span(row, "began_at", "resolved_at") for row in found]

    assert [
        ["2023-01-05 10:30", "2023-01-05 16:41"],
        ["2023-01-05 10:30", "2023-01-06 16:41"],
        ["2023-01-07 23:00", None],
        ["2023-02-08 16:41", None],
        [None, "2023-03-02 12:00"],
        ["2023-03-05 09:00", "2023-03-04 09:00"],
    ] == times


def test_oe417_rows_of_one_place_and_time_stay_apart() -> None:
    """Two rows of the same time, area and type that differ in their customers are two records."""
    names = judged(document("oe417/2023_Annual_Summary.xls")).reports["native_id"].to_list()

    assert names[0] + " #2" == names[1]


def test_a_map_says_zone_order_and_labels() -> None:
    """08:10 in Seoul on 3 April is 23:10 UTC the day before; a minute is a minute wide; High is 3."""
    row = rows("table/outages.csv")["1"]

    assert ["2020-04-02 23:10", "2020-04-02 23:11", "2020-04-03 00:40", "2020-04-03 00:41"] == span(row, *BEGAN, *ENDED)
    assert 3 == row["severity_rank"]


def test_a_cell_may_hold_several_lines() -> None:
    """A line break in quotation marks is part of its cell."""
    assert "Power loss;\ntwo lines" == rows("table/outages.csv")["2"]["title"]


def test_a_workbook_gives_durations() -> None:
    """05:30 in Vienna and 95 minutes are 03:30 to 05:05 UTC; a duration that is no number quarantines its row."""
    found = judged(document("table/tunnels.xlsx"))

    assert ["2021-07-14 03:30", "2021-07-14 05:05"] == span(found.reports.to_dicts()[0], "began_at", "resolved_at")
    assert ["duration: about 5 is no number"] == found.quarantined["reason"].to_list()


def test_lines_of_json_hold_epochs_and_nested_names() -> None:
    """Seconds and milliseconds since 1970 are instants; a heading with a dot goes into an object; a broken line is quarantined."""
    found = judged(document("table/lines.jsonl"))
    first = found.reports.to_dicts()[0]

    assert ("Link down", ["2020-01-01 00:00", "2020-01-01 01:00"]) == (
        first["title"],
        span(first, "began_at", "resolved_at"),
    )
    assert ["it is no JSON object"] == found.quarantined["reason"].to_list()


def test_a_correction_is_put_in() -> None:
    """The map mends the cell that is known to be wrong, and the raw row keeps what was printed."""
    row = rows("table/korea.tsv")["1"]

    assert ["2022-10-19 14:00"] == span(row, "resolved_at")
    assert "2022-10-20 23:00" in row["raw"]


def test_a_correction_that_is_mended_fails_loudly(tmp_path: Path) -> None:
    """Once the publisher has mended the cell, the correction must go."""
    (tmp_path / "t.csv").write_text("No;Start\n1;2020-01-02 10:00\n")
    (tmp_path / "t.toml").write_text(
        '[columns]\nnative_id = "No"\nbegan = "Start"\n[[corrections]]\nid = "1"\ncolumn = "Start"\nwas = "x"\nnow = "y"\nreason = "z"'
    )

    with pytest.raises(BadFile, match="delete the correction"):
        judged(document(tmp_path / "t.csv"))


def test_the_map_in_the_docstring_is_a_map(tmp_path: Path) -> None:
    """The example that explains maps is read as one."""
    path = tmp_path / "example.toml"
    path.write_text((table_map.__doc__ or "").partition("\n\n")[2])
    found = read_map(path)

    assert ("Seoul Metro", ["Date", "Time"], {"High": 3}) == (
        found.provider,
        found.headings("began"),
        found.labels["severity_rank"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '[columns]\nbegin = "A"',
        "[columns]",
        '[columns]\nduration = "M"',
        '[columns]\ntitle = "A"\n\n[[corrections]]\nid = "1"',
    ],
)
def test_a_map_with_a_mistake_is_refused(text: str, tmp_path: Path) -> None:
    """An unknown key or name, no columns, a duration without a unit, a correction without a reason."""
    path = tmp_path / "m.toml"
    path.write_text(text)

    with pytest.raises(Exception, match=str(path)):
        read_map(path)


TIMES = {
    "2024-07-19T04:09:00Z": ("2024-07-19 04:09:00", 0),
    "2024-07-19T13:09:00.123456789+09:00": ("2024-07-19 04:09:00.123456", 0),
    "2024-07-19 04:09 UTC": ("2024-07-19 04:09:00", 60),
    "20240719T040900Z": ("2024-07-19 04:09:00", 0),
    "1721362140": ("2024-07-19 04:09:00", 0),
    "1721362140.5": ("2024-07-19 04:09:00.500000", 0),
    "1721362140000": ("2024-07-19 04:09:00", 0),
    "Fri, 19 Jul 2024 04:09:00 GMT": ("2024-07-19 04:09:00", 0),
    "Thu, 18 Jul 2024 21:09:00 PDT": ("2024-07-19 04:09:00", 0),
    "Fri Jul 19 2024 04:09:00 GMT+0000 (Coordinated Universal Time)": ("2024-07-19 04:09:00", 0),
    "July 19, 2024 at 4:09 AM UTC": ("2024-07-19 04:09:00", 60),
    "19th Jul 2024 16:09": ("2024-07-19 16:09:00", 60),
    "2024/07/19 04:09": ("2024-07-19 04:09:00", 60),
    "2024-07-19 00:09 US/Eastern": ("2024-07-19 04:09:00", 60),
    "2024-07-19 24:00": ("2024-07-20 00:00:00", 60),
    "2024-07-19": ("2024-07-19 00:00:00", 86400),
    "2024-07": ("2024-07-01 00:00:00", 31 * 86400),
    "1924": ("1924-01-01 00:00:00", 366 * 86400),
    "12:30 AM": (None, "unreadable"),
    "2024-02-30": (None, "impossible_date"),
    "2024-07-19 25:00": (None, "impossible_date"),
    "0000-01-01": (None, "impossible_date"),
    "03/04/2024": (None, "day_order_unknown"),
    "2024-07-19 04:09 XYZ": (None, "unknown_zone"),
    "soon": (None, "unreadable"),
}


def instants(printed: list[str], zone: str | None = None, day_order: str | None = None) -> dict[str, dict[str, Any]]:
    """Type printed times."""
    frame = pl.DataFrame(
        {"printed": printed, "zone": zone, "day_order": day_order},
        schema=dict.fromkeys(("printed", "zone", "day_order"), pl.String),
    )
    zones = pl.DataFrame({"abbreviation": list(ZONES), "zone": list(ZONES.values())})
    return {row["printed"]: row for row in run(engine(), "times", printed_time=frame, zone_name=zones).to_dicts()}


def test_times_as_they_are_printed() -> None:
    """Every notation that was seen in the wild is an instant of its precision; what is none says why."""
    found = instants(list(TIMES))
    told = {
        text: (str(row["at"].replace(tzinfo=None)), int((row["until"] - row["at"]).total_seconds()))
        if row["at"]
        else (None, row["problem"])
        for text, row in found.items()
    }

    assert TIMES == told


@pytest.mark.parametrize(("order", "expected"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_the_order_of_day_and_month(order: str, expected: str) -> None:
    """03/04/2024 is what the map says it is, with any separator."""
    found = instants(["03/04/2024", "03-04-2024", "3.4.24"], day_order=order)

    assert {expected} == {f"{row['at']:%Y-%m-%d}" for row in found.values()}


def test_an_offset_wins_over_the_zone_of_the_page() -> None:
    """The zone of the page is for times without an offset, and follows its summer time."""
    found = instants(["2024-01-10 12:00", "2024-07-10 12:00", "2024-07-10 12:00 UTC"], zone="America/New_York")

    assert ["17:00", "16:00", "12:00"] == [
        f"{found[text]['at']:%H:%M}" for text in sorted(found, key=lambda text: (len(text), text))
    ]
    assert not any(row["is_zone_assumed"] for row in found.values())


def test_an_hour_that_a_clock_shows_twice_is_an_interval() -> None:
    """02:30 in Berlin on the night of 27 October 2024 was at 00:30 and at 01:30 UTC; 02:30 on 31 March never was."""
    found = instants(["2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-10-27 03:30:00"], zone="Europe/Berlin")
    twice, never, once = (found[text] for text in ("2024-10-27 02:30:00", "2024-03-31 02:30:00", "2024-10-27 03:30:00"))

    assert ("00:30", "01:30") == (f"{twice['at']:%H:%M}", f"{twice['until']:%H:%M}")
    assert (None, "impossible_date") == (never["at"], never["problem"])
    assert once["at"] == once["until"]


def test_a_zone_that_nobody_says_is_assumed() -> None:
    """UTC is taken for a time without a zone, and that is told."""
    assert [True, False] == [
        instants([text])[text]["is_zone_assumed"] for text in ("2024-07-19 04:09", "2024-07-19 04:09Z")
    ]


def test_an_unknown_format_is_named_with_a_hint() -> None:
    """A misspelt name of a format gets the nearest one."""
    with pytest.raises(NotFound, match="did you mean 'statuspage'"):
        reader_of(document("slack/history.json"), "statuspages")


def test_what_could_be_two_formats_is_a_question(tmp_path: Path) -> None:
    """A wrong guess is worse than a question: both candidates are named."""
    path = tmp_path / "both.json"
    path.write_text(
        json.dumps([{"id": 1, "begin": "", "external_desc": "", "updates": [], "date_created": "", "notes": []}])
    )

    with pytest.raises(BadFile, match="it could be google_cloud, slack; say which with --format"):
        reader_of(Document(path))


@pytest.mark.parametrize(
    "text", ['{"a": 1}', "a,b\n1,2\n", "<feed></feed>", "---\ntitle: x\n---\n", "key: value\n", "words"]
)
def test_what_is_no_known_format_is_a_question(text: str, tmp_path: Path) -> None:
    """A file of another kind is refused with what it could be."""
    path = tmp_path / "file"
    path.write_text(text)

    with pytest.raises(BadFile, match="its format is not known"):
        reader_of(Document(path))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def mutated(name: str) -> st.SearchStrategy[list[Any]]:
    """Give lists of records like those of a file, with fields dropped or replaced by anything, and of anything else."""
    found = json.loads(document(name).text)
    good = [
        item
        for item in (found if isinstance(found, list) else found.get("incidents") or found.get("archive"))
        if isinstance(item, dict)
    ]
    keys = sorted({key for item in good for key in item})
    changed = st.builds(
        lambda item, change, drop: {key: value for key, value in (item | change).items() if key not in drop},
        st.sampled_from(good),
        st.dictionaries(st.sampled_from(keys), JSON, max_size=3),
        st.sets(st.sampled_from(keys), max_size=2),
    )
    return st.lists(changed | JSON, min_size=1, max_size=10)


def wrapped(form: str, items: list[Any]) -> Any:
    """Put records into the envelope of their format."""
    return {"archive": items, "current": []} if form == "aws_data" else items


MUTATED = {
    "statuspage": "statuspage/archive.json",
    "google_cloud": "google_cloud/incidents.json",
    "aws_data": "aws_data/data.json",
    "slack": "slack/history.json",
    "aws_currentevents": "aws_currentevents/currentevents.json",
    "upptime": "upptime/issues.json",
}


@pytest.mark.parametrize("form", MUTATED)
def test_no_record_is_lost(form: str) -> None:
    """Whatever stands in a list of records, each of them is a report or is quarantined."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutated(MUTATED[form]))
    def check(items: list[Any]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list.json"
            path.write_text(json.dumps(wrapped(form, items)), encoding="utf-8")
            found = judged_anyway(Document(path), form)
        assert len(items) == found.reports.height + found.quarantined.height

    check()


def judged_anyway(file: Document, form: str) -> Any:
    """Read and type a file as a format, whether or not it is recognised."""
    reader = readers()[form]
    records = complete(reader.read(file).records, RECORD).with_columns(pl.col("provider").fill_null("somebody"))
    return typed(records.with_row_index("record_no").with_columns(load_id=pl.lit(1), format=pl.lit(reader.name)), NOW)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_no_row_is_lost(cells: list[list[str]]) -> None:
    """Whatever stands in the cells of a table, each row that has any text is a report or is quarantined."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        text = "\n".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [["id", "start", "end"], *cells]
        )
        path.write_text(text + "\n", encoding="utf-8", newline="")
        path.with_suffix(".toml").write_text('[columns]\nnative_id = "id"\nbegan = "start"\nresolved = "end"\n')
        found = judged(Document(path, map_beside(path)))

    assert sum(any(cell.strip() for cell in row) for row in cells) == found.reports.height + found.quarantined.height
