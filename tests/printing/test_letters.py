"""Letters: every one that is needed, few of them embedded, the same bytes each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from kit.printing import doctor, letters
from kit.text import words

if TYPE_CHECKING:
    import duckdb


def test_letters_are_the_same_bytes_in_a_big_batch() -> None:
    """After some pages letters are cut out of the everyday ones, which changes nothing but the time."""
    first, later = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
        for code in (
            "from kit.printing.letters import rules; print(rules('가나다 abc'))",
            "from kit.printing.letters import rules; [rules(f'{n}') for n in range(9)]; print(rules('가나다 abc'))",
        )
    )

    assert first == later
    assert b"base64" in first or letters.free_font() is None


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_font_has_every_letter_of_the_words(lang: str) -> None:
    """The embedded font can draw every character of the words of a language."""
    assert letters.missing("".join(words(lang).entries.values())) == []


def test_font_has_every_letter_of_the_names(db: duckdb.DuckDBPyConnection) -> None:
    """The embedded font can draw every character of the names of outages, entities, sectors, scopes and publishers."""
    names = db.execute(
        "SELECT name || coalesce(name_ko, '') FROM entity UNION ALL SELECT name || coalesce(name_ko, '') FROM outage "
        "UNION ALL SELECT name || coalesce(name_ko, '') FROM sector UNION ALL SELECT publisher FROM source "
        "UNION ALL SELECT scope || coalesce(scope_ko, '') FROM claim"
    ).fetchall()

    assert letters.missing("".join(name for (name,) in names if name)) == []


def test_missing_letters_are_found() -> None:
    """A character that the font lacks is named; a minus sign is drawn by the dash that is as wide."""
    assert letters.missing("복구 \u2212 \U0001f525") == ["\U0001f525"]


def test_fonts_that_are_not_free_are_not_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Korean font of Windows or macOS draws on its own machine, but no part of it is given away."""
    monkeypatch.setattr(doctor, "korean_font", lambda: Path("/mnt/c/Windows/Fonts/malgun.ttf"))

    assert letters.rules("복구") == ""
