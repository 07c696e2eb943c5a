"""The CSV files of `data/`: read whole, checked against the tables and the rules, and only then put into the database.

The tables are defined once, in `sql/tables.sql`; types, vocabularies, keys and references are checked from that definition, so
a new column or vocabulary needs no code. What a table cannot say is a rule: one file in `sql/rules/`, whose first line is the rule
as a sentence and whose SELECT gives the rows that break it.
"""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

from kit.database.schema import TABLES, Column, columns, sql_files, table_definitions
from kit.errors import BadInput, DataError, Problem
from kit.times import interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import duckdb


_COUNTRY = {
    "outage": "r.country",
    "observation": "(SELECT min(coalesce(e.country, o.country)) FROM raw_outage o LEFT JOIN raw_entity e "
    "ON e.entity_id = r.entity_id WHERE o.outage_id = r.outage_id)",
    "claim": "(SELECT min(e.country) FROM raw_entity e WHERE e.entity_id = r.entity_id)",
    "attribution": "(SELECT min(e.country) FROM raw_entity e WHERE e.entity_id = r.said_by_id)",
    "event": "(SELECT min(e.country) FROM raw_entity e WHERE e.entity_id = r.actor_id)",
}
"""Whose zones a time without an offset means. A key that stands twice is a problem of its own, so `min` may take either."""


def fingerprint(folders: Sequence[Path]) -> list[tuple[str, str]]:
    """Give path and SHA-256 of every file that a database built from these folders depends on, the SQL first."""
    text = "\0".join([table_definitions(), *sql_files("views").values(), *sql_files("rules").values()])
    files = [path for folder in folders for path in _csv_files(folder).values()]
    return [
        ("kit/sql", hashlib.sha256(text.encode()).hexdigest()),
        *((str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files),
    ]


def fill(db: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Fill the tables of an empty database from folders of CSV files.

    Raises DataError that lists every cell and row that breaks a definition or a rule; nothing is filled then.
    """
    _stage_raw(db, folders)
    problems = [*_derive_times(db)]
    for table in TABLES:
        problems += _cell_problems(db, table)
        _stage_typed(db, table)
    for table in TABLES:
        problems += _key_problems(db, table)
    problems += _rule_problems(db)
    if problems:
        raise DataError(problems)
    for table in TABLES:
        names = ", ".join(f'"{column.name}"' for column in columns(db, table))
        db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_{table}")


def _csv_files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        msg = f"{folder} is not a folder; give one that holds CSV files such as outage.csv"
        raise BadInput(msg)
    files = {table: folder / f"{table.replace('_', '-')}.csv" for table in TABLES}
    return {table: path for table, path in files.items() if path.exists()}


def _stage_raw(db: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    for table in TABLES:
        names = ", ".join(f'"{column.name}" VARCHAR' for column in columns(db, table))
        db.execute(f'CREATE TEMP TABLE raw_{table} ({names}, "file" VARCHAR, "line" BIGINT)')
    for folder in folders:
        files = _csv_files(folder)
        if not files:
            msg = f"{folder} holds no CSV file of the kit; it needs one of {', '.join(t + '.csv' for t in TABLES)}"
            raise BadInput(msg)
        for table, path in files.items():
            header = _checked_header(path, [column.name for column in columns(db, table)])
            names = ", ".join(f'"{name}"' for name in header)
            db.execute(
                f"INSERT INTO raw_{table} BY NAME SELECT {names}, ? AS file, row_number() OVER () + 1 AS line "
                "FROM read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', "
                "strict_mode = true, null_padding = false, parallel = false)",
                [str(path), str(path)],
            )


def _checked_header(path: Path, known: list[str]) -> list[str]:
    """Give the headings of a file whose every record is whole and on one line, so that line numbers are true."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            problems = [*_heading_problems(path, header, known), *_shape_problems(path, reader, header)]
    except UnicodeDecodeError:
        msg = f"{path} is not UTF-8 text; save it again as CSV in UTF-8"
        raise BadInput(msg) from None
    except csv.Error as error:
        msg = f"{path} cannot be read as CSV ({error}); save it again as CSV in UTF-8"
        raise BadInput(msg) from None
    if problems:
        raise DataError(problems)
    return header


def _heading_problems(path: Path, header: list[str], known: list[str]) -> Iterator[Problem]:
    if not header:
        yield Problem(str(path), 1, "(row)", "nothing", f"headings, some of {', '.join(known)}")
    for place, name in enumerate(header):
        if name not in known:
            yield Problem(str(path), 1, name or "(empty)", "this heading", f"one of {', '.join(known)}")
        elif name in header[:place]:
            yield Problem(str(path), 1, name, "this heading again", "each heading once")


def _shape_problems(path: Path, reader: Iterator[list[str]], header: list[str]) -> Iterator[Problem]:
    for line, cells in enumerate(reader, 2):
        if len(cells) != len(header):
            yield Problem(str(path), line, "(row)", f"{len(cells)} cells", f"{len(header)} as in the header")
        for name, cell in zip(header, cells, strict=False):
            if "\n" in cell or "\r" in cell:
                yield Problem(str(path), line, name, "a line break", "one line a row")


def _stem_columns(printed: str) -> tuple[str, str]:
    stem = printed.removesuffix("_printed")
    return ("period_start", "period_end") if stem == "period" else (f"{stem}_earliest", f"{stem}_latest")


def _printed_columns(db: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [column.name for column in columns(db, table) if column.name.endswith("_printed")]


def _derive_times(db: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Fill `derived`: every printed time, with its country, and the interval it stands for."""
    db.execute(
        "CREATE TEMP TABLE derived (printed VARCHAR, country VARCHAR, earliest TIMESTAMPTZ, latest TIMESTAMPTZ, "
        "is_approximate BOOLEAN, is_zone_assumed BOOLEAN)"
    )
    for table, country in _COUNTRY.items():
        for name in _printed_columns(db, table):
            pairs = db.execute(
                f"SELECT {name}, coalesce({country}, '') AS country, min(file), min(line) FROM raw_{table} r "
                f"WHERE {name} IS NOT NULL GROUP BY ALL"
            ).fetchall()
            yield from _derive(db, name, pairs)


def _derive(db: duckdb.DuckDBPyConnection, name: str, pairs: Iterable[tuple[str, str, str, int]]) -> Iterator[Problem]:
    rows = []
    for printed, country, file, line in pairs:
        try:
            found = interval(printed, country or None)
        except BadInput as error:
            yield Problem(file, line, name, repr(printed), str(error))
        else:
            rows.append([printed, country, found.earliest, found.latest, found.is_approximate, found.is_zone_assumed])
    if rows:
        db.executemany("INSERT INTO derived VALUES (?, ?, ?, ?, ?, ?)", rows)
        db.execute("CREATE OR REPLACE TEMP TABLE derived AS SELECT DISTINCT * FROM derived")


def _value(table: str, column: Column, derived: dict[str, str]) -> str:
    """Give the SQL that types one raw cell, with its default."""
    cast = f'TRY_CAST(r."{column.name}" AS {column.type})'
    if column.name == "row_id":
        return 'coalesce(r."row_id", r."fact_id")'
    if column.name == "scope_id":
        return 'coalesce(r."scope_id", r."scope")'
    if column.name == "is_zone_assumed":
        joined = [f"{alias}.is_zone_assumed" for alias in dict.fromkeys(derived.values())]
        return f"coalesce({cast}, {', '.join(joined)}, false)"
    if column.name == "is_approximate" and table == "observation":
        return f"(coalesce({cast}, false) OR coalesce({next(iter(derived.values()))}.is_approximate, false))"
    if column.name in derived:
        part = "earliest" if column.name.endswith(("_earliest", "_start")) else "latest"
        return f"coalesce({cast}, {derived[column.name]}.{part})"
    return cast if column.default is None else f"coalesce({cast}, {column.default})"


def _stage_typed(db: duckdb.DuckDBPyConnection, table: str) -> None:
    joins = ""
    derived: dict[str, str] = {}
    for number, name in enumerate(_printed_columns(db, table)):
        alias = f"d{number}"
        joins += (
            f" LEFT JOIN derived {alias} ON {alias}.printed = r.{name} "
            f"AND {alias}.country = coalesce({_COUNTRY[table]}, '')"
        )
        derived |= dict.fromkeys(_stem_columns(name), alias)
    values = ", ".join(f'{_value(table, column, derived)} AS "{column.name}"' for column in columns(db, table))
    db.execute(f"CREATE TEMP TABLE staged_{table} AS SELECT {values}, r.file, r.line FROM raw_{table} r{joins}")


def _cell_problems(db: duckdb.DuckDBPyConnection, table: str) -> Iterator[Problem]:
    """Find the cells whose text is not of the column's type or vocabulary."""
    for column in columns(db, table):
        if column.type == "VARCHAR":
            continue
        rows = db.execute(
            f'SELECT file, line, "{column.name}" FROM raw_{table} '
            f'WHERE "{column.name}" IS NOT NULL AND TRY_CAST("{column.name}" AS {column.type}) IS NULL'
        ).fetchall()
        for file, line, found in rows:
            yield Problem(file, line, column.name, repr(found), _type_words(column.type))


def _type_words(type_: str) -> str:
    if type_.startswith("ENUM"):
        return "one of " + type_.removeprefix("ENUM(").removesuffix(")").replace("'", "")
    words = {
        "DOUBLE": "a number",
        "INTEGER": "a whole number",
        "BOOLEAN": "true or false",
        "DATE": "a day as YYYY-MM-DD",
    }
    return words.get(type_, "an instant such as 2024-07-19 04:09:00+00")


def _key_problems(db: duckdb.DuckDBPyConnection, table: str) -> Iterator[Problem]:
    """Find empty required cells, repeated keys and references to nothing, from the constraints of the table."""
    yield from _required(db, table, [column.name for column in columns(db, table) if column.is_required])
    constraints = db.execute(
        "SELECT constraint_type, constraint_column_names[1], referenced_table, referenced_column_names FROM duckdb_constraints() "
        "WHERE table_name = ? AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY constraint_index",
        [table],
    ).fetchall()
    for kind, name, target, target_columns in constraints:
        if kind == "PRIMARY KEY":
            yield from _repeated(db, table, name)
        else:
            yield from _dangling(db, table, name, target, target_columns[0])


def _required(db: duckdb.DuckDBPyConnection, table: str, names: Sequence[str]) -> Iterator[Problem]:
    """Find rows whose required cells are empty; a cell that is there but of no type is listed as such elsewhere."""
    empty = [
        f"SELECT s.file, s.line, '{name}' FROM staged_{table} s SEMI JOIN raw_{table} r "
        f'ON r.file = s.file AND r.line = s.line AND r."{name}" IS NULL WHERE s."{name}" IS NULL'
        for name in names
    ]
    rows = db.execute(" UNION ALL ".join(empty)).fetchall()
    return (Problem(file, line, name, "nothing", "a value") for file, line, name in rows)


def _repeated(db: duckdb.DuckDBPyConnection, table: str, name: str) -> Iterator[Problem]:
    rows = db.execute(
        f'SELECT file, line, "{name}" FROM staged_{table} WHERE "{name}" IS NOT NULL '
        f'QUALIFY row_number() OVER (PARTITION BY "{name}" ORDER BY file, line) > 1'
    ).fetchall()
    return (
        Problem(file, line, name, f"{key!r} again", f"a {name} that stands once in all folders")
        for file, line, key in rows
    )


def _dangling(db: duckdb.DuckDBPyConnection, table: str, name: str, target: str, key: str) -> Iterator[Problem]:
    rows = db.execute(
        f'SELECT file, line, "{name}" FROM staged_{table} s WHERE "{name}" IS NOT NULL '
        f'AND NOT EXISTS (FROM staged_{target} t WHERE t."{key}" = s."{name}")'
    ).fetchall()
    return (
        Problem(file, line, name, repr(value), f"a row of {target}.csv with this {key}") for file, line, value in rows
    )


def _rule_problems(db: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    for text in sql_files("rules").values():
        sentence = text.splitlines()[0].removeprefix("--").strip()
        for file, line, column, found in db.execute(text).fetchall():
            yield Problem(file, line, column, str(found), sentence)
