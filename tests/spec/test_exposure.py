"""What counts as an exposure: the rules of the landmark, told as one interview's history.

Hours count from the interview's end. The landmark is 24 hours, the window 7 days. "seen" says from
when to when the interviewer's mailbox is covered.
"""

from __future__ import annotations

import pandas as pd
import pytest

from etl.claim import Claim
from etl.derive.interviews import Interviews, derive_interviews
from etl.derive.notes import NO_LABELS
from etl.people.persons import persons
from tests.histories import History

RULES = """
note sent | decided | seen     | note_status | exclusion               | why
2         | 72      | -1..200  | sent        |                         | written after the interview, before the landmark and the decision
          | 72      | -1..200  | not_sent    |                         | none was sent, and we would have seen it
-1        | 72      | -2..200  | not_sent    |                         | before the interview: not about it
0         | 72      | -1..200  | sent        |                         | as it ends: clocks differ by minutes
-0.1      | 72      | -1..200  | sent        |                         | six minutes before its recorded end: clocks differ
-0.2      | 72      | -1..200  | not_sent    |                         | twelve minutes before its recorded end
24        | 72      | -1..200  | sent        |                         | at the landmark is by the landmark
25        | 72      | -1..200  | not_sent    |                         | after the landmark: too late to be an exposure
50        | 48      | -1..200  | not_sent    |                         | after the decision it cannot have swayed it
          | 2       | -1..200  | not_sent    | decided_before_landmark | rejected in two hours: had no time to write
1         | 2       | -1..200  | sent        | decided_before_landmark | wrote in time, but is compared with nobody
          | 24      | -1..200  | not_sent    | decided_before_landmark | decided at the landmark is not undecided after it
          | 72      |          | unobserved  | uncovered               | nobody gave us this mailbox
          | 72      | 5..200   | unobserved  | uncovered               | covered too late: a note could have come before
          | 72      | -1..20   | unobserved  | uncovered               | covered until too early
          | 72      | -1..24   | not_sent    |                         | covered to the landmark is enough
2         | 72      | 5..200   | sent        | uncovered               | seen by luck: known, but compared with nobody
2         |         | -1..200  | sent        | decision_undated        | the source does not say when it was decided
169       | 200     | -1..300  | not_sent    |                         | after the window: belongs to no interview
"""


def rows() -> list[tuple[str, ...]]:
    lines = [line for line in RULES.strip().splitlines()[1:]]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize(("sent", "decided", "seen", "status", "exclusion", "why"), rows())
def test_exposure(
    sent: str, decided: str, seen: str, status: str, exclusion: str, why: str
) -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=float(decided) if decided else None)
    history.interview(100, 10, "Phone", 0)
    if sent:
        history.note(1, float(sent))
    if seen:
        begin, end = seen.split("..")
        history.covers(50, float(begin), float(end))
    row = derived(history).loc[100]
    assert (row["note_status"], row["exclusion"]) == (status, exclusion), why


def derived(history: History, claim: Claim | None = None) -> pd.DataFrame:
    core = history.core()
    person = persons(core["core__candidate"], core["core__candidate_address"])
    found = derive_interviews(core, person, claim or Claim(), NO_LABELS)
    return found.rows.set_index("interview_id")


def judged(core: dict[str, pd.DataFrame], labels: pd.Series) -> Interviews:
    person = persons(core["core__candidate"], core["core__candidate_address"])
    return derive_interviews(core, person, Claim(), labels)


@pytest.mark.parametrize(("stage", "exclusion"), [("Phone", "left_out"), ("Final", "")])
def test_what_the_claim_leaves_out_is_compared_with_nobody(stage: str, exclusion: str) -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0)
    history.covers(50, -1, 200)
    row = derived(history, Claim(leave_out={"stage": (stage,)})).loc[100]
    assert (row["note_status"], row["exclusion"]) == ("not_sent", exclusion)


def test_still_open_means_not_yet() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, status="in_process")
    history.interview(100, 10, "Phone", 0)
    history.note(1, 2)
    found = judged(history.core(), NO_LABELS)
    assert found.rows.empty
    (message,) = found.notes.to_dict("records")
    assert message["is_note"] and not message["decided"], "known, but for no table of the analysis"


def test_what_a_reviewer_said_of_one_copy_holds_for_every_copy() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0)
    history.note(1, 2)
    history.note(1, 2.001)
    core = history.core()
    one, other = core["core__note"]["note_id"].tolist()
    for told, is_note, by in [
        ({one: False}, False, "reviewer"),
        ({other: False}, False, "reviewer"),
        ({one: False, other: True}, True, "classifier"),
    ]:
        notes = judged(core, pd.Series(told, dtype="boolean")).notes
        assert notes[["is_note", "decided_by"]].to_numpy().tolist() == [[is_note, by]], told


def test_a_note_after_the_decision_is_kept_as_a_control() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=30)
    history.interview(100, 10, "Phone", 0)
    history.covers(50, -1, 200)
    history.note(1, 40)
    row = derived(history).loc[100]
    assert bool(row["note_after_decision"]) and row["note_status"] == "not_sent"
