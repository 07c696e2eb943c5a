"""A record as a reader gives it: its columns, the frame of them, and what a reader is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from kit.intake.document import Document


UPDATE = pl.Struct({"at": pl.String, "status": pl.String, "body": pl.String, "state": pl.String})


COMPONENT = pl.Struct({"component": pl.String, "region": pl.String, "status": pl.String})


CHECK = pl.Struct({"at": pl.String, "state": pl.String})


FLAG = pl.Struct({"rule": pl.String, "detail": pl.String})


_TEXTS = (
    "locator",
    "provider",
    "native_id",
    "title",
    "kind",
    "severity",
    "status",
    "state",
    "posted",
    "began",
    "began_after",
    "mitigated",
    "resolved",
    "last_seen",
    "zone",
    "day_order",
    "url",
    "raw",
    "problem",
)


_record: dict[str, pl.DataType] = {
    **dict.fromkeys(_TEXTS, pl.String()),
    "severity_rank": pl.Int8(),
    "duration_seconds": pl.Float64(),
    "updates": pl.List(UPDATE),
    "components": pl.List(COMPONENT),
    "checks": pl.List(CHECK),
    "flags": pl.List(FLAG),
}


RECORD = pl.Schema(_record)
"""What a reader gives for each record. Times (posted, began, mitigated, resolved, last_seen, updates.at) are as printed.

`began_after` is when all was still well, where the onset itself is not printed: the last good check before the first bad one.
`state` is what the status says: open, over or nothing (one of another name keeps the status from being read for it). `zone` is for times without an offset; `day_order` is dmy or mdy for times
such as 03/04/2020. `duration_seconds` is added to the onset where no end is printed. `problem` says why a record cannot be read: it is quarantined then.
"""


SERIES = pl.Schema(
    {
        "locator": pl.String,
        "series_id": pl.String,
        "entity_id": pl.String,
        "at": pl.String,
        "zone": pl.String,
        "value": pl.Float64,
        "unit": pl.String,
        "raw": pl.String,
        "problem": pl.String,
    }
)
"""What a reader gives for each value of a series."""


@dataclass(frozen=True)
class Reading:
    """What a reader found in one file."""

    records: pl.DataFrame
    series: pl.DataFrame | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """One format: its name, how it is recognised (one line for people, one function), how it is read.

    `provider` is whose records they are where the format has only one publisher. `is_active_only` marks feeds that list what is
    going on now: they may be empty and may shrink. `is_file_a_record` marks files of one record, which
    are named after it and not after the provider. `shapes` are the shapes of `Document.shape` that it can have.
    """

    name: str
    recognised_by: str
    shapes: tuple[str, ...]
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Reading]
    provider: str | None = None
    is_active_only: Callable[[Document], bool] = lambda _: False
    is_file_a_record: Callable[[Document], bool] = lambda _: False


def is_object_with(value: Any, *keys: str) -> bool:
    """Tell whether a JSON value is an object that has all of these keys."""
    return isinstance(value, dict) and all(key in value for key in keys)


def any_has(values: Any, *keys: str) -> bool:
    """Tell whether a JSON value is a list of which some object has all of these keys."""
    return isinstance(values, list) and any(is_object_with(value, *keys) for value in values)


def records_of(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Make the frame of records of a format that Python reads; what is no text where text belongs becomes text."""
    frame = pl.DataFrame([_plain(row, RECORD) for row in rows], schema=RECORD, orient="row")
    return frame if frame.width else complete(frame, RECORD)


def _plain(row: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _fitting(row.get(name), type_) for name, type_ in schema.items()}


def _fitting(value: Any, type_: Any) -> Any:
    if isinstance(type_, pl.List):
        fields = cast("pl.Struct", type_.inner).to_schema()
        return None if value is None else [_plain(item, fields) for item in value]
    if type_ == pl.String and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value


def each(record: Callable[[Any, str], dict[str, Any]], items: Iterable[tuple[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the record of each item with its place; an item that makes no sense is quarantined instead of stopping the others."""
    for locator, item in items:
        raw = json.dumps(item, ensure_ascii=False, default=str)
        if not isinstance(item, dict):
            yield {"locator": locator, "raw": raw, "problem": "it is no object"}
            continue
        try:
            yield {"locator": locator, "raw": raw} | record(item, locator)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            yield {
                "locator": locator,
                "raw": raw,
                "problem": f"it makes no sense: {' '.join(str(error).split())[:120]}",
            }


def complete(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Give a frame exactly the columns of a schema; those that it lacks are empty."""
    lacking = [pl.lit(None, dtype=type_).alias(name) for name, type_ in schema.items() if name not in frame.columns]
    there = frame.schema
    if there == schema:
        return frame
    return frame.with_columns(lacking).select(_fitted(there.get(name), name, type_) for name, type_ in schema.items())


def _fitted(found: pl.DataType | None, name: str, wanted: pl.DataType) -> pl.Expr:
    """Cast a column; structs in a list get the fields that they lack."""
    column = pl.col(name)
    if (
        isinstance(found, pl.List)
        and isinstance(found.inner, pl.Struct)
        and isinstance(wanted, pl.List)
        and isinstance(wanted.inner, pl.Struct)
    ):
        has = {field.name for field in found.inner.fields}
        fields = [
            pl.element().struct.field(field.name).cast(field.dtype)
            if field.name in has
            else pl.lit(None, field.dtype).alias(field.name)
            for field in wanted.inner.fields
        ]
        return column.list.eval(pl.struct(fields))
    return column.cast(wanted)
