"""What redundancy buys: its cost, its cases, and arithmetic on named assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.database.query import query
from kit.errors import NotFound
from kit.estimators import redundancy as strategies
from kit.estimators import time_to_restore as restore_times
from kit.frames import rows_of
from kit.measures.evidence import outages
from kit.measures.grounds import EVERY, ids
from kit.measures.impacts import restoration
from kit.measures.registry import measure, select
from kit.measures.rows import Redundancy, RedundancyAssumptions, RedundancyCosts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from kit.measures.grounds import Grounds, Row

_ON_EVERY_MACHINE = "crowdstrike-2024-07-19"  # the outage of a product that ran on machines in every cloud
_COUNTED = {
    "hours_down_low": "arithmetic",
    "avoided_low": "arithmetic",
    "what_if_low": "what_if",
    "extra_cost_low": "bill costs",
    "break_even_low": "arithmetic bill costs",
    "downtime_cost_low": "hour",
    EVERY: "costs",
}
"""What the numbers of a strategy are made of; all others count or bound what redundancy is said to cost."""


def _of_strategies(
    db: duckdb.DuckDBPyConnection, rows: Sequence[Row], outage: str | None, as_of: str | None
) -> list[Grounds]:
    """Let each number of a strategy rest on the assumptions and costs that it is made of."""
    parts_of = _assumed(db, "redundancy")
    cited = {
        row["name"]: (*parts_of[row["name"]], *ids(row))
        for row in rows_of(redundancy_assumptions(db, outage, as_of=as_of), RedundancyAssumptions)
    }
    costs = rows_of(redundancy_costs(db, as_of=as_of), RedundancyCosts)
    behind = [(row, {EVERY: ids(row)}) for row in costs]
    compared = rows_of(redundancy(db, outage, as_of=as_of), Redundancy)
    assumed = {(row["strategy"], row["definition"], row["overlap"]): row["assumptions"].split() for row in compared}
    return [_of_strategy(row, cited, behind, assumed) for row in rows]


def _assumed(db: duckdb.DuckDBPyConnection, used_in: str) -> dict[str, tuple[str, ...]]:
    """Give the ids of the assumptions behind each parameter that a measure takes."""
    rows = db.execute(
        "SELECT parameter, list(assumption_id ORDER BY place) FROM assumption WHERE used_in = ? GROUP BY parameter",
        [used_in],
    ).fetchall()
    return {parameter: tuple(names) for parameter, names in rows}


def _of_strategy(
    row: Row,
    cited: Mapping[str, tuple[str, ...]],
    costs: Sequence[tuple[RedundancyCosts, Grounds]],
    assumed: Mapping[tuple[str, str, str | None], Sequence[str]],
) -> Grounds:
    """Give the grounds of one row, by number."""
    strategy, definition, overlap = row["strategy"], row["definition"], row.get("overlap", "as_observed")
    names = {
        "arithmetic": assumed.get((strategy, definition, overlap)) or assumed[strategy, definition, None],
        "what_if": ["common_cause_hours"],
        "bill": [f"bill_{row.get('firm')}"],
        "hour": [f"downtime_cost_{row.get('firm')}"],
    }
    known = {
        part: [name for parameter in parameters for name in cited.get(parameter, ())]
        for part, parameters in names.items()
    }
    known["costs"] = [name for cost, ground in costs if cost["strategy"] == strategy for name in ground[EVERY]]
    return {
        column: tuple(dict.fromkeys(name for part in made_of.split() for name in known[part]))
        for column, made_of in _COUNTED.items()
    }


@measure(grounds=_of_strategies)
def redundancy(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    assumptions: pl.DataFrame | None = None,
    definition: str | None = None,
) -> pl.DataFrame:
    """Give hours down and avoided in a year, and cost factors, of each strategy, as intervals on named assumptions (`kit.estimators.redundancy`).

    `assumptions` is `redundancy_assumptions(db)`, changed by the reader with `kit.assume`. `definition` is one of posted, resold, probed;
    None gives all three, which are never joined. `outage` is the what-if that strikes every machine (CrowdStrike by default), no rate; the frame
    is empty for an outage that struck a place or a provider instead.
    """
    table = redundancy_assumptions(db, outage, as_of=as_of) if assumptions is None else assumptions
    frame = strategies.compared(table, redundancy_costs(db, as_of=as_of), _definitions(definition))
    return frame if _struck_every_machine(db, outage) else frame.clear()


@measure(grounds=_of_strategies)
def redundancy_break_even(
    db: duckdb.DuckDBPyConnection,
    outage: str | None = None,
    *,
    as_of: str | None = None,
    assumptions: pl.DataFrame | None = None,
    definition: str | None = None,
) -> pl.DataFrame:
    """Give the cost of an hour (USD) from which each strategy pays, for a small and a large firm, beside the cited cost of an hour."""
    table = redundancy_assumptions(db, outage, as_of=as_of) if assumptions is None else assumptions
    frame = strategies.break_even(table, redundancy_costs(db, as_of=as_of), _definitions(definition))
    return frame if _struck_every_machine(db, outage) else frame.clear()


def _struck_every_machine(db: duckdb.DuckDBPyConnection, outage: str | None) -> bool:
    return outage is None or outages(db, outage)["layer"].first() in ("security_vendor", "os")


def _definitions(definition: str | None) -> tuple[str, ...]:
    if definition is not None and definition not in strategies.DEFINITIONS:
        what = "definition of hours down"
        raise NotFound(what, definition, strategies.DEFINITIONS)
    return strategies.DEFINITIONS if definition is None else (definition,)


@measure()
def redundancy_assumptions(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give every parameter of `redundancy`: name, low, high, unit, text, and the source or `assumption`."""
    strikes = restoration(db, outage or _ON_EVERY_MACHINE, as_of=as_of)
    dated = query(db, "time_to_restore", outage or _ON_EVERY_MACHINE, as_of=as_of).filter(
        (pl.col("kind") == "impact") & (pl.col("end_state") != "unknown")
    )
    times = restore_times.bounds(dated, ["outage_id"])
    return strategies.with_what_if(query(db, "redundancy_assumptions", as_of=as_of), strikes, times)


@select
def redundancy_costs() -> None:
    """Give each published cost of redundancy as a factor of what its source compares it with: model, survey, case or opinion."""


@select
def redundancy_cases() -> None:
    """Give what redundancy did in practice: hours until an organisation was back, with how it was duplicated. No rates."""


@select
def redundancy_overlap() -> None:
    """Give, for each pair of providers with loaded reports, the hours in which one, both and either had an incident, and by chance."""
