"""Which sectors an outage hit, how many entities of each are known to be back, and how many of none it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import plotly.graph_objects as go
import polars as pl

from kit.errors import NothingToDraw
from kit.figures._medians import half, is_bounded
from kit.figures._record import draws
from kit.figures._rows import Row, row_key, row_labels, row_places, size_rows
from kit.figures.style import COLOURS, PAPER, QUIET, Caption, annotate, badge, cite, finish, one_outage
from kit.frames import rows_of
from kit.measures.rows import SectorImpact
from kit.text import words

if TYPE_CHECKING:
    from kit.text import Words
    from kit.text.caption import OfOutage


class _Counted(SectorImpact):
    others: int


@dataclass(frozen=True)
class _Part:
    """One part of a bar: a column of the measure, and how it is told apart in colour and in grey print."""

    column: Literal["ended", "open_as_of", "unknown", "entities_not_hit"]
    colour: str
    fill: str
    ink: str
    pattern: str = ""


_PARTS = (
    _Part("ended", COLOURS["main"], COLOURS["main"], PAPER),
    _Part("open_as_of", COLOURS["second"], "#f6d9c8", "#8a3600", "/"),
    _Part("unknown", COLOURS["unknown"], "#e3e3e3", "#404040"),
    _Part("entities_not_hit", COLOURS["third"], PAPER, COLOURS["third"]),
)
_FEW_SECTORS = 3  # in which the provider's own services make no chart of sectors
_GAP = 0.012  # of the axis, between those hit and those not hit


def said(frame: pl.DataFrame, lang: str = "en") -> str:
    """Say in a sentence what there is to say where nothing is drawn: that nobody is named but the provider."""
    say = words(lang)
    return (
        ""
        if frame.is_empty()
        else say("sector_impact.nobody", provider=say.name(rows_of(frame, SectorImpact)[0], "provider"))
    )


@draws(labels=("sector_name",), units={"median": "hours"}, is_question=True, sentence=said)
def plot_sector_impact(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the entities hit by sector: back, still down when last heard of, never said to be back; beside them those not hit."""
    say, first = words(lang), one_outage(frame, "sector_impact")
    if _others(frame) == 0 and _sectors_hit(frame) < _FEW_SECTORS:
        msg = "no source here names anybody hit but the provider itself, so there is nothing to draw"
        raise NothingToDraw(msg)
    sectors = rows_of(frame.sort("entities_hit", "ended", "sector", descending=[True, True, False]), SectorImpact)
    rows = [Row(_sector(say, sector), text=_value(say, sector)) for sector in sectors]
    key, figure = _key(say, frame), go.Figure()
    annotate(figure, [*row_labels(rows), *row_key(rows, key)])
    for part in _PARTS:
        figure.add_trace(_bars(say, part, sectors, row_places(rows)))
    _axis(figure, say, sectors)
    size_rows(figure, rows, key)
    return finish(figure, _caption(say, frame, first), plot_pixels=0)


def _others(frame: pl.DataFrame) -> int:
    """Count the entities hit that are not the provider's own."""
    return sum(hit - own for hit, own in frame.select("entities_hit", "provider_own").rows())


def _sector(say: Words, sector: SectorImpact) -> str:
    return say.name(sector, "sector_name")


def _value(say: Words, sector: SectorImpact) -> str:
    own = sector["provider_own"]
    parts = [
        say(
            "sector_impact.hit_own" if own else "sector_impact.hit",
            n=say.number(sector["entities_hit"]),
            own=say.number(own),
        )
    ]
    if sector["entities_not_hit"]:
        parts.append(say("sector_impact.not_hit", n=say.number(sector["entities_not_hit"])))
    if is_bounded(sector) and sector["entities_hit"] > 1:
        parts.append(say("sector_impact.median", span=half(say, sector)))
    return " · ".join(parts)


def _longest(sectors: list[SectorImpact]) -> int:
    return int(max(sector["entities_hit"] + sector["entities_not_hit"] for sector in sectors))


def _bars(say: Words, part: _Part, sectors: list[SectorImpact], places: list[float]) -> go.Bar:
    counts = [sector[part.column] for sector in sectors]
    name = say(f"end_state.{part.column}")
    return go.Bar(
        x=[count or None for count in counts],
        y=places,
        base=_bases(part, sectors),
        orientation="h",
        width=0.38,
        offset=-0.25,
        name=name,
        cliponaxis=False,
        text=[say.number(count) if count else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": part.ink},
        customdata=[_sector(say, sector) for sector in sectors],
        hovertemplate=f"%{{customdata}}<br>{name}: %{{x}}<extra></extra>",
        marker=_fill(part),
    )


def _bases(part: _Part, sectors: list[SectorImpact]) -> list[float]:
    """Give where a part of each bar begins: behind the parts before it, and those not hit after a gap."""
    gap = _GAP * _longest(sectors) if part.column == "entities_not_hit" else 0
    columns = [other.column for other in _PARTS[: _PARTS.index(part)]]
    return [sum(sector[column] for column in columns) + gap for sector in sectors]


def _fill(part: _Part) -> dict[str, Any]:
    pattern = {"shape": part.pattern, "fgcolor": part.colour, "size": 7, "solidity": 0.12, "fillmode": "overlay"}
    return {"color": part.fill, "line": {"color": part.colour, "width": 1.2}, "pattern": pattern}


def _axis(figure: go.Figure, say: Words, sectors: list[SectorImpact]) -> None:
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        range=[0, _longest(sectors) * (1 + 2 * _GAP)],
        fixedrange=True,
        title={"text": say("sector_impact.axis")},
        tickformat=",d",
        nticks=6,
    )
    if _longest(sectors) < 6:
        figure.update_xaxes(dtick=1)


def _key(say: Words, frame: pl.DataFrame) -> list[tuple[str, str]]:
    shown = [part for part in _PARTS if int(frame[part.column].sum())]
    return [
        (part.colour if part.column != "unknown" else QUIET, f"■ {say(f'end_state.{part.column}')}") for part in shown
    ]


def _caption(say: Words, frame: pl.DataFrame, first: OfOutage) -> Caption:
    countries = rows_of(frame, SectorImpact)[0]["countries_in_all"]
    key = "sector_impact.subtitle" if countries > 1 else "sector_impact.subtitle_one_country"
    subtitle = say(key, outage=say.name(first, "outage"), n=say.number(countries))
    return Caption(
        _title(say, frame), subtitle, _note(say, frame), cite(say, frame), _alt(say, frame), badge(say, frame)
    )


def _totals(say: Words, frame: pl.DataFrame) -> dict[str, str]:
    columns = ("entities_hit", "entities_not_hit", "ended", "open_as_of", "unknown")
    return {column: say.number(sum(frame[column].to_list())) for column in columns} | {
        "sectors": say.number(_sectors_hit(frame))
    }


def _sectors_hit(frame: pl.DataFrame) -> int:
    return frame.filter(pl.col("entities_hit") > 0).height


def _title(say: Words, frame: pl.DataFrame) -> str:
    """State how many besides the provider were named as hit, which sector leads, and how many are back."""
    if _others(frame) == 0:
        return say(
            "sector_impact.title.own",
            **_totals(say, frame),
            provider=say.name(rows_of(frame, SectorImpact)[0], "provider"),
        )
    victims = frame.with_columns(others=pl.col("entities_hit") - pl.col("provider_own")).filter(pl.col("others") > 0)
    ranked = rows_of(victims.sort("others", descending=True), _Counted)
    sector = _sector(say, ranked[0]) if say.lang == "ko" else _sector(say, ranked[0]).lower()
    values = {
        "others": say.number(_others(frame)),
        "own": say.number(sum(frame["provider_own"].to_list())),
        "sector": sector,
        "top": say.number(ranked[0]["others"]),
    }
    leads = len(ranked) > 1 and ranked[0]["others"] > ranked[1]["others"]
    has_own = int(frame["provider_own"].sum()) > 0
    kind = "leads" if leads and not has_own else "besides" if has_own else "neutral"
    one = "_one" if _others(frame) == 1 else ""
    return say(
        f"sector_impact.title.{kind}{one}",
        **{**_totals(say, frame), **values},
        provider=say.name(ranked[0], "provider"),
    )


def _note(say: Words, frame: pl.DataFrame) -> str:
    parts = [say("sector_impact.note.press")]
    if frame["provider_own"].sum():
        parts.append(say("sector_impact.note.own"))
    if frame["median_high"].is_not_null().any():
        parts.append(say("sector_impact.note.median"))
    if frame["unknown"].sum():
        parts.append(say("sector_impact.note.unknown"))
    return " ".join(parts)


def _alt(say: Words, frame: pl.DataFrame) -> str:
    return say("sector_impact.alt", title=_title(say, frame), **_totals(say, frame))
