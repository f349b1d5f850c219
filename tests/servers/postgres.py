"""A PostgreSQL server that lives as long as the test session, in a folder of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

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
                *(*someone, binaries / "initdb"),
                *("--pgdata", folder / "data", "--username", USER, "--pwfile", folder / "password"),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        port = _free_port()
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with log.open("wb") as sink:
            server = subprocess.Popen(
                [
                    *someone,
                    binaries / "postgres",
                    "-D",
                    folder / "data",
                    "-p",
                    str(port),
                    *settings,
                ],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
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


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make an empty database; yield its SQLAlchemy URL, `postgresql+psycopg://...`."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    yield url.render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# Not subprocess's own `user=`: it forks, and a large process may not be allowed to.
_BECOME = """
import os, sys
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[1]))
os.execv(sys.argv[3], sys.argv[3:])
"""


def _unprivileged(folder: Path) -> list[str]:
    """Return what to write before a command where we are root, whom PostgreSQL refuses."""
    if os.getuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.iterdir()):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return [sys.executable, "-c", _BECOME, str(nobody.pw_uid), str(nobody.pw_gid)]


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
