"""Comparisons that fail by design: what exact theory says that each finds, and what is done instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import norm

from analysis.estimators import correlation, mistagging
from analysis.estimators.mistagging import Tagged
from analysis.estimators.range_restriction import by_z, corrected
from analysis.estimators.stratified import Strata, odds_ratio, risk_difference
from analysis.finding import Estimate
from calibration import selected
from calibration.employers import tables
from calibration.estimators import LEVEL
from calibration.scenarios import TAGGER
from etl.notes.error_rates import ErrorRates

Pair = tuple[Estimate, Estimate]
N = 4_000
"""Candidates, interviews or applicants of each employer."""
_SEND = 0.35


@dataclass(frozen=True)
class Failure:
    """A comparison that fails, and what the product does in its place.

    Attributes
    ----------
    short
        The same in a few words.
    instead
        What is done instead, in words.
    measure
        "odds ratio", "difference" or "correlation".
    truth, exact
        What there is to find; and what the comparison finds instead, with as many records as you like.
    draw
        From chance to what an employer's records give by the comparison, and by what is done instead.
    exact_coverage
        Where it is not the number that is wrong but its interval: how often it holds the truth.
    """

    name: str
    short: str
    instead: str
    measure: str
    truth: float
    exact: float
    draw: Callable[[np.random.Generator], Pair]
    exact_coverage: float | None = None


def failures() -> list[Failure]:
    """Return all of them."""
    jobs = ((0.5, 0.5), (0.2, 0.5), (0.3, 0.5))
    bands = ((0.3, 0.4, 0.3), (0.25, 0.35, 0.45), (0.25, 0.40, 0.55))
    return [
        Failure("Ever sent a note, in any round, against never", "ever sent a note", "each interview by itself, within rounds",
                "odds ratio", 1.0, ever_sent(), _ever_sent),
        Failure("No landmark: who was rejected at once counts as having sent none", "no landmark",
                "only interviews still undecided at the landmark", "difference", 0.0, no_landmark(), _no_landmark),
        Failure("The unseen count as having sent none; of those rejected more are unseen", "unseen as none: the rejected",
                "only interviews that could be seen", "odds ratio", 1.5, as_not_sent(0.9, 0.6),
                partial(_as_not_sent, 0.9, 0.6)),
        Failure("The unseen count as having sent none; of those who advance more are unseen", "unseen as none: the advanced",
                "only interviews that could be seen", "odds ratio", 1.5, as_not_sent(0.6, 0.9),
                partial(_as_not_sent, 0.6, 0.9)),
        Failure("Tags are taken for notes", "tags taken for notes", "corrected by the tagger's error rates", "difference",
                *tags_as_notes(), _tags_as_notes),
        Failure("Jobs thrown together that differ in custom and in leniency", "jobs thrown together", "within jobs", "difference",
                0.0, thrown_together(*jobs), partial(_thrown_together, *jobs)),
        Failure("The interview's score left out, where better interviews are followed by more notes", "score left out",
                "within bands of the score", "difference", 0.0, thrown_together(*bands),
                partial(_thrown_together, *bands)),
        Failure("A score filed after the note is held fixed, though the note swayed it", "score after the note held fixed",
                "only scores filed before the note are", "difference", 0.10, 0.0, _held_fixed),
        Failure("Three rounds of the same people taken as three times the people", "rounds taken as people",
                "rounds taken as moving together", "difference", 0.0, 0.0, _three_times,
                float(2 * norm.cdf(norm.ppf(0.5 + LEVEL / 2) / np.sqrt(3)) - 1)),
        Failure("Ratings of the hired, where a note was worth half a spread in being hired", "the hired only",
                "corrected for range restriction by the interview's score (Thorndike's case III)",
                "correlation", 0.0, selected.correlation(), _selected),
    ]  # fmt: skip


def ever_sent(send: float = 0.3, advance: float = 0.5, rounds: int = 4) -> float:
    """Return the odds ratio of offer and ever having sent a note, where notes go with nothing.

    Examples
    --------
    >>> round(ever_sent(), 4)
    4.1232
    """
    leaving = [advance**k * (1 - advance) for k in range(rounds)]
    never_without = sum(share * (1 - send) ** (k + 1) for k, share in enumerate(leaving))
    offered, never_with = advance**rounds, (advance * (1 - send)) ** rounds
    return (offered - never_with) * never_without / (never_with * (1 - offered - never_without))


def _ever_sent(rng: np.random.Generator) -> Pair:
    ever, out, by_round = np.array([N, 0]), np.zeros(2, dtype=np.int64), []
    for _ in range(4):
        sent = rng.binomial(ever, 0.3)
        notes = np.stack([ever - sent, sent])
        advanced = rng.binomial(notes, 0.5)
        by_round.append(np.stack([notes - advanced, advanced], axis=-1).sum(axis=1))
        ended = notes - advanced
        out += [ended[0, 0], ended.sum() - ended[0, 0]]
        ever = np.array([advanced[0, 0], advanced.sum() - advanced[0, 0]])
    return (
        odds_ratio(_one(np.stack([out, ever], axis=-1)), LEVEL),
        odds_ratio(tables(np.array(by_round)[:, None]), LEVEL),
    )


def no_landmark(advance: float = 0.4, at_once: float = 0.3) -> float:
    """Return the difference where some are rejected before they could write, and notes go with nothing.

    Parameters
    ----------
    at_once
        Of those rejected, the share who could not write.
    """
    undecided = advance + (1 - at_once) * (1 - advance)
    return advance / undecided - (1 - _SEND) * advance / (1 - _SEND * undecided)


def _no_landmark(rng: np.random.Generator) -> Pair:
    advanced, later, at_once = rng.multinomial(N, [0.4, 0.6 * 0.7, 0.6 * 0.3])
    outcome = np.array([later, advanced])
    sent = rng.binomial(outcome, _SEND)
    undecided = np.stack([outcome - sent, sent])
    everybody = undecided + np.array([[at_once, 0], [0, 0]])
    return risk_difference(_one(everybody), LEVEL), risk_difference(_one(undecided), LEVEL)


def as_not_sent(advanced: float, rejected: float) -> float:
    """Return the odds ratio that 1.5 becomes; the shares seen are those of either outcome.

    Examples
    --------
    >>> round(as_not_sent(0.9, 0.6), 4), round(as_not_sent(0.6, 0.9), 4)
    (2.5909, 0.7619)
    """
    one, other = 0.5 * advanced, 0.4 * rejected
    return one / (1 - one) / (other / (1 - other))


def _as_not_sent(advanced: float, rejected: float, rng: np.random.Generator) -> Pair:
    outcome = np.array([N // 2, N // 2])
    sent = rng.binomial(outcome, [0.4, 0.5])
    seen = rng.binomial([outcome - sent, sent], [rejected, advanced])
    coded = np.stack([outcome - seen[1], seen[1]])
    return odds_ratio(_one(coded), LEVEL), odds_ratio(_one(seen), LEVEL)


def tags_as_notes() -> tuple[float, float]:
    """Return a true difference, and what it is by tags: of those who advance half wrote, of others .4.

    Examples
    --------
    >>> [round(one, 4) for one in tags_as_notes()]
    [0.101, 0.0866]
    """
    notes = np.array([0.4, 0.5])
    tags = notes * TAGGER[0] + (1 - notes) * (1 - TAGGER[1])
    true, tagged = (one[1] / one.sum() - (1 - one[1]) / (2 - one.sum()) for one in (notes, tags))
    return float(true), float(tagged)


def _tags_as_notes(rng: np.random.Generator) -> Pair:
    outcome = np.array([N // 2, N // 2])
    sent = rng.binomial(outcome, [0.4, 0.5])
    tagged = rng.binomial(sent, TAGGER[0]) + rng.binomial(outcome - sent, 1 - TAGGER[1])
    table = _one(np.stack([outcome - tagged, tagged]))
    observed = risk_difference(table, LEVEL)
    found, spared = rng.binomial([100, 200], TAGGER).astype(float)
    rates = ErrorRates(basis="reviewed", sensitivity=(found, 100), specificity=(spared, 200))
    tags = Tagged.of(table.n1, table.n0)
    return observed, mistagging.corrected(observed, tags, rates, LEVEL, 1.0)


Shares = tuple[float, ...]


def thrown_together(weights: Shares, customs: Shares, chances: Shares) -> float:
    """Return the difference over groups whose customs and chances differ, where notes go with nothing.

    It is the covariance of custom and chance over the variance of having sent a note.

    Examples
    --------
    >>> round(thrown_together((0.5, 0.5), (0.2, 0.5), (0.3, 0.5)), 4)
    0.0659
    """
    custom, chance = np.dot(weights, customs), np.dot(weights, chances)
    return float(np.dot(weights, (customs - custom) * (chances - chance)) / (custom * (1 - custom)))


def _thrown_together(
    weights: Shares, customs: Shares, chances: Shares, rng: np.random.Generator
) -> Pair:
    n = rng.multinomial(N, weights)
    sent = rng.binomial(n, customs)
    notes = np.stack([n - sent, sent], axis=-1)
    went = rng.binomial(notes, np.array(chances)[:, None])
    counts = np.stack([notes - went, went], axis=-1)
    apart = risk_difference(tables(counts[:, None]), LEVEL)
    return risk_difference(_one(counts.sum(axis=0)), LEVEL), apart


def _held_fixed(rng: np.random.Generator) -> Pair:
    """A note goes with a high score in 6 of 10 instead of 4; who has one advances in 7 of 10, not 2."""
    sent = rng.binomial(N, _SEND)
    notes = np.array([N - sent, sent])
    high = rng.binomial(notes, [0.4, 0.6])
    scored = np.stack([notes - high, high])
    went = rng.binomial(scored, [[0.2], [0.7]])
    counts = np.stack([scored - went, went], axis=-1)
    whole = risk_difference(_one(counts.sum(axis=0)), LEVEL)
    return risk_difference(tables(counts[:, None]), LEVEL), whole


def _three_times(rng: np.random.Generator) -> Pair:
    sent = rng.binomial(N, _SEND)
    notes = np.array([N - sent, sent])
    went = rng.binomial(notes, 0.4)
    rounds = tables(np.stack([np.stack([notes - went, went], axis=-1)] * 3)[:, None])
    return risk_difference(rounds, LEVEL), risk_difference(rounds, LEVEL, np.arange(3))


def _selected(rng: np.random.Generator) -> Pair:
    applicants = selected.draw(N, rng)
    hires = applicants.of_hired()
    among = correlation.within(hires.tagged.astype(float), hires.rating, hires.group, LEVEL)
    return among, corrected(by_z, applicants.selection(), LEVEL, "")


def _one(counts: np.ndarray) -> Strata:
    """Return counts by note and outcome, shape (2, 2), as one table."""
    return tables(counts[None, None])
