"""What holds for every figure: words in both languages, one outage, a badge where it is due, and an error where nothing is to be drawn."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from drawing import CROWDSTRIKE, KAKAO, NIRS, labels, meta, texts, title

from kit import figures, measures
from kit.errors import BadInput, NothingToDraw
from kit.notebook import sections
from kit.text import words

if TYPE_CHECKING:
    import duckdb

OF_REPORTS = ("availability", "co_occurrence", "incident_pattern", "incident_rate", "severity_duration")
OF_ONE_OUTAGE = (
    "attribution",
    "compensation",
    "device_sensitivity",
    "flights_cancelled",
    "losses",
    "restoration",
    "sector_hours",
    "sector_impact",
    "share_of_devices",
)
UNKNOWN = {
    ("compensation", NIRS),
    ("sector_impact", NIRS),
    ("device_sensitivity", KAKAO),
    ("device_sensitivity", NIRS),
    ("flights_cancelled", KAKAO),
    ("flights_cancelled", NIRS),
    ("share_of_devices", KAKAO),
}
"""What no source tells of an outage."""

TERMS = {"systemd"}
"""Names of programs, which Korean text writes in Latin letters too."""


@pytest.mark.parametrize("name", figures.NAMES)
def test_an_empty_frame_is_nothing_to_draw(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """A frame without rows gives no empty chart but the error that says there is nothing to draw."""
    with pytest.raises(NothingToDraw):
        figures.draw(name, measures.NAMES[name](db).clear())


@pytest.mark.parametrize("name", OF_REPORTS)
def test_without_loaded_reports_the_figure_says_how_to_load(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """The published data hold no reports: nothing is drawn, and the message says what to run."""
    with pytest.raises(NothingToDraw, match="outage-kit load FILE"):
        figures.draw(name, measures.NAMES[name](db))


@pytest.mark.parametrize("name", OF_ONE_OUTAGE)
def test_a_figure_draws_one_outage(name: str) -> None:
    """A frame of two outages is refused, and the message says how to take one."""
    with pytest.raises(BadInput, match=r"draws one outage.* 2; take one with kit"):
        figures.draw(name, pl.DataFrame({"outage_id": ["a", "b"], "sources": [[], []]}))


@pytest.mark.parametrize("outage", [CROWDSTRIKE, KAKAO, NIRS])
@pytest.mark.parametrize("name", [*OF_ONE_OUTAGE, "recovery_curve", "time_to_restore"])
def test_figures_of_reviewed_outages_are_complete(db: duckdb.DuckDBPyConnection, name: str, outage: str) -> None:
    """Each has its words, no brace or open particle in them, three numbers for who cannot see it, and no badge; Hangul in Korean alone."""
    frame = measures.NAMES[name](db, outage)
    if (name, outage) in UNKNOWN:
        with pytest.raises(NothingToDraw):
            figures.draw(name, frame)
        return
    english, korean = (figures.draw(name, frame, lang) for lang in ("en", "ko"))
    said = [
        [meta(figure)[part] for part in ("title", "subtitle", "note", "alt", "source")] for figure in (english, korean)
    ]

    assert all(text and not re.search(r"[{}]|은/는|이/가|을/를|\(으\)로", text) for told in said for text in told)
    assert all(re.search("[가-힣]", text) for text in said[1])
    assert not re.search("[가-힣]", title(english) + texts(english))
    assert ["", ""] == [meta(figure)["badge"] for figure in (english, korean)]
    assert all(3 <= len(re.findall(r"\d[\d.,]*", meta(figure)["alt"])) for figure in (english, korean))


@pytest.fixture(scope="module")
def names(db: duckdb.DuckDBPyConnection) -> re.Pattern[str]:
    """Match the names that Korean text may hold in Latin letters: of publishers, and within the Korean names of entities and outages."""
    found = db.execute(
        "SELECT publisher FROM source UNION SELECT regexp_replace(via, '^copy on ', '') FROM source UNION SELECT measured_by FROM claim UNION "
        "SELECT unnest(regexp_extract_all(concat_ws(' ', name_ko), '[A-Za-z][A-Za-z.&-]+')) FROM (SELECT name_ko FROM entity UNION SELECT name_ko FROM outage)"
    )
    return re.compile(
        "|".join(re.escape(row[0]) for row in sorted(found.fetchall(), key=lambda row: -len(row[0] or "")) if row[0])
    )


@pytest.mark.parametrize(
    "name", [*sections.questions(words("en")), "flights_cancelled", "victims", "sector_hours", "device_sensitivity"]
)
def test_no_outage_breaks_a_figure_and_korean_ones_speak_no_english(
    db: duckdb.DuckDBPyConnection, name: str, names: re.Pattern[str]
) -> None:
    """Of every outage: no badge of unreviewed rows, and words of three and more small Latin letters are names without a Korean form."""
    left, badges, clocks = {}, {}, {}
    korean = {outage for (outage,) in db.execute("SELECT outage_id FROM outage WHERE country = 'KR'").fetchall()}
    for (outage,), whole in measures.NAMES[name](db).group_by("outage_id"):
        try:
            figure = figures.draw(name, whole, "ko")
        except NothingToDraw:
            continue
        told = " ".join([meta(figure)[part] for part in ("title", "subtitle", "note", "alt")] + labels(figure))
        text = names.sub("", " ".join(re.sub("<[^>]*>", " ", told).split()))
        left[outage] = [word for word in re.findall(r"[A-Za-z]*[a-z]{3,}", text) if word not in TERMS]
        badges[outage] = meta(figure)["badge"]
        clocks[outage] = "KST" in told and outage not in korean

    assert left
    assert {} == {outage: found for outage, found in left.items() if found}
    assert {} == {outage: badge for outage, badge in badges.items() if badge.startswith("미검토")}
    assert [] == [outage for outage, has_two in clocks.items() if has_two]
