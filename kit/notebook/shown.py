"""Something that a notebook shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

HEADER = "application/vnd.outage-kit.header+json"
"""Data of a page's header: title, badge, date and so on. A page takes it from what `header` shows."""


@dataclass(frozen=True)
class Shown:
    """Something that a notebook shows: HTML, the same as plain text, and data for the page it is rendered to."""

    html: str
    plain: str
    header: dict[str, Any] | None = None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/html": self.html, "text/plain": self.plain}
        return bundle | ({HEADER: self.header} if self.header else {})
