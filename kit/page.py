"""An executed notebook as one HTML page: prose, figures with their captions, tables; no code, no network."""

from __future__ import annotations

import base64
import csv
import html as html_text
import json
from functools import cache
from importlib import resources
from io import StringIO
from typing import TYPE_CHECKING, Any

import jinja2
import mistune
from plotly.offline import get_plotlyjs

from kit import fonts
from kit.display import HEADER
from kit.figures.style import FONT
from kit.text import words

if TYPE_CHECKING:
    import nbformat

PLOTLY = "application/vnd.plotly.v1+json"
LETTERS = "/* letters */"
"""Where the Hangul of a page is embedded, for readers who have no Korean font."""

_MARKDOWN = mistune.create_markdown(escape=False, plugins=["table"])


def html(notebook: nbformat.NotebookNode, lang: str, *, plotly_file: str = "") -> str:
    """Give the page of an executed notebook: with plotly.js in it, or with the address of one that it shares with other pages."""
    blocks = [block for cell in notebook.cells for block in _blocks(cell, lang)]
    header = next((block["data"] for block in blocks if block["kind"] == "header"), None)
    body = [block for block in blocks if block["kind"] != "header"]
    say = words(lang)
    has_figures = any(block["kind"] == "figure" for block in body)
    written: str = environment().get_template("report.html").render(
        lang=lang, say=say, header=header, blocks=body, title=_title(header, body, say), letters=LETTERS,
        plotly=get_plotlyjs() if has_figures and not plotly_file else "", plotly_file=plotly_file if has_figures else "",
        locale=json.dumps(locale(lang)) if has_figures else "",
    )
    return written.replace(LETTERS, fonts.rules(written, written, only_hangul=True))


@cache
def environment() -> jinja2.Environment:
    """Give the templates of `kit/templates`."""
    folder = str(resources.files("kit").joinpath("templates"))
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _title(header: dict[str, Any] | None, blocks: list[dict[str, Any]], say: Any) -> str:
    if header:
        return str(header["title"])
    first = next((block["text"] for block in blocks if block["kind"] == "prose" and "<h1" in block["text"]), "")
    start, end = first.find(">", first.find("<h1")) + 1, first.find("</h1>")
    heading = html_text.unescape(jinja2.filters.do_striptags(first[start:end])) if first else ""
    return heading or say("page.untitled")


def _blocks(cell: nbformat.NotebookNode, lang: str) -> list[dict[str, Any]]:
    if cell.cell_type == "markdown":
        return [{"kind": "prose", "text": _prose(cell.source)}]
    if cell.cell_type != "code":
        return []
    return [block for output in cell.outputs if (block := _output(output, lang))]


def _prose(markdown: str) -> str:
    return str(_MARKDOWN(markdown))


def _output(output: nbformat.NotebookNode, lang: str) -> dict[str, Any] | None:
    if output.output_type in ("display_data", "execute_result"):
        return _shown(output.data, lang)
    if output.output_type == "error":
        return {"kind": "text", "text": f"{output.ename}: {output.evalue}"}
    return {"kind": "text", "text": output.text} if output.output_type == "stream" and output.name == "stdout" else None


def _shown(data: dict[str, Any], lang: str) -> dict[str, Any] | None:
    if HEADER in data:
        return {"kind": "header", "data": data[HEADER]}
    if PLOTLY in data:
        return figure_block(data[PLOTLY], lang)
    if "text/html" in data:
        return {"kind": "html", "text": data["text/html"]}
    if "text/markdown" in data:
        return {"kind": "prose", "text": _prose(data["text/markdown"])}
    return {"kind": "text", "text": data["text/plain"]} if data.get("text/plain") else None


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
    return {"kind": "figure", "meta": meta, "height": layout.get("height", 450), "table": table(meta["name"], meta["data"]) if "data" in meta else None,
            "spec": script_json({"data": figure["data"], "layout": layout, "config": config})}


def table(name: str, text: str) -> dict[str, Any]:
    """Take a CSV apart for a page: its headings, its rows, and the whole of it as an address that saves it as a file."""
    headings, *rows = csv.reader(StringIO(text, newline=""))
    address = "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
    return {"file": f"{name}.csv", "headings": headings, "rows": rows, "address": address}


def script_json(value: Any) -> str:
    """Write JSON that may stand inside a script element, its texts in the embedded letters first."""
    text = json.dumps(value, ensure_ascii=False).replace(json.dumps(FONT), json.dumps(fonts.STACK))
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def locale(lang: str) -> dict[str, Any] | None:
    """Give Plotly's own words and date forms in Korean."""
    if lang == "en":
        return None
    say = words(lang)
    months = [f"{month}월" for month in range(1, 13)]
    days = list("일월화수목금토")
    return {"moduleType": "locale", "name": lang,
            "dictionary": {"Double-click to zoom back out": say("plotly.zoom_back"), "Click to enter Colorscale title": "",
                           "Zoom": say("plotly.zoom"), "Pan": say("plotly.pan"), "Reset axes": say("plotly.reset"),
                           "Download plot as a PNG": say("plotly.download"), "trace": say("plotly.trace")},
            "format": {"days": [f"{day}요일" for day in days], "shortDays": days, "months": months, "shortMonths": months,
                       "periods": ["오전", "오후"], "date": "%Y년 %-m월 %-d일"}}
