"""How often incidents began at each provider: the rate a month with its limits, and every whole month beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.estimators.incidents import WHOLE_MONTHS
from kit.figures._record import draws
from kit.figures._reports import PROVIDERS, demand_rows, even_ticks, joined, left_out, source
from kit.figures._rows import Row, interval_rows
from kit.figures.style import finish
from kit.frames import rows_of
from kit.measures.rows import IncidentRate
from kit.text import words
from kit.text.caption import Caption, duration

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

MOST_PROVIDERS = 15


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the providers that the figure draws: those with the most incidents."""
    return frame.head(MOST_PROVIDERS)


@draws(labels=PROVIDERS, rows=drawn)
def plot_incident_rate(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw incidents a month by provider, with 95% limits and a ring for each whole month. Raises NothingToDraw for an empty frame."""
    say = words(lang)
    demand_rows(frame)
    rows = rows_of(drawn(frame), IncidentRate)
    top = (
        max(end for row in rows for end in (row["per_month"], row["per_month_high"] or 0, *_months(row))) * 1.05 or 1.0
    )
    axis = even_ticks(say, top) | {"title": {"text": say("incident_rate.axis")}}
    figure = interval_rows(
        [_row(say, row) for row in rows], axis=axis, is_log=False, limits=(0, top), key=_key(say, rows)
    )
    return finish(figure, _caption(say, frame, rows), plot_pixels=0)


def _months(row: IncidentRate) -> list[float]:
    """Give the rate of each whole month."""
    months = zip(row["month_incidents"], row["month_exposure"], row["month_is_whole"], strict=True)
    return [incidents / exposure for incidents, exposure, is_whole in months if is_whole]


def _row(say: Words, row: IncidentRate) -> Row:
    rate = row["per_month"]
    return Row(
        row["provider"],
        row["per_month_low"],
        row["per_month_high"],
        _text(say, row),
        marks=[rate],
        hollow=sorted(set(_months(row))),
    )


def _text(say: Words, row: IncidentRate) -> str:
    known = {
        "incidents": say.number(row["incidents"]),
        "months": say.number(row["months"], 1),
        "rate": _rate(say, row["per_month"]),
    }
    if row["per_month_high"] is None:
        text = say("incident_rate.row", **known)
    else:
        text = say(
            "incident_rate.row_limits",
            **known,
            limits=say.span(_rate(say, row["per_month_low"]), _rate(say, row["per_month_high"])),
        )
    gap = row["median_gap_hours"]
    return text if gap is None else f"{text} · {say('incident_rate.gap', time=duration(say, gap, gap))}"


def _rate(say: Words, rate: float) -> str:
    return say.number(rate, 1 if rate >= 1 else 2)


def _key(say: Words, rows: list[IncidentRate]) -> list[tuple[str, str]]:
    limits = (
        [("main", say("incident_rate.key_limits"))] if any(row["per_month_high"] is not None for row in rows) else []
    )
    months = [("main", say("incident_rate.key_month"))] if any(_months(row) for row in rows) else []
    return [*limits, ("#1a1a1a", say("incident_rate.key_rate")), *months]


def _caption(say: Words, frame: pl.DataFrame, rows: list[IncidentRate]) -> Caption:
    title = _title(say, rows)
    note = joined(
        say("incident_rate.note", months=say.number(WHOLE_MONTHS)),
        say("incident.posted"),
        left_out(say, rows_of(frame, IncidentRate)),
        say("incident_rate.left", n=say.number(frame.height - len(rows))) if frame.height > len(rows) else "",
    )
    return Caption(
        title=title,
        subtitle=say("incident_rate.subtitle", n=say.number(sum(row["incidents"] for row in rows))),
        note=note,
        source=source(say, frame["provider"]),
        alt=say("incident_rate.alt", n=say.number(len(rows)), title=title),
    )


def _title(say: Words, rows: list[IncidentRate]) -> str:
    ranked = sorted(rows, key=lambda row: -row["per_month"])
    first = {"first": ranked[0]["provider"], "most": _rate(say, ranked[0]["per_month"])}
    if len(ranked) == 1:
        return say("incident_rate.title_one", **first)
    return say(
        "incident_rate.title_range", **first, last=ranked[-1]["provider"], least=_rate(say, ranked[-1]["per_month"])
    )
