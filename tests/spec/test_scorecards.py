"""What was thought of a candidate before any note could sway it, told as one round's history.

Hours count from the interview's end. The landmark is 24 hours. Two interviewers file: one says 0.25,
the other 0.75.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor

import pandas as pd
import pytest

from etl.claim import Claim
from etl.derive.cells import interview_cells
from etl.derive.interviews import Interviews, derive_interviews
from etl.derive.notes import NO_LABELS
from etl.derive.scorecards import score_bands
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


# score before the note | band | why
BANDS = [
    ("0", "strong_no", "a single scorecard is its own band"),
    ("1/3", "no", "the same"),
    ("2/3", "yes", "the same"),
    ("1", "strong_yes", "the same"),
    ("1/6", "no", "strong no and no are as near: the better one"),
    ("1/2", "yes", "a panel that is divided between no and yes"),
    ("5/6", "strong_yes", "yes and strong yes"),
    ("7/9", "yes", "yes, yes and strong yes"),
    ("1/9", "strong_no", "strong no, strong no and no"),
    ("1/4", "no", "the second of five steps"),
    ("3/4", "yes", "the fourth of five, with the middle one"),
    ("", "none", "nothing was filed before the note and the landmark"),
]


@pytest.mark.parametrize(("score", "band", "why"), BANDS)
def test_score_band(score: str, band: str, why: str) -> None:
    prior = pd.Series([float(Fraction(score)) if score else None], dtype="Float64")
    assert score_bands(prior).tolist() == [band], why


def test_a_mean_of_scorecards_is_in_the_band_of_its_fraction() -> None:
    """Sums of thirds fall short by their last binary digit; none may fall into the band below."""
    for cards in product([0.0, 1 / 3, 2 / 3, 1.0], repeat=4):
        steps = Fraction(sum(round(3 * one) for one in cards), len(cards))
        band = ("strong_no", "no", "yes", "strong_yes")[floor(steps + Fraction(1, 2))]
        assert score_bands(pd.Series([sum(cards) / len(cards)])).tolist() == [band]


def test_cells_are_counted_by_it() -> None:
    rows = pd.concat([told("3", "1", "5").rows, told("3", "3", "5").rows], ignore_index=True)
    counted = interview_cells(rows).groupby("score_band")["n"].sum()
    assert counted.to_dict() == {"no": 1, "none": 1}


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
