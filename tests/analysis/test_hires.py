"""Performance and retention among hires."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import performance, retention
from analysis.finding import Verdict
from etl.claim import Claim
from etl.store.tables.out import HIRE_EXCLUSIONS
from tests.analysis.frames import cells, hire, rated

CLAIM = Claim()


def test_performance_is_compared_within_groups_only() -> None:
    """Two cycles: in the lenient one everybody sends notes, and nobody does better for it."""
    rng = np.random.default_rng(1)
    lenient, strict = rng.normal(1, 1, 1200), rng.normal(-1, 1, 1200)
    found = performance.signal(
        cells(hires=rated([lenient[:900], strict[:300]], [lenient[900:], strict[300:]])), CLAIM
    )
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE
    assert found.raw.low is not None
    assert found.raw.low > 0.5
    assert [arm.n for arm in found.arms] == [1200, 1200]


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        (0.6, Verdict.SUPPORTED),
        (0.2, Verdict.TOO_SMALL_OR_NOT),
        (0.0, Verdict.NO_MEANINGFUL_DIFFERENCE),
        (-0.6, Verdict.CONTRADICTED),
    ],
)
def test_planted_performance(shift: float, verdict: Verdict) -> None:
    rng = np.random.default_rng(2)
    sent, others = rng.normal(0, 1, (2, 700))
    sent += shift - sent.mean()
    others -= others.mean()
    found = performance.signal(cells(hires=rated([sent], [others])), CLAIM)
    assert found.estimate.value == pytest.approx(shift, abs=0.006)
    assert found.verdict is verdict
    assert any("Only people who were hired" in caution for caution in found.cautions)


def test_halo_turns_a_null_round_and_the_caution_says_so() -> None:
    """Notes independent of quality, but worth half a spread when hiring the top fifth (Berkson)."""
    rng = np.random.default_rng(3)
    quality, noise = rng.normal(0, 1, (2, 60_000))
    note = rng.random(60_000) < 0.35
    index = quality + noise + 0.7 * note
    hired = index > np.quantile(index, 0.8)
    scaled = (quality - quality[hired].mean()) / quality[hired].std()
    found = performance.signal(
        cells(hires=rated([scaled[hired & note]], [scaled[hired & ~note]])), CLAIM
    )
    assert found.verdict is Verdict.CONTRADICTED
    assert "turned round" in found.cautions[0]


def test_who_is_left_out_of_performance_is_counted_by_reason() -> None:
    frame = hire(
        note_status=["sent", "not_sent", "unobserved", "sent", "sent", "not_sent"],
        exclusion=["", "", "uncovered", "unlinked", "unrated", "small_group"],
        n=[100, 100, 31, 12, 3, 52],
        squares=[100.0, 100.0, 0, 0, 0, 0],
    )
    found = performance.signal(cells(hires=frame), CLAIM)
    assert found.exclusions == {
        HIRE_EXCLUSIONS["left_out"]: None,
        HIRE_EXCLUSIONS["offer_undated"]: None,
        HIRE_EXCLUSIONS["unlinked"]: 10,
        HIRE_EXCLUSIONS["uncovered"]: 30,
        HIRE_EXCLUSIONS["unrated"]: None,
        HIRE_EXCLUSIONS["small_group"]: 50,
        HIRE_EXCLUSIONS["constant_group"]: None,
    }


def _endings(sent: dict[str, int], others: dict[str, int], **more: object) -> pd.DataFrame:
    rows = [
        {"note_status": status, "first_year": ending, "n": n, **more}
        for status, arm in (("sent", sent), ("not_sent", others))
        for ending, n in arm.items()
    ]
    return hire(**pd.DataFrame(rows).to_dict("list"))


def test_retention_counts_resignations_among_all_whose_year_is_over() -> None:
    """Who was let go has not resigned; who is too early, unlinked or uncovered is left out."""
    arms = _endings(
        {"stayed": 60, "left_voluntarily": 20, "left_otherwise": 20, "too_early": 500},
        {"stayed": 70, "left_voluntarily": 20, "left_otherwise": 10},
    )
    out = pd.concat(
        [
            hire(first_year="stayed", exclusion="uncovered", note_status="unobserved", n=40),
            hire(first_year="", exclusion="unlinked", n=30),
        ]
    )
    found = retention.first_year(cells(hires=pd.concat([arms, out], ignore_index=True)), CLAIM)
    assert [(arm.n, arm.value) for arm in found.arms] == [(100, 0.8), (100, 0.8)]
    assert found.estimate.value == 0
    assert list(found.exclusions.values()) == [None, None, 30, 500, 40]
    (still,) = [check for check in found.checks if "still employed" in check.method]
    assert still.value == pytest.approx(-0.10)


def test_the_check_of_all_leavers_is_left_out_where_it_would_tell_of_few() -> None:
    arms = _endings(
        {"stayed": 60, "left_voluntarily": 20, "left_otherwise": 7},
        {"stayed": 70, "left_voluntarily": 20, "left_otherwise": 10},
    )
    found = retention.first_year(cells(hires=arms), CLAIM)
    assert not [check for check in found.checks if "still employed" in check.method]


def test_retention_is_compared_within_departments_only() -> None:
    keen = _endings(
        {"stayed": 900, "left_voluntarily": 100},
        {"stayed": 90, "left_voluntarily": 10},
        department="Sales",
    )
    restless = _endings(
        {"stayed": 50, "left_voluntarily": 50},
        {"stayed": 500, "left_voluntarily": 500},
        department="Kitchen",
    )
    found = retention.first_year(cells(hires=pd.concat([keen, restless], ignore_index=True)), CLAIM)
    assert found.estimate.value == 0
    assert found.raw.value is not None
    assert found.raw.value > 0.3


def test_retention_does_not_wait_for_a_rating() -> None:
    frame = _endings(
        {"stayed": 50, "left_voluntarily": 50}, {"stayed": 50, "left_voluntarily": 50}
    ).assign(exclusion="unrated")
    assert [arm.n for arm in retention.first_year(cells(hires=frame), CLAIM).arms] == [100, 100]
