"""Correlation within groups, and the difference of means that says the same."""

from __future__ import annotations

from math import sqrt

import numpy as np

from analysis.estimators.within import centred, taken
from analysis.finding import Estimate

METHOD = "correlation within groups, Fisher's interval"
_NOTHING_LEFT = "no number: within groups one of the two does not vary"


def within(x: np.ndarray, y: np.ndarray, groups: np.ndarray, level: float) -> Estimate:
    """Return the correlation of x and y within groups; point-biserial where x is 0 or 1.

    Parameters
    ----------
    x, y
        Shape (n,).
    groups
        Number of each row's group, from 0, shape (n,).
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    No number where x or y does not vary within groups; no interval where fewer than 3 degrees of
    freedom are left, or where the two are the same but for scale.

    Notes
    -----
    A correlation given the groups: Fisher's transform with n - groups - 2 for n - 3 (Fisher 1924,
    Metron 3:329-332).

    Examples
    --------
    >>> x, y = np.random.default_rng(3).normal(size=(2, 200))
    >>> got = within(x, y + 0.5 * x, np.repeat(np.arange(20), 10), 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.50 (0.38 to 0.60)'
    """
    if not len(x):
        return Estimate(None, None, None, _NOTHING_LEFT)
    x, y = centred(np.column_stack([x, y]), groups).T
    spreads = float(x @ x), float(y @ y)
    if min(spreads) < 1e-12:
        return Estimate(None, None, None, _NOTHING_LEFT)
    value = float(x @ y) / sqrt(spreads[0] * spreads[1])
    low, high = fisher(value, len(x) - taken(groups) - 2, level)
    return Estimate(value, low, high, METHOD)


def fisher(r: float, freedom: int, level: float) -> tuple[float | None, float | None]:
    """Return the interval of a correlation by Fisher's transform; none without freedom, or at -1 or 1.

    Parameters
    ----------
    freedom
        n - 3, less one for each thing held fixed.

    Examples
    --------
    >>> low, high = fisher(0.5, 100, 0.95)
    >>> print(f"{low:.2f} to {high:.2f}")
    0.34 to 0.63
    """
    from scipy.special import ndtri  # half a second that reading a finding need not wait

    if freedom < 1 or abs(r) > 1 - 1e-12:
        return None, None
    reach = float(ndtri(0.5 + level / 2)) / sqrt(freedom)
    low, high = np.tanh(np.arctanh(r) + np.array([-reach, reach]))
    return float(low), float(high)


def from_difference(d: float, share: float) -> float:
    """Return the point-biserial correlation of a difference in standard deviations within arms.

    Parameters
    ----------
    share
        Share of one arm, above 0 and below 1.

    References
    ----------
    Rosenthal (1994), in Cooper and Hedges, The Handbook of Research Synthesis, 231-244.

    Examples
    --------
    >>> round(from_difference(0.5, 0.5), 6)
    0.242536
    """
    return d / sqrt(d**2 + 1 / (share * (1 - share)))


def to_difference(r: float, share: float) -> float:
    """Return the difference in standard deviations within arms: the inverse of `from_difference`.

    Examples
    --------
    >>> round(to_difference(0.242536, 0.5), 4)
    0.5
    """
    return r / sqrt(share * (1 - share) * (1 - r**2))
