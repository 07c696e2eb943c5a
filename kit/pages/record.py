"""What a folder of pages knows of each: from what it was made, when, with what outcome. One small file a page, beside the pages.

A record is written after the files that it speaks of, so that a batch that was killed knows what is done.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kit import files

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".outage-kit"
"""Folder of the records, within a folder of pages."""


@dataclass
class Record:
    """One page: `state` is `made` or `failed`; `files` gives the SHA-256 of each format; `facts` what the index shows of its outage."""

    stem: str
    name: str
    lang: str
    notebook: str
    parameters: dict[str, Any]
    key: str
    state: str
    title: str
    made_at: str
    seconds: float
    files: dict[str, str] = field(default_factory=dict)
    error: str = ""
    cell: str = ""
    thumbnail: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def has(self, form: str, folder: Path) -> bool:
        """Tell whether the file of a format is there as it was written."""
        return form in self.files and digest(folder / f"{self.stem}.{form}") == self.files[form]


def read(folder: Path, stem: str) -> Record | None:
    """Read the record of a page; None where there is none that can be read."""
    try:
        return Record(**json.loads((folder / FOLDER / f"{stem}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(folder: Path, record: Record) -> None:
    """Write the record of a page."""
    files.write_whole(
        folder / FOLDER / f"{record.stem}.json", json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str)
    )


def read_all(folder: Path) -> list[Record]:
    """Read the records of all pages whose files are there, by name and language."""
    stems = sorted(path.stem for path in (folder / FOLDER).glob("*.json"))
    records = [record for stem in stems if (record := read(folder, stem))]
    return [record for record in records if any((folder / f"{record.stem}.{form}").exists() for form in record.files)]


def digest(path: Path) -> str:
    """Give the SHA-256 of a file; nothing where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def sweep(folder: Path) -> None:
    """Remove the half-written files that killed batches left, but not those of one that still runs."""
    for place in (folder, folder / FOLDER, folder / "thumbnails"):
        files.sweep(place)
