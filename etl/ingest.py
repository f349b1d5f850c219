"""A batch of files, from bytes to pseudonymous rows: all that a worker does, and all that leaves it.

Names, addresses and texts exist only inside `ingest`, in the worker's memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from etl.config import Hris, Source
from etl.extract.contract import no_rejects
from etl.extract.read import Input, read_file
from etl.notes.tag import tag
from etl.people.pseudonyms import Key, pseudonymise
from etl.review.draw import Draw, nothing_drawn

MESSAGES = 20_000
"""Messages are judged so many at a time: one mailbox is too few, and all of them are too much text."""
_POSITIVE = 0x7FFFFFFFFFFFFFFF


@dataclass
class FileRead:
    """What was found in one file: rows or messages, and the refused ones (line, field, reason)."""

    item: Input
    rows: int = 0
    rejects: pd.DataFrame = field(default_factory=no_rejects)


@dataclass
class Ingested:
    """The rows of a batch, ready to be stored.

    Attributes
    ----------
    files
        What was found in each file.
    tables
        Core table name → frame with all its columns.
    others
        Pseudonyms of messages that can be no notes.
    review
        Messages drawn for review (`review.draw.COLUMNS`), their texts without names and sealed.
    """

    files: list[FileRead]
    tables: dict[str, pd.DataFrame]
    others: pd.Series
    review: pd.DataFrame


def ingest(items: Sequence[Input], key: Key, draw: Draw | None = None) -> Ingested:
    """Read files of one source and return their rows under pseudonyms.

    Raises
    ------
    UserFixable
        If a file cannot be read or breaks its contract.
    """
    collector = _Collector(items[0].source, key, draw)
    files = []
    for item in items:
        file = FileRead(item)
        refused = []
        for reading in read_file(item.source, item.file):
            collector.add(reading.tables)
            if reading.messages is not None:
                collector.add_messages(reading.messages)
            refused.append(reading.rejects)
            file.rows += reading.rows
        if refused:
            file.rejects = pd.concat(refused, ignore_index=True)
        files.append(file)
    collector.judge()
    return Ingested(files, collector.tables(), collector.others(), collector.drawn())


class _Collector:
    """Gathers a batch's rows; holds texts only until there are enough of them to judge."""

    def __init__(self, source: Source, key: Key, draw: Draw | None) -> None:
        self._source, self._key, self._draw = source, key, draw
        self._drawn: list[pd.DataFrame] = []
        self._parts: dict[str, list[pd.DataFrame]] = {}
        self._waiting: list[pd.DataFrame] = []
        self._others: list[pd.Series] = []

    def add(self, tables: dict[str, pd.DataFrame]) -> None:
        for name, frame in tables.items():
            self._parts.setdefault(name, []).append(frame)

    def add_messages(self, messages: pd.DataFrame) -> None:
        self._waiting.append(messages)
        if sum(len(part) for part in self._waiting) >= MESSAGES:
            self.judge()

    def judge(self) -> None:
        messages = [part for part in self._waiting if len(part)]
        self._waiting = []
        if messages:
            notes, recipients, others = tag(
                pd.concat(messages, ignore_index=True), self._review if self._draw else None
            )
            self.add({"core__note": notes, "core__note_recipient": recipients})
            self._others.append(others)

    def _review(self, judged: pd.DataFrame) -> pd.Series:
        """Draw messages for review, and say which."""
        note_ids = self._key.pseudonyms(judged["note_id"], "note", self._source.name)
        rows = self._draw.of(judged, note_ids) if self._draw else nothing_drawn()
        self._drawn.append(rows)
        return pd.Series(judged.index.isin(rows.index), index=judged.index)

    def drawn(self) -> pd.DataFrame:
        return pd.concat(self._drawn, ignore_index=True) if self._drawn else nothing_drawn()

    def tables(self) -> dict[str, pd.DataFrame]:
        return {
            name: self._store_ready(pd.concat(frames, ignore_index=True))
            for name, frames in self._parts.items()
        }

    def others(self) -> pd.Series:
        if not self._others:
            return pd.Series(dtype="Int64")
        return self._key.pseudonyms(
            pd.concat(self._others, ignore_index=True), "note", self._source.name
        )

    def _store_ready(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame under pseudonyms, with its source and the digest that settles ties."""
        source = self._source
        scope = source.candidate_source if isinstance(source, Hris) else None
        rows = pseudonymise(frame, self._key, source.name, candidate_scope=scope)
        # A zero byte: JSON may hold it, PostgreSQL cannot.
        for name in [name for name, kind in rows.dtypes.items() if kind == "str"]:
            rows[name] = rows[name].str.replace("\0", "", regex=False)
        digest = pd.util.hash_pandas_object(rows[sorted(rows.columns)], index=False) & _POSITIVE
        return rows.assign(source=source.name, digest=digest.astype("int64"))
