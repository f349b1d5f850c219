"""Hires drawn at random, rated in calibration groups, whose true difference is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.estimators.means import Sums
from calibration.employers import CUSTOM
from calibration.tagger import PERFECT, measured
from etl.notes.error_rates import ErrorRates

# Ratings of 1 to 5, few of them low: chances, and the ratings less their mean in their spread.
_CHANCES = np.array([0.03, 0.07, 0.30, 0.40, 0.20])
_FROM_MEAN = np.arange(5) - np.arange(5) @ _CHANCES
_STEPS = _FROM_MEAN / np.sqrt(_FROM_MEAN**2 @ _CHANCES)
_MORE_NOTES = 0.10
"""How much a good score adds to the share who send a note, and a bad one takes away."""


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
    curve
        How they spread: on a normal curve, a logistic one, or in five steps, few of them low.
    by_score
        How much one standard deviation of the interview's score adds to the rating; where it is
        above 0, good scores also go with notes.
    reliability
        Share of the variance of the score as recorded that is no error.
    tagger
        Sensitivity and specificity.
    """

    hires: int
    groups: int
    effect: float = 0.0
    spreads: tuple[float, float] = (1.0, 1.0)
    curve: Literal["normal", "logistic", "steps"] = "normal"
    by_score: float = 0.0
    reliability: float = 1.0
    tagger: tuple[float, float] = PERFECT


@dataclass(frozen=True)
class Hires:
    """The hires of one employer.

    Attributes
    ----------
    group, tagged, rating, score
        Calibration group, tag, rating and recorded score of each, shape (hires,).
    truths
        True mean rating of senders ("mean"); true difference within groups, as rated
        ("difference"), in standard deviations of everybody in the group ("standardised"), and as a
        correlation ("correlation").
    error_rates
        What is known of the tagger.
    """

    group: np.ndarray
    tagged: np.ndarray
    rating: np.ndarray
    score: np.ndarray
    truths: dict[str, float]
    error_rates: ErrorRates | None = None

    def truth(self, measure: str) -> float:
        """Return the truth that an estimator of a measure should find."""
        return self.truths[measure]


def draw(design: RatingsDesign, rng: np.random.Generator) -> Hires:
    """Return the hires of an employer of a kind."""
    n, groups = design.hires, design.groups
    weight = rng.gamma(2.0, size=groups)
    weight /= weight.sum()
    group = np.repeat(np.arange(groups), rng.multinomial(n, weight))
    custom = rng.uniform(*CUSTOM, groups)
    level = rng.normal(0, 0.5, groups) + 2 * (custom - sum(CUSTOM) / 2)
    score = rng.standard_normal(n)
    more = _MORE_NOTES * np.sign(score) if design.by_score else 0.0
    sent = rng.random(n) < custom[group] + more
    spread = np.array(design.spreads)[1 * sent]
    expected = level[group] + design.effect * sent + design.by_score * score
    rating = expected + spread * _noise(design, rng)
    error = np.sqrt(1 / design.reliability - 1)
    tagged = sent
    if design.tagger != PERFECT:
        tagged = rng.random(n) < np.where(sent, design.tagger[0], 1 - design.tagger[1])
    return Hires(
        group,
        tagged,
        rating,
        score + error * rng.standard_normal(n) if error else score,
        _truths(design, weight, custom, level),
        measured(design.tagger, rng),
    )


def _noise(design: RatingsDesign, rng: np.random.Generator) -> np.ndarray:
    if design.curve == "steps":
        return rng.choice(_STEPS, design.hires, p=_CHANCES)
    if design.curve == "logistic":
        return rng.logistic(scale=np.sqrt(3) / np.pi, size=design.hires)
    return rng.standard_normal(design.hires)


def _truths(
    design: RatingsDesign, weight: np.ndarray, custom: np.ndarray, level: np.ndarray
) -> dict[str, float]:
    both = custom * (1 - custom)
    within = (1 - custom) * design.spreads[0] ** 2 + custom * design.spreads[1] ** 2
    variance = within + both * design.effect**2
    return {
        "mean": design.effect + np.average(level, weights=weight * custom),
        "difference": design.effect,
        "standardised": np.average(design.effect / np.sqrt(variance), weights=weight * both),
        "correlation": design.effect * np.sqrt((weight @ both) / (weight @ variance)),
    }


def sums(hires: Hires) -> tuple[Sums, Sums]:
    """Return sums of ratings by group: of those tagged as senders, and of the others."""
    groups = int(hires.group.max()) + 1

    def of(arm: np.ndarray) -> Sums:
        group, rating = hires.group[arm], hires.rating[arm]
        weights = (np.ones_like(rating), rating, rating**2)
        return Sums(*(np.bincount(group, weights=one, minlength=groups) for one in weights))

    return of(hires.tagged), of(~hires.tagged)
