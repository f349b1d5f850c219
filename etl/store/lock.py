"""One run at a time: the second says so and stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from filelock import FileLock, Timeout

from etl.errors import RunInProgress
from etl.store.engine import SQLITE, engine, parse, sqlite_path, unreachable

# Any constant does: PostgreSQL's advisory locks are numbers that programs agree on.
_ADVISORY = 7_001_966


@contextmanager
def run_lock(url: str) -> Iterator[None]:
    """Hold the store for one run. The lock goes with the process, however it ends.

    Raises
    ------
    RunInProgress
        If another run holds it.
    StoreUnreachable
        If the store's folder or server cannot be reached.
    """
    if parse(url).get_backend_name() == SQLITE:
        path = sqlite_path(url).resolve()
        if not path.parent.is_dir():
            raise unreachable(url, FileNotFoundError())
        lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=0, mode=0o600)
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


def _busy() -> RunInProgress:
    return RunInProgress("another run is at work on this store", fix="Wait until it has finished")
