"""Formats that are no reports: values over time."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading import DATA, seen, values

from kit.intake.document import BadFile

if TYPE_CHECKING:
    from pathlib import Path


def test_eagle_i_counts_customers_by_county() -> None:
    """A value is of a county by its five digits, at a time in UTC; a row without a number is refused with its place."""
    found = seen("eagle_i/eaglei_outages_2024.csv")
    refused = [row for row in found.series if row["problem"]]

    assert {
        ("eagle_i_customers_out", "01001", "2024-07-19 00:00:00", 12.0),
        ("eagle_i_customers_out", "36061", "2024-07-19 00:30:00", 340.0),
    } == values(found.series)
    assert [("row 2", "36061,New York,New York,,2024-07-19 00:15:00")] == [
        (row["locator"], row["raw"]) for row in refused
    ]
    assert {} == found.reports


def test_eagle_i_renamed_its_column() -> None:
    """Since 2023 the column is called `customers_out`."""
    found = seen("eagle_i/eaglei_outages_2023.csv")

    assert {("eagle_i_customers_out", "09013", "2023-12-30 20:00:00", 5.0)} == values(found.series)


def test_eagle_i_cut_off_is_no_file(tmp_path: Path) -> None:
    """A file that stops in the middle of a row fails instead of losing it."""
    file = tmp_path / "eaglei_outages_2024.csv"
    file.write_text(
        (DATA / "eagle_i/eaglei_outages_2024.csv").read_text(encoding="utf-8").rstrip()[:-25], encoding="utf-8"
    )

    with pytest.raises(BadFile, match="cut off"):
        seen(file)


def test_eagle_i_damaged_row_is_refused(tmp_path: Path) -> None:
    """A row of another width is refused with its place and text, and the others are read."""
    file = tmp_path / "eaglei_outages_2024.csv"
    text = (DATA / "eagle_i/eaglei_outages_2024.csv").read_text(encoding="utf-8")
    file.write_text(text.replace("1001,Autauga,", "1001,"), encoding="utf-8")
    found = seen(file)

    assert {("eagle_i_customers_out", "36061", "2024-07-19 00:30:00", 340.0)} == values(found.series)
    assert {"row 1", "row 2"} == {row["locator"] for row in found.series if row["problem"]}


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


def test_complaints_keep_their_offset_and_their_usual_level() -> None:
    """Counts and baseline are two series, in UTC, of whom the file is named after."""
    found = seen("complaint_counts/example-bank.json")

    assert {
        ("complaints", "example-bank", "2018-01-04 10:31:11", 1.0),
        ("complaints", "example-bank", "2018-01-04 10:46:11", 37.0),
        ("complaints_baseline", "example-bank", "2018-01-04 10:31:11", 3.5),
    } == values(found.series)
    assert ["/counts/2"] == [row["locator"] for row in found.series if row["problem"]]


def test_better_stack_days_are_seconds_down() -> None:
    """The daily history of a resource is two series that begin at local midnight."""
    found = seen("better_stack/index.json")

    assert {
        ("better_stack_down", "Ingest", "2026-06-30 22:00:00", 3600.0),
        ("better_stack_down", "Ingest", "2026-07-01 22:00:00", 0.0),
        ("better_stack_maintenance", "Ingest", "2026-06-30 22:00:00", 0.0),
        ("better_stack_maintenance", "Ingest", "2026-07-01 22:00:00", 120.0),
    } == values(found.series)
