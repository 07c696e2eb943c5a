"""`outage-kit report`: what it makes, says and refuses."""

from __future__ import annotations

import errno
import html
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import KAKAO, NOTEBOOKS, report, write_notebook

from kit.pages import batch, index, record, rendering

if TYPE_CHECKING:
    from kit.pages.rendering import Job

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("langs", ["en", "en,ko"])
def test_limits_reach_the_kernels(tmp_path: Path, langs: str) -> None:
    """What --memory and --threads allow holds for what a notebook asks of the database, in a fresh kernel (of one page) and in forked ones."""
    limits = "current_setting('memory_limit'), current_setting('threads')"
    own = write_notebook(
        tmp_path / "limits.ipynb", f'import kit\nprint(kit.connect().sql("SELECT {limits}").fetchall()[0])'
    )
    done = report("--notebook", own, "--memory", "1GB", "--threads", "3", "--lang", langs, "--out", tmp_path / "out")
    pages = [path.read_text() for path in (tmp_path / "out").glob("limits.*.html")]

    assert done.exit_code == 0
    assert [html.unescape(page).count("('953.6 MiB', 3)") for page in pages] == [1] * len(langs.split(","))


def test_the_command_tells_the_truth(tmp_path: Path) -> None:
    """A failed page is named and the exit code is 1; a line a page, and the sum."""
    done = report("--notebook", NOTEBOOKS / "fails.ipynb", "--outage", KAKAO, "--out", tmp_path)

    assert done.exit_code == 1
    assert f"FAILED     {tmp_path / KAKAO}.fails.en.html" in done.stdout
    assert done.stdout.endswith(f"0 made, 0 up to date, 1 failed: {tmp_path / 'index.html'}\n")
    assert done.stderr == f"outage-kit: {tmp_path / KAKAO}.fails.en.html: ZeroDivisionError: division by zero\n"


def test_json_and_nothing_else(tmp_path: Path) -> None:
    """A scheduler reads the whole of stdout as JSON."""
    done = report("--notebook", NOTEBOOKS / "fails.ipynb", "-p", f"outage={KAKAO}", "--out", tmp_path, "--json")
    summary = json.loads(done.stdout)

    assert (summary["made"], summary["kept"], summary["failed"]) == (0, 0, 1)
    assert summary["reports"][0]["error"] == "ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--outage", "crowdstrike"], "there is no outage 'crowdstrike'; did you mean 'crowdstrike-2024-07-19'?"),
        (["-p", "outage=kakao-2022"], "there is no outage 'kakao-2022'; did you mean 'kakao-pangyo-2022-10-15'?"),
        ([], "name an outage with --outage ID, or take --all"),
        (["--outage", KAKAO, "--format", "docx"], "there is no format 'docx'; known: html, pdf"),
        (["--outage", KAKAO, "--lang", ","], "name a language: en, ko"),
        (["--outage", KAKAO, "-p", "lang=ko"], "the language is set by --lang, not by -p"),
        (["--outage", KAKAO, "-p", "outlook=x"], "report.ipynb has no parameter 'outlook'; it has outage, lang"),
        (["--outage", KAKAO, "-p", "x"], "-p takes NAME=VALUE, not 'x'"),
        (
            ["--notebook", NOTEBOOKS / "fails.ipynb", "-p", "outage=kakao"],
            "there is no outage 'kakao'; did you mean 'kakao-pangyo-2022-10-15'?",
        ),
        (["--outage", KAKAO, "--memory", "3"], "DuckDB takes no memory_limit of '3'; give a size such as 2GB"),
        (
            ["--outage", KAKAO, "--jobs", "0"],
            "invalid value for '--jobs': 0 is not in the range x>=1; see outage-kit report --help",
        ),
        ([KAKAO], f"got unexpected extra argument ({KAKAO}); see outage-kit report --help"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, words: list[str], message: str) -> None:
    """Exit code 2, one line that says what is wrong, and nothing made."""
    done = report(*words, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (2, f"outage-kit: {message}\n")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    """One line says so, before anything is run."""
    (tmp_path / "file").touch()
    done = report("--outage", KAKAO, "--out", tmp_path / "file" / "out")

    assert (done.exit_code, done.stderr) == (
        2,
        f"outage-kit: {tmp_path / 'file' / 'out'} cannot be written to (Not a directory); name another folder with --out\n",
    )


@pytest.mark.parametrize("part", [record.FOLDER, "index.json"])
def test_a_disk_that_fills_up_stops_the_batch_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str
) -> None:
    """Whether the record of a page or the index finds no room."""
    write = Path.write_bytes

    def fill(path: Path, content: bytes) -> int:
        if part in str(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    done = report("--notebook", write_notebook(tmp_path / "short.ipynb", "1"), "--out", tmp_path)

    assert done.exit_code == 1
    assert re.fullmatch(rf"outage-kit: .*{re.escape(part)}.*No space left on device.*\n", done.stderr)
    assert not list(tmp_path.rglob(".*.new"))


def test_a_notebook_of_ones_own_stands_beside_the_page_of_its_outage(tmp_path: Path) -> None:
    """Neither takes the other's place, in the folder or in the index."""
    entries = [
        record.Record(
            f"{KAKAO}.{stem}en", KAKAO, "en", notebook, {}, "", "made", "Kakao", "2026-01-01T00:00:00+00:00", 1.0
        )
        for stem, notebook in (("", rendering.TEMPLATE.name), ("mine.", "mine.ipynb"))
    ]
    done = report(
        "--notebook",
        write_notebook(tmp_path / "short.ipynb", 'outage = "x"', tags=["parameters"]),
        "--outage",
        KAKAO,
        "--out",
        tmp_path,
    )
    rows = index.html(entries)

    assert done.exit_code == 0
    assert (tmp_path / f"{KAKAO}.short.en.html").exists()
    assert rows.count('<td class="name">') == 2
    assert rows.count('<span class="of">mine.ipynb</span>') == 1


@pytest.mark.parametrize(("words", "is_shared"), [([], True), (["--self-contained"], False)])
def test_pages_of_all_share_one_plotly(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[str],
    is_shared: bool,  # noqa: FBT001
) -> None:
    """With --all the pages name one file; --self-contained puts it into each."""
    asked: list[Job] = []
    monkeypatch.setattr(batch, "run", lambda jobs, **_: asked.extend(jobs) or [])
    report("--all", "--lang", "en,ko", "--out", tmp_path, *words)

    assert len(asked) == 108
    assert {one.plotly_file for one in asked} == {batch.PLOTLY_FILE if is_shared else ""}
