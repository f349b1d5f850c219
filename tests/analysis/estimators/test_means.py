"""Differences of means within strata, against published figures, SciPy and a slow loop."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student
from scipy.stats import ttest_1samp, ttest_ind

from analysis.estimators.means import Sums, difference, mean, tabulate
from analysis.finding import Verdict, decide

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 300


def sums(*strata: np.ndarray) -> Sums:
    """Return the sums of one array of values a stratum."""
    parts = [(len(x), x.sum(), (x**2).sum()) for x in strata]
    return Sums(*(np.array(part, dtype=float) for part in zip(*parts, strict=True)))


def _moments(mean_: float, sd: float, n: int) -> Sums:
    squares = (n - 1) * sd**2 + n * mean_**2
    return Sums(*(np.array([x], dtype=float) for x in (n, n * mean_, squares)))


def test_equivalence_as_published() -> None:
    """Lakens (2017), Social Psychological and Personality Science 8:355-362: t = -2.69, p = .004.

    Means 5.25 and 5.22, SD .95 and .83, n 95 and 89, equivalence limits d = 0.43 either way.
    """
    one, other = _moments(5.25, 0.95, 95), _moments(5.22, 0.83, 89)
    bound = 0.43 * np.sqrt((0.95**2 + 0.83**2) / 2)
    found = difference(one, other, 0.90)
    assert found.value == pytest.approx(0.03, abs=1e-9)
    assert found.high is not None
    freedom = 181.1
    error = (found.high - found.value) / student.ppf(0.95, freedom)
    assert (found.value - bound) / error == pytest.approx(-2.69, abs=6e-3)
    assert decide(found.low, found.high, bound) is Verdict.NO_MEANINGFUL_DIFFERENCE


VALUES = st.lists(st.floats(-3, 3).map(lambda x: round(x, 3)), min_size=3, max_size=12)


@given(VALUES, VALUES, st.sampled_from([0.8, 0.95]))
def test_one_stratum_is_welch(a: list[float], b: list[float], level: float) -> None:
    one, other = np.array(a), np.array(b)
    if min(one.var(), other.var()) < 1e-6:
        return
    found = difference(sums(one), sums(other), level)
    expected = ttest_ind(one, other, equal_var=False).confidence_interval(level)
    assert found.value == pytest.approx(one.mean() - other.mean(), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-6)
    alone = ttest_1samp(one, 0).confidence_interval(level)
    found = mean(sums(one), level)
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=1e-6)


STRATA = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5)


@given(STRATA)
def test_value_is_that_of_a_regression_with_an_intercept_for_each_stratum(strata: list) -> None:
    """Least squares on people, one dummy a stratum: slow and obvious."""
    rows = [
        (k, sent, value)
        for k, arms in enumerate(strata)
        for sent, values in zip((1.0, 0.0), arms, strict=True)
        for value in values
    ]
    k, sent, value = (np.array(x) for x in zip(*rows, strict=True))
    design = np.column_stack([sent, k[:, None] == np.arange(len(strata))])
    slope = np.linalg.lstsq(design, value, rcond=None)[0][0]
    found = difference(
        sums(*(np.array(a) for a, _ in strata)), sums(*(np.array(b) for _, b in strata)), 0.95
    )
    assert found.value == pytest.approx(slope, abs=1e-8)


def test_interval_covers_the_truth() -> None:
    """Small calibration groups with levels and customs of their own; arms of unequal spread."""
    rng = np.random.default_rng(20261122)
    groups, truth, inside, crude_inside = 30, 0.2, 0, 0
    level, custom = rng.normal(0, 0.7, groups), rng.uniform(0.2, 0.6, groups)
    level += 2 * (custom - custom.mean())
    for _ in range(RUNS):
        sent, others = [], []
        for k in range(groups):
            n = max(rng.binomial(9, custom[k]), 1)
            sent.append(rng.normal(level[k] + truth, 0.8, n))
            others.append(rng.normal(level[k], 1.2, max(9 - n, 1)))
        one, other = sums(*sent), sums(*others)
        found = difference(one, other, 0.95)
        crude = difference(one.pooled(), other.pooled(), 0.95)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= truth <= found.high
        crude_inside += crude.low <= truth <= crude.high  # type: ignore[operator]
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.01 <= inside / RUNS <= 0.95 + slack + 0.01
    assert crude_inside / RUNS < 0.8


def test_tabulate_adds_cells_up() -> None:
    cells = pd.DataFrame(
        {
            "cycle": ["a", "b", "a", "a"],
            "n": [2, 3, 4, 1],
            "total": [1.0, 2.0, 3.0, None],
            "squares": [5.0, 6.0, 7.0, None],
        }
    )
    sent, others = tabulate([cells["cycle"]], [True, True, False, True], cells)
    assert sent.n.tolist() == [3, 3]
    assert sent.total.tolist() == [1, 2]
    assert others.squares.tolist() == [7, 0]


def test_nothing_and_next_to_nothing() -> None:
    empty = Sums(*(np.array([]),) * 3)
    assert difference(empty, empty, 0.95).value is None
    assert mean(empty, 0.95).value is None
    one, other = sums(np.array([1.0])), sums(np.array([3.0]))
    assert difference(one, other, 0.95).value == -2
    assert difference(one, other, 0.95).low is None
    assert mean(one, 0.95).low is None
    same = sums(np.array([2.0, 2.0, 2.0]))
    assert difference(same, same, 0.95).low is None
    apart = difference(
        sums(np.array([1.0]), np.array([])), sums(np.array([]), np.array([1.0])), 0.95
    )
    assert apart.value is None
