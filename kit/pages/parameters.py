"""A notebook and its parameters: read, checked, set."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat

from kit.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_PARAMETERS = "parameters"


_TYPES = {kind.__name__: kind for kind in (str, int, float, bool, list, tuple, dict, set)}


_TAKES = {int: "a whole number", float: "a number", bool: "True or False", str: "a text"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook: its default, and the type that it was declared with or that the default has (None: any)."""

    default: object
    kind: type | None


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
    return {name: parameter.default for name, parameter in declared(read(path), path).items()}


def typed(path: Path, given: Mapping[str, str]) -> dict[str, object]:
    """Read parameters given as text as the types that the notebook declares. Raises BadInput for an unknown name or an unfit value."""
    notebook = read(path)
    if given and _parameter_cell(notebook) is None:
        raise _untagged(path, given)
    known = declared(notebook, path)
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


def declared(notebook: nbformat.NotebookNode, path: Path) -> dict[str, Parameter]:
    """Give what the cell tagged `parameters` of a notebook declares; nothing where there is none. Raises BadInput where it is no Python."""
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
    target = (
        statement.targets[0]
        if isinstance(statement, ast.Assign)
        else statement.target
        if isinstance(statement, ast.AnnAssign)
        else None
    )
    if not isinstance(target, ast.Name) or not isinstance(statement, ast.Assign | ast.AnnAssign):
        return None
    try:
        default = ast.literal_eval(statement.value) if statement.value else None
    except ValueError:
        default = None
    kind = _TYPES.get(ast.unparse(statement.annotation).split("[")[0]) if isinstance(statement, ast.AnnAssign) else None
    return target.id, Parameter(default, kind or (type(default) if default is not None else None))


def _parameter_cell(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    tagged = (cell for cell in notebook.cells if _PARAMETERS in cell.metadata.get("tags", []))
    return next(tagged, None)


def inject(notebook: nbformat.NotebookNode, path: Path, wanted: Mapping[str, object]) -> None:
    """Set parameters in a cell after the one that declares them. Raises BadInput for an unknown name or an unfit value, and where no cell is tagged."""
    cell = _parameter_cell(notebook)
    if cell is None:
        raise _untagged(path, wanted)
    known = declared(notebook, path)
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
