"""Markdown with front matter, one file an incident: issues of cState (Hugo), folders of post-mortems.

Clocks: `date` or `start_time` is the onset as its writer gives it, `resolvedWhen` or `end_time` the end, `{{< track "..." >}}` the posts. Zones
are rarely written. The date in the name of the file is not read. An impossible date is kept and flagged.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import yaml

from kit.intake.record import Reader, Reading, records_of

if TYPE_CHECKING:
    from kit.intake.document import Document

_FENCED = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|$)(.*)", re.DOTALL)
_TRACK = re.compile(r"\{\{<\s*track\s+\"?([^\">]*?)\"?\s*>\}\}")
_BEGAN = ("start_time", "startTime", "started", "start", "began", "date")
_ENDED = ("resolvedWhen", "end_time", "endTime", "ended", "end", "resolved_at")
_RANK = {"notice": 1, "minor": 1, "disrupted": 2, "major": 2, "down": 3, "critical": 3}
_KEYS = {
    "resolved",
    "resolvedWhen",
    "severity",
    "affected",
    "start_time",
    "end_time",
    "startTime",
    "endTime",
    "company",
    "outage",
    "incident",
}


def _recognises(document: Document) -> bool:
    found = _FENCED.match(document.head_text)
    return bool(found and re.search(rf"^({'|'.join(sorted(_KEYS))})\s*[:=]", found[2], re.MULTILINE))


def _read(document: Document) -> Reading:
    found = _FENCED.match(document.text)
    if not found:
        document.refuse_cut_off("its front matter is not closed")
    try:
        fields = tomllib.loads(found[2]) if found[1] == "+++" else yaml.load(found[2], yaml.BaseLoader)  # noqa: S506 -- makes only text
    except (yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        problem = f"its front matter is damaged: {' '.join(str(error).split())[:120]}"
        return Reading(records_of([{"locator": "front matter", "raw": json.dumps(document.text), "problem": problem}]))
    if not isinstance(fields, dict):
        return Reading(
            records_of(
                [
                    {
                        "locator": "front matter",
                        "raw": json.dumps(document.text),
                        "problem": "its front matter has no fields",
                    }
                ]
            )
        )
    return Reading(records_of([_record(document, {key: _text(value) for key, value in fields.items()}, found[3])]))


def _text(value: Any) -> Any:
    """Keep lists; make text of everything else, with nothing for an empty one."""
    return [str(item) for item in value] if isinstance(value, list) else str(value).strip() or None


def _record(document: Document, fields: dict[str, Any], body: str) -> dict[str, Any]:
    ended = _first(fields, _ENDED)
    severity = fields.get("severity")
    is_resolved = str(fields.get("resolved", "")).lower()
    state = {"true": "over", "yes": "over", "false": "open", "no": "open"}.get(is_resolved)
    return {
        "locator": "front matter",
        "native_id": document.name,
        "title": fields.get("title"),
        "provider": fields.get("company"),
        "severity": severity,
        "severity_rank": 0 if fields.get("informational") == "true" else _RANK.get(str(severity).lower()),
        "status": {"over": "resolved", "open": "unresolved"}.get(str(state)),
        "state": state or ("over" if ended else None),
        "began": _first(fields, _BEGAN),
        "resolved": ended if state != "open" else None,
        "url": fields.get("url"),
        "components": [{"component": name, "region": None, "status": None} for name in _components(fields)],
        "updates": [*_posts(body)],
        "raw": json.dumps(fields | {"body": body}, ensure_ascii=False),
    }


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """Give the first of several fields that says anything; `null` is how some write nothing."""
    found = [str(fields[name]) for name in names if fields.get(name)]
    return next((value for value in found if value.lower() not in ("null", "none", "~")), None)


def _components(fields: dict[str, Any]) -> list[str]:
    named = fields.get("affected") or fields.get("product") or []
    return [name for name in (named if isinstance(named, list) else [named]) if name]


def _posts(body: str) -> list[dict[str, str | None]]:
    """Give the paragraphs that say when they were written."""
    found = []
    for paragraph in re.split(r"\n\s*\n", body):
        tracked = _TRACK.search(paragraph)
        status = re.match(r"\s*\*+([A-Za-z ]+)\*+", paragraph)
        if tracked:
            found.append(
                {
                    "at": tracked[1],
                    "status": status[1].strip() if status else None,
                    "body": _TRACK.sub("", paragraph).strip(),
                }
            )
    return found


READER = Reader(
    name="front_matter",
    recognised_by="Markdown whose front matter has resolved, severity, affected or start_time (cState; folders of post-mortems)",
    shapes=("front_matter",),
    recognises=_recognises,
    read=_read,
    is_file_a_record=lambda _: True,
)
