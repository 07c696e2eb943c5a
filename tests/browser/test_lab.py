"""The notebooks in a real JupyterLab: every cell runs, figures are drawn, no error; in Korean too."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from kit.pages import rendering
from kit.printing import doctor
from kit.settings import NOTEBOOKS

pytestmark = pytest.mark.skipif(doctor.browser() is None, reason="no browser")
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
CELL = ".jp-Notebook .jp-CodeCell"
ERROR = ".jp-OutputArea [data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea [data-mime-type='application/vnd.jupyter.error']"
STATE = """() => {
  const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')].map((prompt) => prompt.textContent);
  if (document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status !== 'idle' || prompts.some((text) => text.includes('*'))) return 'running';
  return prompts.every((text) => /[0-9]/.test(text)) ? 'done' : 'waiting';
}"""
SECONDS = 240


@pytest.fixture(scope="module")
def lab(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a JupyterLab of its own on copies of the notebooks; give its address."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.token=",
        "--ServerApp.password=",
        "--expose-app-in-browser",
        "--LabApp.news_url=",
        f"--notebook-dir={folder / 'notebooks'}",
    ]
    own = {
        name: str(folder / name.lower())
        for name in (
            "JUPYTERLAB_WORKSPACES_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "IPYTHONDIR",
        )
    }
    settings = (
        Path(own["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')  # else cells out of sight are not in the page
    with subprocess.Popen(
        words, env=os.environ | own | {"OUTAGE_KIT_DB": str(database)}, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield _answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _answering(address: str) -> str:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/api") as answer:  # noqa: S310 -- our own server
                json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return address
    return pytest.fail("JupyterLab did not answer within a minute")


@pytest.fixture(scope="module")
def page(lab: str) -> Iterator[Page]:
    """Open JupyterLab in a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=doctor.browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 6000})
        page.goto(f"{lab}/lab")
        page.wait_for_selector("#jp-main-dock-panel", timeout=60_000)
        yield page
        browser.close()


def run_all(page: Page, lab: str, name: str) -> None:
    """Open a notebook, run all its cells and wait until each has its number."""
    page.goto(f"{lab}/lab/tree/{name}?reset")
    page.wait_for_selector(CELL, timeout=60_000)
    run_until(page, lambda: page.evaluate(STATE) == "done")


def run_until(page: Page, is_done: Callable[[], bool]) -> None:
    """Run all cells, and wait.

    Asked too early, JupyterLab does nothing, or drops the cells that wait when the kernel connects: then it is asked again.
    """
    until = time.monotonic() + SECONDS
    while not is_done():
        if time.monotonic() > until:
            pytest.fail(f"{page.url} has not run to its end: {page.locator(ERROR).all_inner_texts()}")
        if page.evaluate(STATE) != "running":
            page.evaluate(RUN)
        page.wait_for_timeout(500)


@pytest.mark.parametrize("name", sorted(path.name for path in NOTEBOOKS.glob("*.ipynb")))
def test_a_notebook_runs_in_lab(page: Page, lab: str, name: str) -> None:
    """Every code cell runs without an error, and figures are drawn."""
    run_all(page, lab, name)

    assert page.locator(ERROR).all_inner_texts() == []
    expect(page.locator(".jp-OutputArea .main-svg").first).to_be_attached(timeout=30_000)


def test_the_template_speaks_korean_when_lang_is_changed(page: Page, lab: str) -> None:
    """Whoever writes `lang = "ko"` into the first cell reads Korean below."""
    run_all(page, lab, rendering.TEMPLATE.name)
    parameters = page.locator(f"{CELL} .cm-content").first
    parameters.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text('\nlang = "ko"')
    expect(parameters).to_contain_text('lang = "ko"')

    run_until(page, lambda: page.locator(".jp-OutputArea").filter(has_text="출처").count() > 0)
