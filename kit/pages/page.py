"""An executed notebook as one HTML page: prose, figures with their captions, tables; no code, no network."""

from __future__ import annotations

import html as html_text
import json
from typing import TYPE_CHECKING, Any

import jinja2
import mistune
from plotly.offline import get_plotlyjs

from kit.notebook.shown import HEADER
from kit.printing import letters
from kit.printing.blocks import LETTERS, PLOTLY, environment, figure_block, locale
from kit.text import words

if TYPE_CHECKING:
    import nbformat


_MARKDOWN = mistune.create_markdown(escape=False, plugins=["table"])


def html(notebook: nbformat.NotebookNode, lang: str, *, plotly_file: str = "") -> str:
    """Give the page of an executed notebook: with plotly.js in it, or with the address of one that it shares with other pages."""
    shown = [block for cell in notebook.cells for block in _blocks(cell, lang)]
    header = next((block["data"] for block in shown if block["kind"] == "header"), None)
    body = [block for block in shown if block["kind"] != "header"]
    say = words(lang)
    has_figures = any(block["kind"] == "figure" for block in body)
    written: str = (
        environment()
        .get_template("page.html")
        .render(
            lang=lang,
            say=say,
            header=header,
            blocks=body,
            title=_title(header, body, say),
            letters=LETTERS,
            plotly=get_plotlyjs() if has_figures and not plotly_file else "",
            plotly_file=plotly_file if has_figures else "",
            locale=json.dumps(locale(lang)) if has_figures else "",
        )
    )
    return written.replace(LETTERS, letters.rules(written, written, only_hangul=True))


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
