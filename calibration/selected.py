"""Applicants of whom the best fifth are hired by an index that a note raises, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from analysis.estimators.range_restriction import Selection
from calibration.hires import Hires

_HIRED, _SEND, WORTH = 0.20, 0.35, 0.50
"""Shares hired, and who send a note; what a note adds to the index, in its spread."""


@dataclass(frozen=True)
class Applicants:
    """Applicants; arrays of shape (applicants,)."""

    sent: np.ndarray
    index: np.ndarray
    rating: np.ndarray
    hired: np.ndarray

    def of_hired(self) -> Hires:
        """Return the hired, as one calibration group; a note goes with nothing in them."""
        hired, none = self.hired, np.zeros(self.hired.sum(), dtype=np.int64)
        truths = {"standardised": 0.0, "correlation": 0.0}
        return Hires(none, self.sent[hired], self.rating[hired], self.index[hired], truths)

    def selection(self) -> Selection:
        """Return note, index and rating as corrections for range restriction take them."""
        columns = np.column_stack([self.sent, self.index, self.rating])
        everybody = columns[:, :2] - columns[:, :2].mean(axis=0)
        among = columns - columns[self.hired].mean(axis=0)
        return Selection(self.hired, everybody, among, np.arange(len(columns)))


def draw(n: int, rng: np.random.Generator) -> Applicants:
    """Return applicants: quality is half of the variance of the index, and of the rating."""
    quality, in_index, in_rating = rng.standard_normal((3, n))
    sent = rng.random(n) < _SEND
    index = (quality + in_index) / np.sqrt(2) + WORTH * sent
    hired = index > np.quantile(index, 1 - _HIRED)
    return Applicants(sent, index, (quality + in_rating) / np.sqrt(2), hired)


def correlation() -> float:
    """Return the correlation of note and rating among the hired, by the truncated normal curve.

    Examples
    --------
    >>> round(correlation(), 3)
    -0.107
    """

    def beyond(threshold: float) -> np.ndarray:
        return np.array([1 - _SEND, _SEND]) * norm.sf(threshold - WORTH * np.arange(2))

    threshold = brentq(lambda at: beyond(at).sum() - _HIRED, 0.0, 3.0)
    share = beyond(threshold) / _HIRED
    ends = threshold - WORTH * np.arange(2)
    index = norm.pdf(ends) / norm.sf(ends)
    # Of the rating, half a standard deviation goes with one of the index.
    difference = (index[1] - index[0]) / 2
    within = 1 - index * (index - ends) / 4
    both = share.prod()
    return float(difference * np.sqrt(both / (share @ within + both * difference**2)))
