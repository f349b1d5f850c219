"""The applicant tracking system's export: the vendor's fields and enums, and what is planted in it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

Resources = dict[str, list[dict[str, Any]]]

EXTRACT = "2026-07-01T00:00:00.000Z"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d")

# From the vendor's field reference, Harvest v3.
FIELDS = {
    "candidates": "id first_name last_name preferred_name company title private can_email created_at "
    "updated_at last_activity_at time_zone tags email_addresses phone_numbers addresses "
    "website_addresses social_media_addresses linked_user_ids custom_fields",
    "applications": "id candidate_id job_id job_post_id prospect prospective_job_ids status stage_id "
    "stage_name job_interview_stage_id source_id referrer_id recruiter_id coordinator_id rejected_at "
    "rejection_reason_id needs_decision last_activity_at created_at updated_at answers "
    "location_address agency_note_id",
    "application_stages": "id application_id job_interview_stage_id entered_at exited_at current "
    "days_in_stage",
    "interviews": "id application_id job_id job_interview_id starts_at ends_at all_day_start_on "
    "all_day_end_on scheduled_at availability_received_at organizer_id location "
    "video_conferencing_url external_event_id status created_at updated_at",
    "interviewers": "id interview_id user_id email response_status scorecard_id",
    "job_interviews": "id name job_id job_interview_stage_id duration scheduling_type sort_order active",
    "job_interview_stages": "id name job_id sort_order active",
    "scorecards": "id application_id interview_kit_id interviewer_id submitter_id interviewed_at "
    "submitted_at status candidate_rating notes public_notes private_notes notes_with_tags",
    "offers": "id application_id candidate_id job_id opening_id version status sent_on starts_on "
    "resolved_at created_at",
    "rejection_details": "application_id rejected_at rejected_by_id rejection_reason_id rejection_note_id",
    "rejection_reasons": "id name type",
    "jobs": "id name requisition_id status department_id office_ids custom_fields created_at updated_at",
    "departments": "id name parent_id",
    "offices": "id name",
    "sources": "id name type",
    "users": "id name first_name last_name primary_email emails employee_id deactivated job_title "
    "site_admin agency_id linked_candidate_ids",
    "notes": "id candidate_id application_id user_id type subject body body_with_tags email_from "
    "email_to email_cc email_attachment_file_names visibility import_hash created_at",
}
ENUMS = {
    ("applications", "status"): {"in_process", "rejected", "hired", "converted"},
    ("interviews", "status"): {
        "to_be_scheduled", "scheduled", "awaiting_feedback", "complete", "collect_feedback",
        "skipped", "to_be_sent", "sent", "received",
    },
    ("interviewers", "response_status"): {"needs_action", "accepted", "tentative", "declined"},
    ("scorecards", "status"): {"draft", "complete"},
    ("scorecards", "candidate_rating"): {"strong_no", "no", "yes", "strong_yes", "no_decision"},
    ("offers", "status"): {"Created", "Accepted", "Rejected", "Deprecated"},
    ("notes", "type"): {"NOTE", "EMAIL", "ACTIVITY", "FEEDBACK"},
    ("notes", "visibility"): {"publicly_visible", "privately_visible", "admin_only_visible"},
    ("jobs", "status"): {"draft", "open", "closed"},
    ("job_interviews", "scheduling_type"): {"needs_scheduling", "take_home_test"},
}  # fmt: skip
REFERENCES = {
    ("applications", "candidate_id"): "candidates",
    ("applications", "job_id"): "jobs",
    ("applications", "stage_id"): "job_interview_stages",
    ("applications", "source_id"): "sources",
    ("applications", "rejection_reason_id"): "rejection_reasons",
    ("application_stages", "application_id"): "applications",
    ("application_stages", "job_interview_stage_id"): "job_interview_stages",
    ("interviews", "application_id"): "applications",
    ("interviews", "job_interview_id"): "job_interviews",
    ("interviews", "organizer_id"): "users",
    ("interviewers", "interview_id"): "interviews",
    ("interviewers", "user_id"): "users",
    ("interviewers", "scorecard_id"): "scorecards",
    ("job_interviews", "job_interview_stage_id"): "job_interview_stages",
    ("job_interview_stages", "job_id"): "jobs",
    ("scorecards", "interviewer_id"): "users",
    ("offers", "application_id"): "applications",
    ("jobs", "department_id"): "departments",
    ("departments", "parent_id"): "departments",
    ("rejection_details", "application_id"): "applications",
    ("notes", "candidate_id"): "candidates",
    ("notes", "application_id"): "applications",
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_are_the_vendors(resource: Resources, name: str) -> None:
    for row in resource[name]:
        assert set(FIELDS[name].split()) <= row.keys()


@pytest.mark.parametrize(("name", "field"), ENUMS)
def test_values_are_the_vendors(resource: Resources, name: str, field: str) -> None:
    assert {row[field] for row in resource[name]} <= ENUMS[name, field]


def test_every_status_that_an_extractor_must_know_occurs(resource: Resources) -> None:
    assert {row["status"] for row in resource["applications"]} == ENUMS["applications", "status"]
    found = {row["status"] for row in resource["interviews"]}
    assert found >= {"scheduled", "awaiting_feedback", "complete", "skipped", "received"}


@pytest.mark.parametrize(("name", "field"), REFERENCES)
def test_references_lead_somewhere(resource: Resources, name: str, field: str) -> None:
    known = {row["id"] for row in resource[REFERENCES[name, field]]}
    assert {row[field] for row in resource[name]} - {None} <= known


def test_ids_are_unique_and_beyond_32_bits(resource: Resources) -> None:
    for rows in resource.values():
        numbers = [row["id"] for row in rows]
        assert len(set(numbers)) == len(numbers)
        assert all(len(str(number)) == 11 for number in numbers)


def test_times_are_printed_as_the_vendor_prints_them(resource: Resources) -> None:
    for rows in resource.values():
        for row in rows:
            for field, value in row.items():
                if value is not None and field.endswith("_at"):
                    assert INSTANT.fullmatch(value)
                if value is not None and field.endswith("_on"):
                    assert DAY.fullmatch(value)


def test_nothing_is_recorded_after_the_extract(resource: Resources) -> None:
    later = {"starts_at", "ends_at", "interviewed_at"}
    for name, rows in resource.items():
        for row in rows:
            times = {k: v for k, v in row.items() if k.endswith("_at") and k not in later and v}
            assert all(value < EXTRACT for value in times.values()), name


def test_an_application_moves_through_its_stages_in_order(resource: Resources) -> None:
    stays: dict[int, list[dict[str, Any]]] = {}
    for row in resource["application_stages"]:
        stays.setdefault(row["application_id"], []).append(row)
    for rows in stays.values():
        for before, after in pairwise(rows):
            if before["exited_at"] and after["entered_at"]:
                assert before["exited_at"] == after["entered_at"]
        assert [row["current"] for row in rows] == [False] * (len(rows) - 1) + [True]


def test_a_rejected_application_says_when_and_why(resource: Resources) -> None:
    details = {row["application_id"]: row for row in resource["rejection_details"]}
    for row in resource["applications"]:
        if row["status"] == "rejected":
            assert details.pop(row["id"])["rejected_at"] == row["rejected_at"]
            assert row["rejection_reason_id"] is not None
        else:
            assert row["rejected_at"] is None
    assert not details


def test_merged_and_duplicate_candidates(resource: Resources, truth: dict[str, Any]) -> None:
    by_address: dict[str, list[int]] = {}
    for row in resource["candidates"]:
        address = next(a["value"] for a in row["email_addresses"] if a["type"] == "personal")
        by_address.setdefault(address.lower(), []).append(row["id"])
    repeated = [numbers for numbers in by_address.values() if len(numbers) > 1]
    applied = Counter(row["candidate_id"] for row in resource["applications"])
    merged = [numbers for numbers in repeated if any(applied[n] == 0 for n in numbers)]
    cases = truth["planted_cases"]
    assert len(merged) == cases["merged_candidates"] >= 4
    assert len(repeated) - len(merged) == cases["duplicate_candidates"] >= 4
    assert all(sorted(applied[n] for n in numbers) == [0, 2] for numbers in merged)
    noted = {row["candidate_id"] for row in resource["notes"]}
    assert any(applied[number] == 0 for number in noted)


def test_a_candidate_on_two_jobs_at_once(resource: Resources, truth: dict[str, Any]) -> None:
    jobs: dict[int, set[int]] = {}
    for row in resource["applications"]:
        jobs.setdefault(row["candidate_id"], set()).add(row["job_id"])
    both = sum(len(of_one) > 1 for of_one in jobs.values())
    cases = truth["planted_cases"]
    assert both == cases["candidates_on_two_jobs"] + cases["merged_candidates"]


def test_panels_loops_guests_and_what_was_called_off(resource: Resources) -> None:
    seats = Counter(row["interview_id"] for row in resource["interviewers"])
    held = {"complete", "awaiting_feedback", "collect_feedback"}
    done = [row for row in resource["interviews"] if row["status"] in held]
    assert {seats[row["id"]] for row in done} >= {1, 2, 3, 4}
    assert any(row["user_id"] is None for row in resource["interviewers"])
    stage = {row["id"]: row["job_interview_stage_id"] for row in resource["job_interviews"]}
    day = Counter(
        (row["application_id"], stage[row["job_interview_id"]], row["starts_at"][:10])
        for row in done
    )
    assert max(day.values()) == 2
    again = {row["application_id"] for row in resource["interviews"] if row["status"] == "skipped"}
    assert again & {row["application_id"] for row in done}


def test_drafts_superseded_offers_private_people_and_prospects(resource: Resources) -> None:
    for row in resource["scorecards"]:
        assert (row["status"] == "draft") == (row["submitted_at"] is None)
    assert any(row["status"] == "draft" for row in resource["scorecards"])
    versions: dict[int, list[tuple[int, str]]] = {}
    for row in resource["offers"]:
        versions.setdefault(row["application_id"], []).append((row["version"], row["status"]))
    replaced = [sorted(rows) for rows in versions.values() if len(rows) == 2]
    assert replaced and all(rows[0] == (1, "Deprecated") for rows in replaced)
    assert any(row["private"] for row in resource["candidates"])
    prospects = [row for row in resource["applications"] if row["prospect"]]
    assert prospects and all(row["job_id"] is None for row in prospects)


def test_some_old_stays_have_no_dates(resource: Resources) -> None:
    undated = [row for row in resource["application_stages"] if row["entered_at"] is None]
    assert undated and all(row["created_at"] < "2024-09" for row in undated)


def test_mail_logged_at_the_vendor(resource: Resources) -> None:
    own = {row["primary_email"] for row in resource["users"]}
    mail = [row for row in resource["notes"] if row["type"] == "EMAIL"]
    assert all(row["email_from"] and isinstance(row["email_cc"], list) for row in mail)
    assert any(row["email_from"] in own for row in mail)
    assert any(row["email_from"] not in own for row in mail)
    assert all(row["email_from"] is None for row in resource["notes"] if row["type"] != "EMAIL")
