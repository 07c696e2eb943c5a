"""How a figure speaks of the time by which half were back: as bounds, as one time where that is known, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.text.caption import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.text import Words


def is_bounded(row: Mapping[str, Any], name: str = "median") -> bool:
    """Tell whether something is known of when half were back: a time by which they were for certain."""
    return row[f"{name}_high"] is not None


def ends(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Give the bounds of the median; a lower one of no hours is none."""
    return row["median_low"] or None, row["median_high"]


def half(say: Words, row: Mapping[str, Any], name: str = "median") -> str:
    """Write the first time by which half were back, where it is known to the minute; else the bounds of the median."""
    hours = row[f"{name}_hours"]
    return duration(say, *((row[f"{name}_low"] or None, row[f"{name}_high"]) if hours is None else (hours, hours)))
