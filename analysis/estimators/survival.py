"""Staying and leaving over time: curves at a fixed time, their difference, and restricted means.

Leaving has reasons that compete: who was let go cannot resign any more. Their share is the
cumulative incidence, not one less a curve that takes the others for censored.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

from analysis.estimators.apart import less
from analysis.estimators.followed import RiskSets
from analysis.finding import Estimate

STAYING = "Kaplan-Meier, Greenwood's variance, log(-log) interval"
LEAVING = "Aalen-Johansen cumulative incidence, log(-log) interval"
RAW = "raw difference of cumulative incidences, square-and-add interval"
WITHIN = "difference of cumulative incidences within strata, Mantel-Haenszel weights"
RESTRICTED = "difference of restricted mean times"
MEDIAN = "Kaplan-Meier median, Brookmeyer and Crowley's log(-log) interval"
_NOBODY = "nobody is followed for so long"
_NO_LEAVING = "in one of the arms nobody left so by then"


class _Share(NamedTuple):
    """Shares that left by a time, their variances, and where they can be told, each (strata, 2)."""

    value: np.ndarray
    variance: np.ndarray
    known: np.ndarray


def staying(sets: RiskSets, arm: int, time: float, level: float) -> Estimate:
    """Return the share of an arm that is still there at a time, over all strata together.

    Parameters
    ----------
    arm
        0 for the others, 1 for the exposed.
    time
        Who leaves at this very time has left.
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    Where nobody is followed for so long: nothing. Where nobody left yet, or everybody: no interval.

    References
    ----------
    Kaplan and Meier (1958), Journal of the American Statistical Association 53:457-481; interval as
    R's `survfit(conf.type = "log-log")`. By hand, as differences within strata need the same sums.

    Examples
    --------
    Remission on 6-MP in weeks (Freireich et al. 1963):

    >>> from analysis.estimators.followed import Followed
    >>> weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    >>> ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    >>> on_6mp = Followed(np.array(weeks), np.array(ended), np.ones(21, bool), np.zeros(21, int))
    >>> got = staying(on_6mp.risk_sets, 1, 10, 0.95)
    >>> f"{got.value:.3f} ({got.low:.3f} to {got.high:.3f})"
    '0.753 (0.503 to 0.889)'
    """
    left = _left(sets.pooled(), None, time)
    stayed = left._replace(value=1 - left.value)
    return _shown(stayed, arm, level, STAYING)


def leaving(sets: RiskSets, reason: int, arm: int, time: float, level: float) -> Estimate:
    """Return the share of an arm that left for a reason by a time, over all strata together.

    Parameters
    ----------
    reason
        1, 2, ...; leaving for another ends the risk of leaving for this.
    arm, time, level
        See `staying`.

    References
    ----------
    Aalen and Johansen (1978), Scandinavian Journal of Statistics 5:141-150; variance by the delta
    method, Marubini and Valsecchi (1995), Analysing Survival Data from Clinical Trials, chapter 10,
    as statsmodels' `CumIncidenceRight`.
    """
    return _shown(_left(sets.pooled(), reason, time), arm, level, LEAVING)


def raw_difference(sets: RiskSets, reason: int, time: float, level: float) -> Estimate:
    """Return by how much less of the exposed than of the others left for a reason by a time.

    Parameters
    ----------
    reason, time, level
        See `leaving`.

    Returns
    -------
    Nothing where an arm is not followed for so long, or nobody in it left for the reason.

    References
    ----------
    Square-and-add over the arms' log(-log) intervals: `apart.less`.
    """
    exposed, others = (leaving(sets, reason, arm, time, level) for arm in (1, 0))
    if exposed.value is None or others.value is None:
        return Estimate(None, None, None, f"{RAW}: {_NOBODY}")
    if exposed.low is None or exposed.high is None or others.low is None or others.high is None:
        return Estimate(None, None, None, f"{RAW}: {_NO_LEAVING}")
    return less(others, exposed, method=RAW)


def difference(sets: RiskSets, reason: int, time: float, level: float) -> Estimate:
    """Return by how much less of the exposed than of the others left for a reason, within strata.

    Parameters
    ----------
    reason, time, level
        See `leaving`.

    Returns
    -------
    Nothing where no stratum's arms are both followed for so long, or nobody in an arm left for the
    reason.

    Notes
    -----
    Stratum k weighs n1 n0 / (n1 + n0): if everybody is followed for so long, this is the
    Mantel-Haenszel risk difference. The variance of a share from m people is multiplied by
    m / (m - 1), without which many small strata would look surer than they are; a stratum with one
    person in an arm is left out. Whether a small stratum's curve reaches the time depends on who
    left, so that the caller should take small ones together.

    Examples
    --------
    >>> from analysis.estimators.followed import Followed
    >>> left = np.array([30, 90, 200] + [400] * 7 + [30, 60, 90, 200, 300] + [400] * 5)
    >>> of_20 = Followed(left, (left < 365).astype(int), np.arange(20) < 10, np.zeros(20, int))
    >>> got = difference(of_20.risk_sets, 1, 365, 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.20 (-0.24 to 0.64)'
    """
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    left = _left(sets, reason, time)
    both = np.all(left.known & (sets.n > 1), axis=1)
    if not both.any():
        return Estimate(None, None, None, f"{WITHIN}: {_NOBODY}")
    kept = sets.where(both)
    if not kept.left_by(time, reason).sum(axis=0).all():
        return Estimate(None, None, None, f"{WITHIN}: {_NO_LEAVING}")
    n = kept.n.astype(float)
    weight = n.prod(axis=1) / n.sum(axis=1)
    weight /= weight.sum()
    value = float((weight * (left.value[both, 0] - left.value[both, 1])).sum())
    variance = (left.variance[both] * n / (n - 1)).sum(axis=1)
    reach = float(ndtri(0.5 + level / 2)) * sqrt((weight**2 * variance).sum())
    if reach < 1e-12:
        return Estimate(value, None, None, WITHIN)
    return Estimate(value, max(value - reach, -1.0), min(value + reach, 1.0), WITHIN)


def restricted_difference(sets: RiskSets, time: float, level: float) -> Estimate:
    """Return how much longer the exposed stay than the others on average, up to a time.

    Parameters
    ----------
    time, level
        See `staying`. Leaving for any reason counts; all strata are taken together.

    Returns
    -------
    In the unit of `time`. Nothing where an arm is not followed for so long, or nobody in it left.

    References
    ----------
    Royston and Parmar (2013), BMC Medical Research Methodology 13:152.
    """
    from scipy.special import ndtri  # see `difference`

    one = sets.pooled()
    known = _left(one, None, time).known[0]
    if not known.all():
        return Estimate(None, None, None, f"{RESTRICTED}: {_NOBODY}")
    upto = one.times <= time
    n, gone = one.at_risk[0][:, upto], one.events[..., upto].sum(axis=0)[0]
    if not gone.sum(axis=-1).all():
        return Estimate(None, None, None, f"{RESTRICTED}: {_NO_LEAVING}")
    stayed = np.cumprod(1 - gone / np.maximum(n, 1), axis=-1)
    areas = stayed * np.diff(one.times[upto], append=time)
    to_come = areas[:, ::-1].cumsum(axis=-1)[:, ::-1]
    mean = one.times[0] + areas.sum(axis=-1)
    variance = (to_come**2 * _spread(gone, n)).sum(axis=-1)
    value = float(mean[1] - mean[0])
    reach = float(ndtri(0.5 + level / 2)) * sqrt(variance.sum())
    return Estimate(value, value - reach, value + reach, RESTRICTED)


def median(sets: RiskSets, arm: int, level: float) -> Estimate:
    """Return the time by which half of an arm have left, for any reason, over all strata together.

    Parameters
    ----------
    arm, level
        See `staying`.

    Returns
    -------
    In the unit of the times. The value is the first time by which half or more have left; nothing
    where fewer than half have. An end is missing where the records do not reach so far.

    References
    ----------
    Brookmeyer and Crowley (1982), Biometrics 38:29-41: the times at which half is inside the curve's
    interval, as R's `survfit(conf.type = "log-log")`.

    Examples
    --------
    Remission on a placebo in weeks (Freireich et al. 1963):

    >>> weeks = np.array([1, 2, 3, 4, 5, 8, 11, 12, 15, 17, 22, 23])
    >>> left = np.array([2, 2, 1, 2, 2, 4, 2, 2, 1, 1, 1, 1])
    >>> got = median(RiskSets.counted(weeks, left, np.zeros(12, int)), 0, 0.95)
    >>> got.value, got.low, got.high
    (8.0, 4.0, 11.0)
    """
    from scipy.special import ndtri  # see `difference`

    one = sets.pooled()
    n, gone = one.at_risk[0, arm], one.events[:, 0, arm].sum(axis=0)
    some = np.maximum(n, 1)
    stayed = np.cumprod(1 - gone / some)
    # Greenwood's sum runs into those times only at which somebody is left to leave.
    spread = float(ndtri(0.5 + level / 2)) * np.sqrt(np.cumsum(_spread(gone, n)))
    inside = (stayed > 1e-12) & (stayed < 1 - 1e-12)
    share = np.where(inside, stayed, 0.5)
    reach = spread / -np.log(share)
    low, high = (
        np.where(inside, share ** np.exp(side * reach), stayed.round()) for side in (1.0, -1.0)
    )

    def first(curve: np.ndarray) -> float | None:
        half = np.flatnonzero((curve <= 0.5 + 1e-12) & (n > 0))
        return float(one.times[half[0]]) if len(half) else None

    return Estimate(first(stayed), first(low), first(high), MEDIAN)


def _left(sets: RiskSets, reason: int | None, time: float) -> _Share:
    """Return what share left for a reason (None: for any) by a time."""
    upto = sets.times <= time
    n, gone = sets.at_risk[..., upto], sets.events[..., upto].sum(axis=0)
    own = gone if reason is None else sets.left_for(reason)[..., upto]
    some = np.maximum(n, 1)
    stayed = np.cumprod(1 - gone / some, axis=-1)
    before = np.concatenate([np.ones((*n.shape[:-1], 1)), stayed], axis=-1)
    curve = np.cumsum(before[..., :-1] * own / some, axis=-1)
    value = curve.max(axis=-1, initial=0.0)
    to_come = value[..., None] - curve
    variance = (
        to_come**2 * _spread(gone, n)
        + before[..., :-1] ** 2 * own * (n - own) / some**3
        - 2 * to_come * before[..., :-1] * own / some**2
    ).sum(axis=-1)
    known = (sets.followed_to(time) > 0) | ((before[..., -1] < 1e-12) & (sets.n > 0))
    return _Share(value, variance.clip(min=0), known)


def _spread(gone: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return Greenwood's terms; where everybody leaves nothing is left to come that would vary."""
    room = n * (n - gone)
    return np.divide(gone, room, out=np.zeros(room.shape), where=room > 0)


def _shown(shares: _Share, arm: int, level: float, method: str) -> Estimate:
    from scipy.special import ndtri  # see `difference`

    value, variance = float(shares.value[0, arm]), float(shares.variance[0, arm])
    if not shares.known[0, arm]:
        return Estimate(None, None, None, f"{method}: {_NOBODY}")
    if not 1e-12 < value < 1 - 1e-12:
        return Estimate(value, None, None, method)
    reach = float(ndtri(0.5 + level / 2)) * sqrt(variance) / (value * np.log(value))
    low, high = sorted(value ** np.exp((-reach, reach)))
    return Estimate(value, float(low), float(high), method)
