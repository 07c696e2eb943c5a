"""The commands that bring reports in."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kit.cli.group import database_options, main
from kit.intake.account import Summary, closing_line, lines
from kit.intake.load import load as load_files
from kit.intake.pull import pull as pull_feeds
from kit.intake.readers import readers


@main.command("load")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    metavar="F",
    help="Format of the files; recognised by content where not said (see: outage-kit formats).",
)
@click.option("--provider", metavar="P", help="Whose records they are, where the files do not say.")
@click.option(
    "--map", "table_map", metavar="MAP.toml", type=click.Path(path_type=Path), help="What the columns of a table mean."
)
@click.option("--strict", is_flag=True, help="Exit 1 if any record is quarantined.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@database_options
def load_command(
    paths: tuple[Path, ...],
    form: str | None,
    provider: str | None,
    table_map: Path | None,
    strict: bool,
    as_json: bool,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
    """Load outage reports from files and folders into the database; `records = loaded + duplicates + quarantined` for each."""
    summary = load_files(
        paths, form=form, provider=provider, table_map=table_map, db=db, memory=memory, threads=threads
    )
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
    click.echo(
        json.dumps(found, ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(f"{name:20}  {how}" for name, how in found.items())
    )


@main.command("pull")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--format",
    "form",
    metavar="F",
    help="Format of what comes; recognised by content where not said (see: outage-kit formats).",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Also fetch from addresses that are not public, such as those of your own network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@database_options
def pull_command(
    urls: tuple[str, ...],
    form: str | None,
    allow_private: bool,
    as_json: bool,
    db: Path | None,
    memory: str | None,
    threads: int | None,
) -> None:
    """Fetch live feeds, keep each as a dated snapshot with its origin under data/feeds/, and load it.

    The front address of a status page will do: the API behind it is looked for.
    """
    summary = pull_feeds(urls, form=form, allow_private=allow_private, db=db, memory=memory, threads=threads)
    _show_loaded(summary, as_json=as_json)
    if summary.failed:
        sys.exit(1)
