"""Who may import whom, one name followed through, and how long a piece may be."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

import ast
import importlib
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from import_graph import ORDER, arrows, imported, modules, upward

import kit
from kit import figures, measures
from kit.intake.readers import readers
from kit.measures.typed import MARK
from kit.settings import SETTINGS
from kit.text import LANGUAGES, words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kit"

BANNED = {
    "figures": {"duckdb"},
    "measures": {"plotly"},
    "estimators": {"plotly", "duckdb"},
    "intake": {"plotly"},
    "text": {"plotly", "duckdb"},
}
"""What a room may not import, though it is no module of ours."""

WRITING = {
    *("write_text", "write_bytes", "write_csv", "write_parquet", "write_json", "write_ndjson", "write_excel"),
    *("copy2", "copyfile", "copytree", "move", "mkstemp", "NamedTemporaryFile"),
}
WRITERS = {
    ("kit.database.export", "copyfile"),
    ("kit.database.export", "bare.write_csv"),
    ("kit.database.export", "frame.write_parquet"),
    ("kit.intake.load", "shutil.copyfile"),
}
"""Calls that write files beside `kit.files`: to a place that `files.whole` gave them, large ones without holding them in memory."""

LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_LINE = 30, 400, 120


MODULES = modules(PACKAGE)


def tree(name: str) -> ast.Module:
    """Parse a module."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def ours(name: str) -> set[str]:
    """Give the modules of the kit that a module imports."""
    return {item for item in imported(MODULES[name], MODULES) if item.startswith("kit.")}


def taken_from_top(name: str) -> set[str]:
    """Give the names that a module takes from `kit` itself, the version apart."""
    nodes = list(ast.walk(tree(name)))
    used = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kit"
    }
    aliases = [
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "kit"
        for alias in node.names
    ]
    return {item for item in {*used, *aliases} if f"kit.{item}" not in MODULES} - {"__version__"}


def room(name: str) -> str:
    """Give the module or folder right below `kit` that a module belongs to."""
    return name.split(".")[1]


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give the functions of a module."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function below its signature and docstring."""
    is_described = ast.get_docstring(function) is not None and len(function.body) > 1
    return function.end_lineno - function.body[is_described].lineno + 1


def test_every_room_has_its_place() -> None:
    """A new folder is placed in the order before it may import anything."""
    assert {room(name) for name in MODULES if name != "kit"} == set().union(*ORDER)


def test_no_room_imports_from_above_or_beside() -> None:
    """Readers know nothing of figures, measures nothing of Plotly: the order of the folders is the order of the steps."""
    assert set() == upward(arrows(PACKAGE))


def test_no_room_bears_a_public_name() -> None:
    """`kit.load` and `kit.why` are functions and nothing else, whatever was imported before."""
    assert set() == {room(name) for name in MODULES if name != "kit"} & set(kit.__all__)


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name != "kit" and room(name) in BANNED))
def test_no_module_imports_what_is_not_its_business(name: str) -> None:
    """Measures do not draw, figures do not query."""
    found = {item.split(".")[0] for item in imported(MODULES[name], MODULES)}

    assert set() == found & BANNED[room(name)]


def test_there_are_no_cycles() -> None:
    """The imports have an order."""
    graph = {name: ours(name) - {name} for name in MODULES if name != "kit"}

    assert len(graph) == len(list(TopologicalSorter(graph).static_order()))


def test_only_the_version_comes_from_the_top() -> None:
    """A module that takes a public name from `kit` itself would import everything, and itself; the command line stands above all."""
    taken = {name: taken_from_top(name) for name in set(MODULES) - {"kit"}}

    assert {} == {name: names for name, names in taken.items() if names}


@pytest.mark.parametrize("name", figures.NAMES)
def test_one_name_is_followed_through(name: str) -> None:
    """A figure is drawn from the measure of its name by `plot_<name>`, and has words in both languages."""
    assert name in measures.NAMES
    assert f"plot_{name}" == figures.plotter(name).__name__
    assert [True, True] == [
        any(key.startswith((f"{name}.", f"figure.{name}.")) for key in words(lang).entries) for lang in LANGUAGES
    ]


def test_the_public_names_are_true() -> None:
    """`__all__` is sorted, holds every measure and every figure, nothing but functions, and is what completion offers."""
    offered = [name for name in dir(kit) if not name.startswith("_")]

    assert sorted(kit.__all__) == kit.__all__ == offered
    assert {*measures.NAMES, *(f"plot_{name}" for name in figures.NAMES)} <= set(offered)
    assert [] == [name for name in offered if not isinstance(getattr(kit, name), types.FunctionType)]


def test_no_import_hides_a_public_name() -> None:
    """`kit.losses` is the measure, also after `import kit.figures.losses`."""
    for name in MODULES:
        if name != "kit.pages.warm":
            importlib.import_module(name)

    assert [] == [name for name in kit.__all__ if isinstance(getattr(kit, name), types.ModuleType)]


def test_the_door_is_light() -> None:
    """`import kit` loads neither Polars nor DuckDB nor Plotly; the first name that is asked for loads what it needs."""
    code = "import sys, kit; print([name for name in ('polars', 'duckdb', 'plotly') if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "[]" == loaded.strip()


@pytest.mark.parametrize(
    "path", [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in {".py", ".sql", ".js"}], ids=str
)
def test_all_korean_stands_in_text_or_data(path: Path) -> None:
    """No Korean word outside `text/`: what a measure finds travels as a code, and becomes a sentence there."""
    is_text = path.parent.name == "text"

    assert is_text or not re.findall(r"[가-힣]+", path.read_text(encoding="utf-8"))


def test_the_top_has_four_folders() -> None:
    """What is there is notebooks, data, kit and tests; what a run makes is ignored."""
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    found = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "_")) and path.suffix != ".egg-info"
    }

    assert {"notebooks", "data", "kit", "tests"} == found - ignored


def test_a_format_is_found_by_its_name() -> None:
    """A format has its test in `tests/intake/readers/test_<format>.py` and small files in `tests/data/<format>/`."""
    tests, files = ROOT / "tests" / "intake" / "readers", ROOT / "tests" / "data"

    assert [] == [name for name in readers() if not (tests / f"test_{name}.py").is_file()]
    assert [] == [name for name in readers() if not any(files.glob(f"{name}/*"))]
    assert {"test_readers"} == {path.stem for path in tests.glob("*.py")} - {f"test_{name}" for name in readers()}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_pieces_are_small(name: str) -> None:
    """No function is longer than 30 lines, no module that a hand wrote longer than 400: a piece that outgrows this holds two ideas.

    Lines of a function are those of its body: a signature with many options and a full docstring make it no harder to
    follow.
    """
    long = {node.name: size for node in functions(name) if (size := body_lines(node)) > LONGEST_FUNCTION}
    lines = MODULES[name].read_text(encoding="utf-8").splitlines()

    assert {} == long
    assert len(lines) <= LONGEST_MODULE or lines[0] == MARK


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.sql")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_sql_fits_the_window(path: Path) -> None:
    """SQL is broken at its clauses, no line over 120 characters: conclusions are there to be read and disputed."""
    long = {
        number: len(line)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    }

    assert {} == long


def test_only_the_store_opens_databases() -> None:
    """Files of DuckDB are opened by the store and by loading, which is the other writer; readers have databases in memory only."""
    openers = {name for name, path in MODULES.items() if "duckdb.connect(" in path.read_text(encoding="utf-8")}

    assert openers <= {"kit.database.store", "kit.intake.load", "kit.intake.engine", "kit.database.codebook"}


def mode(call: ast.Call) -> str:
    """Give the mode of a call that opens a file."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    modes = [str(arg.value) for arg in given if isinstance(arg, ast.Constant)]
    return next((mode for mode in modes if re.fullmatch(r"[rwaxbt+]+", mode)), "r")


def writes(call: ast.Call) -> bool:
    """Tell whether a call writes to a path or puts a file in the place of another: `replace` with one argument is that of a path."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in ("open", "fdopen"):
        return not {*mode(call)} <= {*"rbt"}
    if name == "replace":
        return len(call.args) == 1 and not call.keywords
    return name in WRITING and (
        not name.startswith("write_") or bool(call.args)
    )  # without a path a frame gives its text


def test_one_module_writes_files() -> None:
    """A file that others read is written by `kit.files`, so that nobody ever sees half of it."""
    found = {
        (name, ast.unparse(node.func))
        for name in set(MODULES) - {"kit.files"}
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and writes(node)
    }

    assert found == WRITERS


@pytest.mark.parametrize(
    "code",
    [
        "p.write_text(t)",
        "p.write_bytes(b)",
        "open(p, 'w')",
        "p.open(mode='ab')",
        "new.replace(p)",
        "frame.write_csv(p)",
    ],
)
def test_a_writer_is_found(code: str) -> None:
    """Each way of writing a file is known for one, and its like that reads or gives a text is not."""
    reads = ["open(p)", "p.open('rb')", "text.replace('a', 'b')", "day.replace(hour=1)", "frame.write_csv()"]

    assert writes(ast.parse(code, mode="eval").body)
    assert [] == [other for other in reads if writes(ast.parse(other, mode="eval").body)]


def test_one_module_hashes_the_kit() -> None:
    """What depends on the kit's own code asks `settings.code_hash`: nobody else lists the files of the package."""
    assert {"kit.settings"} == {
        name
        for name, path in MODULES.items()
        if re.search(r"\bPACKAGE\b.*glob|__file__", path.read_text(encoding="utf-8"))
    }


SETTERS = {"kit.pages.warm"}  # a kernel that is forked takes the environment of whom it serves
"""Modules beside `kit.settings` that touch the environment: to set it."""


def test_one_module_reads_the_environment() -> None:
    """What the environment settles stands in one table: nobody else looks into it, and nobody else writes the name of a setting in code."""
    names = {setting.name for setting in SETTINGS}
    found = {
        name
        for name in set(MODULES) - {"kit.settings"}
        for node in ast.walk(tree(name))
        if getattr(node, "attr", getattr(node, "id", "")) in ("environ", "environb", "getenv")
        or (isinstance(node, ast.Constant) and node.value in names)
        or (isinstance(node, ast.alias) and node.name in ("environ", "getenv"))
    }

    assert set() == found - SETTERS


def test_every_variable_that_is_spoken_of_is_a_setting() -> None:
    """A name of ours in code, words, help or documentation is in the table."""
    files = [
        *PACKAGE.rglob("*.py"),
        *PACKAGE.rglob("*.toml"),
        *PACKAGE.rglob("*.html"),
        ROOT / "README.md",
        ROOT / "data" / "README.md",
    ]
    spoken = {name for path in files for name in re.findall(r"OUTAGE_KIT_\w+", path.read_text(encoding="utf-8"))}

    assert spoken <= {setting.name for setting in SETTINGS}


JAVASCRIPT = re.compile(r"=>|\bfunction\b ?\w*\(|\bdocument\.|\bnew Promise\b")


def test_no_javascript_stands_in_strings() -> None:
    """JavaScript has files of its own under `kit/printing/templates`, where editors and readers know it for what it is."""
    found = {
        (name, node.value[:40])
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and JAVASCRIPT.search(node.value)
    }

    assert set() == found


def test_no_cache_holds_connections() -> None:
    """A cache by connection would keep one that is closed, and answer for it: `kit.notebook.asked` lets go of both."""
    found = {
        (name, function.name)
        for name in MODULES
        for function in functions(name)
        if any("cache" in ast.unparse(decorator) for decorator in function.decorator_list)
        and "Connection" in ast.unparse(function.args)
    }

    assert set() == found


PRIVATE_IMPORTS = {("kit.pages.warm", "kit.figures._rows")}  # it draws one figure from literals, to be warm
"""Private modules that a module of another folder imports."""


def trespasses(name: str, full: str) -> Iterator[str]:
    """Give what begins with an underscore on a dotted way and is not for this module: a name of another module, a module of another folder."""
    parts = full.split(".")
    for at, part in enumerate(parts):
        home, reached = ".".join(parts[:at]), ".".join(parts[: at + 1])
        is_near = reached in MODULES and f"{name}.".startswith(f"{home}.")
        if part.startswith("_") and not part.startswith("__") and not is_near:
            yield reached


def private_uses(name: str) -> set[str]:
    """Give what a module imports or takes of other modules that is not theirs to give: what begins with an underscore."""
    known: dict[str, str] = {}
    used = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kit":
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute) and known.get(getattr(node.value, "id", "")) in MODULES:
            used.add(f"{known[node.value.id]}.{node.attr}")
    return {found for full in {*known.values(), *used} for found in trespasses(name, full)}


def test_what_is_private_stays_at_home() -> None:
    """A name that begins with an underscore is used in its module alone, a module that does in its folder alone."""
    found = {(name, item) for name in MODULES for item in private_uses(name)}

    assert set() == found - PRIVATE_IMPORTS
