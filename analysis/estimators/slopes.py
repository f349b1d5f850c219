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
    k, n = len(exposures), len(within)
    columns = np.empty((len(covariates) + k + 1, n))
    for place, column in enumerate((*covariates, *exposures, outcome)):
        columns[place] = column
    scale = np.einsum("ij,ij->i", columns, columns)
    if also is not None and not _without(columns, within, also):
        return _refused(k, n, "the groups could not be taken out")
    _demean(columns, within)
    crossed = columns @ columns.T
    if not crossed[-1, -1] > 1e-12 * scale[-1]:
        return _refused(k, n, "the outcome does not vary within groups")
    kept = independent(crossed[:-1, :-1], scale[:-1])
    freedom = n - len(kept)
    if freedom <= 0:
        return _refused(k, n, "there are as many covariates as rows")
    inverse = np.linalg.inv(crossed[np.ix_(kept, kept)])
    beta = inverse @ crossed[kept, -1]
    taken = columns[kept]
    residual = (columns[-1] - beta @ taken) * sqrt((n - 1) / freedom)
    found = list(_refused(k, n, "it goes with the covariates exactly"))
    for place, column in enumerate(kept - len(covariates)):
        if column >= 0:
            apart = inverse[place] @ taken
            share = apart**2 / inverse[place, place]
            found[column] = Term(float(beta[place]), apart * residual, METHOD, share)
    return tuple(found)


def _refused(exposures: int, rows: int, why: str) -> tuple[Term, ...]:
    return (Term(None, np.zeros(rows), f"{METHOD}{NOT_GIVEN}{why}"),) * exposures


def _demean(columns: np.ndarray, group: np.ndarray) -> None:
    """Take the groups' means out of columns, shape (columns, rows)."""
    size = np.maximum(np.bincount(group), 1)
    for column in columns:
        column -= (np.bincount(group, column) / size)[group]


def _without(columns: np.ndarray, first: np.ndarray, second: np.ndarray) -> bool:
    """Take the second groups' effects, told apart from the first's, out of columns; False if in vain."""
    size, size_2 = (np.maximum(np.bincount(group), 1).astype(float) for group in (first, second))
    met = csr_array((np.ones(len(first)), (first, second)), shape=(len(size), len(size_2)))
    back = met.T.tocsr()
    # What is left of an effect once the first groups' means are taken out, summed by second group.
    normal = LinearOperator(
        (len(size_2),) * 2,
        matvec=lambda effect: size_2 * effect - back @ ((met @ effect) / size),
        dtype=float,
    )
    near = LinearOperator(normal.shape, matvec=lambda effect: effect / size_2, dtype=float)
    for column in columns:
        mean = np.bincount(first, column) / size
        target = np.bincount(second, column - mean[first], minlength=len(size_2))
        effect, failed = cg(normal, target, rtol=_CLOSE, maxiter=1000, M=near)
        if failed:
            return False
        column -= effect[second]
    return True
