"""The words above a column and in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kit.text import Words


def is_second(name: str, names: list[str]) -> bool:
    """Tell a column that another one speaks for: the Korean name of a thing, the upper bound of a number."""
    return (name.endswith("_ko") and name[:-3] in names) or (name != _lower(name) and _lower(name) in names)


def _lower(name: str) -> str:
    return "low" if name == "high" else name.replace("_high", "_low")


def upper(name: str) -> str:
    """Give the column of the upper bound beside that of a lower one; the name itself where it is no lower bound."""
    return "high" if name == "low" else name.replace("_low", "_high")


def heading(say: Words, name: str) -> str:
    """Give the words above a column, both bounds of a number under one."""
    plain = name.replace("_low", "")
    return say(f"column.{plain}") if say.has(f"column.{plain}") else plain.replace("_", " ")


def number(say: Words, value: float) -> str:
    """Write a number with two digits after the point below ten, one below a thousand."""
    return (
        say.large(value)
        if abs(value) >= 1e6
        else say.number(value, 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0)
    )


def word(say: Words, name: str, value: str) -> str:
    """Give the words for an identifier of the kit; any other text stands as it is."""
    if name == "country" and len(value) == 2:
        return say.country(value)
    key = f"function.{value}" if name == "function" else f"value.{value}"
    return say(key) if say.has(key) else value
