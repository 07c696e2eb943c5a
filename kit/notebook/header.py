"""The head of a page: name, dates, badge, the one thing to know first, and the key numbers, all taken from the headline answers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import kit
from kit import settings
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import Headline, Outages, Sources
from kit.notebook.asked import measured
from kit.notebook.sections import primary_share
from kit.notebook.shown import Shown
from kit.text import Words, words
from kit.text.bounds import answer, began, scope
from kit.text.caption import attributed, published, said_by

if TYPE_CHECKING:
    import duckdb

_QUESTIONS = ("lasted", "hit", "loss")
"""Questions whose answers stand in the header, after the onset."""


def header(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show the head of a page: name, dates, badge, the one thing to know first, and the key figures. Raises NotFound."""
    row, say = rows_of(measured("outages", db, outage), Outages)[0], words(lang)
    data: dict[str, Any] = {
        "title": say.name(row, "name"),
        "kicker": _kicker(row, say),
        "lead": say.name(row, "note"),
        "figures": _key_figures(db, row, say),
        "badge": say("badge.unreviewed") if row["review"] == "unreviewed" else "",
        "footer": _footer(db, row, say),
    }
    told = [f"{item['label']}: {item['value']}" for item in data["figures"]]
    plain = "\n".join([data["title"], data["kicker"], data["lead"], *told])
    return Shown(_html(data), plain, data)


def _html(data: dict[str, Any]) -> str:
    listed = "".join(f"<dt>{escape(item['label'])}</dt><dd>{escape(item['value'])}</dd>" for item in data["figures"])
    badge = f"<p><em>{escape(data['badge'])}</em></p>" if data["badge"] else ""
    heading = f"<h1>{escape(data['title'])}</h1><p>{escape(data['kicker'])}</p>"
    return f"{heading}{badge}<p>{escape(data['lead'])}</p><dl>{listed}</dl>"


def _footer(db: duckdb.DuckDBPyConnection, row: Outages, say: Words) -> str:
    return say(
        "header.footer",
        version=kit.__version__,
        day=say.day(settings.now()),
        rows=say.number(row["evidence_rows"]),
        share=say.percent(primary_share(rows_of(measured("sources", db, row["outage_id"]), Sources))),
        outage=row["outage_id"],
    )


def _kicker(row: Outages, say: Words) -> str:
    parts = (say.name(row, "provider"), say(f"layer.{row['layer']}"), say(f"cause.{row['cause']}"))
    return " · ".join(part for part in parts if part)


def _key_figures(db: duckdb.DuckDBPyConnection, row: Outages, say: Words) -> list[dict[str, str]]:
    given = {name: measured(name, db, row["outage_id"]).rows(named=True) for name, _ in answers.RULES.values()}
    found = {item["question"]: item for item in rows_of(answers.answered([row], given), Headline)}
    told = [_item(say, found[name]) for name in _QUESTIONS if name in found]
    start = began(say, row, row["country"])
    first = [{"label": say("header.started"), "value": start}] if start else []
    return [*first, *told, *_freshness(say, row)]


def _freshness(say: Words, row: Outages) -> list[dict[str, str]]:
    """Say until when sources were read, and how many questions these leave open."""
    if not row["read_until"]:
        return []
    day, n = published(say, row["read_until"]), row["open_questions"]
    value = say("header.read.open", day=day, n=say.number(n)) if n else say("header.read.value", day=day)
    return [{"label": say("header.read.label"), "value": value}]


def _who(say: Words, row: Headline) -> str:
    """Name who says so: who is named with the number, else the publication of the row."""
    if row["question"] == "lasted" and row["basis"] != "published":
        return ""
    sources = row["sources"] or []
    if len(row["rivals"]) > 1:
        return ""  # several, each with its own
    return said_by(say, row) if row["said_by"] else attributed(say, sources[0]) if sources else ""


def _item(say: Words, row: Headline) -> dict[str, str]:
    """Put one answer under its label, with what it is of and who says so."""
    counts = {
        "n": say.number(row["n"] or 0),
        "of": say.number(row["of"] or 0),
    }
    label = "header.loss" if row["question"] == "loss" else f"header.{row['question']}.{row['basis']}"
    counts["kind"] = say.name(row, "kind_name")
    about = [scope(say, row), _who(say, row)]
    details = ", ".join(dict.fromkeys(part for part in about if part))
    value = say(f"{label}.value", number=answer(say, row), **counts)
    return {
        "label": say(f"{label}.label", **counts),
        "value": say("header.of", number=value, scope=details) if details else value,
    }
