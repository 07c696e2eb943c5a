"""Pages: in the prose of one language, from a fresh kernel, written whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from running import job

from kit.errors import BadInput, RenderError
from kit.pages import rendering

if TYPE_CHECKING:
    from pathlib import Path


def test_a_notebook_without_the_tagged_cell_says_so(tmp_path: Path) -> None:
    """Parameters have nowhere to go in it."""
    with pytest.raises(BadInput, match="has no cell tagged 'parameters'; tag the cell that sets outage"):
        rendering.prepare(job("untagged", tmp_path, outage="x"))


def test_prose_is_of_one_language(tmp_path: Path) -> None:
    """A cell tagged with the other language is left out; the parameters stand right below the tagged cell."""
    prepared = rendering.prepare(job("two-figures", tmp_path, "ko", outage="x"))
    sources = [cell.source for cell in prepared.cells]

    assert "# 두 그림" in sources
    assert "# Two figures" not in sources
    assert sources[1] == "lang = 'ko'\noutage = 'x'"


def test_preparing_leaves_the_notebook_as_it_is(tmp_path: Path) -> None:
    """Two jobs of one notebook do not share cells."""
    rendering.prepare(job("two-figures", tmp_path, "ko", outage="x"))
    again = rendering.prepare(job("two-figures", tmp_path, "en", outage="y"))

    assert [cell.source for cell in again.cells if "injected-parameters" in cell.metadata.get("tags", [])] == [
        "lang = 'en'\noutage = 'y'"
    ]


def test_a_page_is_rendered_in_a_fresh_kernel(tmp_path: Path) -> None:
    """The page holds the title, both figures and the value of the parameter, and nothing else is left in its folder."""
    path = rendering.render(job("two-figures", tmp_path, "ko", outage="kakao-pangyo-2022-10-15"))
    page = path.read_text()

    assert "<title>두 그림</title>" in page
    assert page.count('<figure class="chart">') == 2
    assert "kakao-pangyo-2022-10-15 ko 3" in page
    assert list(tmp_path.iterdir()) == [path]


def test_a_failing_cell_writes_no_page(tmp_path: Path) -> None:
    """`render` names the error and leaves nothing."""
    with pytest.raises(RenderError, match=r"fails\.ipynb failed: ZeroDivisionError: division by zero"):
        rendering.render(job("fails", tmp_path))

    assert list(tmp_path.iterdir()) == []
