"""The page of an outage as its readers see it: in a browser, without a network, on a phone and on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from kit.pages import rendering
from kit.printing import doctor

BROWSER = doctor.browser()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Render the Korean page about KakaoTalk: the smaller of the two of `make report`."""
    target = tmp_path_factory.mktemp("page") / "kakao.ko.html"
    rendering.render(rendering.Job(rendering.TEMPLATE, target, "ko", {"outage": "kakao-pangyo-2022-10-15"}))
    return target.as_uri()


@pytest.fixture(params=[360, 1200], ids=["phone", "page"])
def page(request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    """Open the page in a window of a phone's and of a desk's width; keep what the console says and what is fetched."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(BROWSER), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": request.param, "height": 900})
        opened.said, opened.fetched = [], []
        opened.on("console", lambda message: opened.said.append(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.on("request", lambda asked: opened.fetched.append(asked.url))
        opened.goto(address)
        opened.wait_for_selector(".plot .main-svg")
        yield opened
        browser.close()


def test_every_figure_is_visible_and_nothing_fails(page: Page) -> None:
    """Each chart holds a drawing with a size, the console has no error, nothing but the file is fetched, and nothing sticks out sideways."""
    page.wait_for_function(
        "document.querySelectorAll('.plot').length === document.querySelectorAll('.plot .main-svg:first-child').length"
    )
    sizes = page.eval_on_selector_all(
        ".plot .main-svg:first-child", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    is_wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    assert len(sizes) >= 5
    assert min(sizes) > 100
    assert (page.said, [url for url in page.fetched if not url.startswith(("file:", "data:", "blob:"))], is_wider) == (
        [],
        [],
        False,
    )


def test_no_label_is_cut_off(page: Page) -> None:
    """The texts of a chart end within it."""
    out = page.evaluate("""[...document.querySelectorAll('.plot')].flatMap(plot => [...plot.querySelectorAll('.annotation text')]
        .filter(text => text.getBoundingClientRect().right > plot.getBoundingClientRect().right + 1).map(text => text.textContent))""")

    assert out == []


def test_the_numbers_of_a_figure_open_as_a_table(page: Page) -> None:
    """Behind each figure a table of its numbers opens by keyboard."""
    summary = page.locator("figure.chart summary").first
    summary.focus()
    page.keyboard.press("Enter")

    assert page.locator("figure.chart table").first.is_visible()
