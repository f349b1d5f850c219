"""Differences of means within strata, from sums: n, total and sum of squares of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.estimators.stratified import number
from analysis.finding import Estimate

METHOD = "difference of means within strata, Welch's interval"


@dataclass(frozen=True)
class Sums:
    """What an arm's cells add up to in each stratum; arrays of shape (strata,)."""

    n: np.ndarray
    total: np.ndarray
    squares: np.ndarray

    def where(self, keep: np.ndarray) -> Sums:
        """Return the strata that `keep` marks, shape (strata,)."""
        return Sums(self.n[keep], self.total[keep], self.squares[keep])

    def pooled(self) -> Sums:
        """Return all strata as one."""
        return Sums(*(np.array([x.sum()]) for x in (self.n, self.total, self.squares)))

    @property
    def mean(self) -> np.ndarray:
        """Mean of each stratum, shape (strata,); every n must be above 0."""
        return self.total / self.n

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the variance within strata."""
        return float((self.n - 1).sum())

    @property
    def variance(self) -> float:
        """Variance within strata, pooled over them; not a number without degrees of freedom."""
        within = (self.squares - self.total * self.mean).clip(min=0).sum()
        return float(within / self.freedom) if self.freedom > 0 else float("nan")


def tabulate(
    strata: Sequence[pd.Series], exposed: npt.ArrayLike, cells: pd.DataFrame
) -> tuple[Sums, Sums]:
    """Add cells up in each stratum: the exposed, then the others.

    Parameters
    ----------
    strata
        Columns whose combinations are the strata, each of shape (cells,). With none, all is one.
    exposed
        Flag of the cells, shape (cells,).
    cells
        Columns `n`, `total` and `squares`; a missing sum counts as 0.

    Examples
    --------
    >>> cells = pd.DataFrame({"n": [2, 3], "total": [1.0, -1.0], "squares": [2.0, 4.0]})
    >>> tabulate([], [True, False], cells)[1].n.tolist()
    [3.0]
    """
    exposed = np.asarray(exposed, dtype=bool)
    index = number(strata, len(cells))
    size = int(index.max()) + 1 if len(index) else 0

    def sums(keep: np.ndarray) -> Sums:
        return Sums(
            *(
                np.bincount(
                    index[keep],
                    weights=cells[name].fillna(0).to_numpy(dtype=float)[keep],
                    minlength=size,
                )
                for name in ("n", "total", "squares")
            )
        )

    return sums(exposed), sums(~exposed)


def difference(exposed: Sums, others: Sums, level: float) -> Estimate:
    """Return the mean difference within strata, weighted by what each stratum can tell.

    Where the values are standard deviations within a calibration group, as in `out__hire`, this is
    a standardised mean difference. It is not divided by a spread again: the same difference would
    then read differently in two views.

    Parameters
    ----------
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    Without a stratum that holds both arms: nothing. Without variation, or with one value in an
    arm's every stratum: a value, no interval.

    Notes
    -----
    Stratum k weighs n1 n0 / (n1 + n0), as in a regression with an intercept for each stratum. The
    arms' variances are each pooled over the strata and may differ; degrees of freedom are
    Satterthwaite's. With one stratum this is Welch's interval (Welch 1947, Biometrika 34:28-35).

    Examples
    --------
    >>> sent = Sums(np.array([40.0]), np.array([8.0]), np.array([41.6]))
    >>> none = Sums(np.array([60.0]), np.array([0.0]), np.array([60.0]))
    >>> got = difference(sent, none, 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.20 (-0.21 to 0.61)'
    """
    from scipy.special import (
        stdtrit,
    )  # half a second that reading a finding from JSON need not wait

    both = (exposed.n > 0) & (others.n > 0)
    if not both.any():
        return Estimate(None, None, None, METHOD)
    one, other = exposed.where(both), others.where(both)
    weight = one.n * other.n / (one.n + other.n)
    value = float((weight * (one.mean - other.mean)).sum() / weight.sum())
    share = weight / weight.sum()
    parts = [arm.variance * float((share**2 / arm.n).sum()) for arm in (one, other)]
    variance = sum(parts)
    if not variance > 1e-18:
        return Estimate(value, None, None, METHOD)
    freedom = variance**2 / sum(
        part**2 / arm.freedom for part, arm in zip(parts, (one, other), strict=True)
    )
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * sqrt(variance)
    return Estimate(value, value - reach, value + reach, METHOD)


def mean(arm: Sums, level: float) -> Estimate:
    """Return an arm's mean over all strata together, with Student's interval.

    Examples
    --------
    >>> got = mean(Sums(np.array([40.0]), np.array([8.0]), np.array([41.6])), 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.20 (-0.12 to 0.52)'
    """
    from scipy.special import stdtrit

    whole = arm.pooled()
    if not whole.n[0] > 0:
        return Estimate(None, None, None, "mean")
    value = float(whole.mean[0])
    if not whole.variance > 1e-18:
        return Estimate(value, None, None, "mean")
    reach = float(stdtrit(whole.freedom, 0.5 + level / 2)) * sqrt(whole.variance / whole.n[0])
    return Estimate(value, value - reach, value + reach, "mean")
