"""Could it be something else, and could less have been told? Said from the shown numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import words
from analysis.disclosure import outward
from analysis.estimators import power
from analysis.estimators.e_value import EValue, e_value, from_difference, from_sd
from analysis.finding import Arm, Estimate


def detectable(estimate: Estimate, level: float, unit: str) -> float | None:
    """Return the smallest difference that could have been told, up to the unit's grid.

    Examples
    --------
    >>> detectable(Estimate(0.01, -0.04, 0.06, ""), 0.95, "points")
    0.075
    """
    return outward(Estimate(None, None, power.detectable(estimate, level), ""), unit).high


def unseen(estimate: Estimate, unit: str, arms: Sequence[Arm]) -> EValue | None:
    """Return the E-values of a difference as it is shown, down to the grid of ratios.

    Parameters
    ----------
    unit
        "points" or "sd".
    arms
        Senders and the others, as shown: a difference in points is taken on top of the others' rate.

    Returns
    -------
    None without an interval, or where nobody of the others has the outcome.

    Examples
    --------
    >>> arms = (Arm("sent", 200, 0.4), Arm("not_sent", 400, 0.3))
    >>> unseen(Estimate(0.09, 0.03, 0.15, ""), "points", arms)
    EValue(estimate=1.9, end=1.4)
    """
    if unit == "sd":
        found = e_value(from_sd(estimate))
    else:
        base = arms[-1].value
        found = e_value(from_difference(estimate, base)) if base else None
    if found is None:
        return None
    grid = outward(Estimate(None, found.estimate, None, ""), "ratio").low
    end = outward(Estimate(None, found.end, None, ""), "ratio").low
    return EValue(grid or 1.0, end or 1.0)


def told(
    estimate: Estimate, level: float, unit: str, arms: Sequence[Arm], within: str
) -> tuple[str, ...]:
    """Return both as sentences; nothing where there is no interval."""
    strength, least = unseen(estimate, unit, arms), detectable(estimate, level, unit)
    return (
        *(() if strength is None else (words.unseen(strength.estimate, strength.end, within),)),
        *(() if least is None else (words.detectable(least, unit),)),
    )
