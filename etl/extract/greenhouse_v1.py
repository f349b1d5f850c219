"""Greenhouse Harvest v1 archives: translated at the door to the tables that v3 gives.

Children stand inside their parents, so one file gives rows of several tables. What v1 says of a
department, a stage or a source in passing (id and name) is kept under the oldest version, so that
the resource's own file wins. There is no stage history: `current_stage` gives a stay without times,
and `greenhouse_v1_moves` reads the dated ones out of the activity feed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.config import Greenhouse
from etl.extract import folder, greenhouse_interviews, greenhouse_mail
from etl.extract import greenhouse_tables as to
from etl.extract import greenhouse_v1_moves as moves
from etl.extract.contract import EPOCH, ExportFile, Reading, label_ids
from etl.extract.fields import Checked
from etl.extract.greenhouse import read_array
from etl.extract.greenhouse_self_identification import self_identification
from etl.extract.greenhouse_v1_fields import CONTRACTS, inside

READER = "greenhouse-v1-3"
REQUIRED = ("candidates", "scheduled_interviews")
MOVES = "stage moves"


def files(source: Greenhouse) -> list[ExportFile]:
    """List the files of known resources, sorted by name; others are left unread (`ignored`).

    `activity_feed` may be an array with `candidate_id`s or a folder of one file for each candidate,
    named after the id. Where there is one, the last item is the whole folder, for the stage moves
    that only all files together tell.

    Raises
    ------
    SourceMissing
        If the folder is not there, or lacks candidates or scheduled interviews.
    """
    whole = ("activity_feed",)
    found = folder.json_files(source.path, source.name, CONTRACTS, REQUIRED, whole)
    if any(item.resource == "activity_feed" for item in found):
        found.append(ExportFile(MOVES, source.path, MOVES))
    return found


def ignored(source: Greenhouse) -> list[str]:
    """Return the names of JSON files in the folder that hold no resource that is read."""
    return folder.ignored(source.path, CONTRACTS)


def read(source: Greenhouse, file: ExportFile) -> Iterator[Reading]:
    """Read one file, or the stage moves of the whole folder.

    Raises
    ------
    FileUnreadable
        If a file is empty, cut off, no array of objects, or not UTF-8.
    ContractBroken
        If a required field is missing, or too many rows have a bad value in one field.
    TimeWithoutZone
        If too many times have no zone and the source declares none.
    """
    if file.resource == MOVES:
        found = folder.json_files(source.path, source.name, CONTRACTS, (), ("activity_feed",))
        yield moves.read(source, found)
        return
    yield from read_array(source, file, CONTRACTS[file.resource], _TRANSLATIONS[file.resource])


def _in_passing(kind: str, rows: pd.DataFrame, ids: str, names: str) -> pd.DataFrame:
    """Return labels that rows mention, under the oldest version."""
    named = rows[[ids, names]].dropna().drop_duplicates(ids)
    table = pd.DataFrame(
        {
            "version": pd.Series(EPOCH, index=named.index, dtype="datetime64[us, UTC]"),
            "label_id": label_ids(kind, named[ids]),
            "kind": pd.Series(kind, index=named.index, dtype="str"),
            "name": named[names],
            "position": pd.Series(pd.NA, index=named.index, dtype="Int64"),
            "parent_id": pd.Series(pd.NA, index=named.index, dtype="str"),
        }
    )
    return table.reset_index(drop=True)


def _applications(checked: Checked, source: Greenhouse) -> Reading:
    rows = checked.rows
    prospect = rows["prospect"].str.lower() == "true"
    rows = rows.assign(
        job_id=rows["job_id"].where(~prospect),
        reason=to.reason_keys(rows["reason_type"]),
        # v1 names a recruiter on the candidate alone.
        recruiter_id=pd.Series(pd.NA, index=rows.index, dtype="str"),
    )
    reading = to.applications(Checked(rows, checked.rejects), source)
    reading.tables["core__label"] = pd.concat(
        [
            _in_passing("channel", rows, "source_id", "source_name"),
            _in_passing("stage", rows, "stage_id", "stage_name"),
            _in_passing("rejection_reason", rows, "rejection_reason_id", "reason"),
        ],
        ignore_index=True,
    )
    now = rows[rows["stage_id"].notna()]
    never = pd.Series(pd.NaT, index=now.index, dtype="datetime64[us, UTC]")
    stays = now.assign(
        id="current:" + now["id"], application_id=now["id"], entered_at=never, exited_at=never
    )
    reading.tables |= to.stage_events(Checked(stays, checked.rejects), source).tables
    return reading


def _candidates(checked: Checked, source: Greenhouse) -> Reading:
    reading = to.candidates(checked, source)
    embedded = _applications(inside(checked.rows, "applications", source.timezone), source)
    reading.tables |= embedded.tables
    reading.rejects = pd.concat([reading.rejects, embedded.rejects], ignore_index=True)
    return reading


def _interviews(checked: Checked, source: Greenhouse) -> Reading:
    reading = greenhouse_interviews.interviews(checked, source)
    rows = checked.rows[~checked.rows.index.isin(reading.rejects["line"])]
    panel = inside(rows, "interviewers", source.timezone)
    parent = rows.loc[panel.rows.index]
    panel = Checked(
        panel.rows.assign(
            interview_id=parent["id"],
            updated_at=parent["updated_at"],
            created_at=parent["created_at"],
        ),
        panel.rejects,
    )
    interviewers = greenhouse_interviews.interviewers(panel, source)
    reading.tables |= interviewers.tables
    reading.tables["core__label"] = _in_passing("interview_kind", rows, "kind_id", "kind_name")
    reading.rejects = pd.concat([reading.rejects, interviewers.rejects], ignore_index=True)
    return reading


def _jobs(checked: Checked, source: Greenhouse) -> Reading:
    reading = to.jobs(checked, source)
    reading.tables["core__label"] = pd.concat(
        [
            _in_passing("department", checked.rows, "department_id", "department_name"),
            _in_passing("office", checked.rows, "office_id", "office_name"),
        ],
        ignore_index=True,
    )
    return reading


def _job_stages(checked: Checked, source: Greenhouse) -> Reading:
    reading = to.labels("stage")(checked, source)
    kinds = inside(checked.rows, "interviews", source.timezone)
    parent = checked.rows.loc[kinds.rows.index]
    kinds = Checked(
        kinds.rows.assign(
            parent_id=parent["id"],
            updated_at=parent["updated_at"],
            created_at=parent["created_at"],
        ),
        kinds.rejects,
    )
    labels = to.labels("interview_kind", "stage")(kinds, source)
    both = [reading.tables["core__label"], labels.tables["core__label"]]
    reading.tables["core__label"] = pd.concat(both, ignore_index=True)
    reading.rejects = pd.concat([reading.rejects, labels.rejects], ignore_index=True)
    return reading


def _emails(checked: Checked, source: Greenhouse) -> Reading:
    emails = inside(checked.rows, "emails", source.timezone)
    rejects = pd.concat([checked.rejects, emails.rejects], ignore_index=True)
    return greenhouse_mail.messages(Checked(emails.rows.assign(type="email"), rejects), source)


def _own(translate: to.Translate) -> to.Translate:
    """Let a resource's own file win over what others say in passing, though v1 does not date it."""

    def dated(checked: Checked, source: Greenhouse) -> Reading:
        changed = checked.rows["updated_at"].fillna(EPOCH + pd.Timedelta(seconds=1))
        return translate(Checked(checked.rows.assign(updated_at=changed), checked.rejects), source)

    return dated


_TRANSLATIONS: dict[str, to.Translate] = {
    "candidates": _candidates,
    "applications": _applications,
    "scheduled_interviews": _interviews,
    "scorecards": to.scorecards,
    "offers": to.offers,
    "jobs": _jobs,
    "users": to.users,
    "departments": _own(to.labels("department")),
    "offices": _own(to.labels("office")),
    "sources": _own(to.labels("channel")),
    "rejection_reasons": _own(to.rejection_reasons),
    "job_stages": _job_stages,
    "activity_feed": _emails,
    "eeoc": self_identification,
}
