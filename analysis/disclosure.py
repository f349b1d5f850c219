"""The one exit: what may be shown of a group, and how exactly.

Counts of 7 or fewer are suppressed, all others are rounded to 5, and rates are computed again from
the rounded counts. None and 1 to 7 read the same, so that a suppressed cell does not say which it
was. A rate needs 8 on either side: "all 40 of them were rejected" tells what became of each of the
40. Estimates that are not made of rounded counts lie on a grid, their intervals rounded outward; those
next to exact counts, on one as coarse as the counts'.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, inf, isfinite

import numpy as np
import pandas as pd

from analysis.estimators import proportions
from analysis.finding import Arm, Estimate

SUPPRESS = 7
"""Counts of so many or fewer are not shown."""
ROUND = 5
"""All other counts are rounded to the nearest multiple of this."""
GRID = {
    "points": 0.005,
    "sd": 0.01,
    "ratio": 0.05,
    "bounds": 0.01,
    "share": 0.005,
    "correlation": 0.01,
    "days": 1.0,
}
"""Step on which estimates are shown, by unit; bounds, in points, twice as coarse."""
_LIMITS = {"points": (-1.0, 1.0), "share": (0.0, 1.0)}
# An end that lies on the grid but for its last binary digit must not move a whole step.
_FUZZ = 1e-9


def count(n: float) -> int | None:
    """Return a count as it may be shown.

    Examples
    --------
    >>> count(7), count(8), count(122)
    (None, 10, 120)
    """
    return None if n <= SUPPRESS else round(n / ROUND) * ROUND


def counts(n: Iterable[float]) -> pd.arrays.IntegerArray:
    """Return counts as they may be shown: `Int64`, missing where suppressed.

    Examples
    --------
    >>> counts([0, 8, 122]).tolist()
    [<NA>, 10, 120]
    """
    return pd.array([count(one) for one in n], dtype="Int64")


def rate(successes: float, n: float) -> tuple[int, int] | None:
    """Return successes and n of a rate as they may be shown, or None where it may not be.

    Examples
    --------
    >>> rate(41, 118), rate(113, 118)
    ((40, 120), None)
    """
    shown = count(successes)
    whole = count(n)
    if shown is None or whole is None or count(n - successes) is None:
        return None
    return shown, whole


def rate_arm(name: str, successes: float, n: float, level: float) -> Arm:
    """Return an arm with its rate and Wilson interval, all from rounded counts.

    Examples
    --------
    >>> rate_arm("sent", 41, 118, 0.95)
    Arm(name='sent', n=120, value=0.3333, low=0.2553, high=0.4217)
    """
    shown = rate(successes, n)
    if shown is None:
        return Arm(name, count(n), None)
    low, high = proportions.wilson(*shown, level)
    return Arm(name, shown[1], *(round(float(x), 4) for x in (shown[0] / shown[1], low, high)))


def mean_arm(name: str, n: float, mean: Estimate) -> Arm:
    """Return an arm with its mean in standard deviations, rounded outward on the grid.

    Examples
    --------
    >>> mean_arm("sent", 118, Estimate(0.031, -0.12, 0.182, "mean"))
    Arm(name='sent', n=120, value=0.03, low=-0.12, high=0.19)
    """
    shown = count(n)
    if shown is None:
        return Arm(name, None, None)
    coarse = outward(mean, "sd")
    return Arm(name, shown, coarse.value, coarse.low, coarse.high)


def outward(estimate: Estimate, unit: str) -> Estimate:
    """Return an estimate on the unit's grid: the value to the nearest step, the ends outward.

    Examples
    --------
    >>> outward(Estimate(0.0412, 0.0161, 0.0663, "MH"), "points")
    Estimate(value=0.04, low=0.015, high=0.07, method='MH')
    """
    grid = GRID[unit]

    def step(value: float | None, nearest: str) -> float | None:
        if value is None or not isfinite(value):
            return None
        steps = value / grid
        whole = {
            "below": floor(steps + _FUZZ),
            "at": round(steps),
            "above": ceil(steps - _FUZZ),
        }[nearest]
        return _exactly(whole * grid)

    return Estimate(
        step(estimate.value, "at"),
        step(estimate.low, "below"),
        step(estimate.high, "above"),
        estimate.method,
    )


def coarse(estimate: Estimate, unit: str, people: float, most: float = 1.0) -> Estimate:
    """Return an estimate that is next to exact counts as roundly as the counts are told.

    Parameters
    ----------
    people
        How many it is a rate or a mean of, more than 7; of two sides, the fewer. A step is a multiple of
        the unit's, and no less than what 5 people can make of it.
    most
        What one of them can add to a total: 1 to a count.

    Returns
    -------
    The value to the nearest step, and the ends so many whole steps from it that they hold the interval.
    Ends that are rounded for themselves would, with the value, tell of less than a step.

    Examples
    --------
    >>> coarse(Estimate(0.0412, 0.0161, 0.0663, "MH"), "points", 201)
    Estimate(value=0.05, low=0.0, high=0.1, method='MH')
    """
    value, low, high = (
        one if one is not None and isfinite(one) else None
        for one in (estimate.value, estimate.low, estimate.high)
    )
    if value is None:
        return Estimate(None, None, None, estimate.method)
    grid = GRID[unit]
    step = grid * max(ceil(ROUND * most / (count(people) or ROUND) / grid - _FUZZ), 1)
    shown = round(value / step) * step
    least, greatest = _LIMITS.get(unit, (-inf, inf))
    # Half a step more, as the value moves by no more than that.
    if low is not None:
        low = _exactly(max(shown - ceil((value - low) / step + 0.5) * step, least))
    if high is not None:
        high = _exactly(min(shown + ceil((high - value) / step + 0.5) * step, greatest))
    return Estimate(_exactly(shown), low, high, estimate.method)


def _exactly(steps: float) -> float:
    # + 0.0: no minus zero on screen
    return round(steps, 6) + 0.0


def secondary(parts: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Return which parts to hide so that a shown total does not give the hidden ones away.

    Parameters
    ----------
    parts
        Counts that add up to a total which is shown, shape (k,).
    hidden
        Which of them are hidden already, shape (k,).

    Returns
    -------
    `hidden`, and the smallest other parts until the hidden ones are together none or more than 7.

    Examples
    --------
    >>> secondary(np.array([90, 30, 3]), np.array([False, False, True])).tolist()
    [False, True, True]
    """
    hidden = hidden.copy()
    while 0 < parts[hidden].sum() <= SUPPRESS and not hidden.all():
        shown = np.flatnonzero(~hidden & (parts > 0))
        if not len(shown):
            break
        hidden[shown[np.argmin(parts[shown])]] = True
    return hidden
