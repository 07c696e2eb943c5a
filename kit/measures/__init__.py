"""Measures: a name, parameters, a Polars frame. Most are one SELECT in `sql/`; those that estimate add `kit.estimators`.

Every frame carries `sources`, a list of the publications that a row rests on, so that each number can be traced. A measure is a function
of any module here that `@select` or `@measure` registers under its name.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from kit.database.query import check_outage, query
from kit.measures.registry import Measure, Record, names, record

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

__all__ = ["NAMES", "Measure", "Record", "check_outage", "query", "record"]

for _module in iter_modules(__path__, f"{__name__}."):
    if _module.name != f"{__name__}.typed":  # it is run, and asks this package for the measures
        import_module(_module.name)

NAMES: dict[str, Callable[..., pl.DataFrame]] = {name: record(name).frame for name in names()}
"""Every measure by its name."""


def __getattr__(name: str) -> Callable[..., pl.DataFrame]:
    """Give a measure as an attribute."""
    if name in NAMES:
        return NAMES[name]
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
