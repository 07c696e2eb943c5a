"""An executed notebook as one HTML page: prose, figures with their captions, tables; no code, no network."""

from __future__ import annotations

import html as html_text
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import jinja2
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from plotly.offline import get_plotlyjs

from kit.text import words

if TYPE_CHECKING:
    import nbformat

PLOTLY = "application/vnd.plotly.v1+json"
HEADER = "application/vnd.outage-kit.header+json"
"""Data of a page's header: title, badge, date and so on, shown by `kit.header`."""


def html(notebook: nbformat.NotebookNode, lang: str) -> str:
    """Give the page of an executed notebook."""
    blocks = [block for cell in notebook.cells for block in _blocks(cell, lang)]
    header = next((block["data"] for block in blocks if block["kind"] == "header"), None)
    body = [block for block in blocks if block["kind"] != "header"]
    say = words(lang)
    has_figures = any(block["kind"] == "figure" for block in body)
    return _environment().get_template("report.html").render(
        lang=lang, say=say, header=header, blocks=body, title=_title(header, body, say),
        plotly=get_plotlyjs() if has_figures else "", locale=json.dumps(_locale(lang)) if has_figures else "",
    )


@cache
def _environment() -> jinja2.Environment:
    folder = str(resources.files("kit").joinpath("templates"))
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _title(header: dict[str, Any] | None, blocks: list[dict[str, Any]], say: Any) -> str:
    if header:
        return str(header["title"])
    first = next((block["text"] for block in blocks if block["kind"] == "prose" and "<h1" in block["text"]), "")
    start, end = first.find(">", first.find("<h1")) + 1, first.find("</h1>")
    heading = html_text.unescape(jinja2.filters.do_striptags(first[start:end])) if first else ""
    return heading.rstrip("¶") or say("page.untitled")


def _blocks(cell: nbformat.NotebookNode, lang: str) -> list[dict[str, Any]]:
    if cell.cell_type == "markdown":
        return [{"kind": "prose", "text": _prose(cell.source)}]
    if cell.cell_type != "code":
        return []
    return [block for output in cell.outputs if (block := _output(output, lang))]


def _prose(markdown: str) -> str:
    return str(markdown2html_mistune(markdown)).replace("¶", "").replace('class="anchor-link"', 'class="anchor-link" hidden')


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
        return _figure(data[PLOTLY], lang)
    if "text/html" in data:
        return {"kind": "html", "text": data["text/html"]}
    if "text/markdown" in data:
        return {"kind": "prose", "text": _prose(data["text/markdown"])}
    return {"kind": "text", "text": data["text/plain"]} if data.get("text/plain") else None


def _figure(figure: dict[str, Any], lang: str) -> dict[str, Any]:
    """Take the words of a figure out of the drawing: on a page they are text that wraps."""
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
    config = {"responsive": True, "displaylogo": False, "displayModeBar": False, "locale": lang}
    return {"kind": "figure", "meta": meta, "height": layout.get("height", 450),
            "spec": _script_json({"data": figure["data"], "layout": layout, "config": config})}


def _script_json(value: Any) -> str:
    """Write JSON that may stand inside a script element."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\!--")


def _locale(lang: str) -> dict[str, Any] | None:
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
