"""One run: extract → notes → people → load → derive, all or nothing.

Files are read by workers (`etl.ingest`: text is judged and dropped there, people become pseudonyms
there). Everything after that happens in one transaction; the published part is replaced last, and
is made again by the next run if this one dies in between.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from time import perf_counter
from typing import Any

import pandas as pd

from etl.config import Settings
from etl.derive import derive
from etl.errors import KeyWrong
from etl.extract.read import Input, inputs
from etl.ingest import Ingested, ingest
from etl.notes.classify import VERSION as CLASSIFIER
from etl.people.pseudonyms import Key, load_key
from etl.store import bulk, published
from etl.store.engine import adbc
from etl.store.load import load_core, read_core, retract_notes, write_ledger
from etl.store.lock import run_lock
from etl.store.migrate import migrate


@dataclass
class Report:
    """What a run did."""

    run_id: str | None
    unchanged: bool
    files_read: int = 0
    files_unchanged: int = 0
    rows: int = 0
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)

    def summary(self) -> dict[str, object]:
        """Return the run as a program reads it."""
        return {
            "run_id": self.run_id,
            "unchanged": self.unchanged,
            "files_read": self.files_read,
            "files_unchanged": self.files_unchanged,
            "rows_rejected": len(self.rejected),
            **{name: str(n) if name == "data_until" else n for name, n in self.counts.items()},
        }

    def lines(self) -> list[str]:
        """Return the run as a person reads it."""
        if self.unchanged:
            return [f"Nothing new in {self.files_unchanged} files: the store is as it was."]
        n = self.counts
        said = [
            f"Loaded {self.files_read} files, {self.rows:,} rows "
            f"({self.files_unchanged} files unchanged) in {sum(self.seconds.values()):.1f} s.",
            f"{n['applications']:,} applications ({n['applications_open']:,} still open), "
            f"{n['interviews']:,} completed interviews, {n['hires']:,} hires, "
            f"{n['notes_seen']:,} notes ({n['notes_attached']:,} attached to an interview).",
        ]
        if len(self.rejected):
            first = self.rejected.iloc[0]
            said.append(
                f"{len(self.rejected):,} rows were refused, the first in {first['file']}, "
                f"line {first['line']}, field {first['field']}: expected {first['reason']}. "
                "`goodeggs status` lists them."
            )
        return said


BATCH_BYTES = 8_000_000
"""Small files are read together up to this size, so that starting on each costs little."""

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much is done, and of how much (bytes, or steps)."""


def quiet(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def run(settings: Settings, *, executor: Executor, progress: Progress = quiet) -> Report:
    """Bring the store up to date with the exports.

    Parameters
    ----------
    settings
        What to read and where to store it.
    executor
        Who reads the files: processes on this machine, or a cluster's executor.
    progress
        Told how far each stage is.

    Raises
    ------
    UserFixable
        If anything is wrong that its reader can mend; the store is then as it was.
    """
    started, clock = datetime.now(UTC), _Clock()
    key = load_key(settings.key_file)
    with run_lock(settings.store):
        migrate(settings.store)
        with adbc(settings.store) as store:
            runs, known = bulk.read(store, "ops__run"), bulk.read(store, "ops__source_file")
            last = None if runs.empty else runs.sort_values("run_id").iloc[-1]
            _check_key(key, last)
            everything = inputs(settings)
            fresh = [item for item in everything if not _was_read(item, known)]
            clock.lap("find files")
            if not fresh and last is not None and _same_rules(last, settings):
                report = Report(str(last["run_id"]), True, files_unchanged=len(everything))
            else:
                done = _read_all(fresh, key, executor, progress)
                clock.lap("extract, notes, people")
                _load(store, done, known)
                clock.lap("load")
                core = read_core(store)
                clock.lap("read core")
                counts = derive(store, core, settings.claim, progress)
                clock.lap("derive")
                report = _report(done, everything, counts)
                _record(store, report, done, settings, key, started)
        clock.lap("commit")
        if not published.is_current(settings.published, report.run_id):
            with adbc(settings.store) as store:
                published.publish(store, settings.published)
        clock.lap("publish")
    report.seconds = clock.laps
    return report


def _check_key(key: Key, last: pd.Series | None) -> None:
    if last is not None and last["key_check"] != key.fingerprint:
        raise KeyWrong(
            "this store was made under another key, and its people cannot be found again under this one",
            fix="Restore the first key, or name a new store in goodeggs.toml",
        )


def _was_read(item: Input, known: pd.DataFrame) -> bool:
    """Return whether this content was read by this reader and judged by this classifier."""
    same = known[(known["source"] == item.source.name) & (known["file"] == item.file.name)]
    return bool(((same["sha256"] == item.sha256) & (same["reader"] == _reader(item))).any())


def _reader(item: Input) -> str:
    declared = item.source.model_dump_json(exclude={"path", "employees", "reviews"})
    return f"{item.reader} {CLASSIFIER} {declared}"


def _same_rules(last: pd.Series, settings: Settings) -> bool:
    return bool(
        last["claim"] == settings.claim.model_dump_json()
        and last["goodeggs"] == version("good-eggs")
        and last["classifier"] == CLASSIFIER
    )


def _batches(items: list[Input]) -> list[list[Input]]:
    """Return files in batches of one source: a large file alone, small ones (mailboxes) together."""
    batches: list[list[Input]] = []
    for item in items:
        last = batches[-1] if batches else []
        together = sum(other.bytes for other in last) + item.bytes
        if last and last[0].source is item.source and together <= BATCH_BYTES:
            last.append(item)
        else:
            batches.append([item])
    # The largest first, so that no worker is left with a large one at the end.
    return sorted(batches, key=lambda batch: -sum(item.bytes for item in batch))


def _read_all(
    items: list[Input], key: Key, executor: Executor, progress: Progress
) -> list[Ingested]:
    total, read = sum(item.bytes for item in items), 0
    progress("reading", 0, total)
    jobs: dict[Future[Ingested], list[Input]] = {
        executor.submit(ingest, batch, key): batch for batch in _batches(items)
    }
    try:
        for job in as_completed(jobs):
            job.result()
            read += sum(item.bytes for item in jobs[job])
            progress("reading", read, total)
    except BaseException:
        for job in jobs:
            job.cancel()
        raise
    return [job.result() for job in jobs]


def _load(store: Any, done: list[Ingested], known: pd.DataFrame) -> None:
    tables: dict[str, list[pd.DataFrame]] = {}
    for batch in done:
        for name, frame in batch.tables.items():
            tables.setdefault(name, []).append(frame)
    load_core(store, tables)
    read_before = set(zip(known["source"], known["file"], strict=True))
    again = [
        batch.others
        for batch in done
        if any((file.item.source.name, file.item.file.name) in read_before for file in batch.files)
    ]
    if again:
        retract_notes(store, pd.concat(again))


def _report(done: list[Ingested], everything: list[Input], counts: dict[str, Any]) -> Report:
    files = [file for batch in done for file in batch.files]
    rejected = [
        file.rejects.assign(source=file.item.source.name, file=file.item.file.name)
        for file in files
    ]
    columns = ["source", "file", "line", "field", "reason"]
    return Report(
        run_id=f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}-{secrets.token_hex(2)}",
        unchanged=False,
        files_read=len(files),
        files_unchanged=len(everything) - len(files),
        rows=sum(file.rows for file in files),
        rejected=pd.concat(rejected)[columns] if rejected else pd.DataFrame(columns=columns),
        counts=counts,
    )


def _record(
    store: Any,
    report: Report,
    done: list[Ingested],
    settings: Settings,
    key: Key,
    started: datetime,
) -> None:
    files = pd.DataFrame(
        [
            {
                "source": file.item.source.name,
                "file": file.item.file.name,
                "sha256": file.item.sha256,
                "run_id": report.run_id,
                "reader": _reader(file.item),
                "bytes": file.item.bytes,
                "rows": file.rows,
                "rejected": file.rejects["line"].nunique(),
            }
            for batch in done
            for file in batch.files
        ],
        columns=[column.name for column in bulk.table("ops__source_file").columns],
    )
    row = {
        "run_id": report.run_id,
        "started_at": started,
        "finished_at": datetime.now(UTC),
        "goodeggs": version("good-eggs"),
        "classifier": CLASSIFIER,
        "claim": settings.claim.model_dump_json(),
        "key_check": key.fingerprint,
        "files_read": report.files_read,
        "files_unchanged": report.files_unchanged,
        "rows_rejected": len(report.rejected),
        **report.counts,
    }
    write_ledger(store, row, files, report.rejected.assign(run_id=report.run_id))


class _Clock:
    """Wall seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = round(now - self._last, 2)
        self._last = now
