"""An export is whole, says of each file what it holds, and reads back as the database it came from."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
import yaml

import kit
from kit import settings
from kit.database import schema, store
from kit.errors import BadInput
from kit.intake.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = settings.DATA.parent


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database with the evidence and a few loaded reports."""
    path = store.build(path=tmp_path_factory.mktemp("full") / "full.duckdb")
    load([ROOT / "tests" / "data" / "statuspage" / "example-shop.json"], db=path)
    with store.connect(path) as connection:
        yield connection


@pytest.fixture(scope="module")
def folder(full: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export that database."""
    return kit.export(full, tmp_path_factory.mktemp("out") / "export").folder


def package(folder: Path) -> dict[str, Any]:
    """Read the list of the files."""
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def names(folder: Path) -> list[Path]:
    """Give every table and conclusion that was exported, without ending."""
    return [
        Path(resource["path"]).with_suffix("")
        for resource in package(folder)["resources"]
        if resource["format"] == "csv"
    ]


def test_every_table_and_conclusion_is_there(full: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What the database holds stands in the export, the evidence apart from the conclusions."""
    tables = {row[0] for row in full.execute("SELECT table_name FROM duckdb_tables()").fetchall()} - set(
        schema.sql_files("views")
    )

    assert {Path("tables", name) for name in tables} | {
        Path("conclusions", name) for name in schema.sql_files("views")
    } == set(names(folder))


def test_every_file_reads_back(full: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Parquet, CSV and the copied database hold as many rows as the database, under the same columns."""
    counts = {name.name: full.execute(f"SELECT count(*) FROM {name.name}").fetchall()[0][0] for name in names(folder)}
    columns = {name.name: full.sql(f"FROM {name.name}").columns for name in names(folder)}
    parquet = {name.name: pl.read_parquet(folder / f"{name}.parquet") for name in names(folder)}
    text = {name.name: pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in names(folder)}
    with store.connect(folder / "outages.duckdb") as copy:
        copied = {name: copy.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in counts}

    assert counts["report"] > 0
    assert (
        counts
        == copied
        == {name: frame.height for name, frame in parquet.items()}
        == {name: frame.height for name, frame in text.items()}
    )
    assert (
        columns
        == {name: frame.columns for name, frame in parquet.items()}
        == {name: frame.columns for name, frame in text.items()}
    )


def test_values_survive(full: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Numbers, times in UTC, Korean words and lists of rows are the same in either form."""
    ask = "SELECT scope_ko, low, period_end FROM {} WHERE row_id = 'kakao-pangyo-2022-10-15--044'"
    expected = full.execute(ask.format("claim")).fetchall()
    with duckdb.connect() as reader:
        reader.execute("SET TimeZone = 'UTC'")
        found = [
            reader.execute(ask.format(f"'{folder}/tables/claim.{form}'")).fetchall() for form in ("parquet", "csv")
        ]
    impact = full.sql("FROM impact WHERE entity_id = 'kakaotalk' ORDER BY ALL").pl()
    parquet = pl.read_parquet(folder / "conclusions" / "impact.parquet").filter(entity_id="kakaotalk")
    text = pl.read_csv(folder / "conclusions" / "impact.csv", try_parse_dates=True).filter(entity_id="kakaotalk")

    assert [expected, expected] == found
    assert "증권사" in expected[0][0]
    assert (
        impact["ended_latest"].to_list()
        == parquet["ended_latest"].to_list()
        == text["ended_latest"].dt.replace_time_zone("UTC").to_list()
    )
    assert impact["row_ids"].to_list() == parquet["row_ids"].to_list() == [ids.split(" ") for ids in text["row_ids"]]


def test_the_list_is_true(folder: Path) -> None:
    """Every file but the list itself is in the list, with its size, its hash and, for a table, its columns."""
    listed = {resource["path"]: resource for resource in package(folder)["resources"]}

    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        *listed,
        "datapackage.json",
    }
    for name, resource in listed.items():
        content = (folder / name).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])
    fields = {field["name"]: field for field in listed["tables/claim.csv"]["schema"]["fields"]}
    assert ("number", "Lower bound; empty = open.") == (fields["low"]["type"], fields["low"]["description"])
    assert len({resource["name"] for resource in listed.values()}) == len(listed)


def test_code_book_licence_and_citation_come_with_it(folder: Path) -> None:
    """Who gets the folder alone knows what a column means, what is allowed and how to cite."""
    assert (settings.DATA / "README.md").read_bytes() == (folder / "README.md").read_bytes()
    assert (ROOT / "CITATION.cff").read_bytes() == (folder / "CITATION.cff").read_bytes()
    assert "CC-BY-4.0" in (folder / "LICENCE.txt").read_text(encoding="utf-8")


def test_no_path_of_this_machine_is_given_away(folder: Path) -> None:
    """The files that the database was built from are named within the repository."""
    built = pl.read_csv(folder / "tables" / "build_input.csv")["path"].to_list()

    assert "data/claim.csv" in built
    assert not any(path.startswith("/") for path in built)


def test_the_same_database_gives_the_same_bytes(full: duckdb.DuckDBPyConnection, folder: Path, tmp_path: Path) -> None:
    """Exported again elsewhere, every Parquet and CSV file is the same to the byte."""
    again = kit.export(full, tmp_path / "again").folder

    assert [] == [
        name
        for name in names(folder)
        for form in ("csv", "parquet")
        if (folder / f"{name}.{form}").read_bytes() != (again / f"{name}.{form}").read_bytes()
    ]


def test_an_earlier_export_is_replaced(full: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """What an export made it may replace; no scrap of the making stays beside it."""
    (tmp_path / "export").mkdir()
    kit.export(full, tmp_path / "export")
    (tmp_path / "export" / "tables" / "claim.csv").write_text("old", encoding="utf-8")
    kit.export(full, tmp_path / "export")

    assert (tmp_path / "export" / "tables" / "claim.csv").stat().st_size > 100_000
    assert [tmp_path / "export"] == list(tmp_path.iterdir())


def test_a_folder_of_somebody_else_is_left_alone(full: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A folder with a file that no export made is refused, even inside an export, and so are a file and the data themselves."""
    export = kit.export(full, tmp_path / "export").folder
    (export / "tables" / "mine.txt").write_text("mine", encoding="utf-8")
    for place in (export, export / "tables" / "mine.txt", settings.DATA, export / "README.md" / "below"):
        with pytest.raises(BadInput):
            kit.export(full, place)

    assert "mine" == (export / "tables" / "mine.txt").read_text(encoding="utf-8")


def test_a_failed_export_leaves_the_old_one(
    full: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one file cannot be written the folder stays as it was, and the database can be exported again."""
    kit.export(full, tmp_path / "export")
    before = package(tmp_path / "export")
    with monkeypatch.context() as patch:
        patch.setitem(kit.export.__globals__["_COPIED"], "CITATION.cff", tmp_path / "missing")
        with pytest.raises(BadInput):
            kit.export(full, tmp_path / "export")

    assert before == package(tmp_path / "export")
    assert [tmp_path / "export"] == list(tmp_path.iterdir())
    kit.export(full, tmp_path / "export")


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff has what version 1.2.0 of the format requires, and the version of the kit and of its data."""
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert {"cff-version", "message", "title", "authors", "type", "version"} <= set(found)
    assert ("1.2.0", "outage-kit", "software", kit.__version__) == tuple(
        found[key] for key in ("cff-version", "title", "type", "version")
    )
    assert [("data", "CC-BY-4.0", kit.__version__)] == [
        (part["type"], part["license"], part["version"]) for part in found["references"]
    ]
