"""The commands that draw figures, make them again and say what they rest on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kit.bundles.bundle import bundle as make_bundles
from kit.bundles.verify import verify as verify_bundles
from kit.cli.database import show
from kit.cli.group import FORMATS, database_options, main
from kit.database import store
from kit.trace.why import as_text
from kit.trace.why import why as find_grounds


@main.command("figure")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--outage", metavar="ID", help="Only this outage.")
@click.option("--lang", default="en", help="Language, or several separated by commas: en,ko.")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("figures"), help="Folder to write to.")
@click.option("--shared-plotly", is_flag=True, help="Let the pages share one plotly.js in the folder.")
@database_options
def figure_command(
    names: tuple[str, ...],
    outage: str | None,
    lang: str,
    as_of: str | None,
    out: Path,
    shared_plotly: bool,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
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
    click.echo(
        f"{len(verdicts)} figures, {differing} that differ" if differing else f"{len(verdicts)} figures, all the same"
    )
    if differing:
        sys.exit(1)


@main.command("why")
@click.argument("name", metavar="FIGURE")
@click.option("--outage", metavar="ID", help="Only this outage.")
@click.option("--lang", default="en", help="Language: en or ko.")
@click.option("--as-of", metavar="DATE", help="Only what had been said by then.")
@click.option("--format", "form", type=FORMATS, default="table")
@database_options
def why_command(
    name: str,
    outage: str | None,
    lang: str,
    as_of: str | None,
    form: str,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
    """Say what each number of a figure rests on: the printed statements, their sources, and their lines in data/."""
    with store.connect(db, memory=memory, threads=threads) as connection:
        found = find_grounds(connection, name, outage, lang=lang, as_of=as_of)
    if form == "table":
        click.echo(as_text(found, lang))
    else:
        show(found, form)
