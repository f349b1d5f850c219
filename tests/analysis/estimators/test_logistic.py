"""Logistic regression as differences of rates: against statsmodels, published figures and truth."""

from __future__ import annotations

import importlib.resources
import os
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from statsmodels.api import Logit

from analysis.estimators.clustered import Clusters, interval, standard_error
from analysis.estimators.logistic import contrasts

# Read now: a fixture clears the environment for each test.
RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 200


def drawn(n: int, seed: int, kinds: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return outcome, exposure (up to `kinds`) and 4 columns of covariates, all going together."""
    rng = np.random.default_rng(seed)
    design = np.array([*rng.integers(0, 2, (3, n)), rng.integers(0, 5, n) / 4])
    sent = rng.random(n) < expit(np.array([0.5, -0.5, 0.2, 1.0]) @ design - 1)
    exposure = sent * rng.integers(1, kinds + 1, n)
    linear = np.array([0.4, 0.3, -0.6, 1.0]) @ design - 1 + 0.3 * exposure
    outcome = rng.random(n) < expit(linear)
    return outcome, exposure, design


@pytest.mark.parametrize("ways", [1, 2])
def test_it_is_statsmodels_to_six_digits(ways: int) -> None:
    """Coefficient, average marginal effect, and both errors, clustered one way and two."""
    outcome, sent, design = drawn(3000, 1)
    rng = np.random.default_rng(1)
    labels = [rng.integers(0, 1500, 3000), np.sort(rng.integers(0, 60, 3000))][-ways:]
    # Rows of one cluster have something in common, so that both ways count.
    outcome = outcome ^ (rng.random(60) < 0.4)[labels[-1]]
    found = contrasts(outcome, sent, list(design))
    groups = np.column_stack(labels) if ways == 2 else labels[0]
    fit = Logit(outcome.astype(float), np.column_stack([sent, np.ones(3000), *design])).fit(
        disp=0, tol=1e-12, cov_type="cluster", cov_kwds={"groups": groups}
    )
    margins, clusters = fit.get_margeff(dummy=True), Clusters.of(*labels)
    for term, value, error in (
        (found.log_odds_ratios[0], fit.params[0], fit.bse[0]),
        (found.differences[0], margins.margeff[0], margins.margeff_se[0]),
    ):
        assert term.value == pytest.approx(value, rel=1e-6)
        assert term.share is not None
        assert term.share.sum() == pytest.approx(1)
        assert standard_error(term.influence, clusters) == pytest.approx(error, rel=1e-6)


def test_births_that_cattaneo_published() -> None:
    """Low birth weight and smoking: within the saturated model, standardisation over strata by hand.

    Data of Cattaneo (2010), Journal of Econometrics 155:138-154, which statsmodels carries.
    """
    path = importlib.resources.files("statsmodels.treatment.tests.results") / "cataneo2.csv"
    births = pd.read_csv(str(path))
    smokes = (births["mbsmoke_"] == 1).to_numpy()
    low = (births["bweight"] < 2500).to_numpy()
    first = births["fbaby_"].to_numpy(dtype=float)
    found = contrasts(low, smokes + 2 * first.astype(int), [])
    rate = {(a, b): low[(smokes == a) & (first == b)].mean() for a in (False, True) for b in (0, 1)}
    expected = [rate[True, 0], rate[False, 1], rate[True, 1]] - rate[False, 0]
    assert [term.value for term in found.differences] == pytest.approx(expected, abs=1e-10)


@given(st.permutations(range(4)), st.integers(0, 1000))
def test_order_of_rows_and_columns_and_needless_columns_change_nothing(
    columns: list[int], seed: int
) -> None:
    outcome, sent, design = drawn(400, 3)
    expected = contrasts(outcome, sent, list(design)).differences[0]
    rows = np.random.default_rng(seed).permutation(400)
    needless = [np.full(400, 3.0), *design[columns], design[0] + design[1] + 2 * design[3]]
    found = contrasts(outcome[rows], sent[rows], [column[rows] for column in needless]).differences[
        0
    ]
    assert found.value == pytest.approx(expected.value, abs=1e-9)
    assert found.influence == pytest.approx(expected.influence[rows], abs=1e-9)


SENT = np.tile([0, 1], 50)
FLIPS = np.arange(100) % 3 == 0


@pytest.mark.parametrize(
    ("outcome", "exposure", "covariates", "why"),
    [
        (np.ones(100), SENT, [], "the outcome does not vary"),
        (SENT * FLIPS, SENT, [], "the outcome does not vary"),
        (FLIPS, np.zeros(100), [], "the exposure does not vary"),
        (FLIPS, np.ones(100), [], "the exposure does not vary"),
        (FLIPS, SENT, [SENT], "the exposure goes with the covariates exactly"),
        (FLIPS, SENT, [FLIPS], "the model does not converge"),
        (FLIPS, SENT, list(np.eye(100)[:50]), "the model does not converge"),
        (FLIPS[:4], SENT[:4], list(np.eye(4)[:2]), "as many covariates as rows"),
        (np.zeros(0), np.zeros(0), [np.zeros(0)], "the exposure does not vary"),
    ],
)
def test_refusals_in_words(
    outcome: np.ndarray, exposure: np.ndarray, covariates: list[np.ndarray], why: str
) -> None:
    found = contrasts(outcome, exposure, covariates)
    for term in (*found.differences, *found.log_odds_ratios):
        assert term.value is None
        assert why in term.method
        assert (term.influence == 0).all()


def test_confounding_by_a_covariate_goes_and_the_interval_covers() -> None:
    """300 jobs of 10: rows of one job depend on each other, and what sways the outcome sways sending."""
    rng = np.random.default_rng(4)
    inside, crude = 0, []
    for _ in range(RUNS):
        job = np.arange(3000) // 10
        score = rng.integers(0, 5, 3000) / 4
        sent = (rng.random(3000) < expit(2 * score - 1.5)).astype(int)
        linear = 2 * score - 1.5 + rng.normal(0, 0.4, 300)[job]
        # The target is the mean over jobs as they are, the jobs' own part averaged out.
        nodes, weights = np.polynomial.hermite_e.hermegauss(15)
        rates = [
            (expit(np.add.outer(2 * score - 1.5 + on, 0.4 * nodes)) @ weights).mean()
            for on in (0.0, 0.4)
        ]
        truth = (rates[1] - rates[0]) / weights.sum()
        outcome = rng.random(3000) < expit(linear + 0.4 * sent)
        term = contrasts(outcome, sent, [score]).differences[0]
        found = interval(term, Clusters.of(np.arange(3000), job), 0.95)
        assert found.low is not None
        assert found.high is not None
        inside += found.low < truth < found.high
        crude.append(outcome[sent == 1].mean() - outcome[sent == 0].mean() - truth)
    assert inside / RUNS == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / RUNS))
    assert np.mean(crude) > 0.1


def test_half_a_million_rows_in_seconds() -> None:
    outcome, sent, design = drawn(500_000, 5)
    wide = [*design, *np.random.default_rng(5).integers(0, 2, (26, 500_000))]
    started = time.perf_counter()
    term = contrasts(outcome, sent, wide).differences[0]
    interval(term, Clusters.of(np.arange(500_000) // 2, np.arange(500_000) // 80), 0.95)
    assert time.perf_counter() - started < 30
