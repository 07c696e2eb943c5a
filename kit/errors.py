"""The errors of the kit.

KitError                  anything the kit says is wrong; its message is one line: what is wrong, what to do
├── BadInput              a value, frame or file handed to the kit cannot be used
│   ├── NotFound          a name (outage, measure, figure) is not known; the nearest known one is suggested
│   ├── NothingToDraw     a frame holds nothing that the figure could show
│   └── DataError         rows of `data/` break rules; `problems` lists every one with file and line
├── MissingTool           a program that the machine lacks, with how to get it
│   └── NoBrowser         there is no Chromium or Chrome
├── RenderError           a page or figure could not be made
└── Busy                  another process holds the lock of the database
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class KitError(Exception):
    """Root of every error that the kit raises on purpose."""


class BadInput(KitError):
    """A value, frame or file handed to the kit cannot be used."""


class NotFound(BadInput):
    """A name is not known."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=1, cutoff=0.3)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names) or 'none'}"
        super().__init__(f"there is no {what} {name!r}; {hint}")


class NothingToDraw(BadInput):
    """A frame holds nothing that the figure could show."""


@dataclass(frozen=True, order=True)
class Problem:
    """One cell that breaks one rule: where it stands, what was found, what was expected."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: found {self.found}, expected {self.expected}"


class DataError(BadInput):
    """Rows of the data break rules; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'s' * (count != 1)} in the data; mend these and build again:\n{lines}")


class MissingTool(KitError):
    """A program that the machine lacks."""


class NoBrowser(MissingTool):
    """There is no Chromium or Chrome."""


class RenderError(KitError):
    """A page or figure could not be made."""


class Busy(KitError):
    """Another process holds the lock of the database."""
