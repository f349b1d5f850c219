"""What a column adds to others, against statsmodels, permutations, and simulation."""

from __future__ import annotations

import os

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.increment import gain, slope
from analysis.estimators.within import beyond, centred

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 400
SLACK = 3 * (0.95 * 0.05 / RUNS) ** 0.5


def people(
    rng: np.random.Generator, n: int, groups: int, effect: float, reliability: float = 1.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return outcome, flag, score and group: flag and score both go with what a person can do."""
    group = rng.integers(0, groups, n)
    able = rng.normal(size=n)
    flag = (rng.normal(size=n) + 0.5 * able > 0.4).astype(float)
    score = np.sqrt(reliability) * able + np.sqrt(1 - reliability) * rng.normal(size=n)
    y = effect * flag + 0.5 * able + rng.normal(size=n) + rng.normal(size=groups)[group]
    return y, flag, score, group


def dummies(group: np.ndarray) -> np.ndarray:
    return (group[:, None] == np.unique(group)).astype(float)


def test_slope_and_gain_are_those_of_least_squares_with_an_intercept_for_each_group() -> None:
    y, flag, score, group = people(np.random.default_rng(1), 300, 40, 0.3)
    columns = np.column_stack([flag, score])
    full = sm.OLS(y, np.column_stack([columns, dummies(group)])).fit()
    less = sm.OLS(y, np.column_stack([score, dummies(group)])).fit()
    found = slope(y, columns, group, 0.95)
    assert found.value == pytest.approx(full.params[0], abs=1e-9)
    assert found.low is not None
    # Corrected for more than HC2, and for less than HC3, which also counts what the group's mean takes.
    hc2, hc3 = (full.get_robustcov_results(kind).conf_int()[0, 0] for kind in ("HC2", "HC3"))
    assert hc3 < found.low < hc2
    within = (centred(y, group) ** 2).sum()
    added = (less.ssr - full.ssr) / within
    expected = added - less.ssr / within / less.df_resid
    assert gain(y, columns, group, 0.95).value == pytest.approx(expected, abs=1e-9)


def test_what_is_subtracted_is_the_mean_over_permutations() -> None:
    """Slow and obvious: permute what the score leaves of the flag, and fit again."""
    rng = np.random.default_rng(3)
    y, flag, score, _ = people(rng, 40, 1, 0.8)
    one = np.zeros(40, dtype=int)
    rest, own = (beyond(centred(x, one), centred(score, one)[:, None]) for x in (y, flag))
    whole = (centred(y, one) ** 2).sum()
    seen = (own @ rest) ** 2 / (own @ own) / whole
    by_chance = np.mean(
        [(p @ rest) ** 2 / (p @ p) / whole for p in (rng.permutation(own) for _ in range(20_000))]
    )
    found = gain(y, np.column_stack([flag, score]), one, 0.95).value
    assert found is not None
    assert seen - found == pytest.approx(by_chance, rel=0.05)


@pytest.mark.parametrize(
    ("n", "groups", "effect", "reliability"),
    [(60, 10, 0.2, 1.0), (120, 40, 0.0, 1.0), (300, 20, 0.2, 0.7), (600, 100, 0.0, 0.5)],
)
def test_slope_covers_the_truth(n: int, groups: int, effect: float, reliability: float) -> None:
    rng, inside, values = np.random.default_rng(n), 0, []
    for _ in range(RUNS):
        y, flag, score, group = people(rng, n, groups, effect, reliability)
        columns = np.column_stack([flag, score])
        found = slope(y, columns, group, 0.95, [1.0, reliability])
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= effect <= found.high
        values.append(found.value)
    assert 0.95 - SLACK - 0.01 <= inside / RUNS <= 0.95 + SLACK + 0.01
    assert np.mean(values) == pytest.approx(effect, abs=4 * np.std(values) / RUNS**0.5)


def test_a_redundant_flag_looks_incremental_until_the_score_is_corrected_for_its_error() -> None:
    """Westfall and Yarkoni (2016): the score is a noisy measure of all that the flag tells."""
    y, flag, score, group = people(np.random.default_rng(5), 20_000, 500, 0.0, 0.5)
    columns = np.column_stack([flag, score])
    naive = slope(y, columns, group, 0.95)
    right = slope(y, columns, group, 0.95, [1.0, 0.5])
    assert naive.low is not None
    assert naive.low > 0.1
    assert right.low is not None
    assert right.high is not None
    assert right.low < 0 < right.high


@pytest.mark.parametrize(
    ("n", "groups", "effect"), [(50, 8, 0.0), (50, 8, 0.5), (300, 50, 0.2), (1000, 150, 0.8)]
)
def test_gain_covers_the_truth(n: int, groups: int, effect: float) -> None:
    rng, inside = np.random.default_rng(n), 0
    spread = effect**2 * 0.35 * 0.65
    truth = spread / (spread + 0.25 + 1)
    for _ in range(RUNS):
        group, score = rng.integers(0, groups, n), rng.normal(size=n)
        flag = (rng.random(n) < 0.35).astype(float)
        y = effect * flag + 0.5 * score + rng.normal(size=n)
        found = gain(y, np.column_stack([flag, score]), group, 0.95)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= truth <= found.high
    # Near zero both ends of the partial correlation fold over: wider than need be, never narrower.
    assert 0.95 - SLACK - 0.01 <= inside / RUNS <= 0.98 + SLACK


def test_others_that_say_the_same_change_nothing() -> None:
    y, flag, score, group = people(np.random.default_rng(6), 200, 20, 0.3)
    columns = np.column_stack([flag, score])
    more = np.column_stack([columns, 2 * score, np.ones(200), group.astype(float)])
    for made, method in ((slope, "slope"), (gain, "gain")):
        one, other = made(y, columns, group, 0.95), made(y, more, group, 0.95)
        assert (one.value, one.low) == pytest.approx((other.value, other.low), abs=1e-8), method


@given(st.permutations(range(24)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    y, flag, score, group = people(np.random.default_rng(7), 24, 4, 0.3)
    columns, at = np.column_stack([flag, score]), np.array(order)
    for made in (slope, gain):
        one = made(y, columns, group, 0.95)
        other = made(y[at], columns[at], group[at], 0.95)
        assert (one.value, one.low, one.high) == pytest.approx(
            (other.value, other.low, other.high), abs=1e-9
        )


Y, FLAG, SCORE = np.array([[1.0, 2, 4, 3], [0, 1, 0, 1], [1, 2, 5, 3]])
ONE, ALONE = np.zeros(4, dtype=int), np.arange(4)


@pytest.mark.parametrize(
    ("y", "columns", "groups"),
    [
        (Y[:0], np.zeros((0, 2)), ONE[:0]),
        (Y, np.column_stack([FLAG, SCORE]), ALONE),
        (Y, np.column_stack([np.ones(4), SCORE]), ONE),
        (Y, np.column_stack([FLAG, 3 * FLAG]), ONE),
    ],
    ids=["nobody", "groups of one", "all or none", "the score says the same"],
)
def test_nothing_left_to_compare(y: np.ndarray, columns: np.ndarray, groups: np.ndarray) -> None:
    for made in (slope, gain):
        found = made(y, columns, groups, 0.95)
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.method.startswith("no number")


def test_an_outcome_that_does_not_vary() -> None:
    columns = np.column_stack([FLAG, SCORE])
    assert slope(np.ones(4), columns, ONE, 0.95).low is None
    assert gain(np.ones(4), columns, ONE, 0.95).value is None


def test_an_impossible_reliability_is_refused() -> None:
    """Flag and score correlate at .9: of the score, at least .81 must be no error."""
    rng = np.random.default_rng(8)
    flag = rng.normal(size=500)
    score = 0.9 * flag + 0.19**0.5 * rng.normal(size=500)
    found = slope(flag, np.column_stack([flag, score]), np.zeros(500, dtype=int), 0.95, [1, 0.5])
    assert found.value is None
    assert "reliability" in found.method
