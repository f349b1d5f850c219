"""What became of an offer, and which note it is set beside."""

from __future__ import annotations

import pytest

from etl.claim import Claim
from etl.derive.interviews import derive_interviews
from etl.derive.notes import NO_LABELS
from etl.derive.offers import derive_offers
from etl.people.persons import persons
from tests.histories import History

ANSWERS = [
    # application, offer, the candidate left
    ("hired", "accepted", False, "accepted"),
    ("hired", "created", False, "accepted"),
    ("rejected", "rejected", False, "declined"),
    ("rejected", "created", True, "declined"),
    ("rejected", "created", False, "withdrawn"),
    ("rejected", "deprecated", False, "withdrawn"),
]


@pytest.mark.parametrize(("status", "offer", "left", "answer"), ANSWERS)
def test_answer(status: str, offer: str, left: bool, answer: str) -> None:
    (row,) = offers(status=status, offer=offer, left=left)
    assert (row["answer"], row["note_status"], row["exclusion"]) == (answer, "sent", "")


def test_an_application_that_is_still_open_is_no_offer_yet() -> None:
    assert offers(status="in_process", offer="created") == []


def test_an_offer_after_an_uncovered_round_is_left_out() -> None:
    (row,) = offers(covered=False)
    assert (row["note_status"], row["exclusion"]) == ("unobserved", "uncovered")


def test_who_was_made_an_offer_before_the_landmark_had_no_time_to_write() -> None:
    (row,) = offers(made=3)
    assert row["exclusion"] == "decided_before_landmark"


def test_rounds_with_a_note_are_those_seen_to_have_one_by_the_landmark() -> None:
    for sent, covered, expected in ((2, True, 1), (30, True, 0), (2, False, 0)):
        (row,) = offers(sent=sent, covered=covered)
        assert (row["rounds"], row["rounds_with_note"]) == (1, expected)


def offers(
    *,
    status: str = "hired",
    offer: str = "accepted",
    left: bool = False,
    covered: bool = True,
    made: float = 60,
    sent: float = 2,
) -> list[dict[str, object]]:
    history = History()
    history.candidate(1)
    closed = 90.0 if status == "rejected" else None
    history.application(10, 1, status=status, closed=closed, withdrew=left)
    history.interview(100, 10, "Final", 0)
    history.note(1, sent)
    if covered:
        history.covers(50, -1, 200)
    history.offer(10, made, status=offer)
    core = history.core()
    person = persons(core["core__candidate"], core["core__candidate_address"])
    found = derive_interviews(core, person, Claim(), NO_LABELS)
    return derive_offers(core, found.decided, found.rows, {}).to_dict("records")
