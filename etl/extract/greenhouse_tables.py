"""What the typed rows of a Greenhouse resource become: the same tables from every Harvest version.

Each function takes checked rows (their index is the line) and the source, and needs no other file.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.config import Greenhouse
from etl.extract import casts, duck
from etl.extract.contract import (
    EPOCH,
    MESSAGE_COLUMNS,
    Reading,
    label_ids,
    latest,
    normalise_addresses,
    normalise_names,
)
from etl.extract.fields import Checked
from etl.extract.html_text import is_html, to_text
from etl.extract.newest import newest_part

COMPLETED = ("complete", "awaiting_feedback", "collect_feedback")
"""Statuses of interviews that took place: the vendor gives the last two once the time is past."""

_TAKE_HOME = ("to_be_sent", "sent", "received")
_VIDEO = r"(?i)https?://|zoom|teams|google meet|hangouts|webex|skype|video"
_PHONE = r"(?i)\b(?:phone|telephone|call|mobile)\b|^\+?[\d\s().-]{7,}$"

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
        }
    )
    address = _addresses(rows, version, "email_addresses", "$.value", "candidate_id")
    return Reading(
        {"core__candidate": _plain(candidate), "core__candidate_address": address},
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
    return Reading({"core__interviewer": _plain(both)}, rejects=checked.rejects)


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
        }
    )
    return Reading({"core__application": _plain(table)}, rejects=checked.rejects)


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
    return Reading({"core__stage_event": _plain(table)}, rejects=checked.rejects)


def interviews(checked: Checked, source: Greenhouse) -> Reading:
    """Return scheduled interviews.

    An all-day interview starts and ends at midnights of `source.timezone`; a later last day is the
    day after the end, as in calendars. The format is what this file tells (`interview_formats`).
    """
    rows = checked.rows
    all_day = rows["starts_at"].isna() & rows["all_day_start_on"].notna()
    if source.timezone is None:
        checked = checked.refuse(all_day, "all_day_start_on", casts.NO_ZONE)
    else:
        first = rows["all_day_start_on"].astype("datetime64[us]")
        last = rows["all_day_end_on"].astype("datetime64[us]")
        last = last.where(last > first, first + pd.Timedelta(days=1))
        rows = rows.assign(
            starts_at=rows["starts_at"].where(~all_day, casts.to_utc(first, source.timezone)),
            ends_at=rows["ends_at"].where(~all_day, casts.to_utc(last, source.timezone)),
        )
        checked = Checked(rows, checked.rejects)
    backwards = checked.rows["ends_at"] < checked.rows["starts_at"]
    checked = checked.refuse(backwards, "ends_at", "a time after the start")
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["created_at"]),
            "interview_id": rows["id"],
            "application_id": rows["application_id"],
            "kind_id": label_ids("interview_kind", rows["kind_id"]),
            "format": interview_formats(
                rows["status"], rows["location"], rows["video_conferencing_url"]
            ),
            "status": rows["status"],
            "completed": rows["status"].isin(COMPLETED),
            "starts_at": rows["starts_at"],
            "ends_at": rows["ends_at"],
        }
    )
    return Reading({"core__interview": _plain(table)}, rejects=checked.rejects)


def interview_formats(status: pd.Series, location: pd.Series, video_url: pd.Series) -> pd.Series:
    """Return what an interview's own row tells of its format; `other` where it tells nothing.

    The name of its kind may tell more; that is in another file, and for `derive` to use.

    Examples
    --------
    >>> none = pd.Series([None] * 3, dtype="str")
    >>> status = pd.Series(["complete", "sent", "complete"])
    >>> interview_formats(status, pd.Series(["2nd floor", None, None], dtype="str"), none).tolist()
    ['onsite', 'take_home', 'other']
    """
    formats = pd.Series("other", index=status.index, dtype="str")
    somewhere = location.str.strip().fillna("") != ""
    formats = formats.mask(somewhere, "onsite")
    formats = formats.mask(location.str.contains(_PHONE, na=False), "phone")
    formats = formats.mask(location.str.contains(_VIDEO, na=False) | video_url.notna(), "video")
    return formats.mask(status.isin(_TAKE_HOME), "take_home")


def interviewers(checked: Checked, source: Greenhouse) -> Reading:
    """Return who interviewed; an interviewer without a user is known by the address."""
    address = normalise_addresses(checked.rows["email"])
    who = checked.rows["user_id"].where(checked.rows["user_id"].notna(), address)
    rows = checked.rows.assign(email=address, user_id=who)
    checked = Checked(rows, checked.rejects).refuse(who.isna(), "user_id", "a user or an address")
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["created_at"]),
            "interview_id": rows["interview_id"],
            "interviewer_id": rows["user_id"],
            "address_key": rows["email"],
            "scorecard_id": rows["scorecard_id"],
        }
    )
    return Reading({"core__interview_interviewer": _plain(table)}, rejects=checked.rejects)


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
    return Reading({"core__scorecard": _plain(table)}, rejects=checked.rejects)


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
    return Reading({"core__offer": _plain(table)}, rejects=checked.rejects)


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
    return Reading({"core__job": _plain(table)}, rejects=checked.rejects)


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
        return Reading({"core__label": _plain(table)}, rejects=checked.rejects)

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


def messages(checked: Checked, source: Greenhouse) -> Reading:
    """Return e-mails as messages to classify, whoever wrote them; other rows are left out."""
    checked = Checked(checked.rows[checked.rows["type"].str.lower() == "email"], checked.rejects)
    written = checked.rows["created_at"].notna()
    sender = duck.addresses_in(checked.rows["email_from"]).str.split(" ", n=1).str[0]
    rows = checked.rows.assign(sender=sender)
    checked = Checked(rows, checked.rejects).refuse(~written, "created_at", casts.INSTANT)
    checked = checked.refuse(checked.rows["sender"] == "", "email_from", "an e-mail address")
    rows = checked.rows
    to = rows["email_to"].fillna("") + " " + rows["email_cc"].fillna("")
    table = pd.DataFrame(
        {
            "line": rows.index.to_numpy(),
            "message_id": pd.Series(pd.NA, index=rows.index, dtype="str"),
            "sender": rows["sender"],
            "recipients": duck.addresses_in(to),
            "sent_at": rows["created_at"],
            "subject": rows["subject"].fillna(""),
            "body": _bodies(rows["body"].fillna("")),
            "automatic": False,
            "channel": pd.Series("ats", index=rows.index, dtype="str"),
        },
        columns=list(MESSAGE_COLUMNS),
    )
    return Reading(messages=_plain(table), rejects=checked.rejects)


def coverage(name: str, until: pd.Timestamp | None, messages: int) -> Reading:
    """Return the coverage of an ATS feed that every interviewer's mail is copied to.

    The employer declares that it always was; it ends with the last mail, since who knows what later
    ones the export left out.
    """
    end = until if until is not None else EPOCH
    row = {
        "version": end,
        "coverage_id": name,
        "address_key": None,
        "covers_from": EPOCH,
        "covers_to": end,
        "messages": messages,
    }
    instants = {column: "datetime64[us, UTC]" for column in ("version", "covers_from", "covers_to")}
    table = pd.DataFrame([row]).astype({**instants, "address_key": "str"})
    return Reading({"core__coverage": table})


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
    return _plain(table.dropna(subset="address_key").drop_duplicates([owner, "address_key"]))


def _bodies(texts: pd.Series) -> pd.Series:
    """Return the newest part of each mail as plain text."""
    bodies = pa.array(texts, pa.string())
    markup = is_html(bodies)
    if pc.any(markup).as_py():
        bodies = pc.replace_with_mask(bodies, markup, to_text(bodies.filter(markup)))
    return pd.Series(newest_part(bodies), index=texts.index, dtype="str")


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index(drop=True)
