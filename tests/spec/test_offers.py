"""What became of an offer, and which note it is set beside."""

from __future__ import annotations

from copy import deepcopy

import pandas as pd
import pytest

from etl.claim import Claim
from etl.derive.interviews import derive_interviews
from etl.derive.notes import NO_LABELS
from etl.derive.offers import derive_offers
from etl.people.persons import persons
from tests.histories import History, at
from tests.spec.test_exposure import derived

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


# when the versions were made | the last round's outcome, and when it was decided | the offer's exclusion
MADE = [
    ((60.0,), "advanced", 60.0, ""),
    ((60.0, 80.0), "advanced", 60.0, ""),
    ((None,), "advanced", None, "offer_undated"),
    ((None, 80.0), "advanced", None, "offer_undated"),
    ((60.0, None), "advanced", None, "offer_undated"),
]


@pytest.mark.parametrize("status", ["hired", "rejected"])
@pytest.mark.parametrize(("made", "outcome", "decided", "exclusion"), MADE)
def test_an_offer_of_unknown_time_is_compared_with_nothing(
    made: tuple[float | None, ...],
    outcome: str,
    decided: float | None,
    exclusion: str,
    status: str,
) -> None:
    """It was made, so its round advanced; whether the note came before it nobody knows."""
    history = answered(status=status, made=made)
    (row,) = derived_offers(history)
    assert (row["exclusion"], pd.isna(row["made_at"])) == (exclusion, bool(exclusion))
    assert row["note_status"] == ("unobserved" if exclusion else "sent")
    interview = derived(history).loc[100]
    assert (interview["outcome"], interview["offered"]) == (outcome, True)
    if decided is None:
        assert (interview["exclusion"], pd.isna(interview["decided_at"])) == (
            "decision_undated",
            True,
        )
    else:
        assert (interview["exclusion"], interview["decided_at"]) == ("", at(decided))


def test_a_move_dates_the_round_of_an_offer_of_unknown_time() -> None:
    history = answered(made=(None,))
    history.enters(10, "Final", 70)
    history.rows["core__stage_event"][0]["stage_id"] = 704
    history.add("core__label", label_id=704, kind="stage", name="Offer", position=4)
    row = derived(history).loc[100]
    assert (row["outcome"], row["decided_at"], row["exclusion"]) == ("advanced", at(70), "")


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
    return derived_offers(
        answered(status=status, offer=offer, left=left, covered=covered, made=(made,), sent=sent)
    )


def answered(
    *,
    status: str = "hired",
    offer: str = "accepted",
    left: bool = False,
    covered: bool = True,
    made: tuple[float | None, ...] = (60,),
    sent: float = 2,
) -> History:
    history = History()
    history.candidate(1)
    closed = 90.0 if status == "rejected" else None
    history.application(10, 1, status=status, closed=closed, withdrew=left)
    history.interview(100, 10, "Final", 0)
    history.note(1, sent)
    if covered:
        history.covers(50, -1, 200)
    for number, created in enumerate(made, start=1):
        history.offer(10, created, status=offer, number=number)
    return history


def derived_offers(history: History) -> list[dict[str, object]]:
    core = deepcopy(history).core()
    person = persons(core["core__candidate"], core["core__candidate_address"])
    found = derive_interviews(core, person, Claim(), NO_LABELS)
    return derive_offers(core, found.decided, found.rows, {}).to_dict("records")
