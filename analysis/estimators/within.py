"""Differences within groups by least squares, clustered: what is alike in a group falls out.

Groups may be many and small. Of a flag, the slope is a difference of rates: that of a group weighs
n1 n0 / (n1 + n0), as Mantel and Haenszel weigh it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, cg

from analysis.estimators.clustered import Term
from analysis.estimators.design import independent
from analysis.finding import NOT_GIVEN

METHOD = "difference within groups by least squares, clustered"
_CLOSE = 1e-8


def slopes(
    outcome: npt.ArrayLike,
    exposures: Sequence[npt.ArrayLike],
    covariates: Sequence[npt.ArrayLike],
    within: np.ndarray,
    also: np.ndarray | None = None,
) -> tuple[Term, ...]:
    """Return the slope of the outcome on each exposure, the covariates and the group being equal.

    Parameters
    ----------
    outcome
        Flags or numbers, shape (rows,).
    exposures, covariates
        Columns of shape (rows,). A covariate that is a combination of those before it, or is the same
        all over each group, is left out.
    within
        Number of each row's group, from 0, shape (rows,).
    also
        Number of a second group that a row is in, crossed with the first.

    Returns
    -------
    A term without a value, whose method says why, where the outcome does not vary within groups or
    where an exposure goes with the groups, the covariates and the exposures before it exactly.

    Notes
    -----
    Both kinds of group are taken out exactly, as if each had a dummy: the first by its means, the
    second by conjugate gradients on what the first leaves of it (Abowd, Creecy and Kramarz 2002). By
    hand: linearmodels would do it, and is one more library. Influence is scaled as in `logistic`;
    groups that lie inside a cluster cost no degrees of freedom.

    References
    ----------
    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section 10.5.

    Examples
    --------
    >>> group, sent = np.repeat([0, 1], 4), np.tile([1.0, 1.0, 0.0, 0.0], 2)
    >>> [round(term.value, 2) for term in slopes([3, 4, 1, 2, 9, 9, 8, 8], [sent], [], group)]
    [1.5]
    """
    k = len(exposures)
    columns = np.array([*covariates, *exposures, outcome], dtype=float)
    scale = (columns**2).sum(axis=1)
    taken = _demeaned(columns, within) if also is None else _twice_demeaned(columns, within, also)
    if taken is None:
        return _refused(k, columns.shape[1], "the groups could not be taken out")
    crossed = taken @ taken.T
    if not crossed[-1, -1] > 1e-12 * scale[-1]:
        return _refused(k, columns.shape[1], "the outcome does not vary within groups")
    kept = independent(crossed[:-1, :-1], scale[:-1])
    freedom = columns.shape[1] - len(kept)
    if freedom <= 0:
        return _refused(k, columns.shape[1], "there are as many covariates as rows")
    inverse = np.linalg.inv(crossed[np.ix_(kept, kept)])
    beta = inverse @ crossed[kept, -1]
    residual = (taken[-1] - beta @ taken[kept]) * sqrt((columns.shape[1] - 1) / freedom)
    found = list(_refused(k, columns.shape[1], "it goes with the covariates exactly"))
    for place, column in enumerate(kept - len(covariates)):
        if column >= 0:
            influence = (inverse[place] @ taken[kept]) * residual
            found[column] = Term(float(beta[place]), influence, METHOD)
    return tuple(found)


def _refused(exposures: int, rows: int, why: str) -> tuple[Term, ...]:
    return (Term(None, np.zeros(rows), f"{METHOD}{NOT_GIVEN}{why}"),) * exposures


def _demeaned(columns: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return columns, shape (columns, rows), less their groups' means."""
    size = np.maximum(np.bincount(group), 1)
    return np.array([column - (np.bincount(group, column) / size)[group] for column in columns])


def _twice_demeaned(
    columns: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray | None:
    """Return columns less both their groups' effects; None where that does not converge."""
    size, size_2 = (np.maximum(np.bincount(group), 1).astype(float) for group in (first, second))
    rows = np.ones(len(first))
    met = csr_array((rows, (first, second)), shape=(len(size), len(size_2)))
    back = met.T.tocsr()

    def left(effect: np.ndarray) -> np.ndarray:
        return size_2 * effect - back @ ((met @ effect) / size)

    shape = (len(size_2),) * 2
    normal = LinearOperator(shape, matvec=left, dtype=float)
    near = LinearOperator(shape, matvec=lambda x: x / size_2, dtype=float)
    taken = []
    for column, once in zip(columns, _demeaned(columns, first), strict=True):
        target = np.bincount(second, once, minlength=len(size_2))
        effect, failed = cg(normal, target, rtol=_CLOSE, maxiter=1000, M=near)
        if failed:
            return None
        taken.append(column - effect[second])
    return _demeaned(np.array(taken), first)
