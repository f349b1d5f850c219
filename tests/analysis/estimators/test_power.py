"""The smallest difference that could have been told: planning tables, and by simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from analysis.estimators.power import detectable
from analysis.finding import Estimate


def _rates(n: int, sent: float, rate: float) -> Estimate:
    n1, n0 = sent * n, (1 - sent) * n
    reach = 1.959964 * sqrt(rate * (1 - rate) * (1 / n1 + 1 / n0))
    return Estimate(0.02, 0.02 - reach, 0.02 + reach, "")


@pytest.mark.parametrize(("n", "points"), [(100, 0.28), (300, 0.16), (1000, 0.09), (3000, 0.05)])
def test_of_rates(n: int, points: float) -> None:
    """35 in 100 send and 35 in 100 advance: two independent proportions, 80 % power."""
    assert detectable(_rates(n, 0.35, 0.35), 0.95) == pytest.approx(points, abs=0.005)


def test_of_means_as_cohen_has_it() -> None:
    """Cohen (1988), Table 2.4.1: d = 0.2, 0.5 and 0.8 take 393, 64 and 26 in each arm."""
    for d, each in ((0.2, 393), (0.5, 64), (0.8, 26)):
        reach = 1.959964 * sqrt(2 / each)
        assert detectable(Estimate(0.0, -reach, reach, ""), 0.95) == pytest.approx(d, rel=0.03)


def test_what_was_found_plays_no_part() -> None:
    far, near = Estimate(0.5, 0.375, 0.625, ""), Estimate(-0.125, -0.25, 0.0, "")
    assert detectable(far, 0.95) == detectable(near, 0.95)


def test_a_true_difference_of_that_size_is_told_in_8_of_10_cases() -> None:
    rng = np.random.default_rng(3)
    n, truth = 500, detectable(_rates(1000, 0.5, 0.4), 0.95)
    assert truth is not None
    s1, s0 = rng.binomial(n, 0.4 + truth / 2, 4000) / n, rng.binomial(n, 0.4 - truth / 2, 4000) / n
    error = np.sqrt((s1 * (1 - s1) + s0 * (1 - s0)) / n)
    assert np.mean(s1 - s0 > 1.959964 * error) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("numbers", [(0.1, None, None), (0.1, 0.1, 0.1)])
def test_without_an_interval_there_is_none(numbers: tuple) -> None:
    assert detectable(Estimate(*numbers, ""), 0.95) is None
