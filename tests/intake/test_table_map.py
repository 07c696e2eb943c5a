"""Maps: what describes the columns of a table that does not describe itself."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading import seen

from kit.intake import table_map
from kit.intake.document import BadFile
from kit.intake.table_map import read_map

if TYPE_CHECKING:
    from pathlib import Path


def test_a_correction_that_is_mended_fails_loudly(tmp_path: Path) -> None:
    """Once the publisher has mended the cell, the correction must go."""
    (tmp_path / "t.csv").write_text("No;Start\n1;2020-01-02 10:00\n")
    (tmp_path / "t.toml").write_text(
        '[columns]\nnative_id = "No"\nbegan = "Start"\n[[corrections]]\nid = "1"\ncolumn = "Start"\nwas = "x"\nnow = "y"\nreason = "z"'
    )

    with pytest.raises(BadFile, match="delete the correction"):
        seen(tmp_path / "t.csv")


def test_the_map_in_the_docstring_is_a_map(tmp_path: Path) -> None:
    """The example that explains maps is read as one."""
    path = tmp_path / "example.toml"
    path.write_text((table_map.__doc__ or "").partition("\n\n")[2])
    found = read_map(path)

    assert ("Seoul Metro", ["Date", "Time"], {"High": 3}) == (
        found.provider,
        found.headings("began"),
        found.labels["severity_rank"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '[columns]\nbegin = "A"',
        "[columns]",
        '[columns]\nduration = "M"',
        '[columns]\ntitle = "A"\n\n[[corrections]]\nid = "1"',
    ],
)
def test_a_map_with_a_mistake_is_refused(text: str, tmp_path: Path) -> None:
    """An unknown key or name, no columns, a duration without a unit, a correction without a reason."""
    path = tmp_path / "m.toml"
    path.write_text(text)

    with pytest.raises(Exception, match=str(path)):
        read_map(path)
