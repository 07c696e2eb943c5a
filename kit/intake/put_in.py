"""Put what was read into the tables: what is new or newer, in the history what that replaces, and a count of it all."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from kit import __version__
from kit.intake.account import COUNTS, LoadedFile
from kit.intake.arrivals import Arrival
from kit.intake.canonical import Typed, typed, typed_series
from kit.intake.engine import lent, run
from kit.intake.record import RECORD, SERIES, complete

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import duckdb

_CHILDREN = {"updates": "report_update", "components": "report_component", "checks": "report_check", "flags": "flag"}


def put_in(db: duckdb.DuckDBPyConnection, batch: Sequence[Arrival | LoadedFile], now: datetime) -> list[LoadedFile]:
    """Put a batch into the tables; give what became of each file, in order."""
    reads = [item for item in batch if isinstance(item, Arrival)]
    first = int(db.execute("SELECT coalesce(max(load_id), 0) + 1 FROM load").fetchall()[0][0])
    numbers = {id(read): first + place for place, read in enumerate(reads)}
    counts = _rows_put_in(db, [(numbers[id(read)], read) for read in reads], now) if reads else Counter()
    files = [_finished(item, numbers[id(item)], counts) if isinstance(item, Arrival) else item for item in batch]
    rows = [{"loaded_at": now, "kit_version": __version__} | asdict(file) for file in files if file.load_id is not None]
    if rows:
        names = ("load_id", "path", "sha256", "format", "provider", "loaded_at", *COUNTS, "kit_version")
        with lent(db, load_row=pl.DataFrame(rows).select(names)):
            db.execute("INSERT INTO load BY NAME SELECT * FROM load_row")
    return files


def _finished(read: Arrival, load_id: int, counts: Counter[tuple[int, str]]) -> LoadedFile:
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
    db: duckdb.DuckDBPyConnection, reads: Sequence[tuple[int, Arrival]], now: datetime
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


def _numbered(frame: pl.DataFrame, schema: pl.Schema, load_id: int, read: Arrival) -> pl.DataFrame:
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
    db: duckdb.DuckDBPyConnection, quarantined: pl.DataFrame, reads: Sequence[tuple[int, Arrival]]
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


def _put_in_series(db: duckdb.DuckDBPyConnection, reads: Sequence[tuple[int, Arrival]]) -> Counter[tuple[int, str]]:
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
