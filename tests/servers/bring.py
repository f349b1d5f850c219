"""Bring what the tests need beside Python: a Chromium, what drives it, and a PostgreSQL server.

Quick where both are there. Run by `make test`; a test never skips because one is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import chromium, postgres

NEEDED: dict[str, Callable[[], Path | None]] = {
    "chromium": chromium.find,
    "libatomic1": chromium.driver,
    "postgresql": postgres.find,
}
"""Debian's name of a package, and what tells where its program is."""

BY_HAND = {
    "chromium": "Install Chromium or Google Chrome (Debian: apt-get install chromium; "
    "macOS: brew install --cask chromium), or run `.venv/bin/playwright install chromium`.",
    "libatomic1": "Playwright's own program does not start without it (Debian, Ubuntu: apt-get "
    "install libatomic1; Fedora: dnf install libatomic).",
    "postgresql": "Install a PostgreSQL server, 13 or newer (Debian, Ubuntu: apt-get install "
    "postgresql; macOS: brew install postgresql). It need not be running: tests start their own.",
}
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/goodeggs-tests.conf")


def missing() -> list[str]:
    """Return the names of what is not on this machine."""
    return [name for name, find in NEEDED.items() if find() is None]


def bring(names: list[str]) -> None:
    """Try to install what is missing, by the machine's own means."""
    before = _root_prefix()
    if shutil.which("apt-get") and before is not None:
        _say(f"Installing {' and '.join(names)} with apt-get")
        apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        waiting = ["-o", "DPkg::Lock::Timeout=300"]
        _run([*apt, "update"])
        with _without_cluster(before):
            for name in names:
                _run([*apt, "install", "--yes", "--no-install-recommends", *waiting, name])
    if chromium.find() is None:
        _say("Fetching Chromium with Playwright")
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _root_prefix() -> list[str] | None:
    """Return what to write before a command to run it as root, or None if we may not."""
    if os.getuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


@contextmanager
def _without_cluster(before: list[str]) -> Iterator[None]:
    """Keep Debian from making and starting a server of its own while its package is installed."""
    _run([*before, "mkdir", "-p", str(NO_CLUSTER.parent)])
    subprocess.run(
        [*before, "tee", str(NO_CLUSTER)],
        input=b"create_main_cluster = false\n",
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        _run([*before, "rm", "-f", str(NO_CLUSTER)])


def _run(command: list[str]) -> None:
    """Run a command quietly; what it failed to bring is found out afterwards."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        _say(f"  {' '.join(command[:6])} ... failed: {' '.join(last)}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> int:
    """Bring what is missing; return 0 if all is there at the end."""
    if names := missing():
        bring(names)
    still = missing()
    for name in still:
        _say(f"The tests need {name}, and it could not be installed. {BY_HAND[name]}")
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main())
