"""Starts the dashboard's server, with the options that keep it safe."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from etl.errors import SettingsWrong, UserFixable

APP = Path(__file__).with_name("app.py")
HOST = "localhost"
URL_VARIABLE = "GOODEGGS_PUBLISHED"
REVIEW_STORE_VARIABLE = "GOODEGGS_REVIEW_STORE"
REVIEW_KEY_VARIABLE = "GOODEGGS_REVIEW_KEY"
IMPACT_STORE_VARIABLE = "GOODEGGS_IMPACT_STORE"
FICTIONAL_VARIABLE = "GOODEGGS_FICTIONAL"

OPTIONS = {
    "server.headless": "true",
    "server.address": HOST,
    "server.allowedHosts": HOST,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "1",
    "browser.serverAddress": HOST,
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "client.disableDataExport": "true",
    "runner.magicEnabled": "false",
    "logger.level": "warning",
}
"""Flags win over every config file, so a stray one cannot undo these.

Cross-origin and cross-site protection stay at their default, which is on.
"""


def command(url: str, port: int) -> list[str]:
    """Return the command that starts the server.

    Parameters
    ----------
    url
        SQLAlchemy URL of the published part of the store. It is only checked here: it may hold a
        password, and arguments can be read by everybody on the machine.
    port
        TCP port on this machine, 1-65535.

    Raises
    ------
    SettingsWrong
        If the URL is none.

    Examples
    --------
    >>> command("sqlite:///goodeggs.published.db", 8501)[1:4]
    ['-m', 'streamlit', 'run']
    """
    try:
        make_url(url)
    except ArgumentError:
        raise SettingsWrong(
            "the store's URL cannot be read",
            field="store",
            expected="sqlite:///file.db or postgresql://user:password@host/database",
            fix="Mend `store` in goodeggs.toml",
        ) from None
    flags = [f"--{name}={value}" for name, value in OPTIONS.items()]
    return [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}", *flags]


def serve(
    url: str,
    port: int = 8501,
    *,
    review: tuple[str, Path] | None = None,
    impact: str | None = None,
    fictional: bool = False,
) -> int:
    """Serve the dashboard until it is stopped; print its address first.

    Parameters
    ----------
    url
        SQLAlchemy URL of the published part of the store, handed over in the environment.
    port
        TCP port on this machine, 1-65535.
    review
        URL of the review store and file of its key; None leaves the review page out.
    impact
        URL of the store that holds adverse impact; None leaves it out.
    fictional
        Whether the employer is made up: the pages then say so, and offer a tour.

    Returns
    -------
    int
        The server's exit code; 0 when stopped from the keyboard.

    Raises
    ------
    SettingsWrong
        If the URL is none.
    UserFixable
        If the port is taken.
    """
    call = command(url, port)
    _check_free(port)
    sys.stdout.write(f"Dashboard: http://{HOST}:{port}  (stop it with Ctrl+C)\n")
    sys.stdout.flush()
    server = subprocess.Popen(call, env=environment(url, review, impact, fictional=fictional))
    # Whoever stops this process means the server.
    before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def environment(
    url: str,
    review: tuple[str, Path] | None,
    impact: str | None,
    *,
    fictional: bool = False,
) -> dict[str, str]:
    """Return the server's environment: stores are named there, since URLs may hold passwords.

    What this process has itself is not passed on: a right is given by an option, or not at all.
    """
    given = {URL_VARIABLE: url} | ({FICTIONAL_VARIABLE: "1"} if fictional else {})
    if review:
        given |= {REVIEW_STORE_VARIABLE: review[0], REVIEW_KEY_VARIABLE: str(review[1])}
    if impact:
        given[IMPACT_STORE_VARIABLE] = impact
    here = os.environ.items()
    ours = (
        REVIEW_STORE_VARIABLE, REVIEW_KEY_VARIABLE, IMPACT_STORE_VARIABLE, FICTIONAL_VARIABLE,
    )  # fmt: skip
    return {name: value for name, value in here if name not in ours} | given


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise UserFixable(
                f"port {port} is taken", fix="Choose another with `--port`, or stop what uses it"
            ) from None
