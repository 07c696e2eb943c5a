"""The command that renders pages."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kit.cli.group import database_options, fail, main
from kit.database import store
from kit.errors import BadInput, NotFound
from kit.pages import imports
from kit.pages.progress import Progress
from kit.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from kit.pages import batch, rendering


@main.command("report")
@click.option("--outage", "outages", multiple=True, metavar="ID", help="Outage to make the page of; may be repeated.")
@click.option("--all", "is_all", is_flag=True, help="Make the pages of every outage; they share one plotly.js.")
@click.option(
    "--notebook", type=click.Path(path_type=Path), help="Render this notebook instead of the template of outages."
)
@click.option(
    "-p", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the notebook; may be repeated."
)
@click.option("--lang", default="en", help="Languages, separated by commas: en,ko.")
@click.option("--format", "formats", default="html", help="Formats, separated by commas: html,pdf.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("reports"), help="Folder to write to."
)
@click.option(
    "--jobs", "parallel", type=click.IntRange(1), metavar="N", help="Pages made at a time [default: one a processor]."
)
@click.option("--timeout", type=click.IntRange(1), default=300, metavar="S", help="Seconds that a cell may take.")
@click.option("--fresh", is_flag=True, help="Make those again that are up to date.")
@click.option(
    "--self-contained", is_flag=True, help="With --all: plotly.js in each page, so that it can be sent around alone."
)
@click.option("--plain", is_flag=True, help="A line for each page instead of a progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON, and nothing else, to stdout.")
@database_options
def report_command(
    outages: tuple[str, ...],
    is_all: bool,
    notebook: Path | None,
    given: tuple[str, ...],
    lang: str,
    formats: str,
    out: Path,
    parallel: int | None,
    timeout: int,
    fresh: bool,
    self_contained: bool,
    plain: bool,
    as_json: bool,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
    """Bring pages up to date: HTML and PDF that open without a network, and an index of them.

    A page is made again when its notebook, the kit, its words, the packages, its parameters or the data it reads have changed.
    """
    with imports.quick():
        from kit.pages import batch, rendering  # noqa: PLC0415 -- takes half a second, which no other command is to wait

    values = _given(given)
    named = [*outages, *([values.pop("outage")] if "outage" in values else [])]
    with store.connect(db, memory=memory, threads=threads) as connection:
        chosen = _chosen(connection, named, is_all=is_all)
    common = {
        "db": db,
        "memory": memory,
        "threads": threads,
        "timeout": timeout,
        "formats": _listed("format", formats, rendering.FORMATS),
        "plotly_file": batch.PLOTLY_FILE if is_all and not self_contained else "",
    }
    jobs = _jobs(notebook, chosen, _listed("language", lang, LANGUAGES), values, out, common)
    with Progress(len(jobs), is_plain=plain, is_silent=as_json) as progress:
        done = _run_batch(jobs, parallel or os.cpu_count() or 1, progress, is_fresh=fresh)
    _close_batch(done, out, as_json=as_json)


def _run_batch(jobs: list[rendering.Job], parallel: int, progress: Progress, *, is_fresh: bool) -> list[batch.Outcome]:
    from kit.pages import batch  # noqa: PLC0415

    try:
        return batch.run(jobs, parallel=parallel, is_fresh=is_fresh, tell=progress.tell)
    except (KeyboardInterrupt, asyncio.CancelledError):
        fail(f"stopped with {progress.count} of {len(jobs)} pages done; the same command makes the rest", 130)
        raise


def _close_batch(done: list[batch.Outcome], out: Path, *, as_json: bool) -> None:
    """Print the summary of a batch, and leave with 1 where a page failed."""
    from kit.pages import batch  # noqa: PLC0415

    summary = batch.summary(done, out)
    for outcome in done:
        if outcome.state == "failed":
            click.echo(f"outage-kit: {outcome.path}: {outcome.error}", err=True)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1, default=str))
    else:
        failed = f", {summary['failed']} failed" if summary["failed"] else ""
        click.echo(f"{summary['made']} made, {summary['kept']} up to date{failed}: {summary['index']}")
    if summary["failed"]:
        sys.exit(1)


def _chosen(connection: duckdb.DuckDBPyConnection, outages: Sequence[str], *, is_all: bool) -> list[str]:
    known = [row[0] for row in connection.execute("SELECT outage_id FROM outage ORDER BY outage_id").fetchall()]
    for name in outages:
        if name not in known:
            what = "outage"
            raise NotFound(what, name, known)
    return known if is_all else list(dict.fromkeys(outages))


def _listed(what: str, text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Read words separated by commas. Raises NotFound for one that is not known, BadInput where there is none."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for word in found:
        if word not in known:
            raise NotFound(what, word, known)
    if not found:
        msg = f"name a {what}: {', '.join(known)}"
        raise BadInput(msg)
    return found


def _given(pairs: Sequence[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            msg = f"-p takes NAME=VALUE, not {pair!r}"
            raise BadInput(msg)
    return dict(pair.split("=", 1) for pair in pairs)


def _jobs(
    notebook: Path | None,
    outages: Sequence[str],
    langs: Sequence[str],
    given: dict[str, str],
    out: Path,
    common: dict[str, Any],
) -> list[rendering.Job]:
    from kit.pages import parameters, rendering  # noqa: PLC0415

    path, own = notebook or rendering.TEMPLATE, f".{notebook.stem}" if notebook else ""
    if notebook is None and not outages:
        msg = "name an outage with --outage ID, or take --all"
        raise BadInput(msg)
    if "lang" in given:
        msg = "the language is set by --lang, not by -p"
        raise BadInput(msg)
    values = parameters.typed(path, given)
    return [
        rendering.Job(
            path,
            out / f"{outage + own if outage else path.stem}.{lang}.html",
            lang,
            values | ({"outage": outage} if outage else {}),
            **common,
        )
        for outage in (outages or [""])
        for lang in langs
    ]
