"""Read files into the database: recognise, read, type, and put in as one new database that is renamed over the old one.

`records = loaded + duplicates + quarantined` holds for every file. A record that is there already, in the same words, is a duplicate;
one that is there in other words is a newer version, and the older one goes to `report_history` (an older snapshot that is loaded later
goes there itself). A file that cannot be trusted changes nothing: without content, cut off, an HTML page, an empty list, far shorter than
its last snapshot (`_refuse_shrunken`).
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from kit import __version__, settings
from kit.database import store
from kit.errors import BadInput, NotFound
from kit.intake.canonical import Typed, typed, typed_series
from kit.intake.document import BadFile, Document
from kit.intake.engine import lent, limit, run
from kit.intake.readers import reader_of, readers
from kit.intake.record import RECORD, SERIES, Reader, Reading, complete
from kit.intake.table_map import TableMap, map_beside, read_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

SHRUNKEN_SHARE, SHRUNKEN_FROM = 0.5, 3
"""A file with fewer than half the records of its last snapshot is refused, where that had three or more."""
BATCH_ROWS, BATCH_FILES = 200_000, 1_000
COUNTS: tuple[str, ...] = ("records", "loaded", "duplicates", "quarantined")
_DATA_ENDINGS = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".tsv",
    ".xls",
    ".xlsx",
    ".parquet",
    ".xml",
    ".atom",
    ".rss",
    ".gz",
)
_CHILDREN = {"updates": "report_update", "components": "report_component", "checks": "report_check", "flags": "flag"}
_PLAIN = re.compile(
    r"(incidents?|issues?|maintenances?|history|summary|data|archive|current|currentevents|status|feeds?|index|all|reports?|export|"
    r"content|posts|api|v\d|samples?|tests?|tmp|downloads?|home|root|users?|\d|[-_. ])+",
    re.IGNORECASE,
)


_Key = tuple[str, str, str]


@dataclass(frozen=True)
class LoadedFile:
    """What became of one file; `error` says why nothing of it was loaded, `is_skipped` that it holds no reports."""

    path: str
    format: str | None = None
    provider: str | None = None
    sha256: str | None = None
    load_id: int | None = None
    records: int = 0
    loaded: int = 0
    duplicates: int = 0
    quarantined: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    error: str | None = None
    is_skipped: bool = False


@dataclass(frozen=True)
class Summary:
    """What became of every file of one load."""

    files: tuple[LoadedFile, ...]

    def total(self, name: str) -> int:
        """Sum records, loaded, duplicates or quarantined."""
        return sum(getattr(file, name) for file in self.files)

    @property
    def failed(self) -> int:
        """Count the files of which nothing was loaded because something is wrong with them."""
        return sum(file.error is not None and not file.is_skipped for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Give it as `--json` prints it."""
        return {"files": [asdict(file) for file in self.files], "failed": self.failed} | {
            name: self.total(name) for name in COUNTS
        }


@dataclass(frozen=True)
class _Read:
    """One file that was read and not yet put in."""

    document: Document
    reader: Reader
    reading: Reading
    provider: str | None

    @property
    def height(self) -> int:
        return self.reading.records.height + (0 if self.reading.series is None else self.reading.series.height)


class _NothingLoaded(Exception):  # no error: it keeps the old database in its place
    def __init__(self, summary: Summary) -> None:
        self.summary = summary


def load(  # noqa: PLR0913 -- as the command line promises
    paths: Sequence[Path | str] | Path | str,
    *,
    form: str | None = None,
    provider: str | None = None,
    table_map: Path | str | None = None,
    db: Path | str | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Summary:
    """Load files and folders into the database; give what became of each.

    `form` names a format (else it is recognised), `provider` whose records they are (else the file says), `table_map` a TOML file that
    describes the columns of tables, `memory` and `threads` limit DuckDB. Raises BadInput for a path or map that is none, NotFound for an unknown format, Busy while another
    process writes.
    """
    form = _checked_format(form)
    limit(memory, threads)
    named = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    documents = [*_documents(named, read_map(Path(table_map)) if table_map else None)]
    target = Path(db) if db else settings.default_path()
    if target.exists():
        store.connect(target).close()  # refuses what is no database of the kit
    else:
        store.build(path=target)
    try:
        with store.writing(target) as new:
            shutil.copyfile(target, new)
            return _load_into(new, documents, form, provider)
    except _NothingLoaded as nothing:
        return nothing.summary


def lines(file: LoadedFile) -> list[str]:
    """Say in a line what became of a file, and in further lines what to know of it."""
    flags = "; flagged: " + ", ".join(f"{count} {rule}" for rule, count in file.flags.items()) if file.flags else ""
    head = (
        f"{file.path}: {file.format}, {file.provider}: {file.records} read = {file.loaded} loaded + {file.duplicates} duplicates "
        f"+ {file.quarantined} quarantined{flags}"
    )
    return [head, *(f"  {notice}" for notice in file.notices)]


def closing_line(summary: Summary) -> str:
    """Say in a line what became of all files."""
    skipped = sum(file.is_skipped for file in summary.files)
    return (
        f"{len(summary.files)} files ({summary.failed} failed, {skipped} skipped): {summary.total('records')} read = "
        f"{summary.total('loaded')} loaded + {summary.total('duplicates')} duplicates + {summary.total('quarantined')} quarantined"
    )


def _checked_format(form: str | None) -> str | None:
    name = form and form.replace("-", "_").lower()
    if form is not None and name not in readers():
        what = "format"
        raise NotFound(what, form, readers())
    return name


def _documents(named: Iterable[Path], given: TableMap | None) -> Iterator[tuple[Document, bool]]:
    """Give every file, and whether it was named itself; folders are walked in the order of names, hidden files left aside."""
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


def _load_into(
    new: Path, documents: Sequence[tuple[Document, bool]], form: str | None, provider: str | None
) -> Summary:
    now, files = settings.now(), []
    with duckdb.connect(new) as db:
        db.execute("SET TimeZone = 'UTC'")
        for batch in _batches(db, documents, form, provider):
            files += _put_in(db, batch, now)
    summary = Summary(tuple(files))
    if all(file.load_id is None for file in summary.files):
        raise _NothingLoaded(summary)
    return summary


def _batches(
    db: duckdb.DuckDBPyConnection, documents: Iterable[tuple[Document, bool]], form: str | None, provider: str | None
) -> Iterator[list[_Read | LoadedFile]]:
    """Read files one by one and give them in batches, so that many small files are put in at once."""
    batch: list[_Read | LoadedFile] = []
    rows, snapshots = 0, _snapshots(db)
    for document, is_named in documents:
        try:
            read = _read(document, form, provider)
            _refuse_shrunken(db, read, snapshots, [item for item in batch if isinstance(item, _Read)])
        except BadFile as error:
            batch.append(_unread(document, str(error), is_named=is_named or form is not None))
            continue
        batch.append(read)
        snapshots |= dict.fromkeys(
            _keys(document.path, read.reader.name, read.provider), (str(document.path), read.height)
        )
        rows += read.height
        if rows >= BATCH_ROWS or len(batch) >= BATCH_FILES:
            yield batch
            batch, rows = [], 0
    yield batch


def _read(document: Document, form: str | None, provider: str | None) -> _Read:
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
    return _Read(document, reader, replace(reading, records=records), next(iter(records["provider"]), fallback))


def _provider_of(path: Path, *, is_record: bool) -> str:
    """Guess whose file it is from the first name on its path that is more than the name of a list; a file of one record is named after that."""
    names = ([] if is_record else [path.name.split(".")[0]]) + [folder.name for folder in path.resolve().parents]
    return next((name for name in names if name and not _PLAIN.fullmatch(name)), path.stem)


def _unread(document: Document, error: str, *, is_named: bool) -> LoadedFile:
    """Note a file that was not read; in a folder, what looks like no data is only skipped."""
    looks_like_data = document.path.suffix.lower() in _DATA_ENDINGS
    return LoadedFile(str(document.path), error=error, is_skipped=not (is_named or looks_like_data))


def _refuse_shrunken(
    db: duckdb.DuckDBPyConnection, read: _Read, snapshots: dict[_Key, tuple[str, int]], earlier: Sequence[_Read]
) -> None:
    """Refuse a file that has far fewer records than its last snapshot.

    That is the last load of the same path; or of the same provider and format under the same name but for digits in another folder, where
    the file brings no record that is new. Feeds that list only what is going on now, and files of one record, may be of any length.
    """
    if read.reader.is_active_only(read.document) or read.reader.is_file_a_record(read.document):
        return
    same, alike = _keys(read.document.path, read.reader.name, read.provider)
    for key in (same, alike):
        path, records = snapshots.get(key, ("", 0))
        is_short = records >= SHRUNKEN_FROM and read.height < records * SHRUNKEN_SHARE
        is_elsewhere = Path(path).parent != read.document.path.parent
        if (is_short or (records and not read.height)) and (
            key == same or (is_elsewhere and not _brings_new(db, read, earlier))
        ):
            read.document.refuse(
                f"it has {read.height} records, its last snapshot {path} had {records}; it is most likely cut off. "
                "Fetch it again, or load it under another name if it is right"
            )


def _keys(path: Path, form: str, provider: str | None) -> tuple[_Key, _Key]:
    """Give the keys under which the snapshots of a file are known: its path, and its name but for digits."""
    return (form, str(path), ""), (form, re.sub(r"\d+", "#", path.name), provider or "")


def _snapshots(db: duckdb.DuckDBPyConnection) -> dict[_Key, tuple[str, int]]:
    """Give path and records of the last load of each file."""
    loads = db.execute("SELECT path, format, provider, records FROM load ORDER BY load_id").fetchall()
    return {
        key: (path, records) for path, form, provider, records in loads for key in _keys(Path(path), form, provider)
    }


def _brings_new(db: duckdb.DuckDBPyConnection, read: _Read, earlier: Sequence[_Read]) -> bool:
    known = {
        row[0] for row in db.execute("SELECT native_id FROM report WHERE provider = ?", [read.provider]).fetchall()
    }
    known |= {
        native_id
        for item in earlier
        if item.provider == read.provider
        for native_id in item.reading.records["native_id"]
    }
    return any(native_id not in known for native_id in read.reading.records["native_id"])


def _put_in(db: duckdb.DuckDBPyConnection, batch: Sequence[_Read | LoadedFile], now: datetime) -> list[LoadedFile]:
    """Put a batch into the tables; give what became of each file, in order."""
    reads = [item for item in batch if isinstance(item, _Read)]
    first = int(db.execute("SELECT coalesce(max(load_id), 0) + 1 FROM load").fetchall()[0][0])
    numbers = {id(read): first + place for place, read in enumerate(reads)}
    counts = _rows_put_in(db, [(numbers[id(read)], read) for read in reads], now) if reads else Counter()
    files = [_finished(item, numbers[id(item)], counts) if isinstance(item, _Read) else item for item in batch]
    rows = [{"loaded_at": now, "kit_version": __version__} | asdict(file) for file in files if file.load_id is not None]
    if rows:
        names = ("load_id", "path", "sha256", "format", "provider", "loaded_at", *COUNTS, "kit_version")
        with lent(db, load_row=pl.DataFrame(rows).select(names)):
            db.execute("INSERT INTO load BY NAME SELECT * FROM load_row")
    return files


def _finished(read: _Read, load_id: int, counts: Counter[tuple[int, str]]) -> LoadedFile:
    flags = {
        name.removeprefix("flag:"): count
        for (number, name), count in sorted(counts.items())
        if number == load_id and name.startswith("flag:")
    }
    merged = counts[load_id, "merged"]
    notices = (
        f"{merged} records share an id with another of this file; the last version of each counts, the others are in report_history",
    )
    return LoadedFile(
        str(read.document.path),
        read.reader.name,
        read.provider,
        read.document.sha256,
        load_id,
        read.height,
        counts[load_id, "loaded"],
        counts[load_id, "duplicates"],
        counts[load_id, "quarantined"],
        flags,
        read.reading.notices + (notices if merged else ()),
    )


def _rows_put_in(
    db: duckdb.DuckDBPyConnection, reads: Sequence[tuple[int, _Read]], now: datetime
) -> Counter[tuple[int, str]]:
    """Put the rows of files into the tables; count what became of them by load and name of the count."""
    records = pl.concat(
        [_numbered(read.reading.records, RECORD, load_id, read) for load_id, read in reads]
    ).with_row_index("record_no")
    rows = typed(records, now)
    verdicts = _verdicts(db, rows.reports, [(load_id, read.document.sha256) for load_id, read in reads])
    _insert_reports(db, rows, verdicts, now)
    quarantined = rows.quarantined.join(records.select("record_no", "load_id", "locator", "raw"), on="record_no")
    _insert_quarantine(db, quarantined, reads)
    flags = rows.flags.join(verdicts.filter(pl.col("verdict") != "duplicate"), on="record_no").select(
        "load_id", name=pl.format("flag:{}", "rule")
    )
    named = verdicts.select(
        "load_id", name=pl.when(pl.col("verdict") == "duplicate").then(pl.lit("duplicates")).otherwise(pl.lit("loaded"))
    )
    merged = verdicts.filter("is_merged").select("load_id", name=pl.lit("merged"))
    return _counted(named, quarantined.select("load_id", name=pl.lit("quarantined")), flags, merged) + _put_in_series(
        db, reads
    )


def _numbered(frame: pl.DataFrame, schema: pl.Schema, load_id: int, read: _Read) -> pl.DataFrame:
    return complete(frame, schema).with_columns(load_id=pl.lit(load_id, pl.Int64), format=pl.lit(read.reader.name))


def _verdicts(db: duckdb.DuckDBPyConnection, reports: pl.DataFrame, loads: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """Say of each report whether it is new, newer or older than the one there, or a duplicate."""
    files = pl.DataFrame(loads, schema={"load_id": pl.Int64, "sha256": pl.String}, orient="row")
    return run(db, "verdict", incoming=reports, file=files)


def _insert_reports(db: duckdb.DuckDBPyConnection, rows: Typed, verdicts: pl.DataFrame, now: datetime) -> None:
    """Insert what is new or newer, and keep in the history what that replaces and what is older."""
    chosen = verdicts.filter(pl.col("verdict").is_in(["new", "newer"])).select("record_no", "report_id")
    older = verdicts.filter(pl.col("verdict") == "older").select("record_no", "report_id")
    ids = "(SELECT report_id FROM chosen)"
    names = ", ".join(
        row[0]
        for row in db.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'report' "
            "AND database_name = current_database() ORDER BY column_index"
        ).fetchall()
    )
    with lent(db, reported=rows.reports.drop("report_id"), chosen=chosen, older=older):
        db.execute(
            f"INSERT INTO report_history BY NAME SELECT *, $1::TIMESTAMPTZ AS replaced_at FROM report WHERE report_id IN {ids}",
            [now],
        )
        db.execute(
            f"INSERT INTO report_history BY NAME SELECT {names}, $1::TIMESTAMPTZ AS replaced_at FROM reported JOIN older USING (record_no)",
            [now],
        )
        for table in ("report", *_CHILDREN.values()):
            db.execute(f"DELETE FROM {table} WHERE report_id IN {ids}")
        db.execute(f"INSERT INTO report BY NAME SELECT {names} FROM reported JOIN chosen USING (record_no)")
    for name, table in _CHILDREN.items():
        with lent(db, child=getattr(rows, name), chosen=chosen):
            db.execute(
                f"INSERT INTO {table} BY NAME SELECT child.* EXCLUDE (record_no), report_id FROM child JOIN chosen USING (record_no)"
            )


def _insert_quarantine(
    db: duckdb.DuckDBPyConnection, quarantined: pl.DataFrame, reads: Sequence[tuple[int, _Read]]
) -> None:
    """Keep what could not be read, once for each file, however often that is loaded."""
    files = pl.DataFrame(
        [(load_id, read.document.sha256) for load_id, read in reads],
        schema={"load_id": pl.Int64, "sha256": pl.String},
        orient="row",
    )
    with lent(db, refused=quarantined.join(files, on="load_id")):
        db.execute(
            "INSERT INTO quarantine BY NAME SELECT load_id, locator, reason, raw FROM refused r WHERE NOT EXISTS (FROM quarantine q "
            "JOIN load USING (load_id) WHERE load.sha256 = r.sha256 AND q.locator = r.locator AND q.reason = r.reason)"
        )


def _put_in_series(db: duckdb.DuckDBPyConnection, reads: Sequence[tuple[int, _Read]]) -> Counter[tuple[int, str]]:
    """Put the values of series in; a value that is said anew replaces the one before. Count what became of them by load."""
    frames = [
        complete(read.reading.series, SERIES).with_columns(load_id=pl.lit(load_id, pl.Int64))
        for load_id, read in reads
        if read.reading.series is not None
    ]
    if not frames:
        return Counter()
    values = typed_series(pl.concat(frames)).with_row_index("value_no")
    refused = values.filter(pl.col("problem").is_not_null())
    judged = run(db, "series", value_read=values.filter(pl.col("problem").is_null()).drop("zone", "raw", "problem"))
    with lent(db, chosen=judged.filter(~pl.col("is_duplicate"))):
        db.execute(
            'DELETE FROM series s USING chosen c WHERE s.series_id = c.series_id AND s.entity_id = c.entity_id AND s."at" = c."at"'
        )
        db.execute('INSERT INTO series BY NAME SELECT series_id, entity_id, "at", value, unit, load_id FROM chosen')
    _insert_quarantine(db, refused.select("load_id", "locator", "raw", reason="problem"), reads)
    named = judged.select(
        "load_id", name=pl.when("is_duplicate").then(pl.lit("duplicates")).otherwise(pl.lit("loaded"))
    )
    return _counted(named, refused.select("load_id", name=pl.lit("quarantined")))


def _counted(*named: pl.DataFrame) -> Counter[tuple[int, str]]:
    """Count rows by load and name."""
    return Counter(
        {
            (load_id, name): count
            for load_id, name, count in pl.concat(named).group_by("load_id", "name").len().iter_rows()
        }
    )
