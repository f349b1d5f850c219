"""Two crossed random intercepts, against published figures, statsmodels, and simulation."""

from __future__ import annotations

import os
import time

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.estimators.crossed import fit

# Read now: a fixture clears the environment for each test.
RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 150

# Davies and Goldsmith (1972), Statistical Methods in Research and Production, Table 6.6: growth
# inhibition by six samples of penicillin (columns) on 24 plates, mm.
PENICILLIN = np.array(
    [
        *("27 23 26 23 23 21", "27 23 26 23 23 21", "25 21 25 24 24 20", "26 23 25 23 23 20"),
        *("25 22 26 22 23 20", "24 22 25 23 22 19", "24 20 23 21 22 19", "26 22 26 24 24 21"),
        *("24 21 24 22 22 20", "24 21 24 23 22 19", "26 23 26 24 24 21", "25 22 26 24 24 20"),
        *("26 24 26 24 25 22", "26 23 26 23 23 20", "26 23 25 24 24 22", "25 22 25 23 23 20"),
        *("25 21 24 23 23 20", "25 22 24 23 23 19", "24 21 23 21 21 19", "26 23 26 24 24 21"),
        *("25 21 24 22 22 18", "25 22 25 22 22 20", "24 21 24 22 24 19", "24 21 24 22 21 18"),
    ]
)


def test_penicillin_as_published() -> None:
    """Bates (2010), lme4: Mixed-effects modeling with R, section 2.1.1: lmer on Penicillin."""
    y = np.array([line.split() for line in PENICILLIN], dtype=float)
    plate, sample = (x.ravel() for x in np.indices(y.shape))
    found = fit(y.ravel(), np.ones((144, 1)), plate, sample)
    assert found is not None
    assert found.slopes[0] == pytest.approx(22.9722, abs=1e-4)
    assert (found.first, found.second) == pytest.approx((0.8467, 1.9316), abs=2e-4)
    assert found.residual == pytest.approx(0.5499, abs=1e-4)
    assert found.covariance[0, 0] ** 0.5 == pytest.approx(0.8086, abs=1e-3)
    turned = fit(y.ravel(), np.ones((144, 1)), sample, plate)
    assert turned is not None
    assert (turned.first, turned.second) == pytest.approx((found.second, found.first), abs=1e-6)


def _people(
    rng: np.random.Generator, n: int, raters: int, cycles: int, effect: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rater, cycle = rng.integers(0, raters, n), rng.integers(0, cycles, n)
    x = (rng.random(n) < rng.uniform(0.2, 0.6, raters)[rater]).astype(float)
    y = effect * x + rng.normal(size=n)
    y += rng.normal(0, 0.6, raters)[rater] + rng.normal(0, 0.4, cycles)[cycle]
    return y, np.column_stack([np.ones(n), x]), rater, cycle


def test_statsmodels_gives_the_same() -> None:
    y, design, rater, cycle = _people(np.random.default_rng(1), 300, 12, 5, 0.3)
    frame = pd.DataFrame({"y": y, "x": design[:, 1], "rater": rater, "cycle": cycle})
    parts = {"rater": "0 + C(rater)", "cycle": "0 + C(cycle)"}
    expected = smf.mixedlm("y ~ x", frame, groups=np.ones(300), vc_formula=parts).fit()
    found = fit(y, design, rater, cycle)
    assert found is not None
    assert found.slopes == pytest.approx(expected.fe_params.to_numpy(), abs=1e-3)
    assert found.covariance[1, 1] ** 0.5 == pytest.approx(expected.bse["x"], abs=1e-3)
    assert found.residual**2 == pytest.approx(expected.scale, abs=1e-3)
    assert [found.second**2, found.first**2] == pytest.approx(expected.vcomp, abs=3e-3)


@pytest.mark.parametrize(("n", "raters", "cycles"), [(80, 8, 3), (600, 120, 6)])
def test_interval_covers_the_truth(n: int, raters: int, cycles: int) -> None:
    rng, inside, fitted = np.random.default_rng(n), 0, 0
    for _ in range(RUNS):
        found = fit(*_people(rng, n, raters, cycles, 0.2))
        if found is not None:
            fitted += 1
            inside += abs(found.slopes[1] - 0.2) <= 1.96 * found.covariance[1, 1] ** 0.5
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert fitted >= 0.99 * RUNS
    assert 0.95 - slack - 0.015 <= inside / fitted <= 0.95 + slack + 0.01


def test_no_rater_differs_from_another() -> None:
    """A spread of exactly zero is an answer, and then this is least squares."""
    rng = np.random.default_rng(2)
    rater, cycle = np.arange(400) % 20, np.arange(400) // 200
    y = rng.normal(size=400)
    for groups in (rater, cycle):
        y = y - (np.bincount(groups, weights=y) / np.bincount(groups))[groups]
    x = rng.normal(size=400)
    design = np.column_stack([np.ones(400), x])
    found = fit(y, design, rater, cycle)
    assert found is not None
    assert (found.first, found.second) == (0, 0)
    assert found.slopes == pytest.approx(np.linalg.lstsq(design, y, rcond=None)[0], abs=1e-9)


@pytest.mark.parametrize(
    ("y", "design"),
    [
        (np.zeros(0), np.zeros((0, 1))),
        (np.ones(1), np.ones((1, 1))),
        (np.ones(6), np.ones((6, 1))),
        (np.arange(6.0), np.ones((6, 2))),
        (np.arange(6.0), np.column_stack([np.ones(6), np.arange(6.0)])),
    ],
    ids=["nobody", "one", "constant", "all or none", "nothing left"],
)
def test_nothing_to_fit(y: np.ndarray, design: np.ndarray) -> None:
    groups = np.arange(len(y)) % 2
    assert fit(y, design, groups, groups // 2) is None


def test_twenty_thousand_people_take_no_time() -> None:
    people = _people(np.random.default_rng(3), 20_000, 800, 12, 0.1)
    started = time.perf_counter()
    assert fit(*people) is not None
    assert time.perf_counter() - started < 2
