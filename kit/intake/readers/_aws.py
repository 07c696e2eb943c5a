"""What the public feeds of AWS share: their status codes, and topics that several posts have in common."""

from __future__ import annotations

import re

STATUS = {"0": "resolved", "1": "informational", "2": "degradation", "3": "disruption"}
"""Codes of the health dashboard, number or string; a log runs 1, 2, 3 and ends with 0."""
RANK = {"0": 0, "1": 1, "2": 2, "3": 3}

_PREFIX = re.compile(
    r"^\s*((informational message|service is operating normally|performance issues|service disruption|service impact|"
    r"service degradation|\[\w+\])\s*:?\s*)+",
    re.IGNORECASE,
)


def topic(summary: str) -> str:
    """Give a summary without what says how far it has come."""
    return _PREFIX.sub("", summary).strip()


def is_over(summary: str) -> bool:
    """Tell whether a summary says that it is over."""
    return "[resolved]" in summary.lower() or summary.lower().startswith("service is operating normally")
