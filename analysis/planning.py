"""How many would tell: the n at which an interval must decide, wherever it lies.

An interval narrower than the smallest effect of interest always gets a verdict (`finding.decide`).
Its width goes as 1 / sqrt(n), so the n that would tell follows from the width that there is now.
This looks at the precision only, never at the effect that was seen: it is no power of a test after
the fact.
"""

from __future__ import annotations

from math import ceil, floor, log10

from analysis.disclosure import GRID
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


def _coarse(n: float) -> int:
    # Two digits: more would be pretence, and would hint at the exact counts behind the interval.
    step = 10 ** max(floor(log10(max(n, 1))) - 1, 1)
    return ceil(n / step - 1e-9) * step
