"""Bounds for outcomes known of the selected only, against brute force, closed form and simulation."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.estimators.bounds import monotone, phi, whatever

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 300

FLAGS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=4, max_size=9)


@given(FLAGS)
def test_bounds_are_the_least_and_the_most_that_the_unseen_could_make_it(people: list) -> None:
    """Brute force: every way in which the unseen could have done."""
    exposed, seen, success = np.array(people, dtype=bool).T
    unseen = np.flatnonzero(~seen)
    could = []
    for ways in range(2 ** len(unseen)):
        done = success.copy()
        done[unseen] = [(ways >> i) & 1 for i in range(len(unseen))]
        if exposed.any() and not exposed.all() and done.any() and not done.all():
            could.append(np.corrcoef(exposed, done)[0, 1])
    low, high = whatever(exposed, seen, success, np.arange(len(people)), 0.95)
    if low.value is not None:
        assert low.value == pytest.approx(min(could), abs=1e-9)
    if high.value is not None:
        assert high.value == pytest.approx(max(could), abs=1e-9)


def test_all_seen_leaves_no_width() -> None:
    exposed, success = np.random.default_rng(1).random((2, 300)) < 0.4
    low, high = whatever(exposed, np.ones(300, bool), success, np.arange(300), 0.95)
    assert low.value == high.value == pytest.approx(np.corrcoef(exposed, success)[0, 1])


def _drawn(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    exposed = rng.random(n) < 0.4
    return exposed, rng.random(n) < np.where(exposed, 0.5, 0.4), rng.normal(size=n) + 0.1 * exposed


def test_trimmed_bounds_are_those_of_a_cut_normal_curve() -> None:
    """A fifth of the exposed and seen are there for their exposure: cut off below, or above."""
    cut = norm.ppf(0.2)
    reach = norm.pdf(cut) / 0.8
    exposed, seen, y = _drawn(np.random.default_rng(2), 200_000)
    low, high = monotone(exposed, seen, y, np.arange(200_000), 0.95)
    assert (low.value, high.value) == pytest.approx((0.1 - reach, 0.1 + reach), abs=0.02)
    turned = monotone(~exposed, seen, y, np.arange(200_000), 0.95)
    assert (turned[0].value, turned[1].value) == pytest.approx((-high.value, -low.value))  # type: ignore[operator]


def test_trimming_by_hand() -> None:
    """Four of four exposed are seen and two of four others: the exposed lose their best or worst two."""
    exposed = np.repeat([True, False], 4)
    seen, y = np.array([1, 1, 1, 1, 1, 1, 0, 0], bool), np.array([1.0, 2, 3, 4, 2, 3, 99, 99])
    low, high = monotone(exposed, seen, y, np.arange(8), 0.95)
    assert (low.value, high.value) == pytest.approx((1.5 - 2.5, 3.5 - 2.5))


def test_equal_selection_is_the_plain_difference() -> None:
    exposed, seen = np.repeat([True, False], 50), np.tile([True, False], 50)
    y = np.random.default_rng(3).normal(size=100)
    low, high = monotone(exposed, seen, y, np.arange(100), 0.95)
    plain = y[exposed & seen].mean() - y[~exposed & seen].mean()
    assert (low.value, high.value) == pytest.approx((plain, plain))


@pytest.mark.parametrize("n", [300, 3000])
def test_intervals_cover_the_bounds(n: int) -> None:
    rng = np.random.default_rng(n)
    reach = norm.pdf(norm.ppf(0.2)) / 0.8
    # Half of those seen succeed: .25 of the exposed and .20 of the others, and .5 and .6 are unseen.
    half = (phi(0.25, 0.8, 0.4), phi(0.75, 0.2, 0.4))
    inside = np.zeros(4)
    for _ in range(RUNS):
        exposed, seen, y = _drawn(rng, n)
        trimmed = monotone(exposed, seen, y, np.arange(n), 0.95)
        sharp = whatever(exposed, seen, rng.random(n) < 0.5, np.arange(n), 0.95)
        truths = (0.1 - reach, 0.1 + reach, *half)
        inside += [
            found.low <= truth <= found.high  # type: ignore[operator]
            for found, truth in zip((*trimmed, *sharp), truths, strict=True)
        ]
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert (inside / RUNS >= 0.95 - slack - 0.015).all()
    assert (inside / RUNS <= 0.95 + slack + 0.01).all()


@pytest.mark.parametrize(
    ("exposed", "seen"),
    [([], []), ([1, 1, 1], [1, 0, 1]), ([1, 1, 0], [0, 0, 1]), ([1, 0, 0], [0, 0, 0])],
    ids=["nobody", "all or none", "an arm unseen", "all unseen"],
)
def test_a_side_that_is_empty(exposed: list, seen: list) -> None:
    flags = np.array(exposed, dtype=bool), np.array(seen, dtype=bool)
    for found in monotone(*flags, np.zeros(len(exposed)), np.arange(len(exposed)), 0.95):
        assert (found.value, found.low) == (None, None)
        assert found.method.startswith("no number")


def test_constant_ones_have_no_correlation() -> None:
    assert np.isnan(phi(1, 1, 0.5))
    assert np.isnan(phi(0.5, 0.1, 1.0))
    found = whatever(np.ones(9, bool), np.ones(9, bool), np.arange(9) < 4, np.arange(9), 0.95)
    assert found[0].value is None
