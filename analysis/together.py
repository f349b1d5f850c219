"""Several questions at once: what still stands when the chance of a false answer is shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np

from analysis import words
from analysis.estimators.multiplicity import at_level, holm, p_value
from analysis.finding import Exhibit, Finding, Verdict, decide

_Told = TypeVar("_Told", bound=Finding | Exhibit)


def declared(
    found: Sequence[_Told], beside: Sequence[Finding | Exhibit], questions: int
) -> tuple[_Told, ...]:
    """Return what was found; declared findings say what stands when all declared are asked together.

    Parameters
    ----------
    found, beside
        All of a view, in two parts: the declared findings of both are one family.
    questions
        How many outcomes the claim declares. One that is answered in neither part was asked as well,
        and counts with a p-value of 1, which holds the others to no less than the true one would.

    Notes
    -----
    Directions: Holm (1979) over the p-values that the shown intervals stand for. Verdicts: all
    intervals widened alike, to 1 - alpha / m, by the same rule (Bonferroni), so that with the chance
    of the level every verdict is right. Holm's later, milder steps hold for directions only: a
    verdict can err in other ways than by its sign.

    The verdict given does not change: it follows the declared rule for each question alone. One that
    cannot tell counts among the questions, and says nothing.
    """
    family = [one for one in (*found, *beside) if isinstance(one, Finding) and not one.exploratory]
    stands = _stands(family, partial(_among, questions))

    def note(one: Finding) -> str:
        direction = stands[id(one)] if _excludes_none(one) else None
        return words.together(questions, one.level, direction, _widened(one, questions))

    return tuple(
        _noted(one, note(one))
        if isinstance(one, Finding)
        and not one.exploratory
        and one.verdict is not Verdict.CANNOT_TELL
        and questions > 1
        else one
        for one in found
    )


def explored(found: Sequence[_Told]) -> list[_Told]:
    """Return what was found; exploratory findings whose interval excludes none say if that stands out.

    Notes
    -----
    Benjamini and Hochberg (1995) over the p-values that the shown intervals stand for, those of
    exploratory findings without an interval left out. It holds the expected share of false alarms
    among those that stand out, for independent or positively dependent questions.
    """
    asked = [
        one
        for one in found
        if isinstance(one, Finding) and one.exploratory and one.estimate.low is not None
    ]
    if len(asked) < 2:
        return list(found)
    stands = _stands(asked, _false_discovery)
    notes = {
        id(one): words.explored(len(asked), one.level, stands[id(one)])
        for one in asked
        if _excludes_none(one)
    }
    return [_noted(one, notes[id(one)]) if id(one) in notes else one for one in found]


def _stands(
    asked: Sequence[Finding], adjusted: Callable[[Sequence[float]], np.ndarray]
) -> dict[int, bool]:
    """Return whether each finding's direction stands, by identity."""
    p = adjusted([p_value(one.estimate, one.level) for one in asked])
    return {id(one): bool(mine <= 1 - one.level) for one, mine in zip(asked, p, strict=True)}


def _among(questions: int, p: Sequence[float]) -> np.ndarray:
    """Return Holm's p-values of those answered among so many questions."""
    return holm([*p, *[1.0] * (questions - len(p))])[: len(p)]


def _false_discovery(p: Sequence[float]) -> np.ndarray:
    # Two seconds to import: commands that show no finding should not wait for it.
    from scipy.stats import false_discovery_control

    return false_discovery_control(p)


def _excludes_none(one: Finding) -> bool:
    low, high = one.estimate.low, one.estimate.high
    return low is not None and high is not None and not low <= 0 <= high


def _widened(one: Finding, questions: int) -> Verdict:
    wide = at_level(one.estimate, one.level, 1 - (1 - one.level) / questions)
    return decide(wide.low, wide.high, one.smallest_effect)


def _noted(one: _Told, note: str) -> _Told:
    return replace(one, cautions=(*one.cautions, note))
