"""The figure of losses: rival amounts of one scope, and what does not count."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from drawing import CROWDSTRIKE, OUTAGE, texts, title

from kit import measures
from kit.figures import losses
from kit.figures.losses import plot_losses

if TYPE_CHECKING:
    import duckdb


def loss(scope: str, low: float | None, high: float | None, **values: Any) -> dict[str, Any]:
    """Give a published loss in dollars."""
    row = {
        "scope": scope,
        "scope_ko": None,
        "kind": "direct_loss",
        "kind_name": "Direct loss",
        "kind_name_ko": "직접 손실",
        "low": low,
        "high": high,
        "currency": "USD",
        "entity_id": None,
        "entity": None,
        "entity_ko": None,
        "entity_kind": None,
        "is_approximate": False,
        "status": "accepted",
        "said_by": "The Bureau",
        "said_on": "2024-08",
    }
    return OUTAGE | row | values


def test_the_title_of_single_figures_is_the_largest() -> None:
    """Without rivals the title gives the largest figure with its kind and scope; a misprint never."""
    frame = pl.DataFrame(
        [
            loss("world", 2e9, 3e9, is_approximate=True),
            loss("one firm", 1e6, 1e6),
            loss("misprint", 9e9, 9e9, status="refuted"),
        ]
    )

    assert "World: about $2 billion to $3 billion (direct loss)" == title(plot_losses(frame))
    assert "World: 약 20억~30억 달러(직접 손실)" == title(plot_losses(frame, "ko"))


def test_a_refuted_figure_is_grey_and_said_not_to_count() -> None:
    """Readers know the misprint, so it is shown, beside the right figure, as what it is."""
    figure = plot_losses(pl.DataFrame([loss("world", 5e8, 1e9), loss("world", 5e8, 1.8e9, status="refuted")]))
    bars = {trace.line.color: tuple(trace.x) for trace in figure.data if trace.mode == "lines"}

    assert {"#0b5c94": (5e8, 1e9), "#737373": (5e8, 1.8e9)} == bars
    assert "Not counted, as it was refuted: $500 million to $1.8 billion (world)." in figure.layout.meta["note"]


def test_an_open_end_stays_open() -> None:
    """What is "at least a billion" has no upper end: it fades to the edge and ends in an arrow."""
    figure = plot_losses(pl.DataFrame([loss("world", 1e9, None)]))
    symbols = {trace.marker.symbol for trace in figure.data if trace.mode == "markers"}

    assert "triangle-right" in symbols
    assert "at least $1 billion" in texts(figure)


def test_amounts_in_another_currency_are_text() -> None:
    """Nothing is converted: what is in another currency than most has no place on the axis."""
    frame = pl.DataFrame([loss("world", 1e9, 2e9), loss("firm", 3e9, 3e9), loss("airline", 25e6, 25e6, currency="EUR")])
    figure = plot_losses(frame)

    assert 25e6 not in [x for trace in figure.data for x in trace.x]
    assert "airline €25 million" in texts(figure).replace("€ ", "€")


def test_of_many_scopes_the_largest_are_drawn_whole() -> None:
    """Three scopes of a kind are drawn with all their rivals, besides those with a figure that does not count."""
    rows = [
        loss(name, size, size)
        for name, size in (("a", 9e9), ("a", 8e9), ("b", 7e9), ("c", 6e9), ("d", 5e9), ("e", 4e9))
    ]
    frame = pl.DataFrame([*rows, loss("e", 1e9, 1e9, status="superseded")])

    assert ["a", "a", "b", "c", "e", "e"] == losses.drawn(frame)["scope"].to_list()
    assert "Not drawn: 1 amounts" in plot_losses(frame).layout.meta["note"]


def test_the_misprint_of_the_insured_loss_is_shown_beside_the_right_figure(db: duckdb.DuckDBPyConnection) -> None:
    """540 million to 1.08 billion was printed as 1.8 billion: both are drawn, one of them refuted."""
    drawn = losses.drawn(measures.losses(db, CROWDSTRIKE)).filter(
        (pl.col("kind") == "insured_loss") & (pl.col("low") == 540e6)
    )

    assert {("accepted", 1.08e9), ("refuted", 1.8e9)} == set(drawn.select("status", "high").rows())


def test_the_title_names_the_ends_of_rivals_for_one_scope() -> None:
    """Rival figures of one scope stand side by side with their own bounds; they are no range, and other scopes are no rivals."""
    frame = pl.DataFrame(
        [
            loss("world", 1e9, None),
            loss("world", None, 3e9),
            loss("world", 5e9, 5e9, is_approximate=True),
            loss("one firm", 2e9, 2e9),
        ]
    )

    assert "World, direct loss as published: at least $1 billion; at most $3 billion; about $5 billion" == title(
        plot_losses(frame)
    )


def test_losses_of_several_firms_are_no_rivals() -> None:
    """Three firms that each lost something under the same words are three losses, not a range."""
    firms = [
        loss("loss of the year", size, size, entity_id=name, entity=name, entity_kind="organisation")
        for name, size in (("A", 130e6), ("B", 300e6))
    ]

    assert "B: loss of the year: $300 million (direct loss)" == title(plot_losses(pl.DataFrame(firms)))
