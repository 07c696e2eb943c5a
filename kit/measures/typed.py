"""The type of each measure's rows, made from the measures themselves: `python -m kit.measures.typed` rewrites `kit/measures/rows.py`.

Every registered measure is run over the database, and the columns of its frame become the fields of a TypedDict, so that mypy finds a
column that is not there. An option such as `by` may give other columns; the fields are those of the measure as it is without options.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import polars as pl

from kit import files, settings
from kit.database import store
from kit.measures import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb
    from polars.datatypes import DataType, DataTypeClass

    Fields = Mapping[str, DataType | DataTypeClass]

FILE = settings.PACKAGE / "measures" / "rows.py"
MARK = "# made by python -m kit.measures.typed"
_HEAD = f'''{MARK}
"""The rows of every measure, as `kit.frames.rows_of` gives them: one class a measure, one field a column, and the structs within.

A cell may be NULL, so its type is `float | Any`: a misspelt column is an error, and no cell has to be checked before it is used.
"""

from datetime import date, datetime
from typing import Any, TypedDict
'''


def text(db: duckdb.DuckDBPyConnection) -> str:
    """Give the text of `rows.py`: the structs that columns hold, then the rows of each measure by name."""
    structs: dict[str, Fields] = {}
    rows = [
        _class(_camel(name), (inspect.getdoc(measure) or "").partition("\n")[0], measure(db).schema, structs)
        for name, measure in NAMES.items()
    ]
    held = [_class(name, "What a row holds in one cell.", fields, structs) for name, fields in structs.items()]
    return "\n\n".join([_HEAD, *held, *rows])


def _class(name: str, words: str, fields: Fields, structs: dict[str, Fields]) -> str:
    cells = [f"    {column}: {_type(column, dtype, structs)} | Any\n" for column, dtype in fields.items()]
    return f'class {name}(TypedDict):\n    """{words}"""\n\n{"".join(cells)}'


def _type(column: str, dtype: DataType | DataTypeClass, structs: dict[str, Fields]) -> str:
    if isinstance(dtype, pl.List):
        return f"list[{_type(column.removesuffix('s'), dtype.inner, structs)}]"
    return _struct(column, dtype.to_schema(), structs) if isinstance(dtype, pl.Struct) else dtype.to_python().__name__


def _struct(column: str, fields: Fields, structs: dict[str, Fields]) -> str:
    """Name a struct after its column; where another has that name, after its fields. Those within it come before it."""
    for name, dtype in fields.items():
        _type(name, dtype, structs)
    own = _camel(column)
    name = own if structs.get(own, fields) == fields else "".join(map(_camel, fields))
    structs[name] = fields
    return name


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def write(path: Path = FILE) -> None:
    """Rewrite `rows.py` from the database."""
    with store.connect() as db:
        files.write_whole(path, text(db))


if __name__ == "__main__":
    write()
