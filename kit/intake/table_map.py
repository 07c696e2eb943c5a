"""A TOML map: what one publisher's table means, beside the file and apart from it.

provider = "Seoul Metro"          # whose records they are
zone = "Asia/Seoul"               # of times without an offset
dates = "day_first"               # or "month_first": how 03/04/2020 is meant
encoding = "cp949"                # where it is not UTF-8 or UTF-16
delimiter = ";"                   # where it is not found out
sheet = "Outages"                 # of a workbook; the first where not said
skip_rows = 1                     # lines above the headings
missing = ["?", "n/a"]            # further spellings of no value
records = "data.items"            # where in a JSON object the list stands

[columns]                         # our name = the heading, or a list of headings that are joined by a blank
native_id = "No"
title = "Summary"
began = ["Date", "Time"]
resolved = "Restored"             # or: duration = "Minutes", and its unit below
component = "Line"

[values]                          # our name = one value for every row
kind = "incident"

[labels.severity_rank]            # their label = ours (also: kind, state = open or over); one that is not listed quarantines its row
"High" = 3                        # labels of severity_rank are of `severity`, of state and kind of `status`, where they have no column

[units]
duration = "minutes"

[[corrections]]                   # raw stays raw: a cell that is known to be wrong; it fails loudly once the publisher has mended it
id = "17"
column = "Restored"
was = "2019-02-30 10:00"
now = "2019-03-02 10:00"
reason = "the restoration notice says 2 March"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from kit.errors import BadInput, NotFound

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (
    "native_id",
    "title",
    "kind",
    "severity",
    "severity_rank",
    "status",
    "posted",
    "began",
    "mitigated",
    "resolved",
    "last_seen",
    "duration",
    "zone",
    "url",
    "component",
    "region",
    "provider",
    "state",
)
"""What a column can be."""
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_ORDERS = {"day_first": "dmy", "month_first": "mdy", None: None}


@dataclass(frozen=True)
class Correction:
    """One cell that is known to be wrong."""

    id: str
    column: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True)
class TableMap:
    """What a publisher's table means."""

    path: Path
    columns: dict[str, str | list[str]]
    provider: str | None = None
    zone: str | None = None
    dates: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    skip_rows: int = 0
    missing: tuple[str, ...] = ()
    records: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    is_of_folder: bool = False

    @property
    def day_order(self) -> str | None:
        """Give the order of numeric dates."""
        return _ORDERS[self.dates]

    def headings(self, name: str) -> list[str]:
        """Give the headings that make up one of our names."""
        found = self.columns.get(name, [])
        return [found] if isinstance(found, str) else found


def map_beside(path: Path) -> TableMap | None:
    """Read the map that lies beside a file: `<name>.toml`, else `map.toml` of its folder."""
    own, of_folder = path.with_suffix(".toml"), path.with_name("map.toml")
    if own.is_file():
        return read_map(own)
    return replace(read_map(of_folder), is_of_folder=True) if of_folder.is_file() else None


def read_map(path: Path) -> TableMap:
    """Read a map. Raises BadInput for what is none, with the place of the mistake."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        msg = f"there is no map {path}"
        raise BadInput(msg) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is no TOML: {error}"
        raise BadInput(msg) from None
    known = [item.name for item in fields(TableMap) if item.name not in ("path", "is_of_folder")]
    _known(path, "key", found, known)
    _known(path, "column", found.get("columns", {}) | found.get("values", {}) | found.get("labels", {}), NAMES)
    return _checked(path, found)


def _known(path: Path, what: str, found: dict[str, Any], known: list[str] | tuple[str, ...]) -> None:
    for name in found:
        if name not in known:
            of_map = f"{what} of a map ({path}) named"
            raise NotFound(of_map, name, known)


def _checked(path: Path, found: dict[str, Any]) -> TableMap:
    if not found.get("columns"):
        msg = f'{path}: a map needs [columns], such as: began = "Start"'
        raise BadInput(msg)
    if found.get("dates") not in _ORDERS:
        msg = f"{path}: dates is {found['dates']!r}; take day_first or month_first"
        raise BadInput(msg)
    if "duration" in found["columns"] and found.get("units", {}).get("duration") not in UNITS:
        msg = f"{path}: say the unit of the duration: [units] duration = one of {', '.join(UNITS)}"
        raise BadInput(msg)
    try:
        corrections = tuple(
            Correction(**{key: str(value) for key, value in item.items()}) for item in found.pop("corrections", [])
        )
    except TypeError:
        msg = f"{path}: a correction needs id, column, was, now and reason, and nothing else"
        raise BadInput(msg) from None
    return TableMap(path, corrections=corrections, missing=tuple(found.pop("missing", ())), **found)
