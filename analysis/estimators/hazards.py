"""Who leaves sooner: the log-rank test, Cox's hazard ratio of two arms, and whether it holds over time."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from analysis.estimators.followed import Followed
from analysis.finding import Estimate

HAZARD_RATIO = "Cox hazard ratio within strata"
FEWEST_EVENTS = 10
"""With fewer leavings that could tell there is no hazard ratio: ten to each parameter."""
# A hazard ratio of e^20 is no number but a sign of separation.
_FARTHEST = 20.0


@dataclass(frozen=True)
class _Events:
    """Leavings for one reason while both arms were at risk, one by one; arrays of shape (leavings,).

    Attributes
    ----------
    stratum, column
        Where each stands in the risk sets.
    gone
        Share of those who leave at its time that are taken as gone before it: of d, the k-th leaves
        when (k - 1) / d of each are gone (Efron), or all leave at once, and it is 0 (Breslow).
    n1, n0
        At risk, exposed and others, less the part that is gone.
    exposed
        Share of the exposed among those who leave at its time.
    """

    stratum: np.ndarray
    column: np.ndarray
    gone: np.ndarray
    n1: np.ndarray
    n0: np.ndarray
    exposed: np.ndarray

    def share(self, log_ratio: float) -> np.ndarray:
        """Return the exposed's part of the hazard at each leaving."""
        part = exp(log_ratio) * self.n1
        return part / (part + self.n0)

    def score(self, log_ratio: float) -> float:
        """Return the slope of the log partial likelihood."""
        return float((self.exposed - self.share(log_ratio)).sum())


def log_rank(people: Followed, reason: int) -> float | None:
    """Return the p-value of the test that both arms leave for a reason at one rate, within strata.

    Returns
    -------
    None where nobody left for the reason while both arms were at risk.

    Notes
    -----
    By hand: statsmodels' `survdiff` cannot take strata and late starts together.

    References
    ----------
    Mantel (1966), Cancer Chemotherapy Reports 50:163-170.

    Examples
    --------
    >>> end, arm = np.array([1, 2, 3, 4, 5, 6, 7, 8]), np.arange(8) < 4
    >>> people = Followed(end, np.ones(8, int), arm, np.zeros(8, int))
    >>> round(log_rank(people, 1), 4)
    0.0067
    """
    from scipy.special import chdtrc  # half a second that reading a finding from JSON need not wait

    sets = people.risk_sets
    n0, n1 = sets.at_risk[:, 0].astype(float), sets.at_risk[:, 1].astype(float)
    d0, d1 = sets.left_for(reason)[:, 0], sets.left_for(reason)[:, 1]
    d, n = d0 + d1, n0 + n1
    met = (d > 0) & (n0 > 0) & (n1 > 0)
    d, d1, n, n0, n1 = (one[met] for one in (d, d1, n, n0, n1))
    variance = (d * n1 * n0 * (n - d) / (n**2 * np.maximum(n - 1, 1))).sum()
    if not variance > 1e-12:
        return None
    return float(chdtrc(1, (d1 - d * n1 / n).sum() ** 2 / variance))


def hazard_ratio(
    people: Followed,
    reason: int,
    level: float,
    *,
    clusters: np.ndarray | None = None,
    efron: bool = True,
) -> Estimate:
    """Return the exposed's hazard of leaving for a reason over the others', within strata.

    Leaving for another reason only ends the follow-up.

    Parameters
    ----------
    level
        Confidence level, e.g. 0.95.
    clusters
        Number of the cluster of each person, shape (people,), from 0: people of one may be alike.
        Without it everybody is independent.
    efron
        Leavings at one time by Efron's method, else by Breslow's.

    Returns
    -------
    Nothing with fewer than 10 leavings that could tell, or with fewer than 2 clusters; nor where the
    arms are separate, one leaving only while the other is no longer there.

    Notes
    -----
    By hand, as a ratio of two arms needs the counts of the risk sets alone: statsmodels' `PHReg`,
    which walks over people and leavings in Python, takes ten seconds where this takes a hundredth.
    The interval over clusters is Student's, on one degree of freedom less than there are clusters.

    References
    ----------
    Cox (1972), Journal of the Royal Statistical Society B 34:187-220; Efron (1977), Journal of the
    American Statistical Association 72:557-565; clusters: Lin and Wei (1989), ibid. 84:1074-1078.

    Examples
    --------
    >>> end, reason = np.arange(1, 41), np.ones(40, int)
    >>> people = Followed(end, reason, np.arange(40) % 3 == 0, np.zeros(40, int))
    >>> got = hazard_ratio(people, 1, 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.89 (0.46 to 1.73)'
    """
    from scipy.special import ndtri, stdtrit  # see `log_rank`

    events = _events(people, reason, efron)
    if len(events.n1) < FEWEST_EVENTS:
        return _none(f"fewer than {FEWEST_EVENTS} leavings while both arms were there")
    log_ratio = _solved(events)
    if log_ratio is None:
        return _none("one arm leaves only while the other is not there")
    share = events.share(log_ratio)
    information = float((share * (1 - share)).sum())
    variance, quantile = 1 / information, float(ndtri(0.5 + level / 2))
    if clusters is not None:
        sums = np.bincount(clusters, weights=_residuals(people, reason, events, log_ratio))
        several = len(np.unique(clusters))
        if several < 2:
            return _none("fewer than 2 clusters")
        variance = float((sums**2).sum()) / information**2 * several / (several - 1)
        quantile = float(stdtrit(several - 1, 0.5 + level / 2))
    reach = quantile * sqrt(variance)
    return Estimate(exp(log_ratio), exp(log_ratio - reach), exp(log_ratio + reach), HAZARD_RATIO)


def proportional(people: Followed, reason: int) -> float | None:
    """Return the p-value of the test that the hazard ratio is the same at all times.

    Returns
    -------
    None where there is no hazard ratio, or all leave at one time.

    Notes
    -----
    Whether Schoenfeld's residuals go with the rank of time: the score test of Grambsch and Therneau,
    with each leaving's own variance where their paper takes the mean of all, as R's `cox.zph` since
    2019. By hand: statsmodels has the residuals and no test.

    References
    ----------
    Grambsch and Therneau (1994), Biometrika 81:515-526.

    Examples
    --------
    The exposed leave early or not at all:

    >>> end = np.concatenate([np.arange(1, 21), np.full(20, 99), np.arange(21, 61)])
    >>> people = Followed(end, (end < 99).astype(int), np.arange(80) < 40, np.zeros(80, int))
    >>> proportional(people, 1) < 1e-4
    True
    """
    from scipy.special import chdtrc  # see `log_rank`
    from scipy.stats import rankdata

    events = _events(people, reason, efron=True)
    log_ratio = _solved(events)
    if log_ratio is None:
        return None
    share = events.share(log_ratio)
    variance = share * (1 - share)
    rank = rankdata(events.column)
    rank -= (rank * variance).sum() / variance.sum()
    spread = (rank**2 * variance).sum()
    if not spread > 1e-9:
        return None
    return float(chdtrc(1, (rank * (events.exposed - share)).sum() ** 2 / spread))


def _events(people: Followed, reason: int, efron: bool) -> _Events:
    sets = people.risk_sets
    at_risk, left = sets.at_risk, sets.left_for(reason)
    stratum, column = np.nonzero((left.sum(axis=1) > 0) & (at_risk > 0).all(axis=1))
    n, d = at_risk[stratum, :, column].T, left[stratum, :, column].T
    ties = d.sum(axis=0)
    of = np.repeat(np.arange(len(ties)), ties)
    before = np.arange(len(of)) - (np.cumsum(ties) - ties)[of]
    gone = before / ties[of] if efron else np.zeros(len(of))
    n0, n1 = n[:, of] - gone * d[:, of]
    return _Events(stratum[of], column[of], gone, n1, n0, d[1, of] / ties[of])


def _solved(events: _Events) -> float | None:
    """Return the log hazard ratio of greatest partial likelihood, or None where there is none."""
    from scipy.optimize import brentq  # see `log_rank`

    if len(events.n1) < FEWEST_EVENTS:
        return None
    if events.score(-_FARTHEST) <= 0 or events.score(_FARTHEST) >= 0:
        return None
    return float(brentq(events.score, -_FARTHEST, _FARTHEST, xtol=1e-12))


def _residuals(people: Followed, reason: int, events: _Events, log_ratio: float) -> np.ndarray:
    """Return what each person adds to the score, shape (people,): they add up to zero."""
    shape = people.risk_sets.at_risk[:, 0].shape
    cell = events.stratum * shape[1] + events.column

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(cell, weights=values, minlength=shape[0] * shape[1]).reshape(shape)

    share = events.share(log_ratio)
    step = 1 / (exp(log_ratio) * events.n1 + events.n0)
    exposed, stratum = people.exposed.astype(float), people.stratum
    first, last = people.columns
    met = summed(np.ones(len(cell)))
    left = (people.reason == reason) & (met[stratum, last] > 0)

    def hazard(step: np.ndarray) -> np.ndarray:
        through = np.pad(summed(step).cumsum(axis=1), ((0, 0), (1, 0)))
        own = summed(step * events.gone)[stratum, last]
        return through[stratum, last + 1] - through[stratum, first] - left * own

    seen = left * (exposed - (summed(share) / np.maximum(met, 1))[stratum, last])
    return seen - np.exp(log_ratio * exposed) * (exposed * hazard(step) - hazard(step * share))


def _none(why: str) -> Estimate:
    return Estimate(None, None, None, f"{HAZARD_RATIO}: {why}")
