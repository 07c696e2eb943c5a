"""`outage-kit`: the command line, one file a group of commands."""

from kit.cli import database, figures, intake, machine, pages
from kit.cli.group import main

__all__ = ["database", "figures", "intake", "machine", "main", "pages"]
