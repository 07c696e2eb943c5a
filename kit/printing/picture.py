"""Figures as SVG and PNG, the same bytes in every run: one browser for a batch, drawn once as SVG, which is then photographed.

The SVG carries its own letters, its title and its description, so that it reads the same on every screen, and to the blind.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import plotly
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from kit.errors import RenderError
from kit.figures.style import FONT
from kit.printing import blocks, doctor, letters
from kit.printing.chromium import Chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

WIDTH = 960  # pixels of an SVG; a PNG has twice as many
SCALE = 2
TIMEOUT = 30.0  # seconds that the browser may take for one answer
_TRIES = 2

_ATTRIBUTE = re.compile(r' [^\s="]+="[^"]*"')
_OPENING = re.compile(rf"<(\w[\w:-]*)((?:{_ATTRIBUTE.pattern})+)(/?)>")


@dataclass(frozen=True)
class Picture:
    """A figure as vectors and as pixels."""

    svg: str
    png: bytes


@dataclass(frozen=True)
class Batch:
    """Pictures in the order of their figures, and what drew them."""

    pictures: list[Picture]
    renderer: dict[str, str]


def draw(figures: Sequence[go.Figure], *, timeout: float = TIMEOUT) -> Batch:
    """Draw figures of `kit.figures` in one browser.

    A browser that does not answer within `timeout` seconds is ended, and a new one goes on with the figure that it left. Raises
    NoBrowser where there is no browser, RenderError where the second one fails too or Plotly refuses a figure.
    """
    program = doctor.needed_browser()
    done: list[Picture] = []
    for _ in range(_TRIES):
        try:
            with Chromium(program, timeout=timeout) as tab:
                renderer = _renderer(tab)
                _prepare(tab)
                done += (_draw_one(tab, figure) for figure in figures[len(done) :])
        except OSError:
            continue
        return Batch(done, renderer)
    msg = f"the browser {program} hung or broke off, and so did a second one; see that it starts, or set BROWSER_PATH to another"
    raise RenderError(msg)


def renderer_hash(renderer: dict[str, str]) -> str:
    """Give the SHA-256 of what drew a picture: where it is the same, so are the bytes."""
    return hashlib.sha256(json.dumps(renderer, sort_keys=True).encode()).hexdigest()


def _renderer(tab: Chromium) -> dict[str, str]:
    return {
        "browser": tab.version,
        "plotly.js": get_plotlyjs_version(),
        "plotly": plotly.__version__,
        "font": letters.identity(),
    }


def _prepare(tab: Chromium) -> None:
    tab.evaluate(get_plotlyjs() + ";0")
    tab.evaluate(blocks.script("picture.js"))
    tab.evaluate(f"Plotly.register({json.dumps(blocks.locale('ko'))});0")


def _draw_one(tab: Chromium, figure: go.Figure) -> Picture:
    spec, words = _spec(figure), figure.layout.meta
    rules = letters.rules(*_texts(spec, words))
    size = {"width": WIDTH, "height": figure.layout.height}
    chance = int(hashlib.sha256(spec.encode()).hexdigest()[:8], 16)
    drawn = tab.evaluate(f"draw({spec}, {json.dumps(size)}, {json.dumps(rules)}, {chance})")
    svg = _finished(drawn, words, rules)
    return Picture(svg, _photograph(tab, svg, size))


def _spec(figure: go.Figure) -> str:
    """Write a figure as JSON without its words for pages, in the embedded letters and the language of its reader."""
    spec = figure.to_plotly_json()
    config = {"locale": figure.layout.meta["lang"]}
    layout = {key: value for key, value in spec["layout"].items() if key != "meta"}
    text: str = plotly.io.json.to_json_plotly({"data": spec["data"], "layout": layout, "config": config})
    return text.replace(json.dumps(FONT), json.dumps(letters.STACK))


def _texts(spec: str, words: dict[str, Any]) -> tuple[str, str]:
    """Give the texts of a figure in regular and in bold letters."""
    text = json.dumps(json.loads(spec), ensure_ascii=False)
    months = json.dumps(blocks.locale(words["lang"]), ensure_ascii=False)
    return letters.LATIN + text + months, "".join(re.findall(r"<b>(.*?)</b>", text))


def _finished(svg: str, words: dict[str, Any], rules: str) -> str:
    """Give an SVG of Plotly its language, title, description and letters."""
    name = words["name"]
    start = f'<svg role="img" lang="{words["lang"]}" aria-labelledby="{name}-title {name}-desc" '
    head = (
        f'<title id="{name}-title">{escape(words["title"])}</title><desc id="{name}-desc">{escape(words["alt"])}</desc>'
        f"<style>{rules}</style>"
    )
    opening, rest = svg.removeprefix("<svg ").split(">", 1)
    return f"{start}{opening}>{head}{_ordered(rest)}\n"


def _ordered(svg: str) -> str:
    """Put the attributes of each element into one order: Plotly sets those of a pattern in another order once it has drawn a pattern before."""
    return _OPENING.sub(lambda tag: f"<{tag[1]}{''.join(sorted(_ATTRIBUTE.findall(tag[2])))}{tag[3]}>", svg)


def _photograph(tab: Chromium, svg: str, size: dict[str, int]) -> bytes:
    tab.ask("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=SCALE, mobile=False)
    tab.evaluate(f"show({json.dumps(svg)})")
    return base64.b64decode(tab.ask("Page.captureScreenshot", format="png")["data"])
