"""One run: extract → notes → people → load → derive → studies, all or nothing.

Files are read by workers (`etl.ingest`: text is judged and dropped there, people become pseudonyms
there). Everything after that happens in one transaction; the published part is replaced last, and
is made again by the next run if this one dies in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, as_completed
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pandas as pd

from etl import ledger
from etl.config import Hris, Settings
from etl.derive import derive
from etl.extract.read import Input, inputs
from etl.ingest import Ingested, ingest
from etl.ledger import UNCHANGED, UNDER_NEW_RULES
from etl.made_by import made_by
from etl.notes.moment import FLOOR
from etl.people import recruiters
from etl.people.pseudonyms import Key, create_key, load_key
from etl.report import Report
from etl.review.desk import Desk, open_desk
from etl.review.draw import Draw
from etl.store import bulk, published
from etl.store.engine import adbc
from etl.store.load import forget_rows, load_core, read_core, retract_notes
from etl.store.lock import run_lock
from etl.store.migrate import migrate

BATCH_BYTES = 8_000_000
"""Small files are read together up to this size, so that starting on each costs little."""

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much is done, and of how much (bytes, or steps)."""


Study = Callable[[Mapping[str, pd.DataFrame], dict[str, Any]], Mapping[str, pd.DataFrame]]
"""Makes tables by name of those that analysis reads and the run's record; analysis brings it."""
STUDIED = (
    "out__interview", "out__scorecard", "out__offer", "out__hire",
    "out__cell_interview", "out__cell_hire", "out__cell_stage", "out__cell_application",
    "core__self_identification", "ops__headline",
)  # fmt: skip


def quiet(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def run(
    settings: Settings, *, executor: Executor, study: Study, progress: Progress = quiet
) -> Report:
    """Bring the store up to date with the exports.

    Parameters
    ----------
    settings
        What to read and where to store it.
    executor
        Who reads the files: processes on this machine, or a cluster's executor.
    study
        Makes the findings that need people's rows: `analysis.studies.study`.
    progress
        Told how far each stage is.

    Raises
    ------
    UserFixable
        If anything is wrong that its reader can mend; the store is then as it was.
    """
    started, clock = datetime.now(UTC), _Clock()
    with run_lock(settings.published):
        migrate(settings.store)
        with adbc(settings.store) as store:
            runs, known = bulk.read(store, "ops__run"), bulk.read(store, "ops__source_file")
            last = published.last_run(runs)
            new_key = last is None and not settings.key_file.exists()
            key = create_key(settings.key_file) if new_key else load_key(settings.key_file)
            ledger.check_key(key, last)
            ledger.check_sources(known, settings)
            withdrawn = ledger.withdraw_self_identification(store, known, settings)
            regrouped = recruiters.declare(store, settings.recruiter_groups, key)
            desk = open_desk(settings)
            everything = inputs(settings)
            how = ledger.read_as(everything, known, key, settings)
            fresh = [item for item, one in zip(everything, how, strict=True) if one != UNCHANGED]
            anew = {
                item.source.name
                for item, one in zip(everything, how, strict=True)
                if one == UNDER_NEW_RULES
            }
            code = made_by(derive, study)
            clock.lap("find files")
            if (
                not (fresh or withdrawn or regrouped)
                and last is not None
                and ledger.same_rules(last, settings, desk.digest, code)
            ):
                report = Report(str(last["run_id"]), True, files_unchanged=len(everything))
            else:
                done = _read_all(fresh, key, desk.draw, executor, progress)
                clock.lap("extract, notes, people")
                _load(store, done, anew)
                clock.lap("load")
                core = read_core(store)
                clock.lap("read core")
                counts = derive(store, core, settings.claim, progress, desk.settled)
                clock.lap("derive")
                reviewed = _review(store, desk, done, settings)
                clock.lap("review")
                report = ledger.report_of(done, everything, counts, key)
                rates = ledger.declared_rates(settings) or reviewed
                ledger.record(store, report, done, settings, key, started, rates, desk.digest, code)
                _study(store, study, progress)
                clock.lap("studies")
        clock.lap("commit")
        if not published.is_current(settings.published, report.run_id):
            with adbc(settings.store) as store:
                published.publish(store, settings.published)
        clock.lap("publish")
    report.seconds = clock.laps
    report.new_key = settings.key_file if new_key else None
    return report


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
    items: list[Input], key: Key, draw: Draw | None, executor: Executor, progress: Progress
) -> list[Ingested]:
    total, read = sum(item.bytes for item in items), 0
    progress("reading", 0, total)
    jobs: dict[Future[Ingested], list[Input]] = {
        executor.submit(ingest, batch, key, draw): batch for batch in _batches(items)
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


def _load(store: Any, done: list[Ingested], anew: set[str]) -> None:
    """Store what was read.

    An HR file is the whole truth of its day: it replaces what the one before it said. Everything
    else adds to what is there, row by row; what is read again under new rules (a newer reader or
    classifier, changed settings) wins over what was made of the same rows before.
    """
    added: dict[str, list[pd.DataFrame]] = {}
    again: dict[str, list[pd.DataFrame]] = {}
    others: list[pd.Series] = []
    for batch in done:
        source = batch.files[0].item.source
        judged_anew = source.name in anew
        if isinstance(source, Hris):
            forget_rows(store, source.name, list(batch.tables))
        if judged_anew:
            others.append(batch.others)
        for name, frame in batch.tables.items():
            (again if judged_anew else added).setdefault(name, []).append(frame)
    if others:
        notes = [*added.get("core__note", []), *again.get("core__note", [])]
        likely = [rows[rows["probability"] >= FLOOR] for rows in notes]
        retract_notes(store, pd.concat(others), likely)
    load_core(store, added)
    load_core(store, again, again=True)


def _review(store: Any, desk: Desk, done: list[Ingested], settings: Settings) -> str:
    """Keep what is drawn; return the error rates that reviewers measured, empty where they did not."""
    if desk.draw is None:
        return ""
    notes = bulk.read(store, "out__note")
    desk.keep([batch.review for batch in done], notes)
    if desk.labels.empty:
        return ""
    interviews = bulk.read(store, "out__interview")
    rates = desk.error_rates(notes, interviews, settings.claim.landmark_hours)
    return rates.to_text() if rates else ""


def _study(store: Any, study: Study, progress: Progress) -> None:
    """Make and keep what needs people's rows, so that nobody reads them later on."""
    progress("studies", 0, 1)
    tables = {name: bulk.read(store, name) for name in STUDIED}
    last = published.last_run(bulk.read(store, "ops__run"))
    record = {} if last is None else {str(name): value for name, value in last.items()}
    for name, rows in study(tables, record).items():
        bulk.replace(store, name, rows)
    progress("studies", 1, 1)


class _Clock:
    """Wall seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = round(now - self._last, 2)
        self._last = now
