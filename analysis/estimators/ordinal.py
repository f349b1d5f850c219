"""Ordered outcomes: the proportional-odds model, fitted to counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from analysis.finding import Estimate

METHOD = "proportional odds of a higher level, as a difference in standard deviations of a logistic curve"
_NO_FIT = "no number: the proportional-odds model did not converge"
_APART = "no number: the two sides share no level, or all have the same one"
_STEPS = 50
_CLOSE = 1e-10
# An odds ratio beyond e^15 is no estimate: the model is running away.
_FARTHEST = 15.0


@dataclass(frozen=True)
class Fit:
    """A proportional-odds model: logit P(level above cut j) = slopes x design - cuts[j].

    Attributes
    ----------
    slopes
        Log odds ratios of a higher level, shape (k,).
    covariance
        Theirs, shape (k, k).
    cuts
        Shape (levels - 1,), rising.
    lack
        Twice the log-likelihood that a model of its own for each row of counts would add.
    """

    slopes: np.ndarray
    covariance: np.ndarray
    cuts: np.ndarray
    lack: float


def fit(counts: np.ndarray, design: np.ndarray) -> Fit | None:
    """Return the proportional-odds model of counts by level; None if it does not converge.

    Parameters
    ----------
    counts
        Shape (rows, levels), the lowest level first; every level must be taken by somebody.
    design
        Shape (rows, k), without an intercept.

    Notes
    -----
    Newton's method with halved steps; the log-likelihood is concave (Pratt 1981, JASA 76:103-106).
    By hand: `OrderedModel` of statsmodels takes no counts and no exact derivatives, so that 5,000
    people in 30 groups take it five seconds.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42:109-142.

    Examples
    --------
    >>> got = fit(np.array([[20.0, 30, 50], [40, 30, 30]]), np.array([[1.0], [0.0]]))
    >>> got.slopes.round(3).tolist(), got.cuts.round(3).tolist()
    ([0.903], [-0.432, 0.883])
    """
    total = counts.sum(axis=0)
    if len(total) < 2 or not total.all():
        return None
    below = np.cumsum(total)[:-1] / total.sum()
    at = np.r_[np.log(below / (1 - below)), np.zeros(design.shape[1])]
    height, slope, curve = _likelihood(at, counts, design)
    for _ in range(_STEPS):
        try:
            step = np.linalg.solve(-curve, slope)
        except np.linalg.LinAlgError:
            return None
        if slope @ step < _CLOSE:
            return _fitted(at + step, -curve, height, counts)
        while not (new := _likelihood(at + step, counts, design))[0] >= height:
            step = step / 2
            if np.abs(step).max() < _CLOSE:
                return None
        at, (height, slope, curve) = at + step, new
        if np.abs(at).max() > _FARTHEST:
            return None
    return None


def difference(
    levels: np.ndarray, exposed: np.ndarray, level: float
) -> tuple[Estimate, float | None]:
    """Return how much higher the exposed stand, in standard deviations behind the levels.

    Parameters
    ----------
    levels
        Number of each person's level, from 0, shape (n,).
    exposed
        Flag, shape (n,).
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    The log odds ratio of a higher level over pi / sqrt(3), the standard deviation of the logistic
    curve behind it, and the p-value of the test that it is the same at every cut: None with two
    levels, or with fewer than 5 people to each level and side on average. No number where the sides
    share no level.

    References
    ----------
    Chinn (2000), Statistics in Medicine 19:3127-3131.

    Examples
    --------
    >>> levels = np.repeat([0, 1, 2, 0, 1, 2], [20, 30, 50, 40, 30, 30])
    >>> got, same = difference(levels, np.repeat([True, False], 100), 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f}), p = {same:.2f}"
    '0.50 (0.21 to 0.79), p = 0.66'
    """
    from scipy.special import chdtrc, ndtri  # half a second that reading a finding need not wait

    taken, levels = np.unique(levels, return_inverse=True)
    size = len(taken)
    counts = np.bincount(levels + size * ~exposed, minlength=2 * size).reshape(2, -1).astype(float)
    if size < 2 or not (counts[0] * counts[1]).any():
        return Estimate(None, None, None, _APART), None
    found = fit(counts, np.array([[1.0], [0.0]]))
    if found is None:
        return Estimate(None, None, None, _NO_FIT), None
    value = float(found.slopes[0])
    reach = float(ndtri(0.5 + level / 2)) * sqrt(float(found.covariance[0, 0]))
    low, at, high = (x * sqrt(3) / pi for x in (value - reach, value, value + reach))
    tested = size > 2 and counts.mean() >= 5
    same = float(chdtrc(size - 2, max(found.lack, 0.0))) if tested else None
    return Estimate(at, low, high, METHOD), same


def tenths(values: np.ndarray) -> np.ndarray:
    """Return the number of each value's tenth, from 0: fewer than ten where many are the same.

    Examples
    --------
    >>> tenths(np.array([1.0, 1.0, 1.0, 2.0])).tolist()
    [0, 0, 0, 1]
    """
    cuts = np.unique(np.quantile(values, np.arange(1, 10) / 10)) if len(values) else values
    return np.unique(np.searchsorted(cuts, values), return_inverse=True)[1]


def _likelihood(
    at: np.ndarray, counts: np.ndarray, design: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the log-likelihood, its first and its second derivatives by cuts, then slopes."""
    from scipy.special import expit

    cuts = counts.shape[1] - 1
    below = expit(at[:cuts] - (design @ at[cuts:])[:, None])
    share = np.diff(below, axis=1, prepend=0.0, append=1.0)
    if not (share > 0).all():
        return float("-inf"), at, np.diag(at)
    density = below * (1 - below)
    ratio = counts / share
    jump = ratio[:, :-1] - ratio[:, 1:]
    steep = counts / share**2
    slope = jump * density
    # Of each row, the second derivatives by its logits: a band of width one.
    own = jump * density * (1 - 2 * below) - (steep[:, :-1] + steep[:, 1:]) * density**2
    next_ = steep[:, 1:-1] * density[:, :-1] * density[:, 1:]
    of_row = own.copy()
    of_row[:, :-1] += next_
    of_row[:, 1:] += next_
    by_cut = np.diag(own.sum(axis=0))
    by_cut += np.diag(next_.sum(axis=0), 1) + np.diag(next_.sum(axis=0), -1)
    across = -of_row.T @ design
    curve = np.block(
        [[by_cut, across], [across.T, design.T @ (of_row.sum(axis=1)[:, None] * design)]]
    )
    gradient = np.r_[slope.sum(axis=0), -design.T @ slope.sum(axis=1)]
    return float((counts * np.log(share)).sum()), gradient, curve


def _fitted(at: np.ndarray, information: np.ndarray, height: float, counts: np.ndarray) -> Fit:
    cuts = counts.shape[1] - 1
    whole = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, whole, out=np.ones_like(counts), where=(counts > 0) & (whole > 0))
    best = float((counts * np.log(share)).sum())
    return Fit(at[cuts:], np.linalg.inv(information)[cuts:, cuts:], at[:cuts], 2 * (best - height))
