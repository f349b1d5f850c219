"""The design of a regression: patterns of covariates, levels, dummies, and which columns to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

# A column of which so little is left beside those before it is a combination of them.
_NOTHING_LEFT = 1e-9
# Combinations of values are numbered up to here, and then those that occur anew.
_MOST = 2**62


def patterns(columns: Sequence[npt.ArrayLike]) -> tuple[np.ndarray, np.ndarray]:
    """Return each row's pattern, from 0, and the first row of each pattern.

    Whatever is worked out from the columns alone can be worked out at these rows only.

    Parameters
    ----------
    columns
        At least one, each of shape (rows,); a missing value is a value like any other.

    Returns
    -------
    Shapes (rows,) and (patterns,).

    Examples
    --------
    >>> [found.tolist() for found in patterns([["a", "b", "a", "a"], [1.0, 2.0, 1.0, np.nan]])]
    [[0, 1, 0, 2], [0, 1, 3]]
    """
    number, kinds = np.zeros(len(np.asarray(columns[0])), dtype=np.int64), 1
    for column in columns:
        code, values = pd.factorize(np.asarray(column), use_na_sentinel=False)
        if kinds * len(values) > _MOST:
            number, found = pd.factorize(number)
            kinds = len(found)
        number, kinds = number * max(len(values), 1) + code, kinds * max(len(values), 1)
    number = pd.factorize(number)[0].astype(np.int64)
    first = np.zeros(int(number.max(initial=-1)) + 1, dtype=np.int64)
    # Of several rows of a pattern the last to be written stays: the first, from the back.
    first[number[::-1]] = np.arange(len(number))[::-1]
    return number, first


def levels(column: npt.ArrayLike, outcome: npt.ArrayLike, fewest: int) -> np.ndarray:
    """Return a column's levels as numbers, the common ones apart and the rare ones as one.

    A level that has next to none with the outcome, or next to none without, would tell the outcome.

    Parameters
    ----------
    column
        Labels, shape (rows,).
    outcome
        Flags, shape (rows,).
    fewest
        A level with fewer rows with the outcome, or without it, is rare. If the rare ones together
        are still so, they join the most common level.

    Returns
    -------
    Numbers from 0, shape (rows,), the same whatever the order of the rows.

    Examples
    --------
    >>> levels(list("aaaabbbbc"), [1, 1, 0, 0, 1, 1, 0, 0, 1], fewest=2).tolist()
    [0, 0, 0, 0, 1, 1, 1, 1, 0]
    """
    code, values = pd.factorize(np.asarray(column), sort=True, use_na_sentinel=False)
    outcome = np.asarray(outcome, dtype=bool)
    successes = np.bincount(code, weights=outcome, minlength=len(values))
    n = np.bincount(code, minlength=len(values))
    rare = np.minimum(successes, n - successes) < fewest
    rest = [float(part[rare].sum()) for part in (successes, n - successes)]
    home = len(values) if min(rest) >= fewest else int(n.argmax())
    return np.where(rare, home, np.arange(len(values)))[code]


def dummies(level: np.ndarray) -> np.ndarray:
    """Return a column of 0 and 1 for each level but the lowest, shape (rows, levels - 1).

    Examples
    --------
    >>> dummies(np.array([4, 7, 4])).tolist()
    [[0.0], [1.0], [0.0]]
    """
    found = np.flatnonzero(np.bincount(level))
    return (level[:, None] == found[1:]).astype(float)


def independent(crossed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return which columns are no combination of those before them.

    Parameters
    ----------
    crossed
        Cross-products of the columns, shape (columns, columns).
    scale
        Sums of squares of the columns as they were before anything was taken out of them, shape
        (columns,): what is left of a column counts beside this.

    Examples
    --------
    >>> columns = np.array([[1.0, 1, 1], [0, 1, 0], [2, 3, 2]])
    >>> independent(columns @ columns.T, (columns**2).sum(axis=1)).tolist()
    [0, 1]
    """
    kept: list[int] = []
    for column in range(len(crossed)):
        with_kept = crossed[kept, column]
        fitted = with_kept @ np.linalg.solve(crossed[np.ix_(kept, kept)], with_kept)
        if crossed[column, column] - fitted > _NOTHING_LEFT * scale[column]:
            kept.append(column)
    return np.array(kept, dtype=np.int64)
