"""Clustered errors, against published figures and slow obvious code."""

from __future__ import annotations

import importlib.resources
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.clustered import Clusters, Term, interval, standard_error, weighted


def petersen() -> np.ndarray:
    """Return firm, year, x and y of Petersen's simulated panel, which statsmodels carries."""
    path = importlib.resources.files("statsmodels.stats.tests") / "test_data.txt"
    return np.loadtxt(str(path))


@pytest.mark.parametrize(
    ("ways", "published"), [(["firm"], 0.0506), (["year"], 0.0334), (["firm", "year"], 0.0536)]
)
def test_clustered_errors_as_petersen_published(ways: list[str], published: float) -> None:
    """Petersen (2009), Review of Financial Studies 22:435-480: slope 1.0348, by least squares."""
    firm, year, x, y = petersen().T
    design = np.column_stack([np.ones(len(x)), x])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    scale = np.sqrt((len(x) - 1) / (len(x) - 2))
    influence = scale * (design @ inverse[1]) * (y - design @ beta)
    of = {"firm": firm, "year": year}
    assert beta[1] == pytest.approx(1.0348, abs=5e-5)
    found = standard_error(influence, Clusters.of(*(of[way] for way in ways)))
    assert found == pytest.approx(published, abs=5e-5)


def slow(influence: tuple[float, ...], first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Return the standard error clustered two ways, by its definition, row by row."""

    def squares(keys: list[object]) -> float:
        sums: dict[object, float] = {}
        for key, value in zip(keys, influence, strict=True):
            sums[key] = sums.get(key, 0.0) + value
        return sum(value**2 for value in sums.values()) * len(sums) / max(len(sums) - 1, 1)

    ways = [squares(list(first)), squares(list(second))]
    variance = sum(ways) - squares(list(zip(first, second, strict=True)))
    few = min(len(set(first)), len(set(second))) < 40
    return float((max(*ways, variance) if few or variance <= 0 else variance) ** 0.5)


@pytest.mark.parametrize("labels", [6, 200])
@given(seed=st.integers(0, 10**6))
def test_errors_are_those_of_slow_obvious_code_in_any_order(labels: int, seed: int) -> None:
    random = Random(seed)
    rows = [
        (random.gauss(0, 1), random.randrange(labels), random.randrange(labels)) for _ in range(300)
    ]
    expected = slow(*zip(*rows, strict=True))
    random.shuffle(rows)
    influence, first, second = zip(*rows, strict=True)
    names = [f"cluster {one}" for one in second]
    assert standard_error(np.array(influence), Clusters.of(first, names)) == pytest.approx(expected)


def test_a_cluster_of_its_own_for_each_row_is_no_clustering() -> None:
    influence = np.random.default_rng(1).normal(size=500)
    alone = standard_error(influence, Clusters.of(np.arange(500)))
    assert alone == pytest.approx(np.sqrt((influence**2).sum() * 500 / 499))


@pytest.mark.parametrize(
    ("clusters", "influence", "why"),
    [
        (np.arange(9).repeat(5), np.tile([1.0, -1.0, 1.0], 15), "fewer than 10 clusters"),
        (np.zeros(45), np.tile([1.0, -1.0, 1.0], 15), "fewer than 10 clusters"),
        (np.arange(45), np.zeros(45), "nothing varies"),
    ],
)
def test_no_interval_where_none_can_be_had(
    clusters: np.ndarray, influence: np.ndarray, why: str
) -> None:
    found = interval(Term(0.1, influence, "difference"), Clusters.of(clusters), 0.95)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.method.startswith("difference; not given: ")
    assert why in found.method


def test_a_term_that_is_nothing_stays_nothing() -> None:
    rows = np.ones(20)
    nothing, something = Term(None, rows, "refused"), Term(1.0, rows, "mean")
    for terms in ([nothing, something], [something, nothing]):
        total = weighted([1, -1], terms, "difference")
        assert (total.value, total.method) == (None, "refused")
    assert interval(nothing, Clusters.of(np.arange(20)), 0.95).method == "refused"


def test_few_clusters_widen_the_interval_and_it_stays_within_its_limit() -> None:
    influence = np.random.default_rng(2).normal(0, 0.01, 1000)
    term = Term(0.9, influence, "difference")
    few, many = (
        interval(term, Clusters.of(np.arange(1000) // size), 0.95, limit=1.0) for size in (100, 1)
    )
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low
    assert few.high == 1.0


def test_rows_of_two_groups_as_one_sum() -> None:
    """Terms of two halves of the rows, put side by side, vary as independent terms do."""
    rng = np.random.default_rng(3)
    keep = np.arange(1000) < 400
    halves = [Term(1.0, rng.normal(size=n), "mean") for n in (400, 600)]
    whole = weighted([1, -1], [halves[0].among(keep), halves[1].among(~keep)], "difference")
    clusters = Clusters.of(np.arange(1000))
    apart = [
        standard_error(half.influence, clusters.where(which))
        for half, which in zip(halves, (keep, ~keep), strict=True)
    ]
    assert whole.value == 0
    assert standard_error(whole.influence, clusters) == pytest.approx(np.hypot(*apart), rel=2e-3)


def test_jackknifed_error_is_that_of_leaving_out_one_cluster_after_the_other() -> None:
    """A line through the origin in 12 clusters of very different size, each left out in turn."""
    rng = np.random.default_rng(4)
    number = np.repeat(np.arange(12), rng.integers(1, 60, 12))
    x = rng.normal(size=len(number)) * (1 + number)
    y = 0.5 * x + rng.normal(size=12)[number] * x + rng.normal(size=len(x))
    slope = (x @ y) / (x @ x)
    term = Term(slope, x * (y - slope * x) / (x @ x), "slope", x**2 / (x @ x))
    left = np.array(
        [(x[keep] @ y[keep]) / (x[keep] @ x[keep]) for keep in number != np.arange(12)[:, None]]
    )
    expected = np.sqrt(11 / 12 * ((left - slope) ** 2).sum())
    found = standard_error(term.jackknifed(number).influence, Clusters.of(number))
    assert found == pytest.approx(expected, rel=1e-9)
    assert found > standard_error(term.influence, Clusters.of(number))


def test_a_cluster_that_tells_all_widens_the_interval_and_breaks_nothing() -> None:
    number = np.repeat(np.arange(12), 10)
    share = np.where(number == 0, 0.1, 0.0)
    term = Term(0.1, np.tile([0.01, -0.005], 60), "slope", share).jackknifed(number)
    assert np.isfinite(term.influence).all()
    assert term.influence[0] > 0.9
    assert Term(0.1, share, "slope").jackknifed(number).influence is share
