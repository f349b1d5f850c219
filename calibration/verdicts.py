"""Whole findings, through their public functions: how often each verdict was right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis import offers, performance, retention
from analysis.cells import Cells
from analysis.finding import Finding, Verdict
from calibration import employers, frames, hires
from calibration.employers import Design
from calibration.frames import CLAIM
from calibration.hires import RatingsDesign
from calibration.measure import Share, numbers, rng_of, share
from calibration.scenarios import TAGGER
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
    for question in (INFLUENCE, SIGNAL, FIRST_YEAR):
        for n in question.sizes:
            for effect in question.effects:
                yield _case(question, "", n, effect)


def conditions() -> Iterator[Case]:
    """Return what findings meet in the records of real employers, with no effect and with one."""
    of_interviews = {
        "1 in 5 unseen, at random": Design(0, seen=(0.8, 0.8)),
        "30 in 100 of those rejected unseen, 10 of the others": Design(0, seen=(0.7, 0.9)),
        "2 in 5 unseen, at random": Design(0, seen=(0.6, 0.6)),
        "notes mis-tagged": Design(0, tagger=TAGGER),
        "better scores go with notes and with advancing": Design(0, by_score=0.1),
    }
    of_ratings = {
        "ratings of five steps": RatingsDesign(0, 0, steps=True),
        "senders' ratings spread twice as far": RatingsDesign(0, 0, spreads=(0.7, 1.4)),
        "mis-tagged": RatingsDesign(0, 0, tagger=TAGGER),
    }
    for words, kind in of_interviews.items():
        for effect in (0.0, 0.08):
            yield _case(INFLUENCE, words, 5_000, effect, kind)
    for words, ratings in of_ratings.items():
        for effect in (0.0, 0.3):
            yield _case(SIGNAL, words, 500, effect, ratings=ratings)


def _case(
    question: Question,
    words: str,
    n: int,
    effect: float,
    kind: Design = Design(0),  # noqa: B008
    ratings: RatingsDesign = RatingsDesign(0, 0),  # noqa: B008
) -> Case:
    if question is SIGNAL:
        rated = replace(ratings, hires=n, groups=max(n // _GROUP, 1), effect=effect)

        def draw(rng: np.random.Generator) -> tuple[Cells, float]:
            drawn = hires.draw(rated, rng)
            return frames.of_ratings(drawn), drawn.truth("standardised")

    elif question is INFLUENCE:
        interviews = replace(kind, interviews=n, strata=max(n // _JOB, 1), effect=effect)

        def draw(rng: np.random.Generator) -> tuple[Cells, float]:
            return frames.of_interviews(employers.draw(interviews, rng)), effect

    else:
        years = Design(n, strata=_DEPARTMENTS, base=_STAYING, effect=effect)

        def draw(rng: np.random.Generator) -> tuple[Cells, float]:
            return frames.of_first_years(employers.draw(years, rng), rng), effect

    return Case(question, words, n, effect, draw)


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
