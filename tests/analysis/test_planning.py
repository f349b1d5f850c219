"""How many would tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.finding import Estimate, Verdict, decide
from analysis.planning import beforehand, from_interval


@given(st.floats(-0.3, 0.3), st.floats(0.02, 0.4), st.integers(16, 10_000))
def test_at_that_n_the_interval_decides(value: float, reach: float, n: int) -> None:
    """Its width shrinks with the root of n; the value may move anywhere."""
    enough = from_interval(n, Estimate(value, value - reach, value + reach, ""), 0.05, "points")
    assert enough is not None
    then = reach * (n / enough) ** 0.5
    for moved in (-0.05, -0.02, 0.0, value, 0.049, 0.06):
        # Shown on the grid, each end may lie a step further out.
        verdict = decide(moved - then - 0.005, moved + then + 0.005, 0.05)
        assert verdict is not Verdict.CANNOT_TELL or then + 0.005 >= 0.025 - 1e-9


@pytest.mark.parametrize("unit", ["points", "sd"])
def test_it_grows_as_the_smallest_effect_shrinks(unit: str) -> None:
    asked = [beforehand(smallest, 0.95, unit) for smallest in (0.4, 0.2, 0.1, 0.05)]
    assert asked == sorted(asked, key=lambda n: n or 0)
    assert all(n is not None and n % 10 == 0 for n in asked)


def test_where_no_n_would_do() -> None:
    assert from_interval(100, Estimate(0.1, None, None, ""), 0.05, "points") is None
    assert from_interval(100, Estimate(0.1, 0.0, 0.2, ""), 0.01, "points") is None
    assert beforehand(0.02, 0.95, "sd") is None
