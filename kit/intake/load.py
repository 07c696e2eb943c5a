"""Read files into the database: recognise, read, type, and put in as one new database that is renamed over the old one.

`records = loaded + duplicates + quarantined` holds for every file. A record that is there already, in the same words, is
a duplicate; one that is there in other words is a newer version, and the older one goes to `report_history` (an older
snapshot that is loaded later goes there itself). A file that cannot be trusted changes nothing: without content, cut
off, an HTML page, an empty list, far shorter than its last snapshot (`arrivals.refuse_shrunken`).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kit import settings
from kit.database import store
from kit.errors import NotFound
from kit.intake import arrivals
from kit.intake.account import LoadedFile, Summary
from kit.intake.arrivals import Arrival
from kit.intake.document import BadFile
from kit.intake.engine import limit
from kit.intake.put_in import put_in
from kit.intake.readers import readers
from kit.intake.table_map import read_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kit.intake.document import Document

BATCH_ROWS, BATCH_FILES = 200_000, 1_000
_TEXT_ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".atom", ".rss")
_DATA_ENDINGS = (*_TEXT_ENDINGS, ".xls", ".xlsx", ".parquet", ".gz")


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

    `form` names a format (else it is recognised), `provider` whose records they are (else the file says), `table_map` a
    TOML file that describes the columns of tables, `memory` and `threads` limit DuckDB. Raises BadInput for a path or
    map that is none, NotFound for an unknown format, Busy while another process writes.
    """
    form = _checked_format(form)
    limit(memory, threads)
    named = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
    documents = [*arrivals.documents(named, read_map(Path(table_map)) if table_map else None)]
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


def _checked_format(form: str | None) -> str | None:
    name = form and form.replace("-", "_").lower()
    if form is not None and name not in readers():
        what = "format"
        raise NotFound(what, form, readers())
    return name


def _load_into(
    new: Path, documents: Sequence[tuple[Document, bool]], form: str | None, provider: str | None
) -> Summary:
    now, files = settings.now(), []
    with duckdb.connect(new) as db:
        db.execute("SET TimeZone = 'UTC'")
        for batch in _batches(db, documents, form, provider):
            files += put_in(db, batch, now)
    summary = Summary(tuple(files))
    if all(file.load_id is None for file in summary.files):
        raise _NothingLoaded(summary)
    return summary


def _batches(
    db: duckdb.DuckDBPyConnection, documents: Iterable[tuple[Document, bool]], form: str | None, provider: str | None
) -> Iterator[list[Arrival | LoadedFile]]:
    """Read files one by one and give them in batches, so that many small files are put in at once."""
    batch: list[Arrival | LoadedFile] = []
    rows, known = 0, arrivals.snapshots(db)
    for document, is_named in documents:
        try:
            arrival = arrivals.read(document, form, provider)
            arrivals.refuse_shrunken(db, arrival, known, [item for item in batch if isinstance(item, Arrival)])
        except BadFile as error:
            batch.append(_unread(document, str(error), is_named=is_named or form is not None))
            continue
        batch.append(arrival)
        known |= arrival.as_snapshot()
        rows += arrival.height
        if rows >= BATCH_ROWS or len(batch) >= BATCH_FILES:
            yield batch
            batch, rows = [], 0
    yield batch


def _unread(document: Document, error: str, *, is_named: bool) -> LoadedFile:
    """Note a file that was not read; in a folder, what looks like no data is only skipped."""
    looks_like_data = document.path.suffix.lower() in _DATA_ENDINGS
    return LoadedFile(str(document.path), error=error, is_skipped=not (is_named or looks_like_data))
