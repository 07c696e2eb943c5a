"""What makes a function a measure: `@select` puts the SELECT of its name behind it, `@measure` takes one that is finished in Python.

The command line, `kit`, `why`, the bundles and the published numbers know a measure by this record and by nothing else.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kit.database import schema
from kit.database.query import query
from kit.errors import KitError, NotFound
from kit.measures.grounds import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb
    import polars as pl

    from kit.measures.grounds import Finder

Function = TypeVar("Function", bound="Callable[..., pl.DataFrame]")

SQL = schema.sql_files(".", "kit.measures")
"""The SELECTs by name: a measure each, or what a measure of that name is made from."""

_GIVEN = ("db", "outage", "as_of")  # what every measure takes


class Measure(Protocol):
    """What every measure takes: the database, an outage_id or None for all, and a time that the evidence is seen from."""

    def __call__(
        self, db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
    ) -> pl.DataFrame:
        """Give the frame."""


@dataclass(frozen=True)
class Record:
    """A measure: what gives its frame, whether its rows are those of one SELECT, and what finds the evidence behind a row."""

    name: str
    frame: Callable[..., pl.DataFrame]
    is_select: bool
    grounds: Finder

    @property
    def options(self) -> Mapping[str, Any]:
        """Give what it takes beside an outage and `as_of`, with the defaults."""
        taken = inspect.signature(self.frame).parameters.values()
        return {parameter.name: parameter.default for parameter in taken if parameter.name not in _GIVEN}

    @property
    def is_grouped(self) -> bool:
        """Tell whether it can be grouped."""
        return "by" in self.options


_RECORDS: dict[str, Record] = {}


def select(words: Callable[[], None]) -> Measure:
    """Make a measure of the SELECT in `sql/` that has the name of a function, with the docstring of that function; its body is empty."""

    def frame(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
        return query(db, words.__name__, outage, as_of=as_of)

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(frame, name, getattr(words, name))
    if words.__name__ not in SQL:
        msg = f"kit/measures/sql/{words.__name__}.sql is missing: a measure that is one SELECT has it in a file of its name"
        raise KitError(msg)
    return measure(is_select=True)(frame)


def measure(*, is_select: bool = False, grounds: Finder = cited) -> Callable[[Function], Function]:
    """Register a function under its name.

    `is_select` says that its frame is the SELECT of its name unless an option is given. `grounds` finds what a row rests on, where that
    is not the sources of the row.
    """

    def registered(function: Function) -> Function:
        _RECORDS[function.__name__] = Record(function.__name__, function, is_select, grounds)
        return function

    return registered


def record(name: str) -> Record:
    """Give a measure by its name. Raises NotFound."""
    if name not in _RECORDS:
        what = "measure"
        raise NotFound(what, name, names())
    return _RECORDS[name]


def names() -> tuple[str, ...]:
    """Give the names of all measures, sorted."""
    return tuple(sorted(_RECORDS))
