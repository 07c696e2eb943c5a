"""What became of every file of a load: `records = loaded + duplicates + quarantined`, or why nothing of it came in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

COUNTS: tuple[str, ...] = ("records", "loaded", "duplicates", "quarantined")


@dataclass(frozen=True)
class LoadedFile:
    """What became of one file; `error` says why nothing of it was loaded, `is_skipped` that it holds no reports."""

    path: str
    format: str | None = None
    provider: str | None = None
    sha256: str | None = None
    load_id: int | None = None
    records: int = 0
    loaded: int = 0
    duplicates: int = 0
    quarantined: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    error: str | None = None
    is_skipped: bool = False


@dataclass(frozen=True)
class Summary:
    """What became of every file of one load."""

    files: tuple[LoadedFile, ...]

    def total(self, name: str) -> int:
        """Sum records, loaded, duplicates or quarantined."""
        return sum(getattr(file, name) for file in self.files)

    @property
    def failed(self) -> int:
        """Count the files of which nothing was loaded because something is wrong with them."""
        return sum(file.error is not None and not file.is_skipped for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """Give it as `--json` prints it."""
        return {"files": [asdict(file) for file in self.files], "failed": self.failed} | {
            name: self.total(name) for name in COUNTS
        }


def lines(file: LoadedFile) -> list[str]:
    """Say in a line what became of a file, and in further lines what to know of it."""
    flags = "; flagged: " + ", ".join(f"{count} {rule}" for rule, count in file.flags.items()) if file.flags else ""
    head = (
        f"{file.path}: {file.format}, {file.provider}: {file.records} read = {file.loaded} loaded "
        f"+ {file.duplicates} duplicates + {file.quarantined} quarantined{flags}"
    )
    return [head, *(f"  {notice}" for notice in file.notices)]


def closing_line(summary: Summary) -> str:
    """Say in a line what became of all files."""
    skipped = sum(file.is_skipped for file in summary.files)
    return (
        f"{len(summary.files)} files ({summary.failed} failed, {skipped} skipped): {summary.total('records')} read = "
        f"{summary.total('loaded')} loaded + {summary.total('duplicates')} duplicates "
        f"+ {summary.total('quarantined')} quarantined"
    )
