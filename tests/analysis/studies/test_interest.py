"""Accepting an offer, and withdrawing before it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Exhibit, Finding, Verdict
from analysis.rows import Rows
from analysis.studies.interest import acceptance, withdrawing
from etl.claim import Claim
from tests.analysis.frames import interview
from tests.analysis.studies.people import offer, repeated, rows

CLAIM = Claim()


def answered(of: Rows, claim: Claim = CLAIM) -> tuple[Finding, Exhibit]:
    """Return the finding and the exhibit, which must stand a journey through JSON."""
    found, shown = acceptance(of, claim)
    assert isinstance(found, Finding)
    assert isinstance(shown, Exhibit)
    for one in (found, shown):
        assert type(one).from_dict(json.loads(json.dumps(one.to_dict(), allow_nan=False))) == one
    return found, shown


def offers(sent: tuple, others: tuple, **more: object) -> pd.DataFrame:
    """Return offers, of either arm so many accepted, declined and withdrawn by the employer."""
    frame = offer(
        note_status=["sent"] * 3 + ["not_sent"] * 3,
        answer=["accepted", "declined", "withdrawn"] * 2,
        **more,
    )
    return repeated(frame, [*sent, *others])


def test_acceptance_counts_answers_only() -> None:
    """What the employer withdrew is no answer; what nobody could see is left out."""
    unseen = offer(note_status=["unobserved"] * 40, exclusion="uncovered")
    frame = pd.concat([offers((80, 20, 50), (70, 30, 10)), unseen], ignore_index=True)
    found, shown = answered(rows(offers=frame))
    assert [(arm.n, arm.value) for arm in found.arms] == [(100, 0.8), (100, 0.7)]
    assert found.estimate.value == pytest.approx(0.1)
    assert list(found.exclusions.values()) == [None] * 4 + [40, 60]
    assert {(one.arm, one.label): (one.n, one.estimate.value) for one in shown.points} == {
        ("sent", "accepted"): (150, 0.535),
        ("sent", "declined"): (150, 0.135),
        ("sent", "withdrawn by the employer"): (150, 0.335),
        ("not_sent", "accepted"): (110, 0.635),
        ("not_sent", "declined"): (110, 0.275),
        ("not_sent", "withdrawn by the employer"): (110, 0.09),
    }
    assert shown.sentence == (
        "Of 100 offers to candidates with a note about 53.5 were accepted; of 100 to those without, "
        "about 63.5."
    )


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [
        (0.20, Verdict.SUPPORTED),
        (0.0, Verdict.NO_MEANINGFUL_DIFFERENCE),
        (-0.20, Verdict.CONTRADICTED),
    ],
)
def test_planted_acceptance_within_departments(gap: float, verdict: Verdict) -> None:
    """In one department few accept and many send notes: raw, senders look worse than they are."""
    rng = np.random.default_rng(1)
    eager = rng.random(12_000) < 0.5
    sent = rng.random(12_000) < np.where(eager, 0.2, 0.8)
    accepted = rng.random(12_000) < np.where(eager, 0.75, 0.35) + gap * sent
    frame = offer(
        department=np.where(eager, "Sales", "Kitchen"),
        note_status=np.where(sent, "sent", "not_sent"),
        answer=np.where(accepted, "accepted", "declined"),
    )
    found, _ = answered(rows(offers=frame))
    assert found.verdict is verdict
    assert found.estimate.value == pytest.approx(gap, abs=0.02)
    assert found.raw.value is not None
    assert found.raw.value < gap - 0.15


def test_the_claim_may_declare_acceptance() -> None:
    of = rows(offers=offers((80, 20, 0), (70, 30, 0)))
    found, _ = answered(of)
    assert found.exploratory
    assert found.cautions[0].startswith("Exploratory")
    for one in answered(of, Claim(outcomes=("acceptance",))):
        assert not one.exploratory
        assert not [caution for caution in one.cautions if caution.startswith("Exploratory")]


@pytest.mark.parametrize(
    ("sent", "others"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((80, 20, 0), (0, 0, 0)),
        ((80, 20, 0), (5, 2, 0)),
        ((80, 7, 0), (70, 30, 0)),
        ((100, 0, 0), (100, 0, 0)),
        ((12, 10, 0), (12, 10, 0)),
    ],
)
def test_too_few_to_tell(sent: tuple, others: tuple) -> None:
    found, _ = answered(rows(offers=offers(sent, others)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.doubt


def test_an_answer_of_few_is_hidden_and_so_is_another() -> None:
    """150 offers, 3 withdrawn: with the two others shown they would be what is left."""
    _, shown = answered(rows(offers=offers((100, 47, 3), (100, 40, 30))))
    values = [point.estimate.value for point in shown.points]
    assert values[:3] == [pytest.approx(0.665), None, None]
    assert None not in values[3:]


def withdrawals(jobs: int, sent: tuple, others: tuple) -> Finding:
    """Return the finding over jobs alike, of either arm so many advanced, rejected and withdrew."""
    cells = interview(
        job_id=np.repeat(np.arange(jobs), 6),
        note_status=(["sent"] * 3 + ["not_sent"] * 3) * jobs,
        outcome=["advanced", "rejected", "withdrew"] * 2 * jobs,
        n=[*sent, *others] * jobs,
    )
    (found,) = withdrawing(rows(interview_cells=cells), CLAIM)
    assert isinstance(found, Finding)
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def test_withdrawing_is_an_outcome_of_its_own() -> None:
    """Nobody advances more often; senders withdraw less."""
    found = withdrawals(20, (40, 56, 4), (40, 40, 20))
    assert found.estimate.value == pytest.approx(0.16)
    assert found.verdict is Verdict.SUPPORTED
    assert "left the decision to the employer more often" in found.sentence
    assert found.exploratory


@pytest.mark.parametrize(
    ("jobs", "sent", "others"),
    [(5, (40, 56, 4), (40, 40, 20)), (20, (40, 60, 0), (40, 40, 20)), (20, (40, 60, 0), (0, 0, 0))],
)
def test_few_strata_or_withdrawals_do_not_tell(jobs: int, sent: tuple, others: tuple) -> None:
    assert withdrawals(jobs, sent, others).verdict is Verdict.CANNOT_TELL


def test_nobody_at_all() -> None:
    (found,) = withdrawing(rows(), CLAIM)
    assert isinstance(found, Finding)
    assert found.verdict is Verdict.CANNOT_TELL
    assert answered(rows())[0].verdict is Verdict.CANNOT_TELL
