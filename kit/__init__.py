"""Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates.

>>> import kit
>>> db = kit.connect()
>>> frame = kit.share_of_devices(db, "crowdstrike-2024-07-19")
>>> figure = kit.plot_share_of_devices(frame, lang="ko")

Every measure is here under its name, every figure as `plot_<name>`, and the functions of `_HOMES`. A name is looked up, and what it needs
imported, when it is first asked for.
"""

from importlib import import_module as _import_module
from pkgutil import iter_modules as _iter_modules
from typing import Any as _Any

__version__ = "0.1.0"

_HOMES = {
    "kit.bundles.bundle": ("bundle",),
    "kit.bundles.verify": ("verify",),
    "kit.database.export": ("export",),
    "kit.database.store": ("build", "connect"),
    "kit.estimators.bounds": ("quantile_bounds",),
    "kit.estimators.redundancy": ("assume",),
    "kit.estimators.survival": ("kaplan_meier", "log_rank", "quantiles", "restricted_mean"),
    "kit.estimators.turnbull": ("turnbull", "turnbull_quantiles"),
    "kit.figures._still_down": ("plot_still_down",),
    "kit.figures._turnbull": ("plot_turnbull",),
    "kit.intake.load": ("load",),
    "kit.intake.own_reports": ("own_reports",),
    "kit.intake.pull": ("pull",),
    "kit.notebook.doubts": ("conflict_list", "correction_list"),
    "kit.notebook.header": ("header",),
    "kit.notebook.sections": ("not_known", "section", "source_list"),
    "kit.notebook.tables": ("cited", "table"),
    "kit.pages.rendering": ("render",),
    "kit.trace.why": ("why",),
}
"""Where the public functions are that are neither measures nor figures."""

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


_ROOMS = {module.name for module in _iter_modules(__path__)}


def __getattr__(name: str) -> _Any:
    """Find a public name where it lives, and keep it."""
    found = _found(name)
    if found is None:
        msg = f"module 'kit' has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = found
    return found


def _found(name: str) -> _Any:
    if name in _ROOMS:
        return _import_module(f"kit.{name}")
    if name in _HOME_OF:
        return getattr(_import_module(_HOME_OF[name]), name)
    if name == "__all__":
        return sorted([*_HOME_OF, *_found("measures").NAMES, *(f"plot_{figure}" for figure in _found("figures").NAMES)])
    if name.startswith("_"):
        return None
    if name.startswith("plot_"):
        figures = _found("figures")
        figure = name.removeprefix("plot_")
        return figures.plotter(figure) if figure in figures.NAMES else None
    return _found("measures").NAMES.get(name)


def __dir__() -> list[str]:
    return sorted([*(name for name in globals() if name.startswith("__")), *__getattr__("__all__")])
