"""What the interviews that nobody could see would change: the difference under each extreme of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import words
from analysis.disclosure import count, outward
from analysis.finding import Estimate
from analysis.stratified import RISK_DIFFERENCE, risk_difference, tabulate

_AS_IF = (
    "as if a note had followed all of the unseen",
    "as if a note had followed none of the unseen",
    "at the most: as if a note had followed just those of the unseen who went on",
    "at the least: as if a note had followed just those of the unseen who did not go on",
)


def bounds(
    strata: Sequence[pd.Series],
    sent: np.ndarray,
    unseen: np.ndarray,
    success: np.ndarray,
    n: np.ndarray,
    level: float,
) -> tuple[Estimate, ...]:
    """Return the adjusted difference as if all, none, or just the most telling of the unseen had written.

    Parameters
    ----------
    strata
        Columns whose combinations are the strata, each of shape (cells,).
    sent, unseen, success
        Flags of the cells, shape (cells,): followed by a note, not seen (`sent` is then ignored, for
        a note seen by luck is no sign of the others), advanced.
    n
        Counts of the cells, shape (cells,).
    level
        Confidence level of the intervals around each.

    Returns
    -------
    Four estimates in points, in the order of all, none, most and least, as they may be shown; none
    at all where 7 or fewer of the unseen advanced, or 7 or fewer did not.

    Notes
    -----
    In no stratum can the difference lie beyond the last two. Their average over strata is weighted
    by the arms, which move too, so that another split of the unseen may pass it by a little.

    References
    ----------
    Manski (1990), American Economic Review 80(2):319-323; Horowitz and Manski (2000), Journal of
    the American Statistical Association 95:77-84.

    Examples
    --------
    Of 40 with a note 20 advanced, of 40 without 16, and of 20 unseen 10:

    >>> sent = np.array([True, True, False, False, False, False])
    >>> unseen = np.array([False, False, False, False, True, True])
    >>> went = np.array([True, False, True, False, True, False])
    >>> n = np.array([20, 20, 16, 24, 10, 10])
    >>> job = pd.Series([7] * 6)
    >>> [found.value for found in bounds([job], sent, unseen, went, n, 0.95)]
    [0.1, 0.065, 0.28, -0.12]
    """
    if any(count(n[unseen & (success == one)].sum()) is None for one in (True, False)):
        return ()
    wrote = (np.ones_like(success), np.zeros_like(success), success, ~success)
    found = []
    for one, as_if in zip(wrote, _AS_IF, strict=True):
        table = tabulate(strata, np.where(unseen, one, sent), success, n)
        estimate = replace(risk_difference(table, level), method=f"{RISK_DIFFERENCE}, {as_if}")
        found.append(outward(estimate, "points"))
    return tuple(found)


def told(found: Sequence[Estimate]) -> tuple[str, ...]:
    """Return the bounds as a caution; nothing where there are none.

    Parameters
    ----------
    found
        As from `bounds`.

    Examples
    --------
    >>> four = [Estimate(value, None, None, "") for value in (0.1, 0.065, 0.28, -0.12)]
    >>> print(*told(four))
    If all of the unseen had sent a note, the difference would be 10 more out of 100; if none had, 6.5 \
more. At the very extremes, it would be 28 more if just those of them who went on had, and 12 fewer if \
just the others had.
    """
    values = [one.value for one in found if one.value is not None]
    if len(values) < len(_AS_IF):
        return ()
    all_, none, most, least = map(words.more, values)
    return (
        f"If all of the unseen had sent a note, the difference would be {all_} out of 100; if none had, "
        f"{none}. At the very extremes, it would be {most} if just those of them who went on had, and {least} "
        "if just the others had.",
    )
