"""Rounds and their decisions: history decides, not the current stage."""

from __future__ import annotations

from tests.histories import History, at
from tests.spec.test_exposure import derived


def test_each_round_is_decided_by_the_move_that_followed_it() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=200)
    for stage, hours in (("Phone", -24), ("Onsite", 48)):
        history.enters(10, stage, hours)
    history.interview(100, 10, "Phone", 0)
    history.interview(101, 10, "Onsite", 120)
    rows = derived(history)
    assert rows[["round", "outcome", "decided_at"]].to_dict("index") == {
        100: {"round": 1, "outcome": "advanced", "decided_at": at(48)},
        101: {"round": 2, "outcome": "rejected", "decided_at": at(200)},
    }


def test_who_left_was_not_rejected() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=60, withdrew=True)
    history.interview(100, 10, "Phone", 0)
    assert derived(history).loc[100, "outcome"] == "withdrew"


def test_an_offer_decides_the_last_round() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, status="hired")
    history.interview(100, 10, "Final", 0)
    history.offer(10, 50)
    row = derived(history).loc[100]
    assert (row["outcome"], row["decided_at"], row["offered"], row["hired"]) == (
        "advanced",
        at(50),
        True,
        True,
    )


def test_a_cancelled_interview_is_no_interview() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=60)
    history.interview(100, 10, "Phone", 0, completed=False)
    assert derived(history).empty


def test_interviews_of_one_stage_wait_for_one_decision_and_count_once() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=90)
    history.interview(100, 10, "Onsite", 0, panel=(50,))
    history.interview(101, 10, "Onsite", 2, panel=(51,))
    history.covers(50, -10, 200)
    history.covers(51, -10, 200)
    history.note(1, 5, to=(50,))
    rows = derived(history)
    assert rows["exclusion"].to_dict() == {100: "earlier_in_round", 101: ""}
    assert rows["note_status"].tolist() == ["sent", "sent"]


def test_a_round_was_decided_when_the_next_began_at_the_latest() -> None:
    """The source dates no move: the second interview shows that the first had been passed."""
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=400)
    history.interview(100, 10, "Phone", 0)
    history.interview(101, 10, "Onsite", 30)
    assert derived(history).loc[100, "decided_at"] == at(29)


def test_a_move_during_the_interview_is_a_decision_before_the_landmark() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=400)
    history.covers(50, -10, 500)
    history.enters(10, "Onsite", -0.1)
    history.interview(100, 10, "Phone", 0)
    history.interview(101, 10, "Onsite", 100)
    row = derived(history).loc[100]
    assert (row["decided_at"], row["exclusion"]) == (at(-0.1), "decided_before_landmark")
