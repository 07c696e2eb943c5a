"""Upptime: the GitHub issues that it opens and closes, `history/summary.json`, `history/<slug>.yml` and the badges in `api/`.

Clocks: `created_at` of an issue is when the monitor found the site down (the first post, not the onset), `closed_at` when it found it up (the
end). `dailyMinutesDown` is a series of minutes a day, which says nothing of how many outages they were. A `.yml` says how the site stood at
`lastUpdated`: one that is down is open as of then, with an onset that nobody says (`startTime` is when monitoring began); one that is up is
no record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import polars as pl
import yaml

from kit.intake.record import RECORD, SERIES, Reader, Reading, any_has, complete, each, is_object_with, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document


def _recognises(document: Document) -> bool:
    found = document.json
    if document.shape == "yaml":
        return "\nresponseTime:" in document.head_text and "\nlastUpdated:" in document.head_text
    is_badge = is_object_with(found, "schemaVersion", "label", "message")
    return (
        is_badge
        or any_has(found, "slug", "uptime")
        or (any_has(found, "html_url", "labels", "closed_at") and _is_status(found))
    )


def _is_status(issues: list[Any]) -> bool:
    """Tell whether some issue has the label that Upptime gives its own."""
    return any("status" in _labels(issue) for issue in issues if isinstance(issue, dict))


def _labels(issue: dict[str, Any]) -> list[str]:
    return [str(label.get("name") if isinstance(label, dict) else label) for label in issue.get("labels") or []]


def _read(document: Document) -> Reading:
    if document.shape == "yaml":
        return _history(document)
    if is_object_with(document.json, "schemaVersion"):
        return Reading(complete(pl.DataFrame(), RECORD), notices=("a badge, which holds no record",))
    return _summary(document.json) if any_has(document.json, "slug", "uptime") else _issues(document.json)


def _history(document: Document) -> Reading:
    site: dict[str, str] = yaml.load(document.text, yaml.BaseLoader)  # noqa: S506 -- its base loader makes nothing but text
    if site.get("status") == "up":
        return Reading(
            complete(pl.DataFrame(), RECORD), notices=(f"up at {site.get('lastUpdated')}, which is no record",)
        )
    return Reading(
        records_of(
            [
                {
                    "locator": "",
                    "native_id": f"{document.name}/now",
                    "title": f"{document.name} is {site.get('status')}",
                    "state": "open",
                    "status": site.get("status"),
                    "last_seen": site.get("lastUpdated"),
                    "url": site.get("url"),
                    "raw": json.dumps(site),
                    "components": [{"component": document.name, "region": None, "status": site.get("status")}],
                    "updates": [
                        {"at": site.get("lastUpdated"), "status": site.get("status"), "body": None, "state": "open"}
                    ],
                }
            ]
        )
    )


def _summary(sites: list[Any]) -> Reading:
    rows = [
        {
            "locator": f"/{number}/dailyMinutesDown/{day}",
            "series_id": "upptime_minutes_down",
            "entity_id": site["name"],
            "at": day,
            "zone": "UTC",
            "value": float(minutes),
            "unit": "minutes",
            "raw": json.dumps({"name": site["name"], day: minutes}),
        }
        for number, site in enumerate(sites)
        if is_object_with(site, "name")
        for day, minutes in (site.get("dailyMinutesDown") or {}).items()
    ]
    bad = [
        {"locator": f"/{number}", "raw": json.dumps(site), "problem": "it has no name"}
        for number, site in enumerate(sites)
        if not is_object_with(site, "name")
    ]
    series = complete(pl.DataFrame([*rows, *bad], infer_schema_length=None), SERIES)
    down = sum(is_object_with(site, "status") and site["status"] == "down" for site in sites)
    notice = f"{len(sites)} sites, {down} of them down; their minutes down a day are in the table series"
    return Reading(complete(pl.DataFrame(), RECORD), series, (notice,))


def _issues(issues: list[Any]) -> Reading:
    return Reading(records_of(each(_record, ((f"/{number}", issue) for number, issue in enumerate(issues)))))


def _record(issue: dict[str, Any], _: str) -> dict[str, Any]:
    labels = [label for label in _labels(issue) if label != "status"]
    if "number" not in issue or not {"status", "maintenance"} & {*_labels(issue)}:
        return {"problem": "it is no outage: it has no number, or neither the label status nor maintenance"}
    is_closed = issue.get("state") == "closed"
    return {
        "native_id": str(issue["number"]),
        "title": issue["title"],
        "provider": _repository(issue),
        "kind": "maintenance" if "maintenance" in labels else "incident",
        "status": issue.get("state"),
        "state": "over" if is_closed else "open",
        "posted": issue.get("created_at"),
        "resolved": issue.get("closed_at"),
        "last_seen": issue.get("updated_at"),
        "url": issue.get("html_url"),
        "components": [
            {"component": label, "region": None, "status": None} for label in labels if label != "maintenance"
        ],
        "updates": [{"at": issue.get("created_at"), "status": "open", "body": issue.get("body"), "state": "open"}],
    }


def _repository(issue: dict[str, Any]) -> str | None:
    """Give owner/name of the repository that an issue is of."""
    parts = urlsplit(str(issue.get("html_url") or "")).path.strip("/").split("/")
    return "/".join(parts[:2]) if len(parts) >= 2 else None


READER = Reader(
    name="upptime",
    recognised_by="GitHub issues labelled `status`, or history/summary.json, history/<slug>.yml, api/<slug>/*.json of Upptime",
    shapes=("json", "yaml"),
    recognises=_recognises,
    read=_read,
    is_file_a_record=lambda document: document.shape == "yaml",
)
