"""Records as printed to rows of the tables: times typed, ends bounded, unreadable records quarantined, implausible ones flagged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kit.intake.engine import engine, run
from kit.intake.vocabulary import MISSING, STATES, ZONES

if TYPE_CHECKING:
    from datetime import datetime

CLOCKS = ("posted", "began", "began_after", "mitigated", "resolved", "last_seen")
_KEY = ["printed", "zone", "day_order"]


@dataclass(frozen=True)
class Typed:
    """Rows for the tables; `record_no` joins them. Every record is in exactly one of `reports` and `quarantined`."""

    reports: pl.DataFrame
    updates: pl.DataFrame
    components: pl.DataFrame
    checks: pl.DataFrame
    flags: pl.DataFrame
    quarantined: pl.DataFrame


def typed(records: pl.DataFrame, now: datetime) -> Typed:
    """Type records (columns of RECORD, and record_no, load_id, format); `now` is the time of loading."""
    posts = _exploded(records, "updates").with_row_index("post")
    printed = pl.concat([_clocks(records), _post_times(posts, records)])
    timed = printed.join(_instants(printed.select(_KEY)), on=_KEY, how="left", nulls_equal=True)
    refused = _refused(records, timed)
    kept = records.join(refused, on="record_no", how="anti")
    timed = timed.join(kept.select("record_no"), on="record_no", how="semi")
    return _assembled(kept, timed, posts.join(kept.select("record_no"), on="record_no", how="semi"), refused, now)


def _clocks(records: pl.DataFrame) -> pl.DataFrame:
    """Give one row a printed time of a record."""
    long = records.unpivot(CLOCKS, index=["record_no", "zone", "day_order"], variable_name="name", value_name="printed")
    return _said(long.with_columns(post=pl.lit(None, pl.UInt32)))


def _post_times(posts: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Give one row a printed time of an update."""
    placed = posts.join(records.select("record_no", "zone", "day_order"), on="record_no", maintain_order="left")
    return _said(placed.with_columns(printed="at", name=pl.lit("update")))


def _said(times: pl.DataFrame) -> pl.DataFrame:
    is_said = ~pl.col("printed").str.strip_chars().str.to_lowercase().is_in(MISSING)
    return times.filter(is_said).select(
        "record_no", "post", "name", pl.col("printed").str.strip_chars(), "zone", "day_order"
    )


def _instants(printed: pl.DataFrame) -> pl.DataFrame:
    zones = pl.DataFrame({"abbreviation": list(ZONES), "zone": list(ZONES.values())})
    return run(engine(), "times", printed_time=printed, zone_name=zones)


def _refused(records: pl.DataFrame, timed: pl.DataFrame) -> pl.DataFrame:
    """Give row and reason of the records that cannot be read: the reader says so, or a text stands where a time should."""
    reasons = {
        "unreadable": "is no time",
        "day_order_unknown": "may be day or month first; say `dates` in the map",
        "unknown_zone": "names a zone that is not known",
    }
    text = pl.format(
        "{}: {} {}",
        pl.col("name"),
        pl.col("printed").str.slice(0, 60),
        pl.col("problem").replace([*reasons], [*reasons.values()]),
    )
    times = (
        timed.filter(pl.col("problem").is_in(list(reasons)))
        .select("record_no", reason=text)
        .unique("record_no", keep="first", maintain_order=True)
    )
    told = records.filter(pl.col("problem").is_not_null()).select("record_no", reason="problem")
    return pl.concat([told, times]).unique("record_no", keep="first", maintain_order=True)


def _assembled(
    kept: pl.DataFrame, timed: pl.DataFrame, updates: pl.DataFrame, refused: pl.DataFrame, now: datetime
) -> Typed:
    words = pl.DataFrame({"word": list(STATES), "state": list(STATES.values())})
    record_at = timed.filter(pl.col("name") != "update")
    post_at = timed.filter(pl.col("name") == "update").select(
        "post", "at", "until", "printed", "is_zone_assumed", "problem"
    )
    update_at = updates.drop("at").join(post_at, on="post", how="left")
    reported = run(engine(), "canonical", record=kept, record_at=record_at, update_at=update_at, word=words)
    flags = run(
        engine(), "flags", {"now": now}, reported=reported, record=kept, record_at=record_at, update_at=update_at
    )
    return Typed(
        reported,
        update_at.select("record_no", "at", "status", "body"),
        _exploded(kept, "components").unique(maintain_order=True),
        _checks(kept),
        flags.unique(["record_no", "rule"], keep="first", maintain_order=True),
        refused,
    )


def _exploded(kept: pl.DataFrame, name: str) -> pl.DataFrame:
    return kept.select("record_no", name).explode(name).drop_nulls(name).unnest(name)


def _checks(kept: pl.DataFrame) -> pl.DataFrame:
    checks = _exploded(kept, "checks")
    printed = checks.select(printed="at", zone=pl.lit(None, pl.String), day_order=pl.lit(None, pl.String))
    instants = _instants(printed).select(pl.col("printed"), pl.col("at").alias("instant"))
    return checks.join(instants, left_on="at", right_on="printed").select("record_no", at="instant", state="state")


def typed_series(values: pl.DataFrame) -> pl.DataFrame:
    """Type the values of series; `problem` says which cannot be read."""
    printed = values.select(printed=pl.col("at").str.strip_chars(), zone="zone", day_order=pl.lit(None, pl.String))
    instants = _instants(printed).select("printed", "zone", instant="at")
    joined = values.with_columns(printed=pl.col("at").str.strip_chars()).join(
        instants, on=["printed", "zone"], how="left", nulls_equal=True
    )
    problem = (
        pl.when(pl.col("instant").is_null())
        .then("at: " + pl.col("at").fill_null("nothing") + pl.lit(" is no time"))
        .when(pl.col("value").is_null())
        .then(pl.lit("it has no value"))
    )
    return joined.with_columns(problem=pl.coalesce("problem", problem), at="instant").drop("instant", "printed")
