"""The palette: contrast by WCAG 2.2, and colours told apart in three kinds of colour blindness and in grey print.

Colour blindness is simulated with the matrices for severity 1 of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, doi:10.1109/TVCG.2009.113, which work
on linear RGB. Distances are Euclidean in CIELAB (CIE 1976, D65).
"""

from __future__ import annotations

import re
from importlib import resources
from itertools import combinations

import numpy as np
import pytest

from kit.figures import style
from kit.figures.style import COLOURS, INK, PAPER, QUIET

SIGHT = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}

XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]

APART, GREY_STEP = 15.0, 3.5  # a just noticeable difference is about 2.3; in grey shapes and words help


def linear(colour: str) -> np.ndarray:
    """Give linear RGB of `#rrggbb` (IEC 61966-2-1)."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted(float(linear(colour) @ XYZ[1]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: str = "full") -> np.ndarray:
    """Give CIELAB of a colour as somebody sees it."""
    seen = np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)
    white = np.array(XYZ) @ seen / [0.95047, 1, 1.08883]
    x, y, z = np.where(white > 216 / 24389, np.cbrt(white), (24389 / 27 * white + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_of_black_on_white_is_the_published_one() -> None:
    """Black on white has a contrast of 21, and #767676, the lightest grey for text, one of 4.54."""
    assert [round(contrast(colour, "#ffffff"), 2) for colour in ("#000000", "#767676")] == [21.0, 4.54]


@pytest.mark.parametrize("colour", [INK, QUIET, *COLOURS.values()])
def test_text_can_be_read(colour: str) -> None:
    """Every colour of a figure stands at least 4.5:1 against the paper, so that text may be set in it (WCAG 2.2, 1.4.3)."""
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("colour", list(COLOURS.values()))
def test_marks_can_be_seen(colour: str) -> None:
    """Every colour of a mark stands at least 3:1 against the paper."""
    assert contrast(colour, PAPER) >= 3


@pytest.mark.parametrize("name", ["ink", "quiet", "accent", "warn"])
def test_colours_of_pages_can_be_read(name: str) -> None:
    """Every colour of text in the style sheet stands at least 4.5:1 against the white page."""
    sheet = resources.files("kit.printing").joinpath("templates", "page.css").read_text(encoding="utf-8")
    found = re.findall(rf"--{name}: (#[0-9a-f]{{6}})", sheet)

    assert found
    assert contrast(found[0], "#ffffff") >= 4.5


@pytest.mark.parametrize("sight", list(SIGHT))
@pytest.mark.parametrize(("one", "other"), list(combinations([*COLOURS, "ink"], 2)))
def test_colours_are_told_apart(one: str, other: str, sight: str) -> None:
    """Two colours of the palette stay apart for full sight and for three kinds of colour blindness."""
    colours = COLOURS | {"ink": INK}

    assert float(np.linalg.norm(lab(colours[one], sight) - lab(colours[other], sight))) >= APART


def test_greys_are_told_apart() -> None:
    """In grey print no two colours of the palette have the same lightness."""
    lightness = sorted(float(lab(colour)[0]) for colour in (*COLOURS.values(), INK))

    assert min(np.diff(lightness)) >= GREY_STEP


def test_a_line_break_counts_a_hangul_syllable_twice() -> None:
    """Ten columns hold ten Latin letters or five Hangul syllables."""
    assert style.wrap("abcde fghi klm", 10) == ["abcde fghi", "klm"]
    assert style.wrap("가나다 라마 바", 10) == ["가나다", "라마 바"]


def test_a_headline_leaves_no_word_alone() -> None:
    """Lines of a headline are about as long as each other, and no more than they need to be."""
    assert style.balanced("one two three four five", 19) == ["one two three", "four five"]
