"""What the tests of figures share: an outage and its source, and what a drawn figure says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import plotly.graph_objects as go

CROWDSTRIKE, KAKAO, NIRS = "crowdstrike-2024-07-19", "kakao-pangyo-2022-10-15", "nirs-daejeon-2025-09-26"
ONSET = datetime(2024, 7, 19, 4, 0, tzinfo=UTC)
SOURCE = {
    "source_id": "paper-1",
    "publisher": "The Paper",
    "via": None,
    "title": "It broke",
    "url": "https://example.org",
    "published_on": "2024-07-20",
    "kind": "press",
}
STARTED = {"onset_printed": "2024-07-19T04:00Z", "onset_earliest": ONSET, "onset_latest": ONSET + timedelta(minutes=1)}
"""The onset of that outage, in measures that tell it."""
OUTAGE = {
    "outage_id": "it-broke",
    "outage": "The outage",
    "outage_ko": "큰 장애",
    "review": "reviewed",
    "sources": [SOURCE],
}
"""What every row of a measure about an outage has."""

LEFT_OUT = {"maintenance": 2, "flagged": 1, "undated": 0, "quarantined": 0, "sources": []}
"""What every row of a measure of loaded reports has."""


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Give the frame of some rows."""
    return pl.DataFrame(list(rows), infer_schema_length=None)


def meta(figure: go.Figure) -> dict[str, str]:
    """Give the words of a figure."""
    return dict(figure.layout.meta)


def title(figure: go.Figure) -> str:
    """Give the title of a figure."""
    return str(figure.layout.meta["title"])


def texts(figure: go.Figure) -> str:
    """Give all that is written in a figure, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", " ".join(note.text for note in figure.layout.annotations)).split())


def labels(figure: go.Figure) -> list[str]:
    """Give what stands above the rows of a figure, without markup; two blanks stand for a new line."""
    return [
        re.sub(r"<[^>]*>", "", note.text.replace("<br>", "  "))
        for note in figure.layout.annotations
        if note.name is None
    ]
