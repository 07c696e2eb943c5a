"""The database is replaced whole or not at all, readers are never disturbed, and what was loaded stays."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from kit import settings
from kit.database import evidence, schema, store
from kit.errors import BadInput, Busy, DataError, KitError

Folder = Callable[..., Path]

OUTAGES = "outage_id,name,cause,layer\nfire,The fire,power,data_centre\n"
MORE = "outage_id,name,cause,layer\nflood,The flood,power,data_centre\n"


@pytest.fixture
def data(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand a folder with one outage where `data/` is, with its default database."""
    place = folder(outage=OUTAGES)
    monkeypatch.setattr(settings, "DATA", place)
    monkeypatch.delenv("OUTAGE_KIT_DB")
    return place


def names(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Give the outages of a database."""
    return [row[0] for row in db.execute("SELECT outage_id FROM outage ORDER BY 1").fetchall()]


def break_off(target: Path) -> None:
    """Write half a file, then fail."""
    with store.writing(target) as new:
        new.write_text("half")
        raise KitError


@pytest.mark.usefixtures("data")
def test_a_failed_build_leaves_the_old_file_untouched(tmp_path: Path, folder: Folder) -> None:
    """Rows that break rules change no byte of the database that was there, and leave nothing behind."""
    path = store.build(path=tmp_path / "db" / "outages.duckdb")
    before = path.read_bytes()

    with pytest.raises(DataError):
        store.build([folder(outage="outage_id,name,cause,layer\nflood,The flood,rain,data_centre\n")], path=path)

    assert before == path.read_bytes()
    assert {"outages.duckdb", ".outages.duckdb.lock"} == {item.name for item in path.parent.iterdir()}


def test_a_write_that_breaks_off_is_dropped(tmp_path: Path) -> None:
    """What was written so far is not renamed over the target."""
    target = tmp_path / "outages.duckdb"
    target.write_text("old")
    with pytest.raises(KitError):
        break_off(target)

    assert "old" == target.read_text()
    assert {"outages.duckdb", ".outages.duckdb.lock"} == {item.name for item in tmp_path.iterdir()}


@pytest.mark.usefixtures("data")
def test_a_reader_keeps_reading_during_a_build(tmp_path: Path, folder: Folder) -> None:
    """A connection sees the database that it opened; one that is opened after the build sees the new one, in the same process too."""
    path = store.build(path=tmp_path / "outages.duckdb")
    with store.connect(path) as before:
        store.build([folder(outage=MORE)], path=path)
        with store.connect(path) as after:
            assert ["fire"] == names(before)
            assert ["fire", "flood"] == names(after)


@pytest.mark.usefixtures("data")
def test_a_reader_leaves_nothing_behind(tmp_path: Path) -> None:
    """The second name under which a reader opens the file is gone at once."""
    path = store.build(path=tmp_path / "db" / "outages.duckdb")
    with store.connect(path):
        assert {"outages.duckdb", ".outages.duckdb.lock"} == {item.name for item in path.parent.iterdir()}


@pytest.mark.usefixtures("data")
def test_a_second_writer_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one process writes, another waits, and after a while is told that the database is busy."""
    target = tmp_path / "outages.duckdb"
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.2)
    with store.writing(target) as new:
        with pytest.raises(Busy, match="another process is writing"):
            store.build(path=target)
        new.touch()

    assert target.exists()


@pytest.mark.usefixtures("data")
def test_loaded_reports_are_carried_over(tmp_path: Path) -> None:
    """A build renews what comes from `data/` and keeps what was loaded from files."""
    path = store.build(path=tmp_path / "outages.duckdb")
    with duckdb.connect(path) as db:
        db.execute("INSERT INTO load VALUES (1, 'a.json', 'x', 'statuspage', 'Cloud', now(), 2, 1, 0, 1, '0')")
        db.execute("INSERT INTO quarantine VALUES (1, '2', 'no time', '{}')")
        db.execute(
            "INSERT INTO report (report_id, load_id, locator, format, provider, native_id, kind, end_state) "
            "VALUES ('r', 1, '1', 'statuspage', 'Cloud', 'r', 'incident', 'unknown')"
        )

    with store.connect(store.build(path=path)) as db:
        assert [("r", "no time")] == db.execute(
            "SELECT report_id, reason FROM report JOIN quarantine USING (load_id)"
        ).fetchall()


def test_the_default_database_is_built_on_first_use(data: Path) -> None:
    """Nobody has to build before the first question."""
    with store.connect() as db:
        assert ["fire"] == names(db)
    assert (data / "build" / "outages.duckdb").exists()


def test_the_default_database_is_built_again_when_data_change(data: Path) -> None:
    """A changed CSV file is seen by the next connection."""
    store.connect().close()
    (data / "outage.csv").write_text(OUTAGES + "storm,The storm,power,telecom\n")

    with store.connect() as db:
        assert ["fire", "storm"] == names(db)


def test_the_default_database_is_not_built_again_when_nothing_changed(data: Path) -> None:
    """Opening what is current writes nothing."""
    store.connect().close()
    before = (data / "build" / "outages.duckdb").stat()
    store.connect().close()

    assert before.st_ino == (data / "build" / "outages.duckdb").stat().st_ino


def test_building_again_keeps_the_folders_of_a_user(data: Path, folder: Folder) -> None:
    """A user's own outages stay when ours change."""
    store.build([folder(outage=MORE)])
    (data / "outage.csv").write_text(OUTAGES + "storm,The storm,power,telecom\n")

    with store.connect() as db:
        assert ["fire", "flood", "storm"] == names(db)


def test_another_definition_makes_the_database_old(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """The SQL of the kit is part of what a database was built from."""
    store.connect().close()
    before = (data / "build" / "outages.duckdb").stat()
    monkeypatch.setattr(evidence, "table_definitions", lambda: "-- other tables")
    store.connect().close()

    assert before.st_ino != (data / "build" / "outages.duckdb").stat().st_ino


def test_the_environment_names_the_default(monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path) -> None:
    """`OUTAGE_KIT_DB` stands for a path that is given nowhere."""
    monkeypatch.setenv("OUTAGE_KIT_DB", str(tmp_path / "mine.duckdb"))
    store.connect().close()

    assert (tmp_path / "mine.duckdb").exists()
    assert not (data / "build").exists()


def test_a_named_database_that_is_missing_is_refused(tmp_path: Path) -> None:
    """A path that somebody wrote is never made silently."""
    with pytest.raises(
        BadInput, match=r"there is no database at .*nowhere\.duckdb; make one with: outage-kit build --db"
    ):
        store.connect(tmp_path / "nowhere.duckdb")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("use", [store.connect, lambda path: store.build(path=path)])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, use: Callable[[Path], object]) -> None:
    """Neither opening nor building takes a file of something else for ours, and it stays as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(BadInput, match=r"notes\.txt cannot be opened as a DuckDB database"):
        use(path)

    assert "my notes" == path.read_text()


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("use", [store.connect, lambda path: store.build(path=path)])
def test_a_database_of_somebody_else_is_refused(tmp_path: Path, use: Callable[[Path], object]) -> None:
    """A DuckDB file without our tables is neither opened nor replaced."""
    path = tmp_path / "sales.duckdb"
    duckdb.connect(path).execute("CREATE TABLE sale (id INTEGER)").close()

    with pytest.raises(BadInput, match=r"sales\.duckdb is a DuckDB file but not one of outage-kit"):
        use(path)


@pytest.mark.usefixtures("data")
def test_a_folder_that_is_none_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A misspelt folder of one's own is named, and no database is left."""
    with pytest.raises(BadInput, match="mine is not a folder"):
        store.build([tmp_path / "mine"], path=tmp_path / "outages.duckdb")

    assert not (tmp_path / "outages.duckdb").exists()


def test_the_session_is_in_utc(db: duckdb.DuckDBPyConnection) -> None:
    """Times come out in UTC whatever the zone of the machine."""
    assert [("UTC",)] == db.execute("SELECT current_setting('TimeZone')").fetchall()


def test_a_connection_is_read_only(db: duckdb.DuckDBPyConnection) -> None:
    """A notebook cannot change the evidence."""
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        db.execute("DELETE FROM claim")


def test_every_conclusion_is_there(db: duckdb.DuckDBPyConnection) -> None:
    """Each file of `sql/views` is a view of its name where loaded reports can change it, else a table that the build has filled."""
    views = {row[0] for row in db.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    tables = {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}

    assert set(schema.sql_files("views")) == views | (tables & set(schema.sql_files("views")))
    assert {"incident", "time_to_restore"} <= views
    assert {"impact", "citation"} <= tables


def test_now_is_pinned_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`OUTAGE_KIT_NOW` takes the place of the clock, in UTC."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2026-01-31T21:00:00+09:00")

    assert datetime(2026, 1, 31, 12, tzinfo=UTC) == settings.now()


def test_a_now_that_is_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pinned time that cannot be read is named with what to write."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "soon")

    with pytest.raises(BadInput, match="OUTAGE_KIT_NOW is 'soon'; set it to a time such as"):
        settings.now()
