"""Batches: faults stay in their report, what is up to date is kept, what was interrupted is finished."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from running import CROWDSTRIKE, KAKAO, NOTEBOOKS, job, report, write_notebook, write_record

from kit.errors import BadInput, MissingTool
from kit.pages import batch, record
from kit.pages.kernels import Nursery, can_fork
from kit.pages.rendering import Job
from kit.printing import doctor, printer

if TYPE_CHECKING:
    import duckdb

    from kit.pages.batch import Outcome

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, db: duckdb.DuckDBPyConnection) -> tuple[Path, dict[str, Outcome]]:  # noqa: ARG001 -- builds it
    """Run a batch in which one report is made, one fails, one hangs and one dies."""
    folder = tmp_path_factory.mktemp("mixed")
    jobs = [job(name, folder, "ko") for name in ("fails", "hangs", "dies", "two-figures")]
    done = batch.run([replace(one, timeout=3) if one.notebook.stem == "hangs" else one for one in jobs], parallel=4)
    return folder, {outcome.job.notebook.stem: outcome for outcome in done}


@pytest.mark.parametrize(
    ("name", "cell", "error"),
    [
        ("fails", "1 / 0", "ZeroDivisionError: division by zero"),
        ("hangs", "time.sleep(600)", "TimeoutError: the cell took longer than 3 s and was ended"),
        (
            "dies",
            "os.kill(os.getpid(), signal.SIGKILL)",
            "DeadKernelError: the kernel died in this cell, as it does where memory runs out",
        ),
    ],
)
def test_a_fault_is_shown_by_its_own_page(
    mixed: tuple[Path, dict[str, Outcome]], name: str, cell: str, error: str
) -> None:
    """The page of the report that failed shows the cell and the error; the outcome names it."""
    folder, outcomes = mixed
    page = (folder / f"{name}.ko.html").read_text()

    assert (outcomes[name].state, outcomes[name].error) == ("failed", error)
    assert cell in page
    assert error in page
    assert "이 보고서를 만들지 못했다" in page
    assert "An error occurred while executing" not in page  # the cell stands there once


def test_a_fault_leaves_the_others_alone(mixed: tuple[Path, dict[str, Outcome]]) -> None:
    """The report beside three that failed is made, and stands in the index that marks those."""
    folder, outcomes = mixed
    index = json.loads((folder / "index.json").read_text())

    assert outcomes["two-figures"].state == "made"
    assert {entry["title"]: entry["state"] for entry in index["reports"]}["두 그림"] == "made"
    assert (folder / "index.html").read_text().count('class="error"') == 3


def test_what_failed_is_tried_again(mixed: tuple[Path, dict[str, Outcome]]) -> None:
    """A second run keeps the report that was made and runs the failed one once more."""
    folder, _ = mixed
    states = [outcome.state for outcome in batch.run([job("two-figures", folder, "ko"), job("fails", folder, "ko")])]

    assert states == ["kept", "failed"]


def is_current(one: Job) -> bool:
    """Tell whether a batch would keep a report."""
    keys, _ = batch._look_up([one])
    return batch._is_current(one, keys[one.target])


def test_a_report_is_kept_while_nothing_has_changed(made: Job) -> None:
    """The same job again makes nothing."""
    assert [outcome.state for outcome in batch.run([made])] == ["kept"]


@pytest.mark.parametrize(
    "change",
    [{"parameters": {"outage": KAKAO}}, {"lang": "ko"}, {"formats": ("html", "pdf")}, {"plotly_file": "plotly.js"}],
)
def test_another_job_is_another_report(made: Job, change: dict[str, object]) -> None:
    """Other parameters, another language, a further format or a shared plotly.js make it again."""
    assert is_current(made)
    assert not is_current(replace(made, **change))  # type: ignore[arg-type]


def test_a_page_that_was_touched_is_made_again(made: Job) -> None:
    """A page that is not as it was written is not up to date."""
    made.target.write_text("half")

    assert not is_current(made)


def test_jobs_are_checked_before_any_is_made(tmp_path: Path) -> None:
    """One job that cannot be stops the batch before it starts."""
    with pytest.raises(BadInput):
        batch.run([job("two-figures", tmp_path), job("untagged", tmp_path)])

    assert list(tmp_path.iterdir()) == []


def test_pdf_needs_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one the batch says how to get it, before anything is made."""
    monkeypatch.setattr(doctor, "browser", lambda: None)

    with pytest.raises(MissingTool, match="apt-get install chromium"):
        batch.run([replace(job("two-figures", tmp_path), formats=("pdf",))])


def test_a_killed_batch_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed without warning it leaves whole pages and no kernel; the same command makes the rest."""
    words = [
        sys.executable,
        "-c",
        "from kit.cli import main; main()",
        "report",
        "--notebook",
        str(NOTEBOOKS / "two-figures.ipynb"),
        "--lang",
        "en,ko",
        "--out",
        str(tmp_path),
        *(word for name in (CROWDSTRIKE, KAKAO, "facebook-2021-10-04") for word in ("--outage", name)),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        kernels = _below(process.pid)
        process.kill()
    again = report(*words[4:])

    assert kernels
    assert _all_end(kernels)
    made, kept = map(int, re.findall(r"(\d+) made, (\d+) up to date", again.output)[0])
    assert (again.exit_code, made + kept) == (0, 6)
    assert kept >= 1
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_batch_says_how_far_it_got(tmp_path: Path, number: int) -> None:
    """Ctrl-C and a polite kill end kernels and batch within seconds, with one line and no traceback."""
    words = [
        "report",
        "--notebook",
        NOTEBOOKS / "hangs.ipynb",
        "--outage",
        CROWDSTRIKE,
        "--outage",
        KAKAO,
        "--out",
        tmp_path,
    ]
    with subprocess.Popen(
        [sys.executable, "-c", "from kit.cli import main; main()", *map(str, words)], stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(600):
            if len(kernels := _below(process.pid)) >= 3:
                break
            time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said == "outage-kit: stopped with 0 of 2 reports done; the same command makes the rest\n"
    assert _all_end(kernels)


@pytest.mark.skipif(not can_fork(), reason="no fork here: there is no warm process")
def test_a_batch_outlives_its_warm_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where it is killed in the middle, a second one takes its place: reports that ran in the first are run again, none in a fresh kernel."""
    own = write_notebook(tmp_path / "slow.ipynb", "import sys, time\ntime.sleep(1)\nprint('ran', sys.argv[0])")
    started: list[int] = []
    start = Nursery.start

    async def noted(nursery: Nursery) -> None:
        await start(nursery)
        started.append(nursery.process.pid if nursery.process else 0)

    monkeypatch.setattr(Nursery, "start", noted)
    done = batch.run(
        [Job(own, tmp_path / f"{n}.html", "en") for n in range(6)],
        parallel=2,
        tell=lambda outcome: os.kill(started[0], signal.SIGKILL) if outcome.job.target.stem == "1" else None,
    )

    assert [outcome.error for outcome in done] == [""] * 6
    assert {"ran ipykernel_launcher\n" in (tmp_path / f"{n}.html").read_text() for n in range(6)} == {True}
    assert len(started) == 2


def _below(pid: int) -> list[int]:
    """Give every process that a process has started."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines()
    pairs = [tuple(map(int, line.split())) for line in lines]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent and child not in found]
    return found[1:]


def _all_end(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_the_thumbnail_is_of_the_figure_that_shows_most(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whether its values are written as a list or packed."""
    drawn: list[dict[str, object]] = []
    monkeypatch.setattr(printer.Printer, "thumbnail", lambda _, figure: drawn.append(figure) or b"png")
    own = write_notebook(
        tmp_path / "three.ipynb",
        "import numpy, plotly.graph_objects as go\n"
        "for x in ([1, 2, 3], numpy.arange(40.0), [4, 5]): go.Figure(go.Bar(x=x)).show()",
    )
    done = batch.run([Job(own, tmp_path / "page.html", "en")])

    assert (done[0].error, (tmp_path / "thumbnails" / "page.png").read_bytes()) == ("", b"png")
    assert [batch._marks(figure) for figure in drawn] == [40]


def test_an_outdated_pdf_does_not_stay_beside_a_new_page(made: Job) -> None:
    """What an earlier run wrote and this one did not is removed, if it is as it was written."""
    old, theirs = made.target.with_suffix(".pdf"), made.target.with_name("theirs.pdf")
    for path in (old, theirs):
        path.write_bytes(b"old")
    write_record(made, "made", {"pdf": record.digest(old)})
    batch._forget(
        made.target.parent, record.Record("two-figures.en", "", "en", "", {}, "", "made", "", "", 0, {"html": ""})
    )

    assert not old.exists()
    assert theirs.exists()
