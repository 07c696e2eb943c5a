"""What a page asks twice is asked once of the database, and no answer outlives or leaves the database that gave it."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import kit
from kit import figures, measures
from kit.database import store
from kit.notebook import asked, sections
from kit.text import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KAKAO, ROGERS = "kakao-pangyo-2022-10-15", "rogers-2022-07-08"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each measure is asked and each figure drawn."""
    count: Counter[str] = Counter()

    def counting(label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: count.update([label]) or function(*given, **named)

    for name, function in measures.NAMES.items():
        monkeypatch.setitem(measures.NAMES, name, counting(name, function))
    draw = figures.draw
    monkeypatch.setattr(figures, "draw", lambda name, *given: count.update([f"draw {name}"]) or draw(name, *given))
    return count


@pytest.fixture
def opened(database: Path, db: duckdb.DuckDBPyConnection, tmp_path: Path) -> tuple[duckdb.DuckDBPyConnection, Path]:  # noqa: ARG001 -- builds it
    """Open the database of the real data anew; give it and a copy in which an outage has another name."""
    other = tmp_path / "other.duckdb"
    shutil.copy(database, other)
    with duckdb.connect(other) as copy:
        copy.execute("UPDATE outage SET name = 'another'")
    return store.connect(), other


def name_of(db: duckdb.DuckDBPyConnection) -> str:
    """Give the name of an outage as a page would."""
    return str(asked.measured("outages", db, KAKAO)["name"][0])


def test_a_page_asks_each_measure_once(db: duckdb.DuckDBPyConnection, counted: Counter[str]) -> None:
    """Header, sections, sources and what is not known need each measure once and draw each figure once, however often they tell of it."""
    with store.connect() as own:
        kit.header(own, KAKAO)
        for name in sections.questions(words("en")):
            kit.section(name, own, KAKAO)
        kit.source_list(own, KAKAO)
        kit.not_known(own, KAKAO)

    assert {"outages", "sources", "draw sector_impact"} <= set(counted)
    assert set(counted.values()) == {1}
    assert db is not own


def test_a_closed_connection_gives_no_answer_and_is_let_go(db: duckdb.DuckDBPyConnection) -> None:
    """What was asked before is not given for a connection that is closed, and does not keep it."""
    own = store.connect()
    first = name_of(own)
    own.close()
    with pytest.raises(duckdb.ConnectionException):
        name_of(own)
    kept = weakref.ref(own)
    del own
    gc.collect()

    assert first == name_of(db)
    assert kept() is None


def test_no_answer_is_of_another_database(opened: tuple[duckdb.DuckDBPyConnection, Path]) -> None:
    """Connections that come and go, each to another database than the one before, each have their own answer."""
    first, found = name_of(opened[0]), []
    for path in (None, opened[1]) * 5:
        own = store.connect(path)
        found.append(name_of(own))
        own.close()
        del own

    assert found == [first, "another"] * 5


def test_what_can_change_is_asked_again(opened: tuple[duckdb.DuckDBPyConnection, Path]) -> None:
    """A database that is open for writing may have another answer the next time."""
    with duckdb.connect(opened[1]) as mine:
        before = name_of(mine)
        mine.execute("UPDATE outage SET name = 'newer'")

        assert (before, name_of(mine)) == ("another", "newer")


def test_only_so_many_answers_are_kept(
    opened: tuple[duckdb.DuckDBPyConnection, Path], counted: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest answer makes room for a new one."""
    monkeypatch.setattr(asked, "MOST", 2)
    for outage in (KAKAO, ROGERS, KAKAO, "crowdstrike-2024-07-19", KAKAO):
        asked.measured("outages", opened[0], outage)

    assert counted["outages"] == 4
