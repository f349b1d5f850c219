"""A PostgreSQL server that lives as long as the test session, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SECONDS_TO_START = 30
USER = "goodeggs"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
}
"""Nothing in the folder is worth keeping, so nothing need reach the disk."""


def find() -> Path | None:
    """Return the folder of the newest `postgres` and `initdb`, or None."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).parent] if on_path else []
    for root, pattern in [
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/opt/homebrew/opt", "postgresql*/bin"),
        ("/usr/local/opt", "postgresql*/bin"),
    ]:
        folders += sorted(Path(root).glob(pattern), key=_version, reverse=True)
    whole = (folder for folder in folders if all((folder / name).exists() for name in _PROGRAMS))
    return next(whole, None)


_PROGRAMS = ("postgres", "initdb")


def _version(folder: Path) -> int:
    digits = "".join(letter for letter in folder.parent.name if letter.isdigit())
    return int(digits or 0)


@contextmanager
def serve(binaries: Path) -> Iterator[str]:
    """Serve a new, empty cluster and yield the URL of its `postgres` database."""
    folder = Path(tempfile.mkdtemp(prefix="goodeggs-postgres-"))
    password = secrets.token_urlsafe(16)
    log = folder / "log"
    try:
        (folder / "password").write_text(password, encoding="ascii")
        someone = _unprivileged(folder)
        subprocess.run(
            [
                binaries / "initdb",
                *("--pgdata", folder / "data", "--username", USER, "--pwfile", folder / "password"),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **someone,
        )
        port = _free_port()
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with log.open("wb") as sink:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", folder / "data", "-p", str(port), *settings],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                **someone,
            )
        url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        try:
            _wait(server, url, log)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown: closes the connections that are left
            server.wait(SECONDS_TO_START)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Return what makes a subprocess somebody else where we are root, whom PostgreSQL refuses."""
    if os.getuid() != 0:
        return {"cwd": folder}
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.iterdir()):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {
        "cwd": folder,
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return
