"""Which number of a figure rests on what: from each drawn row to the printed statements behind it, and the lines of the data that they stand in."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypedDict

import polars as pl

from kit import figures, measures, settings
from kit.frames import rows_of
from kit.measures import evidence
from kit.measures.grounds import EVERY, REPORTS
from kit.measures.rows import RedundancyAssumptions, Reports, Statements
from kit.measures.strategies import redundancy_assumptions
from kit.text import words
from kit.text.bounds import bounded
from kit.text.caption import attributed, duration, published, publisher
from kit.text.columns import heading, is_second, upper, word
from kit.text.statement import amount, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

    from kit.figures import Record
    from kit.measures.grounds import Grounds
    from kit.text import Words

_SAID = (
    "row_id",
    "table_name",
    "says",
    "what",
    "entity",
    "scope",
    "said_low",
    "said_high",
    "unit",
    "at_printed",
    "said_on",
    "status",
    "fact_id",
    "source_id",
    "publisher",
    "via",
    "read_as",
    "kind",
    "published_on",
    "url",
    "place",
)
_COLUMNS = ("figure", "outage_id", "row", "label", "column", "number", "value", "low", "high", *_SAID)
_SCHEMA = (
    dict.fromkeys(_COLUMNS, pl.String)
    | {"row": pl.Int64}
    | dict.fromkeys(("low", "high", "said_low", "said_high"), pl.Float64)
)


Line = dict[str, Any]
"""Columns of a line of `why`, or some of them."""


class _Assumption(TypedDict):
    name: str | Any
    text: str | Any
    text_ko: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any


def why(
    db: duckdb.DuckDBPyConnection, figure: str, outage: str | None = None, *, lang: str = "en", as_of: str | None = None
) -> pl.DataFrame:
    """Give a line for each drawn row, number of it, and row of evidence that this number rests on.

    `row` counts the drawn rows from 1, `column` is the first column of the number in the data of the figure, `value` the number with its unit, `low` and
    `high` the same bare; `says` is the printed statement, `place` file and line of its row where the data are as they were built from. What rests on an
    assumption has `table_name` assumption. Figures of loaded reports name the counted reports of each provider once, without a column: every number of
    the provider rests on all of them. Raises NotFound for another figure, outage or language, NothingToDraw where there is no figure.
    """
    say, record, measure = words(lang), figures.record(figure), measures.record(figure)
    frame = measure.frame(db, outage, as_of=as_of)
    figures.draw(figure, frame, lang)  # raises where there is nothing to draw
    drawn = record.rows(frame)
    behind = measure.grounds(db, drawn.rows(named=True), outage, as_of)
    said = _said(db, say, {name for one in behind for ids in one.values() for name in ids}, as_of)
    nothing = {"table_name": "assumption", "says": say("why.assumed")}
    lines = [
        {"figure": figure, "outage_id": outage, **number, **said.get(name, nothing)}
        for number, ids in _resting(say, record, drawn, behind)
        for name in ids or ("",)
    ]
    return pl.DataFrame(lines, schema=_SCHEMA)


def _resting(
    say: Words, figure: Record, drawn: pl.DataFrame, behind: Iterable[Grounds]
) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Give each number that is drawn with the ids it rests on; what rests on reports once for all rows of the same reports."""
    columns, done = _numbers(figure, drawn), set()
    for place, (row, ground) in enumerate(zip(drawn.rows(named=True), behind, strict=True), 1):
        named = {"row": place, "label": _label(say, figure, row)}
        if REPORTS not in ground:
            yield from (
                (named | number, ground.get(number["column"], ground.get(EVERY, ())))
                for name in columns
                if (number := _number(say, figure, row, name))
            )
        elif ground[REPORTS] not in done:
            done.add(ground[REPORTS])
            yield named | {"number": say("why.every")}, ground[REPORTS]


def _numbers(figure: Record, drawn: pl.DataFrame) -> list[str]:
    """Give the columns of the numbers of a frame, both bounds by the first; where it has none, those of its times."""
    names = [
        name
        for name, dtype in drawn.schema.items()
        if dtype.is_numeric() and name not in figure.keys and not is_second(name, drawn.columns)
    ]
    return names or [
        name for name, dtype in drawn.schema.items() if dtype == pl.Datetime and not name.startswith("onset")
    ]


def _label(say: Words, figure: Record, row: Mapping[str, Any]) -> str:
    named = [_word(say, figure.name, row, name) for name in figure.labels if row.get(name) is not None]
    return " · ".join(named) or say("why.none")


def _word(say: Words, figure: str, row: Mapping[str, Any], name: str) -> str:
    if name == "hour":
        return say.hours(row[name])
    key = f"{figure}.{name}.{row[name]}"
    return say(key) if say.has(key) else publisher(say, word(say, name, str(say.name(row, name))))


def _number(say: Words, figure: Record, row: Mapping[str, Any], name: str) -> Line | None:
    """Give a number of a row with its unit in words; None where neither bound is known."""
    low, high = row[name], row[upper(name)]
    if low is None and high is None:
        return None
    told = {"column": name, "number": re.sub(r" *\(.*\)$", "", heading(say, name))}  # the unit stands in the value
    if isinstance(low, datetime):
        return told | {"value": say.moment(low)}
    value = _value(say, _unit(figure, row, name), low, high, is_approximate=bool(row.get("is_approximate")))
    return told | {"value": value, "low": low, "high": high}


def _unit(figure: Record, row: Mapping[str, Any], column: str) -> str:
    """Give the unit of a number: as the figure says, or as its column or row tells."""
    name = column.replace("_low", "")
    told = figure.units.get(name) or ("share" if "share" in name else "hours" if "hours" in name else "")
    return told if isinstance(told, str) else next((row[holder] for holder in told if row[holder]), "")


def _value(say: Words, unit: str, low: float | None, high: float | None, *, is_approximate: bool) -> str:
    if unit == "hours":
        text = duration(say, low, high)
        return say("span.about", value=text) if is_approximate else text
    if unit == "share":
        return bounded(say, low, high, say.percent, is_approximate=is_approximate)
    return amount(say, low, high, unit, is_approximate=is_approximate)


# --- what stands behind -----------------------------------------------------------------------------------------------


def _said(db: duckdb.DuckDBPyConnection, say: Words, wanted: set[str], as_of: str | None) -> dict[str, Line]:
    """Say what each row of evidence, assumption or loaded report says, by its id."""
    places = _places(db)
    statements = evidence.statements(db, as_of=as_of).filter(pl.col("row_id").is_in(wanted))
    found = {
        row["row_id"]: _of_statement(say, row, places.get(row["row_id"])) for row in rows_of(statements, Statements)
    }
    found |= {row["report_id"]: _of_report(say, row) for row in rows_of(evidence.reports(db, as_of=as_of), Reports)}
    if wanted <= set(found):
        return found
    return found | {row["name"]: _of_assumption(say, row, places.get(row["name"])) for row in _assumptions(db, as_of)}


def _assumptions(db: duckdb.DuckDBPyConnection, as_of: str | None) -> list[_Assumption]:
    """Give every assumption by its id as `name`, those of redundancy as they were worked out."""
    rows = db.sql("SELECT assumption_id AS name, text, text_ko, low, high, unit FROM assumption").pl()
    worked = rows_of(redundancy_assumptions(db, as_of=as_of), RedundancyAssumptions)
    return [*rows_of(rows, _Assumption), *worked]


def _of_statement(say: Words, row: Statements, place: str | None) -> Line:
    source = row["sources"][0]
    kept = {
        name: row[name]
        for name in ("row_id", "table_name", "what", "unit", "at_printed", "said_on", "status", "fact_id")
    }
    cited = {name: source[name] for name in ("source_id", "publisher", "via", "read_as", "kind", "published_on", "url")}
    named = {
        "says": statement(say, row),
        "entity": say.name(row, "entity"),
        "scope": say.name(row, "text"),
        "place": place,
    }
    return {**kept, **cited, **named, "said_low": row["low"], "said_high": row["high"]}


def _of_assumption(say: Words, row: _Assumption, place: str | None) -> Line:
    return {
        "row_id": row["name"],
        "table_name": "assumption",
        "says": f"{say.name(row, 'text')}: {amount(say, row['low'], row['high'], row['unit'])}",
        "said_low": row["low"],
        "said_high": row["high"],
        "unit": row["unit"],
        "place": place,
    }


def _of_report(say: Words, row: Reports) -> Line:
    ends = (None if row[name] is None else say.moment(row[name]) for name in ("certain_start", "certain_end"))
    return {
        "row_id": row["report_id"],
        "table_name": "report",
        "says": f"{row['title'] or ''} ({say.span(*ends)})",
        "publisher": row["provider"],
        "url": row["url"],
        "place": f"{row['path']}: {row['locator']}",
    }


def _places(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Give file and line of each row of evidence and each assumption, of those files that are still as the database was built from them."""
    built = [
        (Path(path), sha)
        for path, sha in db.execute("SELECT path, sha256 FROM build_input WHERE path LIKE '%.csv'").fetchall()
    ]
    whole = [path for path, sha in built if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha]
    return {
        row_id: f"{_short(path)}:{line}"
        for path in whole
        if path.stem in ("observation", "claim", "attribution", "event", "assumption")
        for row_id, line in _lines(path)
    }


def _lines(path: Path) -> Iterator[tuple[str, int]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):  # every record stands on one line
            yield row.get("assumption_id") or row.get("row_id") or row["fact_id"], line


def _short(path: Path) -> str:
    root = settings.DATA.parent
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


# --- for a terminal ---------------------------------------------------------------------------------------------------


def as_text(frame: pl.DataFrame, lang: str = "en") -> str:
    """Write what `why` found, for a terminal: the numbers that rest on the same rows together, then these rows."""
    say = words(lang)
    lines = frame.rows(named=True)
    said = {line["row_id"]: line for line in lines}
    resting: dict[tuple[int, str, str], list[str]] = {}
    for line in lines:
        resting.setdefault(
            (line["row"], line["label"], " ".join(filter(None, (line["number"], line["value"])))), []
        ).append(line["row_id"])
    groups: dict[tuple[str, ...], dict[tuple[int, str], list[str]]] = {}
    for (row, label, number), ids in resting.items():
        groups.setdefault(tuple(ids), {}).setdefault((row, label), []).append(number)
    parts = [_group(say, members, [said[name] for name in ids]) for ids, members in groups.items()]
    return "\n\n".join([_lead(say, frame), *parts])


def _lead(say: Words, frame: pl.DataFrame) -> str:
    behind = frame.unique("row_id")
    cited = behind.filter(pl.col("source_id").is_not_null())
    if cited.is_empty():
        return fill(say("why.lead_reports", n=say.number(behind.filter(pl.col("table_name") == "report").height)), 118)
    primary = cited.filter(pl.col("kind") == "primary").height / cited.height
    return fill(
        say(
            "why.lead", n=say.number(frame["row"].n_unique()), rows=say.number(cited.height), share=say.percent(primary)
        ),
        118,
    )


def _group(say: Words, members: dict[tuple[int, str], list[str]], said: Iterable[Line]) -> str:
    """Write the rows that rest on the same evidence, those of the same numbers together, and the evidence."""
    labels: dict[str, list[str]] = {}
    for (_, label), numbers in members.items():
        labels.setdefault("; ".join(numbers), []).append(label)
    drawn = [
        part
        for numbers, named in labels.items()
        for part in (*named, fill(numbers, 118, initial_indent="  ", subsequent_indent="  "))
    ]
    return "\n".join([*drawn, *(_evidence(say, line) for line in said)])


def _evidence(say: Words, line: Line) -> str:
    kind = say(f"source_kind.{line['kind']}") if line["kind"] else ""
    status = word(say, "status", line["status"]) if line["status"] not in (None, "accepted") else ""
    what = ", ".join(filter(None, (line["table_name"], kind, status)))
    day = published(say, line["published_on"]) if line["published_on"] else ""
    where = " · ".join(
        filter(None, (attributed(say, line) if line["publisher"] else "", day, line["place"], line["url"]))
    )
    head = fill(
        f"{line['row_id'] or ''} ({what}): {line['says']}".strip(),
        118,
        initial_indent="    ",
        subsequent_indent="      ",
        break_long_words=False,
    )
    return f"{head}\n      {where}" if where else head
