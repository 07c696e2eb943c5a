"""Pictures: one browser for a batch, and a browser that hangs."""

from __future__ import annotations

import json
import os
import shutil
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest
from browsing import counting, script, started

from kit.errors import NoBrowser, RenderError
from kit.figures.style import Caption, finish
from kit.printing import doctor, picture, printer
from kit.printing.chromium import Chromium

if TYPE_CHECKING:
    from collections.abc import Callable


SVG = "{http://www.w3.org/2000/svg}"

ENGLISH = Caption(
    "Three of five were back",
    "Services, of five",
    "No sample.",
    "Source: The Paper",
    "Bar chart: 3 of 5 were back & well.",
)

KOREAN = Caption(
    "서비스 5곳 가운데 3곳 복구",
    "서비스 수(곳)",
    "표본이 아니다.",
    "출처: 신문",
    "막대그래프. 5곳 가운데 3곳이 복구됐다.",
)


def small(caption: Caption = ENGLISH, lang: str = "en") -> go.Figure:
    """Give a figure of two bars, one below zero, clipped and with a pattern, as `kit.figures` would."""
    bars = go.Bar(x=[3, -2], y=["a", "b"], orientation="h", marker={"pattern": {"shape": ["/", ""]}}, cliponaxis=True)
    figure = finish(go.Figure([bars, go.Scatter(x=[1, 2], y=["a", "b"])]), caption, plot_pixels=120)
    return figure.update_layout(meta={**figure.layout.meta, "name": "small", "lang": lang})


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> picture.Batch:
    """Draw the English and the Korean figure in one batch."""
    folder = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", str(counting(folder)))
        batch = picture.draw([small(), small(KOREAN, "ko")])
    assert len(started(folder)) == 1, "however many figures a batch has, one browser draws them"
    return batch


def chunks(png: bytes) -> list[str]:
    """Give the types of the parts of a PNG in order."""
    found, at = [], 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        found.append(kind.decode())
        at += length + 12
    return found


def test_picture_is_the_same_alone_and_in_a_batch(drawn: picture.Batch) -> None:
    """A figure gives the same bytes in another browser, alone, as it gave as the second of a batch."""
    alone = picture.draw([small(KOREAN, "ko")])

    assert alone.pictures[0] == drawn.pictures[1]


def test_png_is_twice_the_size_and_says_nothing_of_its_making(drawn: picture.Batch) -> None:
    """The PNG has two pixels for each of the SVG, and no part that could hold a date or a program."""
    png, height = drawn.pictures[0].png, small().layout.height

    assert struct.unpack(">II", png[16:24]) == (2 * picture.WIDTH, 2 * height)
    assert set(chunks(png)) <= {"IHDR", "sRGB", "pHYs", "IDAT", "IEND"}


def test_svg_says_what_it_shows(drawn: picture.Batch) -> None:
    """The SVG names its language, and its title and description are those of the figure, tied to it by their ids."""
    root = ET.fromstring(drawn.pictures[0].svg)  # noqa: S314 -- our own
    named = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}

    assert (root.get("lang"), root.get("role")) == ("en", "img")
    assert [named[name] for name in (root.get("aria-labelledby") or "").split()] == [ENGLISH.title, ENGLISH.alt]


def test_two_pictures_on_one_page_do_not_share_names(drawn: picture.Batch) -> None:
    """The clips and patterns of two figures have different ids, so that both can stand in one article."""
    one, other = (
        {element.get("id") for element in ET.fromstring(each.svg).iter() if element.tag != f"{SVG}title"}  # noqa: S314
        for each in drawn.pictures
    )

    assert one & other <= {None, "small-desc"}
    assert len(one) > 3


def test_no_letter_is_borrowed_from_the_reader(drawn: picture.Batch) -> None:
    """Every glyph that the browser paints for an SVG comes from the font inside it, so none can turn into a box elsewhere."""
    with Chromium(doctor.needed_browser(), timeout=30) as tab:
        tab.evaluate(f"document.body.innerHTML = {json.dumps(drawn.pictures[1].svg)}")
        tab.evaluate("Promise.all(Array.from(document.fonts).map((face) => face.load())).then(() => 0)")
        used = painted(tab, "text")

    assert {font["isCustomFont"] for font in used} == {True}
    assert sum(font["glyphCount"] for font in used) > 50


def painted(tab: Chromium, selector: str) -> list[dict[str, Any]]:
    """Give the fonts that a page really used for some elements, with their counts of glyphs."""
    tab.ask("DOM.enable")
    tab.ask("CSS.enable")
    root = tab.ask("DOM.getDocument")["root"]["nodeId"]
    nodes = tab.ask("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
    return [font for node in nodes for font in tab.ask("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]]


def test_letters_of_a_picture_are_few(drawn: picture.Batch) -> None:
    """The letters in a Korean SVG take some 10 kB a weight, not the megabytes of the whole font."""
    letters = [part.split(")")[0] for part in drawn.pictures[1].svg.split("base64,")[1:]]

    assert len(letters) == 2
    assert max(len(part) for part in letters) < 25_000


def is_alive(process: int) -> bool:
    """Tell whether a process runs still."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_hanging_browser_is_ended_and_tried_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that never answers is ended, so is a second one, and an error says so; nothing waits or is left running."""
    monkeypatch.setenv("BROWSER_PATH", str(counting(tmp_path, "exec sleep 100")))
    before = time.monotonic()

    with pytest.raises(RenderError, match="hung or broke off, and so did a second one"):
        picture.draw([small()], timeout=0.3)

    assert len(started(tmp_path)) == 2
    assert not any(is_alive(process) for process in started(tmp_path))
    assert time.monotonic() - before < 10


def test_second_browser_goes_on_where_the_first_broke_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the first browser fails, the pictures are drawn all the same."""
    lines = [f'[ -e {tmp_path}/seen ] && exec {doctor.needed_browser()} "$@"', f"touch {tmp_path}/seen"]
    monkeypatch.setenv("BROWSER_PATH", str(script(tmp_path / "once", lines)))

    assert len(picture.draw([small()]).pictures) == 1


@pytest.mark.parametrize("draw", [lambda: picture.draw([small()]), lambda: printer.Printer().thumbnail({})])
def test_missing_browser_is_told_by_its_type(monkeypatch: pytest.MonkeyPatch, draw: Callable[[], object]) -> None:
    """Where there is no browser, whoever needs one raises NoBrowser, which says how to get it."""
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")

    with pytest.raises(NoBrowser, match="apt-get install chromium"):
        draw()


def test_a_browser_that_is_named_is_the_only_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BROWSER_PATH takes a program or the name of one, and where it names none no other is taken for it."""
    mine = script(tmp_path / "mine", [])
    found = []
    for named in (str(mine), "sh", "/nowhere"):
        monkeypatch.setenv("BROWSER_PATH", named)
        found.append(doctor.browser())

    assert found == [mine, Path(shutil.which("sh") or ""), None]
