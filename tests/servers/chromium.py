"""The Chromium that browser tests drive: the system's, or the one that Playwright fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

_MAC = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
_INSIDE_PLAYWRIGHT = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")


def find() -> Path | None:
    """Return the browser's program, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    candidates = [*_MAC, *_fetched_by_playwright()]
    return next((path for path in candidates if path.exists()), None)


def driver() -> Path | None:
    """Return the program through which Playwright speaks to the browser, or None if it is lame."""
    done = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True)
    return Path(sys.executable) if done.returncode == 0 else None


def _fetched_by_playwright() -> list[Path]:
    cache = "Library/Caches" if sys.platform == "darwin" else ".cache"
    folder = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / cache / "ms-playwright"
    )
    builds = sorted(folder.glob("chromium-*"), reverse=True)
    return [
        path for build in builds for inside in _INSIDE_PLAYWRIGHT for path in build.glob(inside)
    ]
