"""What a gate would have turned away, against arithmetic and planted truth."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.gate import Gate

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 600

# 250 hires: 100 with a note, of whom 60 did well; 150 without, of whom 90 did.
USELESS = Gate(good_in=60, n_in=100, good_out=90, n_out=150)


def test_a_gate_that_tells_nothing() -> None:
    ppv, npv = USELESS.predictive(0.95)
    base = USELESS.base_rate(0.95)
    assert (ppv.value, base.value, npv.value) == pytest.approx((0.6, 0.6, 0.4))
    assert USELESS.youden(0.95).value == pytest.approx(0.0)
    assert USELESS.turned_away(0.95).value == pytest.approx(0.6)
    assert USELESS.good_lost(0.95).value == pytest.approx(0.6)
    assert USELESS.lost_per_avoided(0.95).value == pytest.approx(1.5)


def test_a_gate_that_is_always_right() -> None:
    right = Gate(good_in=60, n_in=60, good_out=0, n_out=40)
    assert right.youden(0.95).value == 1.0
    assert right.lost_per_avoided(0.95).value == 0.0
    few, many = right.refilled(0.95)
    assert few < many < 0, "every seat refilled at the base rate would gain good ones"


EDGES = [
    Gate(0, 0, 0, 0),
    Gate(0, 0, 5, 9),
    Gate(5, 9, 0, 0),
    Gate(9, 9, 9, 9),
    Gate(0, 9, 0, 9),
    Gate(9, 9, 0, 9),
    Gate(0, 9, 9, 9),
]


@pytest.mark.parametrize("gate", EDGES)
def test_edges_give_nothing_rather_than_infinity(gate: Gate) -> None:
    found = [
        gate.turned_away(0.95),
        gate.base_rate(0.95),
        *gate.predictive(0.95),
        gate.good_lost(0.95),
        gate.lost_per_avoided(0.95),
        gate.youden(0.95),
    ]
    for one in found:
        assert all(x is None or np.isfinite(x) for x in (one.value, one.low, one.high))
    assert all(np.isfinite(gate.refilled(0.95)))


def test_nobody_but_good_ones_turned_away_has_no_ratio() -> None:
    assert Gate(5, 9, 9, 9).lost_per_avoided(0.95).value is None


parts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(parts, parts)
def test_the_numbers_agree_with_each_other(inside: tuple[int, int], out: tuple[int, int]) -> None:
    gate = Gate(*inside, *out)
    _, npv = gate.predictive(0.95)
    lost, ratio = gate.good_lost(0.95), gate.lost_per_avoided(0.95)
    if lost.value is not None and npv.value is not None:
        assert lost.value + npv.value == pytest.approx(1)
    if ratio.value is not None and lost.value is not None:
        assert ratio.value == pytest.approx(lost.value / (1 - lost.value))
    few, many = gate.refilled(0.95)
    assert few <= many


def test_intervals_cover() -> None:
    """200 hires, a third with a note, two in three of either kind good: nothing to be told by a note."""
    rng = np.random.default_rng(4)
    hits = np.zeros(3)
    for _ in range(RUNS):
        n_in = rng.binomial(200, 0.35)
        gate = Gate(rng.binomial(n_in, 0.66), n_in, rng.binomial(200 - n_in, 0.66), 200 - n_in)
        for at, (one, true) in enumerate(
            (
                (gate.turned_away(0.95), 0.65),
                (gate.youden(0.95), 0.0),
                (gate.lost_per_avoided(0.95), 0.66 / 0.34),
            )
        ):
            assert one.low is not None and one.high is not None
            hits[at] += one.low <= true <= one.high
    assert (hits / RUNS > 0.925).all() and (hits / RUNS < 0.98).all()
