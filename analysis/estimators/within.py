"""What is left of columns within groups, and beyond other columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def centred(values: npt.ArrayLike, groups: np.ndarray) -> np.ndarray:
    """Return values less their group's mean.

    Parameters
    ----------
    values
        Shape (n,) or (n, k).
    groups
        Number of each row's group, from 0, shape (n,).

    Examples
    --------
    >>> centred([1.0, 3.0, 10.0], np.array([0, 0, 1])).tolist()
    [-1.0, 1.0, 0.0]
    """
    values = np.asarray(values, dtype=float)
    size = np.bincount(groups).clip(min=1)
    columns = values[:, None] if values.ndim == 1 else values
    means = [np.bincount(groups, weights=column) / size for column in columns.T]
    return (columns - np.array(means).T[groups]).reshape(values.shape)


def taken(groups: np.ndarray) -> int:
    """Return how many groups there are, of numbers from 0 of which some may be nobody's.

    Examples
    --------
    >>> taken(np.array([0, 2, 2]))
    2
    """
    return int(np.count_nonzero(np.bincount(groups)))


def beyond(y: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return what is left of y, by least squares, beyond columns of which some may say the same.

    Parameters
    ----------
    y
        Shape (n,), centred as the columns are.
    columns
        Shape (n, k).

    Examples
    --------
    >>> twice = np.array([[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]])
    >>> beyond(np.array([2.0, 0.0, -2.0]), twice).round(6).tolist()
    [1.0, 1.0, -2.0]
    """
    return np.asarray(y - columns @ np.linalg.lstsq(columns, y, rcond=1e-10)[0])
