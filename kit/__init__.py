"""Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates.

>>> import kit
>>> db = kit.connect()
>>> frame = kit.share_of_devices(db, "crowdstrike-2024-07-19")
>>> figure = kit.plot_share_of_devices(frame, lang="ko")
"""

__version__ = "0.1.0"

from importlib import import_module

from kit.bundle import bundle
from kit.display import header, not_known, section, source_list
from kit.figures import plotter
from kit.figures._still_down import plot_still_down, plot_turnbull
from kit.load import load
from kit.measures import (
    attribution,
    compensation,
    flights_cancelled,
    losses,
    outages,
    recovery_curve,
    redundancy,
    redundancy_assumptions,
    redundancy_break_even,
    redundancy_cases,
    redundancy_costs,
    redundancy_overlap,
    repair,
    restoration,
    sector_impact,
    share_of_devices,
    sources,
    time_to_restore,
)
from kit.store import build, connect
from kit.strategies import assume
from kit.survival import kaplan_meier, log_rank, quantiles, restricted_mean
from kit.tables import cited, table
from kit.turnbull import turnbull, turnbull_band, turnbull_quantiles
from kit.verify import verify

plot_attribution = plotter("attribution")
plot_compensation = plotter("compensation")
plot_flights_cancelled = plotter("flights_cancelled")
plot_losses = plotter("losses")
plot_recovery_curve = plotter("recovery_curve")
plot_redundancy = plotter("redundancy")
plot_redundancy_break_even = plotter("redundancy_break_even")
plot_redundancy_costs = plotter("redundancy_costs")
plot_restoration = plotter("restoration")
plot_sector_impact = plotter("sector_impact")
plot_share_of_devices = plotter("share_of_devices")
plot_time_to_restore = plotter("time_to_restore")


def __getattr__(name: str) -> object:
    """Import what renders notebooks only when it is asked for: its libraries take longer to load than all the others."""
    if name == "render":
        return import_module("kit.report").render
    msg = f"module 'kit' has no attribute {name!r}"
    raise AttributeError(msg)


__all__ = [
    "assume",
    "attribution",
    "build",
    "bundle",
    "cited",
    "compensation",
    "connect",
    "flights_cancelled",
    "header",
    "kaplan_meier",
    "load",
    "log_rank",
    "losses",
    "not_known",
    "outages",
    "plot_attribution",
    "plot_compensation",
    "plot_flights_cancelled",
    "plot_losses",
    "plot_recovery_curve",
    "plot_redundancy",
    "plot_redundancy_break_even",
    "plot_redundancy_costs",
    "plot_restoration",
    "plot_sector_impact",
    "plot_share_of_devices",
    "plot_still_down",
    "plot_time_to_restore",
    "plot_turnbull",
    "quantiles",
    "recovery_curve",
    "redundancy",
    "redundancy_assumptions",
    "redundancy_break_even",
    "redundancy_cases",
    "redundancy_costs",
    "redundancy_overlap",
    "render",
    "repair",
    "restoration",
    "restricted_mean",
    "section",
    "sector_impact",
    "share_of_devices",
    "source_list",
    "sources",
    "table",
    "time_to_restore",
    "turnbull",
    "turnbull_band",
    "turnbull_quantiles",
    "verify",
]
