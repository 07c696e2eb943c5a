"""What the place of the package and the environment settle."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from kit import settings
from kit.cli import main
from kit.errors import BadInput
from kit.intake import engine
from kit.settings import SETTINGS, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

README = Path(__file__).resolve().parent.parent / "README.md"


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


def documented() -> list[tuple[str, ...]]:
    """Read the table of settings of README.md."""
    section = README.read_text(encoding="utf-8").split("\n## Settings\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section, re.MULTILINE)


def test_every_setting_is_documented() -> None:
    """README.md and the help of the command line say of each what it settles and what holds without it, and of nothing else."""
    told = " ".join(CliRunner().invoke(main, ["--help"], terminal_width=300).output.split())

    assert documented() == [(each.name, each.default, each.help) for each in SETTINGS]
    assert [each.name for each in SETTINGS if f"{each.name} {each.help} [default: {each.default}]" not in told] == []


def test_the_table_is_complete() -> None:
    """A setting that the module has stands in the table, each once."""
    found = [each for each in vars(settings).values() if isinstance(each, Setting)]

    assert sorted(each.name for each in found) == sorted({each.name for each in SETTINGS})
    assert len(SETTINGS) == len(found)


def test_options_are_settings() -> None:
    """A variable that an option of a command can come from is one of the table."""
    options = [option for command in main.commands.values() for option in command.params]
    named = {option.envvar for option in options if isinstance(option, click.Option)} - {None}

    assert named == {settings.DATABASE.name, settings.MEMORY.name, settings.THREADS.name}


def test_the_default_is_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no database is named or set, it is the one that the help speaks of; an empty variable is one that is not set."""
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv(settings.DATABASE.name)
        else:
            monkeypatch.setenv(settings.DATABASE.name, value)

        assert settings.default_path() == settings.DATA.parent / settings.DATABASE.default


def test_kernels_are_warm_or_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is neither is refused, not taken for one of them."""
    monkeypatch.setenv(settings.KERNELS.name, "Warm")
    with pytest.raises(BadInput, match="OUTAGE_KIT_KERNELS is 'Warm'; set it to warm or fresh"):
        settings.kernels()
    monkeypatch.setenv(settings.KERNELS.name, "fresh")

    assert settings.kernels() == "fresh"


@pytest.fixture
def reader() -> Iterator[None]:
    """Give back the DuckDB that reads files as it was."""
    yield
    engine.engine().execute("RESET threads")


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(("given", "expected"), [(None, 1), (2, 2)])
def test_the_limits_hold_for_reading_files_too(
    monkeypatch: pytest.MonkeyPatch, given: int | None, expected: int
) -> None:
    """The DuckDB that reads files keeps to the threads that are set, unless a call says others."""
    monkeypatch.setenv(settings.THREADS.name, "1")
    engine.limit(None, given)

    assert engine.engine().execute("SELECT current_setting('threads')").fetchall() == [(expected,)]
