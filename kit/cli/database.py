"""The commands that build the database and ask it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import duckdb

from kit import frames, measures
from kit.cli.group import FORMATS, database_options, main
from kit.database import schema, store
from kit.database.export import export as write_export
from kit.errors import BadInput
from kit.measures.calls import answer_calls

if TYPE_CHECKING:
    import polars as pl


@main.command()
@click.option(
    "--data",
    "data",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A further folder of the same CSV files.",
)
@database_options
def build(data: tuple[Path, ...], db: Path | None, memory: str | None, threads: int | None) -> None:
    """Build the database from data/ and from your own folders."""
    path = store.build(data, path=db)
    with store.connect(path, memory=memory, threads=threads) as connection:
        tables = [*schema.TABLES, "report"]
        counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables}
    click.echo(f"built {path}: " + ", ".join(f"{count} {table}" for table, count in counts.items() if count))


@main.command(context_settings={"ignore_unknown_options": True})  # a query may begin with a comment
@click.argument("query")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def sql(query: str, form: str, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Run a query, read-only and confined to the database.

    It may read a measure as a table: FROM measure('losses', outage := 'rogers-2022-07-08', as_of := '2022-08-01').
    """
    with store.connect(db, memory=memory, threads=threads) as connection:
        query = answer_calls(connection, query)
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
@click.option("--by", metavar="COLUMN", help="Group by this, if the measure can be grouped.")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def measure(
    name: str,
    outage: str | None,
    by: str | None,
    as_of: str | None,
    form: str,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
    """Print a measure."""
    record = measures.record(name)
    if by and not record.is_grouped:
        grouped = ", ".join(other for other in measures.NAMES if measures.record(other).is_grouped)
        msg = f"{name} has no --by; it is for {grouped}"
        raise BadInput(msg)
    options = {"by": by} if by else {}
    with store.connect(db, memory=memory, threads=threads) as connection:
        show(record.frame(connection, outage, as_of=as_of, **options), form)


def show(frame: pl.DataFrame, form: str) -> None:
    """Print a frame as a table, CSV or JSON; nested columns of sources become their identifiers."""
    flat = frames.flat(frame)
    if form == "json":
        click.echo(json.dumps(flat.to_dicts(), ensure_ascii=False, default=str, indent=1))
    elif form == "csv":
        click.echo(flat.write_csv(), nl=False)
    else:
        with frames.printed():
            click.echo(str(flat))


@main.command("export")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder to write to: a new or empty one, or one of an earlier export.",
)
@database_options
def export_command(out: Path, db: Path | None, memory: str | None, threads: int | None) -> None:
    """Write every table and conclusion as Parquet and CSV, with the database, the code book and a list of the files with their hashes."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        made = write_export(connection, out)
    click.echo(
        f"wrote {made.folder}: {made.tables} tables and {made.conclusions} conclusions as Parquet and CSV, the database, the code book and the licence, "
        f"{made.size / 1e6:.1f} MB"
    )
