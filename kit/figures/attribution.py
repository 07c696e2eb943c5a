"""Who blamed or cleared whom and when, by question, with the verdict of the last review."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
import polars as pl

from kit.figures._record import draws
from kit.figures._rows import Row, row_key, row_labels, row_places, size_rows
from kit.figures.style import COLOURS, annotate, finish
from kit.frames import rows_of
from kit.measures import answers
from kit.measures.rows import Attribution
from kit.text import words
from kit.text.caption import Caption, badge, capital, cite, clock, clock_name, duration, one_outage, published
from kit.text.statement import printed_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.text import Words
    from kit.text.caption import OfOutage

QUESTIONS = ("cause", "slow_recovery", "liability")
MOST_OF_A_QUESTION = 12
OTHER_EVENT = "other_event"
_VERDICTS = {
    "right": ("main", "circle", "●"),
    "wrong": ("second", "x", "✕"),
    "disputed": ("fourth", "diamond", "◆"),
    "open": ("unknown", "circle-open", "○"),
}
"""Colour, symbol and the sign that stands for it in words."""

_OF_DAY = timedelta(hours=2)  # a time known to the hour or better
_TICK_DAYS = (0, 1, 2, 3, 5, 7, 14, 21, 30, 45, 61, 92, 122, 183, 274, 365, 548, 730, 1095, 1461, 2192)
_APART = 4  # dates that an axis names at most: as many as fit on a phone


@dataclass(frozen=True)
class Scale:
    """A time axis that begins at `start` and is stretched at its beginning: hours since then, on a logarithm."""

    start: datetime
    least: float
    most: float

    def hours(self, moment: datetime) -> float:
        """Place a moment on the axis, what is too early at its left end."""
        return max(self.least, (moment - self.start).total_seconds() / 3600)


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the statements that the figure draws, by question and time: of a long list those that matter most.

    Wrong and disputed ones and the first right one come first, then answers and clearances, then the others, repeats of a speaker last.
    """
    rows = rows_of(frame, Attribution)
    chosen = [row for group in _groups(rows).values() for row in _weightiest(group)]
    return pl.DataFrame(chosen, schema=frame.schema)


@draws(labels=("said_by", "blamed", "cause"), rows=drawn, is_question=True)
def plot_attribution(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the statements in the order of time, grouped by question, with colour and symbol for the verdict; other events stand apart.

    Takes the frame of `kit.attribution` for one outage. Times are UTC, those of Korea for an outage there. Raises NothingToDraw for an empty frame.
    """
    say, first = words(lang), one_outage(frame, "attribution")
    statements = rows_of(drawn(frame), Attribution)
    listed = _listed(say, statements, {row["row_id"]: row for row in rows_of(frame, Attribution)})
    rows, scale, key, figure = [row for row, _ in listed], _scale(statements), _key(say, statements), go.Figure()
    annotate(figure, [*row_labels(rows), *row_key(rows, key)])
    for (row, statement), place in zip(listed, row_places(rows), strict=True):
        if statement:
            _mark(figure, row, statement, place, scale)
    size_rows(figure, rows, key)
    figure.update_xaxes(**_axis(say, scale, ZoneInfo(clock(statements[0]["outage_country"]))))
    return finish(figure, _caption(say, frame, statements, first), plot_pixels=0)


# --- which statements -------------------------------------------------------------------------------------------------


def _groups(rows: Sequence[Attribution]) -> dict[str, list[Attribution]]:
    """Group statements by question, those about another event apart; each group in the order of time."""
    keys = [*QUESTIONS, OTHER_EVENT]
    grouped: dict[str, list[Attribution]] = {key: [] for key in keys}
    for row in sorted(rows, key=_middle):
        grouped[row["question"] if row["status"] == "accepted" else OTHER_EVENT].append(row)
    return grouped


def _middle(row: Attribution) -> datetime:
    early, late = row["at_utc"], row["at_latest_utc"]
    if early and late:
        return early + (late - early) / 2
    return late or early or datetime.max.replace(tzinfo=UTC)


def _weightiest(group: list[Attribution]) -> list[Attribution]:
    first, seen, ranked = _first_right(group), set(), []
    for row in group:
        said = (row["said_by"], row["blamed"], row["polarity"], row["verdict"])
        ranked.append((3 if said in seen else _rank(row, first), row))
        seen.add(said)
    kept = sorted(ranked, key=lambda pair: pair[0])[:MOST_OF_A_QUESTION]
    return [row for row in group if any(row is other for _, other in kept)]


def _rank(row: Attribution, first: OfOutage | None) -> int:
    if row is first or row["verdict"] in ("wrong", "disputed"):
        return 0
    return 1 if row["refutes"] or row["polarity"] == "clears" else 2


def _first_right(rows: Sequence[Attribution]) -> Attribution | None:
    """Give the right statement that named somebody and was certainly made first: the one with the earliest latest time."""
    named = [
        row
        for row in rows
        if row["verdict"] == "right" and row["polarity"] == "blames" and row["blamed"] and row["at_latest_utc"]
    ]
    return min(named, key=lambda row: row["at_latest_utc"], default=None)


# --- the drawing ------------------------------------------------------------------------------------------------------


def _listed(
    say: Words, rows: Sequence[Attribution], by_id: dict[str, Attribution]
) -> list[tuple[Row, Attribution | None]]:
    """Write each question as a heading and each statement under it as a row."""
    listed: list[tuple[Row, Attribution | None]] = []
    for key, group in _groups(rows).items():
        if group:
            listed.append((Row(say(f"attribution.question_{key}"), is_heading=True), None))
            listed += [(Row(_what(say, row), text=_when_and_why(say, row, by_id)), row) for row in group]
    return listed


def _what(say: Words, row: Attribution) -> str:
    """Say in a sentence who blames or clears whom of what."""
    polarity, speaker, blamed = row["polarity"], say.name(row, "said_by"), say.name(row, "blamed")
    kind = "_nobody" if not blamed else "_self" if blamed == speaker else ""
    liability = "_liability" if row["question"] == "liability" and blamed else ""
    return say(f"attribution.{polarity}{liability}{kind}", speaker=speaker, blamed=blamed, cause=say.name(row, "cause"))


def _when_and_why(say: Words, row: Attribution, by_id: dict[str, Attribution]) -> str:
    answered = by_id.get(row["refutes"] or "")
    parts = [_time(say, row), say("attribution.answers", speaker=say.name(answered, "said_by")) if answered else ""]
    return " · ".join(part for part in parts if part)


def _time(say: Words, row: Attribution) -> str:
    """Write when it was said: a clock time by the clock of the page, else the day or month as it was printed, or that of publication."""
    early, late, printed = row["at_utc"], row["at_latest_utc"], row["said_printed"] or ""
    if late is None or "T" not in printed:
        return printed_time(say, printed) if printed else published(say, row["said_on"]) if row["said_on"] else ""
    zone = clock(row["outage_country"])
    if early and late - early < _OF_DAY:
        return say.moment(early, zone)
    return say("attribution.by", time=say.moment(late, zone))


def _scale(rows: Sequence[Attribution]) -> Scale:
    """Begin the axis where the earliest statement may have been made, and show it from shortly before the first that is certain."""
    ends = [row["at_latest_utc"] or row["at_utc"] for row in rows if row["at_latest_utc"] or row["at_utc"]] or [
        datetime.min.replace(tzinfo=UTC) + timedelta(days=366)
    ]
    starts = [row["at_utc"] for row in rows if row["at_utc"]] or [min(ends) - timedelta(days=1)]
    start = min(starts)
    hours = [(end - start).total_seconds() / 3600 for end in ends]
    return Scale(start, max(min(hours) / 2, 0.1), max(*hours, 48.0) * 1.25)


def _axis(say: Words, scale: Scale, zone: ZoneInfo) -> dict[str, Any]:
    """Name days on the axis, far enough apart for a phone."""
    midnight = scale.start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[float, str]] = []
    for days in _TICK_DAYS:
        moment = midnight + timedelta(days=days)
        hours = (moment - scale.start).total_seconds() / 3600
        apart = (scale.most / scale.least) ** (1 / _APART)
        if scale.least <= hours <= scale.most and (not ticks or hours >= ticks[-1][0] * apart):
            ticks.append(
                (hours, say.short_day(moment) if moment.year == midnight.year else published(say, f"{moment:%Y-%m}"))
            )
    return {
        "type": "log",
        "range": [math.log10(scale.least), math.log10(scale.most)],
        "tickvals": [hours for hours, _ in ticks],
        "ticktext": [text for _, text in ticks],
        "tickangle": 0,
        "fixedrange": True,
        "title": {"text": say("attribution.axis")},
    }


def _mark(figure: go.Figure, row: Row, statement: Attribution, place: float, scale: Scale) -> None:
    """Draw a symbol at the time of a statement, on a line as long as the time is uncertain."""
    early, late = statement["at_utc"], statement["at_latest_utc"] or statement["at_utc"]
    if late is None:
        return
    low, high = scale.hours(early) if early else scale.least, scale.hours(late)
    hover = f"{row.label}<br>{row.text}<extra></extra>"
    colour, symbol, _ = _VERDICTS[statement["verdict"]]
    if high > low * 1.02:
        line = {"color": COLOURS[colour], "width": 4}
        figure.add_scatter(x=[low, high], y=[place, place], mode="lines", line=line, opacity=0.35, hovertemplate=hover)
    marker = _symbol(symbol, COLOURS[colour])
    middle = math.sqrt(low * high) if early else high
    figure.add_scatter(x=[middle], y=[place], mode="markers", hovertemplate=hover, cliponaxis=False, marker=marker)


def _symbol(symbol: str, colour: str) -> dict[str, Any]:
    outline = {"width": 2.2 if "open" in symbol else 0, "color": colour}
    return {"color": colour, "size": 12, "symbol": symbol, "line": outline}


def _key(say: Words, rows: Sequence[Attribution]) -> list[tuple[str, str]]:
    there = {row["verdict"] for row in rows}
    return [
        (colour, f"{sign} {say(f'attribution.verdict_{verdict}')}")
        for verdict, (colour, _, sign) in _VERDICTS.items()
        if verdict in there
    ]


# --- the words --------------------------------------------------------------------------------------------------------


def _caption(say: Words, frame: pl.DataFrame, rows: Sequence[Attribution], first: OfOutage) -> Caption:
    title, shown = _title(say, rows_of(frame, Attribution), first), pl.DataFrame(rows, schema=frame.schema)
    counts = {verdict: say.number(sum(row["verdict"] == verdict for row in rows)) for verdict in _VERDICTS}
    left = frame.height - len(rows)
    note = say("attribution.note") + (" " + say("attribution.note_left", n=say.number(left)) if left else "")
    return Caption(
        title,
        say("attribution.subtitle", outage=say.name(first, "outage"), zone=clock_name(rows[0]["outage_country"])),
        note,
        cite(say, shown),
        say("attribution.alt", title=title, n=say.number(len(rows)), **counts),
        badge(say, shown),
    )


def _title(say: Words, rows: Sequence[Attribution], outage: OfOutage) -> str:
    """Say by when at the latest somebody rightly blamed the cause in public; neutral where no verdict is right."""
    answer = answers.blamed(rows)
    once = _once(answers.public_blames(rows))
    if answer is None:
        return say("attribution.title_neutral", outage=say.name(outage, "outage"), n=say.number(len(rows)))
    wrong = sum(row["verdict"] == "wrong" for row in once)
    values = {
        "blamed": capital(say.name(answer.row, "blamed") or say.name(answer.row, "cause")),
        "time": _latest(say, answer.row),
    }
    counts = {"wrong": say.number(wrong), "n": say.number(len(once))}
    delay = "" if answer.high is None else say("attribution.delay", delay=duration(say, None, answer.high))
    return say("attribution.title" if wrong else "attribution.title_never_wrong", delay=delay, **values, **counts)


def _latest(say: Words, row: Attribution) -> str:
    """Write the latest time of a statement: by the clock where it has one, else the day or month as it was printed."""
    printed = row["said_printed"] or row["said_on"] or ""
    if "T" in printed and row["at_latest_utc"]:
        early, late = row["at_utc"], row["at_latest_utc"]
        is_known = early is not None and late - early < _OF_DAY
        return say.moment(early if is_known else late, clock(row["outage_country"]))
    return printed_time(say, printed.lstrip("<>~"))


def _once(rows: Sequence[Attribution]) -> list[Attribution]:
    """Give one statement for each speaker, thing blamed and verdict: who repeats it has not said another thing."""
    return list({(row["said_by"], row["blamed"], row["verdict"]): row for row in reversed(rows)}.values())
