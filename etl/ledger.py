"""The ledger: which files the store was made of, under which rules, and what a run adds to it."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pandas as pd

from etl.config import Greenhouse, Mailbox, Settings
from etl.errors import KeyWrong, SettingsWrong
from etl.extract import contract
from etl.extract.folder import resource_of
from etl.extract.read import Input
from etl.ingest import Ingested
from etl.notes.classify import VERSION as CLASSIFIER
from etl.notes.error_rates import ErrorRates
from etl.people.pseudonyms import Key
from etl.report import Report
from etl.store import bulk
from etl.store.load import SELF_IDENTIFICATION, forget_rows, write_ledger

NEW, UNCHANGED, UNDER_NEW_RULES = "new", "unchanged", "under new rules"


def check_key(key: Key, last: pd.Series | None) -> None:
    """Refuse to go on under another key than the last run's.

    Raises
    ------
    KeyWrong
        If the store was made under another key.
    """
    if last is not None and last["key_check"] != key.fingerprint:
        raise KeyWrong(
            "this store was made under another key, and its people cannot be found again under this one",
            fix="Restore the first key, or name a new store in goodeggs.toml",
        )


def check_sources(known: pd.DataFrame, settings: Settings) -> None:
    """Refuse to go on beside rows of a source that the settings no longer name.

    Raises
    ------
    SettingsWrong
        Naming the source; also if no source is declared at all.
    """
    if not settings.source:
        raise SettingsWrong("no source is declared", field="source", fix="Add a [[source]]")
    orphans = sorted(set(known["source"]) - {source.name for source in settings.source})
    if orphans:
        raise SettingsWrong(
            f"the store holds rows of a source that is no longer declared: {', '.join(orphans)}",
            field="source",
            fix="Give the source its name back, or name a new store",
        )


def _ledger_name(item: Input, key: Key) -> str:
    """Return the name under which the ledger knows a file; a mailbox's own name is an address."""
    if not isinstance(item.source, Mailbox):
        return item.file.name
    number = key.pseudonyms(pd.Series([item.file.name]), "mailbox", item.source.name)[0]
    return f"mailbox-{number:016x}"


def withdraw_self_identification(store: Any, known: pd.DataFrame, settings: Settings) -> bool:
    """Remove what people said of themselves if the settings no longer ask for it; say whether there was any.

    The files leave the ledger too, so that they are read again if they are ever asked for again.

    Parameters
    ----------
    store
        An open ADBC connection to the store.
    known
        `ops__source_file`.
    """
    if settings.self_identification.load:
        return False
    ats = [source.name for source in settings.source if isinstance(source, Greenhouse)]

    def others(ledger: pd.DataFrame) -> pd.DataFrame:
        resource = ledger["file"].str.split("/").str[0].map(resource_of)
        return ledger[~(ledger["source"].isin(ats) & (resource == contract.SELF_IDENTIFICATION))]

    if len(others(known)) == len(known):
        return False
    for source in ats:
        forget_rows(store, source, [SELF_IDENTIFICATION])
    for name in ("ops__source_file", "ops__reject"):
        bulk.replace(store, name, others(bulk.read(store, name)))
    return True


def read_as(items: list[Input], known: pd.DataFrame, key: Key, settings: Settings) -> list[str]:
    """Return how each file is to be read: `NEW`, `UNCHANGED`, or `UNDER_NEW_RULES`.

    Parameters
    ----------
    items
        What there is to read.
    known
        `ops__source_file`. Of a file's contents the last one counts: an older one that was put back
        is new.
    key
        The key under which mailboxes are named.
    settings
        The rules that files are read under now.
    """
    last = known.sort_values("run_id").drop_duplicates(["source", "file"], keep="last")
    files = zip(last["source"], last["file"], strict=True)
    latest = dict(zip(files, zip(last["sha256"], last["reader"], strict=True), strict=True))
    return [_read_as(item, key, settings, latest) for item in items]


def _read_as(
    item: Input, key: Key, settings: Settings, latest: dict[tuple[str, str], tuple[str, str]]
) -> str:
    """Return whether a file is new, unchanged, or unchanged but to be read under new rules."""
    sha256, reader = latest.get((item.source.name, _ledger_name(item, key)), ("", ""))
    if sha256 != item.sha256:
        return NEW
    return UNCHANGED if reader == _reader(item, settings) else UNDER_NEW_RULES


def _reader(item: Input, settings: Settings) -> str:
    """Return the rules that a file is read under: reader, classifier, and what is declared of it.

    Texts to review are drawn in the reading: whoever turns review on has the files read again.
    """
    drawn = f" review-{settings.review.share:g}" if settings.review.reviewers else ""
    declared = item.source.model_dump_json(exclude={"path", "employees", "reviews"})
    # Hashed, since what is declared may name mailboxes' owners.
    return f"{item.reader} {CLASSIFIER} {sha256(declared.encode()).hexdigest()[:16]}{drawn}"


def same_rules(last: pd.Series, settings: Settings, labels: str, code: str) -> bool:
    """Return whether the last run had the same claim, declared error rates, reviewers' labels (their
    hash), code (`made_by`) and classifier.
    """
    rates = ErrorRates.from_text(last["error_rates"])
    was_declared = last["error_rates"] if rates and rates.basis == "declared" else ""
    return bool(
        last["claim"] == settings.claim.model_dump_json()
        and was_declared == declared_rates(settings)
        and last["labels"] == labels
        and last["goodeggs"] == code
        and last["classifier"] == CLASSIFIER
    )


def declared_rates(settings: Settings) -> str:
    """Return the declared error rates of the note tag as the ledger holds them; empty if there are none."""
    return settings.mistagging.rates.to_text() if settings.mistagging else ""


def report_of(
    done: list[Ingested], everything: list[Input], counts: dict[str, Any], key: Key
) -> Report:
    """Return what a run did."""
    files = [file for batch in done for file in batch.files]
    rejected = [
        file.rejects.assign(source=file.item.source.name, file=_ledger_name(file.item, key))
        for file in files
    ]
    columns = ["source", "file", "line", "field", "reason"]
    return Report(
        run_id=f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%fZ}",
        unchanged=False,
        files_read=len(files),
        files_unchanged=len(everything) - len(files),
        rows=sum(file.rows for file in files),
        rejected=pd.concat(rejected)[columns] if rejected else pd.DataFrame(columns=columns),
        counts=counts,
    )


def record(
    store: Any,
    report: Report,
    done: list[Ingested],
    settings: Settings,
    key: Key,
    started: datetime,
    error_rates: str,
    labels: str,
    code: str,
) -> None:
    """Write a run, its files and its rejects into the ledger.

    Parameters
    ----------
    error_rates
        How often the note tag is wrong, as `ErrorRates.to_text` writes it; empty where nobody knows.
    labels
        Hash of what reviewers said.
    code
        What results are made by: see `made_by`.
    """
    files = pd.DataFrame(
        [
            {
                "source": file.item.source.name,
                "file": _ledger_name(file.item, key),
                "sha256": file.item.sha256,
                "run_id": report.run_id,
                "reader": _reader(file.item, settings),
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
        "goodeggs": code,
        "classifier": CLASSIFIER,
        "claim": settings.claim.model_dump_json(),
        "error_rates": error_rates,
        "labels": labels,
        "key_check": key.fingerprint,
        "files_read": report.files_read,
        "files_unchanged": report.files_unchanged,
        "rows_rejected": len(report.rejected),
        **report.counts,
    }
    write_ledger(store, row, files, report.rejected.assign(run_id=report.run_id))
