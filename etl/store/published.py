"""The part of the store without people's rows: written last, replaced whole, read by everybody.

For SQLite it is a second file, made anew from the first and moved into place in one step, so that a
reader sees the old load or the new one and never waits. For PostgreSQL the same tables are read in
place, under the reader's own rights.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.errors import NothingLoaded, RightMissing, StoreUnreachable
from etl.store import bulk
from etl.store.engine import SQLITE, adbc, engine, parse, sqlite_path, unreachable
from etl.store.tables import PUBLISHED, Base

INSUFFICIENT_PRIVILEGE = "42501"
"""PostgreSQL's code for it (its documentation, appendix A)."""


def read(url: str, table: str) -> pd.DataFrame:
    """Return a table to somebody who only reads.

    Parameters
    ----------
    url
        `Settings.published`; of a table that is not published, `Settings.store`, for who may open it.
    table
        One of `PUBLISHED`, or `out__impact`.

    Raises
    ------
    NothingLoaded
        If no run of this version has finished yet.
    RightMissing
        If this user, or the database's role, may not read the table.
    StoreUnreachable
        If the database cannot be opened.
    """
    if parse(url).get_backend_name() == SQLITE:
        if not sqlite_path(url).exists():
            raise _nothing()
        if not os.access(sqlite_path(url), os.R_OK):
            raise _no_right()
    with adbc(url, read_only=True) as connection:
        try:
            return bulk.read(connection, table)
        except KeyError:
            raise NothingLoaded(
                "what is published was made by another version of Good Eggs",
                fix="Bring it up to date with `goodeggs run`",
            ) from None
        except connection.Error as error:
            if error.sqlstate == INSUFFICIENT_PRIVILEGE:
                raise _no_right() from None
            missing = any(words in str(error) for words in ("no such table", "does not exist"))
            raise (_nothing() if missing else unreachable(url, error)) from None


def _no_right() -> RightMissing:
    return RightMissing(
        "this user may not read that part of the store",
        fix="Read it as a user or database role that may (docs/postgresql.md tells of roles)",
    )


def _nothing() -> NothingLoaded:
    return NothingLoaded("nothing has been loaded yet", fix="Load the exports with `goodeggs run`")


def last_run(runs: pd.DataFrame) -> pd.Series | None:
    """Return the latest row of `ops__run`, or None before the first run.

    Examples
    --------
    >>> last_run(pd.DataFrame({"run_id": ["2026-02", "2026-01"]}))["run_id"]
    '2026-02'
    """
    return None if runs.empty else runs.sort_values("run_id").iloc[-1]


def is_current(url: str, run_id: str | None) -> bool:
    """Return whether the published part is that of the given run; one that cannot be read is not."""
    try:
        last = last_run(read(url, "ops__run"))
    except (NothingLoaded, StoreUnreachable):
        return False
    return last is not None and bool(last["run_id"] == run_id)


def publish(connection: Any, url: str) -> None:
    """Write the published file of a SQLite store from the store itself; elsewhere do nothing.

    Parameters
    ----------
    connection
        An open ADBC connection to the store.
    url
        `Settings.published`.
    """
    if parse(url).get_backend_name() != SQLITE:
        return
    target = sqlite_path(url)
    fresh = target.with_name(f"{target.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    fresh_url = f"sqlite:///{fresh}"
    try:
        Base.metadata.create_all(
            engine(fresh_url), [Base.metadata.tables[name] for name in PUBLISHED]
        )
        with adbc(fresh_url) as copy:
            for name in PUBLISHED:
                bulk.insert(copy, name, bulk.read(connection, name))
        _to_one_file(fresh_url)
        _move(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _to_one_file(url: str) -> None:
    """Leave write-ahead mode: a file that is moved must not leave its log behind."""
    with engine(url).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(
            sa.text("PRAGMA journal_mode=DELETE")
        )


def _move(fresh: Path, target: Path) -> None:
    # Small cells are suppressed on the way out, not in the file: it is not for everybody.
    fresh.chmod(0o640)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(fresh, target)
