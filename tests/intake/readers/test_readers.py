"""Formats: every file of `tests/data` against what a person counted in it, and the rules that hold for all of them."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import DATA, document, seen, seen_by

from kit.errors import NotFound
from kit.intake.document import BadFile, Document
from kit.intake.readers import reader_of, readers

COUNTED = {
    "statuspage/incidents.json": ("statuspage", 5, 1, {"end_before_start": 1, "stale": 1}),
    "statuspage/archive.json": ("statuspage", 5, 1, {"end_contradicted_by_updates": 1, "zero_length": 1}),
    "statuspage/summary.json": ("statuspage", 1, 0, {}),
    "statuspage_feed/history.atom": ("statuspage_feed", 3, 0, {"stale": 1}),
    "statuspage_feed/history.rss": ("statuspage_feed", 1, 0, {}),
    "google_cloud/incidents.json": ("google_cloud", 3, 0, {"end_contradicted_by_updates": 1, "stale": 1}),
    "google_cloud/workspace.json": ("google_cloud", 1, 0, {}),
    "aws_data/data.json": ("aws_data", 3, 0, {"posted_when_over": 1, "stale": 1}),
    "aws_currentevents/currentevents.json": ("aws_currentevents", 2, 0, {"stale": 1}),
    "aws_currentevents/empty.json": ("aws_currentevents", 0, 0, {}),
    "aws_rss/all.rss": ("aws_rss", 3, 1, {"stale": 1}),
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


@pytest.mark.parametrize("path", COUNTED)
def test_a_file_gives_what_a_person_counted(path: str) -> None:
    """Format, records, quarantined records and flags of each file are those that were counted in it by hand."""
    form, records, quarantined, flags = COUNTED[path]
    found = seen(path)

    assert form == found.form
    assert (records, quarantined) == (len(found.every_report) + len(found.refused), len(found.refused))
    assert flags == Counter(rule for _, rule in found.flags)


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


LISTS = {
    "aws_currentevents/currentevents.json": None,
    "aws_data/data.json": "archive",
    "aws_health/events.json": "events",
    "cachet/incidents-2.json": "data",
    "cachet/incidents-3.json": "data",
    "datadog/incidents.json": "data",
    "google_cloud/incidents.json": None,
    "heroku/incidents.json": None,
    "incident_io/incidents.json": "incidents",
    "instatus/incidents.json": None,
    "ioda/codf.json": "data",
    "ooni/incidents.json": "incidents",
    "pagerduty/incidents.json": "incidents",
    "salesforce/incidents.json": None,
    "slack/history.json": None,
    "statuspage/archive.json": None,
    "upptime/issues.json": None,
    "veris/several.json": None,
    "yandex_cloud/incidents.json": "items",
}
"""Files whose records stand in one list, and its key."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def mutated(good: list[dict[str, Any]]) -> st.SearchStrategy[list[Any]]:
    """Give lists of records like the good ones, with fields dropped or replaced by anything, and of anything else."""
    fields = sorted({field for item in good for field in item})
    changed = st.builds(
        lambda item, change, drop: {field: value for field, value in (item | change).items() if field not in drop},
        st.sampled_from(good),
        st.dictionaries(st.sampled_from(fields), JSON, max_size=4),
        st.sets(st.sampled_from(fields), max_size=2),
    )
    return st.lists(changed | JSON, min_size=1, max_size=10)


@pytest.mark.parametrize("path", LISTS)
def test_no_record_is_lost(path: str, tmp_path: Path) -> None:
    """Whatever stands in the list, each entry of it is a report or is quarantined."""
    whole, key = document(path).json, LISTS[path]
    good = [item for item in (whole[key] if key else whole) if isinstance(item, dict)]

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(mutated(good))
    def check(items: list[Any]) -> None:
        file = tmp_path / "list.json"
        file.write_text(json.dumps(whole | {key: items} if key else items), encoding="utf-8")
        found = seen_by(readers()[path.partition("/")[0]], Document(file))
        reports = {report["record_no"] for report in found.every_report}
        assert len(items) == len(reports) + len(found.refused)

    check()


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
    file = Document(path)
    found = [name for name, reader in readers().items() if file.shape in reader.shapes and reader.recognises(file)]

    assert [path.relative_to(DATA).parts[0]] == found


@pytest.mark.parametrize("form", ["pagerduty", "ooni"])
def test_one_incident_by_itself(form: str, tmp_path: Path) -> None:
    """The answer for one incident wraps it in `incident`, as that of Statuspage does: each is known by its own fields."""
    file = tmp_path / "one.json"
    incident = json.loads((DATA / form / "incidents.json").read_text(encoding="utf-8"))["incidents"][0]
    file.write_text(json.dumps({"incident": incident}), encoding="utf-8")

    assert (form, [incident["id"]]) == (seen(file).form, [*seen(file).reports])


SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"


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
