"""Who paid, promised, claims or owes what, each as published; beside it the loss of the same people, where a source gives it."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import INK, finish
from kit.frames import rows_of
from kit.measures.rows import Compensation
from kit.text import words
from kit.text.bounds import money
from kit.text.caption import Caption, badge, cite, one_outage, published

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from kit.text import Words
    from kit.text.caption import OfOutage

KINDS = (
    "contract_credit",
    "goodwill",
    "voucher",
    "in_kind",
    "paying_users",
    "small_firms",
    "supplier_support",
    "total",
    "other",
    "legal_claim",
    "liability_terms",
    "insured",
    "uninsured",
)
"""Kinds of compensation, in the order in which they are drawn."""

_COLOURS = {"paid": "main", "promised": "fourth", "claimed": "second", "terms": "third", "estimated": "unknown"}
_PLAIN = (None, "money", "unstated", "cover")  # forms that the kind or the amount tells
_MOST_TICKS = 5


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out terms and cases without an amount, and insured losses of other people than those whose loss is known."""
    has_amount = pl.col("low").is_not_null() | pl.col("high").is_not_null()
    is_elsewhere = (
        (pl.col("kind") == "insured") & pl.col("against_loss_high").is_null() & pl.col("currency").is_not_null()
    )
    return frame.filter((has_amount & ~is_elsewhere) | (~has_amount & (pl.col("kind") == "in_kind")))


@draws(
    labels=("payer", "claimant", "kind", "scope"),
    rows=drawn,
    units={"low": ("unit", "currency"), "loss": ("unit", "currency"), "against_loss": "share"},
    is_question=True,
)
def plot_compensation(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw each amount by kind, coloured by whether it was paid, promised, claimed, owed by contract or estimated.

    Raises NothingToDraw where no row states an amount or a gift in kind. Amounts in another currency and gifts stand as text.
    """
    say, first = words(lang), one_outage(frame, "compensation")
    rows = rows_of(drawn(frame), Compensation)
    if not rows:
        msg = "no source states what anybody paid, promised or claimed: there is no compensation to draw"
        raise NothingToDraw(msg)
    currency = _main_currency(rows)
    limits = _limits(rows, currency)
    figure = interval_rows(
        _rows(say, rows, currency), axis=_axis(say, limits, currency), is_log=True, limits=limits, key=_key(say, rows)
    )
    return finish(figure, _caption(say, frame, rows, first), plot_pixels=0)


def _main_currency(rows: list[Compensation]) -> str | None:
    counts = Counter(row["currency"] for row in rows if row["currency"])
    return counts.most_common(1)[0][0] if counts else None


def _limits(rows: list[Compensation], currency: str | None) -> tuple[float, float]:
    own = [row for row in rows if row["currency"] == currency]
    ends = [row[name] for row in own for name in ("low", "high", "loss_low", "loss_high") if row[name]]
    return min(ends, default=1.0) / 2, max(ends, default=10.0) * 2


def _rows(say: Words, rows: list[Compensation], currency: str | None) -> list[Row]:
    found: list[Row] = []
    for kind in KINDS:
        of_kind = [row for row in rows if row["kind"] == kind]
        found += [Row(say(f"compensation.kind.{kind}"), is_heading=True)] if of_kind else []
        found += [_row(say, row, currency) for row in of_kind]
    return found


def _row(say: Words, row: Compensation, currency: str | None) -> Row:
    label, text, colour = _label(say, row), _value(say, row), _COLOURS[row["paid_or_promised"]]
    if row["currency"] is None or row["currency"] != currency:
        return Row(label, text=text, colour=colour)
    loss = (row["loss_low"], row["loss_high"]) if row["loss_low"] or row["loss_high"] else None
    return Row(label, row["low"], row["high"], text, colour, second=loss, second_colour=INK)


def _label(say: Words, row: Compensation) -> str:
    who = say.name(row, "claimant") if row["claimant"] else say.name(row, "payer") if row["payer"] else ""
    scope = say.name(row, "scope")
    label = f"{who}: {scope}" if who and row["unit"] and row["kind"] != "uninsured" else scope
    return label[:1].upper() + label[1:]


def _value(say: Words, row: Compensation) -> str:
    state = say("compensation.taken_up" if row["unit"] == "people" else f"compensation.state.{row['paid_or_promised']}")
    form, each = row["payment_form"], row["payment_per"] == "each" and row["low"] is not None
    parts = [
        _amount(say, row),
        say("compensation.each") if each else "",
        state,
        "" if form in _PLAIN else say(f"compensation.form.{form}"),
        published(say, row["dated"]) if row["dated"] else "",
    ]
    ratio = _ratio(say, row)
    return " · ".join(part for part in (*parts, say("compensation.of_loss", share=ratio) if ratio else "") if part)


def _amount(say: Words, row: Compensation) -> str:
    if row["low"] is None and row["high"] is None:
        return ""
    if row["currency"]:
        return money(say, row, row["currency"])
    numbers = [None if end is None else say.large(end) for end in (row["low"], row["high"])]
    return say(f"compensation.unit.{row['unit']}", n=say.span(*numbers))


def _ratio(say: Words, row: Compensation) -> str:
    ends = [row["against_loss_low"], row["against_loss_high"]]
    return say.span(*(None if end is None else say.percent(end) for end in ends)) if ends != [None, None] else ""


def _axis(say: Words, limits: tuple[float, float], currency: str | None) -> dict[str, Any]:
    if currency is None:
        return {"visible": False}
    first, last = math.ceil(math.log10(limits[0])), math.floor(math.log10(limits[1]))
    values = [10.0**power for power in range(first, last + 1, max(1, math.ceil((last - first + 1) / _MOST_TICKS)))]
    return {"tickvals": values, "ticktext": [say.money(value, currency) for value in values]}


def _key(say: Words, rows: list[Compensation]) -> list[tuple[str, str]]:
    states = {row["paid_or_promised"] for row in rows}
    key = [(colour, f"● {say(f'compensation.state.{state}')}") for state, colour in _COLOURS.items() if state in states]
    return key + (
        [(INK, f"◆ {say('compensation.loss')}")] if any(row["loss_low"] or row["loss_high"] for row in rows) else []
    )


def _caption(say: Words, frame: pl.DataFrame, rows: list[Compensation], first: OfOutage) -> Caption:
    title, shown = _title(say, rows), drawn(frame)
    return Caption(
        title,
        say("compensation.subtitle", outage=say.name(first, "outage")),
        _note(say, frame, rows),
        cite(say, shown),
        say(
            "compensation.alt",
            title=title,
            n=say.number(len(rows)),
            kinds=say.number(len({row["kind"] for row in rows})),
        ),
        badge(say, shown),
    )


def _title(say: Words, rows: list[Compensation]) -> str:
    """State the share that the terms leave, else what insurers carry, else the totals as published; no largest across kinds."""
    for kind, key in (("liability_terms", "capped"), ("insured", "insured")):
        shares = [row for row in rows if row["kind"] == kind and row["against_loss_high"] is not None]
        if shares:
            return say(f"compensation.title.{key}", share=_ratio(say, shares[-1]))
    totals = {state: row for state in ("promised", "paid") if (row := _total(rows, state))}
    if not totals:
        return say("compensation.title.neutral", kinds=say.number(len({row["kind"] for row in rows})))
    named = {state: f"{_amount(say, row)} ({say.name(row, 'scope')})" for state, row in totals.items()}
    return say(f"compensation.title.{'both' if len(named) == 2 else next(iter(named))}", **named)


def _total(rows: list[Compensation], state: str) -> Compensation | None:
    """Give the one published total of what was promised or paid; none where there are several that differ."""
    found = {
        (row["low"], row["high"], row["scope"]): row
        for row in rows
        if (row["kind"], row["paid_or_promised"]) == ("total", state)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _note(say: Words, frame: pl.DataFrame, rows: list[Compensation]) -> str:
    parts = [say("compensation.note.apart")]
    if not any(row["against_loss_low"] or row["against_loss_high"] for row in rows):
        parts.append(say("compensation.note.no_ratio"))
    if frame.height > len(rows):
        parts.append(say("compensation.note.left_out", n=say.number(frame.height - len(rows))))
    return " ".join(parts)
