"""PDF and thumbnails: A4 of vectors and letters, by one browser, and one that ends."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat
import pytest
from browsing import counting, started
from running import job

from kit import figures, measures
from kit.errors import NoBrowser, RenderError
from kit.pages import batch, page
from kit.printing import blocks, printer
from kit.printing.chromium import Chromium

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, db: duckdb.DuckDBPyConnection) -> tuple[Path, int]:  # noqa: ARG001 -- builds it
    """Print two pages as PDF alone; give their folder and how many browsers that took."""
    folder = tmp_path_factory.mktemp("printed")
    browser = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER_PATH", str(counting(browser)))
        batch.run([replace(job("two-figures", folder, lang), formats=("pdf",)) for lang in ("en", "ko")], parallel=2)
    return folder, len(started(browser))


def test_pdf_alone_leaves_no_page(printed: tuple[Path, int]) -> None:
    """Only what was asked for is written, by one browser for both."""
    folder, browsers = printed

    assert sorted(path.name for path in folder.glob("[!.]*.*")) == [
        "index.html",
        "index.json",
        "two-figures.en.pdf",
        "two-figures.ko.pdf",
    ]
    assert browsers == 1


def test_pdf_is_a4_of_vectors_and_letters(printed: tuple[Path, int]) -> None:
    """No picture stands in it; its Korean letters can be copied; its link works; its pages are numbered and A4."""
    raw = (printed[0] / "two-figures.ko.pdf").read_bytes()
    streams = b"".join(_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL))
    everything = raw + streams

    assert set(re.findall(rb"/MediaBox ?\[([^\]]+)\]", everything)) == {b"0 0 594.95996 841.91998"}
    assert len(re.findall(rb"/Type ?/Page\b", everything)) == 2
    assert b"/Subtype /Image" not in everything
    assert b"https://example.org/" in everything
    assert re.search(rb"<[0-9A-F]{4}> <B450>", everything)  # 두, as the letters are told to whoever copies them


def test_no_figure_is_higher_than_a_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A figure of eighty rows is taken apart between rows, none lost and none twice; another high figure is drawn lower."""
    notes = [{"text": f"row {y}", "y": y, "x": 0, "xref": "paper", "yref": "y", "showarrow": False} for y in range(80)]
    layouts = [{"height": 3000, "annotations": notes, "yaxis": {"range": [-0.5, 80]}}, {"height": 2000}]
    figures = [{"data": [{"type": "scatter", "x": [1, 2], "y": [1, 79]}], "layout": layout} for layout in layouts]
    outputs = [nbformat.v4.new_output("display_data", {blocks.PLOTLY: figure}) for figure in figures]
    (tmp_path / "high.html").write_text(
        page.html(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)]), "en")
    )
    opened: list[Chromium] = []
    monkeypatch.setattr(
        printer, "Chromium", lambda *given, **named: opened.append(Chromium(*given, **named)) or opened[0]
    )
    one = printer.Printer()
    one.pdf(tmp_path / "high.html")
    heights = opened[0].evaluate(
        "[...document.querySelectorAll('.plot')].map((plot) => plot.getBoundingClientRect().height)"
    )
    rows = opened[0].evaluate("[...document.querySelectorAll('.annotation-text')].map((text) => text.textContent)")
    one.close()

    assert len(heights) >= 4
    assert max(heights) <= 1000
    assert sorted(rows) == sorted(note["text"] for note in notes)


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part)
    except zlib.error:
        return b""


def test_a_browser_that_ends_is_opened_once_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """After the second time the page fails, and says why."""
    monkeypatch.setenv("BROWSER_PATH", str(counting(tmp_path, "exit 1")))

    with pytest.raises(RenderError, match="did not answer within 60 s or ended, twice"):
        printer.Printer().pdf(tmp_path)
    assert len(started(tmp_path)) == 2


def test_a_thumbnail_without_words_is_drawn_once(
    db: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a figure is the same in Korean but for its words the second needs no browser, and another figure gives another picture."""
    frame = measures.recovery_curve(db, "nirs-daejeon-2025-09-26")
    figure = {lang: json.loads(figures.draw("recovery_curve", frame, lang).to_json()) for lang in ("en", "ko")}
    drawing = printer.Printer()
    english = drawing.thumbnail(figure["en"])
    drawing.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")

    assert english == drawing.thumbnail(figure["ko"])
    assert english.startswith(b"\x89PNG")
    with pytest.raises(NoBrowser):
        drawing.thumbnail(figure["ko"] | {"data": figure["ko"]["data"][:1]})
