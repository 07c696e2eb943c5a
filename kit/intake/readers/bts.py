"""BTS causes of delay (`Airline_Delay_Cause.csv`): a series a carrier, airport and measure, every month.

Clocks: `year` and `month` are the month of scheduled arrivals in local time; a value stands at its start. Counts are flights (shares of a flight where
one has several causes), delays are minutes. Blank cells are no values. The files of single flights (on-time performance) are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.intake.readers._cells import PLACE, cells, headings
from kit.intake.record import RECORD, SERIES, Reader, Reading, complete

if TYPE_CHECKING:
    from kit.intake.document import Document

_PLACES = ("year", "month", "carrier", "airport")
_MEASURES = (
    "arr_flights",
    "arr_del15",
    "carrier_ct",
    "weather_ct",
    "nas_ct",
    "security_ct",
    "late_aircraft_ct",
    "arr_cancelled",
    "arr_diverted",
    "arr_delay",
    "carrier_delay",
    "weather_delay",
    "nas_delay",
    "security_delay",
    "late_aircraft_delay",
)


def _recognises(document: Document) -> bool:
    return {*_PLACES, "arr_flights", "carrier_ct"} <= set(headings(document))


def _read(document: Document) -> Reading:
    rows, refused = cells(document)
    measures = [name for name in _MEASURES if name in rows.columns]
    long = rows.unpivot(measures, index=[PLACE, *_PLACES], variable_name="measure", value_name="cell")
    values = long.filter(pl.col("cell").str.strip_chars() != "").select(
        locator=pl.format("{} {}", PLACE, "measure"),
        series_id="bts_" + pl.col("measure"),
        entity_id=pl.format("{} {}", "carrier", "airport"),
        at=pl.format("{}-{}", "year", pl.col("month").str.zfill(2)),
        value=pl.col("cell").cast(pl.Float64, strict=False),
        unit=pl.when(pl.col("measure").str.ends_with("_delay")).then(pl.lit("minutes")).otherwise(pl.lit("flights")),
        raw="cell",
    )
    series = pl.concat([complete(values, SERIES), complete(refused, SERIES)])
    return Reading(complete(pl.DataFrame(), RECORD), series, (f"{values.height} values are in the table series",))


READER = Reader(
    name="bts",
    recognised_by="CSV with `year`, `month`, `carrier`, `airport`, `arr_flights` and `carrier_ct` (BTS causes of delay)",
    shapes=("text",),
    recognises=_recognises,
    read=_read,
    provider="BTS",
)
