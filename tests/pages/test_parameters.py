"""Parameters of notebooks: known names, declared types, refused in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from running import NOTEBOOKS

from kit.errors import BadInput
from kit.pages import parameters

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def write(tmp_path: Path) -> object:
    """Write a notebook whose cell tagged `parameters` has this source."""

    def to_file(source: str) -> Path:
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "own.ipynb")
        return tmp_path / "own.ipynb"

    return to_file


def test_parameters_are_the_literals_of_the_tagged_cell() -> None:
    """Names and defaults come from the cell itself, a declared type or not."""
    found = parameters.parameters(NOTEBOOKS / "typed.ipynb")

    assert found == {"name": "x", "n": 3, "share": 0.5, "is_on": False, "day": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name=7", "7"),
        ("n=7", 7),
        ("share=1", 1),
        ("share=0.25", 0.25),
        ("is_on=True", True),
        ("is_on=false", False),
        ("day=[1, 2]", [1, 2]),
    ],
)
def test_values_take_the_type_that_the_notebook_declares(text: str, value: object) -> None:
    """A text stays text where text is wanted, becomes a number where a number is; a whole number will do for a fraction."""
    name, _, given = text.partition("=")

    assert parameters.typed(NOTEBOOKS / "typed.ipynb", {name: given}) == {name: value}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"nmae": "x"}, "typed.ipynb has no parameter 'nmae'; it has name, n, share, is_on, day"),
        ({"n": "many"}, "n of typed.ipynb takes a whole number, not 'many'"),
        ({"n": "1.5"}, "n of typed.ipynb takes a whole number, not 1.5"),
        ({"n": "True"}, "n of typed.ipynb takes a whole number, not True"),
        ({"is_on": "1"}, "is_on of typed.ipynb takes True or False, not 1"),
    ],
)
def test_an_unknown_name_and_an_unfit_value_are_refused(given: dict[str, str], message: str) -> None:
    """The error lists the known parameters, or names the type."""
    with pytest.raises(BadInput) as caught:
        parameters.typed(NOTEBOOKS / "typed.ipynb", given)

    assert str(caught.value) == message


def test_a_tagged_cell_that_is_no_python_says_so(write: object) -> None:
    """The error names the line and gives an example."""
    with pytest.raises(BadInput, match=r"is no Python .* it holds lines such as: lang"):
        parameters.parameters(write("lang = "))  # type: ignore[operator]


def test_a_file_that_is_no_notebook(tmp_path: Path) -> None:
    """Neither a missing file nor one of something else ends in a traceback."""
    (tmp_path / "text.ipynb").write_text("no notebook")

    for name in ("missing", "text"):
        with pytest.raises(BadInput, match="notebook"):
            parameters.read(tmp_path / f"{name}.ipynb")


def test_a_default_that_is_no_literal_takes_any(write: object) -> None:
    """`day = date(2024, 7, 19)` is a parameter of no known type."""
    path = write("from datetime import date\nday = date(2024, 7, 19)")  # type: ignore[operator]

    assert parameters.typed(path, {"day": "2024"}) == {"day": 2024}
