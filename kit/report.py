"""Notebooks in, reports out: parameters set, cells run in a kernel of their own, one page written whole.

A notebook may hold prose in both languages: a Markdown cell tagged `en` or `ko` appears only in the report of that language.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import os
import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kit import page
from kit.errors import BadInput, RenderError
from kit.kernels import Kernels, Turn, kernels
from kit.store import default_path

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
TEMPLATE = NOTEBOOKS / "report.ipynb"
FORMATS = ("html", "pdf")
_PARAMETERS = "parameters"
_TYPES = {kind.__name__: kind for kind in (str, int, float, bool, list, tuple, dict, set)}
_TAKES = {int: "a whole number", float: "a number", bool: "True or False", str: "a text"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """One report to make: a notebook, its parameters, the page to write.

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
        """Give the name of the report: the outage that it is about, else its notebook."""
        return str(self.parameters.get("outage") or self.notebook.stem)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: its default, and the type that it was declared with or that the default has (None: any)."""

    default: object
    kind: type | None


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
    known = _parameters(notebook, job.notebook)
    wanted = {"lang": job.lang, **job.parameters} if "lang" in known else dict(job.parameters)
    if wanted:
        _inject(notebook, job.notebook, wanted)
    other = {"en": "ko", "ko": "en"}[job.lang]
    notebook.cells = [cell for cell in notebook.cells if other not in cell.metadata.get("tags", [])]
    return notebook


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook. Raises BadInput for a file that is none."""
    try:
        return copy.deepcopy(_parsed(path, path.stat().st_mtime_ns))
    except (FileNotFoundError, IsADirectoryError):
        msg = f"there is no notebook at {path}; give the path of an .ipynb file"
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError, AttributeError, KeyError):
        msg = f"{path} is no notebook that can be read; save it again from JupyterLab"
    raise BadInput(msg)


_notebooks: dict[tuple[Path, int], nbformat.NotebookNode] = {}


def _parsed(path: Path, changed: int) -> nbformat.NotebookNode:
    if (path, changed) not in _notebooks:
        _notebooks[path, changed] = nbformat.read(path, as_version=4)
    return _notebooks[path, changed]


def parameters(path: Path) -> dict[str, object]:
    """Give the parameters of a notebook with their defaults: what its cell tagged `parameters` assigns. None where that is no literal."""
    return {name: parameter.default for name, parameter in _parameters(read(path), path).items()}


def typed(path: Path, given: Mapping[str, str]) -> dict[str, object]:
    """Read parameters given as text as the types that the notebook declares. Raises BadInput for an unknown name or an unfit value."""
    notebook = read(path)
    if given and _parameter_cell(notebook) is None:
        raise _untagged(path, given)
    known = _parameters(notebook, path)
    values = {name: _literal(known.get(name), text) for name, text in given.items()}
    for name, value in values.items():
        _check(path, known, name, value)
    return values


def _literal(parameter: Parameter | None, text: str) -> object:
    if parameter is None or parameter.kind is str:
        return text
    try:
        return ast.literal_eval(text.capitalize() if parameter.kind is bool else text)
    except (ValueError, SyntaxError):
        return text


def _parameters(notebook: nbformat.NotebookNode, path: Path) -> dict[str, Parameter]:
    cell = _parameter_cell(notebook)
    if cell is None:
        return {}
    try:
        statements = ast.parse(cell.source).body
    except SyntaxError as error:
        msg = f"the cell tagged 'parameters' of {path} is no Python ({error.msg}, line {error.lineno}); it holds lines such as: lang = \"en\""
        raise BadInput(msg) from None
    return dict(found for statement in statements if (found := _assigned(statement)))


def _assigned(statement: ast.stmt) -> tuple[str, Parameter] | None:
    """Read `name = value` or `name: type = value`."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target if isinstance(statement, ast.AnnAssign) else None
    if not isinstance(target, ast.Name) or not isinstance(statement, ast.Assign | ast.AnnAssign):
        return None
    try:
        default = ast.literal_eval(statement.value) if statement.value else None
    except ValueError:
        default = None
    declared = _TYPES.get(ast.unparse(statement.annotation).split("[")[0]) if isinstance(statement, ast.AnnAssign) else None
    return target.id, Parameter(default, declared or (type(default) if default is not None else None))


def _parameter_cell(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    tagged = (cell for cell in notebook.cells if _PARAMETERS in cell.metadata.get("tags", []))
    return next(tagged, None)


def _inject(notebook: nbformat.NotebookNode, path: Path, wanted: Mapping[str, object]) -> None:
    cell = _parameter_cell(notebook)
    if cell is None:
        raise _untagged(path, wanted)
    known = _parameters(notebook, path)
    for name, value in wanted.items():
        _check(path, known, name, value)
    place = notebook.cells.index(cell) + 1
    source = "\n".join(f"{name} = {value!r}" for name, value in wanted.items())
    notebook.cells.insert(place, nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]}))


def _untagged(path: Path, wanted: Mapping[str, object]) -> BadInput:
    return BadInput(f"{path} has no cell tagged 'parameters'; tag the cell that sets {', '.join(wanted)}")


def _check(path: Path, known: Mapping[str, Parameter], name: str, value: object) -> None:
    if name not in known:
        msg = f"{path.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}"
        raise BadInput(msg)
    kind = known[name].kind
    if kind is None or type(value) is kind or (kind is float and type(value) is int):
        return
    msg = f"{name} of {path.name} takes {_TAKES.get(kind, kind.__name__)}, not {value!r}"
    raise BadInput(msg)


def environment(db: Path | None, memory: str | None = None, threads: int | None = None) -> dict[str, str]:
    """Give the environment of the kernels of reports, in which `kit.connect` opens this database within these limits."""
    limits = {"OUTAGE_KIT_MEMORY": memory, "OUTAGE_KIT_THREADS": threads}
    return os.environ | {"PLOTLY_RENDERER": "plotly_mimetype", "OUTAGE_KIT_DB": str((db or default_path()).resolve()),
                         "OUTAGE_KIT_REPORT": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                         **{name: str(limit) for name, limit in limits.items() if limit}}


async def _run_alone(notebook: nbformat.NotebookNode, job: Job) -> Fault | None:
    async with kernels(environment(job.db, job.memory, job.threads), is_warm=False) as place:
        return await run(notebook, job, place)


async def run(notebook: nbformat.NotebookNode, job: Job, place: Kernels, turn: Turn = nullcontext) -> Fault | None:
    """Run a prepared notebook in place, its cells inside `turn`; give what stopped it, None where it ran through."""
    at: dict[str, Any] = {"cell": None}
    try:
        await place.run(notebook, job.notebook.resolve().parent, job.timeout, turn=turn, on_cell_execute=lambda cell, cell_index: at.update(cell=cell))  # noqa: ARG005 -- nbclient's names
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


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises OSError, which names it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        new.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from None  # where a disk is full Python names no file
    finally:
        new.unlink(missing_ok=True)
