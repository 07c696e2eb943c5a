"""Pages as PDF, and figures as thumbnails, by one headless Chromium for the whole batch.

A4 with page numbers, figures as vectors, text that can be selected, links that work; `page.css` keeps figures from being cut.
"""

from __future__ import annotations

import asyncio
import base64
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from plotly.offline import get_plotlyjs

from kit.errors import RenderError
from kit.printing import blocks, doctor
from kit.printing.chromium import Chromium

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

_SECONDS = 60
_A4 = {"paperWidth": 210 / 25.4, "paperHeight": 297 / 25.4}
_PRINT_WIDTH = 688  # CSS pixels of A4 between the margins of page.css
_FIRST, _MORE = (
    740,
    940,
)  # CSS pixels of height: of a figure below its heading, and of a further part on a page of its own
_WORDS_OF_LAYOUT = ("annotations", "meta", "title", "width", "height", "margin")
_WORDS_OF_AXIS = ("title", "tickvals", "ticktext", "tickmode", "tickformat", "hoverformat")
_WORDS_OF_TRACE = ("text", "texttemplate", "hovertext", "hovertemplate", "name", "customdata", "textfont")
_FOOTER = (
    '<div style="width:100%;margin:0 14mm;font:8px sans-serif;color:#595959;display:flex;justify-content:space-between">'
    '<span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)


class Printer:
    """One browser, opened when first needed and once again where it hangs or has gone; used by one thread."""

    def __init__(self) -> None:
        self._browser: Chromium | None = None
        self._small: dict[str, bytes] = {}

    def pdf(self, path: Path) -> bytes:
        """Print a page. Raises RenderError where the browser cannot."""
        return self._try(lambda browser: _pdf(browser, path))

    def thumbnail(self, figure: dict[str, Any]) -> bytes:
        """Draw a figure small and without words, as PNG of 320 by 180 pixels. Raises RenderError where the browser cannot.

        A figure that is the same in each language but for its words is drawn once.
        """
        spec = json.dumps(_wordless(figure), sort_keys=True)
        if spec not in self._small:
            self._small[spec] = self._try(lambda browser: _thumbnail(browser, spec))
        return self._small[spec]

    def close(self) -> None:
        """End the browser."""
        if self._browser:
            browser, self._browser = self._browser, None
            browser.__exit__(None)

    def _try(self, work: Callable[[Chromium], T]) -> T:
        for attempt in (1, 2):
            try:
                with self._ended_where_it_fails() as browser:
                    return work(browser)
            except (TimeoutError, ConnectionError, BrokenPipeError):
                if attempt == 2:
                    break
        msg = f"the browser did not answer within {_SECONDS} s or ended, twice"
        raise RenderError(msg)

    @contextmanager
    def _ended_where_it_fails(self) -> Iterator[Chromium]:
        if self._browser is None:
            self._browser = _open()
        try:
            yield self._browser
        except (TimeoutError, ConnectionError, BrokenPipeError) as error:
            browser, self._browser = self._browser, None
            browser.__exit__(type(error))
            raise


def _open() -> Chromium:
    return Chromium(doctor.needed_browser(), timeout=_SECONDS).__enter__()


def _pdf(browser: Chromium, path: Path) -> bytes:
    browser.ask("Emulation.setEmulatedMedia", media="print")
    browser.ask(
        "Emulation.setDeviceMetricsOverride", width=_PRINT_WIDTH, height=1000, deviceScaleFactor=1, mobile=False
    )
    loaded = browser.ask("Page.navigate", url=path.resolve().as_uri())
    if loaded.get("errorText"):
        msg = f"the browser cannot open {path}: {loaded['errorText']}"
        raise RenderError(msg)
    browser.evaluate(blocks.script("print.js"))
    browser.evaluate("allDrawn()")
    browser.evaluate(f"fitToPaper({_FIRST}, {_MORE})")
    printed = browser.ask(
        "Page.printToPDF",
        **_A4,
        printBackground=True,
        preferCSSPageSize=True,
        displayHeaderFooter=True,
        headerTemplate="<span></span>",
        footerTemplate=_FOOTER,
        generateTaggedPDF=True,
        generateDocumentOutline=True,
    )
    return base64.b64decode(printed["data"])


def _wordless(figure: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a figure what a thumbnail does not show: texts, titles, and all that an axis is labelled with."""
    layout = {key: value for key, value in figure.get("layout", {}).items() if key not in _WORDS_OF_LAYOUT}
    for name in {"xaxis", "yaxis", *(key for key in layout if key[1:].startswith("axis"))}:
        axis = {key: value for key, value in layout.get(name, {}).items() if key not in _WORDS_OF_AXIS}
        layout[name] = axis | {"showticklabels": False, "showgrid": False, "ticks": ""}
    layout |= {"width": 320, "height": 180, "showlegend": False, "margin": dict.fromkeys("lrtb", 6)}
    traces = [
        {key: value for key, value in trace.items() if key not in _WORDS_OF_TRACE} for trace in figure.get("data", [])
    ]
    return {"data": traces, "layout": layout}


def _thumbnail(browser: Chromium, spec: str) -> bytes:
    if browser.evaluate("typeof Plotly") == "undefined":
        browser.evaluate(f"{get_plotlyjs()}; 0")
    browser.evaluate(blocks.script("print.js"))
    address = browser.evaluate(f"drawSmall({spec})")
    return base64.b64decode(address.partition(",")[2])


@asynccontextmanager
async def printing() -> AsyncIterator[Callable[..., Any]]:
    """Give a function that runs a method of one printer beside the event loop: `await run(Printer.pdf, path)`."""
    printer = Printer()
    with ThreadPoolExecutor(1, thread_name_prefix="printer") as threads:
        loop = asyncio.get_running_loop()
        try:
            yield lambda method, *given: loop.run_in_executor(threads, method, printer, *given)
        finally:
            with suppress(Exception):
                await loop.run_in_executor(threads, printer.close)
