"""How interviews ended, in each arm: a withdrawal is the candidate's choice, and no rejection."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import words
from analysis.disclosure import SUPPRESS, count, outward, rate, secondary
from analysis.estimators import proportions
from analysis.estimators.clustered import interval
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies import interviews as of_interviews
from analysis.studies.interviews import Interviews
from etl.claim import Claim

_ENDS = {"advanced": "advanced", "rejected": "were rejected", "withdrew": "withdrew"}
_HIDDEN = Estimate(None, None, None, f"{SUPPRESS} or fewer here, or beside it")


def endings(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return how interviews ended in each arm, and the adjusted difference in each ending.

    Returns
    -------
    Exhibits "outcomes" and "outcomes_adjusted", the first where both arms may be shown, the second
    where each ending may be, and there are strata enough.
    """
    interviews = of_interviews.compared(rows)
    if not of_interviews.shown(rows):
        return []
    arms = (interviews.sent, ~interviews.sent)
    n = np.array([[(arm & (interviews.outcome == end)).sum() for end in _ENDS] for arm in arms])
    away = rows.given_away("endings", _counted)
    hidden = np.array(
        [
            _hidden(parts, [f"{end}, {status}" in away for end in _ENDS])
            for status, parts in zip(ARMS, n, strict=True)
        ]
    )
    cautions = (*of_interviews.cautions(rows), *_open(rows))
    found: list[Finding | Exhibit] = [_side_by_side(n, hidden, claim.level, cautions)]
    if not hidden.any() and interviews.showable(interviews.advanced):
        found.append(_adjusted(interviews, n.sum(axis=0), claim.level, cautions))
    return found


def _counted(rows: Rows) -> pd.DataFrame:
    return counted(rows.compared, rows.compared["outcome"], rows.compared["note_status"])


def _hidden(parts: np.ndarray, away: Sequence[bool]) -> np.ndarray:
    """Return which endings of an arm to hide: of 7 or fewer, of all but 7 or fewer, and what gives them away.

    Parameters
    ----------
    away
        Which of them another view would give away.
    """
    few = np.array([rate(one, parts.sum()) is None for one in parts])
    return secondary(parts, few | away)


def _side_by_side(
    n: np.ndarray, hidden: np.ndarray, level: float, cautions: tuple[str, ...]
) -> Exhibit:
    points = tuple(
        Point(end, None, _HIDDEN, arm)
        if hidden[row, column]
        else Point(end, count(n[row, column]), _share(n[row, column], n[row].sum(), level), arm)
        for row, arm in enumerate(ARMS)
        for column, end in enumerate(_ENDS.values())
    )
    return Exhibit(
        key="outcomes",
        title="How interviews ended, with a note and without",
        sentence=" ".join(
            f"Of 100 interviews {arm}, about {_listed(points[3 * row : 3 * row + 3])}."
            for row, arm in enumerate(("with a note", "without"))
        ),
        unit="share",
        level=level,
        points=points,
        method="Share of the arm, Wilson's interval, from rounded counts; not adjusted.",
        cautions=cautions,
    )


def _share(part: float, n: float, level: float) -> Estimate:
    part, n = float(count(part) or 0), float(count(n) or 0)
    low, high = (float(end) for end in proportions.wilson(part, n, level))
    return outward(Estimate(part / n, low, high, "share, Wilson's interval"), "share")


def _listed(points: tuple[Point, ...]) -> str:
    parts = [
        "a number not shown" if one.estimate.value is None else words.out_of_100(one.estimate.value)
        for one in points
    ]
    return ", ".join(f"{part} {end}" for part, end in zip(parts, _ENDS.values(), strict=True))


def _adjusted(
    interviews: Interviews, n: np.ndarray, level: float, cautions: tuple[str, ...]
) -> Exhibit:
    estimates = [
        interval(interviews.difference(interviews.outcome == end), interviews.clusters, level, 1.0)
        for end in _ENDS
    ]
    points = tuple(
        Point(end, count(total), outward(one, "points"))
        for end, total, one in zip(_ENDS.values(), n, estimates, strict=True)
    )
    given = [
        f"{words.more(one.estimate.value)} {one.label}"
        for one in points
        if one.estimate.value is not None
        and one.estimate.low is not None
        and one.estimate.high is not None
        and not one.estimate.low <= 0 <= one.estimate.high
    ]
    return Exhibit(
        key="outcomes_adjusted",
        title="How interviews ended: the difference that a note goes with, adjusted",
        sentence=f"Among candidates alike, of 100 interviews with a note about {', '.join(given)}."
        + ("" if len(given) == len(points) else " Of the other endings these records cannot tell.")
        if given
        else "These records cannot tell whether interviews of candidates alike ended otherwise.",
        unit="points",
        level=level,
        points=points,
        method=f"{of_interviews.WITHIN} {of_interviews.WITH_SCORE} Each interview ended in one of the "
        "three ways, so the differences add up to nothing but for rounding.",
        assumptions=(of_interviews.SCORE, of_interviews.CLUSTERS),
        cautions=cautions,
    )


def _open(rows: Rows) -> tuple[str, ...]:
    """Return how many applications have not ended yet."""
    if rows.cells.run is None:
        return ()
    waiting = count(float(rows.cells.run["applications_open"]))
    number = f"{SUPPRESS} or fewer" if waiting is None else f"About {waiting:,}"
    return (
        f"{number} applications of the whole store are still open. They are in no number here: an "
        "interview counts once its application is decided.",
    )
