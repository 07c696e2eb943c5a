"""`outage-kit`: the command line. Exit code 0 all done, 1 part failed, 2 wrong call; a mistake gets one line on stderr."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import duckdb

import kit
from kit import doctor, measures, report, store
from kit.errors import BadInput, KitError, NotFound, RenderError
from kit.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

FORMATS = click.Choice(["table", "csv", "json"])


class Group(click.Group):
    """Commands whose mistakes are one line on stderr, never a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; turn an error of the kit into its message and exit code."""
        try:
            return super().invoke(context)
        except BadInput as error:
            _fail(str(error), 2)
        except KitError as error:
            _fail(str(error), 1)


def _fail(message: str, code: int) -> None:
    click.echo(f"outage-kit: {message}", err=True)
    sys.exit(code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(kit.__version__, prog_name="outage-kit")
def main() -> None:
    """Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates."""


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --db, --memory and --threads."""
    command = click.option("--threads", type=click.IntRange(1), help="Threads that DuckDB may use.")(command)
    command = click.option("--memory", metavar="SIZE", help="Memory that DuckDB may use, such as 2GB.")(command)
    return click.option("--db", type=click.Path(path_type=Path), envvar="OUTAGE_KIT_DB", show_envvar=True,
                        help="Database [default: data/build/outages.duckdb]")(command)


def open_database(db: Path | None, memory: str | None, threads: int | None) -> duckdb.DuckDBPyConnection:
    """Open the database of a command within the limits it was given."""
    connection = store.connect(db)
    try:
        if memory:
            connection.execute("SET memory_limit = $1", [memory])
        if threads:
            connection.execute("SET threads = $1", [threads])
    except duckdb.Error as error:
        raise BadInput(str(error).splitlines()[0]) from None
    return connection


@main.command()
@click.option("--data", "data", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="A further folder of the same CSV files.")
@database_options
def build(data: tuple[Path, ...], db: Path | None, memory: str | None, threads: int | None) -> None:
    """Build the database from data/ and from your own folders."""
    path = store.build(data, path=db)
    with open_database(path, memory, threads) as connection:
        tables = [*store.evidence.TABLES, "report"]
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables}
    click.echo(f"built {path}: " + ", ".join(f"{count} {table}" for table, count in counts.items() if count))


@main.command()
@click.argument("query")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def sql(query: str, form: str, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Run a query, read-only and confined to the database."""
    with open_database(db, memory, threads) as connection:
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
def measure(name: str, outage: str | None, by: str | None, as_of: str | None, form: str, db: Path | None,  # noqa: PLR0913
            memory: str | None, threads: int | None) -> None:
    """Print a measure."""
    if name not in measures.NAMES:
        what = "measure"
        raise NotFound(what, name, measures.NAMES)
    if by and name not in measures.GROUPED:
        msg = f"{name} has no --by; it is for {', '.join(measures.GROUPED)}"
        raise BadInput(msg)
    options = {"by": by} if by else {}
    with open_database(db, memory, threads) as connection:
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
@click.option("--all", "is_all", is_flag=True, help="Report on every outage.")
@click.option("--notebook", type=click.Path(path_type=Path), help="Render this notebook instead of the report template.")
@click.option("-p", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the notebook; may be repeated.")
@click.option("--lang", default="en", help="Languages, separated by commas: en,ko.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), help="Folder to write to.")
@click.option("--timeout", type=click.IntRange(1), default=300, metavar="S", help="Seconds that a cell may take.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@database_options
def report_command(outages: tuple[str, ...], is_all: bool, notebook: Path | None, given: tuple[str, ...], lang: str,  # noqa: PLR0913
                   out: Path, timeout: int, as_json: bool, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Render reports: self-contained pages that open without a network."""
    with open_database(db, memory, threads) as connection:
        chosen = _chosen(connection, outages, is_all=is_all)
    jobs = _jobs(notebook, chosen, _languages(lang), _given(given), out, db, timeout)
    done = [_rendered(job, as_json=as_json) for job in jobs]
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False, indent=1))
    if any(item["error"] for item in done):
        sys.exit(1)


def _chosen(connection: duckdb.DuckDBPyConnection, outages: Sequence[str], *, is_all: bool) -> list[str]:
    known = [row[0] for row in connection.execute("SELECT outage_id FROM outage ORDER BY outage_id").fetchall()]
    for name in outages:
        if name not in known:
            what = "outage"
            raise NotFound(what, name, known)
    return known if is_all else list(dict.fromkeys(outages))


def _languages(text: str) -> list[str]:
    langs = [part.strip() for part in text.split(",") if part.strip()]
    for lang in langs:
        if lang not in LANGUAGES:
            what = "language"
            raise NotFound(what, lang, LANGUAGES)
    return langs


def _given(pairs: Sequence[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            msg = f"-p takes NAME=VALUE, not {pair!r}"
            raise BadInput(msg)
    return dict(pair.split("=", 1) for pair in pairs)


def _jobs(notebook: Path | None, outages: Sequence[str], langs: Sequence[str], given: dict[str, str], out: Path,  # noqa: PLR0913
          db: Path | None, timeout: int) -> list[report.Job]:
    path = notebook or report.TEMPLATE
    if notebook is None and not outages:
        msg = "name an outage with --outage ID, or take --all"
        raise BadInput(msg)
    values = report.typed(path, given)
    return [
        report.Job(path, out / f"{outage or path.stem}.{lang}.html", lang, values | ({"outage": outage} if outage else {}), db, timeout)
        for outage in (outages or [""]) for lang in langs
    ]


def _rendered(job: report.Job, *, as_json: bool) -> dict[str, Any]:
    try:
        report.render(job)
    except RenderError as error:
        click.echo(f"outage-kit: {job.target}: {error}", err=True)
        return report.outcome(job) | {"error": str(error)}
    if not as_json:
        click.echo(str(job.target))
    return report.outcome(job) | {"error": None}


@main.command("doctor")
@click.option("--install", is_flag=True, help="Install what is missing, where that is possible (as root on Debian).")
def doctor_command(install: bool) -> None:  # noqa: FBT001 -- a flag of the command line
    """Say what this machine lacks (a browser, a Korean font), and how to get it."""
    for line in doctor.install() if install else doctor.advice():
        click.echo(line)
