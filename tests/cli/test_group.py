"""The command line as a whole: mistakes are one line, and nothing else is caught."""

from __future__ import annotations

import click
import pytest

from kit.cli import group, main


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    """What `outage-kit ... | head -1` cuts off is left to Click, which ends without a word."""
    with pytest.raises(BrokenPipeError), group._in_one_line(click.Context(main)):
        raise BrokenPipeError
