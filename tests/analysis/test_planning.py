"""How many would tell, and when."""

from __future__ import annotations

from math import ceil

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers
from analysis.finding import Estimate, Verdict, decide
from analysis.planning import beforehand, from_interval, months_more, months_spanned
from etl.claim import Claim
from tests.analysis.frames import drawn


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


# quarters and how many in each | months that they span
SPANS = [
    ({"2025-Q3": 60, "2026-Q1": 45}, 9),
    ({"2026-Q1": 45}, 3),
    ({"2024-Q4": 8, "2026-Q1": 8}, 18),
    ({"2019-Q1": 7, "2026-Q1": 45}, 3),  # a straggler
    ({"unknown": 90, "2026-Q1": 45}, 3),
    ({"unknown": 90}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("held", "months"), SPANS)
def test_months_spanned(held: dict[str, int], months: int) -> None:
    cells = pd.DataFrame({"quarter": list(held), "n": list(held.values())}).astype({"n": "int64"})
    assert months_spanned(cells["quarter"], cells["n"]) == months
    halves = pd.concat([cells, cells]).assign(n=lambda one: one["n"] / 2)
    assert months_spanned(halves["quarter"], halves["n"]) == months


@pytest.mark.parametrize(
    ("n", "wanted", "months", "more"),
    [
        (400, 1000, 12, 18),
        (400, 401, 12, 1),
        (400, None, 12, None),
        (0, 900, 12, None),
        (400, 900, 0, None),
    ],
)
def test_months_more(n: int, wanted: int | None, months: int, more: int | None) -> None:
    assert months_more(n, wanted, months) == more


def test_a_finding_that_cannot_tell_says_when_it_could() -> None:
    found = offers.influence(drawn(1200, seed=7, effect=0.0), Claim())
    assert found.verdict is Verdict.CANNOT_TELL
    n = sum(arm.n or 0 for arm in found.arms)
    assert found.n_would_tell is not None
    assert found.months_would_tell == ceil(12 * (found.n_would_tell / n - 1))
    assert found.doubt.endswith(f"takes about {found.months_would_tell} months more.") or (
        found.doubt.endswith("more than 10 years.") and found.months_would_tell > 120
    )
