"""The index of a folder of pages: `index.html` for readers in both languages, `index.json` for programs. Both are made from the records."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from kit import files, measures, settings
from kit.frames import rows_of
from kit.measures.rows import Headline, Outages
from kit.pages import record, rendering
from kit.printing import blocks
from kit.text import LANGUAGES, Words, words
from kit.text.bounds import answer, began, scope
from kit.text.caption import published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

    from kit.pages.record import Record

_COLUMNS = ("onset", "duration", "share", "loss", "read")


def facts(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Give what the index shows of each outage, written in both languages and as numbers to sort by: name, onset, and the headline answers."""
    answers = {(row["outage_id"], row["question"]): row for row in rows_of(measures.headline(db), Headline)}
    return {
        row["outage_id"]: {
            "name": _both(partial(_name, row)),
            "review": row["review"],
            "onset": _onset(row),
            "duration": _fact(answers.get((row["outage_id"], "lasted"))),
            "share": _fact(answers.get((row["outage_id"], "share"))),
            "loss": _fact(answers.get((row["outage_id"], "loss"))),
            "read": _read(row),
        }
        for row in rows_of(measures.outages(db), Outages)
    }


def write(folder: Path) -> None:
    """Write the index of all pages of a folder."""
    place = folder / record.FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with files.locked(place):  # two batches that end together: the later one sees the records of both
        records = record.read_all(folder)
        files.write_whole(folder / "index.json", _as_json(records))
        files.write_whole(folder / "index.html", html(records))


def html(records: list[Record]) -> str:
    """Give the index page: a row for each outage or notebook, with its pages in each language."""
    say = {lang: words(lang) for lang in LANGUAGES}
    groups: dict[tuple[str, str], list[Record]] = {}
    for entry in records:
        groups.setdefault((entry.name, entry.notebook), []).append(entry)
    rows = [_row(*about, entries) for about, entries in groups.items()]
    rows.sort(key=lambda row: str(row["facts"].get("onset", {}).get("sort") or ""), reverse=True)
    failed = sum(entry.state == "failed" for entry in records)
    return (
        blocks.environment()
        .get_template("index.html")
        .render(
            rows=rows,
            columns=_COLUMNS,
            say=say,
            both_=lambda key, **values: {lang: say[lang](key, **values) for lang in LANGUAGES},
            n_rows=len(rows),
            n_pages=len(records),
            n_failed=failed,
            footer=_both(lambda say: say("index.footer", day=say.day(settings.now()))),
        )
    )


def _row(name: str, notebook: str, entries: list[Record]) -> dict[str, Any]:
    known = next((entry.facts for entry in entries if entry.facts), {})
    titles = {entry.lang: entry.title for entry in entries}
    first = entries[0].title or name
    made_at = max(entry.made_at for entry in entries)
    return {
        "name": name,
        "notebook": "" if notebook == rendering.TEMPLATE.name else notebook,
        "title": known.get("name") or {lang: titles.get(lang) or first for lang in LANGUAGES},
        "facts": known,
        "entries": entries,
        "is_failed": any(entry.state == "failed" for entry in entries),
        "made_at": made_at,
        "made": _both(lambda say: say.day(datetime.fromisoformat(made_at))),
        "thumbnail": next((entry.thumbnail for entry in entries if entry.thumbnail), ""),
    }


def _as_json(records: list[Record]) -> str:
    """Write the records for programs: without the fingerprint, with the names of the files."""
    listed = []
    for entry in records:
        fields = asdict(entry)
        listed.append(
            {
                "name": fields.pop("name"),
                **{key: value for key, value in fields.items() if key not in ("key", "stem", "files")},
                "files": {
                    form: {"path": f"{entry.stem}.{form}", "sha256": digest} for form, digest in entry.files.items()
                },
            }
        )
    return json.dumps({"made_at": settings.now().isoformat(), "reports": listed}, ensure_ascii=False, indent=1)


def _both(write_it: Callable[[Words], str]) -> dict[str, str]:
    return {lang: write_it(words(lang)) for lang in LANGUAGES}


def _name(row: Outages, say: Words) -> str:
    return say.name(row, "name")


def _onset(row: Outages) -> dict[str, Any]:
    """Write when an outage began, as its page does."""
    written = _both(lambda say: began(say, row, row["country"], is_short=True))
    return written | {"sort": row["onset_earliest"].isoformat()} if row["onset_earliest"] else {}


def _read(row: Outages) -> dict[str, Any]:
    """Write until when sources were read, with how many questions they leave open."""
    until, n = row["read_until"], row["open_questions"]
    if not until:
        return {}
    told = _both(lambda say: published(say, until)) | {"sort": until}
    return told | {"of": _both(lambda say: say("index.open", n=say.number(n)))} if n else told


def _fact(row: Headline | None) -> dict[str, Any]:
    """Write a headline answer with what it is of, and as numbers."""
    if row is None or (row["low"] is None and row["high"] is None):
        return {}
    sort = row["low"] if row["low"] is not None else row["high"]
    currency = {"currency": row["unit"]} if row["question"] == "loss" else {}
    ends = {"sort": sort, "low": row["low"], "high": row["high"], "basis": row["basis"]}
    return _both(lambda say: answer(say, row)) | ends | currency | {"of": _both(lambda say: _of(say, row))}


def _of(say: Words, row: Headline) -> str:
    if row["question"] != "lasted":
        return scope(say, row)
    return say(f"index.lasted.{row['basis']}", n=say.number(row["n"]), of=say.number(row["of"]))
