"""Partial pooling: against published figures, and in simulation."""

from __future__ import annotations

import os

import numpy as np
import pytest

from analysis.estimators.pooling import pool

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 150

# Rubin (1981), Journal of Educational Statistics 6:377-401: coaching in eight schools.
SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def test_eight_schools() -> None:
    """Gelman et al. (2013), Bayesian Data Analysis, section 5.5: pooled 7.7, error 4.1, Q 4.7."""
    found = pool(SCHOOLS, ERRORS, 0.95)
    assert found.mean.value == pytest.approx(7.69, abs=0.01)
    from scipy.stats import chi2

    assert found.p == pytest.approx(chi2.sf(4.707, 7), abs=1e-3)
    # They vary by less than chance would have them: all are drawn in by (k - 3) / (k - 1).
    drawn = np.array([one.value for one in found.each])
    assert drawn - 7.686 == pytest.approx((SCHOOLS - 7.686) * 2 / 7, abs=0.01)


def test_paule_and_mandel_as_published() -> None:
    """DerSimonian and Kacker (2007), Contemporary Clinical Trials 28:105-114, table 1: spread 0.8399."""
    values = np.array([61.00, 61.40, 62.21, 62.30, 62.34, 62.60, 62.70, 62.84, 65.90])
    variances = np.array([0.2025, 1.2100, 0.0900, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225])
    found = pool(values, np.sqrt(variances), 0.95)
    weight = 1 / (variances + 0.8399**2)
    assert found.mean.value == pytest.approx(np.average(values, weights=weight), abs=1e-4)


def test_groups_that_vary_are_left_nearly_alone() -> None:
    values = np.array([-0.3, 0.1, 0.4, 0.2, -0.2])
    found = pool(values, np.full(5, 0.005), 0.95)
    assert [one.value for one in found.each] == pytest.approx(values, abs=1e-3)
    assert found.p < 1e-6
    assert found.another.low is not None
    assert found.another.low < -0.3


def test_three_groups_are_not_drawn_together() -> None:
    values = np.array([0.0, 0.05, 0.2])
    found = pool(values, np.array([0.02, 0.05, 0.04]), 0.95)
    assert [one.value for one in found.each] == pytest.approx(values)


def test_the_order_of_groups_changes_nothing() -> None:
    there, back = (pool(SCHOOLS[::step], ERRORS[::step], 0.9) for step in (1, -1))
    assert there.another.low == pytest.approx(back.another.low)
    assert [one.low for one in there.each] == pytest.approx([one.low for one in back.each[::-1]])


@pytest.mark.parametrize("groups", [4, 6])
@pytest.mark.parametrize("spread", [0.0, 0.02, 0.05])
def test_intervals_cover(groups: int, spread: float) -> None:
    rng = np.random.default_rng(groups)
    covered = np.zeros((RUNS, 3))
    for run in range(RUNS):
        errors = rng.uniform(0.01, 0.06, groups)
        truth = 0.05 + spread * rng.normal(size=groups + 1)
        found = pool(truth[1:] + errors * rng.normal(size=groups), errors, 0.95)
        inside = [
            one.low < true < one.high for one, true in zip(found.each, truth[1:], strict=True)
        ]
        covered[run] = (
            found.mean.low < 0.05 < found.mean.high,
            found.another.low < truth[0] < found.another.high,
            np.mean(inside),
        )
    assert (covered.mean(axis=0) > 0.95 - 3 * np.sqrt(0.05 * 0.95 / RUNS)).all()
