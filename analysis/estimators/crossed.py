"""Two crossed random intercepts: raters who are lenient, cycles that are, and what is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Standard deviations of the intercepts, over that of what is left: no more than this.
_WIDEST = 50.0


@dataclass(frozen=True)
class Fit:
    """A linear mixed model with two crossed random intercepts, by restricted maximum likelihood.

    Attributes
    ----------
    slopes
        Of the design's columns, shape (k,).
    covariance
        Theirs, shape (k, k).
    first, second, residual
        Standard deviations of the two intercepts and of what is left.
    freedom
        Rows less columns of the design.
    """

    slopes: np.ndarray
    covariance: np.ndarray
    first: float
    second: float
    residual: float
    freedom: int


def fit(y: np.ndarray, design: np.ndarray, first: np.ndarray, second: np.ndarray) -> Fit | None:
    """Return the model of y; None if it does not converge, or there is nothing left to explain.

    Parameters
    ----------
    y
        Outcome, shape (n,).
    design
        Shape (n, k), the first column 1.
    first, second
        Number of each row's group, from 0, in the one way of grouping and in the other, shape (n,).

    Notes
    -----
    The likelihood needs sums by group and by pair of groups only, and is profiled to the two
    relative standard deviations (Bates, Mächler, Bolker and Walker 2015, Journal of Statistical
    Software 67(1), section 3). The larger grouping is eliminated in closed form, so a step takes as
    long as the smaller grouping is wide. By hand: `MixedLM` of statsmodels gives the same numbers,
    in 53 seconds for 20,000 people in 300 groups and 8 cycles.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> rater, cycle = rng.integers(0, [[40], [6]], (2, 2000))
    >>> y = rng.normal(0, 2, 40)[rater] + rng.normal(0, 1, 6)[cycle] + rng.normal(size=2000)
    >>> got = fit(y, np.ones((2000, 1)), rater, cycle)
    >>> f"{got.first:.1f} {got.second:.1f} {got.residual:.2f}"
    '1.7 0.7 1.01'
    """
    from scipy.optimize import minimize  # half a second that reading a finding need not wait

    if first.max(initial=-1) < second.max(initial=-1):
        found = fit(y, design, second, first)
        return found and Fit(**{**vars(found), "first": found.second, "second": found.first})
    freedom = len(y) - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    sums = _Sums.of(np.column_stack([design, y - y.mean()]), first, second)
    if not sums.left(np.zeros(2))[2] > 1e-12 * len(y):
        return None

    def deviance(spreads: np.ndarray) -> float:
        gram, _, rest, volume = sums.left(spreads)
        return float(freedom * np.log(rest) + volume + np.linalg.slogdet(gram)[1])

    done = minimize(deviance, [0.5, 0.5], method="L-BFGS-B", bounds=[(0.0, _WIDEST)] * 2, tol=1e-10)
    if not done.success or done.x.max() > 0.99 * _WIDEST:
        return None
    gram, slopes, rest, _ = sums.left(done.x)
    residual = (rest / freedom) ** 0.5
    slopes[0] += y.mean()
    one, other = (float(spread * residual) for spread in done.x)
    return Fit(slopes, residual**2 * np.linalg.inv(gram), one, other, residual, freedom)


@dataclass(frozen=True)
class _Sums:
    """All that the likelihood needs: sums over people, by group, and by pair of groups.

    `first` and `second` are shapes (groups, k + 1): sums of the design and the outcome; `pairs`
    counts people, shape (first groups, second groups).
    """

    whole: np.ndarray
    first: np.ndarray
    second: np.ndarray
    pairs: np.ndarray

    @classmethod
    def of(cls, columns: np.ndarray, first: np.ndarray, second: np.ndarray) -> _Sums:
        wide, narrow = int(first.max()) + 1, int(second.max()) + 1
        pairs = np.bincount(first * narrow + second, minlength=wide * narrow)

        def by(groups: np.ndarray) -> np.ndarray:
            return np.column_stack([np.bincount(groups, weights=one) for one in columns.T])

        pairs = pairs.reshape(wide, narrow).astype(float)
        return cls(columns.T @ columns, by(first), by(second), pairs)

    def left(self, spreads: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
        """Return the design's weighed products, the slopes, the weighed squares left, log volume.

        Parameters
        ----------
        spreads
            Standard deviations of the two intercepts over that of what is left, shape (2,).
        """
        a, b = spreads
        inner = 1 + a**2 * self.pairs.sum(axis=1)
        shared = self.pairs / inner[:, None]
        rest = self.whole - a**2 * self.first.T @ (self.first / inner[:, None])
        outer = np.diag(1 + b**2 * self.pairs.sum(axis=0)) - (a * b) ** 2 * self.pairs.T @ shared
        over = b * (self.second - a**2 * shared.T @ self.first)
        rest = rest - over.T @ np.linalg.solve(outer, over)
        gram, target = rest[:-1, :-1], rest[:-1, -1]
        slopes = np.linalg.solve(gram, target)
        volume = np.log(inner).sum() + np.linalg.slogdet(outer)[1]
        return gram, slopes, float(rest[-1, -1] - target @ slopes), float(volume)
