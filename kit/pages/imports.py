"""Importing notebooks' format without what of it takes longest and no notebook needs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNNEEDED = ("rfc3987_syntax", "isoduration")
"""What jsonschema reads, where it is installed, to check IRIs and durations: over a second, and the schema of notebooks has neither."""


@contextmanager
def quick() -> Iterator[None]:
    """Let what is imported inside find those packages missing, as it may; afterwards whoever asks for them gets them."""
    hidden: dict[str, None] = {name: None for name in _UNNEEDED if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type]  # None is Python's own mark of what cannot be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
