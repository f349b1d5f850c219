"""What the interviews that nobody could see would change: the difference under each extreme of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import words
from analysis.disclosure import count, outward
from analysis.estimators.stratified import risk_difference, tabulate
from analysis.finding import Estimate
from analysis.plan import FEWEST_STRATA

Range = tuple[float, float]


def bounds(
    strata: Sequence[pd.Series],
    sent: np.ndarray,
    unseen: np.ndarray,
    success: np.ndarray,
    n: np.ndarray,
) -> tuple[Range, Range] | None:
    """Return between what the adjusted difference would lie if all or none of the unseen had written.

    Parameters
    ----------
    strata
        Columns whose combinations are the strata, each of shape (cells,).
    sent, unseen, success
        Flags of the cells, shape (cells,): followed by a note, not seen (`sent` is then ignored, for
        a note seen by luck is no sign of the others), advanced.
    n
        Counts of the cells, shape (cells,).

    Returns
    -------
    Two ranges in points as they may be shown, outward on the grid of bounds: of all of the unseen and none of
    them; and of just those who went on and just the others. Nothing where 7 or fewer of the unseen
    advanced, or 7 or fewer did not, or where fewer than `FEWEST_STRATA` strata inform.

    Notes
    -----
    The unseen enter by their counts rounded to 5, those who advanced and those who did not, spread over
    strata as they are. Exact counts, four numbers and their intervals would be as many equations as one
    stratum has unknowns; hence also no interval around either end, and none at all in few strata.

    In no stratum can the difference lie beyond the second range. The average over strata is weighted
    by the arms, which move too, so that another split of the unseen may pass it by a little. Who would have
    written keeps the stratum that they have, though a score filed after that note would not count.

    References
    ----------
    Manski (1990), American Economic Review 80(2):319-323; Horowitz and Manski (2000), Journal of
    the American Statistical Association 95:77-84.

    Examples
    --------
    In each of ten jobs, of 40 with a note 20 advanced, of 40 without 16, and of 20 unseen 10:

    >>> sent = np.array([True, True, False, False, False, False] * 10)
    >>> unseen = np.array([False, False, False, False, True, True] * 10)
    >>> went = np.array([True, False] * 30)
    >>> n = np.array([20, 20, 16, 24, 10, 10] * 10)
    >>> job = pd.Series(np.repeat(np.arange(10), 6))
    >>> bounds([job], sent, unseen, went, n)
    ((0.06, 0.1), (-0.12, 0.28))
    >>> bounds([job * 0], sent, unseen, went, n) is None
    True
    """
    seen = tabulate([one[~unseen] for one in strata], sent[~unseen], success[~unseen], n[~unseen])
    if seen.informative.sum() < FEWEST_STRATA:
        return None
    n = n.astype(float)
    for one in (success, ~success):
        exact = n[unseen & one].sum()
        shown = count(exact)
        if shown is None:
            return None
        n[unseen & one] *= shown / exact
    found = []
    for pair in ((np.ones_like(success), np.zeros_like(success)), (success, ~success)):
        tables = [tabulate(strata, np.where(unseen, wrote, sent), success, n) for wrote in pair]
        values = [risk_difference(table, 0.95).value for table in tables]
        known = [value for value in values if value is not None]
        found.append(_shown(min(known), max(known)))
    return found[0], found[1]


def _shown(low: float, high: float) -> Range:
    ends = outward(Estimate(None, low, high, ""), "bounds")
    return float(ends.low or 0), float(ends.high or 0)


def told(found: tuple[Range, Range] | None) -> tuple[str, ...]:
    """Return the bounds as a caution; nothing where there are none.

    Parameters
    ----------
    found
        As from `bounds`.

    Examples
    --------
    >>> print(*told(((0.06, 0.1), (-0.12, 0.28))))
    If all of the unseen had sent a note, or none, the difference would lie between 6 more and 10 more \
out of 100. At the very extremes, if just those of them who went on had, or just the others, it would lie \
between 12 fewer and 28 more.
    """
    if found is None:
        return ()
    (low, high), (least, most) = ([words.more(end) for end in ends] for ends in found)
    return (
        f"If all of the unseen had sent a note, or none, the difference would lie between {low} and {high} "
        "out of 100. At the very extremes, if just those of them who went on had, or just the others, it "
        f"would lie between {least} and {most}.",
    )
