"""Frames as programs and people read them: typed rows, sources as identifiers, whole rows on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = TypeVar("Row")


def rows_of(frame: pl.DataFrame, row: type[Row]) -> list[Row]:  # noqa: ARG001 -- tells the type
    """Give the rows of the frame of a measure, typed as its class of `kit.measures.rows`: a cast, which checks and copies nothing."""
    return cast(list[Row], frame.rows(named=True))


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame without nested columns: `sources` becomes `source_ids`, lists become text separated by spaces."""
    if "sources" in frame.columns:
        ids = (
            pl.col("sources").list.eval(pl.element().struct.field("source_id")).list.unique().list.sort().list.join(" ")
        )
        frame = frame.with_columns(source_ids=ids).drop("sources")
    nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in nested)


def as_csv(frame: pl.DataFrame) -> str:
    """Write a frame as CSV: a row a line, sources as their identifiers, times in UTC."""
    return flat(frame).write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def printed() -> Iterator[None]:
    """Print frames whole, as a table of a terminal should be."""
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        fmt_str_lengths=80,
        tbl_width_chars=-1,
    ):
        yield
