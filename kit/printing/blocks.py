"""The blocks that pages are put together from: templates, a figure without its words, the table of its numbers."""

from __future__ import annotations

import base64
import csv
import json
from functools import cache
from importlib import resources
from io import StringIO
from typing import Any

import jinja2
from babel import Locale

from kit.figures.style import FONT
from kit.printing import letters
from kit.text import words

PLOTLY = "application/vnd.plotly.v1+json"


LETTERS = "/* letters */"
"""Where the Hangul of a page is embedded, for readers who have no Korean font."""


@cache
def environment() -> jinja2.Environment:
    """Give the templates of `kit/printing/templates`."""
    folder = str(resources.files("kit.printing").joinpath("templates"))
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def script(name: str) -> str:
    """Give the JavaScript of a file of `kit/printing/templates`, for the browser that draws and prints."""
    return resources.files("kit.printing").joinpath("templates", name).read_text(encoding="utf-8")


def figure_block(figure: dict[str, Any], lang: str, **options: Any) -> dict[str, Any]:
    """Take the words and numbers of a figure out of the drawing: on a page they are text that wraps, and a table.

    `options` are of Plotly's configuration.
    """
    layout = dict(figure["layout"])
    meta = layout.get("meta") or {}
    if meta:
        margin = dict(layout.get("margin", {}))
        top, bottom = margin.get("t", 24), margin.get("b", 48)
        footer = next((note for note in layout.get("annotations", []) if note.get("name") == "footer"), None)
        axis = -footer["yshift"] if footer else bottom
        layout["height"] = layout.get("height", 450) - (top - 24) - (bottom - axis)
        layout["margin"] = margin | {"t": 24, "b": axis}
        layout["annotations"] = [note for note in layout.get("annotations", []) if note is not footer]
        layout.pop("title", None)
    config = {"responsive": True, "displaylogo": False, "displayModeBar": False, "locale": lang} | options
    layout.pop("meta", None)
    return {
        "kind": "figure",
        "meta": meta,
        "height": layout.get("height", 450),
        "table": table(meta["name"], meta["data"]) if "data" in meta else None,
        "spec": script_json({"data": figure["data"], "layout": layout, "config": config}),
    }


def table(name: str, text: str) -> dict[str, Any]:
    """Take a CSV apart for a page: its headings, its rows, and the whole of it as an address that saves it as a file."""
    headings, *rows = csv.reader(StringIO(text, newline=""))
    address = "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
    return {"file": f"{name}.csv", "headings": headings, "rows": rows, "address": address}


def script_json(value: Any) -> str:
    """Write JSON that may stand inside a script element, its texts in the embedded letters first."""
    text = json.dumps(value, ensure_ascii=False).replace(json.dumps(FONT), json.dumps(letters.STACK))
    return text.replace("<", "\\u003c")  # the only sign that could end the element or begin a comment in it


def locale(lang: str) -> dict[str, Any] | None:
    """Give Plotly's own words and date forms in Korean."""
    if lang == "en":
        return None
    say = words(lang)
    names = Locale(lang)
    months = list(names.months["format"]["abbreviated"].values())
    days, short_days = (
        [names.days["format"][width][(day - 1) % 7] for day in range(7)] for width in ("wide", "abbreviated")
    )
    return {
        "moduleType": "locale",
        "name": lang,
        "dictionary": {
            "Double-click to zoom back out": say("plotly.zoom_back"),
            "Click to enter Colorscale title": "",
            "Zoom": say("plotly.zoom"),
            "Pan": say("plotly.pan"),
            "Reset axes": say("plotly.reset"),
            "Download plot as a PNG": say("plotly.download"),
            "trace": say("plotly.trace"),
        },
        "format": {
            "days": days,  # from Sunday on
            "shortDays": short_days,
            "months": months,
            "shortMonths": months,
            "periods": [names.day_periods["format"]["wide"][half] for half in ("am", "pm")],
            "date": say("plotly.date"),
        },
    }
