"""CONTRIBUTING.md, followed to the letter: what it says is enough to add a measure with its figure."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from kit import settings

if TYPE_CHECKING:
    from pathlib import Path

OUTAGE, NAME = "kakao-pangyo-2022-10-15", "evidence_languages"
BLOCK = re.compile(r"^ {3}`(kit/[\w/.]+)`\n\n {3}```\w+\n(.*?)^ {3}```$", re.MULTILINE | re.DOTALL)

Run = "Callable[..., subprocess.CompletedProcess[str]]"


@pytest.fixture(scope="module")
def run(database: Path, db: object, tmp_path_factory: pytest.TempPathFactory) -> Run:  # noqa: ARG001 -- builds the database
    """Copy the kit, add every block of the page to its file, type the rows, and give what runs Python there."""
    top = tmp_path_factory.mktemp("copy")
    shutil.copytree(settings.PACKAGE, top / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    blocks = BLOCK.findall((settings.PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    for path, text in blocks:
        with (top / path).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{dedent(text)}" if file.tell() else dedent(text))

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(top), "OUTAGE_KIT_DB": str(database), "BROWSER_PATH": "/nowhere"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=top, env=environment, capture_output=True, text=True, check=False
        )

    assert len(blocks) == 5
    assert python("-m", "kit.measures.typed").stderr == ""
    return python


def test_the_measure_and_its_figure_are_functions_of_the_kit(run: Run) -> None:
    """`kit.x` gives its frame, `kit.plot_x` its figure in both languages, and completion offers both."""
    code = f"""if True:
        import kit
        frame = kit.{NAME}(kit.connect(), {OUTAGE!r})
        titles = [kit.plot_{NAME}(frame, lang).layout.meta["title"] for lang in ("en", "ko")]
        print(frame["language"].to_list(), titles, {NAME!r} in dir(kit), "plot_{NAME}" in kit.__all__)
    """
    told = run("-c", code)

    assert (
        told.stdout,
        told.stderr,
    ) == ("['ko', 'en'] ['Languages of the sources: 2', '출처의 언어: 2개'] True True\n", "")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["measure", NAME, "--outage", OUTAGE, "--format", "csv"], f"{OUTAGE},"),
        (
            ["sql", f"SELECT language FROM measure('{NAME}', outage := '{OUTAGE}')", "--format", "csv"],
            "language\nko\nen\n",
        ),
        (["why", NAME, "--outage", OUTAGE, "--format", "csv"], f"{NAME},{OUTAGE},1,ko"),
        (["figure", NAME, "--outage", OUTAGE], NAME),
    ],
)
def test_every_command_knows_them(run: Run, command: list[str], expected: str) -> None:
    """`measure x`, `why x`, `figure x` and a call within `sql` find what was added."""
    told = run("-c", "from kit.cli import main; main()", *command)

    assert expected in told.stdout, told.stderr


def test_the_numbers_are_published(run: Run) -> None:
    """The CSV of the figure is among those of `data/published/`."""
    code = f"""if True:
        from kit.bundles import published
        from kit.database import store
        print(len(published.contents(store.connect(), [{NAME!r}])))
    """
    told = run("-c", code)

    assert int(told.stdout) > 50, told.stderr
