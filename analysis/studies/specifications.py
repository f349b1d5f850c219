"""The specification curve: the declared comparison beside the other ways in which it could have been made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from analysis import words
from analysis.disclosure import GRID, SUPPRESS, count, outward, rate
from analysis.estimators.shuffled import share_as_far, sums
from analysis.estimators.stratified import Strata, risk_difference
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.plan import FEWEST_STRATA
from analysis.rows import Rows
from analysis.studies.ways import DECLARED, Records, Way
from etl.claim import Claim

SHUFFLES = 200
_SEED = 20261129
_FEWEST = ceil(1 / GRID["points"])
"""With so many in the smaller arm, one person moves no estimate by more than a step of its grid."""
_METHOD = (
    "Every combination of landmark, window, adjustment, withdrawals counted as not advanced or left out, "
    "and partly covered panels left out or counted: Mantel-Haenszel risk difference, Klingenberg's interval. "
    f"Shuffles: {SHUFFLES}, within job, stage, round, earlier score, coverage and stretch of time to the "
    "decision (Simonsohn, Simmons and Nelson 2020). Those as counted stand beside the others for contrast and are in "
    "no summary."
)
_ASSUMPTIONS = (
    "Mailboxes that are covered up to the declared landmark are covered up to the later ones.",
    "Where some mailboxes of a panel are not covered and no note was seen, none is taken to have come.",
    "For the shuffles: interviews of one candidate are independent.",
)


def specifications(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the curve of all ways in which influence could have been asked (key "specifications").

    Of the whole alone: what is declared is declared of the whole. Nothing where the declared comparison
    is too small to be set beside others.

    Returns
    -------
    A point each, from the lowest difference to the highest. Its label, split at `ways.SEPARATOR`, has the
    parts that `ways.PARTS` names; that of the declared way begins with `ways.DECLARED`.
    """
    if rows.cells.filters:
        return []
    records = Records.of(rows.interview, claim.landmark_hours, claim.window_days)
    declared = records.hours.index(claim.landmark_hours)
    primary = Way(declared, declared, "score", stayed=False, part=False)
    ways = [primary, *(way for way in records.ways() if way != primary)]
    shown = _showable([(way, records.tables(way)) for way in ways])
    if primary not in shown:
        return []
    numbers = {
        way: outward(risk_difference(tables, claim.level), "points")
        for way, tables in shown.items()
    }
    points = [
        Point(
            (DECLARED if way == primary else "") + records.told(way),
            count(tables.n1.sum() + tables.n0.sum()),
            numbers[way],
        )
        for way, tables in shown.items()
    ]
    # Where a panel is covered in part, no note seen is not none sent: those ways stand for contrast.
    alike = [way for way in shown if way.adjustment != "raw" and not way.part]
    return [
        Exhibit(
            key="specifications",
            title="Asked in other ways",
            sentence=_sentence(
                numbers, numbers[primary].value or 0.0, alike, joint_p(records, alike)
            ),
            unit="points",
            level=claim.level,
            points=tuple(sorted(points, key=lambda one: (one.estimate.value or 0.0, one.label))),
            method=_METHOD,
            assumptions=_ASSUMPTIONS,
            cautions=(
                "The curve decides nothing: the declared comparison gives the verdict, wherever on the "
                "curve it lies.",
            ),
        )
    ]


def _showable(made: Sequence[tuple[Way, Strata]]) -> dict[Way, Strata]:
    """Return the ways that may stand beside each other, the first ones first.

    Beside each other, ways whose arms differ by 7 or fewer would tell of these.
    """
    found: dict[Way, Strata] = {}
    arms = np.empty((0, 2))
    for way, tables in made:
        s1, n1, s0, n0 = tables.pooled()
        enough = (
            min(n1, n0) >= _FEWEST
            and rate(s1, n1) is not None
            and rate(s0, n0) is not None
            and (way.adjustment == "raw" or tables.informative.sum() >= FEWEST_STRATA)
        )
        apart = np.abs(arms - [n1, n0])
        if enough and not ((apart > 0) & (apart <= SUPPRESS)).any():
            found[way] = tables
            arms = np.vstack([arms, [n1, n0]])
    return found


def _sentence(
    numbers: Mapping[Way, Estimate], declared: float, alike: Sequence[Way], p: float
) -> str:
    values = np.array([numbers[way].value for way in alike], dtype=float)
    above, below = (f"{100 * np.mean(side):.0f}" for side in (values > 0, values < 0))
    middle = outward(Estimate(float(np.median(values)), None, None, ""), "points").value or 0.0
    often = "1 of 100 shuffles or fewer" if p <= 0.01 else f"{ceil(100 * p)} of 100 shuffles"
    return (
        f"Like can be set beside like in {len(alike)} ways here. Of 100 of them, {above} show more for "
        f"senders and {below} fewer; declared was one that shows {words.more(declared)} out of 100, and the "
        f"one in the middle shows {words.more(middle)}. With notes shuffled among like interviews, a middle "
        f"as far off comes up in {often}."
    )


def joint_p(records: Records, ways: Sequence[Way], shuffles: int = SHUFFLES) -> float:
    """Return how often the middle of all ways lies as far off when notes are shuffled among like interviews.

    Parameters
    ----------
    records
        The interviews.
    ways
        Whose differences' median is taken.
    shuffles
        How many; the same each time.

    Returns
    -------
    A p-value, at least 1 / (shuffles + 1), of the hypothesis that within each group of `records` it
    makes no difference who wrote and when; exact for ways that are chosen without a look at outcomes.

    Notes
    -----
    Each difference is taken over the weight that is expected of it, which no shuffle changes. "As far
    off" is from the mean over all shuffles and the records.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4:1208-1214.
    """
    columns = list(dict.fromkeys(replace(way, window=0) for way in ways))
    column = [columns.index(replace(way, window=0)) for way in ways]
    window = [way.window for way in ways]
    residuals = np.column_stack([_residuals(records, way) for way in columns])
    first = sums(records.group, records.note, residuals, len(records.hours), shuffles, _SEED)
    excess = first.cumsum(axis=1)[:, window, column]
    weight = [_expected_weight(records, way) for way in ways]
    return share_as_far(np.median(excess / weight, axis=1))


def _residuals(records: Records, way: Way) -> np.ndarray:
    """Return each outcome less its stratum's mean; 0 of interviews that are not compared.

    Summed over the exposed they are the numerator of the Mantel-Haenszel difference.
    """
    kept, code = records.kept(way), records.strata[way.adjustment]
    n = np.bincount(code[kept], minlength=code.max() + 1)
    went = np.bincount(code[kept & records.advanced], minlength=len(n))
    return np.where(kept, records.advanced - (went / np.maximum(n, 1))[code], 0).astype(np.float32)


def _expected_weight(records: Records, way: Way) -> float:
    """Return the Mantel-Haenszel weight if as many of each group had written as did on average."""
    wrote = np.bincount(records.group, records.note <= way.window) / np.bincount(records.group)
    kept, code = records.kept(way), records.strata[way.adjustment]
    n = np.bincount(code[kept])
    n1 = np.bincount(code[kept], wrote[records.group[kept]])
    return float((n1 - n1**2 / np.maximum(n, 1)).sum())
