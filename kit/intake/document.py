"""A file as the readers see it: its bytes, their hash, its text and what shape that has."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
import re
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from kit.errors import BadInput
from kit.files import write_whole

if TYPE_CHECKING:
    from kit.intake.table_map import TableMap

HEAD_BYTES = 65_536
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MAGIC = {b"PAR1": "parquet", b"PK\x03\x04": "excel", b"\xd0\xcf\x11\xe0": "excel"}
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*(<!doctype html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)
_YAML = re.compile(r"(\s*#.*\n)*[A-Za-z_][\w-]*:(\s|$)")


class BadFile(BadInput):
    """A file that is empty, cut off, an error page or of no known format; nothing of it is loaded."""


_SNAPSHOT = re.compile(r"^\d{4}-\d\d-\d\dT\d{6}Z-")  # as `kit.pull` names what it saves


@dataclass(frozen=True)
class Document:
    """One file; what is costly is found only when asked for."""

    path: Path
    map: TableMap | None = None

    @cached_property
    def sha256(self) -> str:
        """Give the hash of the bytes as they lie on the disk."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """Give the first bytes, unpacked."""
        try:
            with gzip.open(self.path) if self.is_packed else self.path.open("rb") as file:
                return file.read(HEAD_BYTES)
        except (EOFError, gzip.BadGzipFile) as error:
            self.refuse_cut_off(str(error))

    @cached_property
    def is_packed(self) -> bool:
        """Tell whether the file is gzip."""
        with self.path.open("rb") as file:
            return file.read(2) == b"\x1f\x8b"

    @cached_property
    def encoding(self) -> str | None:
        """Give the encoding: that of the map, of the byte order mark, else UTF-8 where the head is; None for another."""
        if self.map and self.map.encoding:
            return self.map.encoding
        for mark, name in _BOMS.items():
            if self.head.startswith(mark):
                return name
        if self.head[1:2] == b"\0" and self.head[:1] != b"\0":
            return "utf-16-le"
        return "utf-16-be" if self.head[:1] == b"\0" and self.head[1:2] != b"\0" else _utf8(self.head)

    @cached_property
    def head_text(self) -> str:
        """Give the first characters, without a byte order mark; nothing where the encoding is not known."""
        decoder = codecs.getincrementaldecoder(self.encoding or "ascii")(errors="ignore")
        return decoder.decode(self.head).lstrip("\ufeff")

    @cached_property
    def text(self) -> str:
        """Give the whole text, without a byte order mark. Raises BadFile where it is not in its encoding."""
        if self.encoding is None:
            self.refuse('it is neither UTF-8 nor UTF-16; say encoding = "cp949" or another in its map')
        try:
            data = gzip.decompress(self.path.read_bytes()) if self.is_packed else self.path.read_bytes()
            return data.decode(self.encoding).lstrip("\ufeff")
        except EOFError as error:
            self.refuse_cut_off(str(error))
        except UnicodeDecodeError as error:
            self.refuse(f"byte {error.start} is not {self.encoding}; the file is damaged, or its map lacks `encoding`")

    @cached_property
    def shape(self) -> str:
        """Give what it is made of: json, json_lines, xml, html, front_matter, yaml, parquet, excel, text or binary."""
        for magic, shape in _MAGIC.items():
            if self.head.startswith(magic):
                return shape
        start = self.head_text.lstrip()
        if self.encoding is None or "\0" in start[:1000]:
            return "binary"
        if start[:1] == "<":
            return "html" if _HTML.match(start) else "xml"
        if start[:1] in ("{", "["):
            return "json_lines" if _is_json_lines(start) else "json"
        if re.match(r"(---|\+\+\+)\s*\n", start):
            return "front_matter" if re.search(r"\n(---|\+\+\+)\s*(\n|$)", start[4:]) else "yaml"
        return "yaml" if _YAML.match(start) and "," not in start.partition("\n")[0] else "text"

    @cached_property
    def json(self) -> Any:
        """Give the parsed JSON; None where it is none. Raises BadFile where it is cut off or damaged."""
        if self.shape != "json":
            return None
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            place = f"line {error.lineno} column {error.colno}"
            ends = error.pos >= len(self.text.rstrip()) - 1 or "Unterminated" in error.msg
            if ends:
                self.refuse_cut_off(f"its JSON stops at {place}")
            self.refuse(f"its JSON is damaged at {place}: {error.msg}")
        except RecursionError:
            self.refuse("its JSON is nested too deeply")

    @cached_property
    def plain_path(self) -> Path:
        """Give a path of the same text, unpacked and in UTF-8, for what reads only that."""
        if not self.is_packed and self.encoding in ("utf-8", "utf-8-sig"):
            return self.path
        folder = Path(tempfile.mkdtemp(prefix="outage-kit-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        copy = folder / f"{self.path.stem}.txt"
        write_whole(copy, self.text)
        return copy

    @property
    def name(self) -> str:
        """Give the name that the source gave the file: without its ending and without the time that a snapshot puts before it."""
        return _SNAPSHOT.sub("", self.path.stem)

    def refuse(self, why: str) -> NoReturn:
        """Raise the error that says why nothing of the file is loaded."""
        msg = f"{self.path}: {why}"
        raise BadFile(msg) from None

    def refuse_cut_off(self, why: str) -> NoReturn:
        """Raise the error of a file that stops in the middle."""
        self.refuse(f"it is cut off ({why}); fetch it again")


def check(document: Document) -> None:
    """Raise BadFile for what can hold no records whatever its format: no bytes, an HTML page."""
    if not document.head.strip():
        document.refuse("it has no content; an empty file says nothing about outages, fetch it again")
    if document.shape == "html":
        document.refuse("it is an HTML page under another name, most likely an error page; fetch it again")


def _utf8(head: bytes) -> str | None:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _is_json_lines(start: str) -> bool:
    """Tell whether the first two lines are each a whole JSON value."""
    lines = [line for line in start.split("\n", 3)[:3] if line.strip()]
    try:
        values = [json.loads(line) for line in lines[:2]]
    except ValueError:
        return False
    return len(values) == 2 and all(isinstance(value, dict) for value in values)
