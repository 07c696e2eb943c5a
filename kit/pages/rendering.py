"""Notebooks in, pages out: parameters set, cells run in a kernel of their own, each page written whole.

A notebook may hold prose in both languages: a Markdown cell tagged `en` or `ko` appears only on the page of that language.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kit import settings
from kit.errors import RenderError
from kit.files import write_whole
from kit.pages import page
from kit.pages.kernels import Kernels, Turn, kernels
from kit.pages.parameters import declared, inject, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import nbformat


TEMPLATE = settings.NOTEBOOKS / "report.ipynb"
FORMATS = ("html", "pdf")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """One page to make: a notebook, its parameters, the file to write.

    `timeout` is in seconds for each cell; `memory` and `threads` are what DuckDB may use in it. `plotly_file` is the address, seen from
    the page, of a plotly.js that it shares with others; empty, the page holds its own.
    """

    notebook: Path
    target: Path
    lang: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    db: Path | None = None
    memory: str | None = None
    threads: int | None = None
    timeout: int = 300
    formats: tuple[str, ...] = ("html",)
    plotly_file: str = ""

    @property
    def name(self) -> str:
        """Give the name of the page: the outage that it is about, else its notebook."""
        return str(self.parameters.get("outage") or self.notebook.stem)


@dataclass(frozen=True)
class Fault:
    """Why a notebook did not run through: the source of the cell, the error in one line, and all that Python said of it."""

    cell: str
    error: str
    detail: str


def render(job: Job) -> Path:
    """Run the notebook of a job in a fresh kernel and write its page; give the path.

    Raises BadInput for a notebook without the tagged cell or an unknown parameter, RenderError, which names the error,
    when a cell fails, hangs past the time-out or the kernel dies. Nothing is written then.
    """
    notebook = prepare(job)
    fault = asyncio.run(_run_alone(notebook, job))
    if fault:
        msg = f"{job.notebook.name} failed: {fault.error}"
        raise RenderError(msg)
    write_whole(job.target, page.html(notebook, job.lang, plotly_file=job.plotly_file))
    return job.target


def prepare(job: Job) -> nbformat.NotebookNode:
    """Read the notebook of a job, keep the prose of its language and set its parameters. Raises BadInput."""
    notebook = read(job.notebook)
    known = declared(notebook, job.notebook)
    wanted = {"lang": job.lang, **job.parameters} if "lang" in known else dict(job.parameters)
    if wanted:
        inject(notebook, job.notebook, wanted)
    other = {"en": "ko", "ko": "en"}[job.lang]
    notebook.cells = [cell for cell in notebook.cells if other not in cell.metadata.get("tags", [])]
    return notebook


def environment(db: Path | None, memory: str | None = None, threads: int | None = None) -> dict[str, str]:
    """Give the environment of the kernels of pages, in which `kit.connect` opens this database within these limits."""
    limits = {settings.MEMORY.name: memory, settings.THREADS.name: threads}
    return settings.environment() | {
        "PLOTLY_RENDERER": "plotly_mimetype",
        settings.DATABASE.name: str((db or settings.default_path()).resolve()),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        **{name: str(limit) for name, limit in limits.items() if limit},
    }


async def _run_alone(notebook: nbformat.NotebookNode, job: Job) -> Fault | None:
    async with kernels(environment(job.db, job.memory, job.threads), is_warm=False) as place:
        return await run(notebook, job, place)


async def run(notebook: nbformat.NotebookNode, job: Job, place: Kernels, turn: Turn = nullcontext) -> Fault | None:
    """Run a prepared notebook in place, its cells inside `turn`; give what stopped it, None where it ran through."""
    at: dict[str, Any] = {"cell": None}
    try:
        await place.run(
            notebook,
            job.notebook.resolve().parent,
            job.timeout,
            turn=turn,
            on_cell_execute=lambda cell, cell_index: at.update(cell=cell),  # noqa: ARG005 -- nbclient's names
        )
    except CellExecutionError as error:
        said = _COLOURS.sub("", str(error.traceback))
        _, _, trace = said.partition("-" * 75 + "\n")  # before it stands the cell once more
        return _fault(at["cell"], f"{error.ename}: {error.evalue}".rstrip(": "), trace or said)
    except CellTimeoutError:
        return _fault(at["cell"], f"TimeoutError: the cell took longer than {job.timeout} s and was ended", "")
    except DeadKernelError:
        return _fault(at["cell"], "DeadKernelError: the kernel died in this cell, as it does where memory runs out", "")
    except (RenderError, RuntimeError) as error:
        return _fault(at["cell"], f"{type(error).__name__}: {error}", "")
    return None


def _fault(cell: nbformat.NotebookNode | None, error: str, detail: str) -> Fault:
    lines = _COLOURS.sub("", error).strip().splitlines()
    return Fault(cell.source if cell else "", lines[0] if lines else "", detail.strip())
