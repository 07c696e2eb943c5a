"""Notebooks in, reports out: parameters set, cells run in a kernel of their own, one self-contained page written.

A notebook may hold prose in both languages: a Markdown cell tagged `en` or `ko` appears only in the report of that language.
"""

from __future__ import annotations

import ast
import os
import re
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kit import page
from kit.errors import BadInput, RenderError
from kit.store import default_path

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
TEMPLATE = NOTEBOOKS / "report.ipynb"
_PARAMETERS = "parameters"


@dataclass(frozen=True)
class Job:
    """One report to make: a notebook, its parameters, the page to write."""

    notebook: Path
    target: Path
    lang: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    db: Path | None = None
    timeout: int = 300


def render(job: Job) -> Path:
    """Run the notebook of a job in a fresh kernel and write its page; give the path.

    Raises BadInput for a notebook without the tagged cell or an unknown parameter, RenderError, which names the cell and its error,
    when a cell fails, hangs past the time-out (seconds) or the kernel dies. Nothing is written then.
    """
    notebook = prepare(job)
    _execute(notebook, job)
    html = page.html(notebook, job.lang)
    _write_whole(job.target, html)
    return job.target


def prepare(job: Job) -> nbformat.NotebookNode:
    """Read the notebook of a job, keep the prose of its language and set its parameters."""
    notebook = _read(job.notebook)
    other = {"en": "ko", "ko": "en"}[job.lang]
    notebook.cells = [cell for cell in notebook.cells if other not in cell.metadata.get("tags", [])]
    wanted = {"lang": job.lang, **job.parameters} if "lang" in parameters(job.notebook) else dict(job.parameters)
    if wanted:
        _inject(notebook, job.notebook, wanted)
    return notebook


def parameters(path: Path) -> dict[str, object]:
    """Give the parameters of a notebook with their defaults: the literals that its cell tagged `parameters` assigns."""
    cell = _parameter_cell(_read(path))
    if cell is None:
        return {}
    found: dict[str, object] = {}
    for statement in ast.parse(cell.source).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            found[statement.targets[0].id] = ast.literal_eval(statement.value)
    return found


def typed(path: Path, given: Mapping[str, str]) -> dict[str, object]:
    """Read parameters given as text as what the notebook's own defaults are. Raises BadInput for an unknown name or an unfit value."""
    known = parameters(path)
    return {name: _literal(path, known, name, text) for name, text in given.items()}


def _literal(path: Path, known: Mapping[str, object], name: str, text: str) -> object:
    value: object = text
    if not isinstance(known.get(name, ""), str):
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            value = text
    _check(path, known, name, value)
    return value


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        msg = f"there is no notebook at {path}; give the path of an .ipynb file"
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        msg = f"{path} is no notebook that can be read; save it again from JupyterLab"
    raise BadInput(msg)


def _parameter_cell(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    tagged = (cell for cell in notebook.cells if _PARAMETERS in cell.metadata.get("tags", []))
    return next(tagged, None)


def _inject(notebook: nbformat.NotebookNode, path: Path, wanted: Mapping[str, object]) -> None:
    cell = _parameter_cell(notebook)
    if cell is None:
        msg = f"{path} has no cell tagged 'parameters'; tag the cell that sets {', '.join(wanted)}"
        raise BadInput(msg)
    known = parameters(path)
    for name, value in wanted.items():
        _check(path, known, name, value)
    place = notebook.cells.index(cell) + 1
    source = "\n".join(f"{name} = {value!r}" for name, value in wanted.items())
    notebook.cells.insert(place, nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]}))


def _check(path: Path, known: Mapping[str, object], name: str, value: object) -> None:
    if name not in known:
        msg = f"{path.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}"
        raise BadInput(msg)
    default = known[name]
    if default is not None and not isinstance(value, type(default)):
        msg = f"{name} of {path.name} takes {type(default).__name__}, not {value!r}"
        raise BadInput(msg)


def _execute(notebook: nbformat.NotebookNode, job: Job) -> None:
    environment = os.environ | {"PLOTLY_RENDERER": "plotly_mimetype", "OUTAGE_KIT_DB": str(job.db or default_path()),
                                "OUTAGE_KIT_REPORT": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    client = NotebookClient(notebook, timeout=job.timeout, kernel_name="python3",
                            resources={"metadata": {"path": str(job.notebook.resolve().parent)}})
    try:
        client.execute(env=environment)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        msg = f"{job.notebook.name} failed: {_last_line(error)}"
        raise RenderError(msg) from error


def _last_line(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    return plain.splitlines()[-1] if plain else type(error).__name__


def _write_whole(target: Path, html: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    new.write_text(html, encoding="utf-8")
    new.replace(target)


def template_text(name: str) -> str:
    """Read a file of `kit/templates`."""
    return resources.files("kit").joinpath("templates", name).read_text(encoding="utf-8")


def outcome(job: Job) -> dict[str, Any]:
    """Describe a job for a summary."""
    return {"notebook": job.notebook.name, "lang": job.lang, "file": str(job.target), **job.parameters}
