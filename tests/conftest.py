"""What the tests stand on: the real database, built once, and small worlds of a few rows."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from serving import serving

from kit.database import evidence, schema, store
from kit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from serving import Server

    from kit.errors import Problem

WORLD = {
    "sector": "sector,name,name_ko\ntelecom,Telecoms,통신",
    "metric": "metric,name,kind,unit,role,counts,victims,is_additive,definition\n"
    "estimated_loss,Loss,money,currency,other_loss,,,true,Money lost.\n"
    "devices_affected,Devices hit,count,devices,affected,devices,devices,true,Devices hit.\n"
    "systems_restored,Systems restored,count,systems,restored,systems,systems,true,Systems back.",
    "source": "source_id,publisher,kind,language\npaper,The Paper,press,en\nministry,The Ministry,primary,ko",
    "entity": "entity_id,name,kind,sector,country\ntalk,Talk,service,telecom,KR\ncarrier,Carrier,organisation,telecom,US",
    "assumption": "assumption_id,used_in,parameter,place,low,high,unit,text,text_ko,source_id\n"
    "about,contradiction,about,1,0.05,0.05,share,About.,약.,assumption\n"
    "rounding,loss_checks,rounding,2,0.02,0.02,share,Rounding.,반올림.,assumption",
    "outage": "outage_id,name,cause,layer,country,onset_printed\nfire,The fire,data_centre_fire,data_centre,,2024-01-01T06:00Z",
}
"""The smallest world: one outage that began at 06:00 UTC on 1 January 2024, a Korean service, an American carrier, two sources, the two tolerances."""


@pytest.fixture(scope="session", autouse=True)
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests off the database of whoever runs them: the first use builds one in a temporary folder."""
    path = tmp_path_factory.mktemp("build") / "outages.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTAGE_KIT_DB", str(path))
        yield path


@pytest.fixture(scope="session")
def db(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:  # noqa: ARG001 -- names the file that connect opens
    """Open the database of the real data."""
    with store.connect() as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write CSV files into a new folder: `folder(outage="outage_id,name...")`."""

    def write(**tables: str | bytes) -> Path:
        place = tmp_path / f"folder-{len(list(tmp_path.iterdir()))}"
        place.mkdir()
        for table, text in tables.items():
            content = text if isinstance(text, bytes) else text.encode()
            (place / f"{table.replace('_', '-')}.csv").write_bytes(content)
        return place

    return write


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory whose tables are empty."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(schema.table_definitions())
        yield connection


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a file of a database with the tables and nothing in them."""
    return store.empty(tmp_path_factory.mktemp("blank") / "o.duckdb")


@pytest.fixture
def target(blank: Path, tmp_path: Path) -> Path:
    """Give a copy of it to load into."""
    (tmp_path / "db").mkdir()
    return Path(shutil.copy(blank, tmp_path / "db" / "o.duckdb"))


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep snapshots out of the data folder."""
    monkeypatch.setattr(import_module("kit.intake.pull"), "FEEDS", tmp_path / "feeds")
    return tmp_path / "feeds"


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a server on this machine."""
    with serving() as running:
        yield running


@pytest.fixture
def world(folder: Callable[..., Path]) -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """Fill a database in memory from the smallest world, with the tables given instead of its own."""
    opened = []

    def fill(**tables: str | bytes) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        opened.append(connection)
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(schema.table_definitions())
        evidence.fill(connection, [folder(**(WORLD | tables))])
        store._draw_conclusions(connection)
        return connection

    yield fill
    for connection in opened:
        connection.close()


@pytest.fixture
def problems(world: Callable[..., duckdb.DuckDBPyConnection]) -> Callable[..., list[Problem]]:
    """Give the problems of a world whose tables break rules."""

    def find(**tables: str | bytes) -> list[Problem]:
        with pytest.raises(DataError) as caught:
            world(**tables)
        return caught.value.problems

    return find
