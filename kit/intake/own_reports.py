"""An analyst's own files in a database of their own, so that a look at them leaves the main one as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from kit import settings
from kit.database import store
from kit.errors import BadInput
from kit.intake.account import COUNTS
from kit.intake.load import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

ROOT = settings.DATA.parent
_COLUMNS = ("path", "format", "provider", *COUNTS, "error", "sha256")


def own_reports(
    files: Sequence[Path | str] | Path | str,
    *,
    form: str | None = None,
    provider: str | None = None,
    table_map: Path | str | None = None,
) -> tuple[duckdb.DuckDBPyConnection, pl.DataFrame]:
    """Load files and folders into a new database that holds nothing else; open it, and give what became of each file.

    Takes what `kit.load` takes; a path that leads nowhere from here is tried from the top of the repository. The database is gone when it is
    closed. The frame has `path, format, provider, records, loaded, duplicates, quarantined, error, sha256`. Raises BadInput where nothing could be read.
    """
    named = [files] if isinstance(files, (str, Path)) else files
    with TemporaryDirectory(prefix="outage-kit-") as folder:
        path = store.empty(Path(folder) / "own.duckdb")
        summary = load(
            [_found(Path(name)) for name in named], form=form, provider=provider, table_map=table_map, db=path
        )
        read = pl.DataFrame(
            [{name: getattr(file, name) for name in _COLUMNS} for file in summary.files if not file.is_skipped],
            schema_overrides={"path": pl.String, "error": pl.String},
        )
        if read.is_empty() or read["error"].null_count() == 0:
            raise BadInput(next((str(file.error) for file in summary.files), "there is no file to read"))
        return store.connect(path), read.with_columns(
            pl.col("path", "error").str.replace_all(f"{ROOT}/", "", literal=True)
        )


def _found(path: Path) -> Path:
    """Give a path as it stands, else from the top of the repository, where a notebook's own folder is not meant."""
    return ROOT / path if not path.exists() and (ROOT / path).exists() else path
