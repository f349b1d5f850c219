"""How strong something unseen would have to be to stand behind an association: the E-value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, sqrt

from analysis.finding import Estimate


@dataclass(frozen=True)
class EValue:
    """Least risk ratio that the unseen must have with both exposure and outcome, 1 or more.

    Attributes
    ----------
    estimate
        To bring the estimate to no association.
    end
        To bring the interval's nearer end there; 1 where the interval holds it already.
    """

    estimate: float
    end: float


def of_ratio(ratio: float) -> float:
    """Return the E-value of a risk ratio above 0.

    Notes
    -----
    By hand: no maintained Python library has it.

    References
    ----------
    VanderWeele and Ding (2017), Annals of Internal Medicine 167:268-274.

    Examples
    --------
    >>> round(of_ratio(10.73), 2), round(of_ratio(1 / 10.73), 2), of_ratio(1.0)
    (20.95, 20.95, 1.0)
    """
    away = max(ratio, 1 / ratio)
    return away + sqrt(away * (away - 1))


def e_value(ratio: Estimate) -> EValue | None:
    """Return the E-values of a risk ratio and of its interval; None without either, or at 0 or below.

    Examples
    --------
    >>> found = e_value(Estimate(0.80, 0.71, 0.91, "leukaemia"))
    >>> f"{found.estimate:.2f} {found.end:.2f}"
    '1.81 1.43'
    >>> e_value(Estimate(1.2, 0.9, 1.5, "")).end
    1.0
    """
    if ratio.value is None or ratio.low is None or ratio.high is None or ratio.value <= 0:
        return None
    nearer = ratio.low if ratio.value > 1 else ratio.high
    holds = ratio.low <= 1 <= ratio.high
    return EValue(of_ratio(ratio.value), 1.0 if holds else of_ratio(nearer))


def from_difference(difference: Estimate, base: float) -> Estimate:
    """Return the risk ratio that a difference of rates amounts to, over the unexposed's rate.

    Parameters
    ----------
    difference
        Difference of rates, exposed less unexposed.
    base
        The unexposed's rate, above 0.

    Returns
    -------
    0 in place of what would be below: a difference that takes more than the whole rate away.

    Examples
    --------
    >>> got = from_difference(Estimate(0.09, 0.06, 0.12, ""), 0.3)
    >>> f"{got.value:.1f} ({got.low:.1f} to {got.high:.1f})"
    '1.3 (1.2 to 1.4)'
    """
    return _each(difference, lambda x: max(1 + x / base, 0.0), "ratio of rates")


def from_sd(difference: Estimate) -> Estimate:
    """Return about the risk ratio of a difference in standard deviations.

    Notes
    -----
    As if the outcome were cut in two near its middle: exp(0.91 d).

    References
    ----------
    Chinn (2000), Statistics in Medicine 19:3127-3131; VanderWeele and Ding (2017).

    Examples
    --------
    >>> round(from_sd(Estimate(0.2, 0.1, 0.3, "")).value, 2)
    1.2
    """
    return _each(difference, lambda x: exp(0.91 * x), "ratio of risks, from spreads")


def _each(number: Estimate, to_ratio: Callable[[float], float], method: str) -> Estimate:
    value, low, high = (
        None if x is None else to_ratio(x) for x in (number.value, number.low, number.high)
    )
    return Estimate(value, low, high, method)
