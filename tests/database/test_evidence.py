"""The CSV files are checked whole, every problem is named with its place, and nothing is filled where there is one."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kit.database import evidence, schema
from kit.errors import BadInput, DataError, Problem

World = Callable[..., duckdb.DuckDBPyConnection]
Problems = Callable[..., list[Problem]]

OBSERVATION = "fact_id,outage_id,source_id,entity_id,state"
CLAIM = "fact_id,outage_id,source_id,metric,scope,low,high,unit"
OUTAGE = "outage_id,name,cause,layer"
BROKEN = {
    "claim": f"""{CLAIM},theme,window,supersedes,scope_id,part_of,payment_ground
f1,fire,paper,estimated_loss,firms,7,5,USD,loss,event,,,,
f2,fire,paper,share_of_devices_affected,devices,8,850,percent,devices,event,,,,
f3,fire,paper,estimated_loss,firms,5,5,dollars,loss,event,,,,
f4,fire,paper,estimated_loss,firms,1,inf,USD,loss,event,,,,
f5,fire,paper,systems_restored,systems,5,5,systems,recovery,instant,,,,
f6,fire,paper,devices_affected,devices,5,5,devices,devices,running,,,,
f7,fire,paper,devices_affected,devices,5,5,devices,devices,event,f99,,,
f10,fire,paper,estimated_loss,shops,5,5,USD,loss,event,,,nowhere,
f11,fire,paper,estimated_loss,shops,5,5,USD,loss,event,,small-shops,,
f12,fire,paper,estimated_loss,all,5,5,USD,compensation,event,,,,goodwill
f13,fire,paper,cost_premium,two sites,5,5,percent,cost_premium,event,,,,""",
    "entity": "entity_id,name,kind,country,parent_id,made_of\n"
    "talk,Talk,service,Korea,,carrier nobody\ncarrier,Carrier,organisation,US,carrier,",
    "outage": f"{OUTAGE},end_state,review,read_until\nfire,The fire,power,cloud,unknown,reviewed,2024\n"
    "flood,The flood,power,cloud,ended,unreviewed,May 2024",
    "observation": f"{OBSERVATION},wording,at_earliest,at_latest\nf8,fire,paper,talk,down,out,2024-01-02,2024-01-01\n"
    "f10,fire,paper,talk,restored,mostly_back,,",
    "source": "source_id,publisher,via,read_as,kind,language\npaper,The Paper,,,press,en\n"
    "ministry,The Ministry,The Paper,report,primary,ko",
    "attribution": "fact_id,outage_id,source_id,refutes,verdict\nf9,fire,paper,f99,\nf14,fire,paper,f9,disputed",
    "event": "fact_id,outage_id,source_id,kind,text\nf9,fire,paper,release,Out.",
    "assumption": "assumption_id,used_in,parameter,place,unit,text,text_ko,row_ids\nx,redundancy,x,1,share,X.,X.,f99",
    "correction": "correction_id,outage_id,kind,row_ids,printed,printed_ko,correct,correct_ko,why,why_ko\nx,fire,misprint,f99,p,p,c,c,w,w",
    "conflict": "conflict_id,outage_id,question,question_ko,row_ids,why,why_ko\nx,fire,q,q,f8,w,w",
}
RULES = {
    "claim_bounds": ("claim.csv", 2, "low", "7.0 above 5.0"),
    "claim_share": ("claim.csv", 3, "low", "8.0"),
    "claim_part": ("claim.csv", 9, "part_of", "nowhere"),
    "claim_scope": ("claim.csv", 10, "scope_id", "small-shops for shops"),
    "payment": ("claim.csv", 11, "payment_ground", "goodwill"),
    "cost_method": ("claim.csv", 12, "strategy", "nothing"),
    "claim_unit": ("claim.csv", 4, "unit", "dollars for estimated_loss in currency"),
    "finite_number": ("claim.csv", 5, "high", "inf"),
    "recovery_basis": ("claim.csv", 6, "basis", "systems_restored"),
    "running_window": ("claim.csv", 7, "period_printed", "nothing"),
    "status_reference": ("claim.csv", 8, "supersedes", "f99"),
    "country_code": ("entity.csv", 2, "country", "Korea"),
    "entity_parent": ("entity.csv", 3, "parent_id", "carrier"),
    "made_of": ("entity.csv", 2, "made_of", "nobody"),
    "metric_counts": ("metric.csv", 6, "counts", "nothing for cancelled"),
    "reviewed_korean": ("outage.csv", 2, "name_ko", "nothing"),
    "read_until": ("outage.csv", 3, "read_until", "May 2024"),
    "end_state": ("outage.csv", 3, "end_state", "ended with no end"),
    "interval_order": ("observation.csv", 2, "at_latest", "2024-01-02 00:00:00+00 to 2024-01-01 00:00:00+00"),
    "observation_wording": ("observation.csv", 3, "state", "restored for mostly_back"),
    "source_kind": ("source.csv", 3, "kind", "primary read as report via The Paper"),
    "refutes": ("attribution.csv", 2, "refutes", "f99"),
    "dispute": ("attribution.csv", 3, "verdict", "disputed"),
    "row_id_once": ("event.csv", 2, "row_id", "f9"),
    "assumption": ("assumption.csv", 2, "row_ids", "f99"),
    "record_rows": ("correction.csv", 2, "row_ids", "f99"),
    "conflict_rows": ("conflict.csv", 2, "row_ids", "f8"),
}
"""What each rule finds in BROKEN, and where."""

METRICS = """metric,name,kind,unit,role,counts,victims,is_additive,definition
estimated_loss,Loss,money,currency,other_loss,,,true,Money lost.
devices_affected,Devices hit,count,devices,affected,devices,devices,true,Devices hit.
systems_restored,Systems restored,count,systems,restored,systems,systems,true,Systems back.
share_of_devices_affected,Share of devices hit,share,percent,affected,devices,devices,false,Share of devices hit.
flights_cancelled,Flights cancelled,count,flights,cancelled,,,true,Flights cancelled.
cost_premium,Extra cost,share,percent,cost_premium,,,false,Extra cost of a second site."""


def test_each_rule_fires_with_file_line_and_sentence(problems: Problems) -> None:
    """A row that breaks a rule is listed with its file, line, column, what was found, and the rule as its sentence."""
    sentences = {text.splitlines()[0].removeprefix("-- "): rule for rule, text in schema.sql_files("rules").items()}

    listed = problems(metric=METRICS, **BROKEN)

    found = {
        sentences[item.expected]: (Path(item.file).name, item.line, item.column, item.found)
        for item in listed
        if item.expected in sentences
    }
    assert RULES == found


def test_every_rule_is_tested() -> None:
    """A new rule comes with a row that breaks it."""
    expected = set(schema.sql_files("rules"))

    assert expected == set(RULES)


def test_each_wrong_cell_is_named(problems: Problems) -> None:
    """A cell of no type, vocabulary or reference, or one that is missing, is listed with what was found and what was expected."""
    listed = problems(
        claim=f"""{CLAIM},is_approximate,window,period_start
f1,fire,paper,estimated_loss,firms,many,,USD,,,
f2,fire,paper,estimated_loss,firms,"5,000",,USD,,,
f3,fire,paper,estimated_loss,firms,5,,USD,perhaps,,
f4,fire,paper,estimated_loss,firms,5,,USD,,week,
f5,fire,paper,estimated_loss,firms,5,,USD,,,soon
f6,fire,paper,estimated_loss,firms,5,,,,,
f7,flood,paper,estimated_loss,firms,5,,USD,,,
f8,fire,paper,estimated_gain,firms,5,,USD,,,"""
    )

    expected = [
        (2, "low", "'many'", "a number"),
        (3, "low", "'5,000'", "a number"),
        (4, "is_approximate", "'perhaps'", "true or false"),
        (5, "window", "'week'", "one of instant, day, running, month, event"),
        (6, "period_start", "'soon'", "an instant such as 2024-07-19 04:09:00+00"),
        (7, "unit", "nothing", "a value"),
        (8, "outage_id", "'flood'", "a row of outage.csv with this outage_id"),
        (9, "metric", "'estimated_gain'", "a row of metric.csv with this metric"),
    ]
    assert expected == [(item.line, item.column, item.found, item.expected) for item in listed]


def test_a_wrong_time_is_named(problems: Problems) -> None:
    """A printed time of another notation is listed in its printed column."""
    listed = problems(observation=f"{OBSERVATION},at_printed\nf1,fire,paper,talk,down,19 July")

    assert [(2, "at_printed", "'19 July'")] == [(item.line, item.column, item.found) for item in listed]


def test_a_key_that_stands_twice_is_named(problems: Problems) -> None:
    """A repeated key is listed at its second place, also where rows refer to it."""
    twice = "entity_id,name,kind\ntalk,Talk,service\ntalk,Talk again,service"

    listed = problems(entity=twice, observation=f"{OBSERVATION},at_printed\nf1,fire,paper,talk,down,2024-01-01")

    assert [(3, "entity_id", "'talk' again")] == [(item.line, item.column, item.found) for item in listed]


def test_a_key_stands_once_in_all_folders(empty: duckdb.DuckDBPyConnection, folder: Callable[..., Path]) -> None:
    """A user's own folder may not repeat a key of ours."""
    sector = "sector,name,name_ko\ntelecom,Telecoms,통신"
    with pytest.raises(DataError) as caught:
        evidence.fill(empty, [folder(sector=sector), folder(sector=sector)])

    assert ["'telecom' again"] == [problem.found for problem in caught.value.problems]


def test_two_rows_of_one_fact_need_row_ids(problems: Problems) -> None:
    """The fact is the key of a row unless `row_id` says otherwise."""
    listed = problems(observation=f"{OBSERVATION}\nf1,fire,paper,talk,down\nf1,fire,paper,talk,restored")

    assert [(3, "row_id", "'f1' again")] == [(item.line, item.column, item.found) for item in listed]


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("entity_id,name,kind,colour\ntalk,Talk,service,blue", 1, "colour", "this heading"),
        ("entity_id,name,kind,kind\ntalk,Talk,service,place", 1, "kind", "this heading again"),
        ("entity_id,name,kind,\ntalk,Talk,service,", 1, "(empty)", "this heading"),
        ("", 1, "(row)", "nothing"),
        ("entity_id,name,kind\ntalk,Talk", 2, "(row)", "2 cells"),
        ("entity_id,name,kind\ntalk,Talk,service\n\ncarrier,Carrier,organisation", 3, "(row)", "0 cells"),
        ('entity_id,name,kind\ntalk,"Ta\nlk",service', 2, "name", "a line break"),
    ],
)
def test_a_file_of_another_shape_is_named(problems: Problems, text: str, line: int, column: str, found: str) -> None:
    """An unknown or repeated heading, a row of another width and a line break in a cell are listed, as lines could not be told else."""
    expected = (line, column, found)

    assert expected in [(item.line, item.column, item.found) for item in problems(entity=text)]


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
def test_another_encoding_is_refused(world: World, encoding: str) -> None:
    """A file that a spreadsheet saved in its own encoding is refused with what to do."""
    text = "entity_id,name,name_ko,kind\ntalk,Talk,톡,service".encode(encoding)

    with pytest.raises(BadInput, match=r"entity\.csv is not UTF-8 text; save it again as CSV in UTF-8"):
        world(entity=text)


def test_marks_and_line_ends_of_windows_are_read(world: World) -> None:
    """A byte order mark and Windows line ends change nothing."""
    text = "sector,name,name_ko\r\ntelecom,Telecoms,통신\r\n".encode("utf-8-sig")

    assert [("telecom", "통신")] == world(sector=text).execute("SELECT sector, name_ko FROM sector").fetchall()


def test_every_problem_is_listed_at_once(problems: Problems) -> None:
    """Problems of all tables come in one list, in the order of file and line, so that one round mends them."""
    listed = problems(
        entity="entity_id,name,kind\ntalk,,thing",
        observation=f"{OBSERVATION}\nf1,fire,paper,talk,up\nf2,flood,paper,talk,down",
    )

    expected = [
        ("entity.csv", 2, "kind"),
        ("entity.csv", 2, "name"),
        ("observation.csv", 2, "state"),
        ("observation.csv", 3, "outage_id"),
    ]
    assert expected == [(Path(item.file).name, item.line, item.column) for item in listed]


def test_a_problem_reads_as_a_line() -> None:
    """The message names place, finding and expectation, and says what to do."""
    error = DataError([Problem("claim.csv", 7, "low", "'many'", "a number")])

    assert (
        "1 problem in the data; mend these and build again:\n  claim.csv:7: low: found 'many', expected a number"
        == str(error)
    )


def test_nothing_is_filled_after_a_failure(empty: duckdb.DuckDBPyConnection, folder: Callable[..., Path]) -> None:
    """One bad row keeps every table empty."""
    bad = folder(
        sector="sector,name,name_ko\ntelecom,Telecoms,통신",
        source="source_id,publisher,kind,language\npaper,Paper,gossip,en",
    )
    with pytest.raises(DataError):
        evidence.fill(empty, [bad])

    assert [(0,)] == empty.execute("SELECT count(*) FROM sector").fetchall()


def test_a_folder_without_our_files_is_refused(empty: duckdb.DuckDBPyConnection, folder: Callable[..., Path]) -> None:
    """A folder must hold at least one file of the kit, so that a wrong path does not pass for an empty one."""
    with pytest.raises(BadInput, match="holds no CSV file of the kit; it needs one of sector"):
        evidence.fill(empty, [folder()])


def test_a_path_that_is_no_folder_is_refused(empty: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A folder that does not exist is named."""
    with pytest.raises(BadInput, match="nowhere is not a folder"):
        evidence.fill(empty, [tmp_path / "nowhere"])


def test_the_columns_of_the_design_are_enough(world: World) -> None:
    """An outage of a user's own needs only the promised columns: the intervals may be given as such, and the rest has defaults."""
    filled = world(
        outage="outage_id,name,name_ko,provider_id,cause,layer,onset_earliest,onset_latest,review,note,note_ko\n"
        "mine,Mine,내 장애,talk,power,cloud,2024-05-01T00:00:00Z,2024-05-01T00:01:00Z,,,",
        observation="fact_id,outage_id,source_id,said_on,status,entity_id,function,state,at_earliest,at_latest,episode,is_approximate\n"
        "m1,mine,paper,2024-05-01,accepted,talk,,down,2024-05-01T00:00:00Z,2024-05-01T00:01:00Z,,",
    )

    found = filled.execute(
        "SELECT row_id, function, state::VARCHAR, epoch(at_earliest), is_change, episode, is_approximate, is_zone_assumed FROM observation"
    )
    assert [("m1", "services", "down", 1714521600.0, True, 1, False, False)] == found.fetchall()


def test_defaults_are_those_of_the_tables(world: World) -> None:
    """A row without status is accepted, a claim without window is of the whole outage, an outage without word is unreviewed and unknown."""
    filled = world(claim=f"{CLAIM}\nf1,fire,paper,estimated_loss,firms,5,,USD")

    claim = filled.execute(
        'SELECT row_id, status::VARCHAR, "window"::VARCHAR, high, is_approximate FROM claim'
    ).fetchall()
    outage = filled.execute("SELECT review::VARCHAR, end_state::VARCHAR FROM outage").fetchall()
    assert [("f1", "accepted", "event", None, False)] == claim
    assert [("unreviewed", "unknown")] == outage


def test_a_given_interval_wins_over_the_printed_time(world: World) -> None:
    """Where a row gives its interval itself, the printed time is only what was printed."""
    filled = world(
        observation=f"{OBSERVATION},at_printed,at_earliest,at_latest\n"
        "f1,fire,paper,talk,down,2024-01-01,2024-01-01T09:00Z,2024-01-01T10:00Z"
    )

    assert [(9, 10)] == filled.execute("SELECT hour(at_earliest), hour(at_latest) FROM observation").fetchall()


def test_a_time_without_zone_takes_the_country_of_the_entity(world: World) -> None:
    """The same day is the Korean one for a Korean service, the envelope of six hours for an American carrier, and flagged there."""
    filled = world(
        observation=f"{OBSERVATION},at_printed\nf1,fire,paper,talk,down,2024-01-01\nf2,fire,paper,carrier,down,2024-01-01"
    )

    expected = [("carrier", 5.0, 34.0, True), ("talk", -9.0, 15.0, False)]
    found = filled.execute(
        "SELECT entity_id, epoch(at_earliest - TIMESTAMPTZ '2024-01-01 00:00Z') / 3600, epoch(at_latest - TIMESTAMPTZ '2024-01-01 00:00Z') / 3600, "
        "is_zone_assumed FROM observation ORDER BY 1"
    )
    assert expected == found.fetchall()


def test_a_tilde_makes_an_observation_approximate(world: World) -> None:
    """About is read from the printed time and needs no second cell."""
    filled = world(observation=f"{OBSERVATION},at_printed\nf1,fire,paper,talk,down,~2024-01-01T06:30Z")

    assert [(True,)] == filled.execute("SELECT is_approximate FROM observation").fetchall()
