"""What a claim leaves out, it leaves out of interviews, offers and hires alike."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.populations import followed, performance, retention
from etl.claim import Claim
from etl.derive.hires import derive_hires
from etl.derive.interviews import derive_interviews
from etl.derive.notes import NO_LABELS
from etl.derive.offers import derive_offers
from etl.people.persons import persons
from tests.histories import History

# A hire with a note after the Onsite round and none after the Final one.
# what the claim leaves out | last round that counts | note status | rounds | left out?
TABLE = """
    -                         | Final  | not_sent   | 2 |
    stage: Phone              | Final  | not_sent   | 2 |
    stage: Final              | Onsite | sent       | 1 |
    stage: Onsite             | Final  | not_sent   | 1 |
    stage: Onsite, Final      | -      | unobserved | 0 | left_out
    format: panel             | Onsite | sent       | 1 |
    format: panel, video      | -      | unobserved | 0 | left_out
    department: Care          | -      | unobserved | 0 | left_out
    department: Kitchen       | Final  | not_sent   | 2 |
    job: Nurse                | -      | unobserved | 0 | left_out
    location: unknown         | -      | unobserved | 0 | left_out
    source_channel: unknown   | -      | unobserved | 0 | left_out
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


def _claim(told: str) -> Claim:
    dimension, _, values = told.partition(": ")
    return Claim() if told == "-" else Claim(leave_out={dimension: tuple(values.split(", "))})


def derived(claim: Claim, *, met: bool = True) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return the interviews by their stage, the hire and the offer; of nobody they met where not `met`."""
    history = History()
    history.candidate(1)
    history.application(10, 1, status="hired")
    if met:
        history.interview(100, 10, "Onsite", 0)
        history.interview(101, 10, "Final", 80)
        history.rows["core__interview"][1]["format"] = "panel"
        history.note(1, 2)
        history.covers(50, -1, 400)
    history.offer(10, 150)
    first = dt.date(2026, 3, 20)
    history.add("core__employee", employee_id=9, candidate_id=1, hired_on=first)
    history.add("core__employee", employee_id=8, hired_on=dt.date(2027, 12, 31))
    history.add("core__label", label_id=600, kind="department", name="Care")
    core = history.core()
    core["core__job"]["department_id"] = 600
    person = persons(core["core__candidate"], core["core__candidate_address"])
    found = derive_interviews(core, person, claim, NO_LABELS)
    until = pd.Timestamp("2027-12-31", tz="UTC")
    (hire,) = derive_hires(core, person, found.rows, until, claim.leave_out).to_dict("records")
    (offer,) = derive_offers(core, found.decided, found.rows, claim.leave_out).to_dict("records")
    return found.rows.set_index("stage"), pd.Series(hire), pd.Series(offer)


@pytest.mark.parametrize(("leaves", "last", "status", "rounds", "exclusion"), ROWS)
def test_rounds_of_an_offer_and_of_a_hire(
    leaves: str, last: str, status: str, rounds: str, exclusion: str
) -> None:
    interviews, hire, offer = derived(_claim(leaves))
    counted = interviews[interviews["exclusion"] != "left_out"]
    assert ([*counted.sort_values("round").index][-1:] or ["-"]) == [last]
    for row in (hire, offer):
        assert (row["note_status"], row["rounds"], row["quarter"]) == (
            status,
            int(rounds),
            "2026-Q1",
        )
        assert (row["exclusion"] == "left_out") == (exclusion == "left_out")
    assert offer["exclusion"] in ("", "left_out")


@pytest.mark.parametrize("population", [performance, retention, followed])
@pytest.mark.parametrize(
    ("leaves", "left"),
    [("stage: Onsite, Final", True), ("job: Nurse", True), ("stage: Final", False)],
)
def test_who_is_left_out_is_in_no_arm_of_hires(population, leaves: str, left: bool) -> None:
    """Also of those that need no rating."""
    _, hire, _ = derived(_claim(leaves))
    (label,) = population(hire.to_frame().T)
    assert (label == "left_out") == left


@pytest.mark.parametrize(("leaves", "left"), [("job: Nurse", True), ("stage: Final", False)])
def test_without_any_interview_a_hires_own_place_decides(leaves: str, left: bool) -> None:
    """Another exposure than a note compares them, too."""
    _, hire, offer = derived(_claim(leaves), met=False)
    assert (hire["exclusion"] == "left_out", offer["exclusion"] == "left_out") == (left, left)
