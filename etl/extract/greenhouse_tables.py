"""What the typed rows of a Greenhouse resource become: the same tables from every Harvest version.

Each function takes checked rows (their index is the line) and the source, and needs no other file.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from etl.config import Greenhouse
from etl.extract import duck
from etl.extract.contract import (
    Reading,
    label_ids,
    latest,
    normalise_addresses,
    normalise_names,
)
from etl.extract.fields import Checked

SCORES = {
    "strong_no": 0.0,
    "definitely_not": 0.0,
    "no": 1 / 3,
    "yes": 2 / 3,
    "strong_yes": 1.0,
}
"""Ratings on four equal steps; `no_decision` is a rating without a score."""

LEVEL_KEYS = (
    "level",
    "job_level",
    "seniority",
    "seniority_level",
    "career_level",
    "grade",
    "job_grade",
)
"""Custom fields of a job that hold its level, the first that is there."""

Translate = Callable[[Checked, Greenhouse], Reading]
"""Checked rows of a resource, and their source, to tables or messages."""


def candidates(checked: Checked, source: Greenhouse) -> Reading:
    """Return candidates and their addresses. Private candidates are kept like others."""
    rows = checked.rows
    version = latest(rows["updated_at"], rows["created_at"])
    candidate = pd.DataFrame(
        {
            "version": version,
            "candidate_id": rows["id"],
            "name_key": normalise_names(rows["first_name"], rows["last_name"]),
            "created_at": rows["created_at"],
            "recruiter_id": rows["recruiter_id"],
        }
    )
    address = _addresses(rows, version, "email_addresses", "$.value", "candidate_id")
    return Reading(
        {"core__candidate": plain(candidate), "core__candidate_address": address},
        rejects=checked.rejects,
    )


def users(checked: Checked, source: Greenhouse) -> Reading:
    """Return users' addresses: an interviewer row for each."""
    rows = checked.rows
    version = latest(rows["updated_at"], rows["created_at"])
    listed = _addresses(rows, version, "emails", "$", "interviewer_id")
    first = pd.DataFrame(
        {
            "version": version,
            "interviewer_id": rows["id"],
            "address_key": normalise_addresses(rows["primary_email"]),
        }
    ).dropna(subset="address_key")
    both = pd.concat([first, listed]).drop_duplicates(["interviewer_id", "address_key"])
    return Reading({"core__interviewer": plain(both)}, rejects=checked.rejects)


def applications(checked: Checked, source: Greenhouse) -> Reading:
    """Return applications, prospects included (they have no job)."""
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["rejected_at"], rows["created_at"]),
            "application_id": rows["id"],
            "candidate_id": rows["candidate_id"],
            "job_id": rows["job_id"],
            "channel_id": label_ids("channel", rows["source_id"]),
            "status": rows["status"].replace({"active": "in_process"}),
            "applied_at": rows["created_at"],
            "rejected_at": rows["rejected_at"],
            "rejection_reason_id": label_ids("rejection_reason", rows["rejection_reason_id"]),
            "recruiter_id": rows["recruiter_id"],
        }
    )
    return Reading({"core__application": plain(table)}, rejects=checked.rejects)


def stage_events(checked: Checked, source: Greenhouse) -> Reading:
    """Return stays in stages; rows that the vendor backfilled have no times."""
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["exited_at"], rows["entered_at"]),
            "stage_event_id": rows["id"],
            "application_id": rows["application_id"],
            "stage_id": label_ids("stage", rows["stage_id"]),
            "entered_at": rows["entered_at"],
            "exited_at": rows["exited_at"],
        }
    )
    return Reading({"core__stage_event": plain(table)}, rejects=checked.rejects)


def scorecards(checked: Checked, source: Greenhouse) -> Reading:
    """Return submitted scorecards, by the interviewer whose rating it is; drafts are left out."""
    rows = checked.rows[checked.rows["submitted_at"].notna()]
    by = rows["interviewer_id"].where(rows["interviewer_id"].notna(), rows["submitter_id"])
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["submitted_at"]),
            "scorecard_id": rows["id"],
            "application_id": rows["application_id"],
            "interviewer_id": by,
            "submitted_at": rows["submitted_at"],
            "score": rows["rating"].map(SCORES).astype("float64"),
        }
    )
    return Reading({"core__scorecard": plain(table)}, rejects=checked.rejects)


def offers(checked: Checked, source: Greenhouse) -> Reading:
    """Return every version of every offer."""
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["resolved_at"], rows["created_at"]),
            "offer_id": rows["id"],
            "application_id": rows["application_id"],
            "number": rows["number"].astype("Int64"),
            "status": rows["status"].replace({"unresolved": "created"}),
            "created_at": rows["created_at"],
            "sent_on": rows["sent_on"],
            "resolved_at": rows["resolved_at"],
            "starts_on": rows["starts_on"],
        }
    )
    return Reading({"core__offer": plain(table)}, rejects=checked.rejects)


def jobs(checked: Checked, source: Greenhouse) -> Reading:
    """Return jobs, with their first office and the first custom field that names a level."""
    rows = checked.rows
    levels = rows[list(LEVEL_KEYS)]
    levels = levels.where(~levels.apply(lambda column: column.str.contains(r"[{\[]", na=False)))
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["created_at"]),
            "job_id": rows["id"],
            "title": rows["name"],
            "level": levels.bfill(axis=1).iloc[:, 0].astype("str"),
            "department_id": label_ids("department", rows["department_id"]),
            "office_id": label_ids("office", rows["office_id"]),
        }
    )
    return Reading({"core__job": plain(table)}, rejects=checked.rejects)


def labels(kind: str, parent_kind: str = "") -> Translate:
    """Return what makes labels of one kind: `name`, and `position` and `parent_id` if there are any."""

    def translate(checked: Checked, source: Greenhouse) -> Reading:
        rows = checked.rows
        nothing = pd.Series(pd.NA, index=rows.index, dtype="str")
        table = pd.DataFrame(
            {
                "version": latest(rows["updated_at"], rows["created_at"]),
                "label_id": label_ids(kind, rows["id"]),
                "kind": pd.Series(kind, index=rows.index, dtype="str"),
                "name": rows["name"],
                "position": rows.get("position", nothing).astype("Float64").round().astype("Int64"),
                "parent_id": label_ids(parent_kind or kind, rows.get("parent_id", nothing)),
            }
        )
        return Reading({"core__label": plain(table)}, rejects=checked.rejects)

    return translate


def rejection_reasons(checked: Checked, source: Greenhouse) -> Reading:
    """Return rejection reasons under the key of their type, such as `WE_REJECTED_THEM`."""
    named = checked.rows.assign(name=reason_keys(checked.rows["name"]))
    return labels("rejection_reason")(Checked(named, checked.rejects), source)


def reason_keys(types: pd.Series) -> pd.Series:
    """Return the keys of types of rejection, which v1 gives as words.

    Examples
    --------
    >>> reason_keys(pd.Series(["they rejected us", None], dtype="str")).tolist()
    ['THEY_REJECTED_US', 'NONE_SPECIFIED']
    """
    return types.fillna("none_specified").str.upper().str.replace(" ", "_")


def _addresses(
    rows: pd.DataFrame, version: pd.Series, column: str, path: str, owner: str
) -> pd.DataFrame:
    """Return one row for each different address in a list column."""
    found = duck.unnest(rows[column], {"address": path})
    table = pd.DataFrame(
        {
            "version": version.reindex(found.index),
            owner: rows["id"].reindex(found.index),
            "address_key": normalise_addresses(found["address"]),
        }
    )
    return plain(table.dropna(subset="address_key").drop_duplicates([owner, "address_key"]))


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the lines of its rows."""
    return table.reset_index(drop=True)
