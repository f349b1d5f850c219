"""Intervals for proportions, against published figures and against their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import binom

from analysis.estimators.proportions import (
    newcombe,
    restricted,
    score_difference,
    score_ratio,
    score_statistic,
    wilson,
)

# Newcombe (1998), Statistics in Medicine 17:857-872, Table I, method 3.
WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]


@pytest.mark.parametrize(("x", "n", "low", "high"), WILSON)
def test_wilson_as_published(x: int, n: int, low: float, high: float) -> None:
    assert wilson(x, n, 0.95) == pytest.approx((low, high), abs=1e-4)


def test_wilson_of_columns_and_of_nothing() -> None:
    low, high = wilson([81, 0, 0], [263, 20, 0], 0.95)
    assert low == pytest.approx([0.2553, 0, 0], abs=1e-4)
    assert high == pytest.approx([0.3662, 0.1611, 1], abs=1e-4)


# Newcombe (1998), Statistics in Medicine 17:873-890, Table II: x1, n1, x0, n0, then method 10 (hybrid
# score), method 6 (Miettinen and Nurminen 1985) and method 5 (Mee 1984). Rows a, b and method 10 are
# published figures; methods 5 and 6 of the other rows follow from their definition, as tested below.
DIFFERENCES = [
    ((56, 70, 48, 80), (0.0524, 0.3339), (0.0528, 0.3382), (0.0533, 0.3377)),
    ((9, 10, 3, 10), (0.1705, 0.8090), (0.1700, 0.8406), (0.1821, 0.8370)),
    ((6, 7, 2, 7), (0.0582, 0.8062), (0.0342, 0.8534), (0.0544, 0.8478)),
    ((5, 56, 0, 29), (-0.0381, 0.1926), (-0.0326, 0.1933), (-0.0313, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775), (-0.1658, 0.2844), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775), (-0.2879, 0.2879), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0), (0.7156, 1.0), (0.7225, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0), (0.6636, 1.0), (0.6777, 1.0)),
]


@pytest.mark.parametrize(("counts", "hybrid", "nurminen", "mee"), DIFFERENCES)
def test_differences_as_published(
    counts: tuple, hybrid: tuple, nurminen: tuple, mee: tuple
) -> None:
    assert newcombe(*counts, 0.95) == pytest.approx(hybrid, abs=1.5e-4)
    assert score_difference(*counts, 0.95) == pytest.approx(nurminen, abs=1.5e-4)
    assert score_difference(*counts, 0.95, corrected=False) == pytest.approx(mee, abs=1.5e-4)


@pytest.mark.parametrize(("difference", "z"), [(0.0, 2.65), (0.1, 1.348)])
def test_score_statistic_as_published(difference: float, z: float) -> None:
    """Mee's statistic for 56/70 v 48/80, as a validated R package prints it (GSK cicalc)."""
    found = score_statistic(56, 70, 48, 80, difference, corrected=False)
    assert found == pytest.approx(z, abs=1e-3)


def test_ratio_as_published() -> None:
    """Koopman (1984), Biometrics 40:513-517: 36/40 v 16/80."""
    assert score_ratio(36, 40, 16, 80, 0.95) == pytest.approx((2.94, 7.15), abs=0.01)


ARM = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(ARM, ARM, st.floats(-0.95, 0.95))
def test_restricted_likelihood_is_greatest(one: tuple, other: tuple, difference: float) -> None:
    """The closed form against a numerical search."""
    p1, p0 = restricted(*one, *other, difference)

    def minus_likelihood(p: float) -> float:
        return -(
            binom.logpmf(one[0], one[1], min(max(p + difference, 0), 1))
            + binom.logpmf(other[0], other[1], p)
        )

    bounds = (max(0.0, -difference), min(1.0, 1 - difference))
    found = minimize_scalar(minus_likelihood, bounds=bounds, method="bounded")
    assert p1 - p0 == pytest.approx(difference, abs=1e-12)
    assert -1e-12 <= p0 <= 1 + 1e-12
    best = minus_likelihood(float(np.clip(p0, *bounds)))
    assert best <= found.fun + 1e-6 * max(1.0, abs(found.fun))


@given(ARM, ARM, st.sampled_from([0.8, 0.95, 0.99]))
def test_score_interval_holds_what_the_test_accepts(one: tuple, other: tuple, level: float) -> None:
    from scipy.stats import norm

    low, high = score_difference(*one, *other, level)
    z = norm.ppf(0.5 + level / 2)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    for end in (low, high):
        if abs(end) < 1 - 1e-6:
            at = score_statistic(*one, *other, end)
            assert abs(at) == pytest.approx(z, abs=1e-4)
    for inside in np.linspace(low, high, 7)[1:-1]:
        assert abs(score_statistic(*one, *other, inside)) <= z + 1e-6


@given(ARM, ARM)
def test_intervals_turn_round_with_the_arms(one: tuple, other: tuple) -> None:
    for interval in (newcombe, score_difference):
        low, high = interval(*one, *other, 0.95)
        back = interval(*other, *one, 0.95)
        assert (-back[1], -back[0]) == pytest.approx((low, high), abs=1e-6)
