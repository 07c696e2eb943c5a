"""Who may import whom, one name followed through, and how long a piece may be."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import ast
import re
import types
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kit
from kit import figures, measures
from kit.text import LANGUAGES, words

ROOT = Path(__file__).resolve().parent.parent
LAYERS = (
    {"errors", "doctor", "imports"},
    {"times"},
    {"text"},
    {"evidence"},
    {"store", "readers", "load", "fetch", "pull", "own_reports", "codebook"},
    {"survival", "turnbull", "restore_times", "strategies", "query", "incidents", "together", "measures"},
    {"figures"},
    {"chromium", "fonts", "page", "picture", "pdf", "figure_page", "bundle", "verify", "published", "display", "doubts", "tables", "grounds", "why", "exports"},
    {"kernels", "nursery", "report", "record", "freshness", "index", "batch", "progress"},
    {"cli"},
)
"""Modules and packages of `kit`, the lowest first: each imports from its own layer and from those below, never from above."""

BANNED = {
    "figures": {"duckdb", "kit.store", "kit.evidence", "kit.load", "kit.readers"},
    "measures": {"plotly"},
    "survival": {"plotly", "duckdb"},
    "turnbull": {"plotly", "duckdb"},
    "restore_times": {"plotly", "duckdb"},
    "strategies": {"plotly", "duckdb"},
    "readers": {"plotly", "kit.store"},
    "text": {"plotly", "duckdb"},
}
"""What a piece may not import, though its layer would allow it or it is no module of ours."""

LONGEST_FUNCTION, LONGEST_MODULE = 30, 400


def modules() -> dict[str, Path]:
    """Give every module of the kit by its dotted name."""
    paths = sorted((ROOT / "kit").rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules()


def tree(name: str) -> ast.Module:
    """Parse a module."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(name: str) -> Iterator[str]:
    """Give what a module imports, a module of ours by its full name."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (item if item in MODULES else str(node.module) for item in full)


def ours(name: str) -> set[str]:
    """Give the modules of the kit that a module imports, without the version of the kit."""
    return {item for item in imported(name) if item.startswith("kit.")}


def taken_from_top(name: str) -> set[str]:
    """Give the names that a module takes from `kit` itself, the version apart."""
    nodes = list(ast.walk(tree(name)))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kit"}
    aliases = [alias.name for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "kit" for alias in node.names]
    return {item for item in {*used, *aliases} if f"kit.{item}" not in MODULES} - {"__version__"}


def piece(name: str) -> str:
    """Give the module or package right below `kit` that a module belongs to."""
    return name.split(".")[1]


def layer(name: str) -> int:
    """Give the number of a module's layer."""
    return next(number for number, names in enumerate(LAYERS) if piece(name) in names)


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give the functions of a module."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_module_has_its_layer() -> None:
    """A new module is placed in the layers of the architecture before it may import anything."""
    assert set() == {piece(name) for name in MODULES if name != "kit"} - set().union(*LAYERS)


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"kit"}))
def test_no_module_imports_from_above(name: str) -> None:
    """Readers know nothing of measures, measures nothing of figures, figures nothing of reports."""
    assert [] == [item for item in ours(name) if layer(item) > layer(name)]


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name != "kit" and piece(name) in BANNED))
def test_no_module_imports_what_is_not_its_business(name: str) -> None:
    """Measures do not draw, figures do not query."""
    banned = BANNED[piece(name)]

    assert [] == [item for item in imported(name) if item in banned or item.split(".")[0] in banned]


def test_there_are_no_cycles() -> None:
    """The imports have an order."""
    graph = {name: ours(name) - {name} for name in MODULES if name != "kit"}

    assert len(graph) == len(list(TopologicalSorter(graph).static_order()))


def test_only_the_version_comes_from_the_top() -> None:
    """A module that takes a public name from `kit` itself would import everything, and itself; the command line stands above all."""
    taken = {name: taken_from_top(name) for name in set(MODULES) - {"kit", "kit.cli"}}

    assert {} == {name: names for name, names in taken.items() if names}


@pytest.mark.parametrize("name", figures.NAMES)
def test_one_name_is_followed_through(name: str) -> None:
    """A figure is drawn from the measure of its name by `plot_<name>`, and has words in both languages."""
    assert name in measures.NAMES
    assert f"plot_{name}" == figures.plotter(name).__name__
    assert [True, True] == [any(key.startswith((f"{name}.", f"figure.{name}.")) for key in words(lang).entries) for lang in LANGUAGES]


def test_the_readme_maps_every_module() -> None:
    """Someone new finds each module in the table of the README, and nothing that is not there."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| step | modules of `kit` |")[2].partition("\n\n")[0]

    assert {piece(name) for name in MODULES if name != "kit"} == set(re.findall(r"`(\w+)/?`", table))


def test_the_public_names_are_true() -> None:
    """`__all__` is sorted, and holds every public name of the kit and nothing that is not there."""
    listed = list(getattr(kit, "__all__", ()))
    public = {name for name, value in vars(kit).items() if not name.startswith("_") and not isinstance(value, types.ModuleType)}

    assert sorted(listed) == listed
    assert [] == [name for name in listed if not hasattr(kit, name)]
    assert set() == public - set(listed) - {"annotations", "TYPE_CHECKING"}


def test_the_top_has_four_folders() -> None:
    """What is there is notebooks, data, kit and tests; what a run makes is ignored."""
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_")) and path.suffix != ".egg-info"}

    assert {"notebooks", "data", "kit", "tests"} == found - ignored


@pytest.mark.parametrize("name", sorted(MODULES))
def test_pieces_are_small(name: str) -> None:
    """No function is longer than 30 lines, no module longer than 400: a piece that outgrows this holds two ideas."""
    long = {node.name: size for node in functions(name) if (size := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION}
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())

    assert {} == long
    assert lines <= LONGEST_MODULE


def test_only_the_store_opens_databases() -> None:
    """Files of DuckDB are opened by the store and by loading, which is the other writer; readers have databases in memory only."""
    openers = {name for name, path in MODULES.items() if "duckdb.connect(" in path.read_text(encoding="utf-8")}

    assert openers <= {"kit.store", "kit.load", "kit.readers", "kit.codebook"}
