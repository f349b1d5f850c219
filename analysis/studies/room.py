"""Reading the room: whether the difference is another by the interview's format, and by round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.disclosure import outward
from analysis.estimators.pooling import FEWEST_GROUPS, pool
from analysis.finding import Exhibit, Finding, Point
from analysis.rows import Rows
from analysis.studies import interviews as of_interviews
from analysis.studies.side_by_side import Group, by_group, told
from etl.claim import Claim

FORMATS = ("phone", "video", "onsite", "panel", "take-home", "other")
"""As `out__interview` has them, with hyphens."""
ROUNDS = ("round 1", "round 2", "round 3", "round 4 and later")

_POOLED = (
    "Each is drawn towards their mean as far as they vary by no more than chance (empirical Bayes, Morris "
    "1983), the variance between them by Paule and Mandel; the interval for one not seen yet allows for "
    "its being estimated (Nagashima, Noma and Furukawa 2019)."
)
_APART = "The groups are taken as independent, though a person may be in several of them."


def by_format_and_round(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the adjusted difference in advancing by format and by round, partially pooled.

    Returns
    -------
    Exhibits "advance_by_format" and "advance_by_round", where both arms may be shown.
    """
    if not of_interviews.shown(rows):
        return []
    return [
        _side_by_side(rows, by_group(rows, of, named, names, claim.level), claim.level, of)
        for of, named, names in (("format", _format, FORMATS), ("round", _round, ROUNDS))
    ]


def _format(compared: pd.DataFrame) -> np.ndarray:
    """Return each interview's format; one that nobody has named yet stands with the last, the others."""
    name = compared["format"].astype(object).str.replace("_", "-")
    return np.where(name.isin(FORMATS), name, FORMATS[-1])


def _round(compared: pd.DataFrame) -> np.ndarray:
    return np.array(ROUNDS)[compared["round"].clip(1, len(ROUNDS)).to_numpy(dtype=np.int64) - 1]


def _side_by_side(rows: Rows, groups: Sequence[Group], level: float, of: str) -> Exhibit:
    given = [one for one in groups if one.estimate.low is not None]
    pooled = len(given) >= FEWEST_GROUPS
    points, apart = _pooled(groups, level, of) if pooled else ([one.point for one in groups], "")
    return Exhibit(
        key=f"advance_by_{of}",
        title=f"Advancing with a note and without, by {of}",
        sentence=f"{told(points[: len(groups)], f'{of}s')}{apart}",
        unit="points",
        level=level,
        points=tuple(points),
        method=" ".join(
            [of_interviews.WITHIN, of_interviews.WITH_SCORE, *([_POOLED] if pooled else [])]
        ),
        assumptions=(
            of_interviews.SCORE,
            of_interviews.CLUSTERS,
            *((_APART,) if pooled else ()),
        ),
        cautions=of_interviews.cautions(rows),
    )


def _pooled(groups: Sequence[Group], level: float, of: str) -> tuple[list[Point], str]:
    """Return the groups as drawn together, their mean and another like them; and if they vary."""
    given = [one for one in groups if one.estimate.low is not None]
    ends = np.array([[one.estimate.low, one.estimate.high] for one in given], dtype=float)
    values = np.array([one.estimate.value for one in given], dtype=float)
    errors = (ends[:, 1] - ends[:, 0]) / 2 / float(ndtri(0.5 + level / 2))
    found = pool(values, errors, level)
    drawn = iter(found.each)
    points = [
        one.point
        if one.estimate.low is None
        else Point(one.label, one.n, outward(next(drawn), "points"))
        for one in groups
    ]
    points += [
        Point(f"all {of}s alike", None, outward(found.mean, "points")),
        Point(f"a {of} not seen yet", None, outward(found.another, "points")),
    ]
    apart = (
        f" Between {of}s the difference varies by more than chance."
        if found.p < 1 - level
        else f" Whether it varies between {of}s these records cannot tell."
    )
    return points, apart
