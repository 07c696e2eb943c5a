"""What the environment and the place of the package settle: where the data are, which database, what time it is."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kit.errors import BadInput

PACKAGE = Path(__file__).resolve().parent
"""The folder of the kit's own code, words, SQL and templates."""
DATA = PACKAGE.parent / "data"
NOTEBOOKS = PACKAGE.parent / "notebooks"


@cache
def code_hash() -> str:
    """Give the SHA-256 of the kit itself: the names and contents of every file of the package, its words, SQL and templates among them."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    parts = (
        f"{path.relative_to(PACKAGE).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in files
    )
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def default_path() -> Path:
    """Give the path of the database: `OUTAGE_KIT_DB`, else `data/build/outages.duckdb`."""
    return Path(os.environ.get("OUTAGE_KIT_DB") or DATA / "build" / "outages.duckdb")


def now() -> datetime:
    """Give the time of making: `OUTAGE_KIT_NOW` (ISO 8601) where set, else the clock."""
    pinned = os.environ.get("OUTAGE_KIT_NOW")
    if not pinned:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(pinned)
    except ValueError:
        msg = f"OUTAGE_KIT_NOW is {pinned!r}; set it to a time such as 2026-01-31T12:00:00Z, or unset it"
        raise BadInput(msg) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
