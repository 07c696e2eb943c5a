"""Reports: strict about parameters, in the prose of one language, written whole."""

import errno
import importlib
import sys
from pathlib import Path

import nbformat
import pytest

from kit import files
from kit.errors import BadInput, RenderError
from kit.pages import imports, parameters, rendering

NOTEBOOKS = Path(__file__).parents[1] / "data" / "notebooks"


def job(notebook: str, folder: Path, lang: str = "en", **parameters: object) -> rendering.Job:
    """Give a job for one of the notebooks of the tests."""
    return rendering.Job(
        NOTEBOOKS / f"{notebook}.ipynb", folder / f"{notebook}.{lang}.html", lang, parameters, timeout=30
    )


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


def test_a_notebook_without_the_tagged_cell_says_so(tmp_path: Path) -> None:
    """Parameters have nowhere to go in it."""
    with pytest.raises(BadInput, match="has no cell tagged 'parameters'; tag the cell that sets outage"):
        rendering.prepare(job("untagged", tmp_path, outage="x"))


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


def test_importing_quickly_leaves_nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package is missing inside, and to be had again afterwards; one that is imported already stays."""
    there, absent = imports._UNNEEDED
    monkeypatch.setitem(sys.modules, there, sys)
    monkeypatch.delitem(sys.modules, absent, raising=False)
    with imports.quick():
        assert importlib.import_module(there) is sys
        with pytest.raises(ImportError):
            importlib.import_module(absent)

    assert sys.modules[there] is sys
    assert absent not in sys.modules


def test_a_report_is_rendered_in_a_fresh_kernel(tmp_path: Path) -> None:
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


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing stops half-way the old file stands, and no part of the new one."""
    target = tmp_path / "page.html"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "no space")))

    with pytest.raises(OSError, match=r"no space: .*page.html"):
        files.write_whole(target, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert target.read_text() == "old"
