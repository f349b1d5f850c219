"""The review store: its tables, and the one way in.

In SQLite a destroyed text is overwritten in the file, and no journal of it ever reaches the disk: what
is undone is undone from memory, so that a crash in the middle of a write may cost the file, never show
a text. A disk or a backup may still keep older blocks of the file; they are encrypted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from etl.store.engine import POSTGRESQL, SQLITE, engine, parse, sqlite_path, unreachable
from etl.store.tables.review import ReviewBase

item = ReviewBase.metadata.tables["review__item"]
label = ReviewBase.metadata.tables["review__label"]
reviewer = ReviewBase.metadata.tables["review__reviewer"]


@contextmanager
def opened(url: str, *, make: bool = False) -> Iterator[sa.Connection]:
    """Open the review store in one transaction.

    Parameters
    ----------
    url
        `Settings.review_store`.
    make
        Whether to make what is not there yet: a SQLite file, for its owner alone, and the tables.

    Raises
    ------
    StoreUnreachable
        If it cannot be opened or written.
    """
    try:
        if parse(url).get_backend_name() == SQLITE:
            path = sqlite_path(url)
            if make:
                path.touch(mode=0o600, exist_ok=True)
            os.chmod(path, 0o600)
        with _engine(url).begin() as connection:
            if make:
                ReviewBase.metadata.create_all(connection)
            yield connection
    except (OSError, sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        raise unreachable(url, error) from None


def exists(url: str) -> bool:
    """Return whether there is a review store.

    Raises
    ------
    StoreUnreachable
        If its server cannot be reached.
    """
    if parse(url).get_backend_name() == SQLITE:
        return sqlite_path(url).exists()
    try:
        with engine(url).connect() as connection:
            return sa.inspect(connection).has_table(item.name)
    except sa.exc.OperationalError as error:
        raise unreachable(url, error) from None


def insert(connection: sa.Connection, into: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that knows what to do where the key is there already."""
    return (sqlite if connection.dialect.name == SQLITE else postgresql).insert(into)


def wanted(connection: sa.Connection) -> int:
    """Return how many labels a message wants: two, or one where one person reviews."""
    return min(2, connection.scalar(sa.select(sa.func.count()).select_from(reviewer)) or 0)


def labels_given() -> sa.ScalarSelect[int]:
    """Return the expression of how many labels an item has."""
    mine = sa.select(sa.func.count()).where(label.c.note_id == item.c.note_id)
    return mine.correlate(item).scalar_subquery()


def put(connection: sa.Connection, drawn: pd.DataFrame) -> None:
    """Keep drawn messages; of one that is there already, the row with the better chance stays.

    The text of a row that is there is left as it is: once destroyed, it stays so.

    Parameters
    ----------
    drawn
        `review__item`, one row a message.
    """
    if drawn.empty:
        return
    rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.itertuples(index=False)]
    new = insert(connection, item)
    given = new.excluded
    better = sa.or_(
        given.weight < item.c.weight,
        sa.and_(given.weight == item.c.weight, given.probability > item.c.probability),
    )
    names = ("stratum", "weight", "probability", "classifier", "reasons")
    changes = {name: given[name] for name in names}
    connection.execute(
        new.on_conflict_do_update(index_elements=["note_id"], set_=changes, where=better), rows
    )


def set_follows(connection: sa.Connection, notes: pd.Series) -> None:
    """Remember which messages follow an interview: `notes`, and no others."""
    drawn = connection.execute(sa.select(item.c.note_id, item.c.follows)).all()
    now = set(notes)
    for follows in (True, False):
        changed = [one for one, was in drawn if (one in now) is follows and was is not follows]
        for start in range(0, len(changed), 500):
            some = item.c.note_id.in_(changed[start : start + 500])
            connection.execute(sa.update(item).where(some).values(follows=follows))


def shorten(connection: sa.Connection, days: timedelta) -> None:
    """Let no text live longer than so many days from its drawing: the days may be fewer now."""
    living = sa.select(item.c.drawn_at).where(item.c.sealed.is_not(None)).distinct()
    for drawn_at in connection.scalars(living).all():
        later = item.c.expires_at > drawn_at + days
        change = sa.update(item).where(item.c.drawn_at == drawn_at, later)
        connection.execute(change.values(expires_at=drawn_at + days))


def tidy(connection: sa.Connection, now: datetime) -> None:
    """Destroy the texts whose days are over, and those with as many labels as are wanted.

    Where nobody reviews any more, none is wanted: every text goes.
    """
    done = sa.or_(item.c.expires_at <= now, labels_given() >= wanted(connection))
    connection.execute(sa.update(item).where(item.c.sealed.is_not(None), done).values(sealed=None))


def sweep(url: str) -> None:
    """Give back the space of destroyed texts.

    PostgreSQL keeps old versions of rows: the table is written anew. SQLite has overwritten them.
    """
    if parse(url).get_backend_name() == POSTGRESQL:
        with engine(url).connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                sa.text(f"VACUUM FULL {item.name}")
            )


def _engine(url: str) -> sa.Engine:
    made = engine(url)
    if made.dialect.name == SQLITE:
        sa.event.listen(made, "connect", _overwriting)
    return made


def _overwriting(connection: Any, _: object) -> None:
    # A journal file, unlinked or not, would keep what the store's file no longer holds.
    for pragma in ("secure_delete = ON", "journal_mode = MEMORY", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
