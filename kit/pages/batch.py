"""Many pages: those that are up to date kept, the others made side by side, a fault kept to its own page, and an index of all.

Each page is made in steps: its notebook run in a kernel of its own, the result written, printed where PDF is asked for, its thumbnail
drawn, its record written last.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import signal
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from kit import files, settings
from kit.database import store
from kit.errors import BadInput, RenderError
from kit.pages import freshness, index, kernels, page, record, rendering
from kit.pages.record import Record
from kit.printing import blocks, doctor
from kit.printing.printer import Printer, printing
from kit.text import words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
    from pathlib import Path

    import nbformat

    from kit.pages.kernels import Kernels
    from kit.pages.rendering import Fault, Job

PLOTLY_FILE = f"plotly-{get_plotlyjs_version()}.min.js"
"""Name of the plotly.js that the pages of a folder share."""


@dataclass(frozen=True)
class Outcome:
    """What became of one job: `made`, `kept` as it was, or `failed` with an error in one line."""

    job: Job
    state: str
    seconds: float = 0.0
    error: str = ""

    @property
    def path(self) -> Path:
        """Give the file to look at: the page, where there is one."""
        return self.job.target.with_suffix(
            ".html" if self.state == "failed" or "html" in self.job.formats else f".{self.job.formats[0]}"
        )


@dataclass
class Batch:
    """What the jobs of a batch have in common while they are made: kernels, so many at a time, one desk at which pages are written."""

    place: Kernels
    slots: asyncio.Semaphore
    desk: asyncio.Lock
    printer: Callable[..., Any]
    has_browser: bool
    facts: dict[str, Any]


def run(
    jobs: Sequence[Job], *, parallel: int = 1, is_fresh: bool = False, tell: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Bring pages up to date, so many at a time, and write the index of their folder; `tell` hears of each as it is done.

    `is_fresh` makes those again that are up to date. All jobs write to one folder. Raises BadInput before anything is made where a
    notebook does not take its parameters or the folder cannot be written to, NoBrowser where PDF is asked for and there is no browser,
    RenderError where the folder fills up or no processes are to be had, KeyboardInterrupt when stopped.
    """
    for job in jobs:
        rendering.prepare(job)
    kernels.check_room(min(parallel, len(jobs)))
    _check_folder(jobs[0].target.parent)
    if any("pdf" in job.formats for job in jobs):
        doctor.needed_browser()
    with _as_it_is_now(jobs[0].db) as db:
        return _bring_up_to_date([replace(job, db=db) for job in jobs], parallel, tell, is_fresh=is_fresh)


def _check_folder(folder: Path) -> None:
    try:
        (folder / record.FOLDER).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder / record.FOLDER):
            return
    except OSError as error:
        msg = f"{folder} cannot be written to ({error.strerror}); name another folder with --out"
        raise BadInput(msg) from None


@contextmanager
def _as_it_is_now(db: Path | None) -> Iterator[Path]:
    """Give the database under a second name, so that a batch reads the same data to its end even where another build takes its place."""
    store.connect(db).close()  # builds the default one where it is missing or old
    path = db or settings.default_path()
    record.sweep(path.parent)
    link = path.with_name(f".batch-{path.name}.{os.getpid()}.new")
    try:
        os.link(path, link)
    except OSError:  # no links there, or a folder that cannot be written to
        yield path
        return
    try:
        yield link
    finally:
        link.unlink(missing_ok=True)


def _bring_up_to_date(
    jobs: Sequence[Job], parallel: int, tell: Callable[[Outcome], None], *, is_fresh: bool
) -> list[Outcome]:
    folder = jobs[0].target.parent
    record.sweep(folder)
    keys, facts = _look_up(jobs)
    waiting = [job for job in jobs if is_fresh or not _is_current(job, keys[job.target])]
    kept = [Outcome(job, "kept") for job in jobs if job not in waiting]
    for outcome in kept:
        tell(outcome)
    try:
        return kept + (asyncio.run(_make_all(waiting, keys, facts, parallel, tell)) if waiting else [])
    finally:
        index.write(folder)


def _look_up(jobs: Sequence[Job]) -> tuple[dict[Path, str], dict[str, Any]]:
    """Fingerprint every job, by the page that it writes, and give what the index is to show of each outage."""
    with store.connect(jobs[0].db, memory=jobs[0].memory, threads=jobs[0].threads) as db:
        data = freshness.Data(db)
        return {job.target: freshness.fingerprint(job, data) for job in jobs}, index.facts(db)


def _is_current(job: Job, key: str) -> bool:
    known = record.read(job.target.parent, job.target.stem)
    return (
        known is not None
        and known.state == "made"
        and known.key == key
        and all(known.has(form, job.target.parent) for form in job.formats)
    )


async def _make_all(
    jobs: Sequence[Job], keys: dict[Path, str], facts: dict[str, Any], parallel: int, tell: Callable[[Outcome], None]
) -> list[Outcome]:
    _end_politely()
    _share_plotly(jobs)
    outcomes: list[Outcome] = []
    rest = iter(jobs)
    environment = _environment(jobs[0], parallel)
    async with kernels.kernels(environment, is_warm=None if len(jobs) > 1 else False) as place, printing() as printer:
        batch = Batch(place, asyncio.Semaphore(parallel), asyncio.Lock(), printer, doctor.browser() is not None, facts)

        async def work() -> None:
            for job in rest:
                outcomes.append(await _make(job, keys[job.target], batch))
                tell(outcomes[-1])

        # two more than run at a time: one kernel starts, one page is written
        await _side_by_side(work, min(parallel + 2, len(jobs)))
    return outcomes


def _environment(job: Job, parallel: int) -> dict[str, str]:
    """Give the settings of the kernels of a batch, which share the processors."""
    threads = str(max(1, (os.cpu_count() or 1) // parallel))
    own = rendering.environment(job.db, job.memory, job.threads)
    return {"POLARS_MAX_THREADS": threads, settings.THREADS.name: threads} | own


async def _side_by_side(work: Callable[[], Coroutine[Any, Any, None]], many: int) -> None:
    """Let so many do the same work until it is done. Raises RenderError where a file cannot be written."""
    full: list[str] = []
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(many):
                group.create_task(work())
    except* OSError as errors:
        full.extend(f"{error.filename}: {error.strerror}" for error in errors.exceptions if isinstance(error, OSError))
    if full:
        msg = f"the batch stopped ({full[0]}); make room, and the same command makes the rest"
        raise RenderError(msg)


def _end_politely() -> None:
    """Let SIGTERM and SIGHUP end a batch as Ctrl-C does: every kernel and the browser with it."""
    task = asyncio.current_task()
    for number in (signal.SIGTERM, signal.SIGHUP):
        with suppress(RuntimeError, ValueError):  # not in the main thread
            asyncio.get_running_loop().add_signal_handler(number, lambda: task and task.cancel())


def _share_plotly(jobs: Sequence[Job]) -> None:
    for folder in {job.target.parent for job in jobs if job.plotly_file}:
        if not (folder / PLOTLY_FILE).exists():
            files.write_whole(folder / PLOTLY_FILE, get_plotlyjs())


async def _make(job: Job, key: str, batch: Batch) -> Outcome:
    """Make one page. Whatever goes wrong is its own."""
    entry = _entry(job, key, batch.facts.get(job.name, {}))
    began = time.monotonic()

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        nonlocal began
        async with batch.slots:
            began = time.monotonic()
            yield

    try:
        notebook = rendering.prepare(job)
        fault = await rendering.run(notebook, job, batch.place, turn)
        await _write(job, entry, notebook, fault, batch)
    except Exception as error:  # noqa: BLE001 -- a fault stays in its page
        entry.state, entry.error = "failed", (str(error).splitlines() or [type(error).__name__])[0]
    entry.seconds = round(time.monotonic() - began, 2)
    _forget(job.target.parent, entry)
    record.write(job.target.parent, entry)
    return Outcome(job, entry.state, entry.seconds, entry.error)


def _entry(job: Job, key: str, facts: dict[str, Any]) -> Record:
    """Begin the record of a page, as it stands where nothing goes wrong."""
    return Record(
        job.target.stem,
        job.name,
        job.lang,
        job.notebook.name,
        dict(job.parameters),
        key,
        "made",
        "",
        settings.now().isoformat(),
        0.0,
        facts=facts,
    )


async def _write(job: Job, entry: Record, notebook: nbformat.NotebookNode, fault: Fault | None, batch: Batch) -> None:
    if fault:
        entry.state, entry.error, entry.cell = "failed", fault.error, fault.cell
        entry.title = entry.facts.get("name", {}).get(job.lang) or job.name
        _put(job, entry, "html", failed_page(job, entry.title, fault))
        return
    async with batch.desk:
        text = await asyncio.to_thread(page.html, notebook, job.lang, plotly_file=job.plotly_file)
    entry.title = _title(text)
    path = job.target if "html" in job.formats else batch.place.folder / f"{job.target.stem}.html"
    if path == job.target:
        _put(job, entry, "html", text)
    else:
        files.write_whole(path, page.html(notebook, job.lang))
    if "pdf" in job.formats:
        _put(job, entry, "pdf", await batch.printer(Printer.pdf, path))
    await _draw_thumbnail(job, entry, notebook, batch)


async def _draw_thumbnail(job: Job, entry: Record, notebook: nbformat.NotebookNode, batch: Batch) -> None:
    """Draw the figure that shows most small, for the index; a page without a figure has none, nor has any where there is no browser."""
    figures = [
        output.data[blocks.PLOTLY]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if blocks.PLOTLY in output.get("data", {})
    ]
    if not figures or not batch.has_browser:
        return
    figure = max(figures, key=_marks)
    with suppress(RenderError):
        drawn = await batch.printer(Printer.thumbnail, figure)
        entry.thumbnail = f"thumbnails/{job.target.stem}.png"
        files.write_whole(job.target.parent / entry.thumbnail, drawn)


def _marks(figure: dict[str, Any]) -> int:
    """Count what a figure draws, whether Plotly wrote the values as a list or packed into base 64."""
    values = (trace.get("x") or () for trace in figure["data"])
    return sum(
        len(each["bdata"]) * 3 // 4 // int(each["dtype"][-1]) if isinstance(each, dict) else len(each)
        for each in values
    )


def _title(text: str) -> str:
    """Give the title of a page."""
    return html.unescape(text.partition("<title>")[2].partition("</title>")[0])


def _put(job: Job, entry: Record, form: str, content: str | bytes) -> None:
    path = job.target.with_suffix(f".{form}")
    files.write_whole(path, content)
    entry.files[form] = record.digest(path)


def _forget(folder: Path, entry: Record) -> None:
    """Remove what an earlier run wrote of this page and this run did not, so that nothing outdated stands beside it."""
    before = record.read(folder, entry.stem)
    for form in rendering.FORMATS:
        if before and form not in entry.files and before.has(form, folder):
            (folder / f"{entry.stem}.{form}").unlink()


def failed_page(job: Job, title: str, fault: Fault) -> str:
    """Write what stands in place of a page that could not be made: the cell, the error, and how to try again."""
    say = words(job.lang)
    when = f"{say.day(settings.now())}"
    return (
        blocks.environment()
        .get_template("failed.html")
        .render(
            lang=job.lang,
            say=say,
            title=title,
            fault=fault,
            when=when,
            notebook=job.notebook.name,
            parameters=json.dumps(dict(job.parameters), ensure_ascii=False, default=str),
        )
    )


def summary(outcomes: Sequence[Outcome], folder: Path) -> dict[str, Any]:
    """Sum up a batch for a scheduler."""
    return {
        "out": str(folder),
        "index": str(folder / "index.html"),
        **{state: sum(outcome.state == state for outcome in outcomes) for state in ("made", "kept", "failed")},
        "reports": [_described(outcome) for outcome in outcomes],
    }


def _described(outcome: Outcome) -> dict[str, Any]:
    job = outcome.job
    return {
        "notebook": job.notebook.name,
        "lang": job.lang,
        "file": str(job.target),
        **job.parameters,
        "files": [
            str(job.target.with_suffix(f".{form}"))
            for form in job.formats
            if job.target.with_suffix(f".{form}").exists()
        ],
        "state": outcome.state,
        "seconds": outcome.seconds,
        "error": outcome.error or None,
    }
