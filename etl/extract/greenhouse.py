"""Greenhouse Harvest v3: a folder of JSON arrays, one resource to a file, children joined by id.

Every file is read by itself, in any order: joins happen later, over the core tables.
`rejection_details` is not read: `applications` carries the reason, and one row of a table must not
be written from two files.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.config import Greenhouse
from etl.errors import TimeWithoutZone
from etl.extract import casts, folder, greenhouse_interviews, greenhouse_mail
from etl.extract import greenhouse_tables as to
from etl.extract.contract import ExportFile, Reading, no_rejects, refuse_if_too_many
from etl.extract.fields import Contract
from etl.extract.greenhouse_fields import FIELDS
from etl.extract.greenhouse_self_identification import self_identification
from etl.extract.json_array import batches

READER = "greenhouse-v3-3"
REQUIRED = ("candidates", "applications", "interviews")

TRANSLATIONS: dict[str, to.Translate] = {
    "candidates": to.candidates,
    "applications": to.applications,
    "application_stages": to.stage_events,
    "interviews": greenhouse_interviews.interviews,
    "interviewers": greenhouse_interviews.interviewers,
    "scorecards": to.scorecards,
    "offers": to.offers,
    "jobs": to.jobs,
    "users": to.users,
    "notes": greenhouse_mail.messages,
    "departments": to.labels("department"),
    "offices": to.labels("office"),
    "sources": to.labels("channel"),
    "rejection_reasons": to.rejection_reasons,
    "job_interview_stages": to.labels("stage"),
    "job_interviews": to.labels("interview_kind", "stage"),
    "eeoc": self_identification,
}
CONTRACTS = {name: Contract(f"Harvest v3 {name}", fields) for name, fields in FIELDS.items()}


def files(source: Greenhouse) -> list[ExportFile]:
    """List the files of known resources, sorted by name; others are left unread (`ignored`).

    Raises
    ------
    SourceMissing
        If the folder is not there, or lacks candidates, applications or interviews.
    """
    return folder.json_files(source.path, source.name, CONTRACTS, REQUIRED)


def ignored(source: Greenhouse) -> list[str]:
    """Return the names of JSON files in the folder that hold no resource that is read."""
    return folder.ignored(source.path, CONTRACTS)


def read(source: Greenhouse, file: ExportFile) -> Iterator[Reading]:
    """Read one file.

    If the source says that every interviewer's mail is copied to it, the last reading of a file of
    notes holds its coverage.

    Raises
    ------
    FileUnreadable
        If the file is empty, cut off, no array of objects, or not UTF-8.
    ContractBroken
        If a required field is missing, or too many rows have a bad value in one field.
    TimeWithoutZone
        If too many times have no zone and the source declares none.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as made:
    ...     path = Path(made, "sources.json")
    ...     _ = path.write_text('[{"id": 7, "name": "Referral"}]')
    ...     source = Greenhouse(name="ats", system="greenhouse_v3", path=made)
    ...     (reading,) = read(source, ExportFile("sources", path, path.name))
    >>> reading.tables["core__label"][["label_id", "name"]].values.tolist()
    [['channel:7', 'Referral']]
    """
    translate = TRANSLATIONS[file.resource]
    sent: list[pd.Series] = []
    for reading in read_array(source, file, CONTRACTS[file.resource], translate):
        if reading.messages is not None and len(reading.messages):
            sent.append(reading.messages["sent_at"])
        yield reading
    if file.resource == "notes" and source.mail_covered and sent:
        yield Reading(greenhouse_mail.coverage(file.name, pd.concat(sent, ignore_index=True)))


def read_array(
    source: Greenhouse, file: ExportFile, contract: Contract, translate: to.Translate
) -> Iterator[Reading]:
    """Read one array through a contract and a translation; both versions of Harvest come here."""
    rejects = no_rejects()
    for batch in batches(file, contract):
        reading = translate(contract.check(batch.rows, source.timezone), source)
        reading.rows = len(batch.rows)
        rejects = pd.concat([rejects, reading.rejects], ignore_index=True)
        refuse_if_too_many(
            rejects, batch.records, file.name, errors={casts.NO_ZONE: TimeWithoutZone}
        )
        yield reading
