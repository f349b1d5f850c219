"""One file, from bytes to pseudonymous rows: all that a worker does, and all that leaves it.

Names, addresses and texts exist only inside `ingest`, in the worker's memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from etl.config import Hris
from etl.extract.contract import no_rejects
from etl.extract.read import Input, read_file
from etl.notes.tag import tag
from etl.people.pseudonyms import Key, pseudonymise

_POSITIVE = 0x7FFFFFFFFFFFFFFF


@dataclass
class Ingested:
    """A file's rows, ready to be stored.

    Attributes
    ----------
    tables
        Core table name → frame with all its columns.
    others
        Pseudonyms of messages that are no notes.
    rejects
        line, field, reason.
    rows
        Rows or messages found.
    """

    item: Input
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    others: pd.Series = field(default_factory=lambda: pd.Series(dtype="Int64"))
    rejects: pd.DataFrame = field(default_factory=no_rejects)
    rows: int = 0


def ingest(item: Input, key: Key) -> Ingested:
    """Read one file and return its rows under pseudonyms.

    Raises
    ------
    UserFixable
        If the file cannot be read or breaks its contract.
    """
    done = Ingested(item)
    parts: dict[str, list[pd.DataFrame]] = {}
    others: list[pd.Series] = []
    rejects: list[pd.DataFrame] = []
    for reading in read_file(item.source, item.file):
        tables = dict(reading.tables)
        if reading.messages is not None and len(reading.messages):
            tables["core__note"], tables["core__note_recipient"], rest = tag(reading.messages)
            others.append(key.pseudonyms(rest, "note", item.source.name))
        for name, frame in tables.items():
            parts.setdefault(name, []).append(_store_ready(frame, key, item))
        rejects.append(reading.rejects)
        done.rows += reading.rows
    done.tables = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    if others:
        done.others = pd.concat(others, ignore_index=True)
    if rejects:
        done.rejects = pd.concat(rejects, ignore_index=True)
    return done


def _store_ready(frame: pd.DataFrame, key: Key, item: Input) -> pd.DataFrame:
    """Return the frame under pseudonyms, with its source and the digest that settles ties."""
    source = item.source
    scope = source.candidate_source if isinstance(source, Hris) else None
    rows = pseudonymise(frame, key, source.name, candidate_scope=scope)
    content = rows[sorted(rows.columns)]
    digest = pd.util.hash_pandas_object(content, index=False) & _POSITIVE
    return rows.assign(source=source.name, digest=digest.astype("int64"))
