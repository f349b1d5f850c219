"""What chance would make of labels: shuffled within groups, many times and fast."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

_BLOCK, _CHANCE, _LABEL = 4096, 40, 3
"""Rows that are shuffled at a time, and bits of a draw and of a label."""


def sums(
    group: np.ndarray, label: np.ndarray, values: np.ndarray, labels: int, shuffles: int, seed: int
) -> np.ndarray:
    """Return sums of values by label: with the labels as they are, then shuffled within groups.

    Parameters
    ----------
    group
        Number of each row's group, ascending, shape (rows,).
    label
        Each row's label, 0 to 7, shape (rows,).
    values
        Shape (rows, columns), float32.
    labels
        Sums are returned for labels below this.
    shuffles, seed
        How many; the same seed gives the same ones.

    Returns
    -------
    Shape (1 + shuffles, labels, columns).

    Examples
    --------
    >>> group, label = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 0])
    >>> values = np.array([[1.0], [2.0], [10.0], [20.0]], dtype=np.float32)
    >>> sums(group, label, values, 1, 3, seed=1)[:, 0, 0].tolist()
    [31.0, 31.0, 32.0, 31.0]
    """
    rng = np.random.default_rng(seed)
    found = np.zeros((1 + shuffles, labels, values.shape[1]))
    for start, stop in pairwise(_blocks(group)):
        # Group, chance and label sorted as one number: the labels come out shuffled in each group.
        own = (group[start:stop] - group[start]) << (_CHANCE + _LABEL) | label[start:stop]
        chance = rng.integers(0, 1 << _CHANCE, (1 + shuffles, stop - start)) << _LABEL
        drawn = np.sort(own | chance, axis=1) & ((1 << _LABEL) - 1)
        drawn[0] = label[start:stop]
        for one in range(labels):
            found[:, one] += (drawn == one).astype(np.float32) @ values[start:stop]
    return found


def _blocks(group: np.ndarray) -> np.ndarray:
    """Return where blocks begin, and the end: whole groups, about `_BLOCK` rows in each."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    begins = first[np.diff(first // _BLOCK, prepend=-1) > 0]
    return np.append(begins, len(group))


def share_as_far(statistic: np.ndarray) -> float:
    """Return the share of a statistic's values that lie as far from their mean as the first.

    Parameters
    ----------
    statistic
        Of the labels as they are, then of each shuffle, shape (1 + shuffles,).

    Notes
    -----
    Under the hypothesis that labels can be exchanged within groups, the first is like any other, and so
    is its distance from the mean of all: the share is a p-value, whatever the statistic.

    Examples
    --------
    >>> share_as_far(np.array([3.0, -1.0, 0.0, 0.5, -0.5]))
    0.2
    """
    far = np.abs(statistic - statistic.mean())
    # What differs in the last binary digits only is as far.
    return float((far >= far[0] - 1e-6 * far.max()).mean())
