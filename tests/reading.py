"""What the tests of formats look at: a file of `tests/data`, recognised, read and typed, in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from kit.intake.canonical import typed, typed_series
from kit.intake.document import Document
from kit.intake.readers import reader_of
from kit.intake.record import RECORD, SERIES, Reader, complete
from kit.intake.table_map import map_beside

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BEGAN, ENDED = ("began_earliest", "began_latest"), ("ended_earliest", "ended_latest")


@dataclass(frozen=True)
class Seen:
    """What became of one file: reports by native_id (and all of them, should ids repeat), reasons of the quarantined, series values; times are text in UTC."""

    form: str
    reports: dict[str, dict[str, Any]]
    every_report: list[dict[str, Any]]
    refused: list[str]
    flags: set[tuple[str, str]]
    updates: dict[str, list[tuple[Any, ...]]]
    components: dict[str, list[tuple[Any, ...]]]
    checks: dict[str, list[tuple[Any, ...]]]
    series: list[dict[str, Any]]
    notices: tuple[str, ...]

    def times(self, native_id: str, *names: str) -> list[str | None]:
        """Give times of a report."""
        return [self.reports[native_id][name] for name in names]


def document(path: str | Path) -> Document:
    """Open a file of `tests/data`, or one that a test wrote, with the map that lies beside it."""
    return Document(DATA / path, map_beside(DATA / path))


def seen(path: str | Path, form: str | None = None) -> Seen:
    """Read a file of `tests/data`, or one that a test wrote."""
    file = document(path)
    return seen_by(reader_of(file, form), file)


def seen_by(reader: Reader, file: Document) -> Seen:
    """Read a document with a reader, whether or not it recognises it."""
    reading = reader.read(file)
    records = complete(reading.records, RECORD).with_columns(
        pl.coalesce("provider", pl.lit(reader.provider or "somebody")).alias("provider")
    )
    found = typed(records.with_row_index("record_no").with_columns(load_id=pl.lit(1), format=pl.lit(reader.name)), NOW)
    names = dict(found.reports.select("record_no", "native_id").iter_rows())
    children = [_by_name(frame, names) for frame in (found.updates, found.components, found.checks)]
    flags = {(names[number], rule) for number, rule in found.flags.select("record_no", "rule").iter_rows()}
    series = [] if reading.series is None else _plain(typed_series(complete(reading.series, SERIES)))
    reports = _plain(found.reports.sort("record_no"))
    return Seen(
        reader.name,
        {row["native_id"]: row for row in reports},
        reports,
        found.quarantined["reason"].to_list(),
        flags,
        *children,
        series,
        reading.notices,
    )


def span(row: dict[str, Any], *names: str) -> list[str | None]:
    """Give times of a report to the minute."""
    return [row[name] and row[name][:16] for name in names]


def _by_name(frame: pl.DataFrame, names: dict[int, str]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for row in _plain(frame):
        rows.setdefault(names[row.pop("record_no")], []).append(tuple(row.values()))
    return rows


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Give rows whose times are text, to the second."""
    return [{name: _text(value) for name, value in row.items()} for row in frame.to_dicts()]


def _text(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value


def values(rows: Iterable[dict[str, Any]]) -> set[tuple[str, str, str | None, float | None]]:
    """Give series, whose, time and value of the values of a series that could be read."""
    return {(row["series_id"], row["entity_id"], row["at"], row["value"]) for row in rows if not row["problem"]}
