"""From a store's URL to connections: SQLAlchemy for the schema, ADBC for rows in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from etl.errors import SettingsWrong, StoreUnreachable

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


def parse(url: str) -> URL:
    """Return the URL in parts.

    Raises
    ------
    SettingsWrong
        If it is no database URL, or names a database other than SQLite or PostgreSQL.

    Examples
    --------
    >>> parse("sqlite:///goodeggs.db").database
    'goodeggs.db'
    """
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsWrong(
            "the store's URL cannot be read",
            field="store",
            expected="sqlite:///file.db or postgresql+psycopg://user:password@host/database",
            fix="Mend `store` in goodeggs.toml",
        ) from None
    if parts.get_backend_name() not in (SQLITE, POSTGRESQL):
        raise SettingsWrong(
            f"no support for {parts.get_backend_name()}",
            field="store",
            expected="SQLite or PostgreSQL",
            fix="Mend `store` in goodeggs.toml",
        )
    if "@" in (parts.host or ""):
        raise SettingsWrong(
            "the password in the store's URL holds an @",
            field="store",
            expected="%40 in its place",
            fix="Mend `store` in goodeggs.toml or GOODEGGS_STORE",
        )
    return parts


def unreachable(url: str, error: Exception) -> StoreUnreachable:
    """Return the error to raise when the store cannot be reached; the password is left out."""
    parts = parse(url)
    return StoreUnreachable(
        f"the store {parts.render_as_string(hide_password=True)} cannot be reached "
        f"({type(error).__name__})",
        fix="Check that the server runs, or that the folder exists and may be written, then run again",
    )


def sqlite_path(url: str) -> Path:
    """Return the file of a SQLite URL."""
    return Path(parse(url).database or "")


def engine(url: str) -> sa.Engine:
    """Return an engine for schema work. No pool: a replaced SQLite file must be opened anew."""
    return sa.create_engine(parse(url), poolclass=NullPool)


@contextmanager
def adbc(url: str, *, read_only: bool = False) -> Iterator[Any]:
    """Open an ADBC connection in one transaction: committed at the end, or rolled back.

    Parameters
    ----------
    url
        The store.
    read_only
        Whether the database is to refuse every change.

    Raises
    ------
    StoreUnreachable
        If the connection cannot be made.
    """
    connection = _connect(url, read_only=read_only)
    # The DB-API layer thinks it is in autocommit mode, in which pragmas must run: ask the driver.
    transaction = connection.adbc_connection
    try:
        transaction.set_autocommit(False)
        yield connection
        transaction.commit()
    except BaseException as error:
        # A store that failed may refuse to roll back, too: what it holds is the last commit.
        with suppress(connection.Error):
            transaction.rollback()
        if isinstance(error, connection.OperationalError | connection.InternalError):
            raise unreachable(url, error) from None
        raise
    finally:
        connection.close()


def _connect(url: str, *, read_only: bool) -> Any:
    parts = parse(url)
    sqlite = parts.get_backend_name() == SQLITE
    # Only the driver in use is loaded.
    driver: Any = import_module(f"adbc_driver_{SQLITE if sqlite else POSTGRESQL}.dbapi")
    if sqlite:
        path = Path(parts.database or "").absolute()
        query = "?mode=ro" if read_only else ""
        target = f"{path.as_uri()}{query}"
    else:
        target = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = driver.connect(target, autocommit=True)
        with connection.cursor() as cursor:
            if not sqlite:
                cursor.execute("SET TIME ZONE 'UTC'")
                if read_only:
                    cursor.execute("SET default_transaction_read_only = on")
            elif not read_only:
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-131072"):
                    cursor.execute(f"PRAGMA {pragma}")
                    cursor.fetchall()
    except driver.Error as error:
        raise unreachable(url, error) from None
    return connection
