"""What the environment and the place of the package settle: where the data are, which database, what time it is."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kit.errors import BadInput

PACKAGE = Path(__file__).resolve().parent
"""The folder of the kit's own code, words, SQL and templates."""
DATA = PACKAGE.parent / "data"
NOTEBOOKS = PACKAGE.parent / "notebooks"


@dataclass(frozen=True)
class Setting:
    """A variable of the environment: its name, what holds where it is not set, and what it settles."""

    name: str
    default: str
    help: str

    def read(self) -> str | None:
        """Give its value; None where it is not set, or empty."""
        return os.environ.get(self.name) or None


DATABASE = Setting(
    "OUTAGE_KIT_DB", "data/build/outages.duckdb", "Database that is read and written where none is named."
)
MEMORY = Setting("OUTAGE_KIT_MEMORY", "what DuckDB takes", "Memory that DuckDB may use, such as 2GB.")
THREADS = Setting("OUTAGE_KIT_THREADS", "what DuckDB takes", "Threads that DuckDB may use.")
KERNELS = Setting(
    "OUTAGE_KIT_KERNELS",
    "warm on Linux, else fresh",
    "How the kernels of a batch start: warm, forked from one that has imported everything, or fresh.",
)
NOW = Setting(
    "OUTAGE_KIT_NOW", "the clock", "Time of making that is written and printed, such as 2026-01-31T12:00:00Z."
)
BROWSER = Setting(
    "BROWSER_PATH", "the first that is found", "Chromium or Chrome that draws pictures and prints PDF, by path or name."
)
SETTINGS = (DATABASE, MEMORY, THREADS, KERNELS, NOW, BROWSER)
"""Everything that the kit reads from the environment; the table in README.md has the same lines."""


def environment() -> dict[str, str]:
    """Give the environment of this process, for those that it starts."""
    return dict(os.environ)


@cache
def code_hash() -> str:
    """Give the SHA-256 of the kit itself: the names and contents of every file of the package, its words, SQL and templates among them."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = (
        f"{path.relative_to(PACKAGE).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in files
    )
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def default_path() -> Path:
    """Give the path of the database that is meant where none is named."""
    return Path(DATABASE.read() or built_path())


def built_path() -> Path:
    """Give the path of the database that belongs to `data/` and is kept up to date with it."""
    return DATA / "build" / "outages.duckdb"


def kernels() -> str:
    """Give how the kernels of a batch start, `warm` or `fresh`. Raises BadInput for any other word."""
    chosen = KERNELS.read() or ("warm" if sys.platform == "linux" else "fresh")
    if chosen not in ("warm", "fresh"):
        msg = f"{KERNELS.name} is {chosen!r}; set it to warm or fresh, or unset it"
        raise BadInput(msg)
    return chosen


def now() -> datetime:
    """Give the time of making, in UTC: the one that is set (ISO 8601), else that of the clock. Raises BadInput for what is no time."""
    pinned = NOW.read()
    if not pinned:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(pinned)
    except ValueError:
        msg = f"{NOW.name} is {pinned!r}; set it to a time such as 2026-01-31T12:00:00Z, or unset it"
        raise BadInput(msg) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
