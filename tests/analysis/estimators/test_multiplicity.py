"""From intervals to p-values and to other levels, and what the libraries make of the p-values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm
from statsmodels.stats.multitest import multipletests

from analysis.estimators.multiplicity import at_level, holm, p_value
from analysis.finding import Estimate

# Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57:289-300, section 3.2.
THROMBOLYSIS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def _of(p: float, reach: float = 0.1) -> Estimate:
    """Return an estimate whose 95 % interval stands for a p-value."""
    value = reach * norm.isf(p / 2) / norm.isf(0.025)
    return Estimate(value, value - reach, value + reach, "")


@pytest.mark.parametrize(
    ("method", "rejected"), [("fdr_bh", 4), ("bonferroni", 3), ("simes-hochberg", 3)]
)
def test_thrombolysis(method: str, rejected: int) -> None:
    p = [p_value(_of(one), 0.95) for one in THROMBOLYSIS]
    assert p == pytest.approx(THROMBOLYSIS, rel=1e-6)
    assert multipletests(p, alpha=0.05, method=method)[0].sum() == rejected
    assert (false_discovery_control(p) <= 0.05).sum() == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_that_of_statsmodels(p: list[float]) -> None:
    assert holm(p).tolist() == pytest.approx(multipletests(p, method="holm")[1].tolist())


@given(st.floats(-1, 1), st.floats(0.001, 1), st.floats(0.001, 1), st.floats(0.8, 0.999))
def test_p_is_small_just_where_the_interval_excludes_none(
    value: float, below: float, above: float, level: float
) -> None:
    one = Estimate(value, value - below, value + above, "")
    excludes = not value - below <= 0 <= value + above
    p = p_value(one, level)
    assert 0 <= p <= 1
    assert (p < 1 - level + 1e-9) == excludes or p == pytest.approx(1 - level)


@given(st.floats(0.001, 0.5))
def test_an_interval_at_the_level_of_its_p_touches_none(p: float) -> None:
    assert at_level(_of(p), 0.95, 1 - p).low == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("numbers", [(None, None, None), (0.1, None, None), (0.0, 0.0, 0.0)])
def test_without_an_interval_nothing_is_told(numbers: tuple) -> None:
    one = Estimate(*numbers, "")
    assert p_value(one, 0.95) == 1.0
    assert at_level(one, 0.95, 0.99) == one
