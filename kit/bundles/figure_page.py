"""The page of one figure: interactive, in the language of its reader, with its numbers as a table, its sources, and its own letters."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from plotly.offline import get_plotlyjs, get_plotlyjs_version

from kit.files import write_whole
from kit.printing import blocks, letters
from kit.text import words

if TYPE_CHECKING:
    from pathlib import Path

    import plotly.graph_objects as go

SHARED = f"plotly-{get_plotlyjs_version()}.min.js"
"""The plotly.js that the pages of a batch share, two folders above each."""

_PLOTLY = "<!-- plotly.js -->"


def html(figure: go.Figure, manifest: dict[str, Any], *, is_shared: bool) -> str:
    """Give the page of a figure. It needs no network; `is_shared` leaves plotly.js to a file beside the batch."""
    lang = manifest["lang"]
    block = blocks.figure_block(
        json.loads(figure.to_json()),
        lang,
        displayModeBar=True,
        modeBarButtons=[["toImage"]],
        toImageButtonOptions={"filename": manifest["figure"], "scale": 2},
    )
    written: str = (
        blocks.environment()
        .get_template("figure.html")
        .render(
            lang=lang,
            say=words(lang),
            block=block,
            meta=block["meta"],
            manifest=manifest,
            letters=blocks.LETTERS,
            plotly=_PLOTLY,
            locale=json.dumps(blocks.locale(lang), ensure_ascii=False),
        )
    )
    script = f'<script src="../../{SHARED}"></script>' if is_shared else f"<script>{get_plotlyjs()}</script>"
    return written.replace(
        blocks.LETTERS, letters.rules(written + letters.LATIN, _bold(written) + letters.LATIN)
    ).replace(_PLOTLY, script)


def _bold(written: str) -> str:
    """Give the texts of a page that stand in bold, in its figures, where a `<` is escaped, and around them."""
    bold = r"<b>(.*?)<|<h\d[^>]*>(.*?)</h|<th[^>]*>(.*?)</th"
    return "".join(text for found in re.findall(bold, written.replace("\\u003c", "<")) for text in found)


def share_plotly(out: Path) -> None:
    """Write the plotly.js that pages share, unless it is there."""
    path = out / SHARED
    if not path.exists():
        write_whole(path, get_plotlyjs())
