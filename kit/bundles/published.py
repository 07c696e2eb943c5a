"""The numbers behind every figure of the reviewed outages, kept in git: `python -m kit.bundles.published` writes `data/published/` again.

A test makes them again too, so that no number changes unseen; a change to one has a line in CHANGELOG.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit import figures, frames, measures, settings
from kit.database import store
from kit.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

FOLDER = settings.DATA / "published"


def contents(db: duckdb.DuckDBPyConnection, names: Sequence[str] = figures.NAMES) -> dict[Path, str]:
    """Give the CSV of every figure that has something to draw, by `<outage>/<measure>.csv`; those about no one outage under `all`."""
    reviewed = db.execute("SELECT outage_id FROM outage WHERE review = 'reviewed' ORDER BY outage_id").fetchall()
    of_one = {Path(outage) / f"{name}.csv": _numbers(db, name, outage) for (outage,) in reviewed for name in names}
    general = sorted(set(names) - {path.stem for path, numbers in of_one.items() if numbers})
    of_all = {Path("all") / f"{name}.csv": _numbers(db, name, None) for name in general}
    return {path: numbers for path, numbers in (of_one | of_all).items() if numbers}


def write(db: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> list[Path]:
    """Write the files that changed, drop those that no figure has any more, and give the paths of both."""
    wanted = {folder / path: numbers for path, numbers in contents(db).items()}
    stale = sorted(path for path in folder.rglob("*.csv") if path not in wanted)
    changed = [
        path for path, numbers in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != numbers
    ]
    for path in changed:
        write_whole(path, wanted[path])
    for path in stale:
        path.unlink()
    return changed + stale


def _numbers(db: duckdb.DuckDBPyConnection, name: str, outage: str | None) -> str:
    drawn = figures.drawn(name, measures.NAMES[name](db, outage))
    return "" if drawn.is_empty() else frames.as_csv(drawn)


if __name__ == "__main__":
    with store.connect() as connection:
        for changed_path in write(connection):
            sys.stdout.write(f"{changed_path}\n")
