"""The DuckDB in memory that reads files, and the SQL files that it runs."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import duckdb

from kit import settings
from kit.errors import BadInput
from kit.intake.record import RECORD, Reading, complete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import polars as pl

    from kit.intake.document import Document


@lru_cache
def engine() -> duckdb.DuckDBPyConnection:
    """Give the DuckDB in memory that reads files; its session is in UTC."""
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'")
    return db


def limit(memory: str | None, threads: int | None) -> None:
    """Limit the memory (such as 2GB) and the threads of the reading DuckDB; where they are not given, to what the environment sets."""
    limits = {"memory_limit": memory or settings.MEMORY.read(), "threads": threads or settings.THREADS.read()}
    try:
        for name, most in limits.items():
            if most:
                engine().execute(f"SET {name} = $1", [most])
    except duckdb.Error as error:
        raise BadInput(str(error).splitlines()[0]) from None


def query_text(name: str) -> str:
    """Read a SQL file of `kit.intake` or of its readers."""
    folder = resources.files("kit.intake")
    found = folder.joinpath(f"{name}.sql")
    return (found if found.is_file() else folder.joinpath("readers", f"{name}.sql")).read_text(encoding="utf-8")


@contextmanager
def lent(db: duckdb.DuckDBPyConnection, **frames: pl.DataFrame) -> Iterator[None]:
    """Lend frames to a connection under their names."""
    for name, frame in frames.items():
        db.register(name, frame)
    try:
        yield
    finally:
        for name in frames:
            db.unregister(name)


def run(
    db: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None, /, **frames: pl.DataFrame
) -> pl.DataFrame:
    """Run `<sql>.sql` over frames."""
    with lent(db, **frames):
        found: pl.DataFrame = db.sql(query_text(sql), params=dict(parameters or {})).pl()
    return found


def read_json(name: str) -> Callable[[Document], Reading]:
    """Make the function that reads a JSON document with the SELECT of `<name>.sql`, which asks for `$document`."""

    def read(document: Document) -> Reading:
        frame = engine().sql(query_text(name), params={"document": document.text}).pl()
        return Reading(complete(frame, RECORD))

    return read
