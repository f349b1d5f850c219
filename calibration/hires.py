"""Hires drawn at random, rated in calibration groups, whose true difference is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.estimators.means import Sums
from calibration.employers import CUSTOM
from calibration.tagger import PERFECT, measured
from etl.notes.error_rates import ErrorRates

# Ratings of 1 to 5, few of them low: chances, and the ratings less their mean in their spread.
_CHANCES = np.array([0.03, 0.07, 0.30, 0.40, 0.20])
_FROM_MEAN = np.arange(5) - np.arange(5) @ _CHANCES
_STEPS = _FROM_MEAN / np.sqrt(_FROM_MEAN**2 @ _CHANCES)


@dataclass(frozen=True)
class RatingsDesign:
    """A kind of hires.

    Attributes
    ----------
    groups
        Calibration groups; those where more send a note are rated more kindly.
    effect
        Difference of mean ratings within groups.
    spreads
        Standard deviations of ratings within groups, without a note and with one.
    steps
        Whether ratings have five steps, few of them low, rather than a normal curve.
    tagger
        Sensitivity and specificity.
    """

    hires: int
    groups: int
    effect: float = 0.0
    spreads: tuple[float, float] = (1.0, 1.0)
    steps: bool = False
    tagger: tuple[float, float] = PERFECT


@dataclass(frozen=True)
class Hires:
    """The hires of one employer.

    Attributes
    ----------
    group, tagged, rating
        Calibration group, tag and rating of each, shape (hires,).
    truths
        True mean rating of senders ("mean"), and true difference within groups, as rated
        ("difference") and in standard deviations of everybody in the group ("standardised").
    error_rates
        What is known of the tagger.
    """

    group: np.ndarray
    tagged: np.ndarray
    rating: np.ndarray
    truths: dict[str, float]
    error_rates: ErrorRates | None

    def truth(self, measure: str) -> float:
        """Return the truth that an estimator of a measure should find."""
        return self.truths[measure]


def draw(design: RatingsDesign, rng: np.random.Generator) -> Hires:
    """Return the hires of an employer of a kind."""
    weight = rng.gamma(2.0, size=design.groups)
    weight /= weight.sum()
    group = np.repeat(np.arange(design.groups), rng.multinomial(design.hires, weight))
    custom = rng.uniform(*CUSTOM, design.groups)
    level = rng.normal(0, 0.5, design.groups) + 2 * (custom - sum(CUSTOM) / 2)
    n = design.hires
    sent = rng.random(n) < custom[group]
    noise = rng.choice(_STEPS, n, p=_CHANCES) if design.steps else rng.standard_normal(n)
    rating = level[group] + design.effect * sent + np.array(design.spreads)[1 * sent] * noise
    tagged = sent
    if design.tagger != PERFECT:
        tagged = rng.random(n) < np.where(sent, design.tagger[0], 1 - design.tagger[1])
    both = custom * (1 - custom)
    within = (1 - custom) * design.spreads[0] ** 2 + custom * design.spreads[1] ** 2
    standardised = design.effect / np.sqrt(within + both * design.effect**2)
    truths = {
        "mean": design.effect + np.average(level, weights=weight * custom),
        "difference": design.effect,
        "standardised": np.average(standardised, weights=weight * both),
    }
    return Hires(group, tagged, rating, truths, measured(design.tagger, rng))


def sums(hires: Hires) -> tuple[Sums, Sums]:
    """Return sums of ratings by group: of those tagged as senders, and of the others."""
    groups = int(hires.group.max()) + 1

    def of(arm: np.ndarray) -> Sums:
        group, rating = hires.group[arm], hires.rating[arm]
        weights = (np.ones_like(rating), rating, rating**2)
        return Sums(*(np.bincount(group, weights=one, minlength=groups) for one in weights))

    return of(hires.tagged), of(~hires.tagged)
