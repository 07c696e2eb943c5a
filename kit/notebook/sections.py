"""What a report shows beside its figures: its header, its sections, its sources, and what the data cannot say."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from IPython.display import Markdown, display

import kit
from kit import figures, measures, settings
from kit.errors import NothingToDraw
from kit.notebook.shown import Shown
from kit.text import Words, words
from kit.text.caption import publisher as named

if TYPE_CHECKING:
    import duckdb
    import plotly.graph_objects as go
    import polars as pl


SECTIONS = (
    "sector_impact",
    "restoration",
    "flights_cancelled",
    "share_of_devices",
    "recovery_curve",
    "attribution",
    "losses",
    "compensation",
)
"""Sections of a report, in the order of the questions: who was hit, how long it took, how large a share, who was blamed, what it cost, who paid."""


def header(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show the head of a report: name, dates, badge, the one thing to know first, and the key figures. Raises NotFound."""
    row = _measured("outages", db, outage).row(0, named=True)
    say = words(lang)
    key_figures = (_started(row, say), _lasted(db, row, say), _hit(db, outage, say), _cost(db, outage, say))
    return _head(
        {
            "title": say.name(row, "name"),
            "kicker": _kicker(row, say),
            "lead": _lead(row, say),
            "figures": [item for item in key_figures if item],
            "badge": say("badge.unreviewed") if row["review"] == "unreviewed" else "",
            "footer": say(
                "header.footer",
                version=kit.__version__,
                day=say.day(settings.now()),
                rows=say.number(row["evidence_rows"]),
                share=say.percent(_primary_share(_measured("sources", db, outage).to_dicts())),
                outage=outage,
            ),
        }
    )


def _head(data: dict[str, Any]) -> Shown:
    """Set the head of a report for a notebook, as plain text and for a page."""
    title, kicker, lead = data["title"], data["kicker"], data["lead"]
    items = [(item["label"], item["value"]) for item in data["figures"]]
    plain = [title, kicker, lead, *(f"{label}: {value}" for label, value in items)]
    listed = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in items)
    badge = f"<p><em>{escape(data['badge'])}</em></p>" if data["badge"] else ""
    html = f"<h1>{escape(title)}</h1><p>{escape(kicker)}</p>{badge}<p>{escape(lead)}</p><dl>{listed}</dl>"
    return Shown(html, "\n".join(plain), data)


def section(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> None:
    """Show a section of a report: its heading and its figure. Nothing at all where the data have nothing to draw."""
    figure = _drawn(name, db, outage, lang)
    if figure is not None:
        display(Markdown(f"## {words(lang)(f'section.{name}')}"), figure)


def not_known(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Markdown:
    """Say which questions the data of an outage leave open."""
    say = words(lang)
    is_ended = _measured("outages", db, outage)["end_state"][0] == "ended"
    told = {"flights_cancelled"} | (
        {"restoration"} if is_ended else set()
    )  # no question of every outage; the header tells its end
    missing = [
        say(f"section.{name}") for name in SECTIONS if name not in told and _drawn(name, db, outage, lang) is None
    ]
    listed = "".join(f"\n- {heading}" for heading in missing)
    return Markdown(f"## {say('not_known.heading')}\n\n{say('not_known.lead')}\n{listed}" if missing else "")


def source_list(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show every source of an outage, primary ones first, with links and with the number of rows that rest on each."""
    say = words(lang)
    rows = _measured("sources", db, outage).to_dicts()
    total = sum(row["evidence_rows"] for row in rows)
    lead = (
        say("sources.lead", n=say.number(len(rows)), rows=say.number(total), share=say.percent(_primary_share(rows)))
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


def _primary_share(rows: list[dict[str, Any]]) -> float:
    """Give the share of the rows of evidence that rest on primary sources, as a fraction of 1; 0 where there are none."""
    primary = sum(row["evidence_rows"] for row in rows if row["kind"] == "primary")
    return float(primary / max(1, sum(row["evidence_rows"] for row in rows)))


def _source_group(kind: str, rows: list[dict[str, Any]], say: Words) -> str:
    items = "".join(_source_item(row, say) for row in rows)
    heading = say("sources.group", kind=say(f"source_kind.{kind}"), n=say.number(len(rows)))
    return f"<h3>{escape(heading)}</h3><ul>{items}</ul>"


def _source_item(row: dict[str, Any], say: Words) -> str:
    publisher = escape(named(say, row["publisher"])) + (f" ({escape(_via(say, row['via']))})" if row["via"] else "")
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


def _via(say: Words, via: str) -> str:
    copy = via.removeprefix("copy on ")
    return say("sources.copy", host=copy) if copy != via else say("sources.via", via=named(say, via))


@lru_cache(maxsize=64)  # a report asks twice: once to show the figure, once to say what is missing
def _drawn(name: str, db: duckdb.DuckDBPyConnection, outage: str, lang: str) -> go.Figure | None:
    try:
        return figures.draw(name, _measured(name, db, outage), lang)
    except NothingToDraw:
        return None


@lru_cache(maxsize=64)  # and the header tells some of what the sections draw
def _measured(name: str, db: duckdb.DuckDBPyConnection, outage: str) -> pl.DataFrame:
    return measures.NAMES[name](db, outage)


def _kicker(row: dict[str, Any], say: Words) -> str:
    parts = [say(f"layer.{row['layer']}"), say(f"cause.{row['cause']}")]
    return say("header.kicker", provider=say.name(row, "provider"), kind=" · ".join(parts))


def _lead(row: dict[str, Any], say: Words) -> str:
    return (row["note_ko"] if say.lang == "ko" else row["note"]) or ""


def _item(say: Words, label: str, value: str) -> dict[str, str]:
    return {"label": say(f"header.{label}"), "value": value}


def _started(row: dict[str, Any], say: Words) -> dict[str, str] | None:
    earliest, latest = row["onset_earliest"], row["onset_latest"]
    if earliest is None or latest is None:
        return None
    zone = "Asia/Seoul" if row["country"] == "KR" else "UTC"
    is_exact = (latest - earliest).total_seconds() <= 3600
    return _item(
        say, "started", say.moment(earliest, zone) if is_exact else say.span(say.day(earliest), say.day(latest))
    )


def _lasted(db: duckdb.DuckDBPyConnection, row: dict[str, Any], say: Words) -> dict[str, str] | None:
    if row["end_state"] == "ended":
        ends = (None if row[name] is None else say.hours(max(0, row[name])) for name in ("hours_low", "hours_high"))
        return _item(say, "lasted", say.span(*ends))
    units = _measured("restoration", db, row["outage_id"])
    back, last = units.filter(units["end_state"] == "ended"), units["ended_low_hours"].max()
    if units.is_empty() or not isinstance(last, float):
        return None
    return _item(say, "not_ended", say("header.dated", ended=say.number(back.height), n=say.number(units.height)))


def _hit(db: duckdb.DuckDBPyConnection, outage: str, say: Words) -> dict[str, str] | None:
    shares = _measured("share_of_devices", db, outage)
    rows = shares.filter((shares["counted"] == "devices") & shares["affected_low"].is_not_null()).sort(
        "affected_high", descending=True, nulls_last=True
    )
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    number = say.span(
        *(say.large(row[name]) if row[name] is not None else None for name in ("affected_low", "affected_high"))
    )
    return _item(say, "devices", say("header.of", number=number, scope=say.name(row, "scope")))


def _cost(db: duckdb.DuckDBPyConnection, outage: str, say: Words) -> dict[str, str] | None:
    losses = _measured("losses", db, outage)
    rows = losses.filter((losses["status"] == "accepted") & (losses["kind"] == "direct_loss")).sort(
        "low", descending=True, nulls_last=True
    )
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    money = say.span(
        *(say.money(row[name], row["currency"]) if row[name] is not None else None for name in ("low", "high"))
    )
    return _item(say, "cost", say("header.of", number=money, scope=say.name(row, "scope")))
