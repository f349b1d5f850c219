"""Intervals for rows that are not independent: several of one person, several for one job.

An estimate comes here with what each row adds to its error. Rows of one cluster are added up before
they are squared, so that they may depend on each other in any way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from analysis.estimators.design import numbered
from analysis.finding import NOT_GIVEN, Estimate

FEWEST_CLUSTERS = 10
"""With fewer clusters there is no interval."""
# A cluster that tells all but so little: without it there is no number.
_LEAST_LEFT = 0.01
# With fewer, a variance clustered two ways may come out far too small by chance.
_FEW = 40


@dataclass(frozen=True)
class Term:
    """A number, and what each row adds to its error.

    Attributes
    ----------
    value
        None where there is none.
    influence
        First-order error by row, shape (rows,): its clustered sum of squares is the variance.
    method
        How the number was got, or why it was not.
    share
        Of all that is known of the number, what each row tells, shape (rows,), summing to 1; None
        where that is not known.
    """

    value: float | None
    influence: np.ndarray
    method: str
    share: np.ndarray | None = None

    def among(self, keep: np.ndarray) -> Term:
        """Return the term over more rows, of which `keep`, shape (all rows,), marks its own."""
        influence = np.zeros(len(keep))
        influence[keep] = self.influence
        return replace(self, influence=influence, share=None)

    def jackknifed(self, number: np.ndarray) -> Term:
        """Return the term with the error that leaving out one cluster after the other shows.

        Parameters
        ----------
        number
            Each row's cluster, shape (rows,).

        Notes
        -----
        Where few clusters tell much, residuals are too small for the error that there is: a cluster
        that tells the share h of all moves the number by its influence / (1 - h) when it is left
        out (CV3; MacKinnon, Nielsen and Webb 2023, Journal of Econometrics 232:272-299).
        """
        if self.share is None:
            return self
        told = np.bincount(number, self.share)
        g = int(np.count_nonzero(np.bincount(number)))
        left = np.maximum(1 - told, _LEAST_LEFT)[number] * g / max(g - 1, 1)
        return replace(self, influence=self.influence / left)


def weighted(weights: Sequence[float], terms: Sequence[Term], method: str) -> Term:
    """Return a weighted sum of terms over the same rows; nothing if one of them is nothing.

    Examples
    --------
    >>> one, two = (Term(value, np.array([0.1, -0.1]), "mean") for value in (0.5, 0.2))
    >>> weighted([1, -1], [one, two], "difference").influence.tolist()
    [0.0, 0.0]
    """
    values = [term.value for term in terms if term.value is not None]
    influence = sum(
        (weight * term.influence for weight, term in zip(weights, terms, strict=True)),
        start=np.zeros(len(terms[0].influence)),
    )
    if len(values) < len(terms):
        return Term(None, influence, next(term.method for term in terms if term.value is None))
    return Term(float(np.dot(weights, values)), influence, method)


@dataclass(frozen=True)
class Clusters:
    """Which rows belong together, one way or two.

    Attributes
    ----------
    ways
        For each way its cluster's number by row, shape (rows,).
    both
        Number by row of the rows that are together both ways; None with one way.
    """

    ways: tuple[np.ndarray, ...]
    both: np.ndarray | None = None

    @classmethod
    def of(cls, *labels: npt.ArrayLike) -> Clusters:
        """Return the clusters of one or two kinds of label, each of shape (rows,).

        Examples
        --------
        >>> Clusters.of(["ann", "bob", "ann"], [7, 7, 8]).both.tolist()
        [0, 1, 2]
        """
        ways = tuple(numbered([one]) for one in labels)
        return cls(ways, numbered(ways) if len(ways) > 1 else None)

    def where(self, keep: np.ndarray) -> Clusters:
        """Return the clusters of the rows that `keep`, shape (rows,), marks."""
        both = None if self.both is None else self.both[keep]
        return Clusters(tuple(way[keep] for way in self.ways), both)

    @property
    def fewest(self) -> int:
        """The number of clusters, the way that has fewer."""
        return min(int(np.count_nonzero(np.bincount(way))) for way in self.ways)


def standard_error(influence: np.ndarray, clusters: Clusters) -> float:
    """Return the standard error of a term, clustered.

    Notes
    -----
    Each way's sum of squares is scaled by G / (G - 1), G its number of clusters. Two ways: their
    sum, less that of the rows together both ways. Where that is not above zero, or there are fewer
    than 40 clusters, it is no less than either way alone (MacKinnon, Nielsen and Webb 2024,
    arXiv:2406.08880). By hand: statsmodels clusters all coefficients at once, in a minute for 600,000
    rows where this needs a tenth of a second.

    References
    ----------
    Cameron, Gelbach and Miller (2011), Journal of Business and Economic Statistics 29:238-249.

    Examples
    --------
    >>> round(standard_error(np.array([0.1, 0.1, -0.2, 0.0]), Clusters.of([1, 1, 2, 3])), 4)
    0.3464
    """
    ways = [_squares(influence, way) for way in clusters.ways]
    if clusters.both is None:
        return sqrt(ways[0])
    variance = sum(ways) - _squares(influence, clusters.both)
    if variance <= 0 or clusters.fewest < _FEW:
        variance = max(*ways, variance)
    return sqrt(variance)


def _squares(influence: np.ndarray, number: np.ndarray) -> float:
    g = int(np.count_nonzero(np.bincount(number)))
    sums = np.bincount(number, weights=influence)
    return float(sums @ sums) * g / max(g - 1, 1)


def interval(
    term: Term,
    clusters: Clusters,
    level: float,
    limit: float = np.inf,
    informing: np.ndarray | None = None,
) -> Estimate:
    """Return a term with its interval, by Student's t.

    Parameters
    ----------
    level
        Confidence level, e.g. 0.95.
    limit
        Neither end goes beyond it, on either side.
    informing
        Flags of the rows that tell something, shape (rows,): their clusters count. All, without it.

    Returns
    -------
    Without variation or with fewer than `FEWEST_CLUSTERS` clusters: nothing, and the method says why.

    Examples
    --------
    >>> rows = np.tile([0.01, -0.02], 20)
    >>> got = interval(Term(0.05, rows, "mean"), Clusters.of(np.arange(40) // 4), 0.95)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '0.05 (-0.10 to 0.20)'
    """
    if term.value is None:
        return Estimate(None, None, None, term.method)
    fewest = (clusters if informing is None else clusters.where(informing)).fewest
    if fewest < FEWEST_CLUSTERS:
        why = f"it rests on fewer than {FEWEST_CLUSTERS} clusters, such as people or jobs"
        return Estimate(None, None, None, f"{term.method}{NOT_GIVEN}{why}")
    error = standard_error(term.influence, clusters)
    if not error > 1e-12:
        return Estimate(None, None, None, f"{term.method}{NOT_GIVEN}nothing varies")
    reach = float(stdtrit(fewest - 1, 0.5 + level / 2)) * error
    low, high = max(term.value - reach, -limit), min(term.value + reach, limit)
    return Estimate(term.value, low, high, term.method)
