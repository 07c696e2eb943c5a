"""`outage-kit`: the command line. Exit code 0 all done, 1 part failed, 2 wrong call; a mistake gets one line on stderr."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import duckdb

import kit
from kit import doctor, evidence, imports, measures, store
from kit.bundle import bundle as make_bundles
from kit.errors import BadInput, KitError, NotFound
from kit.exports import export as write_export
from kit.load import Summary, closing_line, lines
from kit.load import load as load_files
from kit.progress import Progress
from kit.pull import pull as pull_feeds
from kit.readers import readers
from kit.text import LANGUAGES
from kit.verify import verify as verify_bundles
from kit.why import as_text
from kit.why import why as find_grounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from kit import batch, report

FORMATS = click.Choice(["table", "csv", "json"])


class Group(click.Group):
    """Commands whose mistakes are one line on stderr, never a traceback."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        with _in_one_line(context):
            return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        with _in_one_line(context):
            return super().invoke(context)


@contextmanager
def _in_one_line(context: click.Context) -> Iterator[None]:
    """Turn an error of the kit, of a call or of the machine into one line and its exit code."""
    try:
        yield
    except (click.exceptions.NoArgsIsHelpError, BrokenPipeError):  # no mistakes: Click shows its help, and ends in silence where the reader has gone
        raise
    except click.UsageError as error:
        said = error.format_message().rstrip(".")
        _fail(f"{said[:1].lower()}{said[1:]}; see {(error.ctx or context).command_path} --help", 2)
    except BadInput as error:
        _fail(str(error), 2)
    except KitError as error:
        _fail(str(error), 1)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {error.strerror or error}", 1)


def _fail(message: str, code: int) -> None:
    click.echo(f"outage-kit: {message}", err=True)
    sys.exit(code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(kit.__version__, prog_name="outage-kit")
def main() -> None:
    """Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates."""


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --db, --memory and --threads."""
    command = click.option("--threads", type=click.IntRange(1), envvar="OUTAGE_KIT_THREADS", show_envvar=True, help="Threads that DuckDB may use.")(command)
    command = click.option("--memory", metavar="SIZE", envvar="OUTAGE_KIT_MEMORY", show_envvar=True, help="Memory that DuckDB may use, such as 2GB.")(command)
    return click.option("--db", type=click.Path(path_type=Path), envvar="OUTAGE_KIT_DB", show_envvar=True,
                        help="Database [default: data/build/outages.duckdb]")(command)


@main.command()
@click.option("--data", "data", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="A further folder of the same CSV files.")
@database_options
def build(data: tuple[Path, ...], db: Path | None, memory: str | None, threads: int | None) -> None:
    """Build the database from data/ and from your own folders."""
    path = store.build(data, path=db)
    with store.connect(path, memory=memory, threads=threads) as connection:
        tables = [*evidence.TABLES, "report"]
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables}
    click.echo(f"built {path}: " + ", ".join(f"{count} {table}" for table, count in counts.items() if count))


@main.command()
@click.argument("query")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def sql(query: str, form: str, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Run a query, read-only and confined to the database."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            result = connection.sql(query)
            frame = result.pl() if result is not None else None
        except duckdb.Error as error:
            raise BadInput(" ".join(str(error).split())) from None
    if frame is not None:
        show(frame, form)


@main.command()
@click.argument("name")
@click.option("--outage", metavar="ID", help="Only this outage.")
@click.option("--by", metavar="COLUMN", help="Group by this column (time_to_restore).")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def measure(name: str, outage: str | None, by: str | None, as_of: str | None, form: str, db: Path | None,
            memory: str | None, threads: int | None) -> None:
    """Print a measure."""
    if name not in measures.NAMES:
        what = "measure"
        raise NotFound(what, name, measures.NAMES)
    if by and name not in measures.GROUPED:
        msg = f"{name} has no --by; it is for {', '.join(measures.GROUPED)}"
        raise BadInput(msg)
    options = {"by": by} if by else {}
    with store.connect(db, memory=memory, threads=threads) as connection:
        show(measures.NAMES[name](connection, outage, as_of=as_of, **options), form)


def show(frame: pl.DataFrame, form: str) -> None:
    """Print a frame as a table, CSV or JSON; nested columns of sources become their identifiers."""
    flat = measures.flat(frame)
    if form == "json":
        click.echo(json.dumps(flat.to_dicts(), ensure_ascii=False, default=str, indent=1))
    elif form == "csv":
        click.echo(flat.write_csv(), nl=False)
    else:
        with measures.printed():
            click.echo(str(flat))


@main.command("report")
@click.option("--outage", "outages", multiple=True, metavar="ID", help="Outage to report on; may be repeated.")
@click.option("--all", "is_all", is_flag=True, help="Report on every outage; the pages share one plotly.js.")
@click.option("--notebook", type=click.Path(path_type=Path), help="Render this notebook instead of the report template.")
@click.option("-p", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the notebook; may be repeated.")
@click.option("--lang", default="en", help="Languages, separated by commas: en,ko.")
@click.option("--format", "formats", default="html", help="Formats, separated by commas: html,pdf.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("reports"), help="Folder to write to.")
@click.option("--jobs", "parallel", type=click.IntRange(1), metavar="N", help="Reports made at a time [default: one a processor].")
@click.option("--timeout", type=click.IntRange(1), default=300, metavar="S", help="Seconds that a cell may take.")
@click.option("--fresh", is_flag=True, help="Make those again that are up to date.")
@click.option("--self-contained", is_flag=True, help="With --all: plotly.js in each page, so that it can be sent around alone.")
@click.option("--plain", is_flag=True, help="A line for each report instead of a progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON, and nothing else, to stdout.")
@database_options
def report_command(outages: tuple[str, ...], is_all: bool, notebook: Path | None, given: tuple[str, ...], lang: str, formats: str,
                   out: Path, parallel: int | None, timeout: int, fresh: bool, self_contained: bool, plain: bool, as_json: bool,
                   db: Path | None, memory: str | None, threads: int | None) -> None:
    """Bring reports up to date: pages and PDF that open without a network, and an index of them.

    A report is made again when its notebook, the kit, its words, the packages, its parameters or the data it reads have changed.
    """
    with imports.quick():
        from kit import batch, report  # noqa: PLC0415 -- takes half a second, which no other command is to wait

    values = _given(given)
    named = [*outages, *([values.pop("outage")] if "outage" in values else [])]
    with store.connect(db, memory=memory, threads=threads) as connection:
        chosen = _chosen(connection, named, is_all=is_all)
    common = {"db": db, "memory": memory, "threads": threads, "timeout": timeout, "formats": _listed("format", formats, report.FORMATS),
              "plotly_file": batch.PLOTLY_FILE if is_all and not self_contained else ""}
    jobs = _jobs(notebook, chosen, _listed("language", lang, LANGUAGES), values, out, common)
    with Progress(len(jobs), is_plain=plain, is_silent=as_json) as progress:
        done = _run_batch(jobs, parallel or os.cpu_count() or 1, progress, is_fresh=fresh)
    _close_batch(done, out, as_json=as_json)


def _run_batch(jobs: list[report.Job], parallel: int, progress: Progress, *, is_fresh: bool) -> list[batch.Outcome]:
    from kit import batch  # noqa: PLC0415

    try:
        return batch.run(jobs, parallel=parallel, is_fresh=is_fresh, tell=progress.tell)
    except (KeyboardInterrupt, asyncio.CancelledError):
        _fail(f"stopped with {progress.count} of {len(jobs)} reports done; the same command makes the rest", 130)
        raise


def _close_batch(done: list[batch.Outcome], out: Path, *, as_json: bool) -> None:
    """Print the summary of a batch, and leave with 1 where a report failed."""
    from kit import batch  # noqa: PLC0415

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


def _jobs(notebook: Path | None, outages: Sequence[str], langs: Sequence[str], given: dict[str, str], out: Path,
          common: dict[str, Any]) -> list[report.Job]:
    from kit import report  # noqa: PLC0415

    path, own = notebook or report.TEMPLATE, f".{notebook.stem}" if notebook else ""
    if notebook is None and not outages:
        msg = "name an outage with --outage ID, or take --all"
        raise BadInput(msg)
    if "lang" in given:
        msg = "the language is set by --lang, not by -p"
        raise BadInput(msg)
    values = report.typed(path, given)
    return [
        report.Job(path, out / f"{outage + own if outage else path.stem}.{lang}.html", lang, values | ({"outage": outage} if outage else {}), **common)
        for outage in (outages or [""]) for lang in langs
    ]


@main.command("doctor")
@click.option("--install", is_flag=True, help="Install what is missing, where that is possible (as root on Debian).")
def doctor_command(install: bool) -> None:
    """Say what this machine lacks (a browser, a Korean font), and how to get it."""
    for line in doctor.install() if install else doctor.advice():
        click.echo(line)


@main.command("load")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option("--format", "form", metavar="F", help="Format of the files; recognised by content where not said (see: outage-kit formats).")
@click.option("--provider", metavar="P", help="Whose records they are, where the files do not say.")
@click.option("--map", "table_map", metavar="MAP.toml", type=click.Path(path_type=Path), help="What the columns of a table mean.")
@click.option("--strict", is_flag=True, help="Exit 1 if any record is quarantined.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@database_options
def load_command(paths: tuple[Path, ...], form: str | None, provider: str | None, table_map: Path | None, strict: bool,
                 as_json: bool, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Load outage reports from files and folders into the database; `records = loaded + duplicates + quarantined` for each."""
    summary = load_files(paths, form=form, provider=provider, table_map=table_map, db=db, memory=memory, threads=threads)
    _show_loaded(summary, as_json=as_json)
    if summary.failed or (strict and summary.total("quarantined")):
        sys.exit(1)


def _show_loaded(summary: Summary, *, as_json: bool) -> None:
    for file in summary.files:
        if file.error and not as_json:
            click.echo(f"outage-kit: {'skipped ' if file.is_skipped else ''}{file.error}", err=True)
        elif not as_json:
            click.echo("\n".join(lines(file)))
    if as_json:
        click.echo(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1, default=str))
    elif len(summary.files) > 1:
        click.echo(closing_line(summary))


@main.command("formats")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def formats_command(as_json: bool) -> None:
    """List the formats that can be read, and how each is recognised."""
    found = {name: reader.recognised_by for name, reader in readers().items()}
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else "\n".join(f"{name:20}  {how}" for name, how in found.items()))


@main.command("figure")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--outage", metavar="ID", help="Only this outage.")
@click.option("--lang", default="en", help="Language, or several separated by commas: en,ko.")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("figures"), help="Folder to write to.")
@click.option("--shared-plotly", is_flag=True, help="Let the pages share one plotly.js in the folder.")
@database_options
def figure_command(names: tuple[str, ...], outage: str | None, lang: str, as_of: str | None, out: Path, shared_plotly: bool,
                   db: Path | None, memory: str | None, threads: int | None) -> None:
    """Make figures to print: SVG, PNG, an interactive page, the numbers drawn, and a manifest with words, sources and licence."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        made = make_bundles(connection, names, outage, lang=lang, as_of=as_of, out=out, shared_plotly=shared_plotly)
    for one in made:
        if one.is_written:
            click.echo(str(one.folder))
    for problem in dict.fromkeys(one.problem for one in made if one.problem):
        click.echo(f"outage-kit: {problem}", err=True)
    if any(one.problem for one in made):
        sys.exit(1)


@main.command("verify")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@database_options
def verify_command(folder: Path, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Make every figure of a folder again from the database and compare: exit code 1 with each number and picture that differs."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        verdicts = verify_bundles(connection, folder)
    for verdict in verdicts:
        click.echo("\n".join(verdict.lines()))
    differing = sum(bool(verdict.differences) for verdict in verdicts)
    click.echo(f"{len(verdicts)} figures, {differing} that differ" if differing else f"{len(verdicts)} figures, all the same")
    if differing:
        sys.exit(1)


@main.command("pull")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--format", "form", metavar="F", help="Format of what comes; recognised by content where not said (see: outage-kit formats).")
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses that are not public, such as those of your own network.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@database_options
def pull_command(urls: tuple[str, ...], form: str | None, allow_private: bool, as_json: bool, db: Path | None, memory: str | None,
                 threads: int | None) -> None:
    """Fetch live feeds, keep each as a dated snapshot with its origin under data/feeds/, and load it.

    The front address of a status page will do: the API behind it is looked for.
    """
    summary = pull_feeds(urls, form=form, allow_private=allow_private, db=db, memory=memory, threads=threads)
    _show_loaded(summary, as_json=as_json)
    if summary.failed:
        sys.exit(1)


@main.command("why")
@click.argument("name", metavar="FIGURE")
@click.option("--outage", metavar="ID", help="Only this outage.")
@click.option("--lang", default="en", help="Language: en or ko.")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def why_command(name: str, outage: str | None, lang: str, as_of: str | None, form: str, db: Path | None, memory: str | None,
                threads: int | None) -> None:
    """Say what each number of a figure rests on: the printed statements, their sources, and their lines in data/."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        found = find_grounds(connection, name, outage, lang=lang, as_of=as_of)
    if form == "table":
        click.echo(as_text(found, lang))
    else:
        show(found, form)


@main.command("export")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder to write to: a new or empty one, or one of an earlier export.")
@database_options
def export_command(out: Path, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Write every table and conclusion as Parquet and CSV, with the database, the code book and a list of the files with their hashes."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        made = write_export(connection, out)
    click.echo(f"wrote {made.folder}: {made.tables} tables and {made.conclusions} conclusions as Parquet and CSV, the database, the code book and the licence, "
               f"{made.size / 1e6:.1f} MB")
