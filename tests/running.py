"""What the tests run: small notebooks as jobs, and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from click.testing import CliRunner

from kit.cli import main
from kit.database import store
from kit.pages import freshness, record
from kit.pages.record import Record
from kit.pages.rendering import Job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result

NOTEBOOKS = Path(__file__).parent / "data" / "notebooks"
CROWDSTRIKE, KAKAO = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15"


def job(notebook: str, folder: Path, lang: str = "en", outage: str = CROWDSTRIKE) -> Job:
    """Give a job for one of the notebooks of `tests/data`."""
    target = folder / f"{notebook}.{lang}.html"
    return Job(NOTEBOOKS / f"{notebook}.ipynb", target, lang, {"outage": outage}, timeout=30)


def fingerprint(one: Job) -> str:
    """Give what the page of a job would be made from, in short."""
    with store.connect(one.db) as db:
        return freshness.fingerprint(one, freshness.Data(db))


def write_record(one: Job, state: str, files: dict[str, str]) -> None:
    """Write down that the page of a job came out like this, whatever it is made from now."""
    made_at = "2026-01-01T00:00:00+00:00"
    stem, parameters, key = one.target.stem, dict(one.parameters), fingerprint(one)
    record.write(
        one.target.parent,
        Record(stem, one.name, one.lang, one.notebook.name, parameters, key, state, "page", made_at, 0, files),
    )


def call(*words: str | Path) -> Result:
    """Call `outage-kit`."""
    return CliRunner().invoke(main, [*map(str, words)], prog_name="outage-kit")


def report(*words: str | Path) -> Result:
    """Call `outage-kit report`."""
    return call("report", *words)


def write_notebook(path: Path, source: str, tags: Sequence[str] = ()) -> Path:
    """Write a notebook of one cell."""
    cell = nbformat.v4.new_code_cell(source, id="only", metadata={"tags": list(tags)})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path
