"""Whether a page is as it would be made now: a fingerprint of all that it is made from.

These are its notebook, the kit's code and words, Python and its packages, its parameters, and the data it reads. The template `report.ipynb` reads
the rows of its outage and what they refer to (`tests/pages/test_freshness.py` holds it to that); any other notebook may read the whole database, and
the files that its cells and parameters name.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kit import settings
from kit.database import schema
from kit.pages import parameters, rendering

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import nbformat

    from kit.pages.rendering import Job

_NOT_READ = ("build_input", "load", "quarantine", "left_out")
"""Tables that say how the database came about, which no page of an outage reads."""
_BIG = 1 << 24


@dataclass(frozen=True)
class Data:
    """What a database holds, fingerprinted once for all jobs that read it."""

    db: duckdb.DuckDBPyConnection

    @cached_property
    def whole(self) -> str:
        """All of its rows."""
        return whole(self.db)

    @cached_property
    def by_outage(self) -> dict[str, str]:
        """What belongs to each outage."""
        return by_outage(self.db)


def fingerprint(job: Job, data: Data) -> str:
    """Give the fingerprint of a job that reads these data."""
    notebook = parameters.read(job.notebook)
    is_template = job.notebook.resolve() == rendering.TEMPLATE.resolve()
    of_outage = data.by_outage.get(str(job.parameters.get("outage"))) if is_template else None
    parts = [
        _digest(job.notebook.read_bytes()),
        settings.code_hash(),
        packages(),
        job.lang,
        job.plotly_file,
        of_outage or data.whole,
        json.dumps(dict(job.parameters), sort_keys=True, default=repr),
    ]
    return _digest("\n".join([*parts, *_named_files(notebook, job)]).encode())


@cache
def packages() -> str:
    """Name Python and every package that it would find, with their versions."""
    found = {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
    return "\n".join([sys.version, *sorted(found)])


def whole(db: duckdb.DuckDBPyConnection) -> str:
    """Fingerprint all rows of a database, whatever their order and however often it was built."""
    tables = [name for name in _tables(db) if name != "build_input"]
    return " ".join(f"{name} {_sum(db, name)}" for name in tables)


def by_outage(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Fingerprint what belongs to each outage: its rows, the rows that these refer to, and the rows that belong to no outage."""
    tables = {name: columns for name, columns in _tables(db).items() if name not in _NOT_READ}
    queries = [query for name, columns in tables.items() if (query := _rows_of_outages(db, name, columns))]
    common = " ".join(
        f"{name} {_sum(db, name)}" for name, columns in tables.items() if not _rows_of_outages(db, name, columns)
    )
    found = db.execute(" UNION ALL ".join(queries) + " ORDER BY ALL").fetchall()
    parts: dict[str, list[str]] = {}
    for outage, *counted in found:
        parts.setdefault(outage, [common]).append(" ".join(map(str, counted)))
    return {outage: _digest("\n".join(lines).encode()) for outage, lines in parts.items()}


def _tables(db: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = db.execute(
        "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal AND "
        "table_name IN (SELECT table_name FROM duckdb_tables()) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return {
        name: columns for name, columns in rows if name not in schema.sql_files("views")
    }  # conclusions follow from the rest


def _sum(db: duckdb.DuckDBPyConnection, table: str) -> str:
    return str(db.execute(f"SELECT count(*), sum(hash(t)::HUGEINT) FROM {table} t").fetchall()[0])


def _rows_of_outages(db: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> str:
    """Write the query that sums up the rows of a table by outage; empty for a table whose rows belong to no outage."""
    if "outage_id" in columns:
        rows = f"SELECT outage_id, hash(t) AS h FROM {table} t"
    elif "report_id" in columns:
        rows = f"SELECT outage_id, hash(t) AS h FROM {table} t JOIN outage_report USING (report_id)"
    elif table in ("source", "entity"):
        rows = f"SELECT outage_id, hash(t) AS h FROM ({_referred(db, table)}) x JOIN {table} t ON t.{table}_id = x.id"
    else:
        return ""
    return f"SELECT outage_id, '{table}', count(*), sum(h::HUGEINT) FROM ({rows}) GROUP BY outage_id"


def _referred(db: duckdb.DuckDBPyConnection, target: str) -> str:
    """Write the query that lists which rows of a table the rows of each outage refer to, an entity's parents among them."""
    found = db.execute(
        "SELECT table_name, constraint_column_names[1] FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' "
        "AND referenced_table = $1 AND table_name IN (SELECT table_name FROM duckdb_columns() WHERE column_name = 'outage_id') "
        "ORDER BY ALL",
        [target],
    ).fetchall()
    direct = " UNION ".join(f"SELECT outage_id, {column} AS id FROM {table}" for table, column in found)
    if target != "entity":
        return direct
    return (
        f"WITH RECURSIVE named AS ({direct} UNION SELECT outage_id, parent_id FROM named JOIN entity ON entity_id = id) "
        "SELECT * FROM named WHERE id IS NOT NULL"
    )


def _named_files(notebook: nbformat.NotebookNode, job: Job) -> list[str]:
    """Fingerprint the files beside a notebook that its cells and parameters name or import."""
    folder = job.notebook.resolve().parent
    names = {str(value) for value in job.parameters.values()} | {
        name for cell in notebook.cells if cell.cell_type == "code" for name in _names(cell.source)
    }
    return [f"{name} {path.name} {_file(path)}" for name in sorted(names) for path in _files(folder, name)]


def _names(source: str) -> Iterator[str]:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a cell of magics
        return
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None)
            yield from (
                f"{name.replace('.', '/')}.py"
                for name in ([module] if module else [alias.name for alias in node.names])
            )


def _files(folder: Path, name: str) -> list[Path]:
    """Give the files that a text names, if it is a path, a folder (its files) or a pattern."""
    try:
        path = folder / name
        found = folder.glob(name) if "*" in name else path.iterdir() if name.strip("./") and path.is_dir() else [path]
        return sorted(item for item in found if item.is_file())
    except (OSError, ValueError, NotImplementedError):  # a text that is no path
        return []


def _file(path: Path) -> str:
    """Fingerprint a file: by its content, a big one by its size and the time of its last change."""
    try:
        facts = path.stat()
        return _digest(path.read_bytes()) if facts.st_size < _BIG else f"{facts.st_size} {facts.st_mtime_ns}"
    except OSError:
        return "unreadable"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
