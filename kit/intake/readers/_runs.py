"""Check logs to outages: a run of bad checks is one record, whose onset and end each lie between two checks."""

from __future__ import annotations

import polars as pl

from kit.intake.engine import engine, run
from kit.intake.record import RECORD, Reading, complete

CHECK_LOG = pl.Schema(
    {
        "locator": pl.String,
        "target": pl.String,
        "name": pl.String,
        "group": pl.String,
        "at": pl.String,
        "state": pl.String,
        "message": pl.String,
    }
)
"""One check a row: `target` is what was checked, `state` is up, down, maintenance or anything else (which says nothing)."""


def reading(checks: pl.DataFrame, refused: pl.DataFrame | None = None) -> Reading:
    """Give the runs of `down` and of `maintenance` in a log of checks (columns of CHECK_LOG) as records.

    The first bad check bounds the onset from above and the last good one before it from below; the last bad check and the first good one
    after it bound the end. A run at the start of the log has an open onset, one at its end is open as of its last check. Checks without a
    time that can be read are quarantined.
    """
    log = complete(checks, CHECK_LOG)
    records = complete(run(engine(), "_runs", check_log=log), RECORD)
    found = records.filter(pl.col("problem").is_null()).height
    notice = f"{log.height} checks of {log['target'].n_unique()} targets have {found} runs that are not up"
    return Reading(
        pl.concat([records, complete(refused if refused is not None else pl.DataFrame(), RECORD)]), notices=(notice,)
    )
