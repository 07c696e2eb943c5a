"""`outage-kit`: the command line. Exit code 0 all done, 1 part failed, 2 wrong call; a mistake gets one line on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kit
from kit import settings
from kit.errors import BadInput, KitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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

    def format_epilog(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Say at the end of the help what is read from the environment."""
        with formatter.section("Environment"):
            formatter.write_dl([(each.name, f"{each.help} [default: {each.default}]") for each in settings.SETTINGS])


@contextmanager
def _in_one_line(context: click.Context) -> Iterator[None]:
    """Turn an error of the kit, of a call or of the machine into one line and its exit code."""
    try:
        yield
    except (
        click.exceptions.NoArgsIsHelpError,
        BrokenPipeError,
    ):  # no mistakes: Click shows its help, and ends in silence where the reader has gone
        raise
    except click.UsageError as error:
        said = error.format_message().rstrip(".")
        fail(f"{said[:1].lower()}{said[1:]}; see {(error.ctx or context).command_path} --help", 2)
    except BadInput as error:
        fail(str(error), 2)
    except KitError as error:
        fail(str(error), 1)
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {error.strerror or error}", 1)


def fail(message: str, code: int) -> None:
    """Say in one line what went wrong, and leave with an exit code."""
    click.echo(f"outage-kit: {message}", err=True)
    sys.exit(code)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(kit.__version__, prog_name="outage-kit")
def main() -> None:
    """Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates."""


def database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --db, --memory and --threads."""
    command = click.option(
        "--threads",
        type=click.IntRange(1),
        envvar=settings.THREADS.name,
        show_envvar=True,
        help=settings.THREADS.help,
    )(command)
    command = click.option(
        "--memory",
        metavar="SIZE",
        envvar=settings.MEMORY.name,
        show_envvar=True,
        help=settings.MEMORY.help,
    )(command)
    return click.option(
        "--db",
        type=click.Path(path_type=Path),
        envvar=settings.DATABASE.name,
        show_envvar=True,
        help=f"Database [default: {settings.DATABASE.default}]",
    )(command)
