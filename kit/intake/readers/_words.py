"""Words of sources that mean the same for every format: what is no value, and what a status says of an outage."""

from __future__ import annotations

MISSING = ("", "null", "none", "nil", "nan", "nat", "n/a", "na", "-", "--", "?", "unknown", "- unknown", "tbd", "ongoing", "present")
"""Spellings of no value in a cell or field that should hold a time; compared in lower case."""

OVER = ("resolved", "completed", "complete", "closed", "fixed", "postmortem", "post-mortem", "available", "ok", "operational",
        "service is operating normally", "green", "up", "retroactive", "normal", "ended", "finished")
OPEN = ("investigating", "identified", "update", "in progress", "in_progress", "inprogress", "open", "opened", "active", "ongoing", "new",
        "service_outage", "service_disruption", "major outage", "partial outage", "degraded performance", "down", "red", "yellow",
        "firing", "alert", "triggered", "acknowledged", "hasissues")
STILL_WATCHED = ("monitoring", "verifying", "watching", "service_information")
"""Said to be mended and not yet closed: the record is open, and the post bounds no end."""

STATES = {**dict.fromkeys(OVER, "over"), **dict.fromkeys(OPEN, "open"), **dict.fromkeys(STILL_WATCHED, "watched")}

ZONES = {
    "Z": "UTC", "UTC": "UTC", "GMT": "UTC", "UT": "UTC", "WET": "UTC", "PST": "-08:00", "PDT": "-07:00", "MST": "-07:00", "MDT": "-06:00",
    "CST": "-06:00", "CDT": "-05:00", "EST": "-05:00", "EDT": "-04:00", "PT": "America/Los_Angeles", "MT": "America/Denver",
    "CT": "America/Chicago", "ET": "America/New_York", "AKST": "-09:00", "AKDT": "-08:00", "HST": "-10:00", "CET": "+01:00",
    "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "WEST": "+01:00", "BST": "+01:00", "MSK": "+03:00", "JST": "+09:00",
    "KST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00", "SGT": "+08:00", "HKT": "+08:00",
}
"""Abbreviations of zones that mean one offset wherever status pages print them."""
