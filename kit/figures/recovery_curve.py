"""The recovery curve: the share restored since the onset, as a band between what must and what can have been restored."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from kit.errors import NothingToDraw
from kit.figures._bands import CLOSE, LOW, TALL, Band, Bands, Panel, stack, until_rebased
from kit.figures._record import draws
from kit.figures.style import COLOURS, NARROW, QUIET, finish, wrap
from kit.frames import rows_of
from kit.measures.rows import RecoveryCurve
from kit.text import words
from kit.text.bounds import began
from kit.text.caption import Caption, badge, capital, cite, duration
from kit.text.columns import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go
    import polars as pl

    from kit.text import Words

PANELS = 6
MOST_OUTAGES = 12
_FEW = 10  # units of which no share is told, only how many


def drawn(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of the series that the figure draws."""
    return frame.filter(frame["basis"].is_in([band.row["basis"] for band in _shown(frame)]))


@draws(labels=("series",), rows=drawn, is_question=True)
def plot_recovery_curve(frame: pl.DataFrame, lang: str = "en") -> go.Figure:
    """Draw the recovery curve of one outage, a panel each thing counted, or of several, a panel each outage.

    Takes the frame of `kit.recovery_curve`. Raises NothingToDraw for an empty one.
    """
    say = words(lang)
    if frame.is_empty():
        msg = "no source says which share was restored when: there is no recovery curve to draw"
        raise NothingToDraw(msg)
    bands, shown = _bands(frame), _shown(frame)
    if frame["outage_id"].n_unique() > 1:
        return _several(say, drawn(frame), shown, bands)
    groups = _groups(bands)
    panels = [
        Panel(group, [_colour(group, band) for band in group], _head(say, group), LOW if place else TALL)
        for place, group in enumerate(groups)
    ]
    figure, pixels = stack(say, panels, is_log=_is_crowded(shown))
    return finish(figure, _caption(say, drawn(frame), shown, bands), plot_pixels=pixels)


def _shown(frame: pl.DataFrame) -> list[Band]:
    bands = _bands(frame)
    if frame["outage_id"].n_unique() > 1:
        return _best_known(_mains(bands))
    return [band for group in _groups(bands) for band in group]


# --- what is drawn ----------------------------------------------------------------------------------------------------


def _bands(frame: pl.DataFrame) -> list[Band]:
    groups = frame.sort("hours").partition_by("outage_id", "basis", maintain_order=True)
    return [
        Band(
            rows_of(group, RecoveryCurve)[0], *(group[name].to_list() for name in ("hours", "share_low", "share_high"))
        )
        for group in groups
    ]


def _main(bands: Sequence[Band]) -> Band:
    """Choose the band that the title speaks of: of what was hit, known up to nine tenths, and with the most points."""
    return min(
        bands,
        key=lambda band: (band.row["is_of_all"], band.reached(0.9)[1] is None, -len(band.hours), band.row["basis"]),
    )


def _groups(bands: Sequence[Band]) -> list[Bands]:
    """Put the main thing counted first, then those with the most points; one known at a single time only where there is little else."""
    by_name = sorted(bands, key=lambda band: (band.row["series"], band.hours[-1]))
    groups = [list(group) for _, group in groupby(by_name, key=lambda band: band.row["series"])]
    main = _main(bands) if bands else None
    groups.sort(key=lambda group: (main not in group, -max(len(band.hours) for band in group)))
    rich = [group for group in groups if main in group or not all(band.is_one_statement for band in group)]
    return (rich if len(rich) >= 3 else groups[:3])[:PANELS]


def _is_crowded(bands: Sequence[Band]) -> bool:
    """Tell whether half of the points would crowd into the first tenth of a linear axis."""
    hours = sorted(hour for band in bands for hour in band.hours if hour > 0)
    return bool(hours) and hours[len(hours) // 2] < hours[-1] / 10


# --- the words --------------------------------------------------------------------------------------------------------


def _colour(group: Bands, band: Band) -> str:
    if band.row["is_of_all"]:
        return COLOURS["fourth"]
    return COLOURS["main"] if band is group[-1] else COLOURS["third"]


def _head(say: Words, group: Bands) -> list[str]:
    """Write above a panel what is counted, when half and nine tenths were back, and what the reader must know of the base."""
    last = group[-1]
    name = [f"<b>{line}</b>" for line in wrap(capital(_series(say, last.row)), NARROW - 4)]
    return name + _quiet([_times(say, last), *_caveats(say, group)])


def _quiet(parts: Sequence[str]) -> list[str]:
    return [f"<span style='color:{QUIET}'>{line}</span>" for part in parts for line in wrap(part, NARROW - 3)]


def _times(say: Words, band: Band) -> str:
    if _is_few(band):
        return _count(say, band, "recovery_curve.all_back", "recovery_curve.count")
    half, ninety = band.reached(0.5), band.reached(0.9)
    if half[1] is None:
        return _last_known(say, band, "recovery_curve.at_least")
    key = "recovery_curve.half" if ninety[1] is None else "recovery_curve.half_and_ninety"
    return say(key, half=duration(say, *half), ninety=duration(say, *ninety))


def _is_few(band: Band) -> bool:
    """Tell whether there are too few units for shares of them: 90 % of five is all of them."""
    return bool(band.row["rests_on"] == "impacts" and band.row["units"] < _FEW)


def _count(say: Words, band: Band, all_key: str, some_key: str) -> str:
    """Say how many were back for certain, and when that was first certain."""
    share, units = max(band.low), band.row["units"]
    hour = band.hours[band.low.index(share)]
    values = {"n": say.number(units), "k": say.number(round(share * units)), "time": duration(say, hour, hour)}
    return say(all_key if share >= 1 - CLOSE else some_key, series=capital(_series(say, band.row)), **values)


def _last_known(say: Words, band: Band, key: str, **values: object) -> str:
    """Say what was restored for certain, and when that was first certain."""
    share = max(band.low)
    hour = band.hours[band.low.index(share)]
    if share >= 1 - CLOSE and key == "recovery_curve.at_least":
        return say("recovery_curve.all_back", time=duration(say, hour, hour))
    return say(key, share=say.percent(share), time=duration(say, hour, hour), **values)


def _caveats(say: Words, group: Bands) -> list[str]:
    last = group[-1]
    said = [say("recovery_curve.of_all")] if last.row["is_of_all"] else []
    if last.row["rests_on"] == "impacts":
        said.append(say("recovery_curve.dated", n=say.number(last.row["units"])))
    return said + [_break(say, *pair) for pair in pairwise(group)]


def _break(say: Words, before: Band, after: Band) -> str:
    hour = until_rebased(before)[1]
    time = duration(say, hour, hour)
    if before.base and after.base:
        return say("recovery_curve.rebased", before=before.base, after=after.base, time=time)
    return say("recovery_curve.rebased_unnamed", time=time)


def _caption(say: Words, frame: pl.DataFrame, shown: Sequence[Band], bands: Sequence[Band]) -> Caption:
    main = _main(shown)
    return Caption(
        title=_title(say, main),
        subtitle=say(
            "recovery_curve.subtitle",
            outage=say.name(main.row, "outage"),
            onset=began(say, main.row, main.row["outage_country"], is_short=True),
        ),
        note=_note(say, shown, bands),
        source=cite(say, frame),
        alt=_alt(say, main, shown),
        badge=badge(say, frame),
    )


def _title(say: Words, band: Band) -> str:
    """Take the first sentence that the data bear out: nine tenths, half, a share that is certain, or none; of few units how many."""
    if _is_few(band) and max(band.low) > 0:
        return _count(say, band, "recovery_curve.title_all", "recovery_curve.title_count")
    half, ninety = band.reached(0.5), band.reached(0.9)
    series = capital(_series(say, band.row))
    if half[1] is not None:
        key = "recovery_curve.title_half" if ninety[1] is None else "recovery_curve.title_ninety"
        return say(key, series=series, half=duration(say, *half), ninety=duration(say, *ninety))
    if max(band.low) > 0:
        return _last_known(say, band, "recovery_curve.title_share", series=series)
    return say("recovery_curve.title_neutral", outage=say.name(band.row, "outage"))


def _note(say: Words, shown: Sequence[Band], bands: Sequence[Band]) -> str:
    parts = [say("recovery_curve.note")] if len(shown) > 1 else []
    parts += [say("recovery_curve.note_of_all")] if any(band.row["is_of_all"] for band in shown) else []
    parts += [say("recovery_curve.note_dated")] if any(band.row["rests_on"] == "impacts" for band in shown) else []
    parts += [say("recovery_curve.note_conflict")] if any(band.is_contradicted for band in shown) else []
    left = sorted({_series(say, band.row) for band in bands if band not in shown})
    return " ".join([*parts, say("recovery_curve.note_left", names="; ".join(left))] if left else parts)


def _alt(say: Words, main: Band, shown: Sequence[Band]) -> str:
    return say(
        "recovery_curve.alt",
        series=_series(say, main.row),
        points=say.number(len(main.hours)),
        times=_times(say, main),
        last=_last_known(say, main, "recovery_curve.at_least"),
        bands=say.number(len(shown)),
    )


# --- several outages --------------------------------------------------------------------------------------------------


def _several(say: Words, frame: pl.DataFrame, shown: Sequence[Band], bands: Sequence[Band]) -> go.Figure:
    """Draw the main band of each outage on one logarithmic axis, those repaired by hand on site first and in their own colour."""
    figure, pixels = stack(
        say, [Panel([band], [_hand_colour(band)], _outage_head(say, band)) for band in shown], is_log=True
    )
    return finish(figure, _several_caption(say, frame, shown, _mains(bands)), plot_pixels=pixels)


def _mains(bands: Sequence[Band]) -> list[Band]:
    by_outage = groupby(sorted(bands, key=_outage), key=_outage)
    return [_main(list(group)) for _, group in by_outage]


def _best_known(mains: Sequence[Band]) -> list[Band]:
    """Leave out what is known of one time only, where there is anything else; sort by hand or not, then by the time to half."""
    told = [band for band in mains if not band.is_one_statement] or list(mains)
    return sorted(told, key=lambda band: (not _by_hand(band), band.reached(0.5)[1] or math.inf))[:MOST_OUTAGES]


def _outage(band: Band) -> str:
    return str(band.row["outage_id"])


def _by_hand(band: Band) -> bool:
    return bool(band.row["repair_mode"] == "on_site")


def _hand_colour(band: Band) -> str:
    return COLOURS["second" if _by_hand(band) else "main" if band.row["repair_mode"] else "unknown"]


def _outage_head(say: Words, band: Band) -> list[str]:
    mode = say(f"recovery_curve.repair_{band.row['repair_mode'] or 'unknown'}")
    name = [f"<b>{line}</b>" for line in wrap(say.name(band.row, "outage"), NARROW - 4)]
    of_all = [say("recovery_curve.of_all")] if band.row["is_of_all"] else []
    return [
        *name,
        f"<span style='color:{_hand_colour(band)}'>{mode}</span>",
        *_quiet([capital(_series(say, band.row)), _times(say, band), *of_all]),
    ]


def _several_caption(say: Words, frame: pl.DataFrame, shown: Sequence[Band], mains: Sequence[Band]) -> Caption:
    left = [say.name(band.row, "outage") for band in mains if band not in shown]
    note = say("recovery_curve.note") + (" " + say("recovery_curve.note_left", names="; ".join(left)) if left else "")
    title = _several_title(say, shown)
    return Caption(
        title=title,
        subtitle=say("recovery_curve.subtitle_several", n=say.number(len(shown))),
        note=note,
        source=cite(say, frame),
        alt=say("recovery_curve.alt_several", n=say.number(len(shown)), title=title),
        badge=badge(say, frame),
    )


def _several_title(say: Words, shown: Sequence[Band]) -> str:
    """Name the outages of which half was back first and last for certain."""
    known = sorted(
        (band for band in shown if not _is_few(band) and band.reached(0.5)[1] is not None),
        key=lambda band: band.reached(0.5)[1] or 0,
    )
    if len(known) < 2:
        return say("recovery_curve.title_several", n=say.number(len(shown)))
    ends = {
        name: {"outage": say.name(band.row, "outage"), "time": duration(say, *band.reached(0.5))}
        for name, band in (("first", known[0]), ("last", known[-1]))
    }
    return say(
        "recovery_curve.title_range",
        first=ends["first"]["outage"],
        fast=ends["first"]["time"],
        last=ends["last"]["outage"],
        slow=ends["last"]["time"],
    )


def _series(say: Words, row: RecoveryCurve) -> str:
    return word(say, "series", say.name(row, "series"))
