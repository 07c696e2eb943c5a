"""The database: built from `data/` as a new file that is renamed over the old one, so that readers never see half of it."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from kit import files, settings
from kit.database import evidence, schema
from kit.errors import BadInput, Busy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


WAIT_SECONDS = 60.0
"""How long a writer waits for another."""

REPORT_TABLES = (
    "load",
    "report",
    "report_update",
    "report_component",
    "report_check",
    "report_history",
    "outage_report",
    "quarantine",
    "flag",
    "series",
)
"""Tables that come from loaded files and are carried over by a build."""


def build(data: Sequence[Path | str] = (), *, path: Path | str | None = None) -> Path:
    """Build the database from `data/` and from further folders of the same CSV files; give its path.

    Loaded reports of the database that was there are carried over. Raises DataError with every offending row, BadInput for a folder
    that is none and for a target that is a file of something else, Busy while another build or load runs; the old database stays as
    it was then.
    """
    target = Path(path) if path else settings.default_path()
    if target.exists():
        _reader(target).close()  # refuses to replace what is not the kit's
    folders = [settings.DATA, *(Path(folder).resolve() for folder in data)]
    with writing(target) as new:
        db = _open(new, new, read_only=False)
        try:
            _fill(db, folders, carry_from=target)
        finally:
            db.close()
    return target


def connect(
    path: Path | str | None = None, *, memory: str | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the database read-only, in UTC.

    Without a path the default database is opened, and built first where it is missing or older than the data or the kit's SQL.
    DuckDB keeps to `memory`, such as 2GB, and `threads`; where they are not given, to `OUTAGE_KIT_MEMORY` and `OUTAGE_KIT_THREADS`.
    Raises BadInput where a named file is missing or is no database of the kit, and for a limit that DuckDB does not take.
    """
    target = Path(path) if path else settings.default_path()
    is_default = target.resolve() == settings.built_path().resolve()
    if is_default and not _is_current(target):
        build(_folders_of(target), path=target)
    elif not target.exists() and path is None:
        build(path=target)
    if not target.exists():
        msg = f"there is no database at {target}; make one with: outage-kit build --db {target}"
        raise BadInput(msg)
    return _limited(_reader(target), memory or settings.MEMORY.read(), threads or settings.THREADS.read())


def empty(path: Path) -> Path:
    """Make a database with the tables and views of the kit and no rows; give its path."""
    with writing(path) as new, _open(new, new, read_only=False) as db:
        db.execute(schema.table_definitions())
        for name, text in schema.views():
            db.execute(f"CREATE VIEW {name} AS {text}")
    return path


@contextmanager
def writing(target: Path) -> Iterator[Path]:
    """Give a new file to write; rename it over the target when all went well, else drop it.

    Writers wait for each other, for at most `WAIT_SECONDS`; then Busy is raised.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target), files.whole(target) as new:
        try:
            yield new
        finally:
            new.with_name(new.name + ".wal").unlink(missing_ok=True)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Wait until no other process writes a database."""
    with ExitStack() as held:
        try:
            held.enter_context(files.locked(target.with_name(f".{target.name}.lock"), WAIT_SECONDS))
        except TimeoutError:
            msg = f"another process is writing {target}; wait for it to finish and try again"
            raise Busy(msg) from None
        yield


def _reader(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a database of the kit read-only, as it is now.

    Within a process DuckDB gives a second connection to a name the file that the first one opened, even after a build has put another
    in its place. So each reader opens the file under a name of its own, which is gone again at once.
    """
    try:
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            link = Path(folder) / path.name
            os.link(path, link)
            return _checked(_open(link, path, read_only=True), path)
    except OSError:  # a folder that cannot be written to, or no links there: then nothing takes the file's place either
        return _checked(_open(path, path, read_only=True), path)


def _limited(db: duckdb.DuckDBPyConnection, memory: str | None, threads: int | str | None) -> duckdb.DuckDBPyConnection:
    for name, limit, example in (
        ("memory_limit", memory, "a size such as 2GB"),
        ("threads", threads, "a number such as 2"),
    ):
        try:
            if limit:
                db.execute(f"SET {name} = $1", [limit])
        except duckdb.Error:
            db.close()
            msg = f"DuckDB takes no {name} of {str(limit)!r}; give {example}"
            raise BadInput(msg) from None
    return db


def _open(path: Path, name: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        db = duckdb.connect(path, read_only=read_only)
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        reason = str(error).splitlines()[0].replace(str(path), str(name))
        msg = f"{name} cannot be opened as a DuckDB database ({reason}); name another, or delete it if it was one of outage-kit"
        raise BadInput(msg) from None
    db.execute("SET TimeZone = 'UTC'")
    return db


def _checked(db: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyConnection:
    try:
        db.execute("FROM build_input LIMIT 0")
    except duckdb.CatalogException:
        db.close()
        msg = f"{path} is a DuckDB file but not one of outage-kit; name another, or make a new one with: outage-kit build --db NEW"
        raise BadInput(msg) from None
    return db


def _fill(db: duckdb.DuckDBPyConnection, folders: Sequence[Path], *, carry_from: Path) -> None:
    db.execute(schema.table_definitions())
    evidence.fill(db, folders)
    db.executemany("INSERT INTO build_input VALUES (?, ?)", evidence.fingerprint(folders))
    if carry_from.exists():
        _carry_over(db, carry_from)
    _draw_conclusions(db)
    db.execute("CHECKPOINT")


def _carry_over(db: duckdb.DuckDBPyConnection, old: Path) -> None:
    db.execute(f"ATTACH '{str(old).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
    known = {
        row[0] for row in db.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'old'").fetchall()
    }
    for table in REPORT_TABLES:
        if table in known:
            db.execute(f"INSERT INTO main.{table} BY NAME SELECT * FROM old.{table}")
    db.execute("DETACH old")


def _draw_conclusions(db: duckdb.DuckDBPyConnection) -> None:
    """Store the conclusions that rest on the evidence alone, which stays as it was built; those that read loaded reports stay views."""
    live = set(REPORT_TABLES)
    for name, text in schema.views():
        is_live = not live.isdisjoint(re.findall(r"\w+", re.sub(r"--.*", "", text)))
        live |= {name} if is_live else set()
        db.execute(f"CREATE {'VIEW' if is_live else 'TABLE'} {name} AS {text}")


def _is_current(path: Path) -> bool:
    if not path.exists():
        return False
    built = _built_from(path)
    return sorted(built) == sorted(evidence.fingerprint(_folders(built)))


def _folders_of(path: Path) -> list[Path]:
    """Give the user's own folders that a database was built from, so that building again keeps them."""
    return _folders(_built_from(path))[1:] if path.exists() else []


def _built_from(path: Path) -> list[tuple[str, str]]:
    with _reader(path) as db:
        return db.execute("SELECT path, sha256 FROM build_input").fetchall()


def _folders(built: list[tuple[str, str]]) -> list[Path]:
    named = dict.fromkeys(Path(path).parent for path, _ in built if path != "kit/sql")
    return [settings.DATA, *(folder for folder in named if folder != settings.DATA and folder.is_dir())]
