"""The figures of sectors, restorations, cancelled flights and shares: their titles and the values they draw."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from kit import figures, measures
from kit.errors import BadInput, NothingToDraw
from kit.figures import _rows, flights_cancelled, restoration, share_of_devices, style
from kit.figures._rows import Row, interval_rows
from kit.figures.flights_cancelled import plot_flights_cancelled
from kit.figures.restoration import plot_restoration
from kit.figures.sector_impact import plot_sector_impact
from kit.figures.share_of_devices import plot_share_of_devices
from kit.figures.style import cite, duration
from kit.notebook import sections
from kit.text import words

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import plotly.graph_objects as go

TERMS = {"systemd"}
"""Names of programs, which Korean text writes in Latin letters too."""

CROWDSTRIKE, KAKAO, NIRS = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "nirs-daejeon-2025-09-26"
ONSET = datetime(2024, 7, 19, 4, 9, tzinfo=UTC)
SOURCE = {
    "source_id": "paper-1",
    "publisher": "The Paper",
    "via": None,
    "title": "It broke",
    "url": "https://example.org",
    "published_on": "2024-07-20",
    "kind": "press",
}
OUTAGE = {
    "outage_id": "it-broke",
    "outage": "The outage",
    "outage_ko": "큰 장애",
    "review": "reviewed",
    "sources": [SOURCE],
}
PLOTS: list[Callable[..., go.Figure]] = [
    plot_sector_impact,
    plot_restoration,
    plot_flights_cancelled,
    plot_share_of_devices,
]


def sector(**values: Any) -> dict[str, Any]:
    """Give a row of the measure of sectors."""
    counts = {
        "entities_hit": 0,
        "entities_not_hit": 0,
        "ended": 0,
        "open_as_of": 0,
        "unknown": 0,
        "countries": 1,
        "countries_in_all": 1,
    }
    medians = {"median_hours": None, "median_low": None, "median_high": None}
    return (
        OUTAGE
        | {"sector": "airlines", "sector_name": "Airlines", "sector_name_ko": "항공사"}
        | counts
        | medians
        | values
    )


def function(entity: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of restorations: back between two hours after the onset."""
    end = None if high is None else ONSET + timedelta(hours=high)
    hours = {
        "began_low_hours": 0.0,
        "began_high_hours": 1.0,
        "ended_low_hours": low,
        "ended_high_hours": high,
        "normal_low_hours": None,
        "normal_high_hours": None,
    }
    times = {
        "began_earliest": ONSET,
        "began_latest": ONSET + timedelta(hours=1),
        "ended_latest": end,
        "last_down": None,
    }
    names = {
        "entity_id": entity.lower(),
        "entity": entity,
        "entity_ko": None,
        "country": "US",
        "sector_name": "Airlines",
        "sector_name_ko": "항공사",
    }
    return OUTAGE | names | {"function": "check_in", "end_state": "ended", "conflict": False} | hours | times | values


def flights(entity: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of flights: counted between two numbers on 19 July."""
    names = {
        "entity_id": entity.lower(),
        "entity": entity,
        "entity_ko": None,
        "entity_kind": "organisation",
        "scope": "flights",
        "scope_ko": "항공편",
    }
    window = {"window": "day", "day": "2024-07-19", "from_utc": None, "as_of_utc": None}
    return OUTAGE | names | window | {"low": low, "high": high, "counted_by": ["Cirium"]} | values


def share(population: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a row of the measure of shares."""
    numbers = dict.fromkeys(
        ("affected_low", "affected_high", "in_use_low", "in_use_high", "base", "base_ko", "why", "day")
    )
    names = {
        "entity_id": population.lower(),
        "population": population,
        "population_ko": None,
        "scope": population,
        "scope_ko": None,
    }
    return (
        OUTAGE
        | names
        | {"counted": "hospitals", "rests_on": "computed"}
        | numbers
        | {"share_low": low, "share_high": high}
        | values
    )


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Give the frame of some rows."""
    return pl.DataFrame(list(rows), infer_schema_length=None)


def labels(figure: go.Figure) -> list[str]:
    """Give what stands above the rows of a figure, without markup; two blanks stand for a new line."""
    return [
        re.sub(r"<[^>]*>", "", note.text.replace("<br>", "  "))
        for note in figure.layout.annotations
        if note.name is None
    ]


def meta(figure: go.Figure) -> dict[str, str]:
    """Give the words of a figure."""
    return dict(figure.layout.meta)


@pytest.mark.parametrize("plot", PLOTS)
def test_an_empty_frame_is_nothing_to_draw(plot: Callable[..., go.Figure]) -> None:
    """A frame without rows gives no empty chart but the error that says there is nothing to draw."""
    with pytest.raises(NothingToDraw, match="nothing to draw"):
        plot(pl.DataFrame({"outage_id": [], "sources": []}))


@pytest.mark.parametrize("plot", PLOTS)
def test_a_figure_draws_one_outage(plot: Callable[..., go.Figure]) -> None:
    """A frame of two outages is refused, and the message says how to take one."""
    with pytest.raises(BadInput, match=r"draws one outage.* 2; take one with kit"):
        plot(pl.DataFrame({"outage_id": ["a", "b"], "sources": [[], []]}))


def test_the_source_line_names_the_best_kinds_first_and_four_at_most() -> None:
    """Primary sources stand before the press whatever their number, each publisher once, and the rest are counted."""
    papers = [SOURCE | {"source_id": f"paper-{n}", "publisher": f"Paper {n}"} for n in range(5)]
    ministry = SOURCE | {
        "source_id": "ministry",
        "publisher": "The Ministry",
        "kind": "primary",
        "published_on": "2024-07",
    }

    line = cite(words("en"), pl.DataFrame({"sources": [papers, papers, [ministry]]}))

    assert line.startswith("Source: The Ministry (July 2024); Paper 0 (20 July 2024); Paper 1")
    assert line.endswith("and 2 more")


def test_the_badge_tells_what_is_unreviewed_or_second_hand() -> None:
    """A frame of unreviewed rows that only aggregators carry says both; one good source takes the second away."""
    aggregator = SOURCE | {"kind": "aggregator"}
    weak = frame(sector(review="unreviewed", sources=[aggregator]))

    say = words("en")

    assert style.badge(say, weak) == f"{say('badge.unreviewed')}; {say('badge.aggregator')}"
    assert style.badge(say, frame(sector(sources=[aggregator, SOURCE]))) == ""


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (14.35, 14.3667, "14.4 h"),
        (127.55, 128.55, "127.5 to 128.6 h"),
        (None, 17.85, "at most 17.9 h"),
        (0.5, 0.75, "30 to 45 min"),
        (71.85, 305.85, "2.9 to 12.8 days"),
        (66.8, None, "at least 66.8 h"),
        (None, None, "not known"),
    ],
)
def test_durations_are_rounded_outwards(low: float | None, high: float | None, text: str) -> None:
    """The printed interval still holds the true one; a minute printed is one number, not a range of two equal ones."""
    assert duration(words("en"), low, high) == text


def test_a_line_break_counts_a_hangul_syllable_twice() -> None:
    """Ten columns hold ten Latin letters or five Hangul syllables."""
    assert style.wrap("abcde fghi klm", 10) == ["abcde fghi", "klm"]
    assert style.wrap("가나다 라마 바", 10) == ["가나다", "라마 바"]


def test_a_headline_leaves_no_word_alone() -> None:
    """Lines of a headline are about as long as each other, and no more than they need to be."""
    assert style.balanced("one two three four five", 19) == ["one two three", "four five"]


def test_rows_stand_lower_where_their_labels_are_longer() -> None:
    """A label of two lines takes more room above its bar, the last row stands at nought."""
    long = Row("University Hospital Schleswig-Holstein, planned care", text="normal operations after 12.7 days")

    places = _rows.row_places([Row("short"), long, Row("short")])

    assert places[-1] == 0
    assert places[1] == 1
    assert places[0] - places[1] > 1


def test_zero_lies_at_the_lower_edge_of_a_logarithmic_axis() -> None:
    """What was back at once is drawn, not lost to a logarithm; on a linear axis zero is where it is."""
    ends = [
        min(
            x
            for trace in interval_rows([Row("at once", 0, 5)], axis={}, is_log=is_log, limits=(1, 336)).data
            for x in trace.x
            if x is not None
        )
        for is_log in (True, False)
    ]

    assert ends == [1, 0]


def test_an_interval_too_short_to_see_is_a_dot() -> None:
    """A minute on an axis of weeks is drawn as a dot in its middle, a day as a bar."""
    figure = interval_rows([Row("minute", 10, 10.02), Row("day", 24, 48)], axis={}, is_log=True, limits=(1, 336))

    assert [trace.mode for trace in figure.data] == ["markers", "lines"]
    assert figure.data[0].x == (pytest.approx(10.01),)


def test_sectors_state_the_most_named_and_those_said_to_be_back() -> None:
    """The title counts all named as hit, the leading sector and those said to be back, in both languages."""
    rows = frame(
        sector(entities_hit=3, ended=1, unknown=2),
        sector(sector="gaming", sector_name="Gaming", sector_name_ko="게임", entities_hit=1, ended=1),
    )

    titles = [meta(plot_sector_impact(rows, lang))["title"] for lang in ("en", "ko")]

    assert (
        titles[0] == "4 organisations and services were named as hit, airlines most often (3); 2 were said to be back"
    )
    assert titles[1] == "피해가 보도된 기관·서비스 4곳 중 항공사 업종이 3곳으로 최다… 복구 확인은 2곳"


def test_sectors_that_tie_give_the_neutral_title() -> None:
    """No sector is called the most often named where two are."""
    rows = frame(sector(entities_hit=2, unknown=2), sector(sector="gaming", entities_hit=2, ended=1, unknown=1))

    assert meta(plot_sector_impact(rows))["title"].startswith(
        "4 organisations and services in 2 sectors were named as hit; 1"
    )


def test_bars_of_a_sector_add_up_to_those_hit() -> None:
    """The parts of a bar are ended, still down and unknown one after the other; those not hit stand beside, behind a gap."""
    figure = plot_sector_impact(frame(sector(entities_hit=6, ended=1, open_as_of=2, unknown=3, entities_not_hit=2)))

    assert [bar.x[0] for bar in figure.data] == [1, 2, 3, 2]
    assert [bar.base[0] for bar in figure.data[:3]] == [0, 1, 3]
    assert figure.data[3].base[0] > 6


def test_a_restoration_before_a_time_is_open_below() -> None:
    """What was back by noon at the latest is drawn faded to the left edge, and not as if it had been back at once."""
    figure = plot_restoration(
        frame(function("Early", 0, 12), function("Exact", 5, 5.01), function("Late", 24, 30), function("Last", 40, 50))
    )

    assert "Early: check-in  at most 12 h" in labels(figure)
    assert [trace.marker.symbol for trace in figure.data if trace.mode == "markers"][:2] == ["circle", "triangle-left"]


def test_the_title_of_restorations_gives_half_and_last() -> None:
    """Of four back within 5.1, 12, 30 and 50 hours half are back within 12; the last is dated well enough to say after."""
    rows = [function("Early", 0, 12), function("Exact", 5, 5.1), function("Late", 24, 30), function("Last", 40, 50)]

    assert meta(plot_restoration(frame(*rows)))["title"] == (
        "All 4 functions that were hit came back: half of them within 12 h, the last after 40 to 50 h"
    )


def test_what_is_still_down_is_an_arrow_from_the_last_word() -> None:
    """An open end starts at the last time it was seen down and points to the right; it is not counted as back."""
    down = function("Down", 9.85, None, end_state="open_as_of", last_down=ONSET + timedelta(hours=9.85))

    figure = plot_restoration(frame(function("Back", 1.5, 2), down))

    assert "Down: check-in  still down after 9.9 h" in labels(figure)
    assert any(trace.marker.symbol == "triangle-right" for trace in figure.data)


def test_those_never_said_to_be_back_are_named_a_dozen_at_most() -> None:
    """Functions without a date are not drawn; the note counts them, names twelve and counts the rest."""
    silent = [function(f"Silent {n}", None, None, end_state="unknown") for n in range(14)]

    note = meta(plot_restoration(frame(function("Back", 1, 2), *silent)))["note"]

    assert "says when they were back (14): Silent 0, Silent 1" in note
    assert "Silent 11 and 2 more" in note


def test_normal_operations_are_a_mark_of_their_own() -> None:
    """A function dated only as back to normal operations is a diamond, with the machines that were back in hours above it."""
    machines, planes = (
        function("Airline", 0, 48, function="computers"),
        function("Airline", 0, 168, function="flights", normal_low_hours=144, normal_high_hours=168),
    )

    figure = plot_restoration(frame(machines, planes))

    assert "Airline: flights  normal operations: 6 to 7 days" in labels(figure)
    assert [trace.x for trace in figure.data if trace.marker.symbol == "diamond"] == [(144, 168)]


def test_functions_dated_alike_share_a_row() -> None:
    """Airlines whose check-in the sources date to the same times stand in one row."""
    figure = plot_restoration(frame(function("One", 5, 6), function("Two", 5, 6), function("Three", 7, 8)))

    assert "One, Two: check-in  5 to 6 h" in labels(figure)


def test_the_fire_and_the_first_lost_service_are_told_apart() -> None:
    """Where the measure gives what set the outage off, the subtitle says how long after it the clock starts."""
    fire = {
        "trigger_earliest": ONSET - timedelta(minutes=8),
        "trigger_latest": ONSET - timedelta(minutes=7),
        "cause": "data_centre_fire",
    }

    subtitles = [
        meta(plot_restoration(frame(function("Talk", 1, 2, **fire)), lang))["subtitle"] for lang in ("en", "ko")
    ]

    assert "19 July 2024, 04:09 UTC, 8 min after the fire that set it off" in subtitles[0]
    assert "04:09 UTC(화재 발생 8분 뒤)" in subtitles[1]


def test_nothing_dated_is_nothing_to_draw() -> None:
    """An outage of which no restoration is dated gives the error, not an empty chart."""
    with pytest.raises(NothingToDraw, match="no source dates"):
        plot_restoration(frame(function("Silent", None, None, end_state="unknown")))


def test_rival_counts_of_a_day_are_one_range() -> None:
    """The row of a day prints its range, and the title says it with the day and the airline of the largest count."""
    rows = frame(
        flights("All airlines", 5168, 6855, entity_kind="population"), flights("Delta", 1384, 1384, day="2024-07-21")
    )

    figure = plot_flights_cancelled(rows)

    assert meta(figure)["title"] == (
        "All airlines: 5,168 to 6,855 flights cancelled on 19 July; most at one airline: 1,384, by Delta on 21 July"
    )
    assert "19 July  5,168 to 6,855" in labels(figure)


def test_counts_of_different_scope_are_never_joined() -> None:
    """More than 1,100 with and 1,207 without partners stand in one row as two marks."""
    rows = frame(flights("Delta", 1100, None), flights("Delta", 1207, 1207, scope="mainline flights"))

    figure = plot_flights_cancelled(rows)

    assert "19 July  1,207; more than 1,100" in labels(figure)
    assert (1207,) in [trace.x for trace in figure.data]


def test_a_count_so_far_is_an_open_circle() -> None:
    """What was cancelled by some hour of a day is no count of the day, and says its hour."""
    start = datetime(2024, 7, 20, 4, tzinfo=UTC)
    so_far = flights(
        "United", 199, 199, window="running", day="2024-07-20", from_utc=start, as_of_utc=start + timedelta(hours=9)
    )

    figure = plot_flights_cancelled(frame(flights("United", 694, 694), so_far))

    assert "20 July  199 so far at 13:00 UTC" in labels(figure)
    assert figure.data[-1].marker.color == style.PAPER


def test_totals_of_the_outage_stand_apart() -> None:
    """Totals of several days or months do not stand among the days, and rival totals stay two rows."""
    totals = [
        flights("Delta", 7000, 7000, window="event", day=None, counted_by=["company"]),
        flights("Delta", 6500, 6500, window="event", day=None),
    ]
    month = flights("Delta", 9000, 9000, window="month", day=None)

    figure = plot_flights_cancelled(frame(flights("Delta", 1384, 1384), *totals, month))

    assert labels(figure)[-3:] == ["Whole outage, as published", "Delta  7,000 (the company)", "Delta  6,500 (Cirium)"]
    assert "Not drawn: 1 more" in meta(figure)["note"]


def test_airlines_with_most_flights_are_drawn_and_the_rest_counted() -> None:
    """Of thirty airlines with one day each the two dozen with the largest counts are drawn."""
    rows = frame(*(flights(f"Airline {n:02}", 100 + n, 100 + n) for n in range(30)))

    assert flights_cancelled.drawn(rows)["low"].min() == 106
    assert "Not drawn: 6 more" in meta(plot_flights_cancelled(rows))["note"]


def test_shares_set_machines_against_what_depended_on_them() -> None:
    """The title takes the highest bound for the machines and the best founded share of what depended on them."""
    devices = share(
        "Windows devices", None, 0.0085, counted="devices", affected_low=8.5e6, affected_high=8.5e6, in_use_low=1e9
    )
    hospitals = share(
        "US hospitals", 0.34, 0.34, affected_low=759.0, affected_high=759.0, in_use_low=2232.0, in_use_high=2232.0
    )

    figure = plot_share_of_devices(frame(devices, hospitals))

    assert (
        meta(figure)["title"]
        == "At most 0.85% of Windows devices were hit, but 34% of US hospitals (US hospitals: 759 of 2,232)"
    )
    assert "Windows devices  less than 0.85% (8.5 million of more than 1  billion)" in labels(figure)


def test_a_refused_pair_is_named_and_not_drawn() -> None:
    """A pair that the measure refuses has no dot; the note names it with the reason, in Korean too."""
    refused = share(
        "US hospitals",
        None,
        None,
        affected_low=759.0,
        affected_high=759.0,
        in_use_low=5129.0,
        in_use_high=5129.0,
        why="counted among 2232 units of its own, not among these",
    )
    rows = frame(share("US hospitals", 0.34, 0.34), refused)

    notes = [meta(plot_share_of_devices(rows, lang))["note"] for lang in ("en", "ko")]

    assert share_of_devices.drawn(rows).height == 1
    assert "759 of 5,129, because they were counted among 2,232 units of their own" in notes[0]
    assert "5,129 중 759 등 1건은" in notes[1]


def test_parts_of_what_was_hit_are_no_shares() -> None:
    """200 of the 330 systems hit say in which room they stood: the note names the refusal, nothing is drawn."""
    room = share(
        "Systems",
        None,
        None,
        scope="room 7",
        affected_low=200.0,
        affected_high=200.0,
        in_use_low=330.0,
        why="a part of what was hit, not of all",
    )

    with pytest.raises(NothingToDraw, match="no source gives a share"):
        plot_share_of_devices(frame(room))


def test_a_share_printed_and_computed_is_drawn_once() -> None:
    """A printed 34 % beside 759 of 2,232 says the same; a printed bound beside a tighter computed one does not."""
    rows = frame(
        share("US hospitals", 0.34, 0.34, rests_on="printed"),
        share("US hospitals", 0.34005, 0.34005),
        share("Devices", None, 0.01, rests_on="printed"),
        share("Devices", None, 0.0085),
    )

    assert share_of_devices.drawn(rows).select("population", "rests_on").sort(pl.all()).rows() == [
        ("Devices", "computed"),
        ("Devices", "printed"),
        ("US hospitals", "computed"),
    ]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("outage", [CROWDSTRIKE, KAKAO, NIRS])
@pytest.mark.parametrize("plot", PLOTS)
def test_every_figure_of_the_reviewed_outages_is_complete(
    db: duckdb.DuckDBPyConnection, plot: Callable[..., go.Figure], outage: str, lang: str
) -> None:
    """Each has title, subtitle, note, source and alternative text with three numbers, and no badge; where nothing can be drawn, it says so."""
    whole = measures.NAMES[plot.__name__.removeprefix("plot_")](db, outage)
    try:
        words_of_it = meta(plot(whole, lang))
    except NothingToDraw:
        assert (plot, outage) in {
            (plot_flights_cancelled, KAKAO),
            (plot_flights_cancelled, NIRS),
            (plot_share_of_devices, KAKAO),
        }
        return

    assert all(words_of_it[part] for part in ("title", "subtitle", "note", "source", "alt"))
    assert words_of_it["badge"] == ""
    assert len(re.findall(r"\d[\d,.]*", words_of_it["alt"])) >= 3


@pytest.fixture(scope="module")
def names(db: duckdb.DuckDBPyConnection) -> re.Pattern[str]:
    """Match the names that Korean text may hold in Latin letters: of publishers, and within the Korean names of entities and outages."""
    found = db.execute(
        "SELECT publisher FROM source UNION SELECT via FROM source UNION SELECT measured_by FROM claim UNION "
        "SELECT unnest(regexp_extract_all(concat_ws(' ', name_ko), '[A-Za-z][A-Za-z.&-]+')) FROM (SELECT name_ko FROM entity UNION SELECT name_ko FROM outage)"
    )
    return re.compile(
        "|".join(re.escape(row[0]) for row in sorted(found.fetchall(), key=lambda row: -len(row[0] or "")) if row[0])
    )


@pytest.mark.parametrize("section", sections.SECTIONS)
def test_korean_figures_speak_no_english(db: duckdb.DuckDBPyConnection, section: str, names: re.Pattern[str]) -> None:
    """In Korean words of three and more small Latin letters are names without a Korean form, never a sentence of ours."""
    left = {}
    for (outage,), whole in measures.NAMES[section](db).group_by("outage_id"):
        try:
            figure = figures.draw(section, whole, "ko")
        except NothingToDraw:
            continue
        text = " ".join(
            re.sub(
                "<[^>]*>",
                " ",
                " ".join([meta(figure)[part] for part in ("title", "subtitle", "note", "alt")] + labels(figure)),
            ).split()
        )
        left[outage] = [word for word in re.findall(r"[A-Za-z]*[a-z]{3,}", names.sub("", text)) if word not in TERMS]

    assert left
    assert {outage: found for outage, found in left.items() if found} == {}


@pytest.mark.parametrize("plot", PLOTS)
def test_every_outage_is_drawn_or_has_nothing_to_draw(
    db: duckdb.DuckDBPyConnection, plot: Callable[..., go.Figure]
) -> None:
    """No outage of the data breaks a figure, and none carries the badge of unreviewed rows."""
    for (outage,), whole in measures.NAMES[plot.__name__.removeprefix("plot_")](db).group_by("outage_id"):
        try:
            badge = meta(plot(whole, "ko"))["badge"]
        except NothingToDraw:
            continue
        assert not badge.startswith("미검토"), outage


def test_restorations_of_crowdstrike_and_kakao_are_drawn(db: duckdb.DuckDBPyConnection) -> None:
    """All dated functions are drawn, and the last Kakao service is back after 127.5 hours by a clock that says when it starts."""
    kakao = measures.restoration(db, KAKAO)
    crowdstrike = measures.restoration(db, CROWDSTRIKE)

    figure = plot_restoration(kakao)

    assert meta(figure)["title"].endswith("the last after 127.5 to 128.6 h")
    assert "15 October 2022, 15:27 Korean time" in meta(figure)["subtitle"]
    assert restoration.drawn(crowdstrike).height == crowdstrike.filter(pl.col("end_state") != "unknown").height


def test_every_function_of_the_data_has_its_words(db: duckdb.DuckDBPyConnection) -> None:
    """A function that the evidence names is named in both languages."""
    functions = measures.restoration(db)["function"].unique().to_list()

    assert [
        (lang, name) for lang in ("en", "ko") for name in functions if not words(lang).has(f"function.{name}")
    ] == []


def test_both_languages_have_the_same_keys_here() -> None:
    """A word of these figures stands in both files."""
    sections = (
        "end_state",
        "sector_impact",
        "restoration",
        "function",
        "zone",
        "flights_cancelled",
        "share_of_devices",
    )
    english, korean = (
        tomllib.loads(resources.files("kit.text").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))
        for lang in ("en", "ko")
    )

    assert [section for section in sections if english[section].keys() != korean[section].keys()] == []


@pytest.mark.parametrize("colour", [*style.COLOURS.values(), style.INK, style.QUIET])
def test_colours_stand_out_from_the_paper(colour: str) -> None:
    """Every colour has a contrast of 4.5 to 1 against white, so that text may be set in it (WCAG 2.2, 1.4.3)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)

    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
