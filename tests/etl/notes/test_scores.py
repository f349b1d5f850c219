"""Scores against scikit-learn's, their intervals against statsmodels' and against chance itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score
from statsmodels.stats.proportion import proportion_confint

from etl.notes.scores import Rate, Scores, rate

COUNTS = st.integers(min_value=0, max_value=300)


def labels(scores: Scores) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and decisions that give these counts."""
    counts = [scores.found, scores.missed, scores.mistaken, scores.left]
    return np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)


@given(st.builds(Scores, COUNTS, COUNTS, COUNTS, COUNTS))
def test_rates_are_scikit_learns(scores: Scores) -> None:
    truth, told = labels(scores)
    expected = {
        "precision": (precision_score, scores.found + scores.mistaken),
        "recall": (recall_score, scores.notes),
        "f1": (f1_score, scores.notes + scores.mistaken),
    }
    for name, (measure, n) in expected.items():
        mine: Rate = getattr(scores, name)
        assert mine.n == n
        if n:
            assert mine.value == pytest.approx(measure(truth, told, zero_division=0))
            assert mine.low is not None and mine.high is not None
            assert mine.low - 1e-12 <= mine.value <= mine.high + 1e-12
        else:
            assert (mine.value, mine.low, mine.high) == (None, None, None)
    assert scores.false_positives.n == scores.others


@given(COUNTS, COUNTS)
def test_an_interval_is_wilsons(part: int, others: int) -> None:
    mine = rate(part, part + others)
    if part + others:
        low, high = proportion_confint(part, part + others, method="wilson")
        assert (mine.low, mine.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high))


def test_the_interval_of_f1_holds_the_truth_as_often_as_it_says() -> None:
    shares = np.array([0.25, 0.05, 0.04, 0.66])
    truth = 2 * shares[0] / (2 * shares[0] + shares[1] + shares[2])
    drawn = np.random.default_rng(3).multinomial(300, shares, size=2_000)
    held = [f1.low <= truth <= f1.high for f1 in (Scores(*row).f1 for row in drawn.tolist())]
    # 2,000 draws: three standard errors are 1.5 points
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)
