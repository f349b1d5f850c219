"""Proportions and their differences: intervals that hold for small groups too."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def wilson(
    successes: npt.ArrayLike, n: npt.ArrayLike, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's score interval for a proportion.

    Parameters
    ----------
    successes, n
        Counts, 0 <= successes <= n; scalars or arrays. Where n is 0 the interval is (0, 1).
    level
        Confidence level, e.g. 0.95.

    References
    ----------
    Wilson (1927); Newcombe (1998), Statistics in Medicine 17:857-872, method 3.

    Examples
    --------
    >>> low, high = wilson(81, 263, 0.95)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    # Two seconds to import: commands that show no interval should not wait for it.
    from statsmodels.stats.proportion import proportion_confint

    n = np.asarray(n, dtype=float)
    some = n > 0
    low, high = proportion_confint(
        np.where(some, successes, 0), np.where(some, n, 1), 1 - level, method="wilson"
    )
    return np.where(some, low, 0.0), np.where(some, high, 1.0)


def newcombe(s1: float, n1: float, s0: float, n0: float, level: float) -> tuple[float, float]:
    """Return Newcombe's hybrid score interval for the difference s1/n1 - s0/n0.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10.

    Examples
    --------
    >>> low, high = newcombe(56, 70, 48, 80, 0.95)
    >>> f"{low:.4f} {high:.4f}"
    '0.0524 0.3339'
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        s1, n1, s0, n0, method="newcomb", compare="diff", alpha=1 - level
    )
    return float(low), float(high)


def score_ratio(s1: float, n1: float, s0: float, n0: float, level: float) -> tuple[float, float]:
    """Return Koopman's score interval for the ratio (s1/n1) / (s0/n0).

    References
    ----------
    Koopman (1984), Biometrics 40:513-517.

    Examples
    --------
    >>> low, high = score_ratio(36, 40, 16, 80, 0.95)
    >>> f"{low:.2f} {high:.2f}"
    '2.94 7.15'
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        s1, n1, s0, n0, method="score", compare="ratio", alpha=1 - level, correction=False
    )
    return float(low), float(high)


def score_statistic(
    s1: npt.ArrayLike,
    n1: npt.ArrayLike,
    s0: npt.ArrayLike,
    n0: npt.ArrayLike,
    difference: float,
    *,
    corrected: bool = True,
) -> np.ndarray:
    """Return the score statistic z of the hypothesis p1 - p0 = `difference`.

    Parameters
    ----------
    s1, n1, s0, n0
        Successes and n of either arm, n above 0; scalars or arrays of one shape.
    corrected
        True for Miettinen and Nurminen's variance, larger by N / (N - 1); False for Mee's.

    Notes
    -----
    Written here, since statsmodels 0.15 has a wrong coefficient in this cubic: its score interval
    for a difference misses the published one (statsmodels issue 10269).

    References
    ----------
    Miettinen and Nurminen (1985), Statistics in Medicine 4:213-226; closed form of the restricted
    maximum likelihood from Farrington and Manning (1990), Statistics in Medicine 9:1447-1454.

    Examples
    --------
    >>> round(float(score_statistic(56, 70, 48, 80, 0.1, corrected=False)), 3)
    1.348
    """
    s1, n1, s0, n0 = (np.asarray(x, dtype=float) for x in (s1, n1, s0, n0))
    p1, p0 = restricted(s1, n1, s0, n0, difference)
    variance = p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0
    if corrected:
        variance = variance * (n1 + n0) / (n1 + n0 - 1)
    distance = s1 / n1 - s0 / n0 - difference
    # Without variance any distance is infinitely many standard errors, and none is none.
    certain = variance <= 0
    z = distance / np.sqrt(np.where(certain, 1.0, variance))
    z = np.where(certain, np.copysign(np.inf, distance), z)
    return np.where(np.abs(distance) < 1e-12, 0.0, z)


def restricted(
    s1: npt.ArrayLike, n1: npt.ArrayLike, s0: npt.ArrayLike, n0: npt.ArrayLike, difference: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the maximum likelihood (p1, p0) among those with p1 - p0 = `difference`.

    Examples
    --------
    >>> p1, p0 = restricted(1, 2, 1, 2, 0.0)
    >>> float(p1), float(p0)
    (0.5, 0.5)
    """
    s1, n1, s0, n0 = (np.asarray(x, dtype=float) for x in (s1, n1, s0, n0))
    total, successes = n1 + n0, s1 + s0
    square = (n1 + 2 * n0) * difference - total - successes
    linear = (n0 * difference - total - 2 * s0) * difference + successes
    constant = s0 * difference * (1 - difference)
    # The middle of the cubic's three real roots, by the cosine formula.
    third = square / (3 * total)
    q = third**3 - linear * square / (6 * total**2) + constant / (2 * total)
    p = np.copysign(np.sqrt(np.clip(third**2 - linear / (3 * total), 0.0, None)), q)
    angle = np.arccos(np.clip(q / np.where(p == 0, 1.0, p) ** 3, -1.0, 1.0))
    p0 = 2 * p * np.cos((np.pi + angle) / 3) - third
    p0 = np.clip(p0, max(0.0, -difference), min(1.0, 1.0 - difference))
    return p0 + difference, p0


def score_difference(
    s1: float, n1: float, s0: float, n0: float, level: float, *, corrected: bool = True
) -> tuple[float, float]:
    """Return the score interval for the difference s1/n1 - s0/n0.

    Parameters
    ----------
    corrected
        True for Miettinen and Nurminen's interval, False for Mee's: see `score_statistic`.

    Examples
    --------
    >>> low, high = score_difference(56, 70, 48, 80, 0.95)
    >>> f"{low:.4f} {high:.4f}"
    '0.0528 0.3382'
    """
    from scipy.optimize import brentq
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    observed = s1 / n1 - s0 / n0

    def end(limit: float, sign: float) -> float:
        def beyond(difference: float) -> float:
            z_there = score_statistic(s1, n1, s0, n0, difference, corrected=corrected)
            return sign * float(z_there) - z

        # At the edge of the possible the statistic may stay below z: then the edge is the end.
        edge = limit + sign * 1e-9
        if abs(observed - limit) < 1e-9 or beyond(edge) < 0:
            return limit
        return float(brentq(beyond, observed, edge, xtol=1e-10))

    return end(-1.0, 1.0), end(1.0, -1.0)
