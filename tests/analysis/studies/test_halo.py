"""Halo: found where planted and not where absent, whatever goes with filing late."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Estimate, Finding, Verdict
from analysis.rows import Rows
from analysis.studies.halo import halo
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames

CLAIM = Claim()
# Read now: a fixture clears the environment for each test.
RUNS = 400 if os.environ.get("GOODEGGS_SLOW") == "1" else 30


def finding(rows: Rows) -> Finding:
    (found,) = halo(rows, CLAIM)
    assert isinstance(found, Finding)
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def check(found: Finding, method: str) -> Estimate:
    (one,) = (one for one in found.checks if method in one.method)
    return one


def in_sd(points: float, rows: Rows) -> float:
    """Return points of the scores' scale in standard deviations of the cards compared."""
    kept = rows.scorecard[rows.scorecard["exclusion"] == ""]
    return points / float(kept["score"].std())


def test_a_planted_halo_is_found() -> None:
    rows = employer(12_000, 1, Planted(halo=0.1))
    found = finding(rows)
    # Marks lie on a grid and end at 0 and 1, so that a little of it is lost.
    assert found.estimate.value == pytest.approx(in_sd(0.1, rows), abs=0.08)
    assert found.verdict is Verdict.SUPPORTED
    assert check(found, "between candidates").value == pytest.approx(found.estimate.value, abs=0.08)
    placebo = check(found, "placebo")
    assert placebo.low is not None
    assert placebo.low <= 0 <= (placebo.high or 0)
    assert [arm.name for arm in found.arms] == ["after_note", "before_note"]
    assert "ran higher than those filed before it" in found.sentence
    assert "the one filed after the note is the higher in about" in found.sentence
    assert found.exploratory


def test_late_filing_and_harsh_late_filers_are_no_halo() -> None:
    """Scores fall with every hour, and the harsh file late: as counted, cards after the note run lower."""
    found = finding(employer(12_000, 2, Planted(halo=0.0, tiring=-0.004)))
    assert found.raw.high is not None
    assert found.raw.high < 0
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE
    assert found.estimate.low is not None
    assert found.estimate.low <= 0 <= (found.estimate.high or 0)


def test_the_direction_that_changes_is_announced() -> None:
    found = finding(employer(12_000, 3, Planted(halo=0.06, tiring=-0.006)))
    assert (found.raw.value or 0) < 0 < (found.estimate.value or 0)
    assert found.cautions[0].startswith("The direction changes")


@pytest.mark.parametrize("planted", [0.0, 0.05])
def test_the_interval_covers(planted: float) -> None:
    """Marks are not cut at the ends of their scale here, so that the truth is the planted halo."""
    inside = 0
    for seed in range(RUNS):
        rows = employer(1200, seed, Planted(quality=0.2), per_job=30)
        cards = rows.scorecard
        after = cards["filed_after_note"].eq(True).fillna(False).to_numpy(dtype=bool)
        rng = np.random.default_rng(seed)
        mark = rng.normal(0, 0.2, len(cards)) - 0.003 * cards["hours_filed"] + planted * after
        level = rng.normal(0, 0.2, 2000)[cards["application_id"] % 2000]
        changed = of_frames(rows.interview, cards.assign(score=mark + level))
        found = finding(changed).estimate
        assert found.low is not None
        assert found.high is not None
        # Ends lie on a grid of 0.01, outward: within it, an interval still covers.
        inside += found.low <= in_sd(planted, changed) <= found.high
    assert inside / RUNS > 0.95 - 3 * np.sqrt(0.05 * 0.95 / RUNS)


def test_cards_that_do_not_count_change_nothing() -> None:
    rows = employer(3000, 4)
    more = rows.scorecard.assign(
        score=1.0, application_id=lambda cards: cards["application_id"] + 10**6
    )
    excluded = more.assign(exclusion="uncovered")
    nobody = more.assign(interviewer_id=pd.array([None] * len(more), dtype="Int64"))
    unseen = more.assign(note_status="unobserved")
    both = pd.concat([rows.scorecard, excluded, nobody, unseen], ignore_index=True)
    shuffled = both.sample(frac=1, random_state=1).reset_index(drop=True)
    found, expected = finding(of_frames(rows.interview, shuffled)), finding(rows)
    assert (found.estimate, found.arms) == (expected.estimate, expected.arms)


def _one_card_each(cards: pd.DataFrame) -> pd.DataFrame:
    return cards.drop_duplicates(["application_id", "round"])


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (lambda cards: cards.iloc[:0], "7 or fewer candidates"),
        (lambda cards: cards.head(20), "7 or fewer candidates"),
        (lambda cards: cards.assign(filed_after_note=None), "7 or fewer candidates"),
        (_one_card_each, "Fewer than 10 rounds"),
        (lambda cards: cards.assign(score=0.5), "the outcome does not vary"),
        (lambda cards: cards.assign(interviewer_id=3), "by so few interviewers"),
    ],
    ids=["nothing", "few", "no notes", "one card each", "constant", "one interviewer"],
)
def test_it_cannot_tell_and_says_why(change, doubt: str) -> None:
    rows = employer(1500, 5)
    found = finding(of_frames(rows.interview, change(rows.scorecard)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.estimate.low is None
    assert doubt in found.doubt
    assert found.sentence.startswith("These records cannot tell whether scorecards")


def test_nothing_of_an_arm_that_may_not_be_shown() -> None:
    rows = employer(1500, 6)
    withheld = frozenset({("interviews", "sent")})
    found = finding(replace(rows, cells=replace(rows.cells, withheld=withheld)))
    assert found.estimate.value is None
    assert found.checks == ()
    assert all(arm.n is None for arm in found.arms)
    assert "single out" in found.doubt
