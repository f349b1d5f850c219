"""What a difference would be if the note tag were never wrong, from how often it is.

A tag that is wrong as often after one interview as after another blurs the two arms into each
other, and the difference between them shrinks. Knowing how often, it can be stretched back.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from analysis.disclosure import ROUND, count
from analysis.finding import Estimate
from etl.notes.error_rates import ErrorRates

_DRAWS = 20_000
_SEED = 20261123
_FEW_IMPOSSIBLE = 0.05
_MOST_IMPOSSIBLE = 0.5
"""With more impossible draws the error rates and the records speak of different notes."""


@dataclass(frozen=True)
class Tagged:
    """All that the correction needs to know of who is tagged.

    Attributes
    ----------
    n, tagged
        How many there are, and how many are tagged.
    spread
        Sum over strata of (tagged x not tagged) / n: the weight of the observed difference.
    within, degrees
        Sums over strata of tagged x (n - 1) / n, and of n - 1.
    """

    n: float
    tagged: float
    spread: float
    within: float
    degrees: float

    @classmethod
    def of(cls, n1: np.ndarray, n0: np.ndarray) -> Tagged:
        """Return the sums over strata.

        Parameters
        ----------
        n1, n0
            Tagged and not tagged in each stratum, shape (strata,). Strata with one kind only count
            too: that nobody is tagged there is in part the tagger's doing.

        Examples
        --------
        >>> Tagged.of(np.array([2.0, 0.0]), np.array([2.0, 3.0]))
        Tagged(n=7.0, tagged=2.0, spread=1.0, within=1.5, degrees=5.0)
        """
        some = n1 + n0 > 0
        n1, n0 = n1[some], n0[some]
        n = n1 + n0
        sums = (n, n1, n1 * n0 / n, n1 * (n - 1) / n, n - 1)
        return cls(*(float(x.sum()) for x in sums))

    @classmethod
    def shown(cls, n1: np.ndarray, n0: np.ndarray) -> Tagged:
        """Return the sums as from `of`, made of the arms as they are shown and of coarse shapes.

        What a correction gives beside the estimate that it corrects must not tell the counts more
        exactly. Of one stratum these are functions of the two rounded arms alone; how strata differ
        enters only as a share in steps of 1 in 100, and as counts rounded to 5.

        Parameters
        ----------
        n1, n0
            Tagged and not tagged in each stratum, shape (strata,).

        Examples
        --------
        >>> Tagged.shown(np.array([18.0]), np.array([33.0]))
        Tagged(n=55.0, tagged=20.0, spread=12.727272727272727, within=20.0, degrees=55.0)
        """
        exact = cls.of(n1, n0)
        tagged, others = (float(count(x.sum()) or 0) for x in (n1, n0))
        n = tagged + others
        whole = exact.tagged * (exact.n - exact.tagged) / exact.n if exact.n else 0.0
        share = round(exact.spread / whole, 2) if whole else 0.0
        return cls(
            n=n,
            tagged=tagged,
            spread=share * tagged * others / n if n else 0.0,
            within=tagged - ROUND * round((exact.tagged - exact.within) / ROUND),
            degrees=n - ROUND * round((exact.n - exact.degrees) / ROUND),
        )

    def true_share(
        self, sensitivity: np.ndarray | float, specificity: np.ndarray | float
    ) -> np.ndarray:
        """Return the share who sent a note, from the share who are tagged; the rates are shares.

        Below 0 or above 1, or not finite, where the records cannot come from such a tagger.

        References
        ----------
        Rogan and Gladen (1978), American Journal of Epidemiology 107:71-76.

        Examples
        --------
        >>> round(float(Tagged.of(np.array([23.0]), np.array([127.0])).true_share(0.96, 0.89)), 3)
        0.051
        """
        wrong = 1 - np.asarray(specificity, dtype=float)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (np.divide(self.tagged, self.n) - wrong) / (np.asarray(sensitivity) - wrong)
        return np.asarray(share)

    def factor(
        self, sensitivity: np.ndarray | float, specificity: np.ndarray | float
    ) -> np.ndarray:
        """Return what to multiply the observed difference by; NaN where the rates cannot be true.

        They cannot be where the tagger does no better than chance, or where more or fewer are
        tagged than it would tag if everybody or nobody had sent a note.

        Notes
        -----
        Let J = Se + Sp - 1 and q = 1 - Sp. In each stratum the covariance of tag and outcome is J
        times that of note and outcome, and the share p* that is tagged gives the share who sent one,
        p = (p* - q) / J, hence p (1 - p) = (p* - q) (Se - p*) / J². The Mantel-Haenszel difference is
        the sum of the first over the sum of p* (1 - p*), each times n - 1; so it is to be multiplied
        by J times sum of p* (1 - p*) over sum of (p* - q) (Se - p*). With p* (1 - p*) estimated by
        n1 n0 / (n (n - 1)), both are sums of counts, and hold for many tiny strata.

        References
        ----------
        Lash, Fox and Fink (2009), Applying Quantitative Bias Analysis to Epidemiologic Data, chapter 6:
        with one stratum this is their correction of a 2 x 2 table. Many strata: our derivation, held
        by simulation.

        Examples
        --------
        >>> one = Tagged.of(np.array([400.0]), np.array([600.0]))
        >>> float(one.factor(1.0, 1.0)), round(float(one.factor(0.9, 0.95)), 3)
        (1.0, 1.165)
        """
        found, wrong = np.asarray(sensitivity, dtype=float), 1 - np.asarray(specificity)
        gain = found - wrong
        spread = self.spread + (found + wrong - 1) * self.within - wrong * found * self.degrees
        share = self.true_share(sensitivity, specificity)
        possible = (gain > 0) & (spread > 0) & (share > 0) & (share < 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(possible, gain * self.spread / spread, np.nan)


def corrected(
    observed: Estimate, tagged: Tagged, rates: ErrorRates, level: float, limit: float = inf
) -> Estimate:
    """Return the difference corrected for mis-tagging, its interval with the rates' own doubt.

    Parameters
    ----------
    observed
        A difference within strata, weighted by n1 n0 / (n1 + n0), with its interval.
    tagged
        The strata that it comes from.
    rates
        How often the tag is right: the same after every interview, whatever followed.
    level
        Confidence level of the interval, e.g. 0.95; `observed` must have the same.
    limit
        What no difference can exceed: 1 for rates.

    Returns
    -------
    No value where the records cannot come from such a tagger: `method` then says why, as a sentence.

    Notes
    -----
    Probabilistic bias analysis: sensitivity and specificity are drawn from their Beta distributions
    (Jeffreys' prior), each draw's estimate is given the sampling error of the observed one, and the
    interval is between percentiles of the draws. Draws that the records rule out are dropped, and
    their share is told if it is above 5 in 100. The draws are the same each time.

    References
    ----------
    Lash, Fox and Fink (2009), chapters 6 and 8.

    Examples
    --------
    >>> rates = ErrorRates(basis="declared", sensitivity=(460, 500), specificity=(3880, 4000))
    >>> halves = Tagged.of(np.array([800.0]), np.array([1200.0]))
    >>> got = corrected(Estimate(0.04, 0.01, 0.07, ""), halves, rates, 0.95)
    >>> f"{got.value:.3f} ({got.low:.3f} to {got.high:.3f})"
    '0.044 (0.011 to 0.078)'
    """
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    method = f"corrected for mis-tagging ({described(rates)})"
    factor = float(tagged.factor(rates.sensitivity_rate, rates.specificity_rate))
    if observed.value is None or not isfinite(factor):
        return Estimate(None, None, None, _impossible(tagged, rates))

    def within(value: float) -> float:
        return max(min(float(value), limit), -limit)

    value = within(observed.value * factor)
    if observed.low is None or observed.high is None:
        return Estimate(value, None, None, method)
    factors = tagged.factor(*_draws(rates))
    error = (observed.high - observed.low) / (2 * ndtri(0.5 + level / 2))
    middle = (observed.high + observed.low) / 2
    chance = np.random.default_rng(_SEED).standard_normal(_DRAWS)
    drawn = factors * (middle + error * chance)
    possible = drawn[np.isfinite(drawn)]
    dropped = 1 - len(possible) / _DRAWS
    if dropped > _MOST_IMPOSSIBLE:
        return Estimate(None, None, None, _impossible(tagged, rates))
    if dropped > _FEW_IMPOSSIBLE:
        method += (
            f"; of 100 draws of the rates {100 * dropped:.0f} could not be true and were dropped"
        )
    low, high = np.quantile(possible, [0.5 - level / 2, 0.5 + level / 2])
    return Estimate(value, within(low), within(high), method)


def described(rates: ErrorRates) -> str:
    """Return error rates in words.

    Examples
    --------
    >>> described(ErrorRates(basis="declared", sensitivity=(46, 50), specificity=(388, 400)))
    'declared rates: 92 of 100 notes are tagged, n = 50, and 3 of 100 others, n = 400'
    """
    return (
        f"{rates.basis} rates: {100 * rates.sensitivity_rate:.3g} of 100 notes are tagged, "
        f"n = {rates.sensitivity[1]:,.0f}, and {100 * (1 - rates.specificity_rate):.2g} of 100 others, "
        f"n = {rates.specificity[1]:,.0f}"
    )


def _draws(rates: ErrorRates) -> tuple[np.ndarray, np.ndarray]:
    """Return draws of sensitivity and specificity, each of shape (_DRAWS,)."""
    rng = np.random.default_rng(_SEED + 1)
    sides = (rates.sensitivity, rates.specificity)
    found, spared = (rng.beta(right + 0.5, of - right + 0.5, _DRAWS) for right, of in sides)
    return found, spared


def _impossible(tagged: Tagged, rates: ErrorRates) -> str:
    """Return in words why there is no correction."""
    share = float(tagged.true_share(rates.sensitivity_rate, rates.specificity_rate))
    if rates.sensitivity_rate + rates.specificity_rate <= 1:
        why = "such a tagger does no better than chance"
    elif share <= 0:
        why = "no more are tagged than such a tagger would tag by mistake if nobody had sent a note"
    elif share >= 1:
        why = "as many are tagged as such a tagger would tag if everybody had sent a note"
    else:
        why = "the records are too few, or the rates too uncertain"
    return f"The difference cannot be corrected for mis-tagging ({described(rates)}): {why}."
