"""Sharp bounds: what could be true of everybody, where outcomes are known for the selected only."""

from __future__ import annotations

from math import sqrt

import numpy as np

from analysis.estimators.smooth import of_means
from analysis.finding import Estimate


def phi(one: float, other: float, share: float) -> float:
    """Return the correlation of exposure and success; not a number where one of them is constant.

    Parameters
    ----------
    one, other
        Rates of success of the exposed and of the others.
    share
        Share of the exposed.

    Examples
    --------
    >>> round(phi(0.6, 0.4, 0.5), 3)
    0.2
    """
    mean = share * one + (1 - share) * other
    if not (0 < share < 1 and 0 < mean < 1):
        return float("nan")
    return (one - other) * sqrt(share * (1 - share) / (mean * (1 - mean)))


def whatever(
    exposed: np.ndarray,
    seen: np.ndarray,
    success: np.ndarray,
    clusters: np.ndarray,
    level: float,
) -> tuple[Estimate, Estimate]:
    """Return the lowest and the highest correlation of exposure and success, assuming nothing.

    Parameters
    ----------
    exposed, seen
        Flags of everybody, shape (n,).
    success
        Flag, shape (n,); whatever for those whose outcome is not seen.
    clusters
        Number of each row's cluster, from 0, shape (n,).
    level
        Confidence level, e.g. 0.95.

    Notes
    -----
    At the lowest all the unseen of the exposed fail and all the unseen of the others succeed.

    References
    ----------
    Manski (1989), Journal of Human Resources 24:343-360.

    Examples
    --------
    >>> exposed, success = np.repeat([True, False], 500), np.tile([True, False], 500)
    >>> seen = np.tile(np.arange(20) < 16, 50)
    >>> low, high = whatever(exposed, seen, success, np.arange(1000), 0.95)
    >>> f"{low.value:.2f} (from {low.low:.2f}) to {high.value:.2f} (to {high.high:.2f})"
    '-0.20 (from -0.26) to 0.20 (to 0.26)'
    """
    right = seen & success
    columns = np.column_stack(
        [exposed, exposed & right, exposed & ~seen, ~exposed & right, ~exposed & ~seen]
    ).astype(float)

    def lowest(means: np.ndarray) -> float:
        share, right, _, other_right, other_unseen = means
        return phi(right / share, (other_right + other_unseen) / (1 - share), share)

    def highest(means: np.ndarray) -> float:
        share, right, unseen, other_right, _ = means
        return phi((right + unseen) / share, other_right / (1 - share), share)

    return (
        of_means(lowest, columns, clusters, level, "sharp bound from below"),
        of_means(highest, columns, clusters, level, "sharp bound from above"),
    )


def monotone(
    exposed: np.ndarray, seen: np.ndarray, y: np.ndarray, clusters: np.ndarray, level: float
) -> tuple[Estimate, Estimate]:
    """Return the lowest and the highest mean difference among those selected either way.

    Parameters
    ----------
    exposed, seen
        Flags of everybody, shape (n,).
    y
        Outcome, shape (n,); whatever for those whose outcome is not seen.
    clusters
        Number of each row's cluster, from 0, shape (n,).
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    No number where an arm is empty or has none that are seen.

    Notes
    -----
    Assumes that exposure goes with being selected in one direction for everybody. The arm that is
    selected more often then holds some who are there for their exposure only, a known share; at
    worst these are its lowest or its highest. The trimmed mean is written so that its derivative by
    the cut is zero, and the cut is held fixed.

    References
    ----------
    Lee (2009), Review of Economic Studies 76:1071-1102.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> exposed, y = rng.random(8000) < 0.4, rng.normal(size=8000)
    >>> seen = rng.random(8000) < np.where(exposed, 0.5, 0.4)
    >>> low, high = monotone(exposed, seen, y, np.arange(8000), 0.95)
    >>> f"{low.value:.2f} (from {low.low:.2f}) to {high.value:.2f} (to {high.high:.2f})"
    '-0.35 (from -0.44) to 0.29 (to 0.38)'
    """
    share = [seen[arm].mean() if arm.any() else 0.0 for arm in (exposed, ~exposed)]
    nothing = Estimate(None, None, None, "no number: one side is empty")
    if not all(share):
        return nothing, nothing
    if share[0] < share[1]:
        low, high = monotone(~exposed, seen, y, clusters, level)
        return _negative(high), _negative(low)
    low, high = (
        _trimmed(exposed, seen, sign * y, share[1] / share[0], clusters, level)
        for sign in (-1.0, 1.0)
    )
    return _negative(low), high


def _trimmed(
    exposed: np.ndarray,
    seen: np.ndarray,
    y: np.ndarray,
    kept: float,
    clusters: np.ndarray,
    level: float,
) -> Estimate:
    """Return the mean of the highest of the exposed, the share `kept`, less that of the others."""
    one, other = exposed & seen, ~exposed & seen
    cut = np.quantile(y[one], 1 - kept, method="inverted_cdf")
    over = np.where(one, (y - cut).clip(min=0), 0.0)
    columns = np.column_stack([exposed, one, other, over, np.where(other, y, 0.0)]).astype(float)

    def statistic(means: np.ndarray) -> float:
        share, one_seen, other_seen, above, total = means
        kept = (other_seen / (1 - share)) / (one_seen / share)
        return float(cut + above / (one_seen * kept) - total / other_seen)

    return of_means(statistic, columns, clusters, level, "sharp bound where exposure goes one way")


def _negative(estimate: Estimate) -> Estimate:
    value, low, high = (
        None if end is None else -end for end in (estimate.value, estimate.high, estimate.low)
    )
    return Estimate(value, low, high, estimate.method)
