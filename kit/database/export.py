"""Everything in files that any program reads: each table and conclusion as Parquet and CSV, the database, the code book, and a list of them with hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
from polars import selectors as cs

import kit
from kit import files, frames, settings
from kit.database import codebook, schema
from kit.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME, PACKAGE, DATABASE = "outage-kit-export", "datapackage.json", "outages.duckdb"
LICENCE = f"""{codebook.LICENCE["title"]} International ({codebook.LICENCE["name"]})
{codebook.LICENCE["path"]}

Please name outage-kit and the source of a row. Facts belong to nobody; each row of evidence names the source that published it.
Reports that were loaded from elsewhere (load, report, series and what goes with them) keep the terms of those who published them.
"""
_COPIED = {"README.md": settings.DATA / "README.md", "CITATION.cff": settings.DATA.parent / "CITATION.cff"}
_TYPES = {pl.Boolean: "boolean", pl.Date: "date", pl.Datetime: "datetime"}


@dataclass(frozen=True)
class Exported:
    """What was written: the folder, how many tables and conclusions stand in it, and its size in bytes."""

    folder: Path
    tables: int
    conclusions: int
    size: int


def export(db: duckdb.DuckDBPyConnection, folder: Path | str) -> Exported:
    """Write every table and every view of a database as Parquet and CSV, a copy of the database, code book, licence, citation and `datapackage.json`.

    Rows are sorted, so that the same database gives the same bytes. The folder appears whole or not at all; one that an earlier export made is
    replaced. Raises BadInput where it holds anything else, or cannot be written.
    """
    target = Path(folder).resolve()
    _refuse_strangers(target)
    try:
        with files.whole(target) as new:
            new.mkdir()
            resources = [*_of_database(db, new), *_of_copies(new)]
            size = sum(resource["bytes"] for resource in resources)
            files.write_whole(new / PACKAGE, json.dumps(_package(resources), ensure_ascii=False, indent=1) + "\n")
    except (OSError, duckdb.IOException) as error:
        msg = f"{folder} cannot be written ({str(error).splitlines()[0]}); name another folder"
        raise BadInput(msg) from None
    tables, conclusions = (
        sum(Path(resource["path"]).match(f"{place}/*.csv") for resource in resources)
        for place in ("tables", "conclusions")
    )
    return Exported(Path(folder), tables, conclusions, size)


def _refuse_strangers(target: Path) -> None:
    """Raise BadInput where a folder holds a file that no export made."""
    if target.exists() and not target.is_dir():
        msg = f"{target} is a file; name a folder to export to"
        raise BadInput(msg)
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    strange = sorted(found - _made(target))
    if strange:
        msg = f"{target} holds {strange[0]}, which no export made; name an empty folder or one that is not there yet"
        raise BadInput(msg)


def _made(target: Path) -> set[str]:
    """Give the files that an earlier export lists in its package."""
    try:
        package = json.loads((target / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {PACKAGE, *(resource["path"] for resource in package["resources"])} if package.get("name") == NAME else set()


def _of_database(db: duckdb.DuckDBPyConnection, new: Path) -> Iterator[dict[str, Any]]:
    """Copy the database, and write each table and view of the copy; give what a package says of each file."""
    path = str(new / DATABASE).replace("'", "''")
    with db.cursor() as cursor:
        own = cursor.execute("SELECT current_database()").fetchall()[0][0]
        cursor.execute(f"ATTACH '{path}' AS exported (READ_WRITE)")
        try:
            cursor.execute(f'COPY FROM DATABASE "{own}" TO exported')
            cursor.execute(
                "UPDATE exported.build_input SET path = replace(path, $root, '')", {"root": f"{settings.DATA.parent}/"}
            )
            cursor.execute("USE exported; SET TimeZone = 'UTC'")
            for name, place, meaning in _contents(cursor):
                yield from _of_table(cursor, new, Path(place) / name, meaning)
        finally:
            cursor.execute(f'USE "{own}"; DETACH exported')
    yield _resource(
        new, DATABASE, "duckdb", "application/vnd.duckdb", "All tables and conclusions in one database of DuckDB 2."
    )


def _contents(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    """Give each table and view with its place and meaning."""
    tables = cursor.execute(
        "SELECT table_name, 'tables', comment FROM duckdb_tables() WHERE database_name = 'exported' ORDER BY table_name"
    ).fetchall()
    conclusions = [
        (name, "conclusions", " ".join(codebook.comment(text))) for name, text in schema.sql_files("views").items()
    ]
    return [table for table in tables if table[0] not in schema.sql_files("views")] + conclusions


def _of_table(cursor: duckdb.DuckDBPyConnection, new: Path, place: Path, meaning: str) -> Iterator[dict[str, Any]]:
    known = dict(
        cursor.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE database_name = 'exported' AND table_name = $name AND comment IS NOT NULL",
            {"name": place.name},
        ).fetchall()
    )
    frame = (
        cursor.sql(f"FROM {place.name} ORDER BY ALL")
        .pl()
        .with_columns(cs.categorical().cast(pl.String), cs.enum().cast(pl.String))
    )
    bare = frames.flat(frame.with_columns(cs.struct().struct.json_encode()))
    (new / place.parent).mkdir(exist_ok=True)
    frame.write_parquet(new / f"{place}.parquet")
    bare.write_csv(new / f"{place}.csv", datetime_format="%Y-%m-%dT%H:%M:%S%.fZ")
    schema = {
        "fields": [_field(name, dtype, known.get(name)) for name, dtype in bare.schema.items()],
        "missingValues": [""],
    }
    yield _resource(new, f"{place}.csv", "csv", "text/csv", meaning) | {
        "type": "table",
        "encoding": "utf-8",
        "schema": schema,
    }
    yield _resource(new, f"{place}.parquet", "parquet", "application/vnd.apache.parquet", meaning)


def _field(name: str, dtype: pl.DataType, meaning: str | None) -> dict[str, str]:
    kind = (
        "integer" if dtype.is_integer() else "number" if dtype.is_numeric() else _TYPES.get(dtype.base_type(), "string")
    )
    return {"name": name, "type": kind} | ({"description": meaning} if meaning else {})


def _of_copies(new: Path) -> Iterator[dict[str, Any]]:
    for name, path in _COPIED.items():
        copyfile(path, new / name)
    files.write_whole(new / "LICENCE.txt", LICENCE)
    yield _resource(
        new, "README.md", "md", "text/markdown", "Code book: every table, column, vocabulary, rule and conclusion."
    )
    yield _resource(new, "CITATION.cff", "cff", "application/yaml", "How to cite.")
    yield _resource(new, "LICENCE.txt", "txt", "text/plain", "Licence of the data.")


def _resource(new: Path, path: str, form: str, media: str, meaning: str) -> dict[str, Any]:
    content = (new / path).read_bytes()
    name = path.lower().replace("/", ".").replace("_", "-")
    return {
        "name": name,
        "path": path,
        "description": meaning,
        "format": form,
        "mediatype": media,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _package(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Describe the files as a Frictionless Data Package."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "Cited facts about large IT outages, and what follows from them",
        "version": kit.__version__,
        "description": "Code book: README.md. Times are in UTC.",
        "licenses": [codebook.LICENCE],
        "resources": resources,
    }
