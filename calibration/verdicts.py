"""Whole findings, through their public functions: how often each verdict was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from analysis import offers, performance, retention
from analysis.cells import Cells
from analysis.finding import Finding, Verdict
from calibration import employers, frames, hires, selected
from calibration.employers import Design
from calibration.frames import CLAIM
from calibration.hires import RatingsDesign
from calibration.measure import Share, numbers, rng_of, share
from calibration.scenarios import ALL_FILED, BY_SCORE, TAGGER
from etl.config import Claim


@dataclass(frozen=True)
class Question:
    """A finding, the smallest effect that matters in it, and true effects to plant."""

    name: str
    finding: Callable[[Cells, Claim], Finding]
    unit: str
    smallest: float
    effects: tuple[float, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """A question asked of one kind of employer; `draw` gives its cells and the truth."""

    question: Question
    words: str
    n: int
    effect: float
    draw: Callable[[np.random.Generator], tuple[Cells, float]]


@dataclass(frozen=True)
class Verdicts:
    """What became of a case.

    Attributes
    ----------
    shares
        Share of employers that got each verdict.
    right, wrong
        Share whose verdict says what is true, and what is not. *Cannot tell* says nothing.
    coverage
        Share of the intervals shown that hold the truth.
    """

    case: Case
    shares: dict[Verdict, Share]
    right: Share
    wrong: Share
    coverage: Share


INFLUENCE = Question(
    "influence",
    offers.influence,
    "points",
    CLAIM.smallest_effects.advance,
    (-0.08, 0.0, 0.03, 0.05, 0.08, 0.15),
    (50, 500, 5_000, 50_000),
)
SIGNAL = Question(
    "signal",
    performance.signal,
    "sd",
    CLAIM.smallest_effects.performance,
    (-0.3, 0.0, 0.1, 0.2, 0.3, 0.6),
    (50, 500, 5_000),
)
FIRST_YEAR = Question(
    "first year",
    retention.first_year,
    "points",
    CLAIM.smallest_effects.retention,
    (-0.08, 0.0, 0.03, 0.05, 0.10),
    (50, 500, 5_000),
)
_JOB, _GROUP, _DEPARTMENTS = 20, 12, 5
"""Interviews to a job, hires to a calibration group, departments."""
_FEW_JOBS = 5
_SOME_FILED = (0.9, 0.5)
_STAYING = (0.70, 0.88)


def says_right(verdict: Verdict, truth: float, smallest: float) -> bool | None:
    """Return whether what a verdict says is true; None of one that says nothing.

    Examples
    --------
    >>> says_right(Verdict.SUPPORTED, 0.04, 0.05), says_right(Verdict.TOO_SMALL_OR_NOT, 0.04, 0.05)
    (False, True)
    """
    if verdict is Verdict.CANNOT_TELL:
        return None
    return bool(
        {
            Verdict.SUPPORTED: truth > smallest,
            Verdict.TOO_SMALL_OR_NOT: truth > 0,
            Verdict.NO_MEANINGFUL_DIFFERENCE: abs(truth) < smallest,
            Verdict.CONTRADICTED: truth < 0,
        }[verdict]
    )


def grid() -> Iterator[Case]:
    """Return every question, size and effect where all that a finding assumes holds."""
    for n, effect in product(INFLUENCE.sizes, INFLUENCE.effects):
        yield _interviews("", Design(n, strata=n // _JOB, effect=effect))
    for n, effect in product(SIGNAL.sizes, SIGNAL.effects):
        yield _ratings("", RatingsDesign(n, n // _GROUP, effect=effect))
    for n, effect in product(FIRST_YEAR.sizes, FIRST_YEAR.effects):
        yield _first_years(Design(n, strata=_DEPARTMENTS, base=_STAYING, effect=effect))


def conditions() -> Iterator[Case]:
    """Return what findings meet in real records, with no effect and with one."""
    jobs, groups = Design(5_000, strata=5_000 // _JOB), RatingsDesign(500, 500 // _GROUP)
    scored = replace(jobs, by_score=BY_SCORE, filed=ALL_FILED)
    of_interviews = {
        "1 in 5 unseen, at random": replace(jobs, seen=(0.8, 0.8)),
        "of those rejected 30 in 100 unseen, of the others 10": replace(jobs, seen=(0.7, 0.9)),
        "2 in 5 unseen, at random": replace(jobs, seen=(0.6, 0.6)),
        "notes mis-tagged": replace(jobs, tagger=TAGGER),
        "better scores go with notes and with advancing": scored,
        "the same, each score the mean of two scorecards": replace(scored, panel=2),
        "the same, but half the senders' scores and 1 in 10 others' are filed too late": replace(
            scored, filed=_SOME_FILED
        ),
        "all of this, with few interviews": replace(
            scored, interviews=500, strata=500 // _JOB, filed=_SOME_FILED
        ),
        "scores go with nothing, and are filed too late as often": replace(jobs, filed=_SOME_FILED),
        "only 5 jobs": replace(jobs, interviews=500, strata=_FEW_JOBS),
    }
    of_ratings = {
        "ratings of five steps": replace(groups, curve="steps"),
        "senders' ratings spread twice as far": replace(groups, spreads=(0.7, 1.4)),
        "notes mis-tagged": replace(groups, tagger=TAGGER),
    }
    for (words, design), effect in product(of_interviews.items(), (0.0, 0.08)):
        yield _interviews(words, replace(design, effect=effect))
    for (words, rated), effect in product(of_ratings.items(), (0.0, 0.3)):
        yield _ratings(words, replace(rated, effect=effect))
    yield Case(SIGNAL, "a note helped in being hired", 500, 0.0, _hired)


def _interviews(words: str, design: Design) -> Case:
    def draw(rng: np.random.Generator) -> tuple[Cells, float]:
        return frames.of_interviews(employers.draw(design, rng)), design.effect

    return Case(INFLUENCE, words, design.interviews, design.effect, draw)


def _first_years(design: Design) -> Case:
    def draw(rng: np.random.Generator) -> tuple[Cells, float]:
        return frames.of_first_years(employers.draw(design, rng), rng), design.effect

    return Case(FIRST_YEAR, "", design.interviews, design.effect, draw)


def _ratings(words: str, design: RatingsDesign) -> Case:
    def draw(rng: np.random.Generator) -> tuple[Cells, float]:
        drawn = hires.draw(design, rng)
        return frames.of_ratings(drawn), drawn.truth("standardised")

    return Case(SIGNAL, words, design.hires, design.effect, draw)


def _hired(rng: np.random.Generator) -> tuple[Cells, float]:
    drawn = selected.draw(2_500, rng).of_hired()
    return frames.of_ratings(drawn), drawn.truth("standardised")


def judge(case: Case, runs: int) -> Verdicts:
    """Return how often each verdict came, and was right, in so many runs."""
    rng = rng_of(f"{case.question.name} {case.words} {case.n} {case.effect}")
    verdicts, intervals = [], []
    for _ in range(runs):
        cells, truth = case.draw(rng)
        found = case.question.finding(cells, CLAIM)
        verdicts.append((found.verdict, says_right(found.verdict, truth, case.question.smallest)))
        intervals.append([*numbers(found.estimate), truth])
    _, low, high, truth = np.array(intervals).T
    shown = np.isfinite(low)
    return Verdicts(
        case,
        {one: share(np.array([verdict is one for verdict, _ in verdicts])) for one in Verdict},
        share(np.array([right is True for _, right in verdicts])),
        share(np.array([right is False for _, right in verdicts])),
        share(((low <= truth) & (truth <= high))[shown]),
    )
