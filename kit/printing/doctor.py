"""What a machine lacks to draw pictures and print pages, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from kit import settings
from kit.errors import NoBrowser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
KOREAN_FONTS = (
    "NanumGothic.ttf",
    "NotoSansKR-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "AppleSDGothicNeo.ttc",
    "malgun.ttf",
)
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/mnt/c/Windows/Fonts",
)
_PACKAGES = {"browser": "chromium", "font": "fonts-nanum"}
_HINTS = {
    "browser": "no Chromium or Chrome found: PNG, SVG and PDF cannot be made. Get one with: apt-get install chromium (Debian), "
    "brew install --cask google-chrome (macOS), or set BROWSER_PATH to the program that you have",
    "font": "no Korean font found: Korean pictures would show boxes. Get one with: apt-get install fonts-nanum (Debian), "
    "or install Noto Sans KR",
}


def browser() -> Path | None:
    """Find a Chromium or Chrome: what `BROWSER_PATH` names and nothing else, or one on the path, or where macOS keeps it; None where there is none."""
    named = settings.BROWSER.read()
    found = next((path for name in ([named] if named else BROWSERS) if (path := shutil.which(name))), None)
    if found or named:
        return Path(found) if found else None
    return _MAC_BROWSER if _MAC_BROWSER.exists() else None


def needed_browser() -> Path:
    """Find a Chromium or Chrome. Raises NoBrowser, which says how to get one."""
    found = browser()
    if found is None:
        raise NoBrowser(_HINTS["browser"])
    return found


def korean_font() -> Path | None:
    """Find the file of a Korean font, in the order of `KOREAN_FONTS`."""
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    files = {
        path.name: path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.name in KOREAN_FONTS
    }
    return next((files[name] for name in KOREAN_FONTS if name in files), None)


def missing() -> list[str]:
    """Give what is missing of `browser` and `font`."""
    return [name for name, find in (("browser", browser), ("font", korean_font)) if find() is None]


def advice() -> list[str]:
    """Give one line for each thing found or missing."""
    found = [f"browser: {browser()}"] * (browser() is not None) + [f"Korean font: {korean_font()}"] * (
        korean_font() is not None
    )
    return found + [_HINTS[name] for name in missing()]


def install() -> list[str]:
    """Install what is missing as root on Debian; elsewhere, and where that fails, give the hints instead."""
    packages = [_PACKAGES[name] for name in missing()]
    apt = shutil.which("apt-get")
    if packages and apt and os.geteuid() == 0:
        environment = settings.environment() | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run([apt, "-qq", *words], env=environment, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
    return [_HINTS[name] for name in missing()]
