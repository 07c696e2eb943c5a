"""The code book is made from the tables, is current, and its examples load."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kit import settings
from kit.database import codebook, evidence, store
from kit.errors import BadInput

BOOK = settings.DATA / "README.md"
PACKAGE: dict[str, Any] = json.loads((settings.DATA / "datapackage.json").read_text(encoding="utf-8"))


def examples() -> dict[str, str]:
    """Give the example files of the code book: table to text."""
    found = re.findall(
        r"^`([a-z]+)\.csv`.*?\n\n```csv\n(.*?)```", BOOK.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return dict(found)


def test_the_code_book_is_current() -> None:
    """The generated part says what `sql/tables.sql` says; if not: python -m kit.database.codebook."""
    text = BOOK.read_text(encoding="utf-8")

    assert codebook.rewritten(text) == text


def test_the_data_package_is_current() -> None:
    """The machine-readable description is made from the same definition; if not: python -m kit.database.codebook."""
    assert codebook.package_text() == (settings.DATA / "datapackage.json").read_text(encoding="utf-8")


def test_every_table_and_column_is_described() -> None:
    """Each column has one description, a phrase that ends in a full stop."""
    missing = [
        f"{table.name}.{column.name}"
        for table in codebook.tables()
        for column in table.columns
        if not (column.meaning or "").endswith(".")
    ]

    assert [] == missing
    assert [] == [table.name for table in codebook.tables() if not (table.meaning or "").endswith(".")]


def test_the_package_names_the_columns_of_the_files() -> None:
    """Each file of the data is a resource whose fields are its headings, in order."""
    headings = {}
    for resource in PACKAGE["resources"]:
        with (settings.DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
            headings[resource["path"]] = next(csv.reader(file))

    assert headings == {
        item["path"]: [field["name"] for field in item["schema"]["fields"]] for item in PACKAGE["resources"]
    }
    assert {path.name for path in settings.DATA.glob("*.csv")} == set(headings)


def test_the_package_refers_to_its_own_resources() -> None:
    """A foreign key points to a field of a resource that is there."""
    fields = {(item["name"], field["name"]) for item in PACKAGE["resources"] for field in item["schema"]["fields"]}
    keys = [key["reference"] for item in PACKAGE["resources"] for key in item["schema"].get("foreignKeys", [])]

    assert len(keys) > 10
    assert [] == [key for key in keys if (key["resource"], key["fields"][0]) not in fields]


def test_the_package_lists_the_vocabularies() -> None:
    """A column with a vocabulary has its words as a constraint."""
    (states,) = [
        field
        for item in PACKAGE["resources"]
        if item["name"] == "observation"
        for field in item["schema"]["fields"]
        if field["name"] == "state"
    ]

    assert ["down", "degraded", "restored", "normal", "not_hit"] == states["constraints"]["enum"]


def test_every_status_is_explained() -> None:
    """The hand-written part names each status in the order of the vocabulary."""
    table = BOOK.read_text(encoding="utf-8").partition("## Statuses")[2].partition("\n## ")[0]

    assert codebook.vocabularies()["status_kind"] == re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_the_order_of_sources_is_that_of_the_vocabulary() -> None:
    """Which source wins is said in the order in which the tables have it."""
    (line,) = re.findall(r"by kind of source: (.*);", BOOK.read_text(encoding="utf-8"))

    assert codebook.vocabularies()["source_kind"] == [word.replace(" ", "_") for word in line.split(", ")]


def test_there_is_an_example_of_each_evidence_table() -> None:
    """The four files of evidence, the three that they refer to and a correction are shown."""
    assert {"outage", "source", "entity", "observation", "claim", "attribution", "event", "correction"} == set(
        examples()
    )


def test_the_examples_load_beside_our_data(empty: duckdb.DuckDBPyConnection, folder: Callable[..., Path]) -> None:
    """What the code book tells a contributor to write breaks no rule and gives the conclusion that it describes."""
    evidence.fill(empty, [settings.DATA, folder(**examples())])
    store._draw_conclusions(empty)

    found = empty.execute(
        "SELECT function, end_state::VARCHAR, hour(began_earliest), hour(ended_latest) FROM impact "
        "WHERE outage_id = 'example-bank-2026-01-05'"
    ).fetchall()
    assert [("transfers", "ended", 0, 4)] == found
    assert [(40000.0, None)] == empty.execute("SELECT low, high FROM claim WHERE fact_id = 'mine-002'").fetchall()


def test_the_notation_of_times_is_that_of_the_code() -> None:
    """Each example of the notation in the code book is one that the kit reads."""
    text = BOOK.read_text(encoding="utf-8").partition("## Times")[2].partition("## Tables")[0]
    printed = re.findall(r"\b2024-07-19\S*", text)

    assert len(printed) >= 4
    assert [] == [item for item in printed if codebook.times.interval(item).latest is None]


def test_a_code_book_without_marks_is_refused() -> None:
    """The generated part needs a place."""
    with pytest.raises(BadInput, match="lacks its marks"):
        codebook.rewritten("# Code book")
