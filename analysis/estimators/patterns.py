"""Covariates of many rows as the few patterns that they make: what a regression's design needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd


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
    number = np.zeros(len(np.asarray(columns[0])), dtype=np.int64)
    for column in columns:
        code, values = pd.factorize(np.asarray(column), use_na_sentinel=False)
        number = pd.factorize(number * (len(values) + 1) + code)[0].astype(np.int64)
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
    found = np.unique(level)
    return (level[:, None] == found[1:]).astype(float)
