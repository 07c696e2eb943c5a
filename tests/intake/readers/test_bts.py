"""Delayed and cancelled flights by carrier, airport and month, as the US Bureau of Transportation Statistics counts them."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

from reading import DATA, seen, values

if TYPE_CHECKING:
    from pathlib import Path


def test_bts_is_a_series_a_measure() -> None:
    """Every filled cell is a value of its measure, carrier, airport and month; blank cells are none."""
    found = seen("bts/Airline_Delay_Cause.csv")

    assert 18 == len(found.series)
    assert {
        ("bts_arr_flights", "9E ABE", "2024-07-01 00:00:00", 80.0),
        ("bts_arr_cancelled", "9E ABE", "2024-07-01 00:00:00", 2.0),
        ("bts_arr_diverted", "9E ABE", "2024-07-01 00:00:00", 0.0),
    } == {row for row in values(found.series) if row[1] == "9E ABE"}
    assert {("bts_carrier_ct", "flights"), ("bts_carrier_delay", "minutes")} <= {
        (row["series_id"], row["unit"]) for row in found.series
    }


def test_bts_text_in_a_cell_is_refused(tmp_path: Path) -> None:
    """A cell whose text is no number is refused with that text."""
    file = tmp_path / "Airline_Delay_Cause.csv"
    file.write_text(
        (DATA / "bts/Airline_Delay_Cause.csv").read_text(encoding="utf-8").replace("80.00", "eighty"), encoding="utf-8"
    )

    assert [("row 2 arr_flights", "eighty")] == [
        (row["locator"], row["raw"]) for row in seen(file).series if row["problem"]
    ]


def test_bts_damaged_row_is_refused(tmp_path: Path) -> None:
    """A row of another width is refused, and the others give what they gave; blank cells are still none."""
    file = tmp_path / "Airline_Delay_Cause.csv"
    file.write_text(
        (DATA / "bts/Airline_Delay_Cause.csv").read_text(encoding="utf-8") + '2024,8,"DL"\n', encoding="utf-8"
    )
    found = seen(file)

    assert values(seen("bts/Airline_Delay_Cause.csv").series) == values(found.series)
    assert 1 == len([row for row in found.series if row["problem"]])
