"""What the page of an outage says against itself: what was printed wrong and is corrected, and where sources disagree."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from kit.frames import rows_of
from kit.measures.evidence import conflicts, corrections
from kit.measures.rows import Conflicts, Corrections
from kit.notebook.shown import Shown
from kit.text import words
from kit.text.caption import attributed, published, publisher
from kit.text.statement import statement

if TYPE_CHECKING:
    import duckdb

    from kit.text import Words


def correction_list(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show what was printed about an outage and is wrong or was replaced: by whom, when, what is right, and why. Empty where nothing was."""
    say = words(lang)
    rows = rows_of(corrections(db, outage), Corrections)
    return _listed(say, "correction", [_correction(say, row) for row in rows])


def conflict_list(db: duckdb.DuckDBPyConnection, outage: str, lang: str = "en") -> Shown:
    """Show the rows about an outage that cannot all be right, side by side, with the one that conclusions take. Empty where none."""
    say = words(lang)
    rows = rows_of(conflicts(db, outage), Conflicts)
    groups = [list(members) for _, members in groupby(rows, key=lambda row: row["conflict_id"])]
    return _listed(say, "conflict", [_conflict(say, members) for members in groups])


def _listed(say: Words, kind: str, entries: list[tuple[str, str]]) -> Shown:
    """Show entries of HTML and of plain text under a heading; nothing at all where there are none."""
    if not entries:
        return Shown("", "")
    heading, lead = say(f"{kind}.heading"), say(f"{kind}.lead")
    body = "".join(html for html, _ in entries)
    html = f"<h2>{escape(heading)}</h2><p>{escape(lead)}</p><div class='doubts'>{body}</div>"
    return Shown(html, "\n".join([heading, *(plain for _, plain in entries)]))


def _correction(say: Words, row: Corrections) -> tuple[str, str]:
    told = {
        "printed": (say.name(row, "printed"), _by(say, row["printed_by"], row["printed_on"])),
        "correct": (say.name(row, "correct"), _by(say, row["corrected_by"], row["corrected_on"])),
        "why": (say.name(row, "why") or say("correction.unexplained"), ""),
    }
    heading = say(f"correction.kind.{row['kind']}") if row["kind"] else ""
    lines = [(say(f"correction.{name}"), text, by) for name, (text, by) in told.items() if text]
    html = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}{_small(by)}</dd>" for label, text, by in lines)
    plain = "; ".join(f"{label}: {text}" for label, text, _ in lines)
    return f"<h3>{escape(heading)}</h3><dl>{html}</dl>", f"{heading}. {plain}"


def _conflict(say: Words, rows: list[Conflicts]) -> tuple[str, str]:
    first = rows[0]
    question = say.name(first, "question") or say("conflict.found")
    sides = [(statement(say, row), _said(say, row), row["is_preferred"]) for row in rows]
    mark = f" <strong>{escape(say('conflict.taken'))}</strong>"
    items = "".join(f"<li>{escape(text)}{mark if taken else ''}{_small(by)}</li>" for text, by, taken in sides)
    why = f"<p>{escape(say.name(first, 'why'))}</p>" if first["why"] else ""
    return f"<h3>{escape(question)}</h3><ul>{items}</ul>{why}", f"{question}: " + " / ".join(
        text for text, _, _ in sides
    )


def _said(say: Words, row: Conflicts) -> str:
    source = row["sources"][0]
    kind = say(f"source_kind.{source['kind']}")
    counted = [say("conflict.counted", by=publisher(say, row["measured_by"]))] if row["measured_by"] else []
    return " · ".join([*counted, _dated(say, attributed(say, source), row["said_on"] or source["published_on"]), kind])


def _by(say: Words, publishers: list[str], day: str | None) -> str:
    return _dated(say, ", ".join(publisher(say, name) for name in publishers), day)


def _dated(say: Words, named: str, day: str | None) -> str:
    return say("correction.by", publishers=named, day=published(say, day)) if named and day else named


def _small(text: str) -> str:
    return f" <small>{escape(text)}</small>" if text else ""
