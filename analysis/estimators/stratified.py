"""Differences of rates within strata: Mantel-Haenszel, one 2 x 2 table to a stratum.

Strata may be many and tiny (a requisition, stage and round of three candidates): these estimators
stay right when strata grow in number and when they grow in size. Everything is sums over arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.estimators.proportions import score_statistic
from analysis.finding import Estimate

RISK_DIFFERENCE = "Mantel-Haenszel risk difference, Klingenberg's interval"
RISK_RATIO = "Mantel-Haenszel risk ratio, Greenland and Robins' variance"
ODDS_RATIO = "Mantel-Haenszel odds ratio, Robins-Breslow-Greenland variance"


@dataclass(frozen=True)
class Strata:
    """One 2 x 2 table to a stratum; arrays of shape (strata,).

    Attributes
    ----------
    n1, s1
        Exposed, and successes among them.
    n0, s0
        Unexposed, and successes among them.
    """

    n1: np.ndarray
    s1: np.ndarray
    n0: np.ndarray
    s0: np.ndarray

    @property
    def informative(self) -> np.ndarray:
        """Which strata hold both exposures and both outcomes, shape (strata,)."""
        successes = self.s1 + self.s0
        mixed = (successes > 0) & (successes < self.n1 + self.n0)
        return (self.n1 > 0) & (self.n0 > 0) & mixed

    def where(self, keep: np.ndarray) -> Strata:
        """Return the strata that `keep` marks, shape (strata,)."""
        return Strata(self.n1[keep], self.s1[keep], self.n0[keep], self.s0[keep])

    def pooled(self) -> tuple[float, float, float, float]:
        """Return s1, n1, s0, n0 of all strata together."""
        return (
            float(self.s1.sum()),
            float(self.n1.sum()),
            float(self.s0.sum()),
            float(self.n0.sum()),
        )


def tabulate(
    strata: Sequence[pd.Series], exposed: npt.ArrayLike, success: npt.ArrayLike, n: npt.ArrayLike
) -> Strata:
    """Count cells into one 2 x 2 table to a stratum.

    Parameters
    ----------
    strata
        Columns whose combinations are the strata, each of shape (cells,). With none, all is one.
    exposed, success
        Flags of the cells, shape (cells,).
    n
        Counts of the cells, shape (cells,).

    Examples
    --------
    >>> job = pd.Series([7, 7, 8])
    >>> tabulate([job], [True, False, True], [True, True, False], [3, 4, 5]).n1.tolist()
    [3.0, 5.0]
    """
    exposed, success = np.asarray(exposed, dtype=bool), np.asarray(success, dtype=bool)
    n = np.asarray(n, dtype=float)
    index = number(strata, len(n))
    size = int(index.max()) + 1 if len(index) else 0

    def total(keep: np.ndarray) -> np.ndarray:
        return np.bincount(index[keep], weights=n[keep], minlength=size)

    return Strata(
        total(exposed), total(exposed & success), total(~exposed), total(~exposed & success)
    )


def number(strata: Sequence[pd.Series], cells: int) -> np.ndarray:
    """Return the number of each cell's stratum, from 0, whatever the order of the rows.

    Examples
    --------
    >>> number([pd.Series(["b", "a", "b"]), pd.Series([1, 1, 2])], 3).tolist()
    [1, 0, 2]
    """
    if not strata or not cells:
        return np.zeros(cells, dtype=np.int64)
    found = np.zeros(cells, dtype=np.int64)
    for column in strata:
        codes, values = _codes(column)
        # Made dense at every step, so that the product never grows beyond the cells squared.
        found = pd.factorize(found * max(len(values), 1) + codes, sort=True)[0]
    return found


def _codes(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return the number of each value in their order, a missing one last, and the values."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not column.hasnans:
        return column.cat.codes.to_numpy(dtype=np.int64), column.cat.categories
    return pd.factorize(column, sort=True, use_na_sentinel=False)


def risk_difference(strata: Strata, level: float, dependent: np.ndarray | None = None) -> Estimate:
    """Return the Mantel-Haenszel risk difference with Klingenberg's interval.

    Parameters
    ----------
    level
        Confidence level, e.g. 0.95.
    dependent
        Label of each stratum's family, shape (strata,), where the same people may stand in several
        families: their errors are then taken as moving together fully, the widest that dependence
        of any kind can make the interval. Without it all strata are independent.

    Returns
    -------
    Without a stratum that holds both exposures: nothing. Without variation: a value, no interval.

    Notes
    -----
    Sato's variance of the difference is d P + Q. The interval holds every d that a test with the
    variance at that d does not refuse, (value - d)² <= z² (d P + Q), so that value ± z sqrt(value P + Q)
    is shifted by z² P / 2 and widened with it. In small samples the latter covers 92 to 93 times in 100.

    References
    ----------
    Greenland and Robins (1985), Biometrics 41:55-68; Sato (1989), Biometrics 45:1323-1324; Klingenberg
    (2014), Statistics in Medicine 33:2968-2983. By hand: statsmodels pools odds ratios and risk ratios
    only.

    Examples
    --------
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> got = risk_difference(tolbutamide, 0.90)
    >>> f"{got.value:.4f} ({got.low:.4f} to {got.high:.4f})"
    '0.0349 (-0.0177 to 0.0872)'
    """
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    both = (strata.n1 > 0) & (strata.n0 > 0)
    if not both.any():
        return Estimate(None, None, None, RISK_DIFFERENCE)
    kept = strata.where(both)
    n1, s1, n0, s0 = kept.n1, kept.s1, kept.n0, kept.s0
    n = n1 + n0
    weight = (n1 * n0 / n).sum()
    value = float(((s1 * n0 - s0 * n1) / n).sum() / weight)
    p = (n1**2 * s0 - n0**2 * s1 + n1 * n0 * (n0 - n1) / 2) / (n * weight) ** 2
    q = (s1 * (n0 - s0) + s0 * (n1 - s1)) / (2 * n * weight**2)
    variances = value * p + q
    variance = float(variances.sum())
    if not kept.informative.any() or variance < 1e-24:
        return Estimate(value, None, None, RISK_DIFFERENCE)
    squared = float(ndtri(0.5 + level / 2)) ** 2
    if dependent is not None:
        families = number([pd.Series(np.asarray(dependent)[both])], int(both.sum()))
        errors = np.sqrt(np.bincount(families, weights=variances).clip(min=0))
        squared *= float(errors.sum()) ** 2 / variance
    shift = squared * float(p.sum()) / 2
    middle, reach = value + shift, sqrt(squared * variance + shift**2)
    return Estimate(value, max(middle - reach, -1.0), min(middle + reach, 1.0), RISK_DIFFERENCE)


def risk_ratio(strata: Strata, level: float) -> Estimate:
    """Return the Mantel-Haenszel risk ratio with Greenland and Robins' interval.

    Returns
    -------
    Nothing where the exposed or the others have no success in a stratum that holds both.

    Notes
    -----
    By hand: statsmodels pools risk ratios without an interval.

    References
    ----------
    Greenland and Robins (1985), Biometrics 41:55-68.

    Examples
    --------
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> got = risk_ratio(tolbutamide, 0.90)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '1.33 (0.87 to 2.03)'
    """
    from scipy.special import ndtri  # see risk_difference

    kept = strata.where((strata.n1 > 0) & (strata.n0 > 0))
    n, successes = kept.n1 + kept.n0, kept.s1 + kept.s0
    sides = float((kept.s1 * kept.n0 / n).sum()), float((kept.s0 * kept.n1 / n).sum())
    if not all(sides):
        return Estimate(None, None, None, RISK_RATIO)
    value = sides[0] / sides[1]
    spread = ((successes * kept.n1 * kept.n0 - kept.s1 * kept.s0 * n) / n**2).sum()
    reach = float(ndtri(0.5 + level / 2)) * sqrt(float(spread) / (sides[0] * sides[1]))
    return Estimate(value, value * exp(-reach), value * exp(reach), RISK_RATIO)


def odds_ratio(strata: Strata, level: float) -> Estimate:
    """Return the Mantel-Haenszel odds ratio; nothing where one outcome never meets one exposure.

    Examples
    --------
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> got = odds_ratio(tolbutamide, 0.90)
    >>> f"{got.value:.4f} ({got.low:.4f} to {got.high:.4f})"
    '1.4031 (0.8411 to 2.3409)'
    """
    kept = strata.where(strata.informative)
    cross = (kept.s1 * (kept.n0 - kept.s0)).sum(), (kept.s0 * (kept.n1 - kept.s1)).sum()
    if not all(cross):
        return Estimate(None, None, None, ODDS_RATIO)
    tables = _tables(kept)
    low, high = tables.oddsratio_pooled_confint(1 - level)
    return Estimate(float(tables.oddsratio_pooled), float(low), float(high), ODDS_RATIO)


def same_difference(strata: Strata, difference: float) -> float | None:
    """Return the p-value of the test that the risk difference is the same in all strata.

    Parameters
    ----------
    strata
        Each must be of some size: the caller chooses which.
    difference
        The common difference, as estimated.

    Returns
    -------
    None with fewer than two strata that hold both arms.

    Notes
    -----
    Squared score statistics against the common difference, summed over strata: chi-squared with one
    degree of freedom less than there are strata.

    References
    ----------
    Gart and Nam (1990), Biometrics 46:637-643.

    Examples
    --------
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> round(same_difference(tolbutamide, 0.0349), 2)
    0.97
    """
    from scipy.special import chdtrc  # see risk_difference

    kept = strata.where((strata.n1 > 0) & (strata.n0 > 0))
    if len(kept.n1) < 2:
        return None
    z = score_statistic(kept.s1, kept.n1, kept.s0, kept.n0, difference)
    return float(chdtrc(len(z) - 1, (z**2).sum()))


def same_ratio(strata: Strata) -> float | None:
    """Return the p-value of the Breslow-Day test that the odds ratio is the same in all strata.

    Parameters
    ----------
    strata
        Each must be of some size: the caller chooses which.

    Returns
    -------
    None with fewer than two informative strata, or without a pooled odds ratio.

    Notes
    -----
    By hand: statsmodels 0.15 divides by zero where the pooled odds ratio is exactly 1.

    References
    ----------
    Breslow and Day (1980), Statistical Methods in Cancer Research, volume 1, chapter 4.

    Examples
    --------
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> round(same_ratio(tolbutamide), 3)
    0.555
    """
    from scipy.special import chdtrc  # see risk_difference

    kept = strata.where(strata.informative)
    ratio = odds_ratio(kept, 0.95).value
    if len(kept.n1) < 2 or ratio is None:
        return None
    successes = kept.s1 + kept.s0
    # Exposed successes that the pooled ratio expects; this form of the root holds at ratio 1 too.
    linear = kept.n0 - successes + ratio * (kept.n1 + successes)
    product = ratio * successes * kept.n1
    expected = 2 * product / (linear + np.sqrt(linear**2 + 4 * (1 - ratio) * product))
    variance = 1 / (
        1 / expected
        + 1 / (successes - expected)
        + 1 / (kept.n1 - expected)
        + 1 / (kept.n0 - successes + expected)
    )
    return float(chdtrc(len(expected) - 1, ((kept.s1 - expected) ** 2 / variance).sum()))


def _tables(strata: Strata) -> Any:
    # Two seconds to import: commands that show no finding should not wait for it.
    from statsmodels.stats.contingency_tables import StratifiedTable

    rows = [
        [strata.s1, strata.n1 - strata.s1],
        [strata.s0, strata.n0 - strata.s0],
    ]
    return StratifiedTable(np.array(rows, dtype=float))
