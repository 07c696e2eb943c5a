"""What the numbers that a figure draws rest on: row_ids of evidence, names of assumptions, ids of loaded reports.

Every number of a drawn row rests on all evidence of that row, except where the arithmetic says more: the parts of a strategy have
assumptions of their own, and a share that is only printed is set against devices that another row counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit import measures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb
    import polars as pl

Grounds = dict[str, tuple[str, ...]]
"""The ids that each number of one drawn row rests on, by its first column; those under EVERY are of every other number, and
those under REPORTS are the loaded reports that a row without a source rests on as a whole."""

EVERY, REPORTS = "", "reports"
_OF_REPORTS = (
    "availability",
    "co_occurrence",
    "incident_pattern",
    "incident_rate",
    "severity_duration",
    "time_to_restore",
)
_COUNTED = {
    "hours_down_low": "arithmetic",
    "avoided_low": "arithmetic",
    "what_if_low": "what_if",
    "extra_cost_low": "bill costs",
    "break_even_low": "arithmetic bill costs",
    "downtime_cost_low": "hour",
}
"""What the numbers of a strategy are made of; all others count or bound what redundancy is said to cost."""


def grounds(
    db: duckdb.DuckDBPyConnection,
    figure: str,
    drawn: pl.DataFrame,
    outage: str | None = None,
    *,
    as_of: str | None = None,
) -> list[Grounds]:
    """Give the ids behind each row that a figure draws; none where no source and no report stands behind it."""
    rows = drawn.rows(named=True)
    if figure in ("redundancy", "redundancy_break_even"):
        find = _strategies(db, outage, as_of)
        return [find(row) for row in rows]
    if figure == "device_sensitivity":
        return _devices(rows, measures.statements(db, outage, as_of=as_of))
    if figure == "redundancy_costs":
        assumed = _assumed(db, figure)
        return [{EVERY: _cited(row) or assumed[row["strategy"]]} for row in rows]
    if figure not in _OF_REPORTS:
        return [{EVERY: _cited(row)} for row in rows]
    reports = measures.reports(db, outage, as_of=as_of)
    counted = reports.filter(reports["excluded_because"].is_null())
    return [{EVERY: _cited(row)} if _cited(row) else {REPORTS: _reported(row, counted, outage)} for row in rows]


def _cited(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source["row_id"] for source in row.get("sources") or []))


def _reported(row: dict[str, Any], reports: pl.DataFrame, outage: str | None) -> tuple[str, ...]:
    """Give the counted reports of the providers that a row names, else those of the outage."""
    providers = [row[name] for name in ("provider", "other_provider") if row.get(name)]
    found = (
        reports.filter(reports["provider"].is_in(providers))
        if providers
        else reports.filter(reports["outage_id"] == outage)
        if outage
        else reports
    )
    return tuple(found["report_id"].to_list())


def _devices(rows: Sequence[dict[str, Any]], statements: pl.DataFrame) -> list[Grounds]:
    """Let what is set against a printed share rest on the devices that other rows count as hit, too."""
    counts = set(statements.filter(statements["what"].str.ends_with("_affected"))["row_id"].to_list())
    hits = tuple(dict.fromkeys(name for row in rows for name in _cited(row) if name in counts))
    return [{"share_low": _cited(row), EVERY: tuple(dict.fromkeys((*_cited(row), *hits)))} for row in rows]


def _strategies(
    db: duckdb.DuckDBPyConnection, outage: str | None, as_of: str | None
) -> Callable[[dict[str, Any]], Grounds]:
    """Give what finds the grounds of a strategy: by number, those of its assumptions and those of its costs."""
    parts_of = _assumed(db, "redundancy")
    cited = {
        row["name"]: (*parts_of[row["name"]], *_cited(row))
        for row in measures.redundancy_assumptions(db, outage, as_of=as_of).rows(named=True)
    }
    costs = _costs(db, as_of)
    compared = measures.redundancy(db, outage, as_of=as_of).rows(named=True)
    assumed = {(row["strategy"], row["definition"], row["overlap"]): row["assumptions"].split() for row in compared}

    def find(row: dict[str, Any]) -> Grounds:
        overlap = row.get("overlap", "as_observed")
        names = {
            "arithmetic": assumed.get((row["strategy"], row["definition"], overlap))
            or assumed[row["strategy"], row["definition"], None],
            "what_if": ["common_cause_hours"],
            "bill": [f"bill_{row.get('firm')}"],
            "hour": [f"downtime_cost_{row.get('firm')}"],
        }
        known = {
            part: [name for parameter in parameters for name in cited.get(parameter, ())]
            for part, parameters in names.items()
        }
        known["costs"] = costs.get(row["strategy"], [])
        parts = _COUNTED | {EVERY: "costs"}
        return {
            column: tuple(dict.fromkeys(name for part in made_of.split() for name in known[part]))
            for column, made_of in parts.items()
        }

    return find


def _costs(db: duckdb.DuckDBPyConnection, as_of: str | None) -> dict[str, list[str]]:
    """Give the ids behind what each strategy is said to cost."""
    assumed, found = _assumed(db, "redundancy_costs"), dict[str, list[str]]()
    for cost in measures.redundancy_costs(db, as_of=as_of).rows(named=True):
        found.setdefault(cost["strategy"], []).extend(_cited(cost) or assumed[cost["strategy"]])
    return found


def _assumed(db: duckdb.DuckDBPyConnection, used_in: str) -> dict[str, tuple[str, ...]]:
    """Give the ids of the assumptions behind each parameter that a measure takes."""
    rows = db.execute(
        "SELECT parameter, list(assumption_id ORDER BY place) FROM assumption WHERE used_in = ? GROUP BY parameter",
        [used_in],
    ).fetchall()
    return {parameter: tuple(ids) for parameter, ids in rows}
