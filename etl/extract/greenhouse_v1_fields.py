"""The fields of Harvest v1 that are read, under the names that v3 gives them.

Source: github.com/grnhse/greenhouse-api-docs. Children are embedded here: lists stay JSON until the
translation takes them apart (`EMBEDDED`).
"""

from __future__ import annotations

import pandas as pd

from etl.extract import duck
from etl.extract.fields import Checked, Contract, Field, Kind
from etl.extract.greenhouse_fields import REASON_TYPES
from etl.extract.greenhouse_tables import LEVEL_KEYS, SCORES

_REASONS = tuple(name.replace("_", " ") for name in REASON_TYPES)


def _must(name: str, kind: Kind = "id", at: str = "") -> Field:
    return Field(name, kind, at, required=True)


_ID = Field("id", "id", required=True, empty=False)
_NAME = Field("name", required=True, empty=False)
_CHANGED = (Field("created_at", "instant"), Field("updated_at", "instant"))

_APPLICATION = (
    _ID,
    Field("candidate_id", "id", required=True, empty=False),
    Field("prospect", "text"),
    _must("created_at", "instant", "applied_at"),
    _must("rejected_at", "instant"),
    Field("updated_at", "instant", "last_activity_at"),
    _must("job_id", at="jobs[0].id"),
    Field("job_name", at="jobs[0].name"),
    _must("source_id", at="source.id"),
    Field("source_name", at="source.public_name"),
    _must("rejection_reason_id", at="rejection_reason.id"),
    Field("reason_type", at="rejection_reason.type.name", one_of=_REASONS),
    _must("stage_id", at="current_stage.id"),
    Field("stage_name", at="current_stage.name"),
    Field(
        "status", required=True, empty=False, one_of=("active", "rejected", "hired", "converted")
    ),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "candidates": (
        _ID,
        *_CHANGED,
        _must("first_name", "text"),
        _must("last_name", "text"),
        _must("email_addresses", "list"),
        Field("recruiter_id", "id", "recruiter.id"),
        Field("applications", "list"),
    ),
    "applications": _APPLICATION,
    "scheduled_interviews": (
        _ID,
        *_CHANGED,
        Field("application_id", "id", required=True, empty=False),
        _must("kind_id", at="interview.id"),
        Field("kind_name", at="interview.name"),
        _must("starts_at", "instant", "start.date_time"),
        _must("ends_at", "instant", "end.date_time"),
        Field("all_day_start_on", "day", "start.date"),
        Field("all_day_end_on", "day", "end.date"),
        Field("location"),
        Field("video_conferencing_url"),
        _must("interviewers", "list"),
        Field(
            "status",
            required=True,
            empty=False,
            one_of=("scheduled", "awaiting_feedback", "complete"),
        ),
    ),
    "scorecards": (
        _ID,
        Field("updated_at", "instant"),
        Field("application_id", "id", required=True, empty=False),
        _must("interviewer_id", at="interviewer.id"),
        Field("submitter_id", "id", "submitted_by.id"),
        _must("submitted_at", "instant"),
        Field(
            "rating",
            at="overall_recommendation",
            required=True,
            one_of=(*SCORES, "no_decision"),
        ),
    ),
    "offers": (
        _ID,
        *_CHANGED,
        Field("application_id", "id", required=True, empty=False),
        _must("number", "number", "version"),
        _must("sent_on", "day", "sent_at"),
        _must("starts_on", "day", "starts_at"),
        _must("resolved_at", "instant"),
        Field(
            "status",
            required=True,
            empty=False,
            one_of=("unresolved", "accepted", "rejected", "deprecated"),
        ),
    ),
    "jobs": (
        _ID,
        *_CHANGED,
        _NAME,
        _must("department_id", at="departments[0].id"),
        Field("department_name", at="departments[0].name"),
        _must("office_id", at="offices[0].id"),
        Field("office_name", at="offices[0].name"),
        *(Field(key, at=f"keyed_custom_fields.{key}.value") for key in LEVEL_KEYS),
    ),
    "users": (
        _ID,
        *_CHANGED,
        _must("primary_email", "text", "primary_email_address"),
        Field("emails", "list"),
    ),
    "departments": (_ID, *_CHANGED, _NAME, Field("parent_id", "id")),
    "offices": (_ID, *_CHANGED, _NAME, Field("parent_id", "id")),
    "sources": (_ID, *_CHANGED, _NAME),
    "rejection_reasons": (
        _ID,
        *_CHANGED,
        Field("name", at="type.name", required=True, one_of=_REASONS),
    ),
    "job_stages": (
        _ID,
        *_CHANGED,
        _NAME,
        Field("job_id", "id"),
        _must("position", "number", "priority"),
        Field("interviews", "list"),
    ),
    "activity_feed": (
        Field("candidate_id", "id"),
        Field("path", at="filename"),
        _must("emails", "list"),
        Field("activities", "list"),
    ),
    "eeoc": (
        Field("application_id", "id", required=True, empty=False),
        _must("submitted_at", "instant"),
        _must("gender", "text", "gender.description"),
        _must("race", "text", "race.description"),
        _must("veteran", "text", "veteran_status.message"),
        _must("disability", "text", "disability_status.description"),
    ),
}

EMBEDDED: dict[str, tuple[Field, ...]] = {
    "applications": _APPLICATION,
    "interviewers": (
        Field("user_id", "id", "id"),
        Field("email"),
        Field("scorecard_id", "id"),
    ),
    "interviews": (_ID, _NAME),
    "emails": (
        Field("created_at", "instant", empty=False),
        Field("email_from", at="from"),
        Field("email_to", at="to"),
        Field("email_cc", at="cc"),
        Field("subject"),
        Field("body"),
    ),
    "activities": (Field("id", "id"), Field("created_at", "instant", empty=False), Field("body")),
}
"""The fields of the elements of embedded lists, by the list's name."""

CONTRACTS = {
    name: Contract(f"Harvest v1 {name}", fields, single=name == "activity_feed")
    for name, fields in FIELDS.items()
}
_INSIDE = {name: Contract(f"Harvest v1 {name}", fields) for name, fields in EMBEDDED.items()}


def inside(rows: pd.DataFrame, column: str, timezone: str | None) -> Checked:
    """Return the checked elements of an embedded list; the index repeats the line.

    Parameters
    ----------
    rows
        Checked rows with the list as JSON in `column`.
    column
        The list's name, in `EMBEDDED`.
    timezone
        IANA zone of times written without one.
    """
    contract = _INSIDE[column]
    found = duck.unnest(rows[column], {item.name: f"$.{item.place}" for item in contract.fields})
    checked = contract.check(found.reset_index(drop=True), timezone)
    rejects = checked.rejects.assign(
        line=found.index[checked.rejects["line"]].astype("int64"),
        field=f"{column}." + checked.rejects["field"],
    )
    return Checked(
        checked.rows.set_axis(found.index[checked.rows.index], axis=0),
        rejects.drop_duplicates(["line", "field"]),
    )
