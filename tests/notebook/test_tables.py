"""A table shows a frame in the words of its reader: names in the language, both bounds in one cell, nothing left out unsaid."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import polars as pl
import pytest

from kit.notebook.tables import cited, table

SOURCE = {
    "source_id": "paper",
    "publisher": "The Paper",
    "via": None,
    "title": "A <b>title</b>",
    "url": "https://paper.example/1",
    "published_on": "2024-07",
    "kind": "press",
}


@pytest.fixture
def frame() -> pl.DataFrame:
    """Give two rows with a name in both languages, an interval with an open end, a word of the kit and a source."""
    return pl.DataFrame(
        {
            "outage": ["Fire", "Flood"],
            "outage_ko": ["화재", None],
            "hours_low": [1.5, None],
            "hours_high": [1200.0, None],
            "repair_by": ["customer", "provider"],
            "sources": [[SOURCE], []],
        },
        schema_overrides={"sources": pl.List(pl.Struct(dict.fromkeys(SOURCE, pl.String)))},
    )


def test_both_bounds_stand_in_one_cell(frame: pl.DataFrame) -> None:
    """1.5 to 1,200 hours; where neither is known the cell is empty."""
    _, first, second = [line.split("\t") for line in table(frame).plain.splitlines()]

    assert ["Fire", "1.5 to 1,200", "each customer", "The Paper"] == first
    assert ["Flood", "", "the provider", ""] == second


def test_names_fall_back_to_english(frame: pl.DataFrame) -> None:
    """A Korean reader sees the Korean name where there is one."""
    heading, first, second = [line.split("\t")[0] for line in table(frame, "ko").plain.splitlines()]

    assert ("장애", "화재", "Flood") == (heading, first, second)


def test_an_open_end_is_said(frame: pl.DataFrame) -> None:
    """At least so much, not so much."""
    assert "at least 1.5" in table(frame.with_columns(hours_high=pl.lit(None, pl.Float64))).plain


def test_each_publication_is_cited_once(frame: pl.DataFrame) -> None:
    """Two rows that rest on one source give one line, with its title made safe."""
    html = cited(pl.concat([frame, frame])).html

    assert 1 == html.count("https://paper.example/1")
    assert "<b>" not in html
