"""Rosenbaum's bounds: published tables, exact enumeration, and pairs with a planted hidden bias."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.rosenbaum import SignedRank, binary_gamma, binary_p, rank_gamma, rank_p

# Morton and others (1982), American Journal of Epidemiology 115:549-555: lead in the blood of 33 children
# of workers in a battery factory, and of children next door; in Rosenbaum (2002), section 4.3.
EXPOSED = [
    *(38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15),
    *(10, 45, 39, 22, 35, 49, 48, 44, 35, 43, 39, 34, 13, 73, 25, 27),
]
NEXT_DOOR = [
    *(16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24),
    *(13, 9, 14, 21, 19, 7, 18, 19, 12, 11, 22, 25, 16, 13, 11, 13),
]
LEAD = SignedRank.of(np.array(EXPOSED, dtype=float) - np.array(NEXT_DOOR))


@pytest.mark.parametrize(("gamma", "p"), [(4, 0.0036), (5, 0.03), (6, 0.1)])
def test_smoking_and_lung_cancer(gamma: float, p: float) -> None:
    """Hammond (1964) in Rosenbaum (2002), Table 4.1: 110 of 122 discordant pairs."""
    assert binary_p(110, 122, gamma) == pytest.approx(p, abs=0.01)


@pytest.mark.parametrize(
    ("gamma", "p"), [(2, 0.0018), (3, 0.0136), (4, 0.0388), (4.25, 0.0468), (5, 0.0740)]
)
def test_lead_in_blood(gamma: float, p: float) -> None:
    """Rosenbaum (2002), Table 4.3."""
    assert rank_p(LEAD, gamma) == pytest.approx(p, abs=5e-5)
    assert rank_p(LEAD, 1.0) < 1e-4


@pytest.mark.parametrize("gamma", [1.0, 1.5, 3.0])
def test_ranks_against_enumeration(gamma: float) -> None:
    """The exact upper bound: each pair's sign is a coin with chance gamma / (1 + gamma)."""
    differences = np.array([1.2, -0.4, 2.0, 0.9, 3.1, -0.1, 1.7, 2.2, 0.6, 1.1, 2.9, 0.3])
    pairs = SignedRank.of(differences)
    ranks = np.argsort(np.argsort(np.abs(differences))) + 1
    signs = np.array(list(product([0, 1], repeat=len(ranks))))
    chance = gamma / (1 + gamma)
    weight = chance ** signs.sum(axis=1) * (1 - chance) ** (1 - signs).sum(axis=1)
    exact = weight[signs @ ranks >= pairs.statistic].sum()
    assert rank_p(pairs, gamma) == pytest.approx(exact, abs=0.02)


@given(st.integers(8, 400), st.integers(0, 400), st.sampled_from([0.005, 0.025, 0.05]))
def test_at_that_gamma_the_bound_is_the_level(discordant: int, of: int, alpha: float) -> None:
    ahead = min(of, discordant)
    gamma = binary_gamma(ahead, discordant, alpha)
    assert gamma >= 1
    if gamma > 1:
        assert binary_p(ahead, discordant, gamma) == pytest.approx(alpha, rel=1e-6)
    else:
        assert binary_p(ahead, discordant, 1.0) >= alpha - 1e-9


@given(st.lists(st.integers(-9, 12), min_size=1, max_size=80))
def test_so_it_is_for_ranks_whatever_the_order(differences: list[int]) -> None:
    d = np.array(differences, dtype=float)
    pairs = SignedRank.of(d)
    assert SignedRank.of(d[::-1]) == pairs
    assert SignedRank.of(-d) == pairs.turned()
    gamma = rank_gamma(pairs, 0.025)
    if gamma > 1:
        assert rank_p(pairs, gamma) == pytest.approx(0.025, rel=1e-6)
    else:
        assert rank_p(pairs, 1.0) >= 0.025 - 1e-9


def test_nothing_to_explain_away() -> None:
    alike = SignedRank.of(np.zeros(30))
    assert (rank_p(alike, 1.0), rank_gamma(alike, 0.05)) == (1.0, 1.0)
    assert binary_gamma(0, 20, 0.05) == binary_gamma(10, 20, 0.05) == 1.0


def test_a_hidden_bias_of_that_size_is_not_told_from_none() -> None:
    """No effect, but the likelier of each pair is exposed at odds of 2: seldom is gamma above 2."""
    rng = np.random.default_rng(8)
    ahead = rng.binomial(200, 2 / 3, 2000)
    above = np.mean([binary_gamma(int(one), 200, 0.05) > 2 for one in ahead])
    assert 0.02 < above <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 2000)
    signed = [
        np.abs(rng.normal(size=200)) * np.where(rng.random(200) < 2 / 3, 1, -1) for _ in "x" * 500
    ]
    above = np.mean([rank_gamma(SignedRank.of(one), 0.05) > 2 for one in signed])
    assert 0.02 < above <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 500)
