"""What could have been told: from the width of an interval alone, never from what was seen."""

from __future__ import annotations

from analysis.finding import Estimate

POWER = 0.8
"""The chance with which a difference should be told."""


def detectable(estimate: Estimate, level: float) -> float | None:
    """Return the smallest difference that these records would have told from none, in 8 of 10 cases.

    Parameters
    ----------
    estimate
        A difference with its interval, on a scale on which intervals are about symmetric.
    level
        The interval's, e.g. 0.95.

    Returns
    -------
    In the estimate's unit, above zero; None without an interval or with one of no width.

    Notes
    -----
    The standard error times the normal quantiles of (1 + level) / 2 and of the power. The value that
    was found plays no part: power worked out from it would say no more than its p-value (Hoenig and
    Heisey 2001, The American Statistician 55:19-24).

    Examples
    --------
    With an interval 10 points wide in all, a difference of 7 points:

    >>> round(detectable(Estimate(0.01, -0.04, 0.06, ""), 0.95), 3)
    0.071
    """
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    if estimate.low is None or estimate.high is None or estimate.high <= estimate.low:
        return None
    wanted = float(ndtri(0.5 + level / 2))
    error = (estimate.high - estimate.low) / (2 * wanted)
    return (wanted + float(ndtri(POWER))) * error
