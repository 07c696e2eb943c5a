"""The headline numbers of an outage: one answer a question, chosen by one stated rule for every place that prints it.

Each rule takes the rows of a measure and gives the row that a title, a header or an index may take its number from, or None. A figure
gives the rows of its measure; the measure `headline` gives those of all. So a page has one number for one question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, cast

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kit.measures.rows import Attribution, Losses, Outages, Restoration, ShareOfDevices, Victims

Row = TypeVar("Row")

LOSSES = (
    "direct_loss",
    "insured_loss",
    "revenue_loss",
    "extra_cost",
    "operating_income_loss",
    "remediation_cost",
    "repair_cost",
    "incident_cost",
    "property_loss",
    "market_value_loss",
)
"""Kinds of loss, the widest first: the headline takes the first kind of which there is a figure."""

VICTIMS = (
    ("devices", "computers", "servers"),
    ("customers",),
    ("subscribers",),
    ("users",),
    ("systems", "sites"),
    ("organisations",),
    ("businesses", "companies"),
    ("passengers", "people"),
)
"""What victims are counted in, alike ones together, in the order in which a headline takes them; anything else comes after these."""

SOURCES = ("primary", "academic", "press", "wire_copy", "survey", "vendor", "aggregator", "summary")
"""Kinds of sources, the best first."""


@dataclass(frozen=True)
class Answer(Generic[Row]):
    """The answer to one question: an interval with its unit, and the row that it is taken from.

    `low` and `high` are in `unit` (hours, fractions of 1 for `share`, a currency, or what was counted); None is an open end. `basis` is
    a code that says how it is known. `n` of `of` are the units that it speaks for, where it is about units. `rivals` are the rows of
    all published figures of the same thing, where several differ.
    """

    question: str
    basis: str
    low: float | None
    high: float | None
    unit: str
    row: Row
    is_approximate: bool = False
    n: int | None = None
    of: int | None = None
    rivals: tuple[Row, ...] = ()


def lasted(functions: Sequence[Restoration]) -> Answer[Restoration] | None:
    """Say when the last function that sources name was back, in hours since the onset.

    Takes rows of `restoration`. `basis` is all_back where every function that was hit has a dated end; some_back where not: then the
    last dated end is no end of the outage; none_back where none has: then there is no number.
    """
    back = [row for row in functions if row["end_state"] == "ended" and row["ended_high_hours"] is not None]
    if not back:
        none = cast("Restoration", {})
        return Answer("lasted", "none_back", None, None, "hours", none, n=0, of=len(functions)) if functions else None
    last = max(back, key=lambda row: (row["ended_high_hours"], row["ended_low_hours"]))
    low = max(row["ended_low_hours"] for row in back)
    basis = "all_back" if len(back) == len(functions) else "some_back"
    return Answer("lasted", basis, low, last["ended_high_hours"], "hours", last, n=len(back), of=len(functions))


def hit(victims: Sequence[Victims]) -> Answer[Victims] | None:
    """Say how many were hit: the count of the widest kind (VICTIMS), the best founded, then the one said last.

    Takes rows of `victims`. The number of one victim, a part that was
    counted within a number of its own, and a day of several speak for no whole.
    """
    windows = ("event", "instant", "running")
    whole = [row for row in victims if row["is_whole"] and row["out_of_low"] is None and row["window"] in windows]
    ranked = sorted(whole, key=lambda row: (_alike(row["counted"]), -size(row)))
    if not ranked:
        return None
    first = ranked[0]
    rivals = [row for row in whole if (row["counted"], row["scope"]) == (first["counted"], first["scope"])]
    taken = _best_founded(rivals)
    return Answer("hit", "counted", taken["low"], taken["high"], taken["counted"], taken, bool(taken["is_approximate"]))


def loss(losses: Sequence[Losses]) -> Answer[Losses] | None:
    """Give the largest published figure of the widest kind of loss (LOSSES); a figure that is only an upper bound comes last.

    Takes rows of `losses`. Currencies are not compared: the one with most figures of that kind is taken.
    """
    accepted = [row for row in losses if row["status"] == "accepted"]
    if not accepted:
        return None
    kind = min((row["kind"] for row in accepted), key=lambda kind: (_place(LOSSES, kind), kind))
    of_kind = [row for row in accepted if row["kind"] == kind]
    currency = _most_common(row["currency"] for row in of_kind)
    largest = max((row for row in of_kind if row["currency"] == currency), key=size)
    rivals = tuple(row for row in of_kind if scope_of_loss(row) == scope_of_loss(largest))
    low, high, is_approximate = largest["low"], largest["high"], bool(largest["is_approximate"])
    return Answer("loss", kind, low, high, currency, largest, is_approximate, rivals=rivals)


def scope_of_loss(row: Losses) -> tuple[str, ...]:
    """Tell whose loss of which kind a figure is: only figures of one such scope are rivals."""
    return row["kind"], row["currency"], row["entity_id"] or "", row["scope"]


def share(shares: Sequence[ShareOfDevices]) -> Answer[ShareOfDevices] | None:
    """Give the share hit of the best known population, as a fraction of 1: the range over the bases that it is set against.

    Takes rows of `share_of_devices`. Devices come before others, computed shares before printed ones, the most units first. A number
    that is disputed (it stands in a conflict that prefers none) or of one day only is no headline.
    """
    known = [
        row for row in shares if row["why"] is None and (row["share_low"] is not None or row["share_high"] is not None)
    ]
    whole = [row for row in known if row["day"] is None and not row["is_disputed"]]
    if not whole:
        return None
    first = min(
        whole, key=lambda row: (row["counted"] != "devices", row["rests_on"] != "computed", -(row["affected_low"] or 0))
    )
    alike = [
        row for row in whole if all(row[name] == first[name] for name in ("entity_id", "counted", "scope", "rests_on"))
    ]
    lows, highs = ([row[end] for row in alike if row[end] is not None] for end in ("share_low", "share_high"))
    is_approximate = any(row["is_approximate"] for row in alike)
    return Answer(
        "share", first["rests_on"], min(lows, default=None), max(highs, default=None), "share", first, is_approximate
    )


def blamed(statements: Sequence[Attribution]) -> Answer[Attribution] | None:
    """Give the first public blame for the cause that the verdict calls right, by the time at which it was said at the latest.

    Takes rows of `attribution`. `high` is in hours since the onset; there is no lower bound, since the record is a list of what was
    collected and not of all that was said.
    """
    right = [row for row in public_blames(statements) if row["verdict"] == "right" and row["at_latest_utc"] is not None]
    if not right:
        return None
    first = min(right, key=lambda row: row["at_latest_utc"])
    onset = first["onset_earliest"]
    hours = None if onset is None else (first["at_latest_utc"] - onset).total_seconds() / 3600
    return Answer("blamed", "at_the_latest", None, hours, "hours", first)


def public_blames(statements: Iterable[Attribution]) -> list[Attribution]:
    """Keep the statements that blamed somebody for the cause in public while it mattered; a diagnosis told later is none."""
    return [
        row
        for row in statements
        if (row["status"], row["question"], row["polarity"], row["told"])
        == ("accepted", "cause", "blames", "in_public")
    ]


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _alike(counted: str) -> int:
    return next((place for place, names in enumerate(VICTIMS) if counted in names), len(VICTIMS))


class _Bounded(TypedDict):
    low: float | Any
    high: float | Any


def size(row: _Bounded) -> float:
    """Rank by what is known of a number: its upper end where both are given, else its lower; an upper bound alone is no size."""
    low, high = row["low"], row["high"]
    return float(-1 if low is None else low if high is None else high)


def _best_founded(rows: Sequence[Victims]) -> Victims:
    """Take the row of the best kind of source, of those the one said last, of those the largest."""

    def rank(row: Victims) -> tuple[int, str, float]:
        best = min(SOURCES.index(source["kind"]) for source in row["sources"])
        return -best, row["said_on"] or "", size(row)

    return max(rows, key=rank)


def _most_common(names: Iterable[str]) -> str:
    listed = sorted(names)
    return max(listed, key=listed.count)


RULES: dict[str, tuple[str, Callable[[Sequence[Any]], Answer[Any] | None]]] = {
    "lasted": ("restoration", lasted),
    "hit": ("victims", hit),
    "share": ("share_of_devices", share),
    "blamed": ("attribution", blamed),
    "loss": ("losses", loss),
}
"""Each question with the measure whose rows answer it, and its rule."""

SOURCE = pl.Struct(
    dict.fromkeys(
        ("source_id", "publisher", "via", "read_as", "title", "url", "published_on", "kind", "row_id"), pl.String
    )
)
HEADLINE: dict[str, pl.DataType | type[pl.DataType]] = {
    **dict.fromkeys(("outage_id", "outage", "outage_ko", "review", "question", "basis"), pl.String),
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "is_approximate": pl.Boolean,
    "n": pl.Int64,
    "of": pl.Int64,
    **dict.fromkeys(
        (
            "kind_name",
            "kind_name_ko",
            "entity",
            "entity_ko",
            "entity_kind",
            "scope",
            "scope_ko",
            "said_by",
            "said_by_ko",
            "said_printed",
        ),
        pl.String,
    ),
    "at_latest_utc": pl.Datetime("us", "UTC"),
    "said_on": pl.String,
    "sources": pl.List(SOURCE),
    "rivals": pl.List(pl.Struct({"low": pl.Float64, "high": pl.Float64, "is_approximate": pl.Boolean})),
}
"""Columns of `headline`."""


def answered(outages: Sequence[Outages], rows_of: Mapping[str, Sequence[Mapping[str, Any]]]) -> pl.DataFrame:
    """Give the answers of each outage as a frame; `rows_of` are the rows of each measure that RULES name."""
    found = []
    for outage in outages:
        given = [
            rule([row for row in rows_of[measure] if row["outage_id"] == outage["outage_id"]])
            for measure, rule in RULES.values()
        ]
        found += [_row(outage, _or_published(answer, outage)) for answer in given if answer]
    return pl.DataFrame(found, schema=HEADLINE, orient="row")


def _or_published(answer: Answer[Any], outage: Outages) -> Answer[Any]:
    """Take a published length of the outage where no source dates the end of any function of it."""
    published = outage["published_length"]
    if answer.basis != "none_back" or published is None:
        return answer
    low, high, is_approximate = published["low"], published["high"], published["is_approximate"]
    return Answer("lasted", "published", low, high, "hours", published, is_approximate, n=0, of=answer.of)


def _united(rows: Sequence[Any]) -> list[dict[str, Any]]:
    found = {source["row_id"]: source for row in rows for source in row.get("sources") or []}
    return list(found.values())


def _row(outage: Outages, answer: Answer[Any]) -> dict[str, Any]:
    names = {
        "outage_id": outage["outage_id"],
        "outage": outage["name"],
        "outage_ko": outage["name_ko"],
        "review": outage["review"],
    }
    own = {
        name: getattr(answer, name)
        for name in ("question", "basis", "low", "high", "unit", "is_approximate", "n", "of")
    }
    own["rivals"] = [{name: row[name] for name in ("low", "high", "is_approximate")} for row in answer.rivals]
    own["sources"] = _united(answer.rivals or (answer.row,))
    taken = {name: answer.row.get(name) for name in HEADLINE if name not in names | own}
    return names | own | taken
