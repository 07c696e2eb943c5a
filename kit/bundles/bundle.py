"""A figure with all that a publisher needs: pictures, an interactive page, the numbers drawn, and a manifest that says how to make it again.

Nothing in a bundle depends on when or where it was made, but for `as_of`, which is the day of making unless one is given.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kit
from kit import figures, frames, measures, settings
from kit.bundles import figure_page
from kit.database import schema
from kit.errors import BadInput, KitError, NotFound
from kit.files import locked, write_whole
from kit.measures import calls
from kit.printing import picture
from kit.text import LANGUAGES, words
from kit.text.caption import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb
    import plotly.graph_objects as go
    import polars as pl

    from kit.measures.rows import Source

LICENCE = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
DATA, PAGE, MANIFEST, PICTURES = "data.csv", "figure.html", "manifest.json", ("figure.svg", "figure.png")
WORDS = ("title", "subtitle", "alt", "caption", "note", "badge", "cite")
"""Keys of a manifest that hold words."""

_EVIDENCE = " UNION ALL ".join(
    f"SELECT outage_id, source_id, said_on FROM {table}" for table in ("observation", "claim", "event", "attribution")
)
_SAID = f"SELECT source_id, max(said_on) FROM ({_EVIDENCE}) WHERE coalesce(outage_id = $outage, true) AND coalesce(said_on <= $until, true) GROUP BY ALL"


@dataclass(frozen=True)
class Order:
    """What a figure is made of: its name, an outage_id or None for all, a language, and what had been said by `as_of`."""

    name: str
    outage: str | None = None
    lang: str = "en"
    as_of: str | None = None
    is_shared: bool = False

    @property
    def place(self) -> Path:
        """Give the folder of the bundle inside that of the batch."""
        return Path(self.outage or "all") / f"{self.name}.{self.lang}"

    @property
    def command(self) -> str:
        """Write the command that makes the bundle again."""
        given = {"--outage": self.outage, "--lang": self.lang, "--as-of": self.as_of}
        options = [word for name, value in given.items() if value for word in (name, value)]
        return shlex.join(["outage-kit", "figure", self.name, *options, *(["--shared-plotly"] * self.is_shared)])


@dataclass(frozen=True)
class Made:
    """A bundle: the folder it stands in, one line on what could not be made, if anything, and whether there is a bundle at all."""

    folder: Path
    problem: str = ""
    is_written: bool = True


@dataclass(frozen=True)
class Sheet:
    """A figure with everything around it but its pictures. `day` is the as-of date to print."""

    order: Order
    day: str
    figure: go.Figure
    frame: pl.DataFrame
    sources: list[dict[str, Any]]
    query: str


def bundle(  # noqa: PLR0913 -- as many options as the command
    db: duckdb.DuckDBPyConnection,
    names: str | Sequence[str],
    outage: str | None = None,
    *,
    lang: str = "en",
    as_of: str | None = None,
    out: Path | str = "figures",
    shared_plotly: bool = False,
) -> list[Made]:
    """Make the bundles of one or several figures, all pictures in one browser.

    `lang` is `en`, `ko` or both with a comma between; `shared_plotly` gives the pages one plotly.js beside them, in `out`. Where there
    is no browser, or where a figure has nothing to draw, everything else is made all the same, and `problem` says what is not. Raises
    NotFound for an unknown name, outage or language.
    """
    named = [names] if isinstance(names, str) else list(names)
    langs = [part.strip() for part in lang.split(",")]
    _check(db, named, outage, langs)
    orders = [
        Order(name, outage, language, as_of, shared_plotly)
        for name in dict.fromkeys(named)
        for language in dict.fromkeys(langs)
    ]
    return make(db, orders, Path(out))


def make(db: duckdb.DuckDBPyConnection, orders: Iterable[Order], out: Path) -> list[Made]:
    """Make the bundles of some orders in one browser."""
    sheets = [(order, _tried(db, order)) for order in orders]
    whole = [sheet for _, sheet in sheets if isinstance(sheet, Sheet)]
    batch, problem = draw_all(whole)
    files = iter(files_of(whole, batch))
    return [
        _written(out, order, next(files), problem)
        if isinstance(sheet, Sheet)
        else Made(out / order.place, sheet, is_written=False)
        for order, sheet in sheets
    ]


def compose(db: duckdb.DuckDBPyConnection, order: Order, day: str = "") -> Sheet:
    """Draw the figure of an order and gather what stands around it. Raises NotFound, and NothingToDraw where the data hold nothing for it."""
    frame = measures.NAMES[order.name](db, order.outage, as_of=order.as_of)
    figure = figures.draw(order.name, frame, order.lang)
    drawn = figures.drawn(order.name, frame)
    return Sheet(
        order,
        day or order.as_of or settings.now().date().isoformat(),
        figure,
        drawn,
        _sources(db, order, drawn),
        _query(order, frame),
    )


def draw_all(sheets: Sequence[Sheet]) -> tuple[picture.Batch | None, str]:
    """Draw the pictures of some sheets; None and one line that says why where that cannot be done."""
    if not sheets:
        return None, ""
    try:
        return picture.draw([sheet.figure for sheet in sheets]), ""
    except KitError as error:
        return None, str(error)


def files_of(sheets: Sequence[Sheet], batch: picture.Batch | None) -> list[dict[str, bytes]]:
    """Give the files of each sheet by name."""
    drawn = (
        [{PICTURES[0]: one.svg.encode(), PICTURES[1]: one.png} for one in batch.pictures]
        if batch
        else [{} for _ in sheets]
    )
    renderer = batch.renderer if batch else {}
    return [_files(sheet, pictures, renderer) for sheet, pictures in zip(sheets, drawn, strict=True)]


def _files(sheet: Sheet, pictures: dict[str, bytes], renderer: dict[str, str]) -> dict[str, bytes]:
    manifest = _manifest(sheet, renderer)
    page = figure_page.html(sheet.figure, manifest, is_shared=sheet.order.is_shared)
    written = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return {**pictures, PAGE: page.encode(), DATA: _data(sheet).encode(), MANIFEST: written.encode()}


def _check(db: duckdb.DuckDBPyConnection, names: Sequence[str], outage: str | None, langs: Sequence[str]) -> None:
    for what, given, known in (("figure", names, figures.NAMES), ("language", langs, LANGUAGES)):
        for name in given:
            if name not in known:
                raise NotFound(what, name, known)
    if outage is not None:
        measures.check_outage(db, outage)


def _tried(db: duckdb.DuckDBPyConnection, order: Order) -> Sheet | str:
    try:
        return compose(db, order)
    except NotFound:
        raise
    except BadInput as error:
        return f"{order.name}: {error}"


def _written(out: Path, order: Order, files: dict[str, bytes], problem: str) -> Made:
    """Write the files of a bundle, each whole and all of one making, and take away those of an earlier one that are not made again."""
    folder = out / order.place
    folder.mkdir(parents=True, exist_ok=True)
    if order.is_shared:
        figure_page.share_plotly(out)
    with locked(folder):
        for name in (*PICTURES, PAGE, DATA, MANIFEST):
            if name in files:
                write_whole(folder / name, files[name])
            else:
                (folder / name).unlink(missing_ok=True)
    return Made(folder, problem)


def _data(sheet: Sheet) -> str:
    return frames.as_csv(sheet.frame)


def _manifest(sheet: Sheet, renderer: dict[str, str]) -> dict[str, Any]:
    order, meta = sheet.order, sheet.figure.layout.meta
    hashes = {
        "data": hashlib.sha256(_data(sheet).encode()).hexdigest(),
        "code": settings.code_hash(),
        "renderer": picture.renderer_hash(renderer),
    }
    return {
        **{name: meta[name] for name in ("title", "subtitle", "alt")},
        "caption": _caption(sheet),
        "note": meta["note"],
        "sources": sheet.sources,
        "licence": LICENCE,
        "as_of": sheet.day,
        "lang": order.lang,
        "query": sheet.query,
        "hashes": hashes if renderer else hashes | {"renderer": None},
        "command": order.command,
        "badge": meta["badge"],
        "cite": _cite(sheet),
        "figure": order.name,
        "outage": order.outage,
        "made_with": {"outage-kit": kit.__version__, **renderer},
    }


def _caption(sheet: Sheet) -> str:
    meta = sheet.figure.layout.meta
    parts = [
        f"{part.rstrip('.')}." for part in (meta["title"], meta["subtitle"], meta["badge"], meta["source"]) if part
    ]
    return words(sheet.order.lang)("bundle.caption", words=" ".join(parts), day=_day(sheet))


def _cite(sheet: Sheet) -> str:
    say = words(sheet.order.lang)
    return say(
        "bundle.cited",
        title=sheet.figure.layout.meta["title"],
        version=kit.__version__,
        name=sheet.order.name,
        day=_day(sheet),
        n=say.number(len(sheet.sources)),
    )


def _day(sheet: Sheet) -> str:
    """Write the as-of date in the language of the figure."""
    is_whole = re.match(r"\d{4}-\d\d-\d\d", sheet.day)
    return words(sheet.order.lang).day(date.fromisoformat(is_whole[0])) if is_whole else sheet.day


def _sources(db: duckdb.DuckDBPyConnection, order: Order, drawn: pl.DataFrame) -> list[dict[str, Any]]:
    """Give every source of the rows drawn, the best kinds first, each with the last day on which it said something of the outage, and its rows."""
    listed: list[list[Source]] = drawn["sources"].drop_nulls().to_list() if "sources" in drawn.columns else []
    found = {source["source_id"]: source for sources in listed for source in sources}
    rows = {(source["source_id"], source["row_id"]) for sources in listed for source in sources}
    said = dict(db.execute(_SAID, {"outage": order.outage, "until": order.as_of and order.as_of[:10]}).fetchall())
    ranked = sorted(
        found.values(), key=lambda source: (KINDS.index(source["kind"]), source["publisher"], source["source_id"])
    )
    return [
        {
            **{name: source[name] for name in ("publisher", "via", "read_as", "title", "url")},
            "said_on": said.get(source["source_id"]) or source["published_on"],
            "rows": sorted(row_id for source_id, row_id in rows if source_id == source["source_id"]),
        }
        for source in ranked
    ]


def _query(order: Order, frame: pl.DataFrame) -> str:
    """Give the query that gives the rows drawn, for `outage-kit sql`: the SELECT itself where the measure is one and all of the evidence counts."""
    measure = measures.record(order.name)
    text = (
        schema.sql_files(".", "kit.measures")[order.name].replace("$outage", calls.literal(order.outage)).strip()
        if measure.is_select and order.as_of is None
        else calls.written(order.name, order.outage, order.as_of)
    )
    places = figures.drawn(order.name, frame.with_row_index("drawn_as", offset=1))["drawn_as"].to_list()
    if places == list(range(1, frame.height + 1)):
        return text
    listed = ", ".join(map(str, places))
    return (
        f"SELECT * EXCLUDE (place) FROM (SELECT *, row_number() OVER () AS place FROM (\n{text}\n))\n"
        f"WHERE place IN ({listed}) ORDER BY list_position([{listed}], place)"
    )
