"""Files as they arrive: found, read with the reader of their format, and refused where they are cut off."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kit.errors import BadInput
from kit.intake.document import Document
from kit.intake.readers import reader_of
from kit.intake.table_map import TableMap, map_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kit.intake.record import Reader, Reading

SHRUNKEN_SHARE, SHRUNKEN_FROM = 0.5, 3
"""A file with fewer than half the records of its last snapshot is refused, where that had three or more."""
_PLAIN = re.compile(
    r"(incidents?|issues?|maintenances?|history|summary|data|archive|current|currentevents|status|feeds?|index|all|"
    r"reports?|export|content|posts|api|v\d|samples?|tests?|tmp|downloads?|home|root|users?|\d|[-_. ])+",
    re.IGNORECASE,
)


_Key = tuple[str, str, str]

Snapshots = dict[_Key, tuple[str, int]]
"""Path and number of records of the last load of each file, under the keys by which a later one is known for the same."""


@dataclass(frozen=True)
class Arrival:
    """One file that was read and not yet put in."""

    document: Document
    reader: Reader
    reading: Reading
    provider: str | None

    @property
    def height(self) -> int:
        """Count its records, and the values of its series."""
        return self.reading.records.height + (0 if self.reading.series is None else self.reading.series.height)

    def as_snapshot(self) -> Snapshots:
        """Give path and records of the file as those that a later one is held against."""
        path = self.document.path
        return dict.fromkeys(_keys(path, self.reader.name, self.provider), (str(path), self.height))


def documents(named: Iterable[Path], given: TableMap | None) -> Iterator[tuple[Document, bool]]:
    """Give every file, and whether it was named itself; folders are walked in the order of names, without hidden files."""
    for path in named:
        if not path.exists():
            msg = f"there is no file or folder {path}"
            raise BadInput(msg)
        for file in _walk(path) if path.is_dir() else [path]:
            yield Document(file, given or map_beside(file)), file == path


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (
            Path(place) / name
            for name in sorted(names)
            if not name.startswith(".") and not name.endswith((".toml", ".origin.json"))
        )


def read(document: Document, form: str | None, provider: str | None) -> Arrival:
    """Read one file; raise BadFile that says what is wrong with it."""
    reader = reader_of(document, form)
    try:
        reading = reader.read(document)
    except (duckdb.Error, LookupError, TypeError, ValueError, AttributeError, pl.exceptions.PolarsError) as error:
        document.refuse(f"it cannot be read as {reader.name} ({' '.join(str(error).split())[:200]})")
    if not reading.records.height and reading.series is None and not reading.notices:
        reading = replace(reading, notices=("it lists no record",))
    fallback = provider or reader.provider or _provider_of(document.path, is_record=reader.is_file_a_record(document))
    said = pl.lit(provider) if provider else pl.coalesce("provider", pl.lit(fallback))
    records = reading.records.with_columns(provider=said)
    return Arrival(document, reader, replace(reading, records=records), next(iter(records["provider"]), fallback))


def _provider_of(path: Path, *, is_record: bool) -> str:
    """Guess whose file it is from the first name on its path that is more than the name of a list.

    A file of one record is named after that record, so its own name is left out.
    """
    names = ([] if is_record else [path.name.split(".")[0]]) + [folder.name for folder in path.resolve().parents]
    return next((name for name in names if name and not _PLAIN.fullmatch(name)), path.stem)


def refuse_shrunken(
    db: duckdb.DuckDBPyConnection, arrival: Arrival, known: Snapshots, earlier: Sequence[Arrival]
) -> None:
    """Refuse a file that has far fewer records than its last snapshot.

    That is the last load of the same path; or of the same provider and format under the same name but for digits in
    another folder, where the file brings no record that is new. Feeds that list only what is going on now, and files of
    one record, may be of any length.
    """
    if arrival.reader.is_active_only(arrival.document) or arrival.reader.is_file_a_record(arrival.document):
        return
    same, alike = _keys(arrival.document.path, arrival.reader.name, arrival.provider)
    for key in (same, alike):
        path, records = known.get(key, ("", 0))
        is_short = records >= SHRUNKEN_FROM and arrival.height < records * SHRUNKEN_SHARE
        is_elsewhere = Path(path).parent != arrival.document.path.parent
        if (is_short or (records and not arrival.height)) and (
            key == same or (is_elsewhere and not _brings_new(db, arrival, earlier))
        ):
            arrival.document.refuse(
                f"it has {arrival.height} records, its last snapshot {path} had {records}; it is most likely cut off. "
                "Fetch it again, or load it under another name if it is right"
            )


def _keys(path: Path, form: str, provider: str | None) -> tuple[_Key, _Key]:
    """Give the keys under which the snapshots of a file are known: its path, and its name but for digits."""
    return (form, str(path), ""), (form, re.sub(r"\d+", "#", path.name), provider or "")


def snapshots(db: duckdb.DuckDBPyConnection) -> Snapshots:
    """Give path and records of the last load of each file."""
    loads = db.execute("SELECT path, format, provider, records FROM load ORDER BY load_id").fetchall()
    return {
        key: (path, records) for path, form, provider, records in loads for key in _keys(Path(path), form, provider)
    }


def _brings_new(db: duckdb.DuckDBPyConnection, arrival: Arrival, earlier: Sequence[Arrival]) -> bool:
    known = {
        row[0] for row in db.execute("SELECT native_id FROM report WHERE provider = ?", [arrival.provider]).fetchall()
    }
    known |= {
        native_id
        for item in earlier
        if item.provider == arrival.provider
        for native_id in item.reading.records["native_id"]
    }
    return any(native_id not in known for native_id in arrival.reading.records["native_id"])
