"""A note after a bad interview: the planted reversal is found, and none where there is none."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest

from analysis.estimators.clustered import interval, weighted
from analysis.finding import Estimate, Finding, Verdict
from analysis.rows import Rows
from analysis.studies.bad_interview import after_a_bad_interview
from analysis.studies.interviews import compared
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames

CLAIM = Claim()
# Read now: a fixture clears the environment for each test.
RUNS = 500 if os.environ.get("GOODEGGS_SLOW") == "1" else 40


def finding(rows: Rows) -> Finding:
    (found,) = after_a_bad_interview(rows, CLAIM)
    assert isinstance(found, Finding)
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def check(found: Finding, method: str) -> Estimate:
    (one,) = (one for one in found.checks if method in one.method)
    return one


def thirds(rows: Rows) -> tuple[float, float]:
    """Return the true difference after a low score, and after a high one."""
    frame = rows.compared
    low, high = frame["prior_score"] <= 1 / 3, frame["prior_score"] >= 2 / 3
    return float(frame["gain"][low].mean()), float(frame["gain"][high].mean())


def test_a_note_that_hurts_after_a_bad_interview_is_found() -> None:
    rows = employer(25_000, 1, Planted(effect=0.3, after_low=-1.0, known=True))
    found = finding(rows)
    low, high = thirds(rows)
    assert low < 0 < high
    assert found.estimate.low is not None
    assert found.estimate.low <= high - low <= (found.estimate.high or 0)
    assert found.verdict is Verdict.SUPPORTED
    assert found.sentence.startswith(
        "A note goes with less after a bad interview than after a good"
    )
    after_low = check(found, "after a low score: ")
    assert after_low.high is not None
    assert after_low.high < 0
    assert "After a bad interview candidates with a note advanced about" in str(found.cautions)
    assert "fewer out of 100 than those without" in str(found.cautions)
    ratio = check(found, "odds ratio")
    assert ratio.low is not None
    assert ratio.low > 1
    assert found.exploratory


def test_without_it_the_finding_does_not_say_so() -> None:
    """The same odds ratio everywhere; near the floor there is less room for a difference in points."""
    found = finding(employer(25_000, 2, Planted(effect=0.0, known=True)))
    assert found.verdict in (Verdict.CANNOT_TELL, Verdict.NO_MEANINGFUL_DIFFERENCE)
    assert found.estimate.low is not None
    assert found.estimate.low <= 0 <= (found.estimate.high or 0)
    ratio = check(found, "odds ratio")
    assert ratio.low is not None
    assert ratio.low <= 1 <= (ratio.high or 0)


def test_the_interval_covers() -> None:
    """Low and high scores of one person, and of one job, are not independent."""
    inside = 0
    for seed in range(RUNS):
        rows = employer(2500, seed, Planted(effect=0.2, after_low=-0.4, known=True), per_job=50)
        whole, (low, high) = compared(rows), thirds(rows)
        ends = whole.score >= 2 / 3 - 1e-9, whole.score <= 1 / 3 + 1e-9
        terms = [
            part.difference(part.advanced).among(keep)
            for keep in ends
            for part in [whole.where(keep)]
        ]
        found = interval(weighted([1, -1], terms, ""), whole.clusters, 0.95)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= high - low <= found.high
    assert inside / RUNS == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / RUNS))


@pytest.mark.parametrize(
    ("marks", "low", "high"),
    [
        # Four marks, and five, as fractions of the scale: which are low, and which high.
        ([0, 1 / 3, 2 / 3, 1], 2, 2),
        ([0, 0.25, 0.5, 0.75, 1], 2, 2),
        ([0.1 + 0.2 - 0.3, 1.0 - 2 / 3, 0.34, 0.66, 2 * (1 / 3)], 2, 1),
    ],
)
def test_thirds_are_of_the_scale_with_their_ends(marks: list[float], low: int, high: int) -> None:
    """With one score each, a job apart, the arms hold the low marks and nothing else."""
    rows = employer(6000, 3)
    score = np.array(marks)[np.arange(len(rows.interview)) % len(marks)]
    found = finding(of_frames(rows.interview.assign(prior_score=score), rows.scorecard))
    n = sum(arm.n or 0 for arm in found.arms)
    of = rows.interview["exclusion"] == ""
    assert n == pytest.approx(of.sum() * low / len(marks), rel=0.05)


@pytest.mark.parametrize(
    ("score", "doubt"),
    [
        (np.nan, "7 or fewer"),
        (0.5, "7 or fewer"),
        (0.2, "After high scores there are too few"),
        (0.9, "7 or fewer"),
    ],
)
def test_it_cannot_tell_and_says_why(score: float, doubt: str) -> None:
    rows = employer(1500, 4)
    found = finding(of_frames(rows.interview.assign(prior_score=score), rows.scorecard))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.estimate.value is None
    assert found.checks == ()
    assert doubt in found.doubt


def test_few_jobs_and_withheld_arms_give_no_number() -> None:
    rows = employer(3000, 5)
    jobs = rows.interview.assign(job_id=rows.interview["job_id"] % 5)
    found = finding(of_frames(jobs, rows.scorecard))
    assert found.estimate.low is None
    assert "fewer than 10 clusters" in found.doubt
    withheld = frozenset({("interviews", "sent")})
    hidden = finding(replace(rows, cells=replace(rows.cells, withheld=withheld)))
    assert hidden.estimate.value is None
    assert "single out" in hidden.doubt
