"""Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates.

import kit
db = kit.connect()
frame = kit.share_of_devices(db, "crowdstrike-2024-07-19")
kit.plot_share_of_devices(frame, lang="ko")
"""

__version__ = "0.1.0"

from kit.display import header, not_known, section, source_list
from kit.figures._still_down import plot_still_down, plot_turnbull
from kit.figures.attribution import plot_attribution
from kit.figures.compensation import plot_compensation
from kit.figures.flights_cancelled import plot_flights_cancelled
from kit.figures.losses import plot_losses
from kit.figures.recovery_curve import plot_recovery_curve
from kit.figures.redundancy import plot_redundancy
from kit.figures.redundancy_break_even import plot_redundancy_break_even
from kit.figures.redundancy_costs import plot_redundancy_costs
from kit.figures.restoration import plot_restoration
from kit.figures.sector_impact import plot_sector_impact
from kit.figures.share_of_devices import plot_share_of_devices
from kit.figures.time_to_restore import plot_time_to_restore
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
from kit.report import render
from kit.store import build, connect
from kit.strategies import assume
from kit.survival import kaplan_meier, log_rank, quantiles, restricted_mean
from kit.tables import cited, table
from kit.turnbull import turnbull, turnbull_band, turnbull_quantiles

__all__ = [
    "assume",
    "attribution",
    "build",
    "cited",
    "compensation",
    "connect",
    "flights_cancelled",
    "header",
    "kaplan_meier",
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
]
