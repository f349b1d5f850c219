"""Adverse impact: how often each group passes a rule, against the group that passes most often.

Rates are compared as fractions, since in binary 0.72 / 0.90 is less than four fifths and in truth it
is not. The rule of thumb alone flags chance: of two groups of ten with equal rates it flags most. So
a group is flagged only where an exact test and the agencies' own caution for small numbers agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import exp, log, sqrt

from analysis.estimators.proportions import score_ratio
from analysis.estimators.stratified import Strata
from analysis.finding import Estimate

FOUR_FIFTHS = Fraction(4, 5)
FEWEST_SHARE = Fraction(2, 100)
"""A smaller share of those assessed may be left out of impact ratios (6 RCNY 5-301)."""
MOST_FOR_BOSCHLOO = 100
"""Two groups that together hold more are tested by Fisher's exact test."""

_RATIO = "impact ratio, Koopman's interval"
_WITHIN = "Mantel-Haenszel ratio of rates, Greenland and Robins's variance"


class Impact(StrEnum):
    """What may be said of a group's impact ratio."""

    FLAGGED = "flagged"
    NOT_FLAGGED = "not flagged"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class GroupImpact:
    """One group's impact ratio, and what may be said of it.

    Attributes
    ----------
    ratio
        The group's rate over the highest one; nothing where nobody passes.
    p
        Of the test that both rates are equal, times the pairs of groups that the comparison could
        have been (at most 1); None for the group that all are measured against.
    why
        A sentence.
    """

    name: str
    ratio: Estimate
    p: float | None
    verdict: Impact
    why: str


@dataclass(frozen=True)
class Audit:
    """Impact ratios as New York City's Local Law 144 wants them.

    Attributes
    ----------
    ratios
        By group, 0-1, exact.
    left_out
        People in groups that are less than `FEWEST_SHARE` of those whose group is known.
    unknown
        People whose group is not known.
    """

    ratios: dict[str, Fraction]
    left_out: int
    unknown: int


def adverse_impact(
    names: Sequence[str], passed: Sequence[int], n: Sequence[int], level: float
) -> tuple[GroupImpact, ...]:
    """Return what may be said of each group's impact ratio, in the order given.

    Parameters
    ----------
    names, passed, n
        One entry a group: its name, how many of it pass, of how many; n above 0.
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    *Flagged* if the ratio is below four fifths, the test says that chance alone would seldom do
    that, and one selection more here and one less there would not turn it round. *Not flagged* if
    ratio and interval lie at four fifths or above. *Cannot tell* for all else: a ratio above four
    fifths whose interval reaches below it settles nothing.

    Notes
    -----
    The test is exact, so that it holds however small a group is: Boschloo's up to
    `MOST_FOR_BOSCHLOO` people, for its power where there are few, and Fisher's above, where
    Boschloo's takes seconds and gains little. Which rate is the highest is known only after
    looking; hence the factor for the pairs, under which at most 1 - `level` of all employers with
    equal rates see any group flagged.

    References
    ----------
    29 CFR 1607.4 D (four fifths); 44 FR 11996, 2 March 1979, Questions and Answers 11, 12, 20 to 22
    (21: one different selection); Boschloo (1970), Statistica Neerlandica 24:1-9; Koopman (1984),
    Biometrics 40:513-517.

    Examples
    --------
    Question 12: of 80 applicants of one group 48 were hired, of 40 of another 12.

    >>> white, black = adverse_impact(["white", "black"], [48, 12], [80, 40], 0.95)
    >>> f"{black.ratio.value:.2f} ({black.ratio.low:.2f} to {black.ratio.high:.2f}), {black.verdict}"
    '0.50 (0.29 to 0.79), flagged'
    """
    if not names:
        return ()
    rates = [Fraction(int(s), int(of)) for s, of in zip(passed, n, strict=True)]
    highest = max(range(len(names)), key=lambda at: (rates[at], n[at], names[at]))
    pairs = max(len(names) * (len(names) - 1) // 2, 1)
    return tuple(
        _first(name, rates[highest])
        if at == highest
        else _against(name, (passed[at], n[at]), (passed[highest], n[highest]), pairs, level)
        for at, name in enumerate(names)
    )


def audit(names: Sequence[str], passed: Sequence[int], n: Sequence[int], unknown: int) -> Audit:
    """Return impact ratios as Local Law 144 wants them published.

    Parameters
    ----------
    names, passed, n
        One entry a group: its name, how many of it pass, of how many.
    unknown
        How many were assessed whose group is not known.

    References
    ----------
    6 RCNY 5-300 and 5-301 (New York City, in force since 5 July 2023).

    Examples
    --------
    >>> found = audit(["male", "female", "other"], [667, 555, 3], [1390, 1181, 9], unknown=60)
    >>> {name: round(float(ratio), 3) for name, ratio in found.ratios.items()}, found.left_out
    ({'male': 1.0, 'female': 0.979}, 9)
    """
    whole = sum(n)
    kept = {
        name: Fraction(int(s), int(of))
        for name, s, of in zip(names, passed, n, strict=True)
        if of and Fraction(int(of), int(whole)) >= FEWEST_SHARE
    }
    highest = max(kept.values(), default=Fraction(0))
    left_out = sum(of for name, of in zip(names, n, strict=True) if name not in kept)
    ratios = {name: rate / highest for name, rate in kept.items()} if highest else {}
    return Audit(ratios, int(left_out), unknown)


def would_turn(s1: int, n1: int, s0: int, n0: int) -> bool:
    """Return whether one different selection would give the first group the higher rate.

    That is the case in which the agencies take no action (44 FR 11996, question 21).

    Examples
    --------
    >>> would_turn(3, 20, 16, 80), would_turn(12, 40, 48, 80)
    (True, False)
    """
    return Fraction(int(s1) + 1, int(n1)) > Fraction(int(s0) - 1, int(n0))


def exact_test(s1: int, n1: int, s0: int, n0: int) -> float:
    """Return the two-sided p-value of an exact test that two groups pass equally often.

    Examples
    --------
    >>> round(exact_test(12, 40, 48, 80), 4), round(exact_test(3, 20, 16, 80), 1)
    (0.0034, 0.7)
    """
    from scipy.stats import boschloo_exact, fisher_exact

    # SciPy's groups are columns.
    table = [[s1, s0], [n1 - s1, n0 - s0]]
    if n1 + n0 <= MOST_FOR_BOSCHLOO:
        return min(float(boschloo_exact(table).pvalue), 1.0)
    return float(fisher_exact(table).pvalue)


def ratio_within(strata: Strata, level: float) -> Estimate:
    """Return the ratio of rates within strata: exposed over the others, Mantel-Haenszel.

    Where groups apply to different jobs, and the rule passes more in some jobs than in others, the
    plain ratio mixes the two.

    Parameters
    ----------
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    Nothing where in no stratum that holds both groups anybody of either passes.

    References
    ----------
    Greenland and Robins (1985), Biometrics 41:55-68, equation 13. By hand: statsmodels 0.15 pools
    the ratio and gives no interval.

    Examples
    --------
    >>> import numpy as np
    >>> tolbutamide = Strata(*(np.array(x) for x in ([106, 98], [8, 22], [120, 85], [5, 16])))
    >>> got = ratio_within(tolbutamide, 0.90)
    >>> f"{got.value:.2f} ({got.low:.2f} to {got.high:.2f})"
    '1.33 (0.87 to 2.03)'
    """
    from scipy.special import ndtri

    kept = strata.where((strata.n1 > 0) & (strata.n0 > 0))
    whole, successes = kept.n1 + kept.n0, kept.s1 + kept.s0
    above, below = (kept.s1 * kept.n0 / whole).sum(), (kept.s0 * kept.n1 / whole).sum()
    if not (above and below):
        return Estimate(None, None, None, _WITHIN)
    spread = (kept.n1 * kept.n0 * successes - kept.s1 * kept.s0 * whole) / whole**2
    value, error = float(above / below), sqrt(max(float(spread.sum() / (above * below)), 0.0))
    if error < 1e-12:
        return Estimate(value, None, None, _WITHIN)
    reach = float(ndtri(0.5 + level / 2)) * error
    return Estimate(value, exp(log(value) - reach), exp(log(value) + reach), _WITHIN)


def _first(name: str, rate: Fraction) -> GroupImpact:
    if not rate:
        return GroupImpact(name, Estimate(None, None, None, _RATIO), None, *_NOBODY)
    why = "No group passes more often: the others are measured against this one."
    return GroupImpact(name, Estimate(1.0, None, None, _RATIO), None, Impact.NOT_FLAGGED, why)


_NOBODY = (Impact.CANNOT_TELL, "Nobody of any group passes.")


def _against(
    name: str, one: tuple[int, int], highest: tuple[int, int], pairs: int, level: float
) -> GroupImpact:
    """Return what may be said of a group, given successes and n of it and of the highest."""
    (s1, n1), (s0, n0) = one, highest
    if not s0:
        return GroupImpact(name, Estimate(None, None, None, _RATIO), None, *_NOBODY)
    exact = Fraction(int(s1), int(n1)) / Fraction(int(s0), int(n0))
    p = min(exact_test(s1, n1, s0, n0) * pairs, 1.0)
    ratio = Estimate(float(exact), None, None, f"{_RATIO}: none, as in a group all or none pass")
    # statsmodels 0.15 gives intervals beside the point, or complex numbers, where all or none pass.
    if 0 < s1 < n1 and s0 < n0:
        ratio = Estimate(float(exact), *score_ratio(s1, n1, s0, n0, level), _RATIO)
    turns = would_turn(s1, n1, s0, n0)
    return GroupImpact(name, ratio, p, *_judged(exact, ratio.low, p, turns, level))


def _judged(
    ratio: Fraction, low: float | None, p: float, turns: bool, level: float
) -> tuple[Impact, str]:
    if ratio >= FOUR_FIFTHS:
        if low is not None and low >= FOUR_FIFTHS:
            return (
                Impact.NOT_FLAGGED,
                "The ratio and its whole interval are at four fifths or above.",
            )
        return (
            Impact.CANNOT_TELL,
            "The ratio is at four fifths or above, but with so few it could as well be below.",
        )
    if turns:
        return (
            Impact.CANNOT_TELL,
            "The ratio is below four fifths, but one different selection would turn it round.",
        )
    if p >= 1 - level:
        return (
            Impact.CANNOT_TELL,
            "The ratio is below four fifths, but among so few chance alone could do that.",
        )
    return Impact.FLAGGED, "The ratio is below four fifths, and chance alone would seldom do that."
