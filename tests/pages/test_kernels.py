"""Kernels of reports: forked or fresh they do the same, know nothing of each other, and leave nothing behind."""

import asyncio
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from kit.pages import kernels, nursery, parameters, rendering
from kit.pages import warm as warm_process
from kit.pages.kernels import Kernels

NOTEBOOKS = Path(__file__).parents[1] / "data" / "notebooks"
CELL = "import duckdb; n = duckdb.sql('SELECT range AS n FROM range(100)').pl()['n'].sum(); n"

pytestmark = pytest.mark.skipif(not nursery.can_fork(), reason="no fork here: kernels are fresh")


def notebook(*cells: str) -> nbformat.NotebookNode:
    """Write a notebook of these cells."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])


def outputs(ran: nbformat.NotebookNode) -> list[Any]:
    """Give what the cells of a notebook have shown."""
    return [output for cell in ran.cells for output in cell.get("outputs", [])]


@pytest.fixture(scope="module")
def warm(database: Path) -> Iterator[tuple[asyncio.Runner, Kernels]]:
    """Keep one warm process for the tests of this module."""
    with asyncio.Runner() as runner:
        place = kernels.kernels(rendering.environment(database), is_warm=True)
        yield runner, runner.run(place.__aenter__())
        runner.run(place.__aexit__(None, None, None))


@pytest.fixture
def fork(warm: tuple[asyncio.Runner, Kernels], tmp_path: Path) -> Callable[..., list[Any]]:
    """Run notebooks of these cells side by side in forked kernels and give what each has shown."""
    runner, place = warm

    async def run(*notebooks: nbformat.NotebookNode) -> list[Any]:
        await asyncio.gather(*(place.run(each, tmp_path, 60) for each in notebooks))
        return [outputs(each) for each in notebooks]

    return lambda *notebooks: runner.run(run(*notebooks))


def test_a_forked_kernel_shows_what_a_fresh_one_shows(warm: tuple[asyncio.Runner, Kernels], tmp_path: Path) -> None:
    """The outputs of a report are the same, byte for byte, whichever kernel ran it."""
    runner, place = warm

    async def run_fresh() -> rendering.Fault | None:
        async with kernels.kernels(place.environment, is_warm=False) as other:
            return await rendering.run(fresh, job, other)

    job = rendering.Job(
        NOTEBOOKS / "two-figures.ipynb", tmp_path / "page.html", "ko", {"outage": "kakao-pangyo-2022-10-15"}
    )
    forked, fresh = rendering.prepare(job), rendering.prepare(job)

    assert runner.run(rendering.run(forked, job, place)) is None
    assert asyncio.run(run_fresh()) is None
    assert outputs(forked) == outputs(fresh)


def test_a_kernel_knows_nothing_of_another(fork: Callable[..., list[Any]]) -> None:
    """Variables, and attributes hung on shared modules, do not reach the next report; chance is not the same in two."""
    path = NOTEBOOKS / "remembers.ipynb"
    one, other = (fork(parameters.read(path))[0] for _ in range(2))

    assert one[0].text == other[0].text == "[] []\n"
    assert one[1].text != other[1].text


def test_kernels_side_by_side(fork: Callable[..., list[Any]]) -> None:
    """A dozen kernels at once each answer a query."""
    shown = fork(*(notebook(CELL) for _ in range(12)))

    assert {each[0].data["text/plain"] for each in shown} == {"4950"}


def test_environment_and_folder(fork: Callable[..., list[Any]], tmp_path: Path, database: Path) -> None:
    """A forked kernel runs in the notebook's folder, with the environment of reports and nothing of the warm process."""
    [shown] = fork(
        notebook(
            "import os, sys; print(os.getcwd(), os.environ['OUTAGE_KIT_DB'], 'OPENBLAS_NUM_THREADS' in os.environ, sys.argv[0], os.getpgid(0) == os.getpid())"
        )
    )

    assert shown[0].text.split() == [str(tmp_path), str(database), "False", "ipykernel_launcher", "True"]


def test_what_a_kernel_started_ends_with_it(fork: Callable[..., list[Any]]) -> None:
    """A process that a notebook started does not outlive its report."""
    [shown] = fork(parameters.read(NOTEBOOKS / "forks-a-child.ipynb"))
    pid = int(shown[-1].text)
    for _ in range(50):
        if not _runs(pid):
            break
        time.sleep(0.05)

    assert not _runs(pid)


def test_a_kernel_whose_greeting_is_lost_is_asked(
    monkeypatch: pytest.MonkeyPatch, fork: Callable[..., list[Any]]
) -> None:
    """A report does not wait for, or fail by, a message that a kernel forgot to send."""
    hear = AsyncKernelClient.get_iopub_msg
    lost: list[str] = []

    async def lose(client: AsyncKernelClient, *given: Any, **named: Any) -> dict[str, Any]:
        message = await hear(client, *given, **named)
        if message["msg_type"] == "iopub_welcome":
            lost.append(message["msg_type"])
            message = await hear(client, *given, **named)
        return message

    monkeypatch.setattr(AsyncKernelClient, "get_iopub_msg", lose)
    began = time.monotonic()

    assert fork(notebook("print('heard')"))[0][0]["text"] == "heard\n"
    assert lost
    assert time.monotonic() - began < nursery.START_SECONDS / 2


def test_the_warm_process_survives_a_kernel_that_dies(
    warm: tuple[asyncio.Runner, Kernels], fork: Callable[..., list[Any]], tmp_path: Path
) -> None:
    """A kernel that kills itself is reported with its cell; the next one works."""
    runner, place = warm
    job = rendering.Job(NOTEBOOKS / "dies.ipynb", tmp_path / "page.html", "en")
    fault = runner.run(rendering.run(rendering.prepare(job), job, place))

    assert fault is not None
    assert "os.kill" in fault.cell
    assert fork(notebook("1 + 1"))[0][0].data["text/plain"] == "2"


def test_a_flood_of_output_is_stopped(
    warm: tuple[asyncio.Runner, Kernels], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A notebook that prints without end is ended before it fills the memory of the batch."""
    monkeypatch.setattr(kernels, "MOST_CHARACTERS", 100_000)
    runner, place = warm
    job = rendering.Job(NOTEBOOKS / "floods.ipynb", tmp_path / "page.html", "en", timeout=30)
    fault = runner.run(rendering.run(rendering.prepare(job), job, place))

    assert fault is not None
    assert fault.error == "RenderError: the cell printed more than 100,000 characters and was ended"


@pytest.mark.parametrize("is_warm", [True, False])
def test_a_report_that_is_stopped_stops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_warm: bool) -> None:
    """Neither a cell that is cut off nor a kernel that cannot be cleared away makes a fault of it, after which a batch would go on."""
    ran: list[str] = []

    async def fail(_: AsyncKernelManager, **__: Any) -> None:
        ran.append("cleared")
        msg = "the folder has gone"
        raise RuntimeError(msg)

    async def stop() -> None:
        one = notebook("import time; time.sleep(60)")
        began = asyncio.Event()
        async with kernels.kernels(rendering.environment(None), is_warm=is_warm) as place:
            report = asyncio.create_task(place.run(one, tmp_path, 60, on_cell_execute=lambda **_: began.set()))
            await began.wait()
            await asyncio.sleep(0.2)
            report.cancel()
            with pytest.raises(asyncio.CancelledError):
                await report

    asyncio.run(stop())
    if is_warm:
        monkeypatch.setattr(AsyncKernelManager, "cleanup_resources", fail)
        asyncio.run(stop())
        assert ran


def test_200_forks_of_the_warm_process() -> None:
    """Two hundred forks each run a query and compute a frame: none hangs on a thread or lock that the fork left behind."""
    code = f"""
import os, sys
from kit.pages.warm import warm_up
warm_up()
import duckdb, polars as pl
def work():
    frame = duckdb.sql("SELECT range AS x, range % 7 AS y FROM range(1000)").pl()
    sums = frame.group_by("y").agg(pl.col("x").sum()).sort("y")
    return sums["x"].sum() != {sum(range(1000))}
for _ in range(20):
    pids = []
    for _ in range(10):
        if (pid := os.fork()) == 0:
            try:
                os._exit(work())
            finally:
                os._exit(3)
        pids.append(pid)
    for pid in pids:
        if os.waitpid(pid, 0)[1]:
            sys.exit("a fork failed")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=rendering.environment(None) | nursery.ONLY_WARM,
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_warm_process_runs_no_thread_of_python_or_of_a_pool() -> None:
    """Before a fork there is the main thread and, at most, the cleaner of Polars, which waits; a query before would add a pool."""
    code = "import glob; from kit.pages.warm import warm_up; warm_up(); print([open(path).read().strip() for path in glob.glob('/proc/self/task/*/comm')][1:])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | nursery.ONLY_WARM, check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() in ("[]", "['polars-ooc-clea']")


def test_fork_is_the_rule_only_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere kernels are fresh, unless the environment asks otherwise."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not nursery.can_fork()
    monkeypatch.setenv("OUTAGE_KIT_KERNELS", "warm")
    assert nursery.can_fork()


def test_every_module_that_gets_warm_exists() -> None:
    """A misspelt module would silently stay cold."""
    assert [name for name in warm_process.MODULES if not importlib.util.find_spec(name)] == []


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
