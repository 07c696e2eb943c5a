"""What the estimators let in: frames of hours and fates, grouping columns, shares; a wrong one is refused with its row."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from kit.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt


Columns: TypeAlias = "str | Sequence[str] | None"


Floats: TypeAlias = "npt.NDArray[np.float64]"


ALL = "_all"  # a constant column beside the grouping ones, so that no grouping is one more group


INPUT = {"hours", "is_restored", "entry_hours", "lower_hours", "upper_hours"}


OUTPUT = {"at_risk", "restored", "still_down", "lower", "upper", "p", "until_hours", "mass", "method", "limits_why"}


WITHIN = {"leaving", "entering", "variance", "area", "tail", "spread"}


TOLERANCE = 1e-9  # a product of fractions that should be 0.1 may come out as 0.1 + 1e-17


def usable(hours: pl.Expr) -> pl.Expr:
    """Tell the hours that are finite and not negative; False for NULL."""
    return (hours.is_finite() & (hours >= 0)).fill_null(value=False)


def refuse(frame: pl.DataFrame, column: str, is_wrong: pl.Expr, advice: str) -> None:
    """Raise `BadInput` that names the first wrong row (counted from 0), what is in `column`, and what to do."""
    wrong = frame.select(column, _row=pl.int_range(pl.len()), _wrong=is_wrong).filter("_wrong").head(1)
    for value, row, _ in wrong.iter_rows():
        found = "NULL" if value is None else value
        demand(None, f"{column} is {found} in row {row} (counted from 0): {advice}")


def demand(holds: object, message: str) -> None:
    """Raise `BadInput` with the message unless it holds."""
    if not holds:
        raise BadInput(message)


def numbers(frame: pl.DataFrame, columns: list[str], others: list[str]) -> pl.DataFrame:
    """Keep the named columns, `columns` as floats; raise `BadInput` for one missing or no number, or for no row."""
    missing = ", ".join(name for name in [*columns, *others] if name not in frame.columns)
    demand(not missing, f"the frame has no column {missing}: it has {', '.join(frame.columns) or 'none'}")
    demand(not frame.is_empty(), "the frame has no rows: give at least one unit")
    for name in columns:
        kind = frame.schema[name]
        demand(kind.is_numeric() or kind == pl.Null, f"{name} is {kind}: give a number of hours")
    return frame.select(*others, pl.col(columns).cast(pl.Float64), pl.lit(True).alias(ALL))


def intervals(frame: pl.DataFrame, others: list[str]) -> pl.DataFrame:
    """Check an interval-censored frame; give its bounds and the columns `others`, open ends infinite. Raises `BadInput`."""
    units = numbers(frame, ["lower_hours", "upper_hours"], others)
    lower, upper = pl.col("lower_hours"), pl.col("upper_hours")
    refuse(units, "lower_hours", ~usable(lower), "give a finite number of hours, 0 or more")
    is_bad = upper.is_not_null() & ~usable(upper)
    refuse(units, "upper_hours", is_bad, "give a finite number of hours, or NULL where the end is open")
    refuse(units, "upper_hours", upper < lower, "it ends before its own lower_hours; swap or mend them")
    return units.with_columns(upper.fill_null(float("inf")))


def group_columns(by: Columns) -> list[str]:
    """List the grouping columns; raise `BadInput` for a name that the estimators themselves use, or one given twice."""
    keys = [] if by is None else [by] if isinstance(by, str) else list(by)
    for key in keys:
        is_taken = key in INPUT | OUTPUT | WITHIN or key.startswith("_")
        demand(not is_taken, f"cannot group by {key}: the results use that name; rename the column")
        demand(keys.count(key) == 1, f"cannot group by {key} twice: name it once")
    return keys


def shares(p: float | Sequence[float]) -> list[float]:
    """List the shares; raise `BadInput` unless each lies between 0 and 1."""
    listed = [float(p)] if isinstance(p, int | float) else [float(share) for share in p]
    demand(listed, "p is empty: give shares between 0 and 1, such as 0.5")
    for share in listed:
        demand(0 < share < 1, f"p is {share}: give shares between 0 and 1, such as 0.5")
    return listed


def normal_quantile(confidence: float) -> float:
    """Give z so that a normal variable lies within +-z with this confidence; raise `BadInput` unless between 0 and 1."""
    demand(0 < confidence < 1, f"confidence is {confidence}: give a share between 0 and 1, such as 0.95")
    return NormalDist().inv_cdf((1 + confidence) / 2)
