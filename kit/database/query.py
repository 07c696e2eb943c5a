"""Asking the database: one SELECT of `sql/measures/`, of what had been said by a time."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from warnings import catch_warnings, filterwarnings

import polars as pl

from kit.database import schema
from kit.errors import BadInput, NotFound
from kit.times import interval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import duckdb

_EVIDENCE = ("observation", "claim", "event", "attribution")
_DATED = "coalesce(said_on, (SELECT s.published_on FROM source s WHERE s.source_id = t.source_id))"
_LAST_DAY = f"CASE length({_DATED}) WHEN 4 THEN {_DATED} || '-12-31' WHEN 7 THEN {_DATED} || '-31' ELSE {_DATED} END"
_REPORTS_AS_OF = """
CREATE TEMP VIEW report AS
SELECT r.* FROM "{catalog}".main.report r JOIN "{catalog}".main.load l USING (load_id) WHERE l.loaded_at <= TIMESTAMPTZ '{clock}'
UNION ALL
SELECT h.* EXCLUDE (replaced_at) FROM "{catalog}".main.report_history h JOIN "{catalog}".main.load l USING (load_id)
WHERE l.loaded_at <= TIMESTAMPTZ '{clock}' AND h.replaced_at > TIMESTAMPTZ '{clock}'
QUALIFY row_number() OVER (PARTITION BY h.report_id ORDER BY l.loaded_at DESC) = 1
"""  # the version of a report that was loaded by then and not yet replaced


def query(
    db: duckdb.DuckDBPyConnection, name: str, outage: str | None = None, *, as_of: str | None = None, zone: str = "UTC"
) -> pl.DataFrame:
    """Run one SELECT of `sql/measures/` and give its frame.

    `outage` is an outage_id, or None for all. `as_of` keeps only what had been said by that time (notation of `kit.times`; UTC where
    it names no zone). `zone` is that of the session: the clock by which a SELECT tells hours and days. Raises NotFound for an unknown outage, BadInput for a time that cannot be read.
    """
    if outage is not None:
        check_outage(db, outage)
    with _as_known(db, as_of) as view:
        view.execute("SET TimeZone = $zone", {"zone": zone})
        return _frame(view, schema.sql_files(".", "kit.measures")[name], outage)


def _frame(view: duckdb.DuckDBPyConnection, select: str, outage: str | None) -> pl.DataFrame:
    """Run a SELECT and give its frame. A relation of DuckDB would plan it twice, which for queries as small as these takes as long as running them."""
    with catch_warnings():
        filterwarnings("ignore", message="Arrow output on a DB-API result")
        return cast("pl.DataFrame", pl.from_arrow(view.execute(select, {"outage": outage}).to_arrow_table()))


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
        view.execute(f'CREATE TEMP VIEW {table} AS SELECT * FROM "{catalog}".main.{table} t WHERE {known}')
    view.execute(_REPORTS_AS_OF.format(catalog=catalog, clock=clock))
    view.execute(f"CREATE TEMP VIEW load AS FROM \"{catalog}\".main.load WHERE loaded_at <= TIMESTAMPTZ '{clock}'")
    for name, text in schema.views():  # each view again, over the filtered tables
        view.execute(f"CREATE TEMP VIEW {name} AS {text}")
