"""Tables and lines of JSON that a map describes."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import BEGAN, ENDED, seen, span


def test_a_map_says_zone_order_and_labels() -> None:
    """08:10 in Seoul on 3 April is 23:10 UTC the day before; a minute is a minute wide; High is 3."""
    row = seen("table/outages.csv").reports["1"]

    assert ["2020-04-02 23:10", "2020-04-02 23:11", "2020-04-03 00:40", "2020-04-03 00:41"] == span(row, *BEGAN, *ENDED)
    assert 3 == row["severity_rank"]


def test_a_cell_may_hold_several_lines() -> None:
    """A line break in quotation marks is part of its cell."""
    assert "Power loss;\ntwo lines" == seen("table/outages.csv").reports["2"]["title"]


def test_a_workbook_gives_durations() -> None:
    """05:30 in Vienna and 95 minutes are 03:30 to 05:05 UTC; a duration that is no number quarantines its row."""
    found = seen("table/tunnels.xlsx")

    assert ["2021-07-14 03:30", "2021-07-14 05:05"] == span(found.every_report[0], "began_at", "resolved_at")
    assert ["duration: about 5 is no number"] == found.refused


def test_lines_of_json_hold_epochs_and_nested_names() -> None:
    """Seconds and milliseconds since 1970 are instants; a heading with a dot goes into an object; a broken line is quarantined."""
    found = seen("table/lines.jsonl")
    first = found.every_report[0]

    assert ("Link down", ["2020-01-01 00:00", "2020-01-01 01:00"]) == (
        first["title"],
        span(first, "began_at", "resolved_at"),
    )
    assert ["it is no JSON object"] == found.refused


def test_a_correction_is_put_in() -> None:
    """The map mends the cell that is known to be wrong, and the raw row keeps what was printed."""
    row = seen("table/korea.tsv").reports["1"]

    assert ["2022-10-19 14:00"] == span(row, "resolved_at")
    assert "2022-10-20 23:00" in row["raw"]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_no_row_is_lost(cells: list[list[str]]) -> None:
    """Whatever stands in the cells of a table, each row that has any text is a report or is quarantined."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        text = "\n".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [["id", "start", "end"], *cells]
        )
        path.write_text(text + "\n", encoding="utf-8", newline="")
        path.with_suffix(".toml").write_text('[columns]\nnative_id = "id"\nbegan = "start"\nresolved = "end"\n')
        found = seen(path)

    assert sum(any(cell.strip() for cell in row) for row in cells) == len(found.every_report) + len(found.refused)
