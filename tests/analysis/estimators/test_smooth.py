"""Functions of means, against bootstraps of clusters and in simulation."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.smooth import of_means

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 400


def ratio(means: np.ndarray) -> float:
    return float(np.log(means[0] / means[1]))


def rows(rng: np.random.Generator, clusters: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return two columns of mean 2 and 1 whose rows move together within a cluster."""
    cluster = np.repeat(np.arange(clusters), size)
    shared = rng.gamma(4, 0.25, (clusters, 2))
    return rng.exponential(shared[cluster]) * [2, 1], cluster


def test_a_bootstrap_of_clusters_has_the_same_error() -> None:
    rng = np.random.default_rng(1)
    columns, cluster = rows(rng, 80, 12)
    found = of_means(ratio, columns, cluster, 0.95, "")
    sums = np.column_stack([np.bincount(cluster, weights=one) for one in columns.T])
    drawn = [ratio(sums[rng.integers(0, 80, 80)].sum(axis=0)) for _ in range(4000)]
    assert found.high is not None
    assert found.low is not None
    assert (found.high - found.low) / 2 / 1.99 == pytest.approx(np.std(drawn), rel=0.06)


@pytest.mark.parametrize(("clusters", "size"), [(15, 10), (100, 3), (400, 1)])
def test_interval_covers_the_truth_although_rows_move_together(clusters: int, size: int) -> None:
    rng, inside, apart = np.random.default_rng(clusters), 0, 0
    for _ in range(RUNS):
        columns, cluster = rows(rng, clusters, size)
        found = of_means(ratio, columns, cluster, 0.95, "")
        naive = of_means(ratio, columns, np.arange(len(columns)), 0.95, "")
        inside += found.low <= np.log(2) <= found.high  # type: ignore[operator]
        apart += naive.low <= np.log(2) <= naive.high  # type: ignore[operator]
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.015 <= inside / RUNS <= 0.95 + slack + 0.01
    if size == 10:
        assert apart / RUNS < 0.85


@given(st.permutations(range(30)))
def test_order_and_labels_change_nothing(order: list[int]) -> None:
    columns, cluster = rows(np.random.default_rng(2), 6, 5)
    at = np.array(order)
    one = of_means(ratio, columns, cluster, 0.95, "")
    other = of_means(ratio, columns[at], 5 - cluster[at], 0.95, "")
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


def test_edges() -> None:
    columns, cluster = rows(np.random.default_rng(3), 10, 2)
    assert of_means(ratio, columns[:0], cluster[:0], 0.95, "").value is None
    assert of_means(ratio, columns * [1, 0], cluster, 0.95, "").method.startswith("no number")
    assert of_means(ratio, columns, cluster * 0, 0.95, "").low is None
    same = of_means(ratio, np.ones((20, 2)), cluster, 0.95, "")
    assert (same.value, same.low) == (0, None)
