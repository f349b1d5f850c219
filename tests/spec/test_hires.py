"""What becomes of a hire: which review counts, on what scale, and who stayed the first year."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.populations import followed, performance, retention
from etl.claim import Claim
from etl.derive.hires import derive_hires, first_reviews
from etl.derive.interviews import derive_interviews
from etl.derive.notes import NO_LABELS
from etl.people.persons import persons
from tests.histories import History

UNTIL = pd.Timestamp("2027-12-31", tz="UTC")

# first day, last day, kind of leaving, data until -> how the first year ended
FIRST_YEAR = [
    ("2026-03-20", None, None, "2027-12-31", "stayed"),
    ("2026-03-20", "2026-09-01", "voluntary", "2027-12-31", "left_voluntarily"),
    ("2026-03-20", "2026-09-01", "involuntary", "2027-12-31", "left_otherwise"),
    ("2026-03-20", "2026-09-01", "unknown", "2027-12-31", "left_otherwise"),
    ("2026-03-20", "2027-09-01", "voluntary", "2027-12-31", "stayed"),
    ("2026-03-20", None, None, "2026-12-31", "too_early"),
    ("2026-03-20", "2026-09-01", "voluntary", "2026-12-31", "too_early"),
    ("2026-03-20", "2026-09-01", "voluntary", "2027-03-20", "left_voluntarily"),
]


@pytest.mark.parametrize(("first", "last", "leaving", "until", "expected"), FIRST_YEAR)
def test_first_year(
    first: str, last: str | None, leaving: str | None, until: str, expected: str
) -> None:
    row = hired(first=first, last=last, leaving=leaving, until=until)
    assert row["first_year"] == expected


def test_a_hire_whom_hr_does_not_know_is_counted_as_unlinked() -> None:
    assert hired(known=False)["exclusion"] == "unlinked"


def test_a_hire_without_a_review_is_counted_as_unrated() -> None:
    row = hired()
    assert (row["link"], row["exclusion"], row["note_status"]) == ("ats_id", "unrated", "sent")


def test_a_note_seen_by_luck_in_a_half_covered_round_is_unobserved() -> None:
    row = hired(covered=False)
    # Nobody rated this hire, which would keep them out whatever is compared.
    assert (row["note_status"], row["exclusion"]) == ("unobserved", "unrated")


def test_a_year_counts_only_as_far_as_hr_reaches() -> None:
    """The ATS's records end in 2028, HR's when somebody was last hired: nobody's year is over."""
    assert hired(until="2028-12-31", hr_reaches=False)["first_year"] == "too_early"


def test_meeting_the_team_after_the_offer_is_no_round() -> None:
    assert hired(met_after_offer=True)["note_status"] == "sent"


@pytest.mark.parametrize("known", [True, False])
def test_a_hire_whose_offer_has_no_time_is_compared_with_nobody(known: bool) -> None:
    """Whether the note came before the offer nobody knows, whatever else is missing."""
    row = hired(made=None, known=known)
    assert (row["note_status"], row["exclusion"], row["rounds"]) == (
        "unobserved",
        "offer_undated",
        0,
    )
    for population in (performance, retention, followed):
        assert population(row.to_frame().T).tolist() == ["offer_undated"]


def test_ratings_are_standardised_within_cycle_and_group() -> None:
    found = first_reviews(*reviewed([0.0, 0.25, 0.5, 0.75, 1.0])).set_index("employee_id")
    assert found["performance"].tolist() == pytest.approx(
        [-1.2649, -0.6325, 0, 0.6325, 1.2649], abs=1e-4
    )


@pytest.mark.parametrize(
    ("ratings", "why"), [([0.0, 0.5, 1.0, 0.5], "too few"), ([0.5] * 6, "all the same")]
)
def test_no_score_where_a_group_cannot_carry_one(ratings: list[float], why: str) -> None:
    assert first_reviews(*reviewed(ratings))["performance"].isna().all(), why


def test_the_first_review_after_the_first_day_counts() -> None:
    reviews, employees = reviewed([0.0, 0.25, 0.5, 0.75, 1.0])
    later = reviews.assign(
        review_id=reviews["review_id"] + 100,
        cycle="2027-H1",
        reviewed_on=pd.to_datetime([dt.date(2027, 7, 1)] * 5).astype("datetime64[us]"),
    )
    before = reviews.assign(
        review_id=reviews["review_id"] + 200,
        cycle="2025-H2",
        reviewed_on=pd.to_datetime([dt.date(2025, 12, 1)] * 5).astype("datetime64[us]"),
    )
    found = first_reviews(pd.concat([later, reviews, before]), employees)
    assert set(found["cycle"]) == {"2026-H2"}


def reviewed(ratings: list[float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = range(1, len(ratings) + 1)
    reviews = pd.DataFrame(
        {
            "review_id": ids,
            "employee_id": ids,
            "cycle": "2026-H2",
            "calibration_group": "Sales",
            "rating": ratings,
            "reviewed_on": pd.to_datetime([dt.date(2026, 12, 1)] * len(ratings)).astype(
                "datetime64[us]"
            ),
        }
    )
    employees = pd.DataFrame(
        {
            "employee_id": ids,
            "hired_on": pd.to_datetime([dt.date(2026, 3, 20)] * len(ratings)).astype(
                "datetime64[us]"
            ),
        }
    )
    return reviews, employees


def hired(
    *,
    first: str = "2026-03-20",
    last: str | None = None,
    leaving: str | None = None,
    until: str = "2027-12-31",
    known: bool = True,
    covered: bool = True,
    hr_reaches: bool = True,
    met_after_offer: bool = False,
    made: float | None = 60,
) -> pd.Series:
    history = History()
    history.candidate(1)
    history.application(10, 1, status="hired")
    history.interview(100, 10, "Final", 0)
    if covered:
        history.covers(50, -1, 200)
    history.note(1, 2)
    history.offer(10, made)
    if known:
        history.add(
            "core__employee",
            employee_id=9,
            candidate_id=1,
            hired_on=dt.date.fromisoformat(first),
            left_on=dt.date.fromisoformat(last) if last else None,
            leaving=leaving,
        )
    if hr_reaches:
        # Somebody else's first day: HR's export reaches at least so far.
        history.add("core__employee", employee_id=8, hired_on=dt.date.fromisoformat(until))
    if met_after_offer:
        history.interview(101, 10, "Onsite", 100)
    core = history.core()
    person = persons(core["core__candidate"], core["core__candidate_address"])
    interviews = derive_interviews(core, person, Claim(), NO_LABELS).rows
    rows = derive_hires(core, person, interviews, pd.Timestamp(until, tz="UTC"), {})
    assert len(rows) == 1
    return rows.iloc[0]
