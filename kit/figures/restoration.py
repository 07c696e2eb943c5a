"""When each function that the outage hit was back, in hours since the onset, by sector."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from kit.errors import NothingToDraw
from kit.figures._record import draws
from kit.figures._rows import Row, interval_rows
from kit.figures.style import Caption, badge, cite, duration, finish, one_outage
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import Restoration
from kit.text import bounds, words
from kit.text.caption import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import plotly.graph_objects as go
    import polars as pl

    from kit.figures._rows import Span
    from kit.text import Words
    from kit.text.caption import OfOutage

_TICKS = (1 / 60, 1 / 12, 0.25, 1, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8640)
"""Hours that an axis names: 1, 5 and 15 minutes, hours, days, weeks."""

_NAMED = 12
_MANY = 5  # functions from which on a half of them is worth telling


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows that the figure draws: the functions that are dated, back or still down."""
    return frame[[place for place, row in enumerate(rows_of(frame, Restoration)) if _is_dated(row)]]


@draws(labels=("entity", "function"), rows=drawn, keys=("episode",), is_question=True)
def plot_restoration(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw when each dated function was back: an interval a row on a logarithmic axis, open where it was still down when last heard of.

    A function that the sources date only as back to normal operations is a diamond. Raises NothingToDraw where nothing is dated.
    """
    say, first = words(lang), one_outage(frame, "restoration")
    functions = rows_of(frame, Restoration)
    dated = rows_of(drawn(frame), Restoration)
    if not dated:
        msg = "no source dates a restoration or says when a function was still down, so there is nothing to draw"
        raise NothingToDraw(msg)
    limits = _limits(dated)
    axis = {
        "tickvals": _ticks(limits),
        "ticktext": [_tick(say, hours) for hours in _ticks(limits)],
        "title": {"text": say("restoration.axis")},
    }
    figure = interval_rows(_rows(say, dated, limits[0]), axis=axis, is_log=True, limits=limits, key=_key(say, dated))
    return finish(figure, _caption(say, frame, functions, first), plot_pixels=0)


def _is_dated(row: Restoration) -> bool:
    if row["end_state"] == "ended":
        return row["ended_high_hours"] is not None
    return row["end_state"] == "open_as_of" and row["ended_low_hours"] is not None


def _limits(dated: Sequence[Restoration]) -> tuple[float, float]:
    """Give the ends of the axis: from an hour, or less where something was back sooner, to a third beyond the last."""
    ends = [hours for row in dated for hours in (row["ended_low_hours"], row["ended_high_hours"]) if hours]
    return min(1.0, min(ends, default=1.0) * 0.75), max(ends, default=1.0) * 1.35


def _ticks(limits: tuple[float, float]) -> list[float]:
    """Choose the ticks within the limits, so few that they stand apart on a phone."""
    inside = [hours for hours in _TICKS if limits[0] <= hours <= limits[1]]
    apart = math.log10(limits[1] / limits[0]) / 7
    chosen: list[float] = []
    for hours in inside:
        if not chosen or math.log10(hours / chosen[-1]) >= apart:
            chosen.append(hours)
    return chosen


def _tick(say: Words, hours: float) -> str:
    unit, size = ("minutes", 1 / 60) if hours < 1 else ("hours", 1) if hours < 48 else ("days", 24)
    return say(f"unit.{unit}", n=say.number(round(hours / size)))


def _rows(say: Words, dated: Sequence[Restoration], start: float) -> list[Row]:
    """Give the rows by sector, the sectors with most rows first."""
    sectors: dict[str, list[Restoration]] = defaultdict(list)
    for row in dated:
        sectors[_sector(say, row)].append(row)
    rows = []
    for sector, members in sorted(sectors.items(), key=lambda item: (-len(item[1]), item[0])):
        rows += [Row(sector, is_heading=True)] if len(sectors) > 1 else []
        rows += [_row(say, group, start) for group in _groups(members)]
    return rows


def _sector(say: Words, row: Restoration) -> str:
    return say.name(row, "sector_name") or say("restoration.no_sector")


def _groups(members: Iterable[Restoration]) -> list[list[Restoration]]:
    """Put together what the sources date alike, so that it takes one row; the first that were back first, what is open last."""
    groups: dict[tuple[Any, ...], list[Restoration]] = defaultdict(list)
    for row in members:
        groups[
            tuple(
                row[column]
                for column in (
                    "end_state",
                    "function",
                    "ended_low_hours",
                    "ended_high_hours",
                    "normal_high_hours",
                    "conflict",
                )
            )
        ].append(row)
    return sorted(
        groups.values(),
        key=lambda group: (
            group[0]["end_state"] != "ended",
            group[0]["ended_high_hours"] or group[0]["ended_low_hours"],
        ),
    )


def _row(say: Words, group: Sequence[Restoration], start: float) -> Row:
    row, label = group[0], _label(say, group)
    back, normal = _back(row, start), _normal(row, start)
    is_open = row["end_state"] == "open_as_of"
    colour = "second" if is_open else "fourth" if row["conflict"] else "main"
    return Row(label, *(back or (None, None)), text=_text(say, row, back, normal), colour=colour, second=normal)


def _label(say: Words, group: Sequence[Restoration]) -> str:
    names = list(dict.fromkeys(say.name(row, "entity") for row in group))
    return f"{', '.join(names)}{_function(say, group[0])}"


def _function(say: Words, row: Restoration) -> str:
    """Name the function, except where it says nothing beside the name of the entity: services in general, the mail of a mail service."""
    key = f"function.{row['function']}"
    name = say(key) if say.has(key) else row["function"].replace("_", " ")
    is_plain = row["function"] == "services" or name.lower() in say.name(row, "entity").lower()
    return "" if is_plain else f": {name}"


def _from(hours: float | None, start: float) -> float | None:
    return None if hours is None or hours <= start else hours


def _back(row: Restoration, start: float) -> Span | None:
    """Give the interval of the restoration; none where the only date is that of normal operations."""
    if row["end_state"] == "open_as_of":
        return max(row["ended_low_hours"], start), None
    if row["normal_high_hours"] is not None and row["normal_high_hours"] <= row["ended_high_hours"]:
        return None
    return _from(row["ended_low_hours"], start), row["ended_high_hours"]


def _normal(row: Restoration, start: float) -> Span | None:
    if row["normal_high_hours"] is None:
        return None
    return _from(row["normal_low_hours"], start), row["normal_high_hours"]


def _text(say: Words, row: Restoration, back: Span | None, normal: Span | None) -> str:
    if row["end_state"] == "open_as_of":
        return say("restoration.open", span=duration(say, row["ended_low_hours"], row["ended_low_hours"]))
    parts = [] if back is None else [duration(say, *back)]
    if normal is not None:
        parts.append(say("restoration.normal", span=duration(say, *normal)))
    if row["conflict"]:
        parts.append(say("restoration.conflict"))
    return " · ".join(parts)


def _key(say: Words, dated: Sequence[Restoration]) -> list[tuple[str, str]]:
    states = {(row["end_state"], row["conflict"]) for row in dated}
    is_faded = any(row["end_state"] == "ended" and row["ended_low_hours"] <= _limits(dated)[0] for row in dated)
    entries = [
        ("main", "back_faded" if is_faded else "back", ("ended", False) in states),
        ("third", "normal", any(row["normal_high_hours"] is not None for row in dated)),
        ("second", "open", any(state == "open_as_of" for state, _ in states)),
        ("fourth", "conflict", ("ended", True) in states),
    ]
    shown = [(colour, say(f"restoration.key.{name}")) for colour, name, is_shown in entries if is_shown]
    return shown if len(shown) > 1 or is_faded else []


def _caption(say: Words, frame: pl.DataFrame, functions: Sequence[Restoration], first: OfOutage) -> Caption:
    onset, is_vague = functions[0], bounds.is_vague(functions[0])
    key = "subtitle_vague" if is_vague else "subtitle"
    start = bounds.began(say, onset, onset["outage_country"]) if is_vague else _start(say, functions)
    subtitle = say(f"restoration.{key}", outage=say.name(first, "outage"), start=start)
    return Caption(
        _title(say, functions),
        subtitle,
        _note(say, functions),
        cite(say, frame),
        _alt(say, functions),
        badge(say, frame),
    )


def _start(say: Words, functions: Sequence[Restoration]) -> str:
    """Say when the clock starts: the first function lost, told apart from what set the outage off where that is known."""
    onset = _onset(functions)
    moment = bounds.began(say, functions[0], functions[0]["outage_country"], is_short=True)
    trigger, cause = functions[0]["trigger_latest"], functions[0]["cause"]
    if trigger is None or cause is None or onset - trigger < timedelta(minutes=1):
        return moment
    minutes = duration(say, *(2 * [(onset - functions[0]["trigger_earliest"]).total_seconds() / 3600]))
    return say("restoration.after_trigger", moment=moment, span=minutes, cause=say(f"cause.{cause}"))


def _onset(functions: Sequence[Restoration]) -> datetime:
    """Reckon the onset back from a time that the frame gives both by the clock and in hours since."""
    ended = [(row["ended_latest"], row["ended_high_hours"]) for row in functions]
    down = [(row["last_impaired"], row["ended_low_hours"]) for row in functions]
    began = [(row["began_latest"], row["began_high_hours"]) for row in functions]
    for time, hours in (*ended, *down, *began):
        if time is not None and hours:
            onset: datetime = time - timedelta(hours=hours) + timedelta(seconds=30)
            return onset.replace(second=0, microsecond=0)
    return cast("datetime", min(row["began_earliest"] for row in functions))


def _counts(say: Words, functions: Sequence[Restoration]) -> dict[str, str]:
    states = [row["end_state"] for row in functions]
    return {"n": say.number(len(states))} | {
        state: say.number(states.count(state)) for state in ("ended", "open_as_of", "unknown")
    }


def _title(say: Words, functions: Sequence[Restoration]) -> str:
    """State how many were back, and when the last of them."""
    values, answer = _counts(say, functions), answers.lasted(functions)
    if answer is None or answer.high is None:
        return say("restoration.title.none", **values)
    ended = sum(row["end_state"] == "ended" and _is_dated(row) for row in functions)
    values |= {"last": _after(say, answer.low, answer.high), "name": _label(say, [answer.row])}
    if ended < _MANY:
        key = "one" if len(functions) == 1 else "few" if ended == len(functions) else "part"
        return say(f"restoration.title.{key}", **values)
    return say(f"restoration.title.{'all' if ended == len(functions) else 'some'}", **values)


def _after(say: Words, low: float | None, high: float) -> str:
    """Write when a function was back: after an interval, or within its upper end where nothing bounds it from below."""
    if low:
        return say("restoration.after", span=duration(say, low, high))
    return say("restoration.within", span=within(say, high))


def _note(say: Words, functions: Sequence[Restoration]) -> str:
    parts = [say("restoration.note.bounds")]
    silent = list(dict.fromkeys(say.name(row, "entity") for row in functions if not _is_dated(row)))
    if silent:
        count = say.number(sum(not _is_dated(row) for row in functions))
        parts.append(say("restoration.note.not_drawn", n=count, names=_listed(say, silent)))
    if any(row["conflict"] for row in functions):
        parts.append(say("restoration.note.conflict"))
    return " ".join(parts)


def _listed(say: Words, names: Sequence[str]) -> str:
    text = ", ".join(names[:_NAMED])
    return say("restoration.note.more", names=text, n=say.number(len(names) - _NAMED)) if len(names) > _NAMED else text


def _alt(say: Words, functions: Sequence[Restoration]) -> str:
    return say("restoration.alt", title=_title(say, functions), **_counts(say, functions))
