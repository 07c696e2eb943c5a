"""What the outage is said to have cost: every published amount by kind, rivals side by side, never added across scopes or kinds."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import Losses
from kit.text import words
from kit.text.bounds import figures, money, scope
from kit.text.caption import Caption, badge, capital, cite, one_outage, published, said_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from kit.text import Words
    from kit.text.caption import OfOutage

MOST_SCOPES = 3
"""Scopes of a kind and currency that are drawn, besides those with a figure that does not count."""

_COLOURS = {"accepted": "main", "forecast": "fourth", "assumption": "fourth"}
_MOST_TICKS = 4
_SHORT = {" thousand": "k", " million": "m", " billion": "bn", " trillion": "tn"}


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that the figure draws: of each kind the largest scopes, and those with a figure that does not count.

    All figures of a scope are drawn or none, so that rivals, and what replaced a misprint, stand together.
    """
    if frame.is_empty():
        return frame
    own = _main_currency(frame)
    rows = sorted(
        rows_of(frame, Losses),
        key=lambda row: (_place(row["kind"]), row["kind"], row["currency"] != own, row["currency"]),
    )
    groups = groupby(rows, key=lambda row: (row["kind"], row["currency"]))
    return pl.DataFrame([row for _, group in groups for row in _largest(list(group))], schema=frame.schema)


@draws(
    labels=("kind_name", "scope", "said_by"),
    rows=drawn,
    units={"low": ("currency",), "insured": ("currency",)},
    is_question=True,
)
def plot_losses(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw each published loss by kind, open ends open; what was superseded or refuted in grey, and not counted.

    Takes the frame of `kit.losses` for one outage. The axis is in the currency of most rows; amounts in another stand as text, as they are
    not converted. Raises NothingToDraw for an empty frame.
    """
    say, first = words(lang), one_outage(frame, "losses")
    rows, currency = rows_of(drawn(frame), Losses), _main_currency(frame)
    limits = _limits(rows, currency)
    figure = interval_rows(
        _rows(say, rows, currency), axis=_axis(say, limits, currency), is_log=True, limits=limits, key=_key(say, rows)
    )
    return finish(figure, _caption(say, frame, rows, first), plot_pixels=0)


def _place(kind: str) -> int:
    return answers.LOSSES.index(kind) if kind in answers.LOSSES else len(answers.LOSSES)


def _largest(group: list[Losses]) -> list[Losses]:
    """Keep the scopes with the largest figures and those with one that does not count, the largest first."""
    scope = answers.scope_of_loss
    sizes = {scope(row): max(_size(other) for other in group if scope(other) == scope(row)) for row in group}
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_SCOPES]
    known = {scope(row) for row in group if row["status"] in ("superseded", "refuted")}
    kept = [row for row in group if scope(row) in known.union(largest)]
    return sorted(kept, key=lambda row: (-sizes[scope(row)], scope(row), row["status"] != "accepted", -_size(row)))


def _size(row: Losses) -> float:
    return float(row["high"] or row["low"] or 0)


def _main_currency(frame: pl.DataFrame) -> str:
    return str(Counter(frame["currency"].drop_nulls().sort().to_list()).most_common(1)[0][0])


def _limits(rows: Sequence[Losses], currency: str) -> tuple[float, float]:
    ends = [row[name] for row in rows if row["currency"] == currency for name in ("low", "high") if row[name]]
    return min(ends, default=1.0) / 2, max(ends, default=10.0) * 2


def _axis(say: Words, limits: tuple[float, float], currency: str) -> dict[str, Any]:
    first, last = math.ceil(math.log10(limits[0])), math.floor(math.log10(limits[1]))
    values = [10.0**power for power in range(first, last + 1, max(1, math.ceil((last - first + 1) / _MOST_TICKS)))]
    return {"tickvals": values, "ticktext": [_tick(say, value, currency) for value in values], "tickangle": 0}


def _tick(say: Words, value: float, currency: str) -> str:
    """Write an amount as short as an axis on a phone needs it."""
    text = say.money(value, currency)
    for long, short in _SHORT.items():
        text = text.replace(long, short)
    return text


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(say: Words, rows: Sequence[Losses], currency: str) -> list[Row]:
    """Put the rows of each kind under a heading, amounts in other currencies as one line of text after them."""
    listed: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row["kind"]):
        members = list(group)
        foreign = [row for row in members if row["currency"] != currency]
        listed.append(Row(capital(say.name(members[0], "kind_name")), is_heading=True))
        listed += [_row(say, row) for row in members if row["currency"] == currency]
        listed += [Row(say("losses.other_currencies"), text=_listed(say, foreign))] if foreign else []
    return listed


def _row(say: Words, row: Losses) -> Row:
    text = " · ".join([_amount(say, row), *_origin(say, row)])
    return Row(capital(_of(say, row)), row["low"], row["high"], text, _COLOURS.get(row["status"], "unknown"))


def _listed(say: Words, rows: Sequence[Losses]) -> str:
    return "; ".join(f"{_of(say, row)} {_amount(say, row)} ({', '.join(_origin(say, row))})" for row in rows)


def _plain(text: str) -> str:
    return text[:1].lower() + text[1:]


def _origin(say: Words, row: Losses) -> list[str]:
    """Say by whom and in which month an amount was published, and what became of it."""
    status = "" if row["status"] == "accepted" else say(f"losses.status.{row['status']}")
    month = published(say, row["said_on"][:7]) if row["said_on"] else ""
    return [part for part in (said_by(say, row), month, status) if part]


def _amount(say: Words, row: Losses) -> str:
    return money(say, row, row["currency"])


def _key(say: Words, rows: Sequence[Losses]) -> list[tuple[str, str]]:
    """Name the colours, where there is more than one."""
    states = {_COLOURS.get(row["status"], "unknown") for row in rows}
    key: list[tuple[str, str]] = [
        (colour, f"● {say(f'losses.key_{colour}')}") for colour in ("main", "fourth", "unknown") if colour in states
    ]
    return key if len(key) > 1 else []


# --- words ------------------------------------------------------------------------------------------------------------


def _caption(say: Words, frame: pl.DataFrame, rows: Sequence[Losses], first: OfOutage) -> Caption:
    accepted = [row for row in rows_of(frame, Losses) if row["status"] == "accepted"]
    title, shown = _title(say, frame), pl.DataFrame(rows, schema=frame.schema)
    largest = max(accepted or rows, key=_size)
    alt = say(
        "losses.alt",
        n=say.number(len(rows)),
        kinds=say.number(len({row["kind"] for row in rows})),
        title=title,
        largest=_amount(say, largest),
        scope=_of(say, largest),
    )
    return Caption(
        title,
        say("losses.subtitle", outage=say.name(first, "outage")),
        _note(say, frame, rows),
        cite(say, shown),
        alt,
        badge(say, shown),
    )


def _title(say: Words, frame: pl.DataFrame) -> str:
    """Take the headline figure, with all rival figures of the same loss; neutral where none is accepted."""
    answer = answers.loss(rows_of(frame, Losses))
    if answer is None:
        return say("losses.title_neutral")
    values = {"kind": _plain(say.name(answer.row, "kind_name")), "scope": capital(_of(say, answer.row))}
    if len({_amount(say, row) for row in answer.rivals}) > 1:
        return say("losses.title_rivals", amounts=figures(say, answer.rivals, answer.unit), **values)
    return say("losses.title_one", amount=_amount(say, answer.row), **values)


def _of(say: Words, row: Losses) -> str:
    return scope(say, {**row, "question": "loss"})


def _note(say: Words, frame: pl.DataFrame, rows: Sequence[Losses]) -> str:
    parts = [say("losses.note")]
    parts += [
        say("losses.note_refuted", scope=say.name(row, "scope"), amount=_amount(say, row))
        for row in rows
        if row["status"] == "refuted"
    ]
    left = frame.height - len(rows)
    return " ".join([*parts, say("losses.note_left", n=say.number(left))] if left else parts)
