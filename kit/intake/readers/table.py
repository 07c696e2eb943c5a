"""A table of one record a row, through a TOML map (`kit.intake.table_map`): CSV, TSV, XLS(X), JSON, JSON lines or Parquet.

Clocks are what the map says they are. `began` and `resolved` are the onset and the end as printed; `duration` is added to the onset where
there is no end. Cells stay text until the map has spoken; a label that the map does not list quarantines its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from kit.intake.readers._cells import PLACE, cells, has_heading, picked, raw
from kit.intake.record import RECORD, Reader, Reading, complete
from kit.intake.table_map import UNITS, TableMap
from kit.intake.vocabulary import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kit.intake.document import Document

_DEFAULT_LABELS: dict[str, dict[str, Any]] = {
    "kind": {"incident": "incident", "maintenance": "maintenance"},
    "severity_rank": {str(rank): rank for rank in range(5)},
}
_CLOCKS = ("posted", "began", "mitigated", "resolved", "last_seen")
_TEXTS = ("native_id", "title", "severity", "status", *_CLOCKS, "url")
"""Names that take the text of their cells as it is."""

_SOURCES = {"severity_rank": "severity", "state": "status", "kind": "status"}
"""Where a labelled name has no column of its own, the column that its labels are of."""


def _recognises(document: Document) -> bool:
    return document.map is not None


def _read(document: Document) -> Reading:
    if document.map is None:
        document.refuse(
            "a table needs a map of its columns; give one with --map, or put it beside the file as "
            f"{document.path.with_suffix('.toml').name}"
        )
    rows, refused = cells(document)
    names = list(dict.fromkeys(name for ours in document.map.columns for name in document.map.headings(ours)))
    _check_headings(document, rows, names)
    table = picked(rows, names).with_columns(rows.select(raw(rows).alias("raw row")))
    records = _records(document.map, _corrected(document, document.map, table))
    return Reading(pl.concat([complete(records, RECORD), complete(refused, RECORD)]))


def _check_headings(document: Document, rows: pl.DataFrame, names: Iterable[str]) -> None:
    lacking = [name for name in names if rows.height and not has_heading(rows, name)]
    if lacking:
        there = ", ".join(name for name in rows.columns if name != PLACE)
        document.refuse(f"its map names the heading {lacking[0]!r}, which it lacks; it has {there}")


def _corrected(document: Document, table_map: TableMap, table: pl.DataFrame) -> pl.DataFrame:
    """Put in the corrections of the map. Raises BadFile where a cell is no longer as the map says it was."""
    key = _joined(table_map, "native_id") if "native_id" in table_map.columns else pl.col(PLACE)
    for item in table_map.corrections:
        is_row = (key == item.id) | (pl.col(PLACE) == item.id)
        for found in table.filter(is_row)[item.column]:
            if found != item.was:
                document.refuse(
                    f"{item.column} of {item.id} is {found!r}, its map corrects {item.was!r}; the publisher has mended it: "
                    "delete the correction"
                )
        table = table.with_columns(
            pl.when(is_row).then(pl.lit(item.now)).otherwise(pl.col(item.column)).alias(item.column)
        )
    return table


def _joined(table_map: TableMap, name: str) -> pl.Expr:
    """Give the text of one of our names: its cells joined by a blank; nothing where the first of them is missing."""
    missing = [spelling.lower() for spelling in (*MISSING, *table_map.missing)]
    if name not in table_map.columns:
        return pl.lit(table_map.values.get(name), pl.String)
    parts = [pl.col(heading).str.strip_chars() for heading in table_map.headings(name)]
    known = [pl.when(~part.str.to_lowercase().is_in(missing)).then(part) for part in parts]
    return pl.when(known[0].is_not_null()).then(pl.concat_str(known, separator=" ", ignore_nulls=True))


def _records(table_map: TableMap, table: pl.DataFrame) -> pl.DataFrame:
    labelled = {name: _labelled(table_map, name) for name in ("kind", "severity_rank", "state")}
    component = pl.struct(
        component=_joined(table_map, "component"), region=_joined(table_map, "region"), status=pl.lit(None, pl.String)
    )
    named = _joined(table_map, "component").is_not_null()
    return table.select(
        pl.col(PLACE).alias("locator"),
        pl.col("raw row").alias("raw"),
        pl.lit(table_map.day_order, pl.String).alias("day_order"),
        *(_joined(table_map, name).alias(name) for name in _TEXTS),
        provider=pl.coalesce(_joined(table_map, "provider"), pl.lit(table_map.provider, pl.String)),
        zone=pl.coalesce(_joined(table_map, "zone"), pl.lit(table_map.zone, pl.String)),
        duration_seconds=_seconds(table_map),
        **{name: value.cast(RECORD[name]) for name, (value, _) in labelled.items()},
        problem=pl.coalesce(*(problem for _, problem in labelled.values()), _duration_problem(table_map)),
        components=pl.when(named).then(pl.concat_list(component)),
    )


def _labelled(table_map: TableMap, name: str) -> tuple[pl.Expr, pl.Expr]:
    """Give our value for the label of a cell, and what is wrong where the map does not list the label."""
    source = name if name in table_map.columns or name in table_map.values else _SOURCES[name]
    labels = table_map.labels.get(name, _DEFAULT_LABELS.get(name, {}) if source == name else {})
    cell = _joined(table_map, source)
    if not labels:
        return pl.lit(None, pl.String), pl.lit(None, pl.String)
    value = cell.replace_strict(
        list(labels), [str(label) for label in labels.values()], default=None, return_dtype=pl.String
    )
    told = pl.concat_str(pl.lit(f"{name}: the map has no label "), cell.str.slice(0, 60))
    return value, pl.when(cell.is_not_null() & value.is_null()).then(told)


def _seconds(table_map: TableMap) -> pl.Expr:
    unit = UNITS.get(table_map.units.get("duration", "seconds"), 1)
    return _joined(table_map, "duration").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False) * unit


def _duration_problem(table_map: TableMap) -> pl.Expr:
    cell = _joined(table_map, "duration")
    told = pl.concat_str(pl.lit("duration: "), cell.str.slice(0, 60), pl.lit(" is no number"))
    return pl.when(cell.is_not_null() & _seconds(table_map).is_null()).then(told)


READER = Reader(
    name="table",
    recognised_by="any CSV, TSV, XLS(X), JSON, JSON lines or Parquet with a TOML map of its columns, beside it or given with --map",
    shapes=("text", "yaml", "json", "json_lines", "parquet", "excel"),
    recognises=_recognises,
    read=_read,
)
