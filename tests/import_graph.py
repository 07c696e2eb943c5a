"""The import graph of the kit, counted: `python tests/import_graph.py [FOLDER]` (default: the `kit` beside the tests).

A room is a module or folder right below the package, an arrow an import from one room to another, a floor the longest way down from
a room. An arrow runs up where a room imports one that stands in ORDER beside or above it.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

ORDER = (
    {"errors", "files", "frames"},
    {"settings", "times"},
    {"text", "database", "estimators"},
    {"intake", "measures"},
    {"figures"},
    {"notebook", "trace", "printing"},
    {"bundles", "pages"},
    {"cli"},
)
"""The rooms of the kit, the lowest first: each imports only from those below."""


def modules(package: Path) -> dict[str, Path]:
    """Give every module of a package by its dotted name."""
    found = {path.relative_to(package.parent).with_suffix("").parts: path for path in sorted(package.rglob("*.py"))}
    return {".".join(parts).removesuffix(".__init__"): path for parts, path in found.items()}


def imported(path: Path, known: dict[str, Path]) -> set[str]:
    """Give what a module imports, wherever in it the import stands; a module of the package by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in known else str(node.module) for name in full}
    return found


def arrows(package: Path) -> set[tuple[str, str]]:
    """Give every pair of rooms of which the first imports the second."""
    known, top = modules(package), package.name
    pairs = {
        (name.split(".")[1], other.split(".")[1])
        for name, path in known.items()
        if name != top
        for other in imported(path, known)
        if other.startswith(f"{top}.")
    }
    return {(room, other) for room, other in pairs if room != other}


def floors(graph: set[tuple[str, str]]) -> int:
    """Count the rooms on the longest way down; rooms that import each other stand on one floor."""

    @cache
    def depth(room: str, above: frozenset[str] = frozenset()) -> int:
        below = [other for start, other in graph if start == room and other not in above]
        return 1 + max((depth(other, above | {room}) for other in below), default=0)

    return max(depth(room) for room, _ in graph)


def upward(graph: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give the arrows that do not lead down, and those of rooms that have no place in ORDER."""
    place = {room: number for number, rooms in enumerate(ORDER) for room in rooms}
    return {(room, other) for room, other in graph if place.get(other, len(ORDER)) >= place.get(room, -1)}


def main() -> None:
    """Print the counts."""
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "kit"
    graph = arrows(package)
    rooms = {name.split(".")[1] for name in modules(package) if "." in name}
    sys.stdout.write(f"{len(rooms)} rooms, {floors(graph)} floors, {len(graph)} arrows\n")
    if rooms <= set().union(*ORDER):
        sys.stdout.write(
            f"{len(upward(graph))} arrows run up or sideways{''.join(f'{chr(10)}  {room} imports {other}' for room, other in sorted(upward(graph)))}\n"
        )


if __name__ == "__main__":
    main()
