"""Pages that everybody can use: no serious fault for an accessibility engine (axe-core), reachable by keyboard, narrow and wide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import nbformat
import pytest
from playwright.sync_api import sync_playwright

from kit import figures, measures
from kit.bundles.bundle import bundle
from kit.notebook import header, sections
from kit.pages import page
from kit.printing import blocks, doctor

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    from playwright.sync_api import Browser, Page

OUTAGE, FIGURE, LANG = "kakao-pangyo-2022-10-15", "sector_impact", "ko"
SPOKEN = "h1, .subtitle, figcaption p, summary, svg text:not(:has(tspan))"
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser of the system."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=doctor.browser(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(db: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a Korean figure page and a Korean page of what the page of an outage is made of: header, prose, figure, sources."""
    out = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", "/nowhere")  # no pictures are needed
        bundle(db, FIGURE, OUTAGE, lang=LANG, out=out)
    made = out / "page.html"
    made.write_text(page.html(notebook(db), LANG), encoding="utf-8")
    return {"figure": out / OUTAGE / f"{FIGURE}.{LANG}" / "figure.html", "page": made}


def notebook(db: duckdb.DuckDBPyConnection) -> nbformat.NotebookNode:
    """Give a notebook as it is after it ran."""
    figure = figures.draw(FIGURE, measures.NAMES[FIGURE](db, OUTAGE), LANG)
    shown: list[dict[str, Any]] = [
        header.header(db, OUTAGE, LANG)._repr_mimebundle_(),
        {"text/markdown": "## 누가 피해를 입었나"},
        {blocks.PLOTLY: figure.to_plotly_json()},
        sections.source_list(db, OUTAGE, LANG)._repr_mimebundle_(),
    ]
    outputs = [nbformat.v4.new_output("display_data", data=data) for data in shown]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)])


@pytest.fixture(scope="module")
def sheets() -> dict[tuple[str, int], Page]:
    """Keep the pages that are open."""
    return {}


@pytest.fixture
def opened(
    browser: Browser, pages: dict[str, Path], sheets: dict[tuple[str, int], Page], request: pytest.FixtureRequest
) -> Page:
    """Open a page of the name and width that a test asks for, its disclosures open."""
    name, width = request.param
    if (name, width) not in sheets:
        sheets[name, width] = sheet = browser.new_page(viewport={"width": width, "height": 800})
        sheet.goto(pages[name].as_uri())
        sheet.wait_for_selector("svg.main-svg")
        sheet.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return sheets[name, width]


BOTH = pytest.mark.parametrize("opened", [("figure", 360), ("page", 360)], indirect=True)
EACH = pytest.mark.parametrize(
    "opened", [(name, width) for name in ("figure", "page") for width in (360, 1200)], indirect=True
)


@EACH
def test_axe_finds_no_serious_fault(opened: Page) -> None:
    """The accessibility engine finds nothing serious or critical, with every disclosure open."""
    opened.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.evaluate("axe.run()")
    faults = [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]

    assert faults == []
    assert len(found["passes"]) > 10


@EACH
def test_page_is_as_wide_as_its_window(opened: Page) -> None:
    """Nothing sticks out at the side, on a phone and on a desk."""
    assert opened.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@BOTH
def test_numbers_can_be_reached_by_keyboard(opened: Page) -> None:
    """The keyboard alone comes to the disclosure of the numbers, its download, and the table, which scrolls."""
    reached = []
    for _ in range(12):
        opened.keyboard.press("Tab")
        reached.append(opened.evaluate("document.activeElement.tagName + '.' + document.activeElement.className"))

    assert [name in reached for name in ("SUMMARY.", "DIV.scroll")] == [True, True]


@BOTH
def test_page_names_its_language_and_parts(opened: Page) -> None:
    """A page says that it is Korean, and has one heading of the first order and the landmarks banner, main and contentinfo."""
    assert opened.get_attribute("html", "lang") == "ko"
    assert [opened.locator(name).count() for name in ("h1", "body > header", "body > main", "body > footer")] == [
        1,
        1,
        1,
        1,
    ]


@BOTH
def test_hangul_is_drawn_by_the_page_itself(opened: Page) -> None:
    """Every Korean text is painted in letters that the page carries, so no reader sees boxes."""
    session = opened.context.new_cdp_session(opened)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": SPOKEN})["nodeIds"]
    used = [font for node in nodes for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
    hangul = sum(len(re.findall("[가-힣]", text)) for text in opened.locator(SPOKEN).all_text_contents())

    assert sum(font["glyphCount"] for font in used if font["isCustomFont"]) >= hangul > 100


@pytest.mark.parametrize("opened", [("figure", 1200)], indirect=True)
def test_interface_of_plotly_is_korean(opened: Page) -> None:
    """The buttons of the chart itself speak Korean, and none of them sends anything anywhere."""
    labels = [button.get_attribute("aria-label") for button in opened.locator(".modebar-btn").all()]

    assert labels == ["PNG로 내려받기"]
