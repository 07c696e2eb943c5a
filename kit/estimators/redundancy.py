"""What redundancy buys: interval arithmetic on named assumptions. No database, no simulation.

A year's hours down are `hours * exposure` for one cloud. What a second site leaves of them is a share: the hours in which the
first site takes the second along, those lost before the second has taken over, and those in which both are down by themselves. The share
grows with each of its parts, so its ends are exact; the other bounds hold whatever the true values are. A reduced stand-in leaves all hours of
what it does not carry. How long a move to a second region of the same cloud takes (`switching_hours`) says nothing of a move between clouds
(`switching_hours_between`), which is open above while no source measured one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kit.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOURS_OF_YEAR = 8766.0
DEFINITIONS = ("posted", "resold", "probed")
"""The definitions of hours down, by the ending of their parameters: posted by the provider, named by a reseller, seen by probes."""

FIRMS = ("small", "large")
KINDS = ("model", "survey", "case", "opinion")
_COUNTS = ("models", "surveys", "cases", "opinions")
_MONEY = ("extra_cost", "break_even", "downtime_cost")
_OPEN = (-math.inf, math.inf)


@dataclass(frozen=True)
class Interval:
    """A number known to lie between two bounds; an infinite bound is open."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        """Add, whatever the two are within their bounds."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """Subtract, whatever the two are within their bounds."""
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        """Multiply, whatever the two are within their bounds."""
        ends = [
            0.0 if 0 in pair else pair[0] * pair[1] for pair in product((self.low, self.high), (other.low, other.high))
        ]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Divide by what is above zero; open above where it may come near to zero."""
        if other.high <= 0:
            return Interval(*_OPEN)
        return self * Interval(1 / other.high, 1 / other.low if other.low > 0 else math.inf)

    def capped(self, most: float) -> Interval:
        """Give the interval cut off at a value that cannot be exceeded."""
        return Interval(min(self.low, most), min(self.high, most))

    def ends(self) -> tuple[float | None, float | None]:
        """Give the bounds with None for an open one."""
        return (self.low if math.isfinite(self.low) else None, self.high if math.isfinite(self.high) else None)


ONE = Interval(1, 1)


class Strategy(NamedTuple):
    """A way to arrange a service, with its hours down in a year and those avoided against one cloud."""

    name: str
    overlap: str | None
    hours: Interval
    avoided: Interval


def with_what_if(table: pl.DataFrame, strikes: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """Fill in a table of assumptions the hours of a fault on every machine: until half, and until 95 percent, of those it hit were back.

    `strikes` is the restoration of one outage, `times` its `median_low` and `p95_high`; open where nobody dated enough of them.
    """
    first: dict[str, Any] = strikes.row(0, named=True) if strikes.height else {"outage": "", "outage_ko": None}
    outage, outage_ko = first["outage"], first["outage_ko"] or first["outage"]
    low, high = (times[name].first() or None if times.height else None for name in ("median_low", "p95_high"))
    cited = strikes["sources"].list.explode().drop_nulls().unique(maintain_order=True).to_list()
    found = {"low": low, "high": high, "source": "restoration" if cited else "assumption", "sources": cited}
    rows = [
        row | found | _of_outage(row, outage, outage_ko) if row["name"] == "common_cause_hours" else row
        for row in table.rows(named=True)
    ]
    return pl.DataFrame(rows, schema=table.schema)


def _of_outage(row: Mapping[str, Any], name: str, name_ko: str) -> dict[str, str]:
    return {
        "text": row["text"].replace("{outage}", name),
        "text_ko": row["text_ko"].replace("{outage_ko}", name_ko),
    }


def assume(table: pl.DataFrame, **changes: float | tuple[float | None, float | None]) -> pl.DataFrame:
    """Give a table of assumptions with some set anew, each to a number or to (low, high), None for an open end. Raises NotFound."""
    known = table["name"].to_list()
    for name in changes:
        if name not in known:
            what = "assumption"
            raise NotFound(what, name, known)
    changed = [row | _change(changes[row["name"]]) if row["name"] in changes else row for row in table.rows(named=True)]
    return pl.DataFrame(changed, schema=table.schema)


def _change(value: float | tuple[float | None, float | None]) -> dict[str, Any]:
    low, high = value if isinstance(value, tuple) else (value, value)
    return {"low": low, "high": high, "source": "reader", "sources": []}


def given(table: pl.DataFrame) -> dict[str, Interval]:
    """Give the intervals of a table of assumptions by name."""
    return {
        row["name"]: Interval(_or(row["low"], -math.inf), _or(row["high"], math.inf)) for row in table.rows(named=True)
    }


def _or(value: float | None, open_end: float) -> float:
    return open_end if value is None else float(value)


def left_of(*shares: Interval) -> Interval:
    """Give the share of the hours that is left where each part takes its share of what the others leave: 1 - (1 - a)(1 - b)..."""
    rest = ONE
    for share in shares:
        rest = rest * (ONE - share.capped(1))
    return ONE - rest


def strategies(known: Mapping[str, Interval], definition: str) -> list[Strategy]:
    """Work out every strategy by one definition of hours down.

    Where two providers stand beside each other there are two rows: as if they failed independently, and as often together as observed.
    """
    cloud, own = known[f"hours_{definition}"] * known[f"exposure_{definition}"], known["hours_own_data_centre"]
    switching, between = (
        (known[name] / known["incident_hours"]).capped(1) for name in ("switching_hours", "switching_hours_between")
    )
    carried = known["stand_in_carries"]
    chance = (cloud * Interval(1 / HOURS_OF_YEAR, 1 / HOURS_OF_YEAR)).capped(1)
    regions = left_of(known["all_regions"], switching, chance)
    rows = [_of_cloud("one_cloud", None, cloud, ONE), _of_cloud("two_regions", None, cloud, regions)]
    for overlap in ("if_independent", "as_observed"):
        clouds = left_of(between, chance * known[f"overlap_{overlap}"])
        shares = {
            "stand_in": ONE - carried * (ONE - clouds),
            "two_clouds": clouds,
            "two_regions_two_clouds": regions * clouds,
        }
        rows += [_of_cloud(name, overlap, cloud, share) for name, share in shares.items()]
    core = own * left_of(between, chance * known["overlap_if_independent"])
    return [
        *rows,
        Strategy("own_data_centre", None, own, cloud - own),
        Strategy("own_and_cloud", "if_independent", core, cloud - core),
    ]


def _of_cloud(name: str, overlap: str | None, cloud: Interval, left: Interval) -> Strategy:
    return Strategy(name, overlap, cloud * left, cloud * (ONE - left))


def compared(table: pl.DataFrame, costs: pl.DataFrame, definitions: Iterable[str] = DEFINITIONS) -> pl.DataFrame:
    """Give the strategies by each definition, with what they are said to cost as a factor of one cloud and who says so.

    `what_if_*` are the hours that a fault on every machine adds in the year it strikes, whatever the strategy: no rate, and in no sum.
    """
    known, bounds = given(table), cost_bounds(costs)
    what_if = known["common_cause_hours"].ends()
    rows = [
        {
            "strategy": item.name,
            "definition": definition,
            "overlap": item.overlap,
            "assumptions": _rests_on(item, definition),
            **_named("hours_down", item.hours),
            **_named("avoided", item.avoided),
            "what_if_low": what_if[0],
            "what_if_high": what_if[1],
        }
        for definition in definitions
        for item in strategies(known, definition)
    ]
    frame = pl.DataFrame(
        rows, infer_schema_length=None, schema_overrides={"overlap": pl.String, **dict.fromkeys(_ENDS, pl.Float64)}
    )
    joined = frame.join(bounds, on="strategy", how="left", maintain_order="left").with_columns(
        pl.col(*_COUNTS).fill_null(0)
    )
    of_itself = pl.when(strategy="one_cloud").then(1.0)
    factors = [of_itself.otherwise(pl.col(name)).alias(name) for name in ("cost_factor_low", "cost_factor_high")]
    return _with_sources(joined.with_columns(factors), table)


_ENDS = ("hours_down_low", "hours_down_high", "avoided_low", "avoided_high", "what_if_low", "what_if_high")


def _named(stem: str, interval: Interval) -> dict[str, float | None]:
    low, high = interval.ends()
    return {f"{stem}_low": low, f"{stem}_high": high}


def _rests_on(item: Strategy, definition: str) -> str:
    cloud = [] if item.name == "own_data_centre" else [f"hours_{definition}", f"exposure_{definition}"]
    own = ["hours_own_data_centre"] if item.name.startswith("own") else []
    regions = ["all_regions", "switching_hours"] if item.name.startswith("two_regions") else []
    moves = [] if item.name in ("one_cloud", "own_data_centre", "two_regions") else ["switching_hours_between"]
    second = [*regions, *moves, *(["incident_hours"] if regions or moves else [])]
    carried = ["stand_in_carries"] if item.name == "stand_in" else []
    overlap = [f"overlap_{item.overlap}"] if item.overlap else []
    return " ".join([*cloud, *own, *second, *carried, *overlap])


def _with_sources(frame: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Join the sources of the parameters that each row rests on to those of its costs."""
    cited = dict(zip(table["name"], table["sources"].to_list(), strict=True))
    costs = [sources or [] for sources in frame["cost_sources"].to_list()]
    rows = [
        [*(source for name in names.split() for source in cited[name]), *cost]
        for names, cost in zip(frame["assumptions"], costs, strict=True)
    ]
    return frame.drop("cost_sources").with_columns(sources=pl.Series(rows, dtype=table.schema["sources"]))


def cost_bounds(costs: pl.DataFrame) -> pl.DataFrame:
    """Give the lowest and highest factor that sources name for each strategy, and how many of each kind do; an open end stays open."""
    open_above = pl.col("high").is_null().any()
    return costs.group_by("strategy").agg(
        cost_factor_low=pl.col("low").min(),
        cost_factor_high=pl.when(open_above).then(None).otherwise(pl.col("high").max()),
        **{count: (pl.col("kind") == kind).sum() for kind, count in zip(KINDS, _COUNTS, strict=True)},
        cost_sources=pl.col("sources").list.explode(keep_nulls=False, empty_as_null=False),
    )


def break_even(table: pl.DataFrame, costs: pl.DataFrame, definitions: Iterable[str] = DEFINITIONS) -> pl.DataFrame:
    """Give, for a small and a large firm, the cost of an hour from which each strategy pays for itself, beside what an hour is said to cost.

    Extra cost a year = cloud bill * (cost factor - 1); it is earned back by hours avoided * cost of an hour. `answer` is `pays` or
    `does_not_pay` only where every value within the bounds gives it, else `open`.
    """
    known = given(table)
    frame = compared(table, costs, definitions).filter(
        pl.col("cost_factor_low").is_not_null(),
        pl.col("strategy") != "one_cloud",
        pl.col("overlap").is_null() | (pl.col("overlap") == "as_observed"),
    )
    rows = [row | _earned(known, row, firm) | {"firm": firm} for firm in FIRMS for row in frame.rows(named=True)]
    money = {f"{name}_{end}": pl.Float64 for name in _MONEY for end in ("low", "high")}
    whole = pl.DataFrame(rows, schema={**frame.schema, **money, "answer": pl.String, "firm": pl.String})
    shown = ("firm", "strategy", "definition", "avoided_low", "avoided_high", "cost_factor_low", "cost_factor_high")
    return whole.select(*shown, *money, "answer", "sources")


def _earned(known: Mapping[str, Interval], row: Mapping[str, Any], firm: str) -> dict[str, Any]:
    factor = Interval(row["cost_factor_low"], _or(row["cost_factor_high"], math.inf))
    avoided = Interval(_or(row["avoided_low"], -math.inf), _or(row["avoided_high"], math.inf))
    extra, hour = known[f"bill_{firm}"] * (factor - ONE), known[f"downtime_cost_{firm}"]
    even = extra / avoided if extra.low > 0 else Interval(*_OPEN)
    return {
        **_named("extra_cost", extra),
        **_named("break_even", even),
        **_named("downtime_cost", hour),
        "answer": _answer(avoided * hour - extra),
    }


def _answer(gain: Interval) -> str:
    return "pays" if gain.low > 0 else "does_not_pay" if gain.high < 0 else "open"
