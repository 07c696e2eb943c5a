"""Freshness: what a page is made from, and when it has to be made again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import nbformat
import pytest
from running import CROWDSTRIKE, KAKAO, fingerprint, job

from kit import settings
from kit.database import store
from kit.pages import batch, freshness, rendering
from kit.pages.rendering import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def made(tmp_path: Path) -> Job:
    """Give a job of which a page may have been made."""
    return job("two-figures", tmp_path)


@pytest.mark.parametrize(("module", "part"), [(settings, "code_hash"), (freshness, "packages")])
def test_another_kit_or_environment_makes_a_page_again(
    made: Job, monkeypatch: pytest.MonkeyPatch, module: ModuleType, part: str
) -> None:
    """The kit's files, its words among them, and the versions of the packages belong to what a page is made from."""
    before = fingerprint(made)
    monkeypatch.setattr(module, part, lambda: "another")

    assert before != fingerprint(made)


def test_another_notebook_makes_a_page_again(made: Job, tmp_path: Path) -> None:
    """A changed cell counts, and so does a changed file that a cell names or imports."""
    own = tmp_path / "own.ipynb"
    notebook = nbformat.read(made.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import words\nopen('numbers.csv')", id="last"))
    nbformat.write(notebook, own)
    keys = [fingerprint(replace(made, notebook=own))]
    for name in ("numbers.csv", "words.py"):
        (tmp_path / name).write_text("1")
        keys.append(fingerprint(replace(made, notebook=own)))

    assert len({*keys, fingerprint(made)}) == 4


@pytest.fixture
def change(database: Path, tmp_path: Path) -> Callable[[str], set[str]]:
    """Run a statement on a copy of the database; give the outages whose fingerprints it changes."""
    with store.connect() as db:
        before = freshness.by_outage(db)
    copy = tmp_path / "copy.duckdb"

    def changed(statement: str) -> set[str]:
        shutil.copy(database, copy)
        with duckdb.connect(copy) as db:
            db.execute(statement)
            after = freshness.by_outage(db)
        return {str(name) for name in before if after.get(name) != before[name]}

    return changed


@pytest.mark.parametrize(
    ("statement", "outages"),
    [
        (
            f"UPDATE claim SET note = 'x' WHERE row_id = (SELECT min(row_id) FROM claim WHERE outage_id = '{KAKAO}')",
            {KAKAO},
        ),
        (
            f"DELETE FROM event WHERE row_id = (SELECT min(row_id) FROM event WHERE outage_id = '{CROWDSTRIKE}')",
            {CROWDSTRIKE},
        ),
        ("UPDATE entity SET name_ko = 'x' WHERE entity_id = 'delta-air-lines'", {CROWDSTRIKE}),
        ("UPDATE build_input SET sha256 = 'x'", set()),
    ],
)
def test_only_the_data_of_an_outage_make_its_page_again(
    change: Callable[[str], set[str]], statement: str, outages: set[str]
) -> None:
    """A changed row belongs to its outage, an entity to the outages that name it; how the database came about does not count."""
    assert change(statement) == outages


def test_a_changed_source_belongs_to_the_outages_that_cite_it(change: Callable[[str], set[str]]) -> None:
    """A corrected title remakes the pages that list the source, and no other."""
    with store.connect() as db:
        source = db.execute(f"SELECT min(source_id) FROM claim WHERE outage_id = '{KAKAO}'").fetchall()[0][0]
        citing = {
            row[0]
            for table in ("observation", "claim", "attribution", "event")
            for row in db.execute(f"SELECT outage_id FROM {table} WHERE source_id = $1", [source]).fetchall()
        }

    assert change(f"UPDATE source SET title = 'x' WHERE source_id = '{source}'") == citing


def test_a_word_of_every_outage_belongs_to_all(change: Callable[[str], set[str]]) -> None:
    """Sectors and metrics are no outage's own."""
    assert len(change("UPDATE sector SET name_ko = 'x' WHERE sector = 'airlines'")) >= 54


def test_the_template_reads_only_its_outage(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page is the same where the evidence of every other outage is gone: so a change there need not make it again."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2026-01-01T00:00:00Z")
    alone = tmp_path / "alone.duckdb"
    shutil.copy(database, alone)
    with duckdb.connect(alone) as db:
        for table in ("observation", "claim", "attribution", "event"):
            db.execute(f"DELETE FROM {table} WHERE outage_id <> '{KAKAO}'")
    pages = []
    for path in (database, alone):
        one = Job(rendering.TEMPLATE, tmp_path / path.stem / "page.ko.html", "ko", {"outage": KAKAO}, path)
        assert [outcome.error for outcome in batch.run([one], is_fresh=True)] == [""]
        pages.append(one.target.read_text())

    assert pages[0] == pages[1]
