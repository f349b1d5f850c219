"""Ingested files → the store, and the ledger of what was read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.store import bulk
from etl.store.tables import Base

SELF_IDENTIFICATION = "core__self_identification"
CORE = tuple(
    name
    for name in Base.metadata.tables
    if name.startswith("core__") and name != SELF_IDENTIFICATION
)
"""What other tables are derived from: not what people said of themselves."""


def load_core(
    connection: Any, tables: dict[str, list[pd.DataFrame]], *, again: bool = False
) -> None:
    """Upsert frames of core rows, table by table.

    Parameters
    ----------
    connection
        An open ADBC connection to the store.
    tables
        Core table name → frames.
    again
        Whether the rows were read before, under other rules: then they win over equal versions.
    """
    for name, frames in tables.items():
        bulk.upsert(connection, name, pd.concat(frames, ignore_index=True), again=again)


def forget_rows(connection: Any, source: str, tables: list[str]) -> None:
    """Remove a source's rows from core tables: a newer whole export takes their place, or nothing does."""
    for name in tables:
        of = bulk.table(name)
        bulk.execute(connection, sa.delete(of).where(of.c.source == source))


def retract_notes(connection: Any, others: pd.Series, found: list[pd.DataFrame]) -> None:
    """Remove messages that by this version of the classifier can be no notes.

    It comes before the loading, which puts those back that are drawn for review.

    Parameters
    ----------
    connection
        An open ADBC connection to the store.
    others
        Pseudonyms of messages that can be no notes.
    found
        This run's possible notes: one copy of a message may count where another, sent on by a list, did not.
    """
    notes = bulk.read(connection, "core__note")
    here = pd.concat(found)["note_id"] if found else pd.Series(dtype="Int64")
    retracted = notes["note_id"].isin(others) & ~notes["note_id"].isin(here)
    gone = notes.loc[retracted, "note_id"]
    for name in ("core__note", "core__note_recipient"):
        of = bulk.table(name)
        for start in range(0, len(gone), 500):
            some = [int(note) for note in gone.iloc[start : start + 500]]
            bulk.execute(connection, sa.delete(of).where(of.c.note_id.in_(some)))


def read_core(connection: Any) -> dict[str, pd.DataFrame]:
    """Return every core table that others are derived from."""
    return {name: bulk.read(connection, name) for name in CORE}


def write_ledger(
    connection: Any, run: dict[str, object], files: pd.DataFrame, rejects: pd.DataFrame
) -> None:
    """Record a run, the files it read and the rows it refused.

    A file that is read again (a newer content under the same name, a newer reader) replaces what was
    said of it before.
    """
    bulk.insert(connection, "ops__run", pd.DataFrame([run]))
    known = bulk.read(connection, "ops__source_file")
    bulk.replace(
        connection,
        "ops__source_file",
        pd.concat([known, files]).drop_duplicates(["source", "file", "sha256"], keep="last"),
    )
    refused = bulk.read(connection, "ops__reject")
    reread = files.set_index(["source", "file"]).index
    kept = refused[~refused.set_index(["source", "file"]).index.isin(reread)]
    fresh = rejects.drop_duplicates(["source", "file", "line", "field"])
    bulk.replace(connection, "ops__reject", pd.concat([kept, fresh]))
