"""Correlation within groups, against SciPy, figures of others, and simulation."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from analysis.estimators.correlation import fisher, from_difference, to_difference, within

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 400


def test_one_group_is_pearson() -> None:
    x, y = np.random.default_rng(1).normal(size=(2, 60))
    found, expected = within(x, y, np.zeros(60, dtype=int), 0.9), pearsonr(x, y)
    ends = expected.confidence_interval(0.9)
    assert found.value == pytest.approx(expected.statistic, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), abs=1e-12)


def test_groups_are_compared_within() -> None:
    """A slow loop: pool what is left of each group; between groups the two go opposite ways."""
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(30), 6)
    x = rng.normal(size=180) + 3 * groups
    y = 0.5 * x + rng.normal(size=180) - 9 * groups
    left = [(a[groups == k] - a[groups == k].mean()) for k in range(30) for a in (x, y)]
    a, b = np.concatenate(left[::2]), np.concatenate(left[1::2])
    found = within(x, y, groups, 0.95)
    assert found.value == pytest.approx((a * b).sum() / np.sqrt((a**2).sum() * (b**2).sum()))
    assert found.value > 0.3
    assert np.corrcoef(x, y)[0, 1] < -0.9


def test_a_difference_of_half_a_spread_between_equal_arms() -> None:
    """Cohen (1988), Statistical Power Analysis, Table 2.2.1: d = .5 is r = .243."""
    assert from_difference(0.5, 0.5) == pytest.approx(0.242536, abs=1e-6)


@given(st.floats(-3, 3), st.floats(0.01, 0.99))
def test_difference_and_correlation_are_each_others_inverse(d: float, share: float) -> None:
    assert to_difference(from_difference(d, share), share) == pytest.approx(d, abs=1e-9)
    assert abs(from_difference(d, share)) < 1


@pytest.mark.parametrize(("n", "groups", "r"), [(50, 8, 0.0), (200, 40, 0.1), (600, 20, 0.3)])
def test_interval_covers_the_truth(n: int, groups: int, r: float) -> None:
    rng = np.random.default_rng(n)
    share, inside = 0.35, 0
    d = to_difference(r, share)
    for _ in range(RUNS):
        group = rng.integers(0, groups, n)
        x = (rng.random(n) < share).astype(float)
        y = d * x + rng.normal(size=n) + rng.normal(size=groups)[group]
        found = within(x, y, group, 0.95)
        inside += found.low <= r <= found.high  # type: ignore[operator]
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.01 <= inside / RUNS <= 0.95 + slack + 0.015


@pytest.mark.parametrize(
    ("x", "y", "groups"),
    [
        ([], [], []),
        ([1, 1, 1], [1, 2, 3], [0, 0, 0]),
        ([1, 2, 3], [2, 2, 2], [0, 0, 0]),
        ([1, 2, 3], [3, 1, 2], [0, 1, 2]),
        ([0, 0, 1, 1], [1, 2, 3, 4], [0, 0, 1, 1]),
    ],
)
def test_nothing_that_varies(x: list, y: list, groups: list) -> None:
    found = within(*(np.array(z, dtype=float) for z in (x, y)), np.array(groups, dtype=int), 0.95)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert "does not vary" in found.method


def test_too_little_for_an_interval() -> None:
    x, y, one = np.array([0.0, 1, 2]), np.array([0.0, 2, 1]), np.zeros(3, dtype=int)
    assert within(x, y, one, 0.95).low is None
    assert within(x, x, one, 0.95).low is None
    assert fisher(0.2, 0, 0.95) == (None, None)
