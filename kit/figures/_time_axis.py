"""The time axis of the curves: round hours and days, few enough for a phone; and a tint for what lies under a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.text import Words

LOG_TICKS = (24, 168, 1, 720, 6, 8760, 0.25, 1 / 60, 72, 3, 12, 336, 2160)  # hours, the most telling first
STEPS = (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1440, 2880)


def time_ticks(say: Words, limits: tuple[float, float], *, is_log: bool) -> dict[str, Any]:
    """Give the ticks of an axis of hours since the onset, few enough for a phone, and its title."""
    start, until = limits
    ticks = _log_ticks(start, until) if is_log else _even_ticks(until)
    texts = [_tick(say, hours, in_days=hours >= 72 if is_log else until > 168) for hours in ticks]
    return {"tickvals": ticks, "ticktext": texts, "title": {"text": say("recovery_curve.axis")}}


def _log_ticks(start: float, until: float) -> list[float]:
    """Take round times at least a sixth of the axis apart."""
    apart = (until / start) ** (1 / 6)
    ticks: list[float] = []
    for tick in LOG_TICKS:
        if start <= tick <= until and all(max(tick / other, other / tick) >= apart for other in ticks):
            ticks.append(tick)
    return sorted(ticks)


def _even_ticks(until: float) -> list[float]:
    step = next((step for step in STEPS if until / step <= 5.6), STEPS[-1])
    return [step * place for place in range(int(until / step) + 1)]


def _tick(say: Words, hours: float, *, in_days: bool) -> str:
    if hours == 0:
        return say.number(0)
    if in_days:
        return say("unit.days", n=say.number(hours / 24, 1))
    return say("unit.hours", n=say.number(hours, 2)) if hours >= 1 else say("unit.minutes", n=say.number(hours * 60))


def tint(colour: str, opacity: float) -> str:
    """Give a colour `#rrggbb` with an opacity."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
