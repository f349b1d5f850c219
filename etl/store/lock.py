"""One run at a time: the second says so and stops; and readers can see that one is at work.

The lock itself is the mark: it goes with the process, so that a dead run never seems to be at work.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from etl.errors import RunInProgress
from etl.store.engine import SQLITE, engine, parse, sqlite_path, unreachable

# Any constant does: PostgreSQL's advisory locks are numbers that programs agree on.
_ADVISORY = 7_001_966
_HELD = sa.text(
    "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND classid = 0 AND objid = :number AND granted "
    "AND datname = current_database())"
)
_PATIENCE = 1.0
"""Seconds to wait for a reader who is just looking whether the lock is held."""


@contextmanager
def run_lock(url: str) -> Iterator[None]:
    """Hold the store for one run. The lock goes with the process, however it ends.

    Parameters
    ----------
    url
        `Settings.published`: the lock lies where readers can see it.

    Raises
    ------
    RunInProgress
        If another run holds it.
    StoreUnreachable
        If the store's folder or server cannot be reached.
    """
    if parse(url).get_backend_name() == SQLITE:
        path = _file(url)
        if not path.parent.is_dir():
            raise unreachable(url, FileNotFoundError())
        lock = FileLock(path, timeout=_PATIENCE, mode=0o640)
        try:
            lock.acquire()
        except Timeout:
            raise _busy() from None
        except OSError as error:
            raise unreachable(url, error) from None
        try:
            yield
        finally:
            lock.release()
        return
    try:
        connection = engine(url).connect()
    except sa.exc.OperationalError as error:
        raise unreachable(url, error) from None
    with connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_ADVISORY))):
            raise _busy()
        yield


def is_held(url: str) -> bool:
    """Return whether a run is at work on the store; needs no more than a reader's rights.

    Parameters
    ----------
    url
        `Settings.published`.

    Raises
    ------
    StoreUnreachable
        If the server cannot be reached.
    """
    if parse(url).get_backend_name() == SQLITE:
        try:
            with _file(url).open("rb") as file:
                # Shared: readers do not disturb each other, and closing the file gives it back.
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
    try:
        with engine(url).connect() as connection:
            return bool(connection.scalar(_HELD, {"number": _ADVISORY}))
    except sa.exc.OperationalError as error:
        raise unreachable(url, error) from None


def _file(url: str) -> Path:
    path = sqlite_path(url).resolve()
    return path.with_name(f"{path.name}.lock")


def _busy() -> RunInProgress:
    return RunInProgress("another run is at work on this store", fix="Wait until it has finished")
