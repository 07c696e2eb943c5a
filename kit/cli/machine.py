"""The command that says what this machine lacks."""

from __future__ import annotations

import click

from kit.cli.group import main
from kit.printing import doctor


@main.command("doctor")
@click.option("--install", is_flag=True, help="Install what is missing, where that is possible (as root on Debian).")
def doctor_command(install: bool) -> None:
    """Say what this machine lacks (a browser, a Korean font), and how to get it."""
    for line in doctor.install() if install else doctor.advice():
        click.echo(line)
