"""Pages an hour, side by side with papermill and `jupyter nbconvert` on the same notebook, two at a time. Run by `make bench`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from kit.pages import rendering

NOTEBOOKS = {
    "two figures": Path(__file__).parent.parent / "data" / "notebooks" / "two-figures.ipynb",
    "the template": rendering.TEMPLATE,
}
AT_LEAST = {"two figures": 10, "the template": 8}
"""Times the throughput. What the cells of the template compute takes both alike, so that less is won there."""
SIDE_BY_SIDE = 2


@pytest.mark.skipif(not find_spec("papermill"), reason="papermill is in the extra `dev`")
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_pages_are_many_times_as_fast_as_papermill_and_nbconvert(
    db: duckdb.DuckDBPyConnection, database: Path, tmp_path: Path, name: str
) -> None:
    """Everything counts: starting up, thumbnails, the index. The two take turns, so that a busy machine slows both."""
    outages = [row[0] for row in db.execute("SELECT outage_id FROM outage ORDER BY outage_id").fetchall()]
    theirs = [_papermill(NOTEBOOKS[name], outages[:2], tmp_path, database)]
    ours = _kit(NOTEBOOKS[name], tmp_path, database)
    theirs.append(_papermill(NOTEBOOKS[name], outages[2:4], tmp_path, database))
    each = sum(theirs) / len(theirs)
    print(  # noqa: T201
        f"\n{name}, two at a time: papermill + nbconvert {each:.2f} s a page, outage-kit {ours:.3f} s a page ({2 * len(outages)} pages), "
        f"{each / ours:.0f} times the throughput"
    )

    assert each / ours >= AT_LEAST[name]


def _papermill(notebook: Path, outages: list[str], folder: Path, database: Path) -> float:
    """Give the seconds a page that papermill and nbconvert take for these outages, all at once."""
    began = time.monotonic()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(lambda outage: _papermill_one(notebook, outage, folder, database), outages))
    return (time.monotonic() - began) / len(outages)


def _papermill_one(notebook: Path, outage: str, folder: Path, database: Path) -> None:
    ran = folder / f"{outage}.ipynb"
    environment = rendering.environment(database) | {"PLOTLY_RENDERER": "notebook_connected"}
    words = [
        sys.executable,
        "-m",
        "papermill",
        "--no-progress-bar",
        "-p",
        "outage",
        outage,
        "-p",
        "lang",
        "ko",
        str(notebook),
        str(ran),
    ]
    subprocess.run(words, env=environment, cwd=notebook.parent, check=True, capture_output=True)
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", str(ran)],
        env=environment,
        check=True,
        capture_output=True,
    )


def _kit(notebook: Path, folder: Path, database: Path) -> float:
    """Give the seconds a page that a batch of all outages in both languages takes, from the start of the command to its end."""
    words = [
        "report",
        "--all",
        "--lang",
        "en,ko",
        "--jobs",
        str(SIDE_BY_SIDE),
        "--notebook",
        str(notebook),
        "--out",
        str(folder / "reports"),
        "--json",
    ]
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", "from kit.cli import main; main()", *words],
        env=os.environ | {"OUTAGE_KIT_DB": str(database)},
        check=True,
        capture_output=True,
    )
    return (time.monotonic() - began) / len(list((folder / "reports").glob("*.html"))[1:])
