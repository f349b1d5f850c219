"""The design of a regression: groups, levels, dummies, and which columns to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

# A column of which so little is left beside those before it is a combination of them.
_NOTHING_LEFT = 1e-9


def numbered(columns: Sequence[npt.ArrayLike]) -> np.ndarray:
    """Return the number of each row's combination of values, from 0, in the order of their coming.

    Parameters
    ----------
    columns
        At least one, each of shape (rows,); a missing value is a value like any other.

    Examples
    --------
    >>> numbered([["a", "b", "a", "a"], [1.0, 2.0, 1.0, np.nan]]).tolist()
    [0, 1, 0, 2]
    """
    number, _ = pd.factorize(np.asarray(columns[0]), use_na_sentinel=False)
    for column in columns[1:]:
        code, values = pd.factorize(np.asarray(column), use_na_sentinel=False)
        number, _ = pd.factorize(number.astype(np.int64) * (len(values) + 1) + code)
    return number.astype(np.int64)


def levels(code: np.ndarray, outcome: np.ndarray, fewest: int) -> np.ndarray:
    """Return levels, the common ones apart and the rare ones as one.

    A level that has next to none with the outcome, or next to none without, would tell the outcome.

    Parameters
    ----------
    code
        Numbers from 0, shape (rows,).
    outcome
        Flags, shape (rows,).
    fewest
        A level with fewer rows with the outcome, or without it, is rare. If the rare ones together
        are still so, they join the most common level.

    Returns
    -------
    Numbers from 0, shape (rows,).

    Examples
    --------
    >>> code, outcome = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2]), np.array([1, 1, 0, 0, 1, 1, 0, 0, 1])
    >>> levels(code, outcome, fewest=2).tolist()
    [0, 0, 0, 0, 1, 1, 1, 1, 0]
    """
    n = np.bincount(code)
    successes = np.bincount(code, outcome, minlength=len(n))
    rare = np.minimum(successes, n - successes) < fewest
    rest = [float(part[rare].sum()) for part in (successes, n - successes)]
    home = len(n) if min(rest) >= fewest else int(n.argmax())
    return np.where(rare, home, np.arange(len(n)))[code]


def dummies(code: np.ndarray) -> list[np.ndarray]:
    """Return flags for each level that there is but the lowest, each of shape (rows,).

    Parameters
    ----------
    code
        Numbers from 0, shape (rows,).

    Examples
    --------
    >>> [column.tolist() for column in dummies(np.array([4, 7, 4]))]
    [[False, True, False]]
    """
    return [code == level for level in np.flatnonzero(np.bincount(code))[1:]]


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
