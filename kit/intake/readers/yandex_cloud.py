"""Yandex Cloud status API: the list (`items`), one incident, or the services with the incidents of each.

Clocks: `startDate` is the onset, `endDate` the end, `createdAt` the first post, `comments.createdAt` the posts, `updatedAt` the last word. A record
may stay `open` with an `endDate`: that is its end where a comment calls it resolved, else it is not believed and the end stays empty.
Texts are Russian or English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit.intake.engine import read_json
from kit.intake.record import Reader, any_has, is_object_with

if TYPE_CHECKING:
    from kit.intake.document import Document

_KEYS = ("startDate", "endDate", "levelId")


def _recognises(document: Document) -> bool:
    found: Any = document.json
    is_list = is_object_with(found, "items") and any_has(found["items"], *_KEYS)
    return (
        is_list
        or is_object_with(found, *_KEYS)
        or any_has(found, *_KEYS)
        or any_has(found, "installationCode", "incidents")
    )


READER = Reader(
    name="yandex_cloud",
    recognised_by="JSON incidents with `startDate`, `endDate` and `levelId`, or services with `installationCode` and `incidents`",
    shapes=("json",),
    recognises=_recognises,
    read=read_json("yandex_cloud"),
    provider="Yandex Cloud",
)
