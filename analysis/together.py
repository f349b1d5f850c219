"""Several questions at once: what still stands when the chance of a false answer is shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from analysis import words
from analysis.estimators.multiplicity import at_level, holm, p_value
from analysis.finding import Exhibit, Finding, Verdict, decide

_Told = TypeVar("_Told", bound=Finding | Exhibit)


def declared(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; those declared say what stands when all declared ones are asked together.

    Parameters
    ----------
    findings
        All of a view. Those that cannot tell count among the questions asked, and say nothing.

    Notes
    -----
    Directions: Holm (1979) over the p-values that the shown intervals stand for. Verdicts: all
    intervals widened alike, to 1 - alpha / m, by the same rule (Bonferroni), so that with the chance
    of the level every verdict is right. Holm's later, milder steps hold for directions only: a
    verdict can err in other ways than by its sign.

    The verdict given does not change: it follows the declared rule for each question alone.
    """
    asked = [one for one in findings if not one.exploratory]
    stands = _stands(asked, holm)

    def note(one: Finding) -> str:
        direction = stands[id(one)] if _excludes_none(one) else None
        return words.together(len(asked), one.level, direction, _widened(one, len(asked)))

    return tuple(
        _noted(one, note(one))
        if id(one) in stands and one.verdict is not Verdict.CANNOT_TELL
        else one
        for one in findings
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
    stands = _stands(asked, _false_discovery)
    notes = {
        id(one): words.explored(len(asked), one.level, stands[id(one)])
        for one in asked
        if id(one) in stands and _excludes_none(one)
    }
    return [_noted(one, notes[id(one)]) if id(one) in notes else one for one in found]


def _stands(
    asked: Sequence[Finding], adjusted: Callable[[Sequence[float]], np.ndarray]
) -> dict[int, bool]:
    """Return whether each finding's direction stands, by identity; nothing of fewer than two."""
    if len(asked) < 2:
        return {}
    p = adjusted([p_value(one.estimate, one.level) for one in asked])
    return {id(one): bool(mine <= 1 - one.level) for one, mine in zip(asked, p, strict=True)}


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
