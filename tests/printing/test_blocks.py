"""Parts of pages: what stands in a script is data, whatever its words are."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import json

import pytest

from kit.printing.blocks import locale, script_json


@pytest.mark.parametrize("words", ["<!--", "</script>", "<!-- <script>", "a < b & c", "\u2028"])
def test_no_word_ends_a_script_or_breaks_its_json(words: str) -> None:
    """A browser reads the same words back: a comment that a text begins would blank every figure after it."""
    written = script_json({"name": words})

    assert "<" not in written
    assert {"name": words} == json.loads(written)


def test_plotly_has_korean_days_and_months() -> None:
    """Weeks begin on Sunday, as Plotly counts days; months are short and long alike."""
    forms = (locale("ko") or {})["format"]

    assert ["일요일", "일", "1월", "오전"] == [forms[key][0] for key in ("days", "shortDays", "months", "periods")]
