"""One difference in each of several groups, side by side, so that none gives a hidden one away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure import SUPPRESS, count, outward, secondary
from analysis.estimators.clustered import interval
from analysis.finding import NOT_GIVEN, Estimate, Point
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies.interviews import Interviews, compared

METHOD = "difference within the same job, stage and round"


@dataclass(frozen=True)
class Group:
    """A group of interviews: how many as shown, and the difference, not yet on its grid."""

    label: str
    n: int | None
    estimate: Estimate

    @property
    def point(self) -> Point:
        """The group as it may be shown."""
        return Point(self.label, self.n, outward(self.estimate, "points"))


def by_group(
    rows: Rows,
    by: str,
    named: Callable[[pd.DataFrame], np.ndarray],
    names: Sequence[str],
    level: float,
) -> list[Group]:
    """Return the difference in advancing between the arms in each group of the interviews compared.

    Parameters
    ----------
    by
        What they are grouped by, in a word.
    named
        Returns the name of each one's group, of the interviews compared of any view.
    names
        Of the groups that there may be, in their order.
    level
        Confidence level, e.g. 0.95.

    Returns
    -------
    The groups that there are. Where an arm has 7 or fewer, or another's number could be found by
    subtraction, here or from another view, no number; where the arms or strata are too few to
    compare, no difference.
    """

    def by_arm(view: Rows) -> pd.DataFrame:
        return counted(view.compared, named(view.compared), view.compared["note_status"])

    interviews = compared(rows)
    code = pd.Categorical(named(rows.compared), list(names)).codes.astype(np.int64)
    away = rows.given_away(f"advancing by {by}", by_arm)
    hidden = np.zeros(len(names), dtype=bool)
    for status, arm in zip(ARMS, (interviews.sent, ~interviews.sent), strict=True):
        n = np.bincount(code[arm], minlength=len(names))
        of_others = np.array([f"{name}, {status}" in away for name in names])
        hidden |= secondary(n, (n <= SUPPRESS) | of_others)
    n = np.bincount(code, minlength=len(names))
    return [
        _group(name, interviews.where(code == group), bool(hidden[group]), level)
        for group, name in enumerate(names)
        if n[group]
    ]


def _group(name: str, interviews: Interviews, hide: bool, level: float) -> Group:
    if hide:
        why = f"an arm of {SUPPRESS} or fewer here, beside it or in another view"
        return Group(name, None, Estimate(None, None, None, f"{METHOD}{NOT_GIVEN}{why}"))
    n = count(len(interviews.sent))
    went = interviews.advanced
    if not interviews.showable(went):
        why = "too few to compare"
        return Group(name, n, Estimate(None, None, None, f"{METHOD}{NOT_GIVEN}{why}"))
    return Group(name, n, interval(interviews.difference(went), interviews.clusters, level, 1.0))


def told(points: Sequence[Point], of: str) -> str:
    """Return a sentence: in which groups the difference is on one side of none.

    Parameters
    ----------
    of
        The groups in words, e.g. "stages".

    Examples
    --------
    >>> points = [Point("Phone", 90, Estimate(0.1, 0.02, 0.18, "")), Point("Final", 50, Estimate(0, -0.1, 0.1, ""))]
    >>> print(told(points, "stages"))
    Of 2 stages with enough to compare, candidates with a note advanced more often in 1 (Phone) and less \
often in none; in the others these records cannot tell.
    >>> told([Point("Phone", None, Estimate(None, None, None, ""))], "stages")
    'In none of the stages are there enough to compare.'
    """
    given = [point for point in points if point.estimate.low is not None]
    if not given:
        return f"In none of the {of} are there enough to compare."
    above = [point.label for point in given if (point.estimate.low or 0) > 0]
    below = [point.label for point in given if (point.estimate.high or 0) < 0]
    rest = len(given) - len(above) - len(below)
    return (
        f"Of {len(given)} {of} with enough to compare, candidates with a note advanced more often in "
        f"{_named(above)} and less often in {_named(below)}"
        + ("; in the others these records cannot tell." if rest else ".")
    )


def _named(labels: Sequence[str]) -> str:
    return f"{len(labels)} ({', '.join(labels)})" if labels else "none"
