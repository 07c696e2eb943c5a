"""Pull live feeds: fetch an address, keep what came as a dated snapshot with its origin beside it, and load that.

A snapshot is `<folder>/<host>/<UTC time>-<name>.<ext>`, never written over, and its origin the same name with `.origin.toml`. Only a snapshot
that this database holds is asked about conditionally, so that 304 always means: nothing new here.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import duckdb
import polars as pl

from kit import settings
from kit.database import store
from kit.errors import BadInput, KitError, NotFound
from kit.files import locked, write_whole
from kit.intake.account import LoadedFile, Summary
from kit.intake.arrivals import SHRUNKEN_FROM, SHRUNKEN_SHARE
from kit.intake.document import BadFile, Document
from kit.intake.engine import limit
from kit.intake.fetch import NOT_MODIFIED, Answer, Limits, NotFetched, Terms, checked_url, fetch
from kit.intake.load import load
from kit.intake.readers import reader_of, readers
from kit.intake.table_map import map_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEEDS = settings.DATA / "feeds"
APIS = ("/api/v2/incidents.json", "/api/v2/summary.json", "/index.json", "/summary.json", "/history.atom")
"""Where the API of a status page lies: Statuspage and incident.io (the first two), Better Stack, Instatus, and a feed that many have."""
_ENDINGS = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".atom",
    ".rss",
    ".xml",
    ".csv",
    ".tsv",
    ".xls",
    ".xlsx",
    ".parquet",
    ".yml",
    ".yaml",
    ".md",
    ".html",
    ".txt",
    ".gz",
)
_OF_TYPE = {
    "json": ".json",
    "atom": ".atom",
    "rss": ".rss",
    "xml": ".xml",
    "csv": ".csv",
    "yaml": ".yml",
    "markdown": ".md",
    "html": ".html",
}
_UNREADABLE = (duckdb.Error, pl.exceptions.PolarsError, LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class _Loaded:
    """What the database knows of a file that it holds."""

    format: str
    provider: str | None
    records: int


@dataclass(frozen=True)
class _Snapshot:
    """A snapshot that the database holds: where it lies, what its origin says, what came of it."""

    path: Path
    origin: dict[str, Any]
    loaded: _Loaded


@dataclass(frozen=True)
class _Seen:
    """What a snapshot holds, before it is loaded. `may_shrink` is for lists of what is going on, and for files of one record."""

    records: int
    names_provider: bool
    may_shrink: bool


@dataclass(frozen=True)
class _Job:
    """How to pull, whatever the address; `held` is what the database holds, by hash."""

    form: str | None
    target: Path
    held: dict[str, _Loaded]
    folder: Path
    limits: Limits
    allow_private: bool


@dataclass(frozen=True)
class _Order:
    """One address to pull; `place` is the folder of its host."""

    url: str
    place: Path
    terms: Terms
    job: _Job

    @property
    def host(self) -> str:
        return str(urlsplit(self.url).hostname)


def pull(  # noqa: PLR0913 -- as the command line promises
    urls: Sequence[str] | str,
    *,
    form: str | None = None,
    allow_private: bool = False,
    db: Path | str | None = None,
    folder: Path | str | None = None,
    limits: Limits | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Summary:
    """Fetch addresses one after the other, save what each gives under `folder` (`data/feeds/`), and load it; give what became of each.

    The front address of a status page does, too: the API behind it is looked for at `APIS`. An address that fails is a file with an `error`
    and stops no other. Raises NotFound for an unknown format, BadInput for a database that is none.
    """
    form = form and form.replace("-", "_").lower()
    if form is not None and form not in readers():
        what = "format"
        raise NotFound(what, form, readers())
    limit(memory, threads)
    target = Path(db) if db else settings.default_path()
    held = _held(target)  # refuses what is no database of the kit before anything is fetched
    job = _Job(form, target, held, Path(folder or FEEDS), limits or Limits(), allow_private)
    return Summary(tuple(_pulled(url, job) for url in ([urls] if isinstance(urls, str) else urls)))


def _pulled(url: str, job: _Job) -> LoadedFile:
    """Pull one address; say what is wrong instead of raising it, without a password that stands in the address."""
    shown = re.sub(r"//[^/]*@", "//", url)
    try:
        return _taken(_order(checked_url(url), job))
    except (KitError, OSError) as error:
        return LoadedFile(shown, error=str(error) if shown in str(error) else f"{shown}: {error}")


def _order(url: str, job: _Job) -> _Order:
    place = job.folder / re.sub(r"[^\w.-]+", "-", str(urlsplit(url).hostname), flags=re.ASCII).strip(".-")
    until = monotonic() + job.limits.whole_seconds
    return _Order(
        url,
        place,
        Terms(job.limits, until, job.allow_private, lambda hop: _validators(_last(place, hop, job.held))),
        job,
    )


def _taken(order: _Order) -> LoadedFile:
    """Fetch, save and load one address."""
    answer = _answer(order)
    last = _last(order.place, answer.url, order.job.held)
    if answer.status == NOT_MODIFIED:
        return _unchanged(order, answer, last)
    path = _saved(order, answer)
    seen = _seen(path, order.job.form)
    if seen and last:
        _refuse_shrunken(path, seen, last)
    provider = order.host if seen and not seen.names_provider else None
    file = load(path, form=order.job.form, provider=provider, db=order.job.target).files[0]
    read_from = (f"read from {answer.url}",) if answer.url != order.url else ()
    return replace(file, error=file.error and f"{order.url}: {file.error}", notices=(*read_from, *file.notices))


def _unchanged(order: _Order, answer: Answer, last: _Snapshot | None) -> LoadedFile:
    """Say that there is nothing new since the last snapshot. Raises NotFetched where there is none."""
    if last is None:
        msg = f"{order.url}: the server says that nothing changed (304), though nothing was asked of before"
        raise NotFetched(msg)
    notice = f"nothing new at {answer.url} since {last.origin['fetched_at']:%Y-%m-%d %H:%M} UTC (304)"
    return LoadedFile(
        str(last.path), last.loaded.format, last.loaded.provider, str(last.origin["sha256"]), notices=(notice,)
    )


def _answer(order: _Order) -> Answer:
    """Fetch an address, or the API behind it where it is the front of a status page. Raises NotFetched, also for what is empty."""
    answer = fetch(order.url, order.terms)
    if answer.status == NOT_MODIFIED:
        return answer
    if not answer.body.strip():
        msg = f"{order.url}: the answer is empty; empty is not healthy, try again"
        raise NotFetched(msg)
    is_front = "/" in (urlsplit(order.url).path, urlsplit(answer.url).path)
    return _behind(answer.url, order) if is_front and _shape(answer) == "html" else answer


def _behind(front: str, order: _Order) -> Answer:
    """Find the API behind the front of a status page: the first place whose answer a reader recognises."""
    failures = []
    for api in APIS:
        try:
            answer = fetch(urljoin(front, api), order.terms)
        except NotFetched as error:
            failures.append(str(error))
            continue
        if answer.status == NOT_MODIFIED or _is_recognised(answer, order.job.form):
            return answer
        failures.append(f"{answer.url}: nothing that a reader recognises")
    msg = f"{order.url}: it is a web page, and no API that can be read was found behind it ({'; '.join(failures)}); give the address of its API or feed"
    raise NotFetched(msg)


@contextmanager
def _as_document(answer: Answer) -> Iterator[Document]:
    """Lend an answer as a file that readers can look at."""
    with tempfile.TemporaryDirectory(prefix="outage-kit-") as folder:
        path = Path(folder) / f"answer{_ending(answer)}"
        write_whole(path, answer.body)
        yield Document(path)


def _shape(answer: Answer) -> str:
    with _as_document(answer) as document:
        return document.shape


def _is_recognised(answer: Answer, form: str | None) -> bool:
    with _as_document(answer) as document:
        try:
            reader = readers()[form] if form else reader_of(document)
            return document.shape in reader.shapes and reader.recognises(document)
        except BadFile:
            return False


def _seen(path: Path, form: str | None) -> _Seen | None:
    """Look at a snapshot; None for one that cannot be read, of which loading will say why."""
    document = Document(path, map_beside(path))
    try:
        reader = reader_of(document, form)
        reading = reader.read(document)
    except (BadFile, *_UNREADABLE):
        return None
    values = 0 if reading.series is None else reading.series.height
    names_provider = reader.provider is not None or reading.records["provider"].null_count() < reading.records.height
    return _Seen(
        reading.records.height + values,
        names_provider,
        reader.is_active_only(document) or reader.is_file_a_record(document),
    )


def _refuse_shrunken(path: Path, seen: _Seen, last: _Snapshot) -> None:
    """Raise BadFile for a snapshot that has far fewer records than the last one of the same address."""
    before = last.loaded.records
    is_short = before >= SHRUNKEN_FROM and seen.records < before * SHRUNKEN_SHARE
    if not seen.may_shrink and (is_short or (before and not seen.records)):
        Document(path).refuse(
            f"it has {seen.records} records, the snapshot before ({last.path.name}) had {before}; it is most likely cut off. "
            f"Pull again, or load this one if it is right"
        )


def _held(target: Path) -> dict[str, _Loaded]:
    """Give what the database holds of files, by their hash; nothing where there is no database yet."""
    if not target.exists():
        return {}
    with store.connect(target) as db:
        rows = db.execute("SELECT sha256, format, provider, records FROM load ORDER BY load_id").fetchall()
    return {digest: _Loaded(form, provider, records) for digest, form, provider, records in rows}


def _last(place: Path, address: str, held: dict[str, _Loaded]) -> _Snapshot | None:
    """Give the newest snapshot that came from an address and is in the database."""
    for beside in sorted(place.glob("*.origin.toml"), reverse=True):
        origin = _origin(beside)
        path = beside.with_name(beside.name.removesuffix(".origin.toml"))
        if origin.get("final_url") == address and origin["sha256"] in held and path.exists():
            return _Snapshot(path, origin, held[origin["sha256"]])
    return None


def _origin(path: Path) -> dict[str, Any]:
    """Read an origin. Raises BadInput for one that somebody damaged."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{path} is no TOML ({error}); delete it, and its snapshot is no longer asked about"
        raise BadInput(msg) from None


def _validators(last: _Snapshot | None) -> dict[str, str]:
    """Give the headers that ask only for what is newer than a snapshot."""
    asked = {"If-None-Match": "etag", "If-Modified-Since": "last_modified"} if last else {}
    return {header: last.origin[name] for header, name in asked.items() if last and last.origin.get(name)}


def _saved(order: _Order, answer: Answer) -> Path:
    """Write an answer and its origin, each whole or not at all; the origin first, so that no snapshot is without."""
    order.place.mkdir(parents=True, exist_ok=True)
    moment = settings.now()
    origin = {
        "url": order.url,
        "final_url": answer.url,
        "fetched_at": moment,
        "status": answer.status,
        "sha256": sha256(answer.body).hexdigest(),
        "bytes": len(answer.body),
        **{name.replace("-", "_"): answer.headers.get(name, "") for name in ("etag", "last-modified", "content-type")},
    }
    text = "".join(f"{name} = {_toml(value)}\n" for name, value in origin.items())
    with locked(order.place):  # no other process takes the name meanwhile
        path = _free(order.place, f"{moment:%Y-%m-%dT%H%M%SZ}-{_name(answer)}", _ending(answer), answer.body)
        write_whole(path.with_name(f"{path.name}.origin.toml"), text)
        write_whole(path, answer.body)
    return path


def _free(place: Path, stem: str, ending: str, body: bytes) -> Path:
    """Give a name that is free, or under which the same bytes lie: a snapshot is never written over."""
    path, number = place / f"{stem}{ending}", 2
    while path.exists() and path.read_bytes() != body:
        path, number = place / f"{stem}-{number}{ending}", number + 1
    return path


def _name(answer: Answer) -> str:
    path = PurePosixPath(unquote(urlsplit(answer.url).path))
    bare = str(path).removesuffix(_ending(answer))
    return re.sub(r"[^\w]+", "-", bare, flags=re.ASCII).strip("-")[:80] or "index"


def _ending(answer: Answer) -> str:
    """Give the ending of the address where it is one of data, else that of the content type."""
    endings = PurePosixPath(unquote(urlsplit(answer.url).path.lower())).suffixes[-2:]
    if endings and endings[-1] in _ENDINGS:
        return "".join(ending for ending in endings if ending in _ENDINGS) if endings[-1] == ".gz" else endings[-1]
    kind = answer.headers.get("content-type", "")
    return next((ending for word, ending in _OF_TYPE.items() if word in kind), ".txt")


def _toml(value: Any) -> str:
    """Write a value as TOML: text, a number or a time."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value) if isinstance(value, int) else value.isoformat(timespec="seconds")
