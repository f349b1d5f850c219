"""Two independent estimates set against each other."""

from __future__ import annotations

from math import hypot

from analysis.finding import Estimate


def less(one: Estimate, other: Estimate, *, method: str) -> Estimate:
    """Return one estimate less another that is independent of it, by square-and-add.

    Returns
    -------
    No interval where either has none.

    References
    ----------
    Zou and Donner (2008), Statistics in Medicine 27:1693-1702. With Wilson's intervals of two
    proportions it is Newcombe's (1998), method 10.

    Examples
    --------
    Newcombe's first example, 56 of 70 less 48 of 80, from Wilson's intervals of the two:

    >>> from analysis.estimators.proportions import wilson
    >>> both = [Estimate(s / n, *map(float, wilson(s, n, 0.95)), "") for s, n in ((56, 70), (48, 80))]
    >>> found = less(*both, method="")
    >>> f"{found.value:.1f} ({found.low:.4f} to {found.high:.4f})"
    '0.2 (0.0524 to 0.3339)'
    """
    if one.value is None or other.value is None:
        return Estimate(None, None, None, method)
    value = one.value - other.value
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return Estimate(value, None, None, method)
    return Estimate(
        value,
        value - hypot(one.value - one.low, other.high - other.value),
        value + hypot(one.high - one.value, other.value - other.low),
        method,
    )
