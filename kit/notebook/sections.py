"""What the page of an outage shows beside its header: its sections, its sources, and what the data cannot say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from IPython.display import Markdown, display

from kit import figures
from kit.frames import rows_of
from kit.measures.rows import OpenQuestions, Outages, Sources
from kit.notebook.asked import drawn, measured
from kit.notebook.shown import Shown
from kit.text import Words, words
from kit.text.caption import attributed, published

if TYPE_CHECKING:
    import duckdb

    from kit.text import Words


def section(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> None:
    """Show a section of a page: its heading, and its figure or the sentence that stands for it. Nothing where the data have nothing to say."""
    figure = drawn(name, db, outage, lang)
    sentence = "" if figure is not None else figures.said(name, measured(name, db, outage), lang)
    if figure is not None or sentence:
        display(Markdown(f"## {words(lang)(f'section.{name}')}"), figure if figure is not None else Markdown(sentence))


def not_known(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Markdown:
    """Say which questions the data of an outage leave open, what was looked for and not found, and until when sources were read."""
    say = words(lang)
    is_ended = measured("outages", db, outage)["end_state"][0] == "ended"
    told = {"restoration"} if is_ended else set()  # the header tells its end
    missing = [
        say(f"section.{name}") for name in questions(say) if name not in told and _is_silent(name, db, outage, lang)
    ]
    parts = [_list(say("not_known.lead"), missing), *_left_open(say, db, outage)]
    body = "\n\n".join(part for part in parts if part)
    return Markdown(f"## {say('not_known.heading')}\n\n{body}" if body else "")


def _left_open(say: Words, db: duckdb.DuckDBPyConnection, outage: str) -> list[str]:
    """Say until when sources were read, and list what they leave open."""
    about = rows_of(measured("outages", db, outage), Outages)[0]
    until = about["read_until"]
    rows = rows_of(measured("open_questions", db, outage), OpenQuestions) if about["open_questions"] else []
    questions_left = [say.name(row, "question") for row in rows]
    fresh = say("not_known.read", day=published(say, until)) if until else ""
    return [_list(say("not_known.open"), questions_left), fresh]


def _list(lead: str, entries: list[str]) -> str:
    """Write a list under its lead; nothing where it is empty."""
    return "\n".join([lead, "", *(f"- {entry}" for entry in entries)]) if entries else ""


def _is_silent(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str) -> bool:
    """Tell whether a section has neither a figure nor a sentence."""
    return drawn(name, db, outage, lang) is None and not figures.said(name, measured(name, db, outage), lang)


def questions(say: Words) -> list[str]:
    """Give the figures that answer a question about every outage, in the order of the headings of a page."""
    headed = [key.removeprefix("section.") for key in say.entries if key.startswith("section.")]
    return [name for name in headed if figures.record(name).is_question]


def source_list(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show every source of an outage, primary ones first, with links and with the number of rows that rest on each."""
    say = words(lang)
    rows = rows_of(measured("sources", db, outage), Sources)
    total = sum(row["evidence_rows"] for row in rows)
    lead = (
        say("sources.lead", n=say.number(len(rows)), rows=say.number(total), share=say.percent(primary_share(rows)))
        if total
        else ""
    )
    groups = [
        (kind, [row for row in rows if row["kind"] == kind]) for kind in dict.fromkeys(row["kind"] for row in rows)
    ]
    body = "".join(_source_group(kind, members, say) for kind, members in groups)
    html = f"<h2>{escape(say('sources.heading'))}</h2><p>{escape(lead)}</p><div class='sources'>{body}</div>"
    return Shown(
        html, "\n".join(f"{row['publisher']}, {row['published_on'] or ''}: {row['url'] or ''}" for row in rows)
    )


def primary_share(rows: list[Sources]) -> float:
    """Give the share of the rows of evidence that rest on primary sources, as a fraction of 1; 0 where there are none."""
    primary = sum(row["evidence_rows"] for row in rows if row["kind"] == "primary")
    return float(primary / max(1, sum(row["evidence_rows"] for row in rows)))


def _source_group(kind: str, rows: list[Sources], say: Words) -> str:
    items = "".join(_source_item(row, say) for row in rows)
    heading = say("sources.group", kind=say(f"source_kind.{kind}"), n=say.number(len(rows)))
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>"


def _source_item(row: Sources, say: Words) -> str:
    publisher = escape(attributed(say, row))
    title = escape(row["title"] or say("sources.untitled"))
    link = (
        f'<a href="{escape(row["url"])}" lang="{escape(row["language"])}">{title}</a>'
        if (row["url"] or "").startswith("http")
        else title
    )
    told = " · ".join(
        part for part in (row["published_on"], say("sources.rows", n=say.number(row["evidence_rows"]))) if part
    )
    return f"<li>{publisher}: {link} <span>{escape(told)}</span></li>"
