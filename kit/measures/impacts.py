"""Who was hit, how large a share, until when, and what harm went on after the repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.measures import evidence
from kit.measures.grounds import EVERY, ids
from kit.measures.registry import measure, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from kit.measures.grounds import Grounds, Row


@select
def restoration() -> None:
    """Give, for each function of an entity that was hit, when it was back, in hours since the onset as intervals.

    `end_state` is `ended`, `open_as_of` (said to be still impaired, down or degraded, at `last_impaired`) or `unknown`.
    """


@select
def victims() -> None:
    """Give how many were hit, as counted: one row a count of customers, devices, organisations or systems, with its scope."""


@select
def flights_cancelled() -> None:
    """Give flights cancelled by airline, window (`day`, `running`, `event`, `month`) and scope, rival counts as a range."""


@select
def share_of_devices() -> None:
    """Give the share of each population that was hit: fractions of 1, NULL where a bound is open, with `why` where it is refused."""


def _of_devices(
    db: duckdb.DuckDBPyConnection, rows: Sequence[Row], outage: str | None, as_of: str | None
) -> list[Grounds]:
    """Let what is set against a printed share rest on the devices that other rows count as hit, too."""
    statements = evidence.statements(db, outage, as_of=as_of)
    counts = set(statements.filter(statements["what"].str.ends_with("_affected"))["row_id"].to_list())
    hits = tuple(dict.fromkeys(name for row in rows for name in ids(row) if name in counts))
    return [{"share_low": ids(row), EVERY: tuple(dict.fromkeys((*ids(row), *hits)))} for row in rows]


@measure(grounds=_of_devices)
def device_sensitivity(
    db: duckdb.DuckDBPyConnection, outage: str | None = None, *, as_of: str | None = None
) -> pl.DataFrame:
    """Give the share of the devices against each cited number of devices in use, and how many there must be for a printed share to hold.

    Rows of `share_of_devices` about one population. In a `printed` row `in_use_low` is computed: the devices hit divided by the printed bound.
    """
    shares = share_of_devices(db, outage, as_of=as_of).filter(pl.col("counted") == "devices", pl.col("why").is_null())
    known = shares.filter(pl.col("base").is_not_null()).group_by("outage_id", "entity_id")
    hit = known.agg(hit_low=pl.col("affected_low").min(), hit_high=pl.col("affected_high").max())
    return (
        shares.join(hit, on=["outage_id", "entity_id"], maintain_order="left")
        .with_columns(
            affected_low=pl.coalesce("affected_low", "hit_low"),
            affected_high=pl.coalesce("affected_high", "hit_high"),
            in_use_low=pl.coalesce("in_use_low", pl.col("hit_low") / pl.col("share_high")),
        )
        .drop("hit_low", "hit_high")
    )


@select
def recovery_curve() -> None:
    """Give the share restored over hours since the onset as a band between what must and what can have been; one series a base.

    The band holds from each row's time until that of the next.
    """


@select
def repair() -> None:
    """Give who could repair each outage (vendor, provider, customer), how (remote, on_site, automatic), and its hours since the onset."""


@select
def harm_after_repair() -> None:
    """Give what an entity cancelled after its systems were back, and the hours from then to normal operations."""
