"""The code book of `data/`, made from what the kit itself reads: tables, vocabularies, rules, views and the notation of times.

`python -m kit.database.codebook` rewrites the generated part of `data/README.md`, between its two marks, and `data/datapackage.json`
(a Frictionless Data Package). Nothing in it depends on the rows, so adding a fact needs no new code book.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from kit import settings, times
from kit.database import schema
from kit.errors import BadInput
from kit.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = (
    "<!-- made by python -m kit.database.codebook: begin -->",
    "<!-- made by python -m kit.database.codebook: end -->",
)
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_WORDS = {
    "VARCHAR": "text",
    "DOUBLE": "number",
    "INTEGER": "whole number",
    "BIGINT": "whole number",
    "TINYINT": "whole number",
    "BOOLEAN": "true or false",
    "DATE": "day",
    "TIMESTAMP WITH TIME ZONE": "time (UTC)",
    "JSON": "JSON",
}
_FRICTIONLESS = {
    "VARCHAR": "string",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


@dataclass(frozen=True)
class Described:
    """One column with all that `sql/tables.sql` says of it; `reference` is the table and column that it points to."""

    name: str
    type: str
    default: str | None
    is_required: bool
    is_key: bool
    reference: tuple[str, str] | None
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: what it is, and its columns."""

    name: str
    meaning: str
    columns: tuple[Described, ...]

    @property
    def file(self) -> str | None:
        """Give the CSV file of `data/` that fills the table; None where loading or building does."""
        return f"{self.name.replace('_', '-')}.csv" if self.name in schema.TABLES else None


def tables() -> list[Table]:
    """Describe every table, those that `data/` fills first."""
    with duckdb.connect() as db:
        db.execute(schema.table_definitions())
        rows = db.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY table_oid").fetchall()
        found = [Table(name, meaning, tuple(_columns(db, name))) for name, meaning in rows]
    return sorted(found, key=lambda table: schema.TABLES.index(table.name) if table.file else len(schema.TABLES))


def _columns(db: duckdb.DuckDBPyConnection, table: str) -> list[Described]:
    keys = _keys(db, table)
    meanings = dict(
        db.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [table]).fetchall()
    )
    if table.endswith("_history"):  # a copy of another table, which describes its columns
        meanings = {column.name: column.meaning for column in _columns(db, table.removesuffix("_history"))} | {
            name: meaning for name, meaning in meanings.items() if meaning
        }
    return [
        Described(
            column.name,
            column.type,
            column.default,
            column.is_required,
            keys.get(column.name, ("", None))[0] == "PRIMARY KEY",
            keys.get(column.name, ("", None))[1],
            meanings[column.name],
        )
        for column in schema.columns(db, table)
    ]


def _keys(db: duckdb.DuckDBPyConnection, table: str) -> dict[str, tuple[str, tuple[str, str] | None]]:
    """Give the key columns of a table: what they are and what they point to."""
    rows = db.execute(
        "SELECT constraint_column_names[1], constraint_type, referenced_table, referenced_column_names[1] FROM duckdb_constraints() "
        "WHERE table_name = ? AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')",
        [table],
    ).fetchall()
    return {column: (kind, (target, key) if kind == "FOREIGN KEY" else None) for column, kind, target, key in rows}


def vocabularies() -> dict[str, list[str]]:
    """Give every vocabulary of `sql/tables.sql`: its name and its words in order."""
    with duckdb.connect() as db:
        db.execute(schema.table_definitions())
        return dict(
            db.execute(
                "SELECT type_name, labels FROM duckdb_types() WHERE logical_type = 'ENUM' AND NOT internal ORDER BY type_oid"
            ).fetchall()
        )


def _enum(words: list[str]) -> str:
    return "ENUM(" + ", ".join(f"'{word}'" for word in words) + ")"


def markdown() -> str:
    """Give the generated part of the code book."""
    kinds = {_enum(words): name for name, words in vocabularies().items()}
    parts = [
        "## Times",
        _times(),
        "## Tables",
        *(_table(table, kinds) for table in tables()),
        "## Vocabularies",
        _vocabularies(),
        "## Rules that a build checks",
        _rules(),
        "## Conclusions",
        *_views(),
    ]
    return "\n\n".join(parts)


def _times() -> str:
    notation = (times.__doc__ or "").partition("\n\n")[2].partition("\n\n")[2].strip("\n")
    return f"Every column that ends in `_printed`, and only those, is in this notation.\n\n```text\n{notation}\n```"


def _table(table: Table, kinds: dict[str, str]) -> str:
    place = f"File: `{table.file}`." if table.file else "Filled by `outage-kit load` or `build`, not by hand."
    lines = [
        f"| `{column.name}` | {_type(column, kinds)} | {_rule(table, column)} | {column.meaning} |"
        for column in table.columns
    ]
    return "\n".join(
        [
            f"### {table.name}",
            "",
            table.meaning,
            place,
            "",
            "| column | type | rule | meaning |",
            "|---|---|---|---|",
            *lines,
        ]
    )


def _type(column: Described, kinds: dict[str, str]) -> str:
    return f"[{kinds[column.type]}](#vocabularies)" if column.type in kinds else _WORDS[column.type]


def _rule(table: Table, column: Described) -> str:
    """Say in a word or two what a cell must be."""
    if column.name == "row_id":
        return "key; the fact where empty"
    if column.name == "scope_id":
        return "`scope` where empty"
    rules = [word for word, holds in (("key", column.is_key), ("required", _is_required(column))) if holds]
    if column.default is not None:
        rules.append(f"`{column.default.strip(chr(39))}` where empty")
    if column.reference:
        rules.append(f"one of `{'.'.join(column.reference)}`")
    printed = _printed(column.name)
    if printed != column.name and printed in {other.name for other in table.columns}:
        rules.append(f"from `{printed}` where empty")
    return "; ".join(rules)


def _is_required(column: Described) -> bool:
    return column.is_required and not column.is_key and column.default is None


def _printed(name: str) -> str:
    return re.sub("_(earliest|latest|start|end)$", "_printed", name)


def _vocabularies() -> str:
    lines = [f"| {name} | {', '.join(f'`{word}`' for word in words)} |" for name, words in vocabularies().items()]
    return "\n".join(["| vocabulary | words |", "|---|---|", *lines])


def _rules() -> str:
    return "\n".join(f"- {comment(text)[0]} (`{name}`)" for name, text in schema.sql_files("rules").items())


def _views() -> list[str]:
    return [
        "\n".join([f"### {name}", "", "```text", *comment(text), "```"])
        for name, text in schema.sql_files("views").items()
    ]


def comment(sql: str) -> list[str]:
    """Give the lines of comment at the top of a query."""
    lines = sql.splitlines()
    count = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    return [line.removeprefix("--").removeprefix(" ") for line in lines[:count]]


def data_package(folder: Path = settings.DATA) -> dict[str, Any]:
    """Describe the CSV files of a folder as a Frictionless Data Package: the columns that each file has, with types and constraints."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "outage-kit",
        "title": "Cited facts about large IT outages",
        "description": "Who was hit, how long it took, how large a share, who was blamed, what it cost. Code book: README.md.",
        "licenses": [LICENCE],
        "resources": [_resource(folder, table) for table in tables() if table.file],
    }


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    with (folder / str(table.file)).open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    columns = {column.name: column for column in table.columns}
    present = [columns[name] for name in header]
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": column.reference[0].replace("_", "-"), "fields": [column.reference[1]]},
        }
        for column in present
        if column.reference
    ]
    schema = {
        "fields": [_field(column) for column in present],
        "primaryKey": [column.name for column in present if column.is_key],
        "missingValues": [""],
    }
    return {
        "name": table.name.replace("_", "-"),
        "path": table.file,
        "type": "table",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Described) -> dict[str, Any]:
    words = re.findall("'([^']*)'", column.type) if column.type.startswith("ENUM") else []
    constraints = {"required": True} if column.is_key or _is_required(column) else {}
    field = {
        "name": column.name,
        "type": "string" if words else _FRICTIONLESS[column.type],
        "description": column.meaning,
    }
    return field | ({"constraints": constraints | ({"enum": words} if words else {})} if constraints or words else {})


def rewritten(text: str) -> str:
    """Give a code book with its generated part made again. Raises BadInput where the two marks are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        msg = f"data/README.md lacks its marks; put {BEGIN} and {END} where the generated part belongs"
        raise BadInput(msg)
    return f"{before}{BEGIN}\n\n{markdown()}\n\n{END}{after}"


def package_text(folder: Path = settings.DATA) -> str:
    """Give the text of `datapackage.json`."""
    return json.dumps(data_package(folder), ensure_ascii=False, indent=2) + "\n"


def write(folder: Path = settings.DATA) -> None:
    """Rewrite the generated part of `README.md`, and `datapackage.json`."""
    book = folder / "README.md"
    write_whole(book, rewritten(book.read_text(encoding="utf-8")))
    write_whole(folder / "datapackage.json", package_text(folder))


if __name__ == "__main__":
    write()
