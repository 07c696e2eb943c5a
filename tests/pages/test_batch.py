"""Batches: faults stay in their report, what is up to date is kept, what was interrupted is finished."""

import errno
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click
import duckdb
import nbformat
import pytest
from click.testing import CliRunner, Result

from kit import files, settings
from kit.cli import group, main
from kit.database import store
from kit.errors import BadInput, MissingTool, RenderError
from kit.pages import batch, freshness, index, page, record, rendering
from kit.pages.batch import Outcome
from kit.pages.kernels import Nursery, can_fork
from kit.pages.rendering import Job
from kit.printing import blocks, doctor, letters, printer

NOTEBOOKS = Path(__file__).parents[1] / "data" / "notebooks"
pytestmark = pytest.mark.usefixtures("db")
CROWDSTRIKE, KAKAO = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15"


def job(notebook: str, folder: Path, lang: str = "en", outage: str = CROWDSTRIKE) -> Job:
    """Give a job for one of the notebooks of the tests."""
    return Job(NOTEBOOKS / f"{notebook}.ipynb", folder / f"{notebook}.{lang}.html", lang, {"outage": outage}, timeout=3)


def run(*words: str | Path) -> Result:
    """Call `outage-kit report`."""
    return CliRunner().invoke(main, ["report", *map(str, words)], prog_name="outage-kit")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, db: duckdb.DuckDBPyConnection) -> tuple[Path, dict[str, Outcome]]:  # noqa: ARG001 -- builds it
    """Run a batch in which one report is made, one fails, one hangs and one dies."""
    folder = tmp_path_factory.mktemp("mixed")
    done = batch.run([job(name, folder, "ko") for name in ("fails", "hangs", "dies", "two-figures")], parallel=4)
    return folder, {outcome.job.notebook.stem: outcome for outcome in done}


@pytest.mark.parametrize(
    ("name", "cell", "error"),
    [
        ("fails", "1 / 0", "ZeroDivisionError: division by zero"),
        ("hangs", "time.sleep(600)", "TimeoutError: the cell took longer than 3 s and was ended"),
        (
            "dies",
            "os.kill(os.getpid(), signal.SIGKILL)",
            "DeadKernelError: the kernel died in this cell, as it does where memory runs out",
        ),
    ],
)
def test_a_fault_is_shown_by_its_own_page(
    mixed: tuple[Path, dict[str, Outcome]], name: str, cell: str, error: str
) -> None:
    """The page of the report that failed shows the cell and the error; the outcome names it."""
    folder, outcomes = mixed
    page = (folder / f"{name}.ko.html").read_text()

    assert (outcomes[name].state, outcomes[name].error) == ("failed", error)
    assert cell in page
    assert error in page
    assert "이 보고서를 만들지 못했다" in page
    assert "An error occurred while executing" not in page  # the cell stands there once


def test_a_fault_leaves_the_others_alone(mixed: tuple[Path, dict[str, Outcome]]) -> None:
    """The report beside three that failed is made, and stands in the index that marks those."""
    folder, outcomes = mixed
    index = json.loads((folder / "index.json").read_text())

    assert outcomes["two-figures"].state == "made"
    assert {entry["title"]: entry["state"] for entry in index["reports"]}["두 그림"] == "made"
    assert (folder / "index.html").read_text().count('class="error"') == 3


def test_what_failed_is_tried_again(mixed: tuple[Path, dict[str, Outcome]]) -> None:
    """A second run keeps the report that was made and runs the failed one once more."""
    folder, _ = mixed
    states = [outcome.state for outcome in batch.run([job("two-figures", folder, "ko"), job("fails", folder, "ko")])]

    assert states == ["kept", "failed"]


@pytest.fixture
def made(tmp_path: Path) -> Job:
    """Give a job whose report is up to date, without having run it."""
    one = job("two-figures", tmp_path)
    files.write_whole(one.target, "<title>page</title>")
    _record(one, "made", {"html": record.digest(one.target)})
    return one


def _record(one: Job, state: str, files: dict[str, str]) -> None:
    with store.connect(one.db) as db:
        key = freshness.fingerprint(one, freshness.Data(db))
    record.write(
        one.target.parent,
        record.Record(
            one.target.stem,
            one.name,
            one.lang,
            one.notebook.name,
            dict(one.parameters),
            key,
            state,
            "page",
            "2026-01-01T00:00:00+00:00",
            0,
            files,
        ),
    )


def is_current(one: Job) -> bool:
    """Tell whether a batch would keep a report."""
    keys, _ = batch._look_up([one])
    return batch._is_current(one, keys[one.target])


def test_a_report_is_kept_while_nothing_has_changed(made: Job) -> None:
    """The same job again makes nothing."""
    assert [outcome.state for outcome in batch.run([made])] == ["kept"]


@pytest.mark.parametrize(
    "change",
    [{"parameters": {"outage": KAKAO}}, {"lang": "ko"}, {"formats": ("html", "pdf")}, {"plotly_file": "plotly.js"}],
)
def test_another_job_is_another_report(made: Job, change: dict[str, object]) -> None:
    """Other parameters, another language, a further format or a shared plotly.js make it again."""
    assert is_current(made)
    assert not is_current(replace(made, **change))  # type: ignore[arg-type]


def test_a_page_that_was_touched_is_made_again(made: Job) -> None:
    """A page that is not as it was written is not up to date."""
    made.target.write_text("half")

    assert not is_current(made)


@pytest.mark.parametrize("part", ["code", "packages"])
def test_another_kit_or_environment_makes_a_report_again(made: Job, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """The kit's files, its words among them, and the versions of the packages belong to what a report is made from."""
    monkeypatch.setattr(freshness, part, lambda: "another")

    assert not is_current(made)


def test_the_words_are_part_of_the_kit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A changed word changes the fingerprint of the code."""
    shutil.copytree(settings.PACKAGE, tmp_path / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(settings, "PACKAGE", tmp_path / "kit")
    before = freshness.code.__wrapped__()
    (tmp_path / "kit" / "text" / "ko.toml").write_text("other")

    assert before != freshness.code.__wrapped__()


def test_another_notebook_makes_a_report_again(made: Job, tmp_path: Path) -> None:
    """A changed cell counts, and so does a changed file that a cell names or imports."""
    own = tmp_path / "own.ipynb"
    notebook = nbformat.read(made.notebook, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import words\nopen('numbers.csv')", id="last"))
    nbformat.write(notebook, own)
    keys = [_fingerprint(replace(made, notebook=own))]
    for name in ("numbers.csv", "words.py"):
        (tmp_path / name).write_text("1")
        keys.append(_fingerprint(replace(made, notebook=own)))

    assert len({*keys, _fingerprint(made)}) == 4


def _fingerprint(one: Job) -> str:
    with store.connect(one.db) as db:
        return freshness.fingerprint(one, freshness.Data(db))


@pytest.fixture
def change(database: Path, tmp_path: Path) -> Callable[[str], set[str]]:
    """Run a statement on a copy of the database; give the outages whose fingerprints it changes."""
    with store.connect() as db:
        before = freshness.by_outage(db)
    copy = tmp_path / "copy.duckdb"

    def changed(statement: str) -> set[str]:
        shutil.copy(database, copy)
        with duckdb.connect(copy) as db:
            db.execute(statement)
            after = freshness.by_outage(db)
        return {str(name) for name in before if after.get(name) != before[name]}

    return changed


@pytest.mark.parametrize(
    ("statement", "outages"),
    [
        (
            f"UPDATE claim SET note = 'x' WHERE row_id = (SELECT min(row_id) FROM claim WHERE outage_id = '{KAKAO}')",
            {KAKAO},
        ),
        (
            f"DELETE FROM event WHERE row_id = (SELECT min(row_id) FROM event WHERE outage_id = '{CROWDSTRIKE}')",
            {CROWDSTRIKE},
        ),
        ("UPDATE entity SET name_ko = 'x' WHERE entity_id = 'delta-air-lines'", {CROWDSTRIKE}),
        ("UPDATE build_input SET sha256 = 'x'", set()),
    ],
)
def test_only_the_data_of_an_outage_make_its_report_again(
    change: Callable[[str], set[str]], statement: str, outages: set[str]
) -> None:
    """A changed row belongs to its outage, an entity to the outages that name it; how the database came about does not count."""
    assert change(statement) == outages


def test_a_changed_source_belongs_to_the_outages_that_cite_it(change: Callable[[str], set[str]]) -> None:
    """A corrected title remakes the reports that list the source, and no other."""
    with store.connect() as db:
        source = db.execute(f"SELECT min(source_id) FROM claim WHERE outage_id = '{KAKAO}'").fetchall()[0][0]
        citing = {
            row[0]
            for table in ("observation", "claim", "attribution", "event")
            for row in db.execute(f"SELECT outage_id FROM {table} WHERE source_id = $1", [source]).fetchall()
        }

    assert change(f"UPDATE source SET title = 'x' WHERE source_id = '{source}'") == citing


def test_a_word_of_every_outage_belongs_to_all(change: Callable[[str], set[str]]) -> None:
    """Sectors and metrics are no outage's own."""
    assert len(change("UPDATE sector SET name_ko = 'x' WHERE sector = 'airlines'")) >= 54


def test_the_template_reads_only_its_outage(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its report is the same where the evidence of every other outage is gone: so a change there need not make it again."""
    monkeypatch.setenv("OUTAGE_KIT_NOW", "2026-01-01T00:00:00Z")
    alone = tmp_path / "alone.duckdb"
    shutil.copy(database, alone)
    with duckdb.connect(alone) as db:
        for table in ("observation", "claim", "attribution", "event"):
            db.execute(f"DELETE FROM {table} WHERE outage_id <> '{KAKAO}'")
    pages = []
    for path in (database, alone):
        one = Job(rendering.TEMPLATE, tmp_path / path.stem / "page.ko.html", "ko", {"outage": KAKAO}, path)
        assert [outcome.error for outcome in batch.run([one], is_fresh=True)] == [""]
        pages.append(one.target.read_text())

    assert pages[0] == pages[1]


def test_jobs_are_checked_before_any_is_made(tmp_path: Path) -> None:
    """One job that cannot be stops the batch before it starts."""
    with pytest.raises(BadInput):
        batch.run([job("two-figures", tmp_path), job("untagged", tmp_path)])

    assert list(tmp_path.iterdir()) == []


def test_pdf_needs_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one the batch says how to get it, before anything is made."""
    monkeypatch.setattr(doctor, "browser", lambda: None)

    with pytest.raises(MissingTool, match="apt-get install chromium"):
        batch.run([replace(job("two-figures", tmp_path), formats=("pdf",))])


def test_a_killed_batch_is_finished_by_the_next(tmp_path: Path) -> None:
    """Killed without warning it leaves whole pages and no kernel; the same command makes the rest."""
    words = [
        sys.executable,
        "-c",
        "from kit.cli import main; main()",
        "report",
        "--notebook",
        str(NOTEBOOKS / "two-figures.ipynb"),
        "--lang",
        "en,ko",
        "--out",
        str(tmp_path),
        *(word for name in (CROWDSTRIKE, KAKAO, "facebook-2021-10-04") for word in ("--outage", name)),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        kernels = _below(process.pid)
        process.kill()
    again = run(*words[4:])

    assert kernels
    assert _all_end(kernels)
    made, kept = map(int, re.findall(r"(\d+) made, (\d+) up to date", again.output)[0])
    assert (again.exit_code, made + kept) == (0, 6)
    assert kept >= 1
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_batch_says_how_far_it_got(tmp_path: Path, number: int) -> None:
    """Ctrl-C and a polite kill end kernels and batch within seconds, with one line and no traceback."""
    words = [
        "report",
        "--notebook",
        NOTEBOOKS / "hangs.ipynb",
        "--outage",
        CROWDSTRIKE,
        "--outage",
        KAKAO,
        "--out",
        tmp_path,
    ]
    with subprocess.Popen(
        [sys.executable, "-c", "from kit.cli import main; main()", *map(str, words)], stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(600):
            if len(kernels := _below(process.pid)) >= 3:
                break
            time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said == "outage-kit: stopped with 0 of 2 reports done; the same command makes the rest\n"
    assert _all_end(kernels)


def write_notebook(path: Path, source: str, tags: Sequence[str] = ()) -> Path:
    """Write a notebook of one cell."""
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, id="only", metadata={"tags": list(tags)})]),
        path,
    )
    return path


@pytest.mark.skipif(not can_fork(), reason="no fork here: there is no warm process")
def test_a_batch_outlives_its_warm_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where it is killed in the middle, a second one takes its place: reports that ran in the first are run again, none in a fresh kernel."""
    own = write_notebook(tmp_path / "slow.ipynb", "import sys, time\ntime.sleep(1)\nprint('ran', sys.argv[0])")
    started: list[int] = []
    start = Nursery.start

    async def noted(nursery: Nursery) -> None:
        await start(nursery)
        started.append(nursery.process.pid if nursery.process else 0)

    monkeypatch.setattr(Nursery, "start", noted)
    done = batch.run(
        [Job(own, tmp_path / f"{n}.html", "en") for n in range(6)],
        parallel=2,
        tell=lambda outcome: os.kill(started[0], signal.SIGKILL) if outcome.job.target.stem == "1" else None,
    )

    assert [outcome.error for outcome in done] == [""] * 6
    assert {"ran ipykernel_launcher\n" in (tmp_path / f"{n}.html").read_text() for n in range(6)} == {True}
    assert len(started) == 2


@pytest.mark.parametrize("langs", ["en", "en,ko"])
def test_limits_reach_the_kernels(tmp_path: Path, langs: str) -> None:
    """What --memory and --threads allow holds for what a notebook asks of the database, in a fresh kernel (of one report) and in forked ones."""
    limits = "current_setting('memory_limit'), current_setting('threads')"
    own = write_notebook(
        tmp_path / "limits.ipynb", f'import kit\nprint(kit.connect().sql("SELECT {limits}").fetchall()[0])'
    )
    done = run("--notebook", own, "--memory", "1GB", "--threads", "3", "--lang", langs, "--out", tmp_path / "out")
    pages = [path.read_text() for path in (tmp_path / "out").glob("limits.*.html")]

    assert done.exit_code == 0
    assert [html.unescape(page).count("('953.6 MiB', 3)") for page in pages] == [1] * len(langs.split(","))


def _below(pid: int) -> list[int]:
    """Give every process that a process has started."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines()
    pairs = [tuple(map(int, line.split())) for line in lines]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent and child not in found]
    return found[1:]


def _all_end(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, db: duckdb.DuckDBPyConnection) -> tuple[Path, int]:  # noqa: ARG001 -- builds it
    """Print two reports as PDF alone; give their folder and how many browsers that took."""
    folder = tmp_path_factory.mktemp("printed")
    opened: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        original = printer._open
        patch.setattr(printer, "_open", lambda: opened.append(original()) or opened[-1])
        batch.run([replace(job("two-figures", folder, lang), formats=("pdf",)) for lang in ("en", "ko")], parallel=2)
    return folder, len(opened)


def test_pdf_alone_leaves_no_page(printed: tuple[Path, int]) -> None:
    """Only what was asked for is written, by one browser for both."""
    folder, browsers = printed

    assert sorted(path.name for path in folder.glob("[!.]*.*")) == [
        "index.html",
        "index.json",
        "two-figures.en.pdf",
        "two-figures.ko.pdf",
    ]
    assert browsers == 1


def test_pdf_is_a4_of_vectors_and_letters(printed: tuple[Path, int]) -> None:
    """No picture stands in it; its Korean letters can be copied; its link works; its pages are numbered and A4."""
    raw = (printed[0] / "two-figures.ko.pdf").read_bytes()
    streams = b"".join(_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL))
    everything = raw + streams

    assert set(re.findall(rb"/MediaBox ?\[([^\]]+)\]", everything)) == {b"0 0 594.95996 841.91998"}
    assert len(re.findall(rb"/Type ?/Page\b", everything)) == 2
    assert b"/Subtype /Image" not in everything
    assert b"https://example.org/" in everything
    assert re.search(rb"<[0-9A-F]{4}> <B450>", everything)  # 두, as the letters are told to whoever copies them


def test_no_figure_is_higher_than_a_page(tmp_path: Path) -> None:
    """A figure of eighty rows is taken apart between rows, none lost and none twice; another high figure is drawn lower."""
    notes = [{"text": f"row {y}", "y": y, "x": 0, "xref": "paper", "yref": "y", "showarrow": False} for y in range(80)]
    layouts = [{"height": 3000, "annotations": notes, "yaxis": {"range": [-0.5, 80]}}, {"height": 2000}]
    figures = [{"data": [{"type": "scatter", "x": [1, 2], "y": [1, 79]}], "layout": layout} for layout in layouts]
    outputs = [nbformat.v4.new_output("display_data", {blocks.PLOTLY: figure}) for figure in figures]
    (tmp_path / "high.html").write_text(
        page.html(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)]), "en")
    )
    with printer._open() as browser:
        printer._pdf(browser, tmp_path / "high.html")
        heights = browser.evaluate(
            "[...document.querySelectorAll('.plot')].map((plot) => plot.getBoundingClientRect().height)"
        )
        rows = browser.evaluate("[...document.querySelectorAll('.annotation-text')].map((text) => text.textContent)")

    assert len(heights) >= 4
    assert max(heights) <= 1000
    assert sorted(rows) == sorted(note["text"] for note in notes)


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part)
    except zlib.error:
        return b""


def test_a_browser_that_hangs_is_opened_once_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """After the second time the report fails, and says why."""
    opened = []

    class Hung:
        def __exit__(self, *_: object) -> None:
            """End."""

    monkeypatch.setattr(printer, "_open", lambda: opened.append(1) or Hung())
    monkeypatch.setattr(printer, "_pdf", lambda *_: (_ for _ in ()).throw(TimeoutError))

    with pytest.raises(RenderError, match="did not answer within 60 s or ended, twice"):
        printer.Printer().pdf(tmp_path)
    assert len(opened) == 2


def test_the_thumbnail_is_of_the_figure_that_shows_most(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whether its values are written as a list or packed."""
    drawn: list[dict[str, object]] = []
    monkeypatch.setattr(printer.Printer, "thumbnail", lambda _, figure: drawn.append(figure) or b"png")
    own = write_notebook(
        tmp_path / "three.ipynb",
        "import numpy, plotly.graph_objects as go\n"
        "for x in ([1, 2, 3], numpy.arange(40.0), [4, 5]): go.Figure(go.Bar(x=x)).show()",
    )
    done = batch.run([Job(own, tmp_path / "page.html", "en")])

    assert (done[0].error, (tmp_path / "thumbnails" / "page.png").read_bytes()) == ("", b"png")
    assert [batch._marks(figure) for figure in drawn] == [40]


def test_an_outdated_pdf_does_not_stay_beside_a_new_page(made: Job) -> None:
    """What an earlier run wrote and this one did not is removed, if it is as it was written."""
    old, theirs = made.target.with_suffix(".pdf"), made.target.with_name("theirs.pdf")
    for path in (old, theirs):
        path.write_bytes(b"old")
    _record(made, "made", {"pdf": record.digest(old)})
    batch._forget(
        made.target.parent, record.Record("two-figures.en", "", "en", "", {}, "", "made", "", "", 0, {"html": ""})
    )

    assert not old.exists()
    assert theirs.exists()


def test_the_command_tells_the_truth(tmp_path: Path) -> None:
    """A failed report is named and the exit code is 1; a line a report, and the sum."""
    done = run("--notebook", NOTEBOOKS / "fails.ipynb", "--outage", KAKAO, "--out", tmp_path)

    assert done.exit_code == 1
    assert f"FAILED     {tmp_path / KAKAO}.fails.en.html" in done.stdout
    assert done.stdout.endswith(f"0 made, 0 up to date, 1 failed: {tmp_path / 'index.html'}\n")
    assert done.stderr == f"outage-kit: {tmp_path / KAKAO}.fails.en.html: ZeroDivisionError: division by zero\n"


def test_json_and_nothing_else(tmp_path: Path) -> None:
    """A scheduler reads the whole of stdout as JSON."""
    done = run("--notebook", NOTEBOOKS / "fails.ipynb", "-p", f"outage={KAKAO}", "--out", tmp_path, "--json")
    summary = json.loads(done.stdout)

    assert (summary["made"], summary["kept"], summary["failed"]) == (0, 0, 1)
    assert summary["reports"][0]["error"] == "ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--outage", "crowdstrike"], "there is no outage 'crowdstrike'; did you mean 'crowdstrike-2024-07-19'?"),
        (["-p", "outage=kakao-2022"], "there is no outage 'kakao-2022'; did you mean 'kakao-pangyo-2022-10-15'?"),
        ([], "name an outage with --outage ID, or take --all"),
        (["--outage", KAKAO, "--format", "docx"], "there is no format 'docx'; known: html, pdf"),
        (["--outage", KAKAO, "--lang", ","], "name a language: en, ko"),
        (["--outage", KAKAO, "-p", "lang=ko"], "the language is set by --lang, not by -p"),
        (["--outage", KAKAO, "-p", "outlook=x"], "report.ipynb has no parameter 'outlook'; it has outage, lang"),
        (["--outage", KAKAO, "-p", "x"], "-p takes NAME=VALUE, not 'x'"),
        (
            ["--notebook", NOTEBOOKS / "fails.ipynb", "-p", "outage=kakao"],
            "there is no outage 'kakao'; did you mean 'kakao-pangyo-2022-10-15'?",
        ),
        (["--outage", KAKAO, "--memory", "3"], "DuckDB takes no memory_limit of '3'; give a size such as 2GB"),
        (
            ["--outage", KAKAO, "--jobs", "0"],
            "invalid value for '--jobs': 0 is not in the range x>=1; see outage-kit report --help",
        ),
        ([KAKAO], f"got unexpected extra argument ({KAKAO}); see outage-kit report --help"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, words: list[str], message: str) -> None:
    """Exit code 2, one line that says what is wrong, and nothing made."""
    done = run(*words, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (2, f"outage-kit: {message}\n")
    assert not (tmp_path / "out").exists()


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    """What `outage-kit ... | head -1` cuts off is left to Click, which ends without a word."""
    with pytest.raises(BrokenPipeError), group._in_one_line(click.Context(main)):
        raise BrokenPipeError


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    """One line says so, before anything is run."""
    (tmp_path / "file").touch()
    done = run("--outage", KAKAO, "--out", tmp_path / "file" / "out")

    assert (done.exit_code, done.stderr) == (
        2,
        f"outage-kit: {tmp_path / 'file' / 'out'} cannot be written to (Not a directory); name another folder with --out\n",
    )


@pytest.mark.parametrize("part", [record.FOLDER, "index.json"])
def test_a_disk_that_fills_up_stops_the_batch_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, part: str
) -> None:
    """Whether the record of a report or the index finds no room."""
    write = Path.write_bytes

    def fill(path: Path, content: bytes) -> int:
        if part in str(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    done = run("--notebook", write_notebook(tmp_path / "short.ipynb", "1"), "--out", tmp_path)

    assert done.exit_code == 1
    assert re.fullmatch(rf"outage-kit: .*{re.escape(part)}.*No space left on device.*\n", done.stderr)
    assert not list(tmp_path.rglob(".*.new"))


def test_a_notebook_of_ones_own_stands_beside_the_report_of_its_outage(tmp_path: Path) -> None:
    """Neither takes the other's place, in the folder or in the index."""
    entries = [
        record.Record(
            f"{KAKAO}.{stem}en", KAKAO, "en", notebook, {}, "", "made", "Kakao", "2026-01-01T00:00:00+00:00", 1.0
        )
        for stem, notebook in (("", rendering.TEMPLATE.name), ("mine.", "mine.ipynb"))
    ]
    done = run(
        "--notebook",
        write_notebook(tmp_path / "short.ipynb", 'outage = "x"', tags=["parameters"]),
        "--outage",
        KAKAO,
        "--out",
        tmp_path,
    )
    rows = index.html(entries)

    assert done.exit_code == 0
    assert (tmp_path / f"{KAKAO}.short.en.html").exists()
    assert rows.count('<td class="name">') == 2
    assert rows.count('<span class="of">mine.ipynb</span>') == 1


@pytest.mark.parametrize(("words", "is_shared"), [([], True), (["--self-contained"], False)])
def test_pages_of_all_share_one_plotly(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[str],
    is_shared: bool,  # noqa: FBT001
) -> None:
    """With --all the pages name one file; --self-contained puts it into each."""
    asked: list[Job] = []
    monkeypatch.setattr(batch, "run", lambda jobs, **_: asked.extend(jobs) or [])
    run("--all", "--lang", "en,ko", "--out", tmp_path, *words)

    assert len(asked) == 108
    assert {one.plotly_file for one in asked} == {batch.PLOTLY_FILE if is_shared else ""}


def test_leftovers_of_killed_batches_are_swept(tmp_path: Path) -> None:
    """A half-written file of a process that is gone goes; one of a process that runs stays."""
    gone, ours = tmp_path / ".a.html.999999999.new", tmp_path / f".a.html.{os.getpid()}.new"
    for path in (gone, ours):
        path.touch()
    record.sweep(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [ours.name]


def test_letters_are_the_same_bytes_in_a_big_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some pages letters are cut out of the everyday ones, which changes nothing but the time."""
    first = letters._letters.__wrapped__(letters.free_font(), "가나다 abc")
    monkeypatch.setattr(letters, "_FEW", 0)
    monkeypatch.setattr(letters, "_open", lambda _: pytest.fail("the whole font was read")) if letters._everyday(
        letters.free_font()
    ) else None

    assert letters._letters.__wrapped__(letters.free_font(), "가나다 abc") == first
