"""Files and folders that appear whole or not at all, whoever else writes them at the same time: the one writer of the kit; and folders that go when whoever made them goes.

What is written stands beside its target under a hidden name of its own, `.<name>.<chance>.<process>.new`, until it is whole.
"""

from __future__ import annotations

import fcntl
import math
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT = re.compile(r"\..*\.(\d+)\.new(\.\w+)?")
"""The name of what is not whole yet, with its process; DuckDB puts `.wal` and `.tmp` beside a database."""

_REMOVE = 'read -r _; for _ in 1 2 3 4 5 6 7 8 9; do rm -rf -- "$1" && exit; sleep 0.2; done'
"""Waits for the end of its input, then removes a folder; again, where a process that is about to end still writes into it."""


def write_whole(target: Path, content: str | bytes) -> None:
    """Write a file, text in UTF-8 and its line ends as they are. Raises OSError, which names the file."""
    with whole(target) as new, _named(target):
        new.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path at which to make a file or a folder; put it in the place of the target when all went well, else drop it.

    Where several write the same target, the last one stands, whole. Raises OSError, which names the target.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{secrets.token_hex(4)}.{os.getpid()}.new")
    try:
        yield new
        with _named(target):
            _put(new, target)
    finally:
        _drop(new)


@contextmanager
def locked(place: Path, seconds: float = math.inf) -> Iterator[None]:
    """Keep out others who lock the same place: a folder that is there, or a file that is made for it and stays.

    Raises TimeoutError where another holds it for longer than so many seconds.
    """
    lock = os.open(place, os.O_RDONLY if place.is_dir() else os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(lock, seconds)
        yield
    finally:
        os.close(lock)


def sweep(folder: Path) -> None:
    """Remove what killed processes left half-written in a folder, but nothing of those that still run."""
    for path in folder.glob(".*.new*"):
        found = _LEFT.fullmatch(path.name)
        if found and not _runs(int(found[1])):
            with suppress(OSError):
                _drop(path)


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a new folder that goes at the end of the block, or when this process is killed in it. Raises OSError where none can be made."""
    folder = tempfile.mkdtemp(prefix="outage-kit-")
    try:
        remover = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _REMOVE, "sh", folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        Path(folder).rmdir()
        raise
    with remover:  # at its end the input is closed and the remover waited for
        yield Path(folder)


@contextmanager
def _named(target: Path) -> Iterator[None]:
    """Let an error name the target, not where it was being made; where a disk is full Python names no file at all."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from None


def _put(new: Path, target: Path) -> None:
    if not new.is_dir():
        new.replace(target)
        return
    with locked(target.parent):  # a folder cannot be renamed over another
        old = new.with_name(f".{target.name}.{secrets.token_hex(4)}.{os.getpid()}.new")
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            with suppress(OSError):
                old.rename(target)
            raise
        _drop(old)


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _take(lock: int, seconds: float) -> None:
    if seconds == math.inf:
        return fcntl.flock(lock, fcntl.LOCK_EX)
    until = time.monotonic() + seconds
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TimeoutError from None
            time.sleep(0.1)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
