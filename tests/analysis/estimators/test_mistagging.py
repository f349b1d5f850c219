"""Correction for mis-tagging: published figures, slow obvious code, and a known truth in simulation."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers
from analysis.cells import Cells
from analysis.estimators import mistagging
from analysis.estimators.mistagging import Tagged, corrected
from analysis.estimators.stratified import Strata, risk_difference
from analysis.finding import Estimate, Finding, Verdict
from analysis.findings import all_findings
from etl.claim import Claim
from etl.notes.error_rates import ErrorRates
from tests.analysis.frames import cells, drawn, rated, tables

# Read now: a fixture clears the environment for each test.
RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 200
CLAIM = Claim()
RATES = ErrorRates(basis="declared", sensitivity=(46, 50), specificity=(388, 400))
RIGHT = ErrorRates(basis="declared", sensitivity=(1e9, 1e9), specificity=(1e9, 1e9))


def _certain(sensitivity: float, specificity: float) -> ErrorRates:
    """Return rates known as good as exactly."""
    of = 1e9
    return ErrorRates(
        basis="reviewed", sensitivity=(sensitivity * of, of), specificity=(specificity * of, of)
    )


def test_share_of_brucellosis() -> None:
    """Thrusfield (2007), Veterinary Epidemiology, pp. 305-307: 23 of 150 positive, Se .96, Sp .89."""
    herd = Tagged.of(np.array([23.0]), np.array([127.0]))
    assert float(herd.true_share(0.96, 0.89)) == pytest.approx(0.05098, abs=1e-5)


def test_table_of_fink_and_lash() -> None:
    """Fink and Lash (2003); Lash, Fox and Fink (2009), chapter 6: exposure seen with Se .78, Sp .99.

    Of those with the outcome 215 of 1,664 are seen exposed, of those without 668 of 4,964: odds ratio
    0.9542 as seen, 0.9491 corrected, ratio of risks 0.9614.
    """
    n1, s1, n0, s0 = 215.0 + 668, 215.0, 1449.0 + 4296, 1449.0
    seen = Tagged.of(np.array([n1]), np.array([n0]))
    difference = float(seen.factor(0.78, 0.99)) * (s1 / n1 - s0 / n0)
    share, overall = float(seen.true_share(0.78, 0.99)), (s1 + s0) / (n1 + n0)
    without = overall - share * difference
    with_it = without + difference
    assert with_it / without == pytest.approx(0.9614, abs=1e-4)
    odds = with_it / (1 - with_it) / (without / (1 - without))
    assert odds == pytest.approx(0.9491, abs=1e-4)


def test_an_odds_ratio_of_one_and_a_half_reads_less() -> None:
    """Se .9, Sp .95 make an odds ratio of 1.5 read 1.42: half of those who advance wrote, .4 of others."""
    went, stayed = (1000 * np.array([share, 1 - share]) for share in (0.5, 0.4))
    tag = np.array([[0.9, 0.1], [0.05, 0.95]])
    (s1, s0), (f1, f0) = went @ tag, stayed @ tag
    assert s1 * f0 / (s0 * f1) == pytest.approx(1.42, abs=0.006)
    seen = Tagged.of(np.array([s1 + f1]), np.array([s0 + f0]))
    difference = float(seen.factor(0.9, 0.95)) * (s1 / (s1 + f1) - s0 / (s0 + f0))
    assert difference == pytest.approx(500 / 900 - 500 / 1100, abs=1e-4)


def test_tiny_strata_on_average() -> None:
    """Every way in which four interviews can turn out, weighted by its chance: no bias at all."""
    p, se, sp, rate = 0.4, 0.85, 0.9, (0.3, 0.7)
    numerator = denominator = 0.0
    for people in product(product((0, 1), (0, 1), (0, 1)), repeat=4):
        chance = 1.0
        for note, tag, outcome in people:
            chance *= p if note else 1 - p
            chance *= (se if tag else 1 - se) if note else (1 - sp if tag else sp)
            chance *= rate[note] if outcome else 1 - rate[note]
        n1 = float(sum(tag for _, tag, _ in people))
        seen = Tagged.of(np.array([n1]), np.array([4 - n1]))
        s1 = sum(outcome for _, tag, outcome in people if tag)
        s0 = sum(outcome for _, tag, outcome in people if not tag)
        numerator += chance * (s1 * (4 - n1) - s0 * n1) / 4
        spread = seen.spread + (se - sp) * seen.within - (1 - sp) * se * seen.degrees
        denominator += chance * spread
    assert numerator * (se + sp - 1) / denominator == pytest.approx(rate[1] - rate[0])


def _employer(rng: np.random.Generator, strata: int, size: float, effect: float) -> Strata:
    """Return what is seen of strata with a true difference, notes tagged with Se .9 and Sp .95."""
    n = rng.poisson(size, strata)
    base = rng.uniform(0.1, 0.6, strata)
    sent = rng.binomial(n, rng.uniform(0.1, 0.6, strata))
    went1, went0 = rng.binomial(sent, base + effect), rng.binomial(n - sent, base)
    tagged = [
        rng.binomial(of, chance)
        for of, chance in (
            (went1, 0.9),
            (sent - went1, 0.9),
            (went0, 0.05),
            (n - sent - went0, 0.05),
        )
    ]
    n1, s1 = sum(tagged), tagged[0] + tagged[2]
    return Strata(*(x.astype(float) for x in (n1, s1, n - n1, went1 + went0 - s1)))


@pytest.mark.parametrize(
    ("strata", "size", "effect"), [(400, 6, 0.15), (1500, 3, 0.1), (60, 30, 0.0)]
)
def test_a_known_truth_is_found(strata: int, size: float, effect: float) -> None:
    """Rates are measured anew each time, on 100 notes and 200 others: the interval knows their doubt."""
    rng = np.random.default_rng(strata)
    values, seen, held = [], [], 0
    for _ in range(RUNS):
        table = _employer(rng, strata, size, effect)
        observed = risk_difference(table, 0.95)
        tagged = Tagged.of(table.n1, table.n0)
        rates = ErrorRates(
            basis="reviewed",
            sensitivity=(float(rng.binomial(100, 0.9)), 100),
            specificity=(float(rng.binomial(200, 0.95)), 200),
        )
        found = corrected(observed, tagged, rates, 0.95)
        assert observed.value is not None and found.low is not None and found.high is not None
        seen.append(observed.value)
        values.append(observed.value * float(tagged.factor(0.9, 0.95)))
        held += found.low <= effect <= found.high
    error = np.std(values) / RUNS**0.5
    assert np.mean(values) == pytest.approx(effect, abs=4 * error)
    if effect:
        assert np.mean(seen) < effect - 4 * error
    assert held / RUNS == pytest.approx(0.95, abs=max(4 * (0.95 * 0.05 / RUNS) ** 0.5, 0.02))


@pytest.mark.parametrize(("strata", "size"), [(400, 6), (1500, 3), (60, 30)])
def test_what_is_shown_of_the_tags_corrects_as_well(strata: int, size: float) -> None:
    """Rounded counts and a coarse shape give the factor of the exact counts within 3 in 100."""
    table = _employer(np.random.default_rng(strata), strata, size, 0.1)
    exact, shown = (make(table.n1, table.n0) for make in (Tagged.of, Tagged.shown))
    assert float(shown.factor(0.9, 0.95)) == pytest.approx(float(exact.factor(0.9, 0.95)), rel=0.03)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=12),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_factor_is_a_number_or_impossible(
    counts: list[tuple[int, int]], sensitivity: float, specificity: float
) -> None:
    n1, n0 = np.array(counts, dtype=float).T
    factor = float(Tagged.of(n1, n0).factor(sensitivity, specificity))
    assert np.isnan(factor) or factor >= 0


def test_a_tagger_without_mistakes_changes_nothing() -> None:
    observed = Estimate(0.04, 0.01, 0.07, "")
    found = corrected(observed, Tagged.of(np.full(50, 20.0), np.full(50, 30.0)), RIGHT, 0.95)
    for got, wanted in zip(
        (found.value, found.low, found.high), (observed.value, 0.01, 0.07), strict=True
    ):
        assert got == pytest.approx(wanted, abs=0.001)


# tagged | not tagged | sensitivity | specificity | why there is no correction
IMPOSSIBLE: list[tuple[Any, ...]] = [
    (40, 60, (5, 10), (5, 10), "no better than chance"),
    (3, 97, (90, 100), (90, 100), "tag by mistake"),
    (95, 5, (90, 100), (90, 100), "if everybody had sent a note"),
]


@pytest.mark.parametrize(("n1", "n0", "sensitivity", "specificity", "why"), IMPOSSIBLE)
def test_what_cannot_be_corrected(
    n1: float, n0: float, sensitivity: Any, specificity: Any, why: str
) -> None:
    rates = ErrorRates(basis="reviewed", sensitivity=sensitivity, specificity=specificity)
    tagged = Tagged.of(np.array([float(n1)]), np.array([float(n0)]))
    found = corrected(Estimate(0.1, 0.0, 0.2, ""), tagged, rates, 0.95)
    assert found.value is None
    assert found.low is None
    assert found.method.startswith("The difference cannot be corrected for mis-tagging")
    assert why in found.method


def test_too_few_to_correct() -> None:
    tagged = Tagged.of(np.array([3.0, 0.0, 1.0]), np.array([0.0, 3.0, 1.0]))
    rates = ErrorRates(basis="reviewed", sensitivity=(70, 100), specificity=(70, 100))
    assert "too few" in corrected(Estimate(0.1, 0.0, 0.2, ""), tagged, rates, 0.95).method


def test_dropped_draws_are_told() -> None:
    rates = ErrorRates(basis="reviewed", sensitivity=(9, 10), specificity=(9.3, 10))
    tagged = Tagged.of(np.array([120.0]), np.array([880.0]))
    found = corrected(Estimate(0.1, 0.05, 0.15, ""), tagged, rates, 0.95, limit=1.0)
    assert "could not be true and were dropped" in found.method
    assert found.high is not None and found.high <= 1


def test_the_same_each_time_and_fast() -> None:
    rng = np.random.default_rng(1)
    n1, n0 = rng.poisson(1, 10_000).astype(float), rng.poisson(2, 10_000).astype(float)
    observed = Estimate(0.04, 0.01, 0.07, "")
    first = corrected(observed, Tagged.of(n1, n0), RATES, 0.95)
    started = time.perf_counter()
    assert corrected(observed, Tagged.of(n1, n0), RATES, 0.95) == first
    assert time.perf_counter() - started < 0.25


def _with(whole: Cells, rates: ErrorRates | None) -> Cells:
    run = {"claim": CLAIM.model_dump_json(), "error_rates": rates.to_text() if rates else ""}
    return replace(whole, run=run)


def _checks(found: Finding) -> list[Estimate]:
    return [check for check in found.checks if "mis-tagging" in check.method]


def test_every_finding_is_corrected() -> None:
    for one in all_findings(_with(drawn(6000, 3), RATES), CLAIM):
        (check,) = _checks(one)
        assert check.method.startswith("corrected for mis-tagging (declared rates: 92 of 100 notes")
        assert check.low is not None and check.high is not None
        assert one.estimate.low is not None and one.estimate.high is not None
        assert check.high - check.low > one.estimate.high - one.estimate.low
        assert any("a tag is wrong as often" in text for text in one.assumptions)


def test_the_verdict_stays_on_the_declared_rule() -> None:
    whole = drawn(6000, 3)
    for known, unknown in zip(
        all_findings(_with(whole, RATES), CLAIM), all_findings(whole, CLAIM), strict=True
    ):
        assert (known.verdict, known.sentence) == (unknown.verdict, unknown.sentence)
        assert not _checks(unknown)
        assert any("goodeggs notes evaluate" in text for text in unknown.assumptions)


def test_another_verdict_is_told() -> None:
    whole = _with(cells(tables(*[(24, 16, 21, 19)] * 60)), _certain(0.75, 0.9))
    found = offers.influence(whole, CLAIM)
    (caution,) = [text for text in found.cautions if "Corrected for mis-tagging" in text]
    assert found.verdict is Verdict.TOO_SMALL_OR_NOT
    assert caution == (
        'Corrected for mis-tagging by the reviewed rates, the verdict would be "supported". The '
        "difference could be as low as 7 more or as high as 17 more out of 100. The verdict given "
        "rests on the tags as they are."
    )


def test_ratings_are_corrected() -> None:
    rng = np.random.default_rng(4)
    ratings = rated([rng.normal(0.4, 1, 300)], [rng.normal(0, 1, 400)])
    found = all_findings(_with(cells(hires=ratings), _certain(0.9, 0.95)), CLAIM)[2]
    (check,) = _checks(found)
    assert check.value is not None and found.estimate.value is not None
    factor = float(Tagged.of(np.array([300.0]), np.array([400.0])).factor(0.9, 0.95))
    assert check.value == pytest.approx(factor * found.estimate.value, abs=0.011)


def test_no_correction_of_what_is_not_shown() -> None:
    for one in all_findings(_with(cells(tables((3, 2, 4, 1))), RATES), CLAIM):
        assert not _checks(one)
        assert not any("mis-tagging" in text for text in one.cautions)


def test_what_cannot_be_corrected_is_a_caution() -> None:
    rare = _with(cells(tables(*[(1, 1, 20, 30)] * 30)), _certain(0.9, 0.9))
    found = offers.influence(rare, CLAIM)
    assert not _checks(found)
    assert any("tag by mistake if nobody" in text for text in found.cautions)
    assert mistagging.described(_certain(0.9, 0.9)) in " ".join(found.cautions)
