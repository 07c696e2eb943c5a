"""Whether bundles still say what the database says: each is made again and compared, the numbers first."""

from __future__ import annotations

import csv
import json
import re
import shlex
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import StringIO
from typing import TYPE_CHECKING, Any

from kit.bundles.bundle import DATA, MANIFEST, PAGE, PICTURES, Order, compose, draw_all, files_of
from kit.errors import BadInput, KitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from kit.bundles.bundle import Sheet

_OPTIONS = {"--outage": "outage", "--lang": "lang", "--as-of": "as_of"}
_DRAWN = (*PICTURES, PAGE)
_COMMON = {"outage_id", "outage", "outage_ko", "review"}
_MOST = 20  # differences of a figure that are written out
_SHOWN = 60  # characters of a text that differs


@dataclass(frozen=True)
class Difference:
    """One place where a bundle and the database disagree; `column` is a key of the manifest outside of the data."""

    figure: str
    file: str
    row: str
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.row, self.column) if part)
        return f"{self.figure}: {self.file}{', ' * bool(place)}{place}: {self.old!r} in the bundle, {self.new!r} made again"


@dataclass(frozen=True)
class Verdict:
    """What became of one bundle: where it differs, and what could not be compared and why."""

    figure: str
    differences: list[Difference]
    notes: list[str]

    def lines(self) -> list[str]:
        """Write the verdict for a reader: its first differences, or that all is the same, then what was not compared."""
        shown = [str(difference) for difference in self.differences[:_MOST]]
        more = [f"{self.figure}: and {len(self.differences) - _MOST} more"] * (len(self.differences) > _MOST)
        return (shown + more or [f"{self.figure}: {'data and words are ' * bool(self.notes)}the same"]) + [
            f"{self.figure}: {note}" for note in self.notes
        ]


def verify(db: duckdb.DuckDBPyConnection, folder: Path) -> list[Verdict]:
    """Make every bundle under a folder again and compare it: the data, the words, and what is drawn where the renderer is the same.

    Raises BadInput where the folder holds no bundle.
    """
    found = sorted(path.parent for path in folder.rglob(MANIFEST)) if folder.is_dir() else []
    if not found:
        msg = f"{folder} holds no bundle (no {MANIFEST}); make some with: outage-kit figure NAME --outage ID --out {folder}"
        raise BadInput(msg)
    tried = [(place, _name(folder, place), _again(db, place)) for place in found]
    sheets = [sheet for *_, sheet in tried if not isinstance(sheet, str)]
    batch, lack = draw_all(sheets)
    files = iter(files_of(sheets, batch))
    return [
        Verdict(name, [Difference(name, MANIFEST, "", "", "a figure", sheet)], [])
        if isinstance(sheet, str)
        else _compared(name, place, next(files), lack)
        for place, name, sheet in tried
    ]


def _name(folder: Path, place: Path) -> str:
    return place.resolve().relative_to(folder.resolve().parent).as_posix()


def _again(db: duckdb.DuckDBPyConnection, place: Path) -> Sheet | str:
    """Make the sheet of a bundle again from its manifest; where that cannot be done, say why."""
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        return compose(db, _order(manifest), manifest["as_of"])
    except (ValueError, KeyError, TypeError) as error:
        return f"a manifest that cannot be read ({error})"
    except KitError as error:
        return f"nothing: {error}"


def _order(manifest: dict[str, Any]) -> Order:
    """Read the order of a bundle from its command."""
    _, _, name, *options = shlex.split(manifest["command"])
    is_shared = "--shared-plotly" in options
    pairs = [word for word in options if word != "--shared-plotly"]
    given = {_OPTIONS[option]: value for option, value in zip(pairs[::2], pairs[1::2], strict=True)}
    return Order(name, is_shared=is_shared, **given)


def _compared(name: str, place: Path, new: dict[str, bytes], lack: str) -> Verdict:
    old = {path.name: path.read_bytes() for path in place.iterdir() if path.name in (*_DRAWN, DATA, MANIFEST)}
    was, is_ = json.loads(old[MANIFEST]), json.loads(new[MANIFEST])
    differences = [*_data(name, old, new), *_words(name, was, is_)]
    is_same = was["hashes"]["renderer"] == is_["hashes"]["renderer"]
    if is_same:
        differences += [item for file in _DRAWN for item in _drawn(name, file, old, new)]
    return Verdict(name, differences, [] if is_same else [lack or _renderers(was, is_)])


def _renderers(was: dict[str, Any], is_: dict[str, Any]) -> str:
    made, here = ({key: value for key, value in one["made_with"].items() if key != "outage-kit"} for one in (was, is_))
    parts = [
        f"{key} {made.get(key, 'none')} there, {here.get(key, 'none')} here"
        for key in made | here
        if made.get(key) != here.get(key)
    ]
    return f"the renderer differs ({'; '.join(parts) or 'its hash'}), so what is drawn was not compared"


def _data(name: str, old: dict[str, bytes], new: dict[str, bytes]) -> Iterator[Difference]:
    """Compare the numbers cell by cell, rows that came or went as such."""
    was, is_ = (_table(files.get(DATA, b"")) for files in (old, new))
    if was[0] != is_[0]:
        yield Difference(name, DATA, "headings", "", " ".join(was[0]), " ".join(is_[0]))
        return
    for kind, low, high, new_low, new_high in SequenceMatcher(None, was[1:], is_[1:], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(high - low, new_high - new_low)
        for place in range(both):
            yield from _cells(name, low + place + 1, was[0], was[low + place + 1], is_[new_low + place + 1])
        yield from (
            Difference(name, DATA, _row(place + 1, was[0], was[place + 1]), "", "a row", "")
            for place in range(low + both, high)
        )
        yield from (
            Difference(name, DATA, _row(place + 1, is_[0], is_[place + 1]), "", "", "a row")
            for place in range(new_low + both, new_high)
        )


def _table(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(StringIO(content.decode(errors="replace"), newline=""))] or [()]


def _row(number: int, headings: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """Name a row of the data: its number, and its first cells that are not the same in every row."""
    common = _COMMON | ({"provider", "provider_ko"} if "provider_ko" in headings else set())  # that of the outage
    said = [cell for heading, cell in zip(headings, cells, strict=False) if cell and heading not in common]
    return f"row {number} ({', '.join(said[:2])})"


def _cells(
    name: str, number: int, headings: tuple[str, ...], was: tuple[str, ...], is_: tuple[str, ...]
) -> Iterator[Difference]:
    if len(was) != len(is_):
        yield Difference(name, DATA, _row(number, headings, was), "", f"{len(was)} cells", f"{len(is_)} cells")
    for heading, before, after in zip(headings, was, is_, strict=False):
        if before != after:
            yield Difference(name, DATA, _row(number, headings, is_), heading, before, after)


def _words(name: str, was: dict[str, Any], is_: dict[str, Any]) -> Iterator[Difference]:
    """Compare what the manifests say, except for the code, which may change without a figure changing, and the renderer."""
    for key in sorted((was.keys() | is_.keys()) - {"hashes", "made_with"}):
        if was.get(key) != is_.get(key):
            yield Difference(name, MANIFEST, "", key, *_around(str(was.get(key)), str(is_.get(key))))
    if was["hashes"]["data"] != is_["hashes"]["data"]:
        yield Difference(name, MANIFEST, "", "hashes.data", was["hashes"]["data"], is_["hashes"]["data"])


def _drawn(name: str, file: str, old: dict[str, bytes], new: dict[str, bytes]) -> Iterator[Difference]:
    if old.get(file) == new.get(file):
        return
    if file not in old or file not in new:
        yield Difference(
            name, file, "", "", "a file" if file in old else "no file", "a file" if file in new else "no file"
        )
    elif file.endswith(".png"):
        yield Difference(name, file, "", "", f"{len(old[file])} bytes", f"{len(new[file])} other bytes")
    else:
        was, is_ = (files[file].decode(errors="replace") for files in (old, new))
        yield Difference(
            name, file, "", "", *(_around(was, is_) if _read(was) == _read(is_) else _around(_read(was), _read(is_)))
        )


def _read(markup: str) -> str:
    """Give the texts of a picture or page that a reader sees, one after another."""
    return " | ".join(text for text in re.findall(r">([^<>]+)<", markup) if not text.startswith("@font-face"))


def _around(old: str, new: str) -> tuple[str, str]:
    """Give the part of two texts from a little before the first character that differs."""
    first = next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
    start = max(0, first - _SHOWN // 3)
    return old[start : start + _SHOWN], new[start : start + _SHOWN]
