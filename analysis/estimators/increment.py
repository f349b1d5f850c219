"""Incremental validity: what one column goes with beyond the others, and how much it adds."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

from analysis.estimators.correlation import fisher
from analysis.estimators.within import beyond, centred, taken
from analysis.finding import Estimate

SLOPE = "least squares within groups, standard errors that allow unequal spread"
GAIN = "share of the variance within groups that it adds, less what chance adds"
_NOTHING_LEFT = "no number: within groups nothing is left that could be compared"
_TOO_UNRELIABLE = (
    "no number: at this reliability the columns could not be as closely related as they are"
)
# Share of a column that the others leave over; below it the column is taken as one of them.
_LEAST_LEFT = 1e-6
# A row that draws the fit to itself but for so little: it then tells next to nothing of its error.
_LEAST_WITHOUT = 0.01


def slope(
    y: np.ndarray,
    columns: np.ndarray,
    groups: np.ndarray,
    level: float,
    reliability: npt.ArrayLike = 1.0,
) -> Estimate:
    """Return the difference in y that goes with one unit of the first column, the others being equal.

    Parameters
    ----------
    y
        Outcome, shape (n,).
    columns
        Shape (n, k).
    groups
        Number of each row's group, from 0, shape (n,).
    level
        Confidence level, e.g. 0.95.
    reliability
        Share of each column's variance within groups that is no error of measurement, above 0 to 1,
        shape (k,); 1 for a column that is measured exactly.

    Returns
    -------
    No number where the others leave nothing of the first column, or the reliability cannot be.

    Notes
    -----
    A control measured with error takes away too little, so that a column which adds nothing seems to
    add something (Westfall and Yarkoni 2016, PLOS ONE 11:e0152719). The moments are corrected for
    the error's variance, which is known if the reliability is (Fuller 1987, Measurement Error
    Models, section 2.2); with none this is ordinary least squares. Standard errors are those of the
    estimating equations (sandwich), residuals scaled for their group's mean and for how far each row
    draws the fit to itself, as if it had been left out (HC3; MacKinnon and White 1985, Journal of
    Econometrics 29:305-325). By hand: statsmodels has no errors-in-variables regression.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> truth = rng.normal(size=4000)
    >>> x, score, y = truth + rng.normal(size=(3, 4000))
    >>> columns, one = np.column_stack([x, score]), np.zeros(4000, dtype=int)
    >>> for reliability in (1.0, 0.5):
    ...     got = slope(y, columns, one, 0.95, [1.0, reliability])
    ...     print(f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})")
    0.33 (0.30 to 0.36)
    -0.04 (-0.11 to 0.04)
    """
    from scipy.special import stdtrit  # half a second that reading a finding need not wait

    y, columns, groups = _with_company(y, columns, groups)
    if not len(y):
        return Estimate(None, None, None, _NOTHING_LEFT)
    rows, target = centred(columns, groups), centred(y, groups)
    spread = np.sqrt((rows**2).sum(axis=0))
    kept = spread > 1e-9
    if not kept[0] or _left(rows[:, kept]) < _LEAST_LEFT:
        return Estimate(None, None, None, _NOTHING_LEFT)
    rows = rows[:, kept] / spread[kept]
    noise = 1 - np.broadcast_to(np.asarray(reliability, dtype=float), len(kept))[kept]
    gram = rows.T @ rows - np.diag(noise)
    if np.linalg.eigvalsh(gram)[0] < -1e-10 or (noise.any() and _own(gram) < 0.01):
        return Estimate(None, None, None, _TOO_UNRELIABLE)
    inverse = np.linalg.pinv(gram, rcond=1e-10, hermitian=True)
    found = inverse @ (rows.T @ target)
    size = np.bincount(groups)[groups]
    drawn = np.einsum("ij,jk,ik->i", rows, inverse, rows)
    left = np.maximum(1 - drawn, _LEAST_WITHOUT)
    error = (target - rows @ found) * np.sqrt(size / (size - 1)) / left
    scores = rows * error[:, None] + rows**2 * (noise * found)
    within = len(y) - taken(groups)
    freedom = within - int(np.linalg.matrix_rank(gram, tol=1e-10, hermitian=True))
    variance = (inverse[0] @ scores.T @ scores @ inverse[0]) if freedom > 0 else 0.0
    value = float(found[0] / spread[0])
    if not variance > 1e-18:
        return Estimate(value, None, None, SLOPE)
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * sqrt(variance) / spread[0]
    return Estimate(value, float(value - reach), float(value + reach), SLOPE)


def gain(y: np.ndarray, columns: np.ndarray, groups: np.ndarray, level: float) -> Estimate:
    """Return the share of y's variance within groups that the first column adds to the others.

    Parameters
    ----------
    y, columns, groups, level
        As for `slope`.

    Returns
    -------
    A share, 0 to 1; 0 where the column adds no more than chance would. No number where nothing is
    left to compare.

    Notes
    -----
    The change in R-squared of any column, even of noise, is above zero. Its mean over permutations
    of what the others leave of the column is (1 - R²) / (n - groups - others), R² being that of the
    others, and is subtracted. The change is the squared partial correlation times what the others
    leave unexplained; the interval is Fisher's, of the former, with the latter taken as known. By
    simulation it covers as long as the others explain less than about two thirds.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x, score = rng.normal(size=(2, 2000))
    >>> y = 0.3 * x + 0.5 * score + rng.normal(size=2000)
    >>> got = gain(y, np.column_stack([x, score]), np.zeros(2000, dtype=int), 0.95)
    >>> f"{got.value:.3f} ({got.low:.3f} to {got.high:.3f})"
    '0.064 (0.047 to 0.084)'
    """
    y, columns, groups = _with_company(y, columns, groups)
    if not len(y):
        return Estimate(None, None, None, _NOTHING_LEFT)
    rows, target = centred(columns, groups), centred(y, groups)
    own, rest = beyond(rows[:, 0], rows[:, 1:]), beyond(target, rows[:, 1:])
    whole, unexplained = float(target @ target), float(rest @ rest)
    within = len(y) - taken(groups)
    freedom = within - int(np.linalg.matrix_rank(rows[:, 1:]))
    if _left(rows) < _LEAST_LEFT or unexplained <= max(1e-9 * whole, 1e-18) or freedom < 1:
        return Estimate(None, None, None, _NOTHING_LEFT)
    partial = float(own @ rest) / sqrt(float(own @ own) * unexplained)
    value = max(partial**2 - 1 / freedom, 0.0) * unexplained / whole
    low, high = fisher(partial, freedom - 2, level)
    if low is None or high is None:
        return Estimate(value, None, None, GAIN)
    least = 0.0 if low <= 0 <= high else min(low**2, high**2)
    left = min(unexplained / freedom / (whole / within), 1.0)
    return Estimate(value, least * left, max(low**2, high**2) * left, GAIN)


def _with_company(
    y: np.ndarray, columns: np.ndarray, groups: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows whose group has another row: one alone tells nothing within its group."""
    kept = np.bincount(groups, minlength=1)[groups] > 1
    return y[kept], columns[kept], groups[kept]


def _left(columns: np.ndarray) -> float:
    """Return the share of the first column, centred, that the others leave over."""
    first = columns[:, 0]
    own = beyond(first, columns[:, 1:])
    return float(own @ own) / max(float(first @ first), 1e-300)


def _own(gram: np.ndarray) -> float:
    """Return the share of the first column that the others, without their error, leave over."""
    explained = gram[0, 1:] @ np.linalg.pinv(gram[1:, 1:], rcond=1e-10, hermitian=True)
    return float(1 - explained @ gram[1:, 0])
