"""A pass/fail rule on people who were all let in: what it would have turned away.

Four counts: those who pass the rule and those who do not, each with the good and the others. What
the people would have done who took the empty seats is not among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.estimators.proportions import newcombe, wilson
from analysis.finding import Estimate

_SHARE = "share, Wilson's interval"
_RATIO = "good lost per other avoided, Wilson's interval of the share"
_YOUDEN = "share of the good that pass less share of the others that pass, Newcombe's interval"


@dataclass(frozen=True)
class Gate:
    """What became of those who pass a rule and of those whom it would have turned away.

    Attributes
    ----------
    good_in, n_in
        Those who pass: the good among them, and all.
    good_out, n_out
        Those who would have been turned away.
    """

    good_in: int
    n_in: int
    good_out: int
    n_out: int

    @property
    def _good(self) -> int:
        return self.good_in + self.good_out

    @property
    def whole(self) -> int:
        """How many there are."""
        return self.n_in + self.n_out

    def turned_away(self, level: float) -> Estimate:
        """Return the share that the rule would have turned away."""
        return _share(self.n_out, self.whole, level)

    def base_rate(self, level: float) -> Estimate:
        """Return the share of the good among all."""
        return _share(self._good, self.whole, level)

    def predictive(self, level: float) -> tuple[Estimate, Estimate]:
        """Return the positive and the negative predictive value.

        The first is the share of the good among those who pass, the second the share of the others
        among those turned away. A rule that tells nothing has the base rate, and 1 less it.

        Examples
        --------
        >>> ppv, npv = Gate(good_in=60, n_in=100, good_out=90, n_out=150).predictive(0.95)
        >>> round(ppv.value, 2), round(npv.value, 2)
        (0.6, 0.4)
        """
        return (
            _share(self.good_in, self.n_in, level),
            _share(self.n_out - self.good_out, self.n_out, level),
        )

    def good_lost(self, level: float) -> Estimate:
        """Return the share of the good among those turned away."""
        return _share(self.good_out, self.n_out, level)

    def lost_per_avoided(self, level: float) -> Estimate:
        """Return how many good ones are turned away for each other one.

        Returns
        -------
        Nothing where nobody but good ones is turned away; a high end of None where all that the
        interval's high end leaves is good ones.

        Notes
        -----
        Of those turned away a share q is good: this is q / (1 - q), and so are the interval's ends.

        Examples
        --------
        >>> lost = Gate(good_in=60, n_in=100, good_out=90, n_out=150).lost_per_avoided(0.95)
        >>> f"{lost.value:.2f} ({lost.low:.2f} to {lost.high:.2f})"
        '1.50 (1.08 to 2.08)'
        """
        share = self.good_lost(level)
        value, low, high = (_odds(one) for one in (share.value, share.low, share.high))
        if value is None:
            return Estimate(None, None, None, _RATIO)
        return Estimate(value, low, high, _RATIO)

    def youden(self, level: float) -> Estimate:
        """Return Youden's J: 0 for a rule that tells nothing, 1 for one that is always right.

        References
        ----------
        Youden (1950), Cancer 3:32-35; J is a difference of two shares of different people, hence
        Newcombe (1998), Statistics in Medicine 17:873-890, method 10.

        Examples
        --------
        >>> useless = Gate(good_in=60, n_in=100, good_out=90, n_out=150).youden(0.95)
        >>> f"{useless.value:.2f} ({useless.low:.2f} to {useless.high:.2f})"
        '0.00 (-0.12 to 0.12)'
        """
        others_in, others = self.n_in - self.good_in, self.whole - self._good
        if not (self._good and others):
            return Estimate(None, None, None, _YOUDEN)
        value = self.good_in / self._good - others_in / others
        return Estimate(
            value, *newcombe(self.good_in, self._good, others_in, others, level), _YOUDEN
        )

    def refilled(self, level: float) -> tuple[float, float]:
        """Return between how many good ones fewer there would be, had every seat been filled again.

        Parameters
        ----------
        level
            Confidence level, e.g. 0.95.

        Returns
        -------
        The least and the most, if the next in line are good as often as all who were let in, at
        either end of the interval of that share; below 0 there would be more. With no seat filled
        again it is all the good ones turned away.

        Examples
        --------
        >>> few, many = Gate(good_in=60, n_in=100, good_out=90, n_out=150).refilled(0.95)
        >>> round(few), round(many)
        (-9, 9)
        """
        base = self.base_rate(level)
        if base.low is None or base.high is None:
            return 0.0, 0.0
        return self.good_out - self.n_out * base.high, self.good_out - self.n_out * base.low


def _share(successes: int, n: int, level: float) -> Estimate:
    if not n:
        return Estimate(None, None, None, _SHARE)
    low, high = wilson(successes, n, level)
    return Estimate(successes / n, float(low), float(high), _SHARE)


def _odds(share: float | None) -> float | None:
    # A share this near to 1 has a ratio without bound.
    return None if share is None or share > 1 - 1e-9 else share / (1 - share)
