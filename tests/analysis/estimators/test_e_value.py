"""E-values against the paper and the package EValue, and against the bound that they solve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.e_value import (
    EValue,
    e_value,
    from_difference,
    from_sd,
    of_ratio,
)
from analysis.finding import Estimate

# VanderWeele and Ding (2017), Annals of Internal Medicine 167:268-274: smoking and lung cancer (Hammond
# and Horn), and the vignette of the R package EValue, evalues.RR(0.80, 0.71, 0.91).
PUBLISHED = [
    (Estimate(10.73, 8.02, 14.36, ""), 20.94777, 15.52336),
    (Estimate(0.80, 0.71, 0.91, ""), 1.809017, 1.428571),
]


@pytest.mark.parametrize(("ratio", "estimate", "end"), PUBLISHED)
def test_published(ratio: Estimate, estimate: float, end: float) -> None:
    found = e_value(ratio)
    assert found is not None
    assert found.estimate == pytest.approx(estimate, abs=1e-5)
    assert found.end == pytest.approx(end, abs=1e-3)


@given(st.floats(1.001, 50))
def test_it_solves_the_bounding_factor(ratio: float) -> None:
    """Ding and VanderWeele (2016): two ratios a and b explain at most a b / (a + b - 1)."""
    e = of_ratio(ratio)
    assert e * e / (2 * e - 1) == pytest.approx(ratio)
    assert of_ratio(1 / ratio) == pytest.approx(e)


def test_a_confounder_of_that_strength_explains_it() -> None:
    """Nothing but a confounder: twice as common among the exposed, outcome twice as likely with it."""
    with_it, base = 0.5, 0.2
    exposed = (2 * with_it) * 2 * base
    others = with_it * 2 * base + (1 - with_it) * base
    assert of_ratio(exposed / others) == pytest.approx(2.0)


# ratio | E-values of the estimate and of its nearer end; None: none to be had
EDGES = [
    ((1.0, 0.9, 1.1), EValue(1.0, 1.0)),
    ((1.5, 1.0, 2.2), EValue(of_ratio(1.5), 1.0)),
    ((0.5, 0.0, 1.2), EValue(of_ratio(0.5), 1.0)),
    ((0.5, 0.0, 0.8), EValue(of_ratio(0.5), of_ratio(0.8))),
    ((0.0, 0.0, 0.8), None),
    ((1.5, None, None), None),
    ((None, None, None), None),
]


@pytest.mark.parametrize(("numbers", "found"), EDGES)
def test_edges(numbers: tuple, found: EValue | None) -> None:
    assert e_value(Estimate(*numbers, "")) == found


@given(st.floats(-0.29, 0.6), st.floats(0, 0.3))
def test_differences_of_rates(value: float, reach: float) -> None:
    ratio = from_difference(Estimate(value, value - reach, value + reach, ""), 0.3)
    assert ratio.value == pytest.approx((0.3 + value) / 0.3)
    assert ratio.low is not None
    assert ratio.low >= 0


def test_no_interval_stays_none() -> None:
    for convert in (from_sd, lambda one: from_difference(one, 0.5)):
        found = convert(Estimate(0.2, None, None, ""))
        assert (found.low, found.high) == (None, None)


def test_standardised_differences() -> None:
    """VanderWeele and Ding (2017): exp(0.91 d), its interval exp(0.91 d +- 1.78 s)."""
    d, s = 0.5, 0.1
    found = from_sd(Estimate(d, d - 1.96 * s, d + 1.96 * s, ""))
    assert found.value == pytest.approx(1.576, abs=1e-3)
    assert found.low == pytest.approx(1.576 * 2.718281828 ** (-1.78 * s), rel=1e-3)
