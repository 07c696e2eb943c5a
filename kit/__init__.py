"""Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates.

>>> import kit
>>> db = kit.connect()
>>> frame = kit.share_of_devices(db, "crowdstrike-2024-07-19")
>>> figure = kit.plot_share_of_devices(frame, lang="ko")
"""

__version__ = "0.1.0"

from importlib import import_module as _import_module

from kit.bundles.bundle import bundle
from kit.bundles.verify import verify
from kit.database.store import build, connect
from kit.estimators.bounds import quantile_bounds
from kit.estimators.redundancy import assume
from kit.estimators.survival import kaplan_meier, log_rank, quantiles, restricted_mean
from kit.estimators.turnbull import turnbull, turnbull_quantiles
from kit.figures import plotter as _plotter
from kit.figures._still_down import plot_still_down, plot_turnbull
from kit.intake.load import load
from kit.intake.own_reports import own_reports
from kit.intake.pull import pull
from kit.measures import (
    attribution,
    attribution_delay,
    availability,
    blame_answers,
    co_occurrence,
    compensation,
    conflicts,
    corrections,
    device_sensitivity,
    flights_cancelled,
    harm_after_repair,
    headline,
    incident_pattern,
    incident_rate,
    loss_checks,
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
    reports,
    restoration,
    sector_hours,
    sector_impact,
    sector_order,
    severity_duration,
    share_of_devices,
    sources,
    spared,
    statements,
    time_to_restore,
    units_to_restore,
    victims,
)
from kit.notebook.doubts import conflict_list, correction_list
from kit.notebook.header import header
from kit.notebook.sections import not_known, section, source_list
from kit.notebook.tables import cited, table
from kit.trace.why import why

plot_attribution = _plotter("attribution")
plot_availability = _plotter("availability")
plot_co_occurrence = _plotter("co_occurrence")
plot_compensation = _plotter("compensation")
plot_device_sensitivity = _plotter("device_sensitivity")
plot_flights_cancelled = _plotter("flights_cancelled")
plot_incident_pattern = _plotter("incident_pattern")
plot_incident_rate = _plotter("incident_rate")
plot_losses = _plotter("losses")
plot_recovery_curve = _plotter("recovery_curve")
plot_redundancy = _plotter("redundancy")
plot_redundancy_break_even = _plotter("redundancy_break_even")
plot_redundancy_costs = _plotter("redundancy_costs")
plot_restoration = _plotter("restoration")
plot_sector_hours = _plotter("sector_hours")
plot_sector_impact = _plotter("sector_impact")
plot_severity_duration = _plotter("severity_duration")
plot_share_of_devices = _plotter("share_of_devices")
plot_time_to_restore = _plotter("time_to_restore")
plot_victims = _plotter("victims")


_LAZY = {"export": "kit.database.export", "render": "kit.pages.rendering"}


def __getattr__(name: str) -> object:
    """Import what few need, and what takes longer to load than all the others, only when it is asked for."""
    if name in _LAZY:
        return getattr(_import_module(_LAZY[name]), name)
    msg = f"module 'kit' has no attribute {name!r}"
    raise AttributeError(msg)


__all__ = [
    "assume",
    "attribution",
    "attribution_delay",
    "availability",
    "blame_answers",
    "build",
    "bundle",
    "cited",
    "co_occurrence",
    "compensation",
    "conflict_list",
    "conflicts",
    "connect",
    "correction_list",
    "corrections",
    "device_sensitivity",
    "export",
    "flights_cancelled",
    "harm_after_repair",
    "header",
    "headline",
    "incident_pattern",
    "incident_rate",
    "kaplan_meier",
    "load",
    "log_rank",
    "loss_checks",
    "losses",
    "not_known",
    "outages",
    "own_reports",
    "plot_attribution",
    "plot_availability",
    "plot_co_occurrence",
    "plot_compensation",
    "plot_device_sensitivity",
    "plot_flights_cancelled",
    "plot_incident_pattern",
    "plot_incident_rate",
    "plot_losses",
    "plot_recovery_curve",
    "plot_redundancy",
    "plot_redundancy_break_even",
    "plot_redundancy_costs",
    "plot_restoration",
    "plot_sector_hours",
    "plot_sector_impact",
    "plot_severity_duration",
    "plot_share_of_devices",
    "plot_still_down",
    "plot_time_to_restore",
    "plot_turnbull",
    "plot_victims",
    "pull",
    "quantile_bounds",
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
    "reports",
    "restoration",
    "restricted_mean",
    "section",
    "sector_hours",
    "sector_impact",
    "sector_order",
    "severity_duration",
    "share_of_devices",
    "source_list",
    "sources",
    "spared",
    "statements",
    "table",
    "time_to_restore",
    "turnbull",
    "turnbull_quantiles",
    "units_to_restore",
    "verify",
    "victims",
    "why",
]
