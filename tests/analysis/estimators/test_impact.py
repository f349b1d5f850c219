"""Adverse impact, against the agencies' own examples, slow obvious code, and chance alone."""

from __future__ import annotations

import os
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact, hypergeom

from analysis.estimators.impact import (
    Impact,
    adverse_impact,
    audit,
    exact_test,
    ratio_within,
    would_turn,
)
from analysis.estimators.proportions import score_statistic
from analysis.estimators.stratified import Strata

# Read now: a fixture clears the environment for each test.
SLOW = os.environ.get("GOODEGGS_SLOW") == "1"


def verdicts(groups: dict[str, tuple[int, int]], level: float = 0.95) -> dict[str, str]:
    passed, n = zip(*groups.values(), strict=True)
    found = adverse_impact(list(groups), passed, n, level)
    return {one.name: str(one.verdict) for one in found}


def test_ratios_of_the_agencies_question_12() -> None:
    """44 FR 11996 (1979), question 12: 48 of 80 and 12 of 40 hired, ratio one half; pooled z 3.098."""
    white, black = adverse_impact(["white", "black"], [48, 12], [80, 40], 0.95)
    assert white.ratio.value == 1.0
    assert black.ratio.value == pytest.approx(0.5, abs=1e-9)
    assert (white.verdict, black.verdict) == (Impact.NOT_FLAGGED, Impact.FLAGGED)
    z = float(score_statistic(48, 80, 12, 40, 0.0, corrected=False))
    assert z == pytest.approx(3.098387, abs=1e-5)
    assert black.p is not None and black.p < 0.01


def test_four_fifths_exactly_is_not_below() -> None:
    """44 FR 11996 (1979): rates of 60, 45, 48 and 51 %: only 45 / 60 is below four fifths."""
    assert 0.72 / 0.90 < 0.8, "in binary it is below: the reason for fractions"
    n = 100_000
    rates = {"white": 60, "indian": 45, "hispanic": 48, "black": 51}
    found = verdicts({name: (rate * n // 100, n) for name, rate in rates.items()})
    assert found["indian"] == "flagged"
    assert found["hispanic"] != "flagged"
    assert found["black"] == "not flagged"
    assert verdicts({"a": (90_000, n), "b": (72_000, n)})["b"] != "flagged"


def test_ratios_of_the_new_york_rule() -> None:
    """6 RCNY 5-301 (b), table of sex categories: 667 of 1,390 and 555 of 1,181, ratio 0.979."""
    found = audit(["male", "female"], [667, 555], [1390, 1181], unknown=60)
    assert float(found.ratios["male"]) == 1.0
    assert float(found.ratios["female"]) == pytest.approx(0.979, abs=1e-3)
    assert (found.left_out, found.unknown) == (0, 60)


def test_groups_under_2_in_100_are_left_out_and_counted() -> None:
    """Also as the group with the highest rate; 2 in 100 exactly is not under it."""
    found = audit(["a", "b", "tiny"], [490, 245, 19], [490, 490, 19], unknown=3)
    assert set(found.ratios) == {"a", "b"} and found.left_out == 19
    at_the_edge = audit(["a", "b", "small"], [490, 245, 20], [490, 490, 20], unknown=0)
    assert at_the_edge.ratios["small"] == 1 and at_the_edge.left_out == 0


def test_nothing_to_audit() -> None:
    assert audit([], [], [], 4).ratios == {}
    assert audit(["a", "b"], [0, 0], [10, 10], 0).ratios == {}


def boschloo(s1: int, n1: int, s0: int, n0: int, alternative: str) -> float:
    """Return Boschloo's p-value by its definition: Fisher's p as the statistic, the worst true rate."""
    a, b = np.mgrid[: n1 + 1, : n0 + 1]
    if alternative == "greater":
        fisher = hypergeom.sf(a - 1, n1 + n0, a + b, n1)
    else:
        fisher = hypergeom.cdf(a, n1 + n0, a + b, n1)
    extreme = fisher <= fisher[s1, s0] * (1 + 1e-9)
    return max(
        float(
            (
                np.outer(binom.pmf(range(n1 + 1), n1, r), binom.pmf(range(n0 + 1), n0, r)) * extreme
            ).sum()
        )
        for r in np.linspace(0.001, 0.999, 999)
    )


def test_boschloo_as_published() -> None:
    """Job satisfaction of 117 professors and 63 scientists: p = 0.0355, as SciPy's manual has it."""
    assert boschloo(74, 117, 31, 63, "greater") == pytest.approx(0.0355, abs=1e-4)


@pytest.mark.parametrize("table", [(2, 9, 8, 11), (0, 6, 5, 7), (12, 40, 33, 60), (5, 5, 1, 8)])
def test_small_groups_are_tested_by_boschloo(table: tuple[int, int, int, int]) -> None:
    slow = min(2 * min(boschloo(*table, side) for side in ("greater", "less")), 1.0)
    assert exact_test(*table) == pytest.approx(slow, abs=2e-4)


def test_larger_groups_are_tested_by_fisher() -> None:
    """Which is never smaller than it should be; the two differ little where there are many."""
    assert exact_test(40, 100, 60, 120) == fisher_exact([[40, 60], [60, 60]]).pvalue


ONE_SELECTION = [
    # one more of the first group, one fewer of the other: does the first then pass more often?
    ((3, 20), (16, 80), True),
    ((2, 20), (16, 80), False),
    ((4, 10), (5, 10), True),
    ((3, 10), (5, 10), False),  # equal, not higher
    ((12, 40), (48, 80), False),
    ((0, 1), (1, 2), True),
]


@pytest.mark.parametrize(("one", "highest", "turns"), ONE_SELECTION)
def test_one_different_selection(
    one: tuple[int, int], highest: tuple[int, int], turns: bool
) -> None:
    """44 FR 11996 (1979), question 21."""
    assert would_turn(*one, *highest) is turns


CASES = [
    # groups, what may be said of the second
    ({"a": (48, 80), "b": (12, 40)}, "flagged"),
    (
        {"a": (5, 10), "b": (3, 10)},
        "cannot tell",
    ),  # far below four fifths, by chance as likely as not
    ({"a": (16, 80), "b": (3, 20)}, "cannot tell"),  # one selection would turn it round
    ({"a": (10, 20), "b": (9, 20)}, "cannot tell"),  # above four fifths, and could well be below
    ({"a": (5000, 10000), "b": (4500, 10000)}, "not flagged"),
    ({"a": (5000, 10000), "b": (4000, 10000)}, "cannot tell"),  # four fifths exactly
    ({"a": (20, 20), "b": (0, 20)}, "flagged"),  # no interval, and no doubt
    ({"c": (20, 20), "b": (20, 20)}, "cannot tell"),  # no interval
    ({"c": (0, 20), "b": (0, 20)}, "cannot tell"),
    ({"a": (1, 1), "b": (0, 1)}, "cannot tell"),
]


@pytest.mark.parametrize(("groups", "expected"), CASES)
def test_what_may_be_said(groups: dict[str, tuple[int, int]], expected: str) -> None:
    assert verdicts(groups)["b"] == expected


def test_no_group_and_one_group() -> None:
    assert adverse_impact([], [], [], 0.95) == ()
    assert verdicts({"a": (3, 9)}) == {"a": "not flagged"}
    assert verdicts({"a": (0, 9)}) == {"a": "cannot tell"}


def test_intervals_are_finite_or_none() -> None:
    """statsmodels fails where all or none of a group pass; then there is no interval."""
    for n1, n0 in ((1, 1), (3, 2), (6, 5)):
        for s1 in range(n1 + 1):
            for s0 in range(n0 + 1):
                for one in adverse_impact("ab", [s1, s0], [n1, n0], 0.95):
                    low, high = one.ratio.low, one.ratio.high
                    assert (low is None) == (high is None)
                    if low is not None and high is not None:
                        assert 0 < low <= one.ratio.value <= high < 1e6


counts = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=12)
@given(st.lists(counts, min_size=2, max_size=4), st.randoms())
def test_order_changes_nothing(groups: list[tuple[int, int]], random: object) -> None:
    named = {f"group {at}": one for at, one in enumerate(groups)}
    items = list(named.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert verdicts(dict(items)) == verdicts(named)


def chances(n: int, rate: float, least: float) -> tuple[float, float]:
    """Return how often four fifths alone, and the whole rule, flag one of two groups of equal rates."""
    mass = binom.pmf(np.arange(n + 1), n, rate)
    alone = ours = 0.0
    for few in range(n + 1):
        for many in range(few + 1, n + 1):
            weight = 2 * mass[few] * mass[many]
            if Fraction(few, many) < Fraction(4, 5):
                alone += weight
                if weight > least:
                    ours += weight * ("flagged" in verdicts({"a": (few, n), "b": (many, n)})["a"])
    return alone, ours


# Boschloo's test of hundreds of tables takes seconds: at 50 only the likelier ones are asked about.
@pytest.mark.parametrize(
    ("n", "four_fifths", "least"),
    [(10, 0.66, 0.0), (50, 0.36, 1e-7 if SLOW else 1e-3), (200, 0.07, 1e-7 if SLOW else 1e-5)],
)
def test_chance_alone_is_seldom_flagged(n: int, four_fifths: float, least: float) -> None:
    """Of two groups with equal rates of 0.4, four fifths alone flags one of them this often."""
    alone, ours = chances(n, 0.4, least)
    assert alone == pytest.approx(four_fifths, abs=0.01)
    assert ours <= 0.05
    assert not ours or alone > ours


def test_of_many_groups_chance_is_seldom_flagged_either() -> None:
    """The highest of six is high by chance: hence the factor for the pairs."""
    rng = np.random.default_rng(7)
    runs, n = (2000 if SLOW else 150), 120
    drawn = rng.binomial(n, 0.4, (runs, 6))
    flagged = [
        "flagged" in verdicts({str(at): (int(s), n) for at, s in enumerate(one)}).values()
        for one in drawn
    ]
    assert np.mean(flagged) <= 0.05


def test_a_real_impact_is_flagged() -> None:
    rng = np.random.default_rng(8)
    low, high = rng.binomial(200, 0.25, 200), rng.binomial(200, 0.45, 200)
    found = [
        verdicts({"a": (int(a), 200), "b": (int(b), 200)})["a"]
        for a, b in zip(low, high, strict=True)
    ]
    assert np.mean([one == "flagged" for one in found]) > 0.95


def test_ratio_within_strata_is_that_of_statsmodels() -> None:
    """Rothman, Greenland and Lash (2008), Table 15-1: a ratio of 1.33."""
    from statsmodels.stats.contingency_tables import StratifiedTable

    tables = np.array([[[8, 98], [5, 115]], [[22, 76], [16, 69]]], dtype=float)
    strata = Strata(
        tables[:, 0].sum(axis=1), tables[:, 0, 0], tables[:, 1].sum(axis=1), tables[:, 1, 0]
    )
    found = ratio_within(strata, 0.90)
    pooled = StratifiedTable([table for table in tables]).riskratio_pooled
    assert found.value == pytest.approx(pooled)
    assert found.value == pytest.approx(1.33, abs=0.005)


def test_ratio_within_strata_covers() -> None:
    """Jobs differ in custom and in who applies: the plain ratio misses, this one does not."""
    rng = np.random.default_rng(9)
    runs, jobs = (2000 if SLOW else 400), 60
    hits, plain = 0, []
    for _ in range(runs):
        base, share = rng.uniform(0.1, 0.8, jobs), rng.uniform(0.1, 0.9, jobs)
        base, share = np.sort(base), np.sort(share)  # the group applies where notes are customary
        n1 = rng.binomial(30, share)
        n0 = 30 - n1
        s1, s0 = rng.binomial(n1, 0.7 * base), rng.binomial(n0, base)
        found = ratio_within(Strata(*(x.astype(float) for x in (n1, s1, n0, s0))), 0.95)
        assert found.low is not None and found.high is not None
        hits += found.low <= 0.7 <= found.high
        plain.append((s1.sum() / n1.sum()) / (s0.sum() / n0.sum()))
    assert 0.92 <= hits / runs <= 0.98
    assert np.mean(plain) > 0.85


def test_strata_without_success_or_spread() -> None:
    empty = Strata(*(np.array([x]) for x in (5.0, 0.0, 5.0, 2.0)))
    assert ratio_within(empty, 0.95).value is None
    certain = Strata(*(np.array([x]) for x in (5.0, 5.0, 5.0, 5.0)))
    assert ratio_within(certain, 0.95).value == 1.0 and ratio_within(certain, 0.95).low is None
