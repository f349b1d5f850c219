"""Correlations among the selected, corrected to everybody they were selected from.

Each correction assumes what the selection went by, that performance depends on it in a straight
line, and that its spread about that line is the same everywhere (Lawley 1943, Proceedings of the
Royal Society of Edinburgh A 62:28-30). By hand: no Python library has them. Case V is not here: it
needs the spread of the outcome among everybody, which nobody can record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.estimators.smooth import of_means
from analysis.finding import Estimate


def case_two(r: float, widening: float) -> float:
    """Return the correlation of x and y where selection went by x.

    Parameters
    ----------
    r
        Among the selected.
    widening
        Standard deviation of x among everybody over that among the selected.

    References
    ----------
    Thorndike (1949), Personnel Selection, chapter 6, case II.

    Examples
    --------
    >>> round(case_two(0.3, 2.0), 4)
    0.5324
    """
    return r * widening / sqrt(1 + r**2 * (widening**2 - 1))


def case_three(r_xy: float, r_xz: float, r_yz: float, widening: float) -> float:
    """Return the correlation of x and y where selection went by z.

    Parameters
    ----------
    r_xy, r_xz, r_yz
        Among the selected.
    widening
        Standard deviation of z among everybody over that among the selected.

    References
    ----------
    Thorndike (1949), Personnel Selection, chapter 6, case III.

    Examples
    --------
    >>> round(case_three(0.1, 0.2, 0.3, 1.5), 4)
    0.1619
    """
    more = widening**2 - 1
    return (r_xy + r_xz * r_yz * more) / sqrt((1 + r_xz**2 * more) * (1 + r_yz**2 * more))


def by_either(selected: np.ndarray, everybody: np.ndarray) -> float:
    """Return the correlation of x and y where selection went by x and z, in whatever mix.

    Parameters
    ----------
    selected
        Covariances of x, z and y among the selected, shape (3, 3).
    everybody
        Covariances of x and z among everybody, shape (2, 2).

    References
    ----------
    Lawley (1943); cases II and III are this with selection by one of the two.

    Examples
    --------
    >>> among = np.array([[1.0, 0.2, 0.1], [0.2, 1.0, 0.3], [0.1, 0.3, 1.0]])
    >>> round(by_either(among, among[:2, :2]), 4)
    0.1
    """
    slopes = np.linalg.solve(selected[:2, :2], selected[:2, 2])
    spread = selected[2, 2] + slopes @ (everybody - selected[:2, :2]) @ slopes
    return float(everybody[0] @ slopes / sqrt(everybody[0, 0] * spread))


def by_z(selected: np.ndarray, everybody: np.ndarray) -> float:
    """Return `case_three` from covariances, as for `by_either`."""
    spread = np.sqrt(np.diag(selected))
    r = selected / np.outer(spread, spread)
    return case_three(r[0, 2], r[0, 1], r[1, 2], sqrt(everybody[1, 1]) / spread[1])


def by_x(selected: np.ndarray, everybody: np.ndarray) -> float:
    """Return `case_two` from covariances, as for `by_either`."""
    spread = np.sqrt(np.diag(selected))
    r = selected[0, 2] / (spread[0] * spread[2])
    return case_two(r, sqrt(everybody[0, 0]) / spread[0])


@dataclass(frozen=True)
class Selection:
    """Everybody a selection was made from, in rows.

    Attributes
    ----------
    selected
        Flag, shape (n,).
    everybody
        x and z less their means, shape (n, 2).
    among
        x, z and y less their means among the selected, shape (n, 3); whatever for the others.
    clusters
        Number of each row's cluster, from 0, shape (n,).
    """

    selected: np.ndarray
    everybody: np.ndarray
    among: np.ndarray
    clusters: np.ndarray


_UPPER = np.triu_indices(3)


def corrected(
    rule: Callable[[np.ndarray, np.ndarray], float],
    selection: Selection,
    level: float,
    method: str,
) -> Estimate:
    """Return the corrected correlation with the interval of the whole chain.

    Parameters
    ----------
    rule
        What the selection went by: `by_x`, `by_z` or `by_either`.
    level
        Confidence level, e.g. 0.95.
    method
        Of the estimate returned.

    Returns
    -------
    No number where x, y or z does not vary among the selected.

    Notes
    -----
    Every part of the chain, the spreads too, is a mean over the same rows, so that one interval
    holds all their doubt. It is taken on Fisher's scale.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> z = rng.normal(size=20_000)
    >>> x, y = 0.3 * z + rng.normal(size=20_000), 0.5 * z + rng.normal(size=20_000)
    >>> kept = z > 1
    >>> among = np.column_stack([x, z, y]) - np.column_stack([x, z, y])[kept].mean(axis=0)
    >>> rows = Selection(kept, np.column_stack([x, z]), among, np.arange(20_000))
    >>> got = corrected(by_z, rows, 0.95, "case III")
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.11 (0.06 to 0.15)'
    """
    products = (selection.among[:, :, None] * selection.among[:, None, :])[:, *_UPPER]
    x, z = selection.everybody.T
    kept = selection.selected.astype(float)
    columns = np.column_stack([products * kept[:, None], kept, x * x, x * z, z * z])

    def statistic(means: np.ndarray) -> float:
        among = np.zeros((3, 3))
        among[_UPPER] = means[:6] / means[6]
        among = among + np.triu(among, 1).T
        everybody = means[[7, 8, 8, 9]].reshape(2, 2)
        if np.diag(among).min() < 1e-12 or np.linalg.det(among[:2, :2]) < 1e-12:
            return float("nan")
        return float(np.arctanh(rule(among, everybody)))

    found = of_means(statistic, columns, selection.clusters, level, method)
    value, low, high = (
        None if end is None else float(np.tanh(end)) for end in (found.value, found.low, found.high)
    )
    return Estimate(value, low, high, found.method)
