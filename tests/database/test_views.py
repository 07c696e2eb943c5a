"""Conclusions follow from observations by the stated rules, in examples of three rows. The outage began at 06:00 UTC on 1 January 2024."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

World = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    """Give a time of January 2024 in UTC."""
    return datetime(2024, 1, day, hour, minute, tzinfo=UTC)


def observations(*lines: str) -> str:
    """Write observations of Talk: `state time`, with `was` before it where the source says only that the state held then."""
    rows = ["fact_id,outage_id,source_id,entity_id,state,at_printed,is_change,function,episode,status"]
    for number, line in enumerate(lines):
        words = line.split()
        is_change = words[0] != "was"
        state, time, *rest = words if is_change else words[1:]
        more = dict(word.split("=") for word in rest)
        function, episode, status = (
            more.get("function", "messages"),
            more.get("episode", "1"),
            more.get("status", "accepted"),
        )
        rows.append(f"f{number},fire,paper,talk,{state},{time},{is_change},{function},{episode},{status}")
    return "\n".join(rows)


@pytest.fixture
def impacts(world: World) -> Callable[..., Rows]:
    """Give the view `impact` over some observations."""

    def find(*lines: str) -> Rows:
        db = world(observation=observations(*lines))
        return db.sql("FROM impact ORDER BY function, episode").pl().to_dicts()

    return find


def test_sources_that_agree_narrow_each_other(impacts: Callable[..., Rows]) -> None:
    """The day of one source and the hour of another meet in the hour."""
    (row,) = impacts("down 2024-01-01T06:30Z", "restored 2024-01-02Z", "restored 2024-01-02T09Z")

    assert (at(9, day=2), at(10, day=2), False) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_sources_that_contradict_give_the_hull(impacts: Callable[..., Rows]) -> None:
    """Nine o'clock and twelve o'clock cannot both be true: the interval holds both, and says that there is a conflict."""
    (row,) = impacts("down 2024-01-01T06:30Z", "restored 2024-01-01T09:00Z", "restored 2024-01-01T12:00Z")

    assert (at(9), at(12, 1), True) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_a_bound_that_contradicts_nothing_widens_nothing(impacts: Callable[..., Rows]) -> None:
    """Nine and the afternoon contradict: "by 20:00" stretches nothing, and "by 15:00", which agrees with both, cuts the afternoon."""
    nine, afternoon = "restored 2024-01-01T09:00Z", "restored 2024-01-01T12Z/2024-01-01T17Z"
    (loose,) = impacts("down 2024-01-01T06:30Z", nine, afternoon, "restored <2024-01-01T20:00Z")
    (tight,) = impacts("down 2024-01-01T06:30Z", nine, afternoon, "restored <2024-01-01T15:00Z")

    assert (at(9), at(18), True) == (loose["ended_earliest"], loose["ended_latest"], loose["conflict"])
    assert (at(9), at(15, 1), True) == (tight["ended_earliest"], tight["ended_latest"], tight["conflict"])


def test_a_bound_that_contradicts_opens_its_side(impacts: Callable[..., Rows]) -> None:
    """What was back by nine and at twelve contradicts itself: it may have been any time up to twelve, from when it was last seen down."""
    (row,) = impacts("down 2024-01-01T06:30Z", "restored <2024-01-01T09:00Z", "restored 2024-01-01T12:00Z")

    assert (at(6, 30), at(12, 1), True) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_what_only_a_party_argued_in_court_is_a_plea(world: World) -> None:
    """A restoration that rests on a plea alone says so; with a word in public beside it, it is none."""
    text = "fact_id,outage_id,source_id,entity_id,function,state,told,at_printed\n"
    plea = "f1,fire,paper,carrier,calls,restored,in_court,2024-01-01T09:00Z\n"
    word = "f2,fire,paper,carrier,calls,restored,,2024-01-01T09:00Z\n"

    found = [
        world(observation=text + rows).sql("SELECT is_plea FROM impact").fetchall() for rows in (plea, plea + word)
    ]
    assert [[(True,)], [(False,)]] == found


def test_contradicting_starts_give_the_hull(impacts: Callable[..., Rows]) -> None:
    """Rival starts are kept as an interval too."""
    (row,) = impacts("down 2024-01-01T06:19Z", "down 2024-01-01T06:30Z", "restored 2024-01-01T12:00Z")

    assert (at(6, 19), at(6, 31), True) == (row["began_earliest"], row["began_latest"], row["conflict"])


def test_what_was_only_degraded_began_when_it_was(impacts: Callable[..., Rows]) -> None:
    """Without any word of being down, the first dated change to degraded is the start; the second is no rival of it."""
    (row,) = impacts("degraded 2024-01-01T06:30Z", "degraded 2024-01-01T08:00Z", "restored 2024-01-01T12:00Z")

    assert (at(6, 30), at(6, 31), False) == (row["began_earliest"], row["began_latest"], row["conflict"])


def test_partly_back_is_no_start(impacts: Callable[..., Rows]) -> None:
    """Degraded at eight after it was seen down at seven says nothing about when it went down."""
    (row,) = impacts("was down 2024-01-01T07:00Z", "degraded 2024-01-01T08:00Z", "restored 2024-01-01T12:00Z")

    assert (at(6), at(7, 1)) == (row["began_earliest"], row["began_latest"])


def test_a_sighting_still_down_bounds_the_end_from_below(impacts: Callable[..., Rows]) -> None:
    """Back some time on the first, but still down at 20:00: back between 20:00 and midnight."""
    (row,) = impacts("down 2024-01-01T06:30Z", "was down 2024-01-01T20:00Z", "restored 2024-01-01Z")

    assert (at(20), at(0, day=2), False) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


@pytest.mark.parametrize("restored", ["was restored 2024-01-01T12:00Z", "restored <2024-01-01T12:00Z"])
def test_worked_by_then_leaves_the_lower_end(impacts: Callable[..., Rows], restored: str) -> None:
    """Who says that it worked at noon says nothing about since when: the end is bounded below by the last sighting down."""
    (row,) = impacts("down 2024-01-01T06:30Z", restored)

    assert (at(6, 30), at(12, 1), False) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_down_and_back_on_the_same_day_is_no_conflict(impacts: Callable[..., Rows]) -> None:
    """Two times of a day's precision on one day agree; neither reaches back before the onset."""
    (row,) = impacts("down 2024-01-01Z", "restored 2024-01-01Z")

    assert (at(6), at(0, day=2)) == (row["began_earliest"], row["began_latest"])
    assert (at(6), at(0, day=2), False) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_a_sighting_down_after_the_restoration_is_a_conflict(impacts: Callable[..., Rows]) -> None:
    """Back at 12:00 says one, still down at 20:00 another: the end lies somewhere between."""
    (row,) = impacts("down 2024-01-01T06:30Z", "restored 2024-01-01T12:00Z", "was down 2024-01-01T20:00Z")

    assert (at(12), at(20), True) == (row["ended_earliest"], row["ended_latest"], row["conflict"])


def test_a_relapse_is_an_episode_of_its_own(impacts: Callable[..., Rows]) -> None:
    """What went down again has two intervals and no conflict."""
    first, second = impacts(
        "down 2024-01-01T06:30Z",
        "restored 2024-01-01T08:00Z",
        "down 2024-01-01T10:00Z episode=2",
        "restored 2024-01-01T11:00Z episode=2",
    )

    assert [(1, at(8), False), (2, at(11), False)] == [
        (row["episode"], row["ended_earliest"], row["conflict"]) for row in (first, second)
    ]


def test_no_word_of_the_end_is_unknown(impacts: Callable[..., Rows]) -> None:
    """That it went down says nothing about how long: the end is unknown, and last seen down at its start."""
    (row,) = impacts("down 2024-01-01T06:30Z")

    assert ("unknown", None, at(6, 30)) == (row["end_state"], row["ended_latest"], row["last_down"])


def test_a_later_word_that_it_is_still_down_is_open(impacts: Callable[..., Rows]) -> None:
    """Only who was seen down later counts as still down, as of then."""
    (row,) = impacts("down 2024-01-01T06:30Z", "was down 2024-01-03T12:00Z")

    assert ("open_as_of", None, at(12, day=3)) == (row["end_state"], row["ended_latest"], row["last_down"])


def test_degraded_is_impaired_and_not_down(impacts: Callable[..., Rows]) -> None:
    """Down at 06:30, nearly all back on the third: still impaired then, and down no later than on the first."""
    (row,) = impacts("down 2024-01-01T06:30Z", "was degraded 2024-01-03T12:00Z")

    seen = (row["end_state"], row["last_impaired"], row["last_down"])
    assert ("open_as_of", at(12, day=3), at(6, 30)) == seen


def test_what_was_only_degraded_was_never_seen_down(impacts: Callable[..., Rows]) -> None:
    """An impact that no source calls down has no last time down, however long it was degraded."""
    (row,) = impacts("degraded 2024-01-01T06:30Z", "was degraded 2024-01-03T12:00Z")

    assert ("open_as_of", None) == (row["end_state"], row["last_down"])


def test_hit_on_the_day_of_the_onset_is_not_still_down(impacts: Callable[..., Rows]) -> None:
    """A sighting so rough that it may be the onset itself is no later word."""
    (row,) = impacts("was down 2024-01-01Z")

    assert ("unknown", at(6), at(0, day=2)) == (row["end_state"], row["began_earliest"], row["began_latest"])


def test_refuted_rows_do_not_count(impacts: Callable[..., Rows]) -> None:
    """Only accepted rows reach a conclusion."""
    (row,) = impacts(
        "down 2024-01-01T06:30Z",
        "restored 2024-01-01T07:00Z status=refuted",
        "restored 2024-01-01T09:00Z status=superseded",
    )

    assert "unknown" == row["end_state"]


def test_a_start_that_nobody_dates_lies_between_onset_and_first_sighting(impacts: Callable[..., Rows]) -> None:
    """Seen down at nine, it went down between six and nine."""
    (row,) = impacts("was down 2024-01-01T09:00Z", "restored 2024-01-01T12:00Z")

    assert (at(6), at(9, 1)) == (row["began_earliest"], row["began_latest"])


def test_normal_operations_are_the_end_where_nobody_says_restored(impacts: Callable[..., Rows]) -> None:
    """Who operated normally by the third had been restored by then; when, only the last sighting down bounds."""
    (row,) = impacts("down 2024-01-01T06:30Z", "was down 2024-01-02T12:00Z", "normal 2024-01-03T00:00Z")

    assert (at(12, day=2), at(0, 1, day=3)) == (row["ended_earliest"], row["ended_latest"])


def test_normal_operations_come_after_the_restoration(impacts: Callable[..., Rows]) -> None:
    """Where both are said, the restoration is the end, and normal operations stand beside it."""
    (row,) = impacts("down 2024-01-01T06:30Z", "restored 2024-01-01T09:00Z", "normal 2024-01-03T00:00Z")

    assert (at(9), at(9, 1), at(0, day=3)) == (row["ended_earliest"], row["ended_latest"], row["normal_earliest"])


def test_who_was_not_hit_has_no_impact(impacts: Callable[..., Rows]) -> None:
    """A denial is evidence, and no impact."""
    assert [] == impacts("not_hit 2024-01-01Z")


def test_functions_are_apart(impacts: Callable[..., Rows]) -> None:
    """The end of one function says nothing about another."""
    rows = impacts("down 2024-01-01T06:30Z", "restored 2024-01-01T09:00Z", "down 2024-01-01T06:30Z function=payments")

    assert [("messages", "ended"), ("payments", "unknown")] == [(row["function"], row["end_state"]) for row in rows]


def test_an_entity_takes_as_long_as_its_longest_function(world: World) -> None:
    """Messages back after 1.5 hours at most, payments after 3.5: the entity is one unit of 3 to 3.5 hours and a minute."""
    db = world(
        observation=observations(
            "down 2024-01-01T06:30Z",
            "restored 2024-01-01T08:00Z",
            "down 2024-01-01T06:30Z function=payments",
            "restored 2024-01-01T10:00Z function=payments",
        )
    )

    (unit,) = db.execute(
        "SELECT unit_id, round(lower_hours * 60), round(upper_hours * 60), end_state::VARCHAR FROM time_to_restore"
    ).fetchall()
    assert ("fire/talk", 209, 211, "ended") == unit


def test_an_entity_with_an_open_function_is_open(world: World) -> None:
    """A unit whose payments were still down two days later has no upper end, and was down for at least that long."""
    db = world(
        observation=observations(
            "down 2024-01-01T06:30Z",
            "restored 2024-01-01T08:00Z",
            "down 2024-01-01T06:30Z function=payments",
            "was down 2024-01-03T06:31Z function=payments",
        )
    )

    (unit,) = db.execute("SELECT lower_hours, upper_hours, end_state::VARCHAR FROM time_to_restore").fetchall()
    assert (48, None, "open_as_of") == unit


def test_an_open_end_censors_only_on_down(world: World) -> None:
    """Last seen down after 2 h and degraded after 48: down for at least 2 h, as "almost all are back" is no time down."""
    db = world(
        observation=observations(
            "down 2024-01-01T06:30Z", "was down 2024-01-01T08:31Z", "was degraded 2024-01-03T06:31Z"
        )
    )

    assert [(2, None, "open_as_of")] == db.execute(
        "SELECT lower_hours, upper_hours, end_state::VARCHAR FROM time_to_restore"
    ).fetchall()


def test_every_row_of_evidence_is_in_the_view(world: World) -> None:
    """The view names fact, table and row, so that a fact can be followed to its rows."""
    db = world(
        observation=observations("down 2024-01-01T06:30Z"),
        claim="row_id,fact_id,outage_id,source_id,metric,scope,low,high,unit\nc1-a,c1,fire,paper,estimated_loss,firms,5,7,USD",
        attribution="fact_id,outage_id,source_id\na1,fire,paper",
        event="fact_id,outage_id,source_id,kind,text\ne1,fire,paper,release,It was released.",
    )

    expected = [
        ("a1", "attribution", "a1"),
        ("c1", "claim", "c1-a"),
        ("e1", "event", "e1"),
        ("f0", "observation", "f0"),
    ]
    assert expected == db.execute("SELECT fact_id, table_name, row_id FROM evidence ORDER BY fact_id").fetchall()
