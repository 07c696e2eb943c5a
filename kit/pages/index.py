"""The index of a folder of reports: `index.html` for readers in both languages, `index.json` for programs. Both are made from the records."""

from __future__ import annotations

import fcntl
import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from kit import files, measures, settings
from kit.pages import record, rendering
from kit.printing import blocks
from kit.text import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb

    from kit.pages.record import Record

_COLUMNS = ("onset", "duration", "share", "loss")


def facts(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Give what the index shows of each outage: name, onset, duration, share and loss, written in both languages and as numbers to sort by."""
    shares, losses = _largest_share(db), _largest_loss(db)
    return {
        row["outage_id"]: {
            "name": _name(row),
            "review": row["review"],
            "onset": _onset(row),
            "duration": _duration(row),
            "share": _share(shares.get(row["outage_id"])),
            "loss": _loss(losses.get(row["outage_id"])),
        }
        for row in measures.outages(db).to_dicts()
    }


def write(folder: Path) -> None:
    """Write the index of all reports of a folder."""
    place = folder / record.FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two batches that end together: the later one sees the records of both
        records = record.read_all(folder)
        files.write_whole(folder / "index.json", _as_json(records))
        files.write_whole(folder / "index.html", html(records))


def html(records: list[Record]) -> str:
    """Give the index page: a row for each outage or notebook, with its reports in each language."""
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
            n_reports=len(records),
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


def _name(row: dict[str, Any]) -> dict[str, str]:
    return _both(lambda say: say.name(row, "name"))


def _onset(row: dict[str, Any]) -> dict[str, Any]:
    """Write the day on which an outage began: in Korea the day there, elsewhere the day in UTC, which says so."""
    earliest = row["onset_earliest"]
    if earliest is None:
        return {}
    day, zone = (earliest.astimezone(ZoneInfo("Asia/Seoul")), "") if row["country"] == "KR" else (earliest, " UTC")
    return _both(lambda say: say.day(day) + zone) | {"sort": earliest.isoformat()}


def _duration(row: dict[str, Any]) -> dict[str, Any]:
    low, high = row["hours_low"], row["hours_high"]
    if low is None and high is None:
        return {}
    written = _both(lambda say: say.span(*(say.hours(value) if value is not None else None for value in (low, high))))
    return written | {"sort": low if low is not None else high, "low_hours": low, "high_hours": high}


def _largest_share(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Choose the share of each outage that is printed: of devices before others, of the most units hit, then the largest."""
    frame = measures.share_of_devices(db).filter(pl.col("share_low").is_not_null() | pl.col("share_high").is_not_null())
    rank = (pl.col("counted") == "devices", pl.col("affected_low").fill_null(0), pl.coalesce("share_high", "share_low"))
    order = frame.sort(*rank, descending=True, maintain_order=True)
    return {row["outage_id"]: row for row in order.unique("outage_id", keep="first", maintain_order=True).to_dicts()}


def _share(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    low, high = row["share_low"], row["share_high"]
    written = _both(lambda say: say.span(*(say.percent(value) if value is not None else None for value in (low, high))))
    return written | {
        "sort": low if low is not None else high,
        "low": low,
        "high": high,
        "of": _both(lambda say: say.name(row, "scope")),
    }


def _largest_loss(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """Choose the largest published loss of each outage; those in US dollars first, since currencies are not compared."""
    frame = measures.losses(db).filter((pl.col("status") == "accepted") & (pl.col("kind") == "direct_loss"))
    order = frame.sort(
        pl.col("currency") == "USD",
        "currency",
        pl.coalesce("low", "high"),
        descending=[True, False, True],
        maintain_order=True,
    )
    return {row["outage_id"]: row for row in order.unique("outage_id", keep="first", maintain_order=True).to_dicts()}


def _loss(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    low, high, currency = row["low"], row["high"], row["currency"]
    written = _both(
        lambda say: say.span(*(say.money(value, currency) if value is not None else None for value in (low, high)))
    )
    return written | {
        "sort": low if low is not None else high,
        "currency": currency,
        "low": low,
        "high": high,
        "of": _both(lambda say: say.name(row, "scope")),
    }
