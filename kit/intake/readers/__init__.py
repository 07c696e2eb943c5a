"""Readers: one module a format. Each gives the records of a file as printed; `kit.intake.canonical` types and judges them for all.

A format is one module of this package with a `READER`; it is found by being there. A reader says how its format is recognised, and
in its docstring which clock each field is. What DuckDB reads stands in the `.sql` file beside the module: one SELECT, one row a
record, with the columns of RECORD (those that a format lacks may be left out).
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from kit.errors import NotFound
from kit.intake.document import check

if TYPE_CHECKING:
    from kit.intake.document import Document
    from kit.intake.record import Reader


@lru_cache
def readers() -> dict[str, Reader]:
    """Give every reader by the name of its format."""
    names = sorted(item.name for item in pkgutil.iter_modules(__path__) if not item.name.startswith("_"))
    found = [import_module(f"{__name__}.{name}").READER for name in names]
    return {reader.name: reader for reader in found}


def reader_of(document: Document, form: str | None = None) -> Reader:
    """Give the reader of a file: the named one, else the only one that recognises it.

    Raises NotFound for an unknown name, BadFile for a file without content or one that no reader or more than one recognises.
    """
    if form is not None and form not in readers():
        what = "format"
        raise NotFound(what, form, readers())
    check(document)
    if document.shape == "json" and document.json in ([], {}, None):
        return _reader_of_nothing(document, form)
    if form is not None:
        return readers()[form]
    if document.map and not document.map.is_of_folder:
        return readers()["table"]
    fitting = [reader for reader in readers().values() if document.shape in reader.shapes]
    found = [reader for reader in fitting if reader.recognises(document)]
    if len(found) > 1:  # the map of a folder is for what describes itself in no other way
        found = [reader for reader in found if reader.name != "table"]
    if len(found) != 1:
        document.refuse(_question(document, found or fitting, is_ambiguous=bool(found)))
    return found[0]


def _reader_of_nothing(document: Document, form: str | None) -> Reader:
    """Give the reader for which an empty list is an answer: that of a feed which lists only what is going on now."""
    named = (
        [readers()[form]]
        if form
        else [reader for reader in readers().values() if "json" in reader.shapes and reader.recognises(document)]
    )
    allowed = [reader for reader in named if reader.is_active_only(document)]
    if len(allowed) != 1:
        document.refuse("it is an empty list; empty is not healthy: fetch it again, or delete it")
    return allowed[0]


def _question(document: Document, candidates: list[Reader], *, is_ambiguous: bool) -> str:
    names = ", ".join(reader.name for reader in candidates)
    if document.shape == "binary":
        return "it is neither UTF-8 nor UTF-16 text, nor a workbook or Parquet; if it is a table, say its `encoding` in a map"
    if is_ambiguous:
        return f"it could be {names}; say which with --format"
    shape = document.shape.replace("_", " ")
    hint = (
        f"; what is {shape} could be {names}: say which with --format"
        if names
        else "; outage-kit formats lists what can be read"
    )
    return f"its format is not known{hint}" + (
        ", and describe the columns of a table in a --map" if "table" in names else ""
    )
