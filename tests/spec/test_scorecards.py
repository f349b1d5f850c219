"""What was thought of a candidate before any note could sway it, told as one round's history.

Hours count from the interview's end. The landmark is 24 hours. Two interviewers file: one says 0.25,
the other 0.75.
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
note | 0.25 filed | 0.75 filed | prior score | filed after the note | why
     | 1          | 2          | 0.5         | ? ?                  | both stood before the landmark, and no note came
3    | 1          | 2          | 0.5         | no no                | both stood before the note
3    | 1          | 5          | 0.25        | no yes               | the second may have been swayed
3    | 3          | 5          | ?           | yes yes              | filed as the note came is not before it
     | 1          | 30         | 0.25        | ? ?                  | the landmark cuts where no note did
40   | 1          | 30         | 0.25        | no no                | a note after the landmark cuts no later than it
3    |            | 2          | 0.75        | no                   | one filed, the other did not
"""


@pytest.mark.parametrize(
    ("note", "first", "second", "prior", "after", "why"),
    [tuple(cell.strip() for cell in line.split("|")) for line in RULES.strip().splitlines()[1:]],
)
def test_prior_score(note: str, first: str, second: str, prior: str, after: str, why: str) -> None:
    found = told(note, first, second)
    (row,) = found.rows.to_dict("records")
    assert (
        row["prior_score"] == pytest.approx(float(prior))
        if prior != "?"
        else pd.isna(row["prior_score"])
    ), why
    said = {True: "yes", False: "no"}
    flags = found.scorecards.sort_values("score")["filed_after_note"]
    assert [said.get(flag, "?") for flag in flags] == after.split(), why


def test_a_card_of_an_earlier_interview_of_the_round_counts_for_the_round() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(99, 10, "Onsite", -2)
    history.interview(100, 10, "Onsite", 0)
    history.scorecard(99, 1.0, -1)
    history.scorecard(100, 0.5, 1)
    history.covers(50, -3, 200)
    found = derived(history)
    assert found.rows.set_index("interview_id").loc[100, "prior_score"] == 0.75
    assert found.scorecards["note_status"].tolist() == ["not_sent", "not_sent"]


def told(note: str, first: str, second: str) -> Interviews:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0, panel=(50, 51))
    for score, filed, by in ((0.25, first, 50), (0.75, second, 51)):
        if filed:
            history.scorecard(100, score, float(filed), by=by)
        history.covers(by, -1, 200)
    if note:
        history.note(1, float(note))
    return derived(history)


def derived(history: History) -> Interviews:
    core = history.core()
    person = persons(core["core__candidate"], core["core__candidate_address"])
    return derive_interviews(core, person, Claim(), NO_LABELS)
