"""Google Cloud and Google Workspace dashboards (`incidents.json`).

Clocks: `begin` is the onset, `end` the end (null while it goes on), `created` the first post, `modified` the last word, `updates.when` the
posts. Times inside the texts are local ("US/Pacific") and are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kit.intake.engine import engine, query_text
from kit.intake.record import RECORD, Reader, Reading, any_has, complete

if TYPE_CHECKING:
    from kit.intake.document import Document

_WORKSPACE = {
    "Gmail",
    "Google Calendar",
    "Google Drive",
    "Google Docs",
    "Google Sheets",
    "Google Slides",
    "Google Meet",
    "Google Chat",
    "Google Forms",
    "Google Sites",
    "Google Groups",
    "Google Voice",
    "Google Keep",
    "Google Tasks",
    "Admin Console",
    "Google Vault",
    "Classroom",
    "Google Classroom",
    "Google Workspace Support",
}


def _recognises(document: Document) -> bool:
    return any_has(document.json, "begin", "external_desc", "updates")


def _read(document: Document) -> Reading:
    frame = complete(engine().sql(query_text("google_cloud"), params={"document": document.text}).pl(), RECORD)
    named = frame.select(pl.col("components").explode().struct.field("component")).drop_nulls().unique()["component"]
    is_workspace = len(set(named) & _WORKSPACE) * 2 > len(set(named) - {"Multiple Products"})
    address = "https://www.google.com/appsstatus/dashboard/" if is_workspace else "https://status.cloud.google.com/"
    provider = "Google Workspace" if is_workspace else "Google Cloud"
    return Reading(frame.with_columns(provider=pl.lit(provider), url=pl.lit(address) + pl.col("url")))


READER = Reader(
    name="google_cloud",
    recognised_by="a JSON list with `begin`, `external_desc` and `updates` (incidents.json of Google Cloud or Workspace)",
    shapes=("json",),
    recognises=_recognises,
    read=_read,
)
