"""The notebooks are prose with calls, run through in both languages, and show what they promise."""

import ast
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kit import settings
from kit.pages import batch, rendering
from kit.text import words

NOTEBOOKS = sorted(settings.NOTEBOOKS.glob("*.ipynb"))
OUTAGES = ("crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "nirs-daejeon-2025-09-26", "heroku-2025-06-10")
IDS = [path.stem for path in NOTEBOOKS]


class Prose(HTMLParser):
    """The text that a reader of a page sees before opening a disclosure; bibliography and what is marked as of another language are left out."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang, self.hidden, self.parts = lang, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element; hide what is no prose of the page."""
        other = dict(attrs).get("lang", self.lang) != self.lang
        if tag in ("script", "style", "details", "table") or other or dict(attrs).get("class") == "sources":
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self.hidden:
            self.parts.append(data)


def prose(page: str, lang: str) -> str:
    """Give the prose of a page."""
    parser = Prose(lang)
    parser.feed(page)
    return " ".join(" ".join(parser.parts).split())


def cells(path: Path, kind: str) -> list[str]:
    """Give the sources of the cells of a kind."""
    return [
        "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == kind
    ]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Render every notebook, and the page of four outages, in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    names = [(path, {}) for path in NOTEBOOKS if path != rendering.TEMPLATE] + [
        (rendering.TEMPLATE, {"outage": outage}) for outage in OUTAGES
    ]
    jobs = [
        rendering.Job(path, folder / f"{values.get('outage', path.stem)}.{lang}.html", lang, values)
        for path, values in names
        for lang in ("en", "ko")
    ]
    outcomes = batch.run(jobs, parallel=2)

    assert [outcome for outcome in outcomes if outcome.state != "made"] == []
    return {(job.name, job.lang): job.target.read_text(encoding="utf-8") for job in jobs}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)
def test_a_cell_of_code_is_short_and_only_calls(path: Path) -> None:
    """At most three lines a cell, no definitions, no loops, and nothing imported but the kit."""
    trees = [ast.parse(source) for source in cells(path, "code")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}

    assert max(len(source.splitlines()) for source in cells(path, "code")) <= 3
    assert [
        node for node in nodes if isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.ImportFrom, ast.Lambda))
    ] == []
    assert imported == {"kit"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=IDS)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    """What a run printed is not committed."""
    notebook = json.loads(path.read_text(encoding="utf-8"))

    assert [cell["id"] for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count")] == []


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path != rendering.TEMPLATE], ids=IDS[:-1])
def test_prose_stands_in_both_languages(path: Path) -> None:
    """A notebook opens with its question, and each paragraph in one language has one in the other."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    tags = [
        tag for cell in notebook["cells"] if cell["cell_type"] == "markdown" for tag in cell["metadata"].get("tags", [])
    ]

    assert tags.count("en") == tags.count("ko") > 3
    assert cells(path, "markdown")[0].startswith("# ")
    assert cells(path, "markdown")[0].rstrip().endswith("?")


def test_every_notebook_runs_in_both_languages(pages: dict[tuple[str, str], str]) -> None:
    """Each page has figures with a title, a source line and a text for those who cannot see them."""
    bare = [
        key
        for key, page in pages.items()
        if not re.search(r'class="finding">[^<]{10,}', page) or 'aria-label="' not in page
    ]

    assert bare == []


def test_pages_open_without_a_network(pages: dict[tuple[str, str], str]) -> None:
    """Nothing is fetched: no script, style, font or picture has an address elsewhere."""
    fetched = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!data:)[^"]+"')

    assert [key for key, page in pages.items() if fetched.search(page)] == []


def test_no_code_is_shown(pages: dict[tuple[str, str], str]) -> None:
    """A reader who knows no Python sees none."""
    assert [key for key, page in pages.items() if re.search(r"kit\.\w+\(|import kit", prose(page, key[1]))] == []


@pytest.mark.parametrize("outage", OUTAGES)
def test_the_korean_page_holds_no_english_sentence(pages: dict[tuple[str, str], str], outage: str) -> None:
    """Proper names may be Latin; five English words in a row are a sentence that should be Korean."""
    english = re.findall(r"(?:\b[a-z]{2,}\b[ ,;]+){4,}[a-z]+", prose(pages[outage, "ko"], "ko"))

    assert english == []


@pytest.mark.parametrize("outage", OUTAGES)
def test_particles_are_fitted(pages: dict[tuple[str, str], str], outage: str) -> None:
    """No pair of particles is left open on the Korean page."""
    assert re.findall(r"은/는|이/가|을/를|과/와|\(으\)로", prose(pages[outage, "ko"], "ko")) == []


def test_the_pages_show_the_numbers_of_record(pages: dict[tuple[str, str], str]) -> None:
    """8.5 million devices, 759 of 2,232 hospitals and the rival counts of flights; 127.5 hours of KakaoTalk."""
    crowdstrike, kakao = pages[OUTAGES[0], "en"], pages[OUTAGES[1], "en"]

    assert [
        number for number in ("8.5 million", "759 of 2,232", "5,168 to 6,855", "0.85%") if number not in crowdstrike
    ] == []
    assert "127.5 to 128.6 h" in kakao


def test_the_pages_show_corrections_and_conflicts(pages: dict[tuple[str, str], str]) -> None:
    """The misprinted insured loss stands with what is right, in both languages; rival counts stand side by side; the footer gives the share of primary sources."""
    english, korean = (pages[OUTAGES[0], lang] for lang in ("en", "ko"))

    assert [
        text
        for text in ("It is $540 million to $1.08 billion.", "Where sources disagree", "rest on primary sources")
        if text not in english
    ] == []
    assert [
        text
        for text in ("바로잡은 내용", "조작된 사진이다.", "출처마다 다른 내용", "1차 출처에 근거한다")
        if text not in korean
    ] == []


def test_an_outage_with_little_data_gets_a_short_honest_page(pages: dict[tuple[str, str], str]) -> None:
    """It carries no badge, as it was read by hand, says what is not known, and shows no empty chart."""
    page = pages["heroku-2025-06-10", "en"]

    assert "Unreviewed" not in page
    assert "What these data do not say" in page
    assert page.count('class="chart"') <= 3


def test_the_template_has_every_section() -> None:
    """Each figure that has a heading among the words stands in the template once, in the order of these headings."""
    cells = json.loads(rendering.TEMPLATE.read_text(encoding="utf-8"))["cells"]
    shown = re.findall(r'kit\.section\("(\w+)"', "\n".join("".join(cell["source"]) for cell in cells))

    assert [key.removeprefix("section.") for key in words("en").entries if key.startswith("section.")] == shown
