"""The letters that go along with a picture or page: a subset of a free Korean font, so that Hangul shows where no such font is installed."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from functools import cache
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from kit.figures.style import FONT
from kit.printing import doctor

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "Outage Kit"
STACK = f"{FAMILY}, {FONT}"
"""The family of the embedded letters before those that a reader may have."""

LATIN = "".join(chr(code) for code in range(0x20, 0x7F)) + "\u2212\u2013"
"""What an axis may write by itself."""

_FREE = (
    "Nanum",
    "NotoSans",
)  # under the SIL Open Font License, which allows embedding a part; those of macOS and Windows do not
_UNNEEDED = [
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "vhea",
    "vmtx",
    "VORG",
    "BASE",
    "DSIG",
    "TSI0",
    "TSI1",
    "TSI2",
    "TSI3",
    "TSI5",
]
_STAND_IN = {
    0x2212: 0x2013,
    0x25AC: 0x2501,
    0xA0: 0x20,
    0x2009: 0x20,
    0x202F: 0x20,
}  # what the font lacks is drawn as its like: the minus sign as a dash, the bar of a key as a line
_SPACES = "\u00a0\u2009\u202f"
_HANGUL = "U+1100-11FF, U+3000-303F, U+3130-318F, U+3400-9FFF, U+AC00-D7FF, U+FF00-FFEF"
_COPYRIGHT, _LICENCE = 0, 13
_EVERYDAY = frozenset(
    bytes([row, cell]).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
) | {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040), *range(0x3000, 0x3020))}
"""The 2,350 syllables of the Korean standard KS X 1001, Latin letters and punctuation."""
_FEW = 4
_cuts = count()


def free_font(*, bold: bool = False) -> Path | None:
    """Find a free Korean font, or its bold: None where this machine has none."""
    regular = doctor.korean_font()
    if regular is None or not regular.name.startswith(_FREE):
        return None
    heavy = regular.with_name(
        regular.name.replace("-Regular", "-Bold")
        if "-Regular" in regular.name
        else f"{regular.stem}Bold{regular.suffix}"
    )
    return (heavy if heavy.exists() else None) if bold else regular


def rules(regular: str, bold: str = "", *, only_hangul: bool = False) -> str:
    """Write the `@font-face` rules that embed the letters of these texts; nothing where there is no free font.

    `only_hangul` leaves Latin to the reader's own fonts.
    """
    texts = {400: (free_font(), regular), 700: (free_font(bold=True), bold)}
    limit = f" unicode-range: {_HANGUL};" if only_hangul else ""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight};{limit} src: url(data:font/woff;base64,{letters}) format("woff"); }}'
        for weight, (font, text) in texts.items()
        if font and (letters := _letters(font, _needed(text, only_hangul=only_hangul)))
    )


def missing(text: str) -> list[str]:
    """Give the characters of a text that the embedded font cannot draw; all of them where there is no free font."""
    font = free_font()
    known = _covered(font) if font else frozenset()
    return [letter for letter in sorted(set(text)) if ord(letter) not in known and _is_drawn(letter)]


def identity() -> str:
    """Name the font with the start of its SHA-256; nothing where there is none."""
    return ", ".join(_fingerprint(font) for font in (free_font(), free_font(bold=True)) if font)


def _is_drawn(letter: str) -> bool:
    return letter.isprintable() or letter in _SPACES


def _needed(text: str, *, only_hangul: bool) -> str:
    letters = {letter for letter in set(text) if _is_drawn(letter)}
    return "".join(
        sorted(
            letter
            for letter in letters
            if not only_hangul or re.match(r"[\u1100-\u11ff\u3000-\u303f\u3130-\ud7ff\uff00-\uffef]", letter)
        )
    )


@cache
def _letters(path: Path, needed: str) -> str:
    """Cut the letters out of a font and give them as WOFF in Base64."""
    if not needed:
        return ""
    is_quick = next(_cuts) >= _FEW and _EVERYDAY.issuperset(needed)
    with (
        TTFont(BytesIO(_everyday(path)), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
        if is_quick
        else _open(path) as font
    ):
        return base64.b64encode(_cut(font, needed, "woff")).decode()


@cache
def _everyday(path: Path) -> bytes:
    """Cut the everyday letters out of a font, once: from these a page's own are cut in a fraction of the time, to the same bytes."""
    with _open(path) as font:
        return _cut(font, "".join(sorted(_EVERYDAY)), None)


def _cut(font: TTFont, needed: str, flavour: str | None) -> bytes:
    options = Options(
        layout_features=[],
        hinting=False,
        flavor=flavour,
        notdef_outline=True,
        name_IDs=[_COPYRIGHT, _LICENCE],
        recalc_timestamp=False,
    )
    options.drop_tables += _UNNEEDED
    subsetter, written = Subsetter(options), BytesIO()
    subsetter.populate(unicodes=[ord(letter) for letter in needed])
    subsetter.subset(font)
    font.flavor = flavour
    font.save(written)
    return written.getvalue()


def _open(path: Path) -> TTFont:
    """Open a font, of a collection the Korean one, and let it draw what it lacks by a stand-in."""
    font = TTFont(path, fontNumber=_korean_number(path), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {
                code: table.cmap[other]
                for code, other in _STAND_IN.items()
                if code not in table.cmap and other in table.cmap
            }
    return font


@cache
def _korean_number(path: Path) -> int:
    if path.suffix != ".ttc":
        return -1
    with TTCollection(path, lazy=True) as fonts:
        names = [str(font["name"].getDebugName(1)) for font in fonts]
    return next((number for number, name in enumerate(names) if name.endswith("KR")), 0)


@cache
def _covered(path: Path) -> frozenset[int]:
    with _open(path) as font:
        return frozenset(font.getBestCmap())


@cache
def _fingerprint(path: Path) -> str:
    return f"{path.stem} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # it would list the tables of hints that it drops
