"""The index page in a real browser: sorted, searched, in both languages, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, sync_playwright

from kit import files
from kit.pages import index, record
from kit.pages.record import Record
from kit.printing import doctor

pytestmark = pytest.mark.skipif(doctor.browser() is None, reason="no browser")


@pytest.fixture(scope="module")
def folder(db: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the index of pages on all outages, one of which failed."""
    folder = tmp_path_factory.mktemp("pages")
    for outage, facts in index.facts(db).items():
        for lang in ("en", "ko"):
            files.write_whole(folder / f"{outage}.{lang}.html", "page")
            is_bad = (outage, lang) == ("kddi-2022-07-02", "ko")
            record.write(
                folder,
                Record(
                    f"{outage}.{lang}",
                    outage,
                    lang,
                    "report.ipynb",
                    {},
                    "",
                    "failed" if is_bad else "made",
                    "",
                    "2026-01-01T00:00:00+00:00",
                    1.0,
                    {"html": ""},
                    "ZeroDivisionError: division by zero" if is_bad else "",
                    facts=facts,
                ),
            )
    index.write(folder)
    return folder


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    """Open the index from the file system; fail on an error of its script."""
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=doctor.browser(), args=["--no-sandbox"])
        page = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((folder / "index.html").as_uri())
        yield page
        browser.close()
    assert errors == []


def column(page: Page, name: str) -> list[str]:
    """Give an attribute of the rows that are shown, from above."""
    return [value for row in page.locator("tbody tr:visible").all() if (value := row.get_attribute(f"data-{name}"))]


def test_the_table_is_sorted_by_any_column(page: Page) -> None:
    """A click sorts, another turns the order; rows without the value stay below."""
    page.click("th[data-key=duration] button")
    longest_first = [float(value) for value in column(page, "duration")]
    page.click("th[data-key=duration] button")

    assert longest_first == sorted(longest_first, reverse=True)
    assert [float(value) for value in column(page, "duration")] == longest_first[::-1]
    assert page.locator("tbody tr").last.get_attribute("data-duration") is None


def test_losses_of_different_currencies_are_not_compared(page: Page) -> None:
    """Dollars come first, then each other currency by itself."""
    page.click("th[data-key=loss] button")
    currencies = column(page, "currency")

    assert currencies == sorted(currencies, key=lambda currency: (currency != "USD", currency))


def test_search_finds_in_both_languages(page: Page) -> None:
    """A Korean name finds its row on the English page."""
    page.fill("#find", "카카오")

    assert [title[:9] for title in column(page, "title-en")] == ["KakaoTalk"]
    assert page.locator("#found").inner_text() == "1 / 54"


def test_a_failed_page_is_marked(page: Page) -> None:
    """Its row shows the mark and the error; the head of the page counts it."""
    row = page.locator("tbody tr", has_text="ZeroDivisionError")

    assert row.count() == 1
    assert "Failed" in row.inner_text()
    assert "1 failed" in page.locator("header").inner_text()


def test_korean_hides_english(page: Page) -> None:
    """The page turns Korean: headings, names, numbers and dates."""
    page.click("[data-lang=ko]")
    row = page.locator("tbody tr", has_text="ZeroDivisionError").inner_text()

    assert page.locator("h1").inner_text() == "장애"
    assert "2022년 7월 1일 16:35 UTC" in row
    assert "July" not in row
    assert "English" not in row


def test_a_korean_reader_gets_korean(folder: Path) -> None:
    """The language of the browser decides at first."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=doctor.browser(), args=["--no-sandbox"])
        page = browser.new_page(locale="ko-KR")
        page.goto((folder / "index.html").as_uri())

        assert page.locator("h1").inner_text() == "장애"
        browser.close()


def test_nothing_is_cut_off_on_a_phone(page: Page) -> None:
    """At 360 pixels there is nothing to scroll sideways, and values carry the name of their column."""
    page.set_viewport_size({"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("td[data-column=duration]").first.get_attribute("data-label") == "Duration"


def test_every_link_leads_to_a_file(page: Page, folder: Path) -> None:
    """Links are relative and the files are there."""
    links = [link.get_attribute("href") or "" for link in page.locator("td.pages a").all()]

    assert len(links) == 108
    assert all((folder / link).is_file() for link in links)
