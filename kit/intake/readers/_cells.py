"""Tables of every kind as text cells: each row with its place in the file; rows that are no rows apart, with the reason."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from kit.intake.engine import engine, lent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kit.intake.document import Document

PLACE, JSON = "place of the row", "the row as JSON"
"""Columns that hold the place of a row and, of JSON objects, the row itself."""
_REFUSED = {"locator": pl.String, "raw": pl.String, "problem": pl.String}


def cells(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the rows of a table, every cell as text, and the refused rows as `locator, raw, problem`."""
    return _KINDS[document.shape](document)


def delimiter(document: Document) -> str:
    """Give the delimiter: that of the map, a tab in .tsv, else the likeliest of the heading line."""
    if document.map and document.map.delimiter:
        return document.map.delimiter
    skipped = document.map.skip_rows if document.map else 0
    lines = document.head_text.splitlines()[skipped:]
    heading = lines[0] if lines else ""
    return max(",", ";", "\t", "|", key=heading.count)


def headings(document: Document) -> list[str]:
    """Give the headings of a text table."""
    skipped = document.map.skip_rows if document.map else 0
    lines = document.head_text.splitlines(keepends=True)[skipped:]
    return [name.strip() for name in next(csv.reader(io.StringIO("".join(lines)), delimiter=delimiter(document)), [])]


def _text(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read by DuckDB; where that gives another count than a plain count of the records, record by record, to say which are damaged."""
    names = _distinct(headings(document))
    sql = (
        "SELECT * FROM read_csv($path, header = false, skip = $skip, auto_detect = false, columns = $columns, delim = $delimiter, "
        "quote = '\"', escape = '\"', strict_mode = true, null_padding = false, ignore_errors = true, max_line_size = 16000000)"
    )
    rows = (
        engine()
        .sql(
            sql,
            params={
                "path": str(document.plain_path),
                "skip": _skipped(document),
                "columns": dict.fromkeys(names, "VARCHAR"),
                "delimiter": delimiter(document),
            },
        )
        .pl()
    )
    filled = _filled(rows)
    if filled.height == sum(1 for record in _csv_records(document) if any(cell.strip() for cell in record)):
        return _placed(filled), pl.DataFrame(schema=_REFUSED)
    return _one_by_one(document, names)


def _skipped(document: Document) -> int:
    return (document.map.skip_rows if document.map else 0) + 1


def _csv_records(document: Document) -> Iterator[list[str]]:
    with document.plain_path.open(encoding="utf-8-sig", newline="") as file:
        csv.field_size_limit(2**31 - 1)
        yield from islice(csv.reader(file, delimiter=delimiter(document)), _skipped(document), None)


def _one_by_one(document: Document, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read a damaged table: whole rows, and apart those of another width. Raises BadFile where the last one is cut off."""
    records = [
        (place, _without_blank_tail(record, len(names)))
        for place, record in enumerate(_csv_records(document), 1)
        if any(cell.strip() for cell in record)
    ]
    whole = [(place, record) for place, record in records if len(record) == len(names)]
    if records and len(records[-1][1]) < len(names) and not document.text.endswith(("\n", "\r")):
        document.refuse_cut_off(f"row {records[-1][0]} has {len(records[-1][1])} cells of {len(names)}")
    if document.text.count('"') % 2 and "\n" in records[-1][1][-1]:
        document.refuse_cut_off(f"row {records[-1][0]} opens a quotation mark and never closes it")
    frame = pl.DataFrame([record for _, record in whole], schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_columns(pl.Series(PLACE, [f"row {place}" for place, _ in whole], pl.String))
    refused = [
        (f"row {place}", delimiter(document).join(record), f"it has {len(record)} cells, the headings are {len(names)}")
        for place, record in records
        if len(record) != len(names)
    ]
    return frame, pl.DataFrame(refused, schema=_REFUSED, orient="row")


def _without_blank_tail(record: list[str], width: int) -> list[str]:
    """Leave out blank cells beyond the headings, which a delimiter at the end of each line makes."""
    return record if any(cell.strip() for cell in record[width:]) else record[:width]


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out rows without any text."""
    return rows.filter(pl.any_horizontal(pl.all().str.strip_chars().str.len_chars() > 0))


def _placed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_row_index(PLACE, offset=1).with_columns(pl.format("row {}", PLACE).alias(PLACE))


def _parquet(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = (
        engine()
        .sql("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet($path)", params={"path": str(document.path)})
        .pl()
    )
    return _placed(rows), pl.DataFrame(schema=_REFUSED)


def _json_lines(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read one JSON object a line; a last line that is damaged and not ended is a file cut off."""
    lines = engine().sql("SELECT unnest(string_split($text, chr(10))) AS line", params={"text": document.text}).pl()
    if not document.text.endswith("\n") and not _is_object(lines["line"][-1]):
        document.refuse_cut_off("its last line is no whole JSON object")
    numbered = lines.with_row_index("number", offset=1).filter(pl.col("line").str.strip_chars() != "")
    return _objects(numbered.select(place=pl.format("line {}", "number"), json="line"))


def _json(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the list of objects that the document is, or that the map points to; one object is a list of one."""
    where = document.map.records if document.map else None
    path = "$" + "".join(f'."{key}"' for key in where.split(".")) if where else "$"
    found = (
        engine()
        .sql(
            "WITH list AS (SELECT json_extract($text::JSON, $path) AS json), "
            "items AS (SELECT if(json_type(json) = 'ARRAY', json_extract(json, '$[*]'), [json]) AS items FROM list WHERE json IS NOT NULL) "
            "SELECT '/' || unnest(range(len(items))) AS place, unnest(items)::VARCHAR AS json FROM items",
            params={"text": document.text, "path": path},
        )
        .pl()
    )
    return _objects(found)


def _objects(found: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give JSON objects as cells: one column a path of keys; what is no object is refused."""
    with lent(engine(), found=found):
        kinds = (
            engine()
            .sql(
                "SELECT *, json_valid(json) AND json_type(CASE WHEN json_valid(json) THEN json END) = 'OBJECT' AS is_object "
                "FROM found"
            )
            .pl()
        )
    good, bad = kinds.filter("is_object"), kinds.filter(~pl.col("is_object").fill_null(False))
    refused = bad.select(locator="place", raw="json", problem=pl.lit("it is no JSON object"))
    return good.select(pl.col("place").alias(PLACE), pl.col("json").alias(JSON)), refused


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def picked(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Give the named columns as text; of JSON objects, what stands at a key or at keys joined by dots."""
    if JSON not in frame.columns:
        return frame.select(PLACE, *names)
    paths = {name: "$" + "".join(f'."{key}"' for key in name.split(".")) for name in names}
    wanted = ", ".join(
        f'coalesce(json ->> {_quoted("$." + chr(34) + name + chr(34))}, json ->> {_quoted(path)}) AS "{name}"'
        for name, path in paths.items()
    )
    with lent(engine(), found=frame.select(pl.col(PLACE).alias("place"), pl.col(JSON).alias("json"))):
        chosen: pl.DataFrame = engine().sql(f"SELECT place, {wanted} FROM found").pl()
    return chosen.rename({"place": PLACE})


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def has_heading(frame: pl.DataFrame, name: str) -> bool:
    """Tell whether a table has a heading; of JSON objects, whether any has something at those keys."""
    if JSON not in frame.columns:
        return name in frame.columns
    return bool(picked(frame, [name])[name].is_not_null().any())


def raw(frame: pl.DataFrame) -> pl.Expr:
    """Give each row as the JSON text that is kept of it."""
    if JSON in frame.columns:
        return pl.col(JSON)
    return pl.struct(pl.exclude(PLACE)).struct.json_encode()


def _excel(document: Document) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = sheet(document, document.map.sheet if document.map else None)[_skipped(document) - 1 :]
    names = _distinct([str(name).strip() for name in rows[0]]) if rows else []
    frame = pl.DataFrame(
        [[as_text(cell) for cell in row] for row in rows[1:]], schema=dict.fromkeys(names, pl.String), orient="row"
    )
    return _placed(_filled(frame)), pl.DataFrame(schema=_REFUSED)


def sheet(document: Document, name: str | None = None) -> list[list[Any]]:
    """Give the rows of one sheet of a workbook, the first where none is named. Raises BadFile where it is damaged."""
    try:
        book = CalamineWorkbook.from_path(str(document.path))
        if name is not None and name not in book.sheet_names:
            document.refuse(f"it has no sheet {name!r}; its sheets are {', '.join(book.sheet_names)}")
        return (book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)).to_python()
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        document.refuse_cut_off(f"not a whole workbook: {error}")


def sheets(document: Document) -> list[list[list[Any]]]:
    """Give the rows of every sheet of a workbook."""
    try:
        names = CalamineWorkbook.from_path(str(document.path)).sheet_names
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        document.refuse_cut_off(f"not a whole workbook: {error}")
    return [sheet(document, name) for name in names]


def as_text(cell: Any) -> str:
    """Write a typed cell as a person would: whole numbers without a point, times no finer than they were typed."""
    if isinstance(cell, datetime):
        rounded = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
        return rounded.strftime("%Y-%m-%d %H:%M:%S" if rounded.second else "%Y-%m-%d %H:%M")
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _distinct(names: list[str]) -> list[str]:
    """Make repeated and empty headings distinct, so that a map can name each."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if name and seen[name] == 1 else f"{name}_{seen[name]}")
    return result


_KINDS: dict[str, Callable[[Document], tuple[pl.DataFrame, pl.DataFrame]]] = {
    "text": _text,
    "yaml": _text,
    "json": _json,
    "json_lines": _json_lines,
    "parquet": _parquet,
    "excel": _excel,
}
