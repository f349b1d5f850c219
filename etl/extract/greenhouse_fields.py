"""The fields of Harvest v3 that are read, resource by resource.

Source: harvestdocs.greenhouse.io and the schema of Airbyte's source-greenhouse 1.0.0.
"""

from __future__ import annotations

from typing import Any

from etl.extract.fields import Field, Kind
from etl.extract.greenhouse_tables import LEVEL_KEYS, SCORES

APPLICATION_STATUS = ("in_process", "rejected", "hired", "converted")
INTERVIEW_STATUS = (
    "to_be_scheduled",
    "scheduled",
    "awaiting_feedback",
    "complete",
    "collect_feedback",
    "skipped",
    "to_be_sent",
    "sent",
    "received",
)
OFFER_STATUS = ("created", "accepted", "rejected", "deprecated")
REASON_TYPES = ("we_rejected_them", "they_rejected_us", "none_specified", "security_concern")


def _must(name: str, kind: Kind = "id", at: str = "", **rules: Any) -> Field:
    """Return a field that the file must have."""
    return Field(name, kind, at, required=True, **rules)


_ID = _must("id", empty=False)
_NAME = _must("name", "text", empty=False)
_CHANGED = (Field("created_at", "instant"), Field("updated_at", "instant"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "candidates": (
        _ID,
        *_CHANGED,
        _must("first_name", "text"),
        _must("last_name", "text"),
        _must("email_addresses", "list"),
        Field("recruiter_id", "id"),
    ),
    "applications": (
        _ID,
        _must("created_at", "instant"),
        Field("updated_at", "instant"),
        _must("candidate_id", empty=False),
        _must("job_id"),
        _must("source_id"),
        _must("rejected_at", "instant"),
        _must("rejection_reason_id"),
        Field("recruiter_id", "id"),
        _must("status", "text", empty=False, one_of=APPLICATION_STATUS),
    ),
    "application_stages": (
        _ID,
        Field("updated_at", "instant"),
        _must("application_id", empty=False),
        _must("stage_id", at="job_interview_stage_id"),
        _must("entered_at", "instant"),
        _must("exited_at", "instant"),
    ),
    "interviews": (
        _ID,
        *_CHANGED,
        _must("application_id", empty=False),
        _must("kind_id", at="job_interview_id"),
        _must("starts_at", "instant"),
        _must("ends_at", "instant"),
        Field("all_day_start_on", "day"),
        Field("all_day_end_on", "day"),
        Field("location"),
        Field("video_conferencing_url"),
        _must(
            "status",
            "text",
            empty=False,
            one_of=INTERVIEW_STATUS,
        ),
    ),
    "interviewers": (
        *_CHANGED,
        _must("interview_id", empty=False),
        _must("user_id"),
        _must("email", "text"),
        _must("scorecard_id"),
    ),
    "scorecards": (
        _ID,
        Field("updated_at", "instant"),
        _must("application_id", empty=False),
        _must("interviewer_id"),
        Field("submitter_id", "id"),
        _must("submitted_at", "instant"),
        _must("rating", "text", "candidate_rating", one_of=(*SCORES, "no_decision")),
    ),
    "offers": (
        _ID,
        *_CHANGED,
        _must("application_id", empty=False),
        _must("number", "number", "version"),
        _must(
            "status",
            "text",
            empty=False,
            one_of=OFFER_STATUS,
        ),
        _must("sent_on", "day"),
        _must("starts_on", "day"),
        _must("resolved_at", "instant"),
    ),
    "jobs": (
        _ID,
        *_CHANGED,
        _NAME,
        _must("department_id"),
        _must("office_id", at="office_ids[0]"),
        *(Field(key, at=f"custom_fields.{key}.value") for key in LEVEL_KEYS),
    ),
    "users": (_ID, *_CHANGED, _must("primary_email", "text"), Field("emails", "list")),
    "notes": (
        _must("created_at", "instant"),
        _must("type", "text", empty=False),
        _must("email_from", "text"),
        _must("email_to", "text"),
        Field("email_cc"),
        _must("subject", "text"),
        _must("body", "text"),
    ),
    "departments": (_ID, *_CHANGED, _NAME, Field("parent_id", "id")),
    "offices": (_ID, *_CHANGED, _NAME, Field("parent_id", "id")),
    "sources": (_ID, *_CHANGED, _NAME),
    "rejection_reasons": (
        _ID,
        *_CHANGED,
        _must("name", "text", "type.key", one_of=REASON_TYPES),
    ),
    "job_interview_stages": (_ID, *_CHANGED, _NAME, Field("position", "number", "sort_order")),
    "job_interviews": (
        _ID,
        *_CHANGED,
        _NAME,
        Field("position", "number", "sort_order"),
        _must("parent_id", at="job_interview_stage_id"),
    ),
    "eeoc": (
        _must("application_id", empty=False),
        _must("submitted_at", "instant"),
        _must("gender", "text", "gender.description"),
        _must("race", "text", "race.description"),
        _must("veteran", "text", "veteran_status.description"),
        _must("disability", "text", "disability_status.description"),
    ),
}
