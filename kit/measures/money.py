"""What it cost and who paid; nothing is added or pooled across scopes."""

from __future__ import annotations

from kit.measures.registry import select


@select
def losses() -> None:
    """Give losses as published, one row a scope, kind and bounds, in units of `currency`."""


@select
def loss_checks() -> None:
    """Check the arithmetic of published losses: what follows from other numbers, what is printed, whether they agree, else `why`."""


@select
def compensation() -> None:
    """Give who paid, promised, claims or owes what, one row a statement, and a ratio to the loss only where both are of the same people."""
