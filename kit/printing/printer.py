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
from kit.printing import doctor
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
_FOOTER = (
    '<div style="width:100%;margin:0 14mm;font:8px sans-serif;color:#595959;display:flex;justify-content:space-between">'
    '<span class="title"></span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
)
_DRAWN = """new Promise((done) => {
  const look = () => {
    const plots = [...document.querySelectorAll('.plot')];
    if (document.readyState === 'complete' && plots.every((plot) => plot.querySelector('.main-svg'))) {
      document.fonts.ready.then(() => done(true));
    } else { setTimeout(look, 20); }
  };
  look();
})"""
_FITTED = """(async (first, more) => {
  for (const plot of document.querySelectorAll('.plot')) {
    plot.style.breakInside = 'avoid';
    const drawn = plot._fullLayout, axis = drawn.yaxis;
    const figure = plot.closest('figure'), whole = figure.getBoundingClientRect().height;
    if (whole <= more) continue;
    if (whole <= 1.3 * more) {
      figure.style.zoom = more / whole;
      continue;
    }
    const rows = (plot.layout.annotations || []).filter((note) => note.yref === 'y' && note.name !== 'key').sort((a, b) => b.y - a.y);
    const labels = rows.filter((note) => !note.text.startsWith('<b>')).map((note) => note.y);  // no part ends below a heading
    if (labels.length < 8 || drawn.yaxis2 || axis.type !== 'linear') {
      await Plotly.relayout(plot, {height: first});
      plot.style.height = first + 'px';
      continue;
    }
    const unit = axis._length / (axis.range[1] - axis.range[0]), around = drawn.height - axis._length;
    const cuts = [...new Set(labels)].map((y) => y - 0.35);
    cuts[cuts.length - 1] = axis.range[0];
    const parts = [];
    for (let top = axis.range[1], most = first - around; top > axis.range[0]; most = more - around) {
      const rest = (top - axis.range[0]) * unit, room = Math.min(most, rest / Math.ceil(rest / most) + 40);
      const fits = cuts.filter((cut) => cut < top && (top - cut) * unit <= room);
      const end = fits.length ? fits[fits.length - 1] : cuts.find((cut) => cut < top);
      parts.push([end, top]);
      top = end;
    }
    const data = plot.data, layout = plot.layout, place = plot.parentNode;
    figure.style.breakInside = 'auto';
    figure.querySelectorAll('.finding, .subtitle').forEach((words) => { words.style.breakAfter = words.style.breakInside = 'avoid'; });
    for (const [low, high] of parts) {
      const part = document.createElement('div'), height = Math.round((high - low) * unit + around);
      part.className = 'plot';
      part.style.cssText = 'break-inside: avoid; height: ' + height + 'px';
      place.insertBefore(part, plot);
      const annotations = layout.annotations.filter((note) => note.yref !== 'y' || (note.y > low && note.y <= high));
      await Plotly.newPlot(part, data, {...layout, annotations, height, yaxis: {...layout.yaxis, range: [low, high], autorange: false}},
        {displayModeBar: false, locale: document.documentElement.lang});
    }
    Plotly.purge(plot);
    plot.remove();
  }
})"""
"""Makes figures fit a page: one a little too high is drawn smaller, a higher one of rows is taken apart between two rows, each part with its
axis, another is drawn lower."""
_SMALL = """(async (figure) => {
  const layout = figure.layout;
  for (const name of Object.keys(layout)) {
    if (/^[xy]axis/.test(name)) Object.assign(layout[name], {showticklabels: false, title: '', showgrid: false, ticks: ''});
  }
  Object.assign(layout, {width: 320, height: 180, showlegend: false, annotations: [], title: '', margin: {l: 6, r: 6, t: 6, b: 6},
    xaxis: Object.assign({showticklabels: false}, layout.xaxis), yaxis: Object.assign({showticklabels: false}, layout.yaxis)});
  return await Plotly.toImage({data: figure.data.map((trace) => ({...trace, text: null, texttemplate: ''})), layout}, {format: 'png', width: 320, height: 180});
})"""


class Printer:
    """One browser, opened when first needed and once again where it hangs or has gone; used by one thread."""

    def __init__(self) -> None:
        self._browser: Chromium | None = None

    def pdf(self, path: Path) -> bytes:
        """Print a page. Raises RenderError where the browser cannot."""
        return self._try(lambda browser: _pdf(browser, path))

    def thumbnail(self, figure: dict[str, Any]) -> bytes:
        """Draw a figure small and without words, as PNG of 320 by 180 pixels. Raises RenderError where the browser cannot."""
        return self._try(lambda browser: _thumbnail(browser, figure))

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
    browser.evaluate(_DRAWN)
    browser.evaluate(f"{_FITTED}({_FIRST}, {_MORE})")
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


def _thumbnail(browser: Chromium, figure: dict[str, Any]) -> bytes:
    if browser.evaluate("typeof Plotly") == "undefined":
        browser.evaluate(f"{get_plotlyjs()}; 0")
    address = browser.evaluate(f"{_SMALL}({json.dumps(figure)})")
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
