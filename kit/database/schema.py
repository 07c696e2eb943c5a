"""The definition of the database: its tables and views as SQL files, its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb


TABLES = (
    "sector",
    "metric",
    "source",
    "entity",
    "outage",
    "observation",
    "claim",
    "attribution",
    "event",
    "assumption",
    "correction",
    "conflict",
    "open_question",
    "left_out",
)
"""Tables that come from `data/`, in the order in which references allow filling them."""


@dataclass(frozen=True)
class Column:
    """One column of a table, as `sql/tables.sql` defines it."""

    name: str
    type: str
    default: str | None
    is_required: bool


@cache
def sql_files(folder: str, package: str = "kit.database") -> Mapping[str, str]:
    """Read the SQL files of a folder of `sql` in a package: name without ending to text, sorted by name."""
    found = resources.files(package).joinpath("sql", folder)
    files = sorted((item for item in found.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return MappingProxyType({item.name.removesuffix(".sql"): item.read_text(encoding="utf-8") for item in files})


def views() -> Iterator[tuple[str, str]]:
    """Give name and SELECT of each view of `sql/views`, those first that others read."""
    waiting = dict(sql_files("views"))
    queries = {name: re.sub(r"--.*", "", text) for name, text in waiting.items()}
    while waiting:
        name = next(
            name
            for name in waiting
            if not any(re.search(rf"\b{other}\b", queries[name]) for other in waiting if other != name)
        )
        yield name, waiting.pop(name)


def table_definitions() -> str:
    """Read `sql/tables.sql`."""
    return resources.files("kit.database").joinpath("sql", "tables.sql").read_text(encoding="utf-8")


def columns(db: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """Give the columns of one table in order."""
    rows = db.execute(
        'SELECT name, type, dflt_value, "notnull" FROM pragma_table_info(?) ORDER BY cid', [f"main.{table}"]
    ).fetchall()
    return [Column(*row) for row in rows]
