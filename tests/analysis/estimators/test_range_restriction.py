"""Corrections for selection, against published figures, exact algebra, and planted truth."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from math import exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from analysis.estimators.range_restriction import (
    Selection,
    by_either,
    by_x,
    by_z,
    case_three,
    case_two,
    corrected,
)

# Read now: a fixture clears the environment for each test.
RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 200


def _spread_of_the_best_fifth() -> float:
    """Return the variance of a normal curve's upper fifth, as a share of the whole curve's."""
    cut = ndtri(0.8)
    hazard = exp(-(cut**2) / 2) / sqrt(2 * pi) / 0.2
    return float(1 - hazard * (hazard - cut))


def test_case_two_gives_back_what_selection_took() -> None:
    """Exact algebra: a correlation of .5 among all; the best fifth by x is kept."""
    kept = _spread_of_the_best_fifth()
    among = 0.5 * sqrt(kept / (1 - 0.25 * (1 - kept)))
    assert among == pytest.approx(0.260634, abs=1e-6)
    assert case_two(among, 1 / sqrt(kept)) == pytest.approx(0.5, abs=1e-9)


def test_case_three_gives_back_what_selection_took() -> None:
    """Exact algebra: correlations .2, .3 and .4 among all; the best fifth by z is kept."""
    kept = _spread_of_the_best_fifth()
    r_xy, r_xz, r_yz = 0.2, 0.3, 0.4
    x, y = (1 - r**2 * (1 - kept) for r in (r_xz, r_yz))
    among = (r_xy - r_xz * r_yz * (1 - kept)) / sqrt(x * y)
    assert among == pytest.approx(0.11779, abs=1e-5)
    of_z = [r * sqrt(kept / spread) for r, spread in ((r_xz, x), (r_yz, y))]
    assert case_three(among, *of_z, 1 / sqrt(kept)) == pytest.approx(0.2, abs=1e-9)


R = st.floats(-0.57, 0.57)  # any three of these are the correlations of something


@given(R, R, R, st.floats(0.5, 3))
def test_one_rule_holds_the_others(r_xy: float, r_xz: float, r_yz: float, wider: float) -> None:
    """Where only one of x and z is spread by the selection, the rule for either is that one's."""
    among = np.array([[1, r_xz, r_xy], [r_xz, 1, r_yz], [r_xy, r_yz, 1]])
    more = wider**2 - 1
    z_wider = among[:2, :2] + more * np.outer(among[:2, 1], among[:2, 1])
    x_wider = among[:2, :2] + more * np.outer(among[:2, 0], among[:2, 0])
    assert by_either(among, z_wider) == pytest.approx(by_z(among, z_wider), abs=1e-9)
    assert by_either(among, x_wider) == pytest.approx(by_x(among, x_wider), abs=1e-9)


@given(R, R, R)
def test_no_selection_changes_nothing(r_xy: float, r_xz: float, r_yz: float) -> None:
    assert case_two(r_xy, 1) == pytest.approx(r_xy)
    assert case_three(r_xy, r_xz, r_yz, 1) == pytest.approx(r_xy)


def hiring(
    rng: np.random.Generator, n: int, jobs: int, in_score: float, in_decision: float, effect: float
) -> tuple[Selection, float]:
    """Return a hiring and the correlation of x and y among the hired.

    x is independent of what people can do; it may raise the score, or the decision apart from it.
    """
    job, able = rng.integers(0, jobs, n), rng.normal(size=n)
    x = (rng.random(n) < 0.35).astype(float)
    z = 0.6 * able + 0.8 * rng.normal(size=n) + in_score * x
    y = 0.5 * able + sqrt(0.75) * rng.normal(size=n) + effect * x
    index = z + in_decision * x + 0.3 * rng.normal(size=n)
    kept = index > np.quantile(index, 0.7)
    rows = np.column_stack([x, z, y])
    everybody, among = rows[:, :2] - rows[:, :2].mean(axis=0), rows - rows[kept].mean(axis=0)
    return Selection(kept, everybody, among, job), float(np.corrcoef(x[kept], y[kept])[0, 1])


NULL, TRUE = 0.0, 0.2 * sqrt(0.35 * 0.65) / sqrt(1 + 0.04 * 0.35 * 0.65)


@pytest.mark.parametrize(
    ("in_score", "in_decision", "effect", "truth", "rule"),
    [
        (0.5, 0.0, 0.0, NULL, by_z),
        (0.5, 0.0, 0.2, TRUE, by_z),
        (0.5, 0.0, 0.0, NULL, by_either),
        (0.0, 0.5, 0.0, NULL, by_either),
        (0.3, 0.3, 0.2, TRUE, by_either),
    ],
)
def test_a_halo_turns_the_hired_round_and_the_right_rule_turns_them_back(
    in_score: float, in_decision: float, effect: float, truth: float, rule: Callable
) -> None:
    selection, observed = hiring(
        np.random.default_rng(1), 200_000, 4000, in_score, in_decision, effect
    )
    found = corrected(rule, selection, 0.95, "")
    assert observed < truth - 0.02
    assert found.value == pytest.approx(truth, abs=0.015)


def test_selection_by_the_score_alone_is_the_wrong_rule_where_the_decision_had_a_halo() -> None:
    """It then makes matters worse, which is why both rules are shown."""
    selection, observed = hiring(np.random.default_rng(2), 200_000, 4000, 0.0, 0.5, 0.0)
    found = corrected(by_z, selection, 0.95, "")
    assert found.high is not None
    assert found.high < observed < -0.02


@pytest.mark.parametrize(("halo", "among"), [(0.5, -0.10), (0.25, -0.05)])
def test_a_halo_of_half_a_spread_makes_a_null_minus_a_tenth(halo: float, among: float) -> None:
    """Senders are no better; the best fifth by an index that holds the halo are hired (Berkson 1946)."""
    rng, n = np.random.default_rng(3), 400_000
    able, x = rng.normal(size=n), (rng.random(n) < 0.35).astype(float)
    index = (able + rng.normal(size=n)) / sqrt(2) + halo * x
    y = 0.6 * able + 0.8 * rng.normal(size=n)
    kept = index > np.quantile(index, 0.8)
    rows = np.column_stack([x, index, y])
    assert np.corrcoef(x[kept], y[kept])[0, 1] == pytest.approx(among, abs=0.02)
    everybody, of_hired = rows[:, :2] - rows[:, :2].mean(axis=0), rows - rows[kept].mean(axis=0)
    chosen = Selection(kept, everybody, of_hired, np.arange(n))
    for rule in (by_z, by_either):
        assert corrected(rule, chosen, 0.95, "").value == pytest.approx(0, abs=0.012)


@pytest.mark.parametrize(("n", "jobs"), [(400, 40), (2000, 200)])
@pytest.mark.parametrize("rule", [by_z, by_either])
def test_interval_covers_the_truth(n: int, jobs: int, rule: Callable) -> None:
    rng, inside = np.random.default_rng(n), 0
    for _ in range(RUNS):
        found = corrected(rule, hiring(rng, n, jobs, 0.5, 0.0, 0.0)[0], 0.95, "")
        inside += found.low <= 0 <= found.high  # type: ignore[operator]
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.015 <= inside / RUNS <= 0.95 + slack + 0.01


def test_a_bootstrap_of_the_whole_chain_has_the_same_error() -> None:
    rng = np.random.default_rng(4)
    whole, _ = hiring(rng, 1500, 300, 0.5, 0.0, 0.2)
    found = corrected(by_z, whole, 0.95, "")
    members = [np.flatnonzero(whole.clusters == job) for job in range(300)]
    drawn = []
    for _ in range(500):
        at = np.concatenate([members[job] for job in rng.integers(0, 300, 300)])
        kept = whole.selected[at]
        among = whole.among[at] - whole.among[at][kept].mean(axis=0)
        everybody = whole.everybody[at] - whole.everybody[at].mean(axis=0)
        again = corrected(by_z, Selection(kept, everybody, among, whole.clusters[at]), 0.95, "")
        drawn.append(np.arctanh(again.value))  # type: ignore[arg-type]
    width = np.arctanh(found.high) - np.arctanh(found.low)  # type: ignore[arg-type]
    assert width / 2 / 1.97 == pytest.approx(np.std(drawn), rel=0.12)


@pytest.mark.parametrize("constant", [0, 1, 2])
def test_what_does_not_vary_among_the_hired_gives_no_number(constant: int) -> None:
    selection, _ = hiring(np.random.default_rng(5), 300, 30, 0.0, 0.0, 0.0)
    selection.among[:, constant] = 0.0
    for rule in (by_x, by_z, by_either):
        found = corrected(rule, selection, 0.95, "")
        assert (found.value, found.low) == (None, None)
        assert found.method.startswith("no number")


def test_nobody() -> None:
    none = Selection(np.zeros(0, bool), np.zeros((0, 2)), np.zeros((0, 3)), np.zeros(0, int))
    assert corrected(by_z, none, 0.95, "").value is None


def test_two_hundred_thousand_people_take_no_time() -> None:
    selection, _ = hiring(np.random.default_rng(6), 200_000, 20_000, 0.3, 0.0, 0.0)
    started = time.perf_counter()
    corrected(by_either, selection, 0.95, "")
    assert time.perf_counter() - started < 2
