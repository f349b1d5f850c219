"""The same difference in several groups: how it varies between them, and each one partially pooled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri, ndtr, ndtri
from statsmodels.stats.meta_analysis import combine_effects

from analysis.finding import Estimate

FEWEST_GROUPS = 3
"""Of fewer groups nothing can be said of how they vary."""

PARTIAL = "partially pooled over the groups, Morris's interval"
MEAN = "mean over the groups"
ANOTHER = "where a group not seen yet would lie"

# Equally likely values of the spread between groups that stand for its confidence distribution.
_SPREADS = 200
_HALVINGS = 60


@dataclass(frozen=True)
class Pooled:
    """Groups taken together.

    Attributes
    ----------
    mean
        The mean over groups.
    another
        The same value, with an interval for one more group like these (prediction interval).
    each
        The groups' own, drawn towards the mean as far as they vary by no more than chance.
    p
        Of the test that all are the same (Cochran's Q).
    """

    mean: Estimate
    another: Estimate
    each: tuple[Estimate, ...]
    p: float


def pool(values: np.ndarray, errors: np.ndarray, level: float) -> Pooled:
    """Return groups' estimates taken together.

    Parameters
    ----------
    values, errors
        Estimates and standard errors, above zero, shape (groups,), of `FEWEST_GROUPS` or more.
    level
        Confidence level, e.g. 0.95.

    Notes
    -----
    The variance between groups is Paule and Mandel's (statsmodels). The usual intervals take it as
    known, and with 4 to 8 groups cover too little. So the mean and the prediction are averaged over
    its confidence distribution, by hand as no library has it, and each group's interval is Morris's,
    which with 3 groups draws nothing together.

    References
    ----------
    Paule and Mandel (1982), Journal of Research of the NBS 87:377-385. Nagashima, Noma and Furukawa
    (2019), Statistical Methods in Medical Research 28:1689-1702. Morris (1983), Journal of the
    American Statistical Association 78:47-55.

    Examples
    --------
    >>> found = pool(np.array([0.1, 0.02, 0.05, 0.03]), np.full(4, 0.02), 0.95)
    >>> f"{found.mean.value:.3f} ({found.mean.low:.3f} to {found.mean.high:.3f})"
    '0.050 (-0.007 to 0.107)'
    >>> [round(one.value, 3) for one in found.each]
    [0.095, 0.023, 0.05, 0.032]
    """
    k, variances = len(values), errors**2
    both = combine_effects(values, variances, method_re="iterated")
    between, mean = float(both.tau2), float(both.mean_effect_re)
    spreads = _spreads(values, variances)
    weight = 1 / (variances + spreads[:, None])
    centre, of_mean = (weight * values).sum(axis=1) / weight.sum(axis=1), 1 / weight.sum(axis=1)
    ends = _ends(centre, np.sqrt(of_mean), level)
    beyond = _ends(centre, np.sqrt(of_mean + spreads), level)
    total = variances + between
    share = max(k - 3, 0) / (k - 1) * variances / total
    drawn = mean + (1 - share) * (values - mean)
    typical = (variances / total).sum() / (1 / total).sum()
    unsure = 2 / max(k - 3, 1) * share**2 * (typical + between) / total * (values - mean) ** 2
    reach = ndtri(0.5 + level / 2) * np.sqrt(variances * (1 - (k - 1) / k * share) + unsure)
    return Pooled(
        Estimate(mean, *ends, MEAN),
        Estimate(mean, *beyond, ANOTHER),
        tuple(
            Estimate(float(one), float(one - far), float(one + far), PARTIAL)
            for one, far in zip(drawn, reach, strict=True)
        ),
        float(both.test_homogeneity().pvalue),
    )


def _spreads(values: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return equally likely variances between groups, by where Cochran's Q meets its quantiles."""
    k = len(values)
    wanted = chdtri(k - 1, (np.arange(_SPREADS) + 0.5) / _SPREADS)
    low, high = np.zeros(_SPREADS), ((values - values.mean()) ** 2).sum() / wanted
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        weight = 1 / (variances + middle[:, None])
        centre = (weight * values).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
        above = (weight * (values - centre) ** 2).sum(axis=1) > wanted
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return low


def _ends(centre: np.ndarray, error: np.ndarray, level: float) -> tuple[float, float]:
    """Return the interval of an equal mixture of normal distributions."""
    least, most = (centre - 9 * error).min(), (centre + 9 * error).max()
    low, high = (
        brentq(lambda x, p=p: ndtr((x - centre) / error).mean() - p, least, most)
        for p in (0.5 - level / 2, 0.5 + level / 2)
    )
    return float(low), float(high)
