"""Employers drawn at random whose truth is known: their interviews, counted.

Counts are arrays of shape (strata, scores, 2, 2): the last two are note and outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.special import expit, logit

from analysis.estimators.stratified import Strata, risk_difference
from calibration.tagger import PERFECT, measured
from etl.notes.error_rates import ErrorRates

CUSTOM = (0.15, 0.60)
"""Shares who send a note, in the stratum where fewest do and in that where most do."""
COMMON, RARE = (0.20, 0.60), (0.02, 0.08)
"""Chances of success without a note, in the strictest stratum and in the most lenient."""
_RECOMMENDED = (0.10, 0.30, 0.40, 0.20)
"""Shares of scorecards by recommendation, from strong no to strong yes."""
_NEXT_ROUND = 0.6
ALL_SEEN, OF_ALL = "difference with all seen", "difference of all"
"""Measures: the Mantel-Haenszel difference of this very employer if nothing were unseen; and the mean of
the differences of all its interviews."""


@dataclass(frozen=True)
class Design:
    """A kind of employer.

    Attributes
    ----------
    base
        Chances of success without a note; where more send one, they are higher: confounding by job.
    effect, ratio, odds
        What chances with a note are compared with those without: a difference, a ratio or a ratio of
        odds, the same in all strata.
    by_score
        How much a standard deviation of the score adds to the log odds of sending a note, and of success.
    panel
        Scorecards whose mean is the score.
    filed
        Shares of interviews with a score from before the note, of those without a note and of those with.
    seen
        Shares of interviews that can be seen, of those without success and of those with.
    tagger
        Sensitivity and specificity.
    rounds
        Rounds that the same people stand in, with one habit and one outcome. From each to the next
        some drop out, whatever their outcome.
    """

    interviews: int
    strata: int = 1
    base: tuple[float, float] = COMMON
    effect: float = 0.0
    ratio: float = 1.0
    odds: float = 1.0
    by_score: float = 0.0
    panel: int = 1
    filed: tuple[float, float] = (0.0, 0.0)
    seen: tuple[float, float] = (1.0, 1.0)
    tagger: tuple[float, float] = PERFECT
    rounds: int = 1

    @property
    def fewest(self) -> float:
        """About how many are expected on either side of the outcome in either arm, at the least.

        Notes are then taken to go with nothing, or with less.
        """
        share, base = sum(CUSTOM) / 2, min(self.ratio, 1.0) * sum(self.base) / 2
        return self.interviews * min(share, 1 - share) * min(base, 1 - base)


@dataclass(frozen=True)
class Employer:
    """One employer.

    Attributes
    ----------
    chance
        True chances of success without a note and with one, shape (strata, scores, 2).
    scores
        0-1, shape (scores,).
    sent
        Counts by note as it truly was.
    unseen
        Those of them that nobody can see.
    tagged
        The others, by tag in place of note.
    unscored
        Those of these whose score was not filed before the note.
    round
        Round of each stratum, shape (strata,).
    error_rates
        What is known of the tagger.
    """

    chance: np.ndarray
    scores: np.ndarray
    sent: np.ndarray
    unseen: np.ndarray
    tagged: np.ndarray
    unscored: np.ndarray
    round: np.ndarray
    error_rates: ErrorRates | None

    @property
    def strata(self) -> Strata:
        """What is seen, as one table to a stratum."""
        return tables(self.tagged)

    def truth(self, measure: str) -> float:
        """Return the truth that an estimator of a measure should find; a rate is that of senders."""
        if measure == ALL_SEEN:
            return float(risk_difference(tables(self.sent), 0.95).value or 0.0)
        without, with_note = self.chance[..., 0], self.chance[..., 1]
        if measure == OF_ALL:
            return float(np.average(with_note - without, weights=self.sent.sum(axis=(-2, -1))))
        of = {
            "rate": with_note,
            "difference": with_note - without,
            "ratio": with_note / without,
            "odds ratio": with_note / (1 - with_note) * (1 - without) / without,
        }
        return float(of[measure].mean())


def draw(design: Design, rng: np.random.Generator) -> Employer:
    """Return an employer of a kind: strata of uneven size, with customs and chances of their own."""
    strata, (scores, shares) = design.strata, _scores(design)
    weight = rng.gamma(2.0, size=strata)
    n = rng.multinomial(rng.multinomial(design.interviews, weight / weight.sum()), shares)
    habit, other = rng.random((2, strata, 1))
    custom = CUSTOM[0] + (CUSTOM[1] - CUSTOM[0]) * habit
    without = design.base[0] + (design.base[1] - design.base[0]) * (habit + other) / 2
    mean = scores @ shares
    step = design.by_score * (scores - mean) / max(np.sqrt((scores - mean) ** 2 @ shares), 1e-9)
    custom, without = (expit(logit(share) + step) for share in (custom, without))
    with_note = expit(logit(design.ratio * without) + np.log(design.odds)) + design.effect
    chance = np.stack([without, with_note], axis=-1)
    writers = rng.binomial(n, custom)
    by_note = np.stack([n - writers, writers], axis=-1)
    went = rng.binomial(by_note, chance)
    standing = [np.stack([by_note - went, went], axis=-1)]
    while len(standing) < design.rounds:
        standing.append(rng.binomial(standing[-1], _NEXT_ROUND))
    sent = np.concatenate(standing)
    unseen = 0 * sent if min(design.seen) == 1 else rng.binomial(sent, 1 - np.array(design.seen))
    tagged = _tagged(sent - unseen, design.tagger, rng)
    return Employer(
        np.concatenate([chance] * design.rounds),
        scores,
        sent,
        unseen,
        tagged,
        _unscored(tagged, design.filed, rng),
        np.repeat(np.arange(1, design.rounds + 1), strata),
        measured(design.tagger, rng),
    )


def _scores(design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores that there are, 0-1, and their shares; one score if nobody is scored."""
    if max(design.filed) == 0:
        return np.array([0.5]), np.array([1.0])
    shares = reduce(np.convolve, [np.array(_RECOMMENDED)] * design.panel)
    return np.linspace(0, 1, len(shares)), shares


def _tagged(sent: np.ndarray, tagger: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    if tagger == PERFECT:
        return sent
    found = rng.binomial(sent[..., 1, :], tagger[0])
    mistaken = rng.binomial(sent[..., 0, :], 1 - tagger[1])
    return np.stack([sent.sum(axis=-2) - found - mistaken, found + mistaken], axis=-2)


def _unscored(
    tagged: np.ndarray, filed: tuple[float, float], rng: np.random.Generator
) -> np.ndarray:
    if max(filed) == 0:
        return tagged
    return 0 * tagged if min(filed) == 1 else rng.binomial(tagged, 1 - np.array(filed)[:, None])


def tables(counts: np.ndarray) -> Strata:
    """Return counts as one 2 x 2 table to a stratum.

    Examples
    --------
    >>> tables(np.array([[[[5, 1], [2, 3]]]])).s1.tolist()
    [3.0]
    """
    table = counts.sum(axis=1).astype(float)
    n, went = table.sum(axis=-1), table[..., 1]
    return Strata(n[:, 1], went[:, 1], n[:, 0], went[:, 0])
