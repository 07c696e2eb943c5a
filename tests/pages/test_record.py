"""Records of pages, and what killed batches leave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kit.pages import record

if TYPE_CHECKING:
    from pathlib import Path


def test_leftovers_of_killed_batches_are_swept(tmp_path: Path) -> None:
    """A half-written file of a process that is gone goes; one of a process that runs stays."""
    gone, ours = tmp_path / ".a.html.999999999.new", tmp_path / f".a.html.{os.getpid()}.new"
    for path in (gone, ours):
        path.touch()
    record.sweep(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [ours.name]
