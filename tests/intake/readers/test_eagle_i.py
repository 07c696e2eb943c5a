"""Customers without power by county, every fifteen minutes."""

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
