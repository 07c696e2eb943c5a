"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all. Raises OSError, which names it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        new.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from None  # where a disk is full Python names no file
    finally:
        new.unlink(missing_ok=True)
