"""Measures: a name, parameters, a Polars frame. Most are one SELECT in `sql/measures/`; those that estimate add `kit.survival`.

Every frame carries `sources`, a list of the publications that a row rests on, so that each number can be traced.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import polars as pl

from kit import evidence
from kit.errors import BadInput, NotFound
from kit.survival import quantiles
from kit.times import interval
from kit.turnbull import turnbull_quantiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import duckdb

_EVIDENCE = ("observation", "claim", "event", "attribution")
_LAST_DAY = "CASE length(said_on) WHEN 4 THEN said_on || '-12-31' WHEN 7 THEN said_on || '-31' ELSE said_on END"
GROUPS = ("kind", "provider", "sector", "component", "region", "cause", "severity", "year", "outage_id")


class Measure(Protocol):
    """What every measure takes: the database, an outage_id or None for all, and a time that the evidence is seen from."""

    def __call__(self, db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
        """Give the frame."""


def query(db: duckdb.DuckDBPyConnection, name: str, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Run one SELECT of `sql/measures/` and give its frame.

    `outage` is an outage_id, or None for all. `as_of` keeps only what had been said by that time (notation of `kit.times`; UTC where
    it names no zone). Raises NotFound for an unknown outage, BadInput for a time that cannot be read.
    """
    if outage is not None:
        check_outage(db, outage)
    with _as_known(db, as_of) as view:
        return view.sql(evidence.sql_files("measures")[name], params={"outage": outage}).pl()


def check_outage(db: duckdb.DuckDBPyConnection, outage: str) -> None:
    """Raise NotFound, with the nearest known name, unless the outage is in the database."""
    known = [row[0] for row in db.execute("SELECT outage_id FROM outage").fetchall()]
    if outage not in known:
        what = "outage"
        raise NotFound(what, outage, known)


@contextmanager
def _as_known(db: duckdb.DuckDBPyConnection, as_of: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection that sees only what had been said by a time.

    The evidence tables hide behind filtered views of the same names, and the conclusions are drawn again from those. A statement dated
    only by month or year counts from the end of it.
    """
    view = db.cursor()
    try:
        view.execute("SET TimeZone = 'UTC'")
        if as_of is not None:
            _hide_later(view, _moment(as_of))
        yield view
    finally:
        view.close()


def _moment(as_of: str) -> datetime:
    has_zone = re.search(r"(Z|[+-]\d\d:\d\d)$", as_of) is not None
    moment = interval(as_of if has_zone else f"{as_of}Z").latest
    if moment is None:
        msg = f"as of takes one time such as 2024-07-19T12:00Z or 2024-07-20, not {as_of!r}"
        raise BadInput(msg)
    return moment


def _hide_later(view: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    day, clock = moment.strftime("%Y-%m-%d"), moment.strftime("%Y-%m-%d %H:%M:%S+00")
    catalog = view.execute("SELECT current_database()").fetchall()[0][0]
    for table in _EVIDENCE:
        known = f"{_LAST_DAY} < '{day}'"
        if table == "attribution":
            known = f"coalesce(said_latest <= TIMESTAMPTZ '{clock}', {known})"
        view.execute(f'CREATE TEMP VIEW {table} AS SELECT * FROM "{catalog}".main.{table} WHERE {known}')
    views = evidence.sql_files("views")
    while views:  # each view again over the filtered tables, those first that read no other
        name = next(name for name, text in views.items() if not any(re.search(rf"\b{other}\b", text) for other in views if other != name))
        view.execute(f"CREATE TEMP VIEW {name} AS {views.pop(name)}")


def outages(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """List the outages: names, provider, cause, times as intervals, review, rows of evidence."""
    return query(db, "outages", outage, as_of=as_of)


def sources(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """List the sources with the number of evidence rows that rest on each, primary sources first."""
    return query(db, "sources", outage, as_of=as_of)


def restoration(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give, for each function of an entity that was hit, when it was back, in hours since the onset as intervals.

    `end_state` is `ended`, `open_as_of` (said to be still down at `last_down`) or `unknown`.
    """
    return query(db, "restoration", outage, as_of=as_of)


def flights_cancelled(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give flights cancelled by airline, window (`day`, `running`, `event`, `month`) and scope, rival counts as a range."""
    return query(db, "flights_cancelled", outage, as_of=as_of)


def share_of_devices(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the share of each population that was hit: fractions of 1, NULL where a bound is open, with `why` where it is refused."""
    return query(db, "share_of_devices", outage, as_of=as_of)


def recovery_curve(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give the share restored over hours since the onset as a band between what must and what can have been; one series a base.

    The band holds from each row's time until that of the next.
    """
    return query(db, "recovery_curve", outage, as_of=as_of)


def attribution(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give who said when who or what was to blame, with the verdict as of the last review."""
    return query(db, "attribution", outage, as_of=as_of)


def losses(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Give losses as published, one row a scope, kind and bounds, in units of `currency`."""
    return query(db, "losses", outage, as_of=as_of)


def sector_impact(db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None) -> pl.DataFrame:
    """Count the entities hit and expressly not hit by sector, and give the interval of the median time to restore (hours).

    The median is that of the interval-censored curve of the entities whose time is dated (`kit.turnbull`): a set that the press
    chose to date, no sample. `median_hours` is the time by which at least half were back; `median_low` and `median_high` hold it.
    """
    counts = query(db, "sector_impact", outage, as_of=as_of)
    units = _units(db, outage, as_of).filter(pl.col("kind") == "impact")
    medians = _medians(units.with_columns(pl.col("sector").fill_null("other")), ["outage_id", "sector"])
    return counts.join(medians, on=["outage_id", "sector"], how="left", maintain_order="left")


def time_to_restore(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, by: str = "sector", as_of: str | None = None
) -> pl.DataFrame:
    """Estimate the time to restore of each group, keeping what never ended or is dated only roughly.

    `by` is one of kind, provider, sector, component, region, cause, severity, year, outage_id. Hours. Groups whose times are all exact or
    open get Kaplan-Meier quantiles with Brookmeyer-Crowley limits (`method` kaplan_meier); groups with intervals get the bounds of Turnbull's
    estimate (`method` turnbull: `median_hours` is the time by which at least half were back for certain). NULL where the curve does not
    reach. `mean_of_ended_hours` drops what never ended: it stands there only to warn. Records flagged or of maintenance are left out
    and counted in `flagged`. Raises BadInput for another `by`.
    """
    if by not in GROUPS:
        msg = f"time to restore cannot be grouped by {by!r}; take one of {', '.join(GROUPS)}"
        raise BadInput(msg)
    units = _units(db, outage, as_of).with_columns(pl.col(by).cast(pl.String).fill_null("(none)"))
    kept = units.filter(pl.col("excluded_because").is_null())
    return _counts(units, by).join(_quantiles(kept, [by]), on=by, how="left").sort("n", by, descending=[True, False])


def _units(db: duckdb.DuckDBPyConnection, outage: str | None, as_of: str | None) -> pl.DataFrame:
    return query(db, "time_to_restore", outage, as_of=as_of)


def _counts(units: pl.DataFrame, by: str) -> pl.DataFrame:
    kept = pl.col("excluded_because").is_null()
    middle = (pl.col("lower_hours") + pl.col("upper_hours")) / 2
    return units.group_by(by).agg(
        n=kept.sum(), flagged=(~kept).sum(),
        **{state: (kept & (pl.col("end_state") == state)).sum() for state in ("ended", "open_as_of", "unknown")},
        mean_of_ended_hours=middle.filter(kept & (pl.col("end_state") == "ended")).mean(),
    )


def _medians(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return _interval_quantiles(units, keys, [0.5]).select(*keys, "median_hours", "median_low", "median_high")


def _quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Estimate by Kaplan-Meier the groups that know no vague time, by Turnbull the others."""
    vague = pl.col("upper_hours").is_not_null() & (pl.col("upper_hours") - pl.col("lower_hours") > 1 / 60)
    marked = units.with_columns(is_vague=vague.any().over(keys))
    exact = _exact_quantiles(marked.filter(~pl.col("is_vague")), keys)
    return pl.concat([exact, _interval_quantiles(marked.filter("is_vague"), keys, [0.5, 0.9, 0.95])], how="diagonal")


def _exact_quantiles(units: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    schema = dict.fromkeys(("median_hours", "median_low", "median_high", "p90_hours", "p95_hours"), pl.Float64)
    if units.is_empty():
        return pl.DataFrame(schema=dict.fromkeys([*keys, "method"], pl.String) | schema)
    frame = units.select(*keys, hours=pl.coalesce("upper_hours", "lower_hours"), is_restored=pl.col("upper_hours").is_not_null(),
                         entry_hours="entry_hours")
    wide = {0.5: "median", 0.9: "p90", 0.95: "p95"}
    found = quantiles(frame, keys, list(wide))
    parts = [
        found.filter(pl.col("p") == p).select(*keys, pl.col("hours").alias(f"{name}_hours"),
                                              *([pl.col("lower").alias("median_low"), pl.col("upper").alias("median_high")] if p == 0.5 else []))
        for p, name in wide.items()
    ]
    joined = parts[0].join(parts[1], on=keys).join(parts[2], on=keys)
    return joined.with_columns(method=pl.lit("kaplan_meier"))


def _interval_quantiles(units: pl.DataFrame, keys: list[str], p: list[float]) -> pl.DataFrame:
    schema = dict.fromkeys(("median_hours", "median_low", "median_high"), pl.Float64)
    if units.is_empty():
        return pl.DataFrame(schema=dict.fromkeys([*keys, "method"], pl.String) | schema)
    found = turnbull_quantiles(units.select(*keys, "lower_hours", "upper_hours"), keys, p)
    median = found.filter(pl.col("p") == 0.5).select(
        *keys, median_hours="upper_hours", median_low="lower_hours", median_high="upper_hours", method=pl.lit("turnbull"))
    for level, name in ((0.9, "p90_hours"), (0.95, "p95_hours")):
        if level in p:
            median = median.join(found.filter(pl.col("p") == level).select(*keys, pl.col("upper_hours").alias(name)), on=keys, how="left")
    return median


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame without nested columns: `sources` becomes `source_ids`, lists become text separated by spaces."""
    if "sources" in frame.columns:
        ids = pl.col("sources").list.eval(pl.element().struct.field("source_id")).list.unique().list.sort().list.join(" ")
        frame = frame.with_columns(source_ids=ids).drop("sources")
    nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in nested)


@contextmanager
def printed() -> Iterator[None]:
    """Print frames whole, as a table of a terminal should be."""
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, fmt_str_lengths=80,
                   tbl_width_chars=-1):
        yield


NAMES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (attribution, flights_cancelled, losses, outages, recovery_curve, restoration, sector_impact, share_of_devices, sources,
                    time_to_restore)
}
"""Every measure that the command line knows."""

GROUPED = ("time_to_restore",)
"""Measures that take `by`."""
