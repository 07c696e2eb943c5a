"""A frame as a table that a reader of either language can use: words instead of column names, one cell for both bounds of a number."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from kit.notebook.shown import Shown
from kit.text import words
from kit.text.caption import attributed
from kit.text.columns import heading, is_second, number, upper, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from kit.text import Words


def table(frame: pl.DataFrame, lang: str = "en") -> Shown:
    """Show a frame in a language: names in it, `low` and `high` as one range, `sources` as publishers, identifiers by their words."""
    say = words(lang)
    columns = [name for name in frame.columns if not is_second(name, frame.columns)]
    headings = [heading(say, name) for name in columns]
    cells = [[_cell(say, row, name) for name in columns] for row in frame.rows(named=True)]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    body = "".join(f"<tr>{''.join(f'<td{_unbroken(cell)}>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Shown(html, "\n".join("\t".join(row) for row in [headings, *cells]))


def cited(frame: pl.DataFrame, lang: str = "en") -> Shown:
    """Show every publication in the `sources` of a frame once, with its title, address and date, by publisher."""
    say = words(lang)
    found = {source["source_id"]: source for sources in frame["sources"].to_list() for source in sources or []}
    ranked = sorted(found.values(), key=lambda source: (source["publisher"].casefold(), source["source_id"]))
    head = "".join(
        f'<th scope="col">{escape(say(f"sources.{name}"))}</th>' for name in ("publisher", "title", "date", "kind")
    )
    body = "".join(_citation(say, source) for source in ranked)
    html = (
        f"<h2>{escape(say('sources.heading'))}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    return Shown(
        html,
        "\n".join(f"{source['publisher']}, {source['published_on'] or ''}: {source['url'] or ''}" for source in ranked),
    )


def _citation(say: Words, source: Mapping[str, Any]) -> str:
    publisher = escape(attributed(say, source))
    title = escape(source["title"] or say("sources.untitled"))
    link = f'<a href="{escape(source["url"])}">{title}</a>' if (source["url"] or "").startswith("http") else title
    kind = say(f"source_kind.{source['kind']}")
    return f"<tr><td>{publisher}</td><td>{link}</td><td>{escape(source['published_on'] or '')}</td><td>{escape(kind)}</td></tr>"


def _unbroken(cell: str) -> str:
    """Keep a date or a short range on one line."""
    return ' style="white-space:nowrap"' if len(cell) < 12 and any(letter.isdigit() for letter in cell) else ""


def _cell(say: Words, row: Mapping[str, Any], name: str) -> str:
    if name != upper(name) and upper(name) in row:
        ends = [row[name], row[upper(name)]]
        return "" if ends == [None, None] else say.span(*(None if end is None else number(say, end) for end in ends))
    if name == "sources":
        return ", ".join(dict.fromkeys(attributed(say, source) for source in row[name] or []))
    value = row[name]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(say, value)
    if isinstance(value, datetime):
        return say.moment(value)
    return "" if value is None else word(say, name, say.name(row, name))
