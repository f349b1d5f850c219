"""Several questions at once: p-values of intervals, Holm's adjustment, intervals at another level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.finding import Estimate


def p_value(estimate: Estimate, level: float) -> float:
    """Return the two-sided p-value of no difference that an interval stands for.

    Parameters
    ----------
    estimate
        A difference and its interval.
    level
        The interval's, e.g. 0.95.

    Returns
    -------
    1 without an interval. At most 1 - `level` where the interval excludes 0, and more where it does
    not, whatever its shape.

    Notes
    -----
    The distance from the value to the end nearer to 0 is taken for so many standard errors as a
    normal interval would have there (Altman and Bland 2011, BMJ 343:d2304). An end that was rounded
    outward errs on the side of a greater p-value.

    Examples
    --------
    >>> round(p_value(Estimate(0.04, 0.0, 0.08, ""), 0.95), 4)
    0.05
    """
    from scipy.special import ndtr, ndtri

    if estimate.value is None or estimate.low is None or estimate.high is None:
        return 1.0
    reach = estimate.value - estimate.low if estimate.value > 0 else estimate.high - estimate.value
    if estimate.value == 0 or not reach > 0:
        return 1.0
    z = abs(estimate.value) / reach * float(ndtri(0.5 + level / 2))
    return float(2 * ndtr(-z))


def holm(p: Sequence[float]) -> np.ndarray:
    """Return p-values adjusted so that a false alarm among them is as rare as for one alone.

    Notes
    -----
    By hand: statsmodels' runs the garbage collector at each call, a tenth of a second.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70.

    Examples
    --------
    >>> holm([0.03, 0.001, 0.2]).tolist()
    [0.06, 0.003, 0.2]
    """
    raw = np.asarray(p, dtype=float)
    order = np.argsort(raw)
    stepped = np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1))
    return stepped.clip(max=1.0)[np.argsort(order)]


def at_level(estimate: Estimate, level: float, wanted: float) -> Estimate:
    """Return an estimate with its interval at another level, each side stretched as a normal one.

    Parameters
    ----------
    level, wanted
        The interval's level, and the one wanted.

    Examples
    --------
    >>> got = at_level(Estimate(0.04, 0.0, 0.08, ""), 0.95, 1 - 0.05 / 3)
    >>> f"{got.low:.4f} {got.high:.4f}"
    '-0.0089 0.0889'
    """
    from scipy.special import ndtri

    if estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate
    stretch = float(ndtri(0.5 + wanted / 2) / ndtri(0.5 + level / 2))
    return replace(
        estimate,
        low=estimate.value - stretch * (estimate.value - estimate.low),
        high=estimate.value + stretch * (estimate.high - estimate.value),
    )
