"""What a batch shows while it runs: a bar with the time left on a terminal, a line for each page elsewhere, nothing where JSON is asked for."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from kit.pages.batch import Outcome

_STATES = {"made": "made", "kept": "up to date", "failed": "FAILED"}


class Progress:
    """Shows a batch of so many pages, for a `with` statement."""

    def __init__(self, total: int, *, is_plain: bool, is_silent: bool) -> None:
        self._total, self.count = total, 0
        self._has_bar = not is_plain and sys.stderr.isatty()
        self._has_lines = not self._has_bar and not is_silent
        self._bar: AbstractContextManager[Any] = (
            click.progressbar(length=total, label="pages", show_pos=True, file=sys.stderr)
            if self._has_bar
            else nullcontext()
        )
        self._shown: Any = None

    def __enter__(self) -> Self:
        """Show the bar."""
        self._shown = self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the bar with its line."""
        self._bar.__exit__(kind, error, trace)

    def tell(self, outcome: Outcome) -> None:
        """Show that a page is done."""
        self.count += 1
        if self._has_bar:
            self._shown.update(1)
        elif self._has_lines:
            took = f"  {outcome.seconds:.1f} s" if outcome.state != "kept" else ""
            click.echo(
                f"[{self.count:>{len(str(self._total))}}/{self._total}] {_STATES[outcome.state]:<10} {outcome.path}{took}"
            )
