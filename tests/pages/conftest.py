"""What several tests of pages start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from running import job, write_record

from kit import files
from kit.pages import record

if TYPE_CHECKING:
    from pathlib import Path

    from kit.pages.rendering import Job


@pytest.fixture
def made(tmp_path: Path) -> Job:
    """Give a job whose page is up to date, without having run it."""
    one = job("two-figures", tmp_path)
    files.write_whole(one.target, "<title>page</title>")
    write_record(one, "made", {"html": record.digest(one.target)})
    return one
