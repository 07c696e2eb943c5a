"""What share of the devices failed, and what share of all that depended on them, on one logarithmic axis of percent."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import Caption, badge, cite, finish, one_outage
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import ShareOfDevices
from kit.text import bounds, words
from kit.text.caption import KINDS, capital, publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

DEVICES = ("devices", "computers", "servers", "nodes", "terminals")
"""What is counted, where it is machines and not what depended on them."""

_ROWS = 22
_SOLID = KINDS.index("academic")
_SHARED = 2  # words that a population and its part have in common, where the part needs no population before it
_SAME = 0.02  # of a share: one printed this near to another says the same
_SLACK = 1e-6  # of a step: what arithmetic in floats may lose
_TICKS = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
_REFUSALS = ("own_units", "other_counters", "other_units", "part_of_hit", "no_base")


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that the figure draws: the best founded shares, without repeats."""
    places = {id(share): (place, share) for place, share in enumerate(rows_of(frame, ShareOfDevices))}
    known = [share for _, share in places.values() if _has_share(share)]
    return frame[[places[id(share)][0] for share in _chosen(_without_repeats(known))]]


@draws(
    labels=("population", "scope", "base", "day"),
    rows=drawn,
    units={"affected": ("counted",), "in_use": ("counted",)},
    is_question=True,
)
def plot_share_of_devices(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw shares as dots, ranges and one-sided bounds: machines first, then what depended on them; computed and printed told apart.

    The rows with the best sources are drawn, a score of them at most. Raises NothingToDraw where no share is known.
    """
    say, first = words(lang), one_outage(frame, "share_of_devices")
    shares = rows_of(frame, ShareOfDevices)
    shown = rows_of(drawn(frame), ShareOfDevices)
    if not shown:
        msg = "no source gives a share, or a total to set a number against, so there is nothing to draw"
        raise NothingToDraw(msg)
    limits = _limits(shown)
    figure = interval_rows(
        _rows(say, shown, limits[0]), axis=_axis(say, limits), is_log=True, limits=limits, key=_key(say, shown)
    )
    subtitle = say("share_of_devices.subtitle", outage=say.name(first, "outage"))
    title, note = _title(say, shares), _note(say, shares, shown)
    cited = cite(say, drawn(frame))
    return finish(
        figure,
        Caption(title, subtitle, note, cited, _alt(say, title, shown), badge(say, drawn(frame))),
        plot_pixels=0,
    )


def _has_share(share: ShareOfDevices) -> bool:
    return share["why"] is None and (share["share_low"] is not None or share["share_high"] is not None)


def _is_devices(share: ShareOfDevices) -> bool:
    return share["counted"] in DEVICES


def _without_repeats(shares: Iterable[ShareOfDevices]) -> list[ShareOfDevices]:
    """Leave out what is printed where it is computed too, or printed by a better source."""
    kept: list[ShareOfDevices] = []
    for share in sorted(shares, key=lambda share: (share["rests_on"] != "computed", *_weight(share))):
        if share["rests_on"] == "computed" or not any(_says_the_same(share, other) for other in kept):
            kept.append(share)
    return kept


def _says_the_same(share: ShareOfDevices, other: ShareOfDevices) -> bool:
    is_near = all(_is_near(share[end], other[end]) for end in ("share_low", "share_high"))
    return is_near and all(share[column] == other[column] for column in ("entity_id", "counted", "day"))


def _is_near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME * max(one, other)


def _weight(share: ShareOfDevices) -> tuple[Any, ...]:
    """Rank a share by its sources: the best kind first, then computed before printed, then the larger share."""
    best = min((KINDS.index(source["kind"]) for source in share["sources"]), default=len(KINDS))
    return best, share["rests_on"] != "computed", -(share["share_high"] or share["share_low"])


def _chosen(known: Sequence[ShareOfDevices]) -> list[ShareOfDevices]:
    """Choose machines first, then the best founded share of each other population, then their second ones, until the chart is full."""
    turns: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[bool, int, int, ShareOfDevices]] = []
    for share in sorted(known, key=_weight):
        ranked.append(
            (
                not _is_devices(share),
                0 if _is_devices(share) else turns[share["entity_id"], share["counted"]],
                len(ranked),
                share,
            )
        )
        turns[share["entity_id"], share["counted"]] += 1
    return [share for *_, share in sorted(ranked, key=lambda item: item[:3])][:_ROWS]


def _limits(shown: Sequence[ShareOfDevices]) -> tuple[float, float]:
    ends = [end for share in shown for end in (share["share_low"], share["share_high"]) if end]
    return min([0.003, *(end / 2 for end in ends)]), 1.15


def _axis(say: Words, limits: tuple[float, float]) -> dict[str, Any]:
    ticks = [tick for tick in _TICKS if limits[0] <= tick <= limits[1]]
    return {
        "tickvals": ticks,
        "ticktext": [say.percent(tick) for tick in ticks],
        "title": {"text": say("share_of_devices.axis")},
    }


def _rows(say: Words, shown: Sequence[ShareOfDevices], start: float) -> list[Row]:
    """Give the rows: machines, then what depended on them, those with most shares first, those of one population together."""
    rows = []
    for name in ("devices", "dependents"):
        group = [share for share in shown if _is_devices(share) == (name == "devices")]
        rows += [Row(say(f"share_of_devices.{name}"), is_heading=True)] if group else []
        rows += [_row(say, share, start) for share in _ordered(group)]
    return rows


def _ordered(group: Sequence[ShareOfDevices]) -> list[ShareOfDevices]:
    populations: dict[str, list[ShareOfDevices]] = defaultdict(list)
    for share in sorted(group, key=_size, reverse=True):
        populations[share["entity_id"]].append(share)
    ordered = sorted(populations.values(), key=lambda members: (-len(members), -_size(members[0])))
    return [share for members in ordered for share in members]


def _size(share: ShareOfDevices) -> float:
    return float(share["share_high"] if share["share_high"] is not None else share["share_low"])


def _row(say: Words, share: ShareOfDevices, start: float) -> Row:
    low, high = share["share_low"], share["share_high"]
    if high is not None and high <= start:
        low, high = None, start  # nought has no place on a logarithmic axis: an arrow, and the words say none
    elif low is not None and low <= start:
        low = None
    colour = "main" if share["rests_on"] == "computed" else "second"
    span = (low, None if high is not None and high >= 1 > (low or 1) else high)
    if colour == "second" and None not in span:
        return Row(
            _label(say, share), text=_text(say, share), second=span, second_colour=colour, hover=_hover(say, share)
        )
    return Row(_label(say, share), *span, text=_text(say, share), colour=colour, hover=_hover(say, share))


def _label(say: Words, share: ShareOfDevices) -> str:
    """Name what the share is of: the population, and its part where the scope says more than its name does."""
    population, scope = say.name(share, "population"), say.name(share, "scope")
    shared = _words(population) & _words(scope)
    is_enough = (
        not population
        or _words(population) <= _words(scope)
        or len(shared) >= max(_SHARED, len(_words(population)) / 2)
    )
    label = (
        capital(scope) if is_enough else population if _words(scope) <= _words(population) else f"{population}: {scope}"
    )
    day = share["day"]
    return (
        label
        if day is None
        else say("share_of_devices.on_day", label=label, day=say.short_day(date.fromisoformat(day)))
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _text(say: Words, share: ShareOfDevices) -> str:
    told = {"printed": share["rests_on"] == "printed", "disputed": bool(share["is_disputed"])}
    marks = "".join(f" · {say(f'share_of_devices.{mark}')}" for mark, is_so in told.items() if is_so)
    return f"{_share(say, share)}{_numbers(say, share)}{marks}"


def _share(say: Words, share: ShareOfDevices) -> str:
    low, high = share["share_low"], share["share_high"]
    if high == 0:
        return say("share_of_devices.none")
    if low is None or (high is not None and high >= 1 > low):
        is_bound_above = low is None
        return (
            say("share_of_devices.under", n=say.percent(_up(high)))
            if is_bound_above
            else say("share_of_devices.over", n=say.percent(low))
        )
    return say.span(say.percent(low), None if high is None else say.percent(high))


def _up(share: float) -> float:
    """Round an upper bound up to the digits that are printed, so that it still holds."""
    step = 0.0001 if share < 0.01 else 0.001
    return math.ceil(share / step - _SLACK) * step


def _numbers(say: Words, share: ShareOfDevices) -> str:
    """Write the division behind a computed share."""
    if share["affected_low"] is None and share["affected_high"] is None:
        return ""
    affected = _bound(say, share["affected_low"], share["affected_high"])
    in_use = _bound(say, share["in_use_low"], share["in_use_high"])
    base = say.name(share, "base")
    return say(
        "share_of_devices.division" if not base else "share_of_devices.division_of",
        affected=affected,
        in_use=in_use,
        base=base,
    )


def _bound(say: Words, low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return say.span(say.large(low), say.large(high))
    if low is not None:
        return say("share_of_devices.more_than", n=say.large(low))
    return say.span(None, None) if high is None else say("share_of_devices.less_than", n=say.large(high))


def _hover(say: Words, share: ShareOfDevices) -> str:
    return f"{_label(say, share)}<br>{_text(say, share)}"


def _key(say: Words, shown: Sequence[ShareOfDevices]) -> list[tuple[str, str]]:
    kinds = {share["rests_on"] for share in shown}
    return [
        (colour, say(f"share_of_devices.key.{kind}"))
        for colour, kind in (("main", "computed"), ("second", "printed"))
        if kind in kinds
    ]


def _title(say: Words, shares: Sequence[ShareOfDevices]) -> str:
    """Take the headline share, with what its own counter printed where that is tighter; neutral where none speaks for a whole."""
    answer = answers.share(shares)
    if answer is None:
        return say("share_of_devices.title.neutral")
    row = answer.row
    text = bounds.share(say, answer.low, answer.high, is_approximate=answer.is_approximate)
    name = say.name(row, "population") if _is_devices(row) else _label(say, row)
    printed = [other for other in shares if other["rests_on"] == "printed" and other["entity_id"] == row["entity_id"]]
    under = next((other for other in printed if other["share_low"] is None and other["measured_by"]), None)
    if under is None or row["rests_on"] == "printed":
        return say("share_of_devices.title.one", share=text, name=name)
    words_of = publisher(say, under["measured_by"])
    return say("share_of_devices.title.printed", share=text, name=name, bound=_share(say, under), publisher=words_of)


def _note(say: Words, shares: Sequence[ShareOfDevices], shown: Sequence[ShareOfDevices]) -> str:
    parts = [say("share_of_devices.note.bases")]
    if any(None in (share["share_low"], share["share_high"]) for share in shown):
        parts.append(say("share_of_devices.note.open"))
    parts += [part for reason in _REFUSALS if (part := _refused(say, reason, shares))]
    left_out = sum(_has_share(share) for share in shares) - len(shown)
    if left_out:
        parts.append(say("share_of_devices.note.left_out", n=say.number(left_out)))
    return " ".join(parts)


def _refused(say: Words, reason: str, shares: Sequence[ShareOfDevices]) -> str:
    """Name the pairs that the measure refuses for one reason, with the largest as the example."""
    refused = [share for share in shares if share["why"] == reason]
    if not refused:
        return ""
    example = max(refused, key=lambda share: share["affected_low"] or 0)
    return say(
        f"share_of_devices.why.{reason}",
        n=say.number(len(refused)),
        population=say.name(example, "population"),
        affected=_bound(say, example["affected_low"], example["affected_high"]),
        in_use=_bound(say, example["in_use_low"], example["in_use_high"]),
        own="" if example["counted_among"] is None else say.large(example["counted_among"]),
    )


def _alt(say: Words, title: str, shown: Sequence[ShareOfDevices]) -> str:
    has_both = len({_is_devices(share) for share in shown}) == 2
    return say(
        "share_of_devices.alt_both" if has_both else "share_of_devices.alt",
        title=title,
        n=say.number(len(shown)),
        largest=_share(say, max(shown, key=_size)),
        smallest=_share(say, min(shown, key=_size)),
    )
