"""What the place of the package and the environment settle."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from kit import settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_every_file_is_part_of_the_kit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The hash of the kit changes with each of its files, whatever its ending, and with their names; not with what Python keeps beside them."""
    package = tmp_path / "kit"
    shutil.copytree(settings.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(settings, "PACKAGE", package)
    hashes = [settings.code_hash.__wrapped__()]
    one_of_each = {path.suffix: path for path in sorted(package.rglob("*")) if path.is_file()}
    for path in one_of_each.values():
        path.write_text("other")
        hashes.append(settings.code_hash.__wrapped__())
    (package / "files.py").rename(package / "file.py")
    hashes.append(settings.code_hash.__wrapped__())

    assert {".py", ".sql", ".toml", ".html", ".css", ".js"} <= set(one_of_each)
    assert len(set(hashes)) == len(one_of_each) + 2
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "files.pyc").touch()
    assert settings.code_hash.__wrapped__() == hashes[-1]
