"""How many would tell, and when: the n at which an interval must decide, wherever it lies.

An interval narrower than the smallest effect of interest always gets a verdict (`finding.decide`).
Its width goes as 1 / sqrt(n), so the n that would tell follows from the width that there is now.
This looks at the precision only, never at the effect that was seen: it is no power of a test after
the fact.
"""

from __future__ import annotations

from math import ceil, floor, log10

import pandas as pd

from analysis.disclosure import GRID, SUPPRESS
from analysis.finding import Estimate

USUAL_SHARE = 0.30
"""Share who send a note, where there is none to go by: between surveys' 0.2 and 0.5."""
WIDEST = {"points": 0.25, "sd": 1.0}
"""Variance of one person's outcome: at its largest for a rate, by definition for a spread."""


def from_interval(n: float, estimate: Estimate, smallest_effect: float, unit: str) -> int | None:
    """Return about how many would tell, from an interval that there is now.

    Parameters
    ----------
    n
        How many made the interval.
    estimate
        It, in the unit of `smallest_effect`.
    unit
        "points" or "sd": the grid on which the interval will be shown takes its share of the width.

    Returns
    -------
    Rounded up to two digits; None where no n would do.

    Examples
    --------
    >>> from_interval(400, Estimate(0.04, -0.06, 0.14, "MH"), 0.05, "points")
    10000
    """
    room = smallest_effect - 2 * GRID[unit]
    if estimate.low is None or estimate.high is None or room <= 0:
        return None
    return _coarse(n * ((estimate.high - estimate.low) / room) ** 2)


def beforehand(smallest_effect: float, level: float, unit: str) -> int | None:
    """Return about how many would tell, knowing nothing but the question.

    Examples
    --------
    >>> beforehand(0.05, 0.95, "points"), beforehand(0.20, 0.95, "sd")
    (12000, 2300)
    """
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    room = smallest_effect - 2 * GRID[unit]
    if room <= 0:
        return None
    spread = WIDEST[unit] / (USUAL_SHARE * (1 - USUAL_SHARE))
    return _coarse((2 * float(ndtri(0.5 + level / 2)) / room) ** 2 * spread)


def months_spanned(quarter: pd.Series, n: pd.Series) -> int:
    """Return the months from the first to the last quarter that hold more than 7 each; 0 without any.

    Parameters
    ----------
    quarter, n
        Quarter ("2026-Q1"; any other text is nobody's) and count of the cells compared, shape
        (cells,).

    Examples
    --------
    >>> months_spanned(pd.Series(["2025-Q3", "2026-Q1", "unknown"]), pd.Series([60, 45, 9]))
    9
    """
    held = n.groupby(quarter, observed=True).sum()
    parts = (
        held.index[held > SUPPRESS]
        .astype("str")
        .str.extract(r"^(\d{4})-Q([1-4])$")
        .dropna()
        .astype(int)
    )
    numbers = 4 * parts[0] + parts[1]
    return 0 if parts.empty else 3 * int(numbers.max() - numbers.min() + 1)


def months_more(n: int, wanted: int | None, months: int) -> int | None:
    """Return in about how many months there will be enough, if they go on coming as they did.

    Parameters
    ----------
    n, wanted
        How many there are, and how many would tell.
    months
        In which those came that there are.

    Examples
    --------
    >>> months_more(400, 1000, 12), months_more(400, None, 12)
    (18, None)
    """
    if wanted is None or not n or not months:
        return None
    return ceil(months * (wanted / n - 1) - 1e-9)


def _coarse(n: float) -> int:
    # Two digits: more would be pretence, and would hint at the exact counts behind the interval.
    step = 10 ** max(floor(log10(max(n, 1))) - 1, 1)
    return ceil(n / step - 1e-9) * step
