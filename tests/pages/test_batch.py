"""Batches: faults stay in their report, what is up to date is kept, what was interrupted is finished."""

from __future__ import annotations

import base64
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from running import CROWDSTRIKE, KAKAO, NOTEBOOKS, job, report, write_notebook, write_record

from kit.errors import BadInput, MissingTool, RenderError
from kit.pages import batch, record
from kit.pages.nursery import can_fork
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
    assert "이 페이지를 만들지 못했다" in page
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


CHANGES: dict[str, dict[str, object]] = {
    "nothing": {},
    "parameters": {"parameters": {"outage": KAKAO}},
    "language": {"lang": "ko"},
    "formats": {"formats": ("html", "pdf")},
    "plotly_file": {"plotly_file": "plotly.js"},
    "notebook": {"notebook": NOTEBOOKS / "typed.ipynb", "parameters": {}},
}


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, db: duckdb.DuckDBPyConnection) -> tuple[Path, dict[str, str]]:  # noqa: ARG001 -- builds it
    """Run a batch of reports that were up to date before each was changed; give their folder and what became of each."""
    folder = tmp_path_factory.mktemp("again")
    own = write_notebook(folder / "short.ipynb", 'outage = "x"\nlang = "en"', tags=["parameters"])
    names = [*CHANGES, "touched", "printed_before", "printed_and_edited"]
    jobs = {name: Job(own, folder / f"{name}.html", "en", {"outage": CROWDSTRIKE}) for name in names}
    for name, one in jobs.items():
        paths = [one.target, *([one.target.with_suffix(".pdf")] if "printed" in name else [])]
        for path in paths:
            path.write_text("as it was made")
        write_record(one, "made", {path.suffix[1:]: record.digest(path) for path in paths})
        if name != "nothing" and name not in CHANGES:
            one.target.write_text("half")
    (folder / "printed_and_edited.pdf").write_text("with a remark")
    done = batch.run([replace(one, **CHANGES.get(name, {})) for name, one in jobs.items()], parallel=2)
    return folder, {outcome.job.target.stem: outcome.state for outcome in done}


def test_a_report_is_kept_while_nothing_has_changed(again: tuple[Path, dict[str, str]]) -> None:
    """The same job again makes nothing."""
    folder, states = again

    assert states["nothing"] == "kept"
    assert (folder / "nothing.html").read_text() == "as it was made"


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "nothing"])
def test_another_job_is_another_report(again: tuple[Path, dict[str, str]], change: str) -> None:
    """Other parameters, another language, a further format, a shared plotly.js or another notebook make it again."""
    folder, states = again

    assert states[change] == "made"
    assert "<title>" in (folder / f"{change}.html").read_text()


def test_a_page_that_was_touched_is_made_again(again: tuple[Path, dict[str, str]]) -> None:
    """A page that is not as it was written is not up to date."""
    assert again[1]["touched"] == "made"


def test_an_outdated_pdf_does_not_stay_beside_a_new_page(again: tuple[Path, dict[str, str]]) -> None:
    """What an earlier run wrote and this one did not is removed, if it is as it was written."""
    folder, states = again

    assert (states["printed_before"], states["printed_and_edited"]) == ("made", "made")
    assert not (folder / "printed_before.pdf").exists()
    assert (folder / "printed_and_edited.pdf").read_text() == "with a remark"


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
    with (
        tempfile.TemporaryDirectory() as short,
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": short}) as process,
    ):
        assert process.stdout is not None
        process.stdout.readline()
        kernels, sockets = _below(process.pid), list(Path(short).glob("*/*.json"))
        for _ in range(100):  # the next notebook may be about to start
            if kernels and sockets:
                break
            time.sleep(0.05)
            kernels, sockets = _below(process.pid), list(Path(short).glob("*/*.json"))
        process.kill()
        assert kernels
        assert sockets
        assert _all_end(kernels)
        assert _all_go(sockets)
    again = report(*words[4:])

    made, kept = map(int, re.findall(r"(\d+) made, (\d+) up to date", again.output)[0])
    assert (again.exit_code, made + kept) == (0, 6)
    assert kept >= 1
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("is_running", [False, True])
def test_a_stopped_batch_says_how_far_it_got(tmp_path: Path, number: int, *, is_running: bool) -> None:
    """Ctrl-C and a polite kill end kernels and batch within seconds, be it before or in a cell, with one line and no traceback."""
    own = write_notebook(
        tmp_path / "hangs.ipynb",
        f"import os, time\nopen(f'{tmp_path}/{{os.getpid()}}.began', 'w').close()\ntime.sleep(600)",
    )
    words = ["report", "--notebook", own, "--lang", "en,ko", "--jobs", "2", "--out", tmp_path]
    with subprocess.Popen(
        [sys.executable, "-c", "from kit.cli import main; main()", *map(str, words)], stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(600):
            kernels = _below(process.pid)
            if len(list(tmp_path.glob("*.began"))) == 2 if is_running else len(kernels) >= 3:
                break
            time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said == "outage-kit: stopped with 0 of 2 pages done; the same command makes the rest\n"
    assert _all_end(kernels)
    assert record.read_all(tmp_path) == []


@pytest.mark.skipif(not can_fork(), reason="no fork here: there is no warm process")
def test_a_batch_outlives_its_warm_process(tmp_path: Path) -> None:
    """Where it is killed in the middle the reports that run go on, and a second one takes its place: no kernel is a fresh one."""
    own = write_notebook(tmp_path / "slow.ipynb", "import sys, time\ntime.sleep(1)\nprint('ran', sys.argv[0])")
    warm: list[list[int]] = []

    def kill(outcome: Outcome) -> None:
        warm.append(_below(os.getpid(), "kit.pages.warm")[:1])
        if outcome.job.target.stem == "1":
            os.kill(warm[-1][0], signal.SIGKILL)

    done = batch.run([Job(own, tmp_path / f"{n}.html", "en") for n in range(8)], parallel=2, tell=kill)

    assert [outcome.error for outcome in done] == [""] * 8
    assert {"ran ipykernel_launcher\n" in (tmp_path / f"{n}.html").read_text() for n in range(8)} == {True}
    assert len({each[0] for each in warm if each}) == 2


def test_notebooks_that_end_their_parent_end_only_themselves(tmp_path: Path) -> None:
    """Six of them in one batch fail, and the eight innocent ones that follow are made."""
    ends = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    kills = write_notebook(tmp_path / "kills.ipynb", ends)
    innocent = write_notebook(tmp_path / "innocent.ipynb", "print('ran')")
    jobs = [Job(kills, tmp_path / f"kills-{n}.html", "en") for n in range(6)]
    jobs += [Job(innocent, tmp_path / f"innocent-{n}.html", "en") for n in range(8)]
    done = {outcome.job.target.stem: outcome for outcome in batch.run(jobs, parallel=2)}

    assert [done[f"kills-{n}"].error.partition(":")[0] for n in range(6)] == ["DeadKernelError"] * 6
    assert [done[f"innocent-{n}"].error for n in range(8)] == [""] * 8


@pytest.mark.skipif(not can_fork(), reason="no fork here: there is no warm process")
@pytest.mark.parametrize("failing", [1, 2])
def test_a_fork_that_fails_is_an_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failing: int) -> None:
    """The report that it was for says so in one line, and the others are made by the same warm process."""
    (tmp_path / "sitecustomize.py").write_text(FEW_FORKS.format(folder=tmp_path, failing=failing))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    own = write_notebook(tmp_path / "own.ipynb", "print('ran')")
    warm: set[int] = set()
    done = batch.run(
        [Job(own, tmp_path / f"{n}.html", "en") for n in range(6)],
        parallel=2,
        tell=lambda _: warm.update(_below(os.getpid(), "kit.pages.warm")[:1]),
    )

    assert sorted(outcome.error for outcome in done) == [
        *[""] * 5,
        "RenderError: no kernel could be started (Resource temporarily unavailable)",
    ]
    assert len(warm) == 1


FEW_FORKS = """
import errno, os
fork = os.fork
def failing():
    for n in range(1, {failing} + 1):
        try:
            os.close(os.open(f"{folder}/fork-{{n}}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        if n == {failing}:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        break
    return fork()
os.fork = failing
"""
"""Makes one fork of all processes fail, once, counted by files."""


def test_a_batch_without_room_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where fewer threads are to be had than it takes it is not begun, and says how to go on."""
    start, most = threading.Thread.start, threading.active_count() + 40

    def limited(thread: threading.Thread) -> None:
        if threading.active_count() > most:
            msg = "can't start new thread"
            raise RuntimeError(msg)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", limited)
    with pytest.raises(RenderError, match=r"^2 at a time take 52 .* 41 are to be had.*--jobs"):
        batch.run([job("two-figures", tmp_path), job("two-figures", tmp_path, "ko")], parallel=2)

    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() <= most


@pytest.mark.skipif(os.geteuid() == 0, reason="no limit on processes holds for root")
@pytest.mark.parametrize("more", [10, 60, 120])
def test_a_batch_under_a_limit_on_processes_is_made_or_says_so(tmp_path: Path, more: int) -> None:
    """Whatever it cannot make has one line, and nothing of it stays behind."""
    words = [sys.executable, "-c", "from kit.cli import main; main()", "report", "--notebook"]
    words += [str(NOTEBOOKS / "two-figures.ipynb"), "--outage", KAKAO, "--lang", "en,ko", "--jobs", "1"]
    threads = subprocess.run(["ps", "-Lu", f"{os.geteuid()}", "-o", "lwp="], capture_output=True, check=True).stdout
    most = len(threads.splitlines()) + more
    done = subprocess.run(
        [*words, "--out", str(tmp_path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stderr.splitlines() if not line.startswith("outage-kit: ")] == []
    assert done.returncode == bool(done.stderr)
    assert done.stderr or len(list(tmp_path.glob("*.two-figures.*.html"))) == 2


def _below(pid: int, named: str = "") -> list[int]:
    """Give every process that a process has started, the nearest first, whose command holds these words."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    found = [pid]
    of = {int(line.split()[0]): (int(line.split()[1]), line) for line in lines.splitlines()}
    for parent in found:
        found += [child for child, (above, _) in of.items() if above == parent and child not in found]
    return [child for child in found[1:] if named in of[child][1]]


def _all_end(pids: list[int]) -> bool:
    return _all_go([Path(f"/proc/{pid}") for pid in pids])


def _all_go(paths: list[Path]) -> bool:
    """Wait until nothing is left of these."""
    for _ in range(200):
        if not any(path.exists() for path in paths):
            return True
        time.sleep(0.05)
    return False


def test_the_thumbnail_is_of_the_figure_that_shows_most(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whether its values are written as a list or packed."""
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(printer.Printer, "thumbnail", lambda _, figure: drawn.append(figure) or b"png")
    own = write_notebook(
        tmp_path / "three.ipynb",
        "import numpy, plotly.graph_objects as go\n"
        "for x in ([1, 2, 3], numpy.arange(40.0), [4, 5]): go.Figure(go.Bar(x=x)).show()",
    )
    done = batch.run([Job(own, tmp_path / "page.html", "en")])

    assert (done[0].error, (tmp_path / "thumbnails" / "page.png").read_bytes()) == ("", b"png")
    [figure] = drawn
    packed = figure["data"][0]["x"]
    assert list(np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])) == list(range(40))
