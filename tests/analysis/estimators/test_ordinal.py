"""The proportional-odds model, against published figures, statsmodels, and simulation."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from analysis.estimators.ordinal import difference, fit, tenths

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 400

# Madsen (1976), Scandinavian Journal of Statistics 3:97-106: satisfaction with housing in Copenhagen,
# low, medium and high, by influence (low, medium, high) x type (tower, apartment, atrium, terrace) x
# contact (low, high).
HOUSING = np.array(
    [
        *((21, 21, 28), (14, 19, 37), (61, 23, 17), (78, 46, 43)),
        *((13, 9, 10), (20, 23, 20), (18, 6, 7), (57, 23, 13)),
        *((34, 22, 36), (17, 23, 40), (43, 35, 40), (48, 45, 86)),
        *((8, 8, 12), (10, 22, 24), (15, 13, 13), (31, 21, 13)),
        *((10, 11, 36), (3, 5, 23), (26, 18, 54), (15, 25, 62)),
        *((6, 7, 9), (7, 10, 21), (7, 5, 11), (5, 6, 13)),
    ],
    dtype=float,
)


def _housing_design() -> np.ndarray:
    influence, kind, contact = (x.ravel() for x in np.indices((3, 4, 2)))
    flags = [influence == 1, influence == 2, kind == 1, kind == 2, kind == 3, contact == 1]
    return np.column_stack(flags).astype(float)


def test_housing_as_published() -> None:
    """Venables and Ripley (2002), Modern Applied Statistics with S, section 7.3: polr(Sat ~ ...)."""
    found = fit(HOUSING, _housing_design())
    assert found is not None
    assert found.slopes == pytest.approx(
        [0.56639, 1.28882, -0.57235, -0.36619, -1.09101, 0.36028], abs=1e-4
    )
    assert found.cuts == pytest.approx([-0.49614, 0.69071], abs=1e-4)
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx([0.1047, 0.1272, 0.1192, 0.1552, 0.1515, 0.0955], abs=1e-3)


def test_people_one_by_one_give_what_statsmodels_gives() -> None:
    rng = np.random.default_rng(1)
    design = np.column_stack([rng.random(150) < 0.4, rng.normal(size=150)]).astype(float)
    latent = design @ [0.5, -0.8] + rng.logistic(size=150)
    levels = np.searchsorted([-1.0, 0.0, 1.5], latent)
    found = fit((levels[:, None] == np.arange(4)).astype(float), design)
    expected = OrderedModel(levels, design, distr="logit").fit(method="bfgs", disp=False)
    assert found is not None
    assert found.slopes == pytest.approx(expected.params[:2], abs=1e-3)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(expected.bse[:2], abs=1e-3)


def test_two_levels_are_a_two_by_two_table() -> None:
    levels, exposed = np.repeat([0, 1, 0, 1], [30, 20, 40, 10]), np.repeat([True, False], 50)
    found, same = difference(levels, exposed, 0.95)
    log_ratio = np.log(20 * 40 / (30 * 10))
    reach = 1.959964 * np.sqrt(1 / 30 + 1 / 20 + 1 / 40 + 1 / 10)
    scale = np.sqrt(3) / np.pi
    assert found.value == pytest.approx(log_ratio * scale, abs=1e-9)
    assert found.low == pytest.approx((log_ratio - reach) * scale, abs=1e-6)
    assert same is None


@pytest.mark.parametrize(("n", "truth"), [(60, 0.0), (300, 0.3), (2000, 0.1)])
def test_interval_covers_the_truth_and_the_test_of_odds_holds_its_level(
    n: int, truth: float
) -> None:
    rng, inside, tested, rejected = np.random.default_rng(n), 0, 0, 0
    for _ in range(RUNS):
        exposed = rng.random(n) < 0.35
        latent = truth * exposed + rng.logistic(size=n) * np.sqrt(3) / np.pi
        found, same = difference(tenths(latent), exposed, 0.95)
        inside += found.low <= truth <= found.high  # type: ignore[operator]
        tested += same is not None
        rejected += same is not None and same < 0.05
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.01 <= inside / RUNS <= 0.95 + slack + 0.01
    assert tested in (0, RUNS)
    if tested:
        assert rejected / tested <= 0.05 + slack + 0.01


def test_odds_that_differ_from_cut_to_cut_are_found() -> None:
    """The exposed are more spread out, not higher."""
    rng = np.random.default_rng(2)
    exposed = rng.random(2000) < 0.4
    _, same = difference(tenths(rng.normal(size=2000) * np.where(exposed, 2, 1)), exposed, 0.95)
    assert same is not None
    assert same < 1e-6


@pytest.mark.parametrize(
    ("levels", "exposed"),
    [
        ([], []),
        ([1, 1, 1], [True, False, True]),
        ([0, 1, 2, 3], [True, True, False, False]),
        ([0, 1, 2], [True, True, True]),
    ],
    ids=["nobody", "one level", "apart", "one side"],
)
def test_nothing_to_compare(levels: list, exposed: list) -> None:
    found, same = difference(np.array(levels, dtype=int), np.array(exposed, dtype=bool), 0.95)
    assert (found.value, found.low, found.high, same) == (None, None, None, None)
    assert found.method.startswith("no number")


def test_a_model_that_runs_away_is_refused() -> None:
    """All of the exposed have the one level that they share with the lowest of the others."""
    found, _ = difference(np.array([2, 2, 2, 0, 1, 2]), np.arange(6) < 3, 0.95)
    assert found.value is None
    assert "did not converge" in found.method
    assert fit(np.array([[3.0, 0, 4], [1, 0, 2]]), np.array([[1.0], [0.0]])) is None
    assert fit(np.array([[3.0, 4], [1, 2]]), np.array([[1.0, 2.0], [0.0, 0.0]])) is None


def test_relabelling_the_sides_turns_the_sign() -> None:
    rng = np.random.default_rng(3)
    levels, exposed = rng.integers(0, 5, 200), rng.random(200) < 0.4
    one, other = (difference(levels, side, 0.95)[0] for side in (exposed, ~exposed))
    assert one.value == pytest.approx(-other.value, abs=1e-8)  # type: ignore[operator]
    assert one.low == pytest.approx(-other.high, abs=1e-8)  # type: ignore[operator]


def test_tenths_keep_what_is_the_same_together() -> None:
    values = np.array([3.0, 1, 1, 1, 2, 2, 9])
    levels = tenths(values)
    assert sorted(set(levels)) == list(range(len(set(levels))))
    assert all(
        (levels[i] == levels[j]) for i in range(7) for j in range(7) if values[i] == values[j]
    )
    assert (np.argsort(levels, kind="stable") == np.argsort(values, kind="stable")).all()
    assert np.bincount(tenths(np.arange(1000.0))).tolist() == [100] * 10
    assert tenths(np.array([])).tolist() == []


def test_twenty_thousand_people_take_no_time() -> None:
    rng = np.random.default_rng(4)
    exposed, values = rng.random(20_000) < 0.3, rng.normal(size=20_000)
    started = time.perf_counter()
    difference(tenths(values), exposed, 0.95)
    assert time.perf_counter() - started < 1
