"""Browsers as the tests start them: programs that stand in for one, or count how often it is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.printing import doctor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def script(path: Path, lines: Sequence[str]) -> Path:
    """Write a program that stands in for a browser."""
    path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def counting(folder: Path, then: str = "") -> Path:
    """Write a program that notes its process in `folder/started`, and goes on as the browser of this machine, or as said."""
    return script(folder / "counting", [f"echo $$ >> {folder}/started", then or f'exec {doctor.browser()} "$@"'])


def started(folder: Path) -> list[int]:
    """Give the processes that such a program noted."""
    return [int(line) for line in (folder / "started").read_text(encoding="utf-8").split()]
