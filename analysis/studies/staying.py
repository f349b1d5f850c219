"""Who stays and how the others leave, over time: curves and shares that decide nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import words
from analysis.disclosure import SUPPRESS, coarse, count, secondary
from analysis.estimators import hazards, survival
from analysis.finding import Estimate, Exhibit, Point
from analysis.studies.employment import (
    ASSUMED,
    LET_GO,
    RESIGNED,
    SIDES,
    UNKNOWN,
    YEAR,
    Hires,
)
from etl.claim import Claim

DAYS = (90, 180, YEAR, 730)
_WAYS = {RESIGNED: "resigned", LET_GO: "were let go", UNKNOWN: "left, not recorded how"}
_HIDDEN = Estimate(None, None, None, "not shown")
_UNLIKELY = 0.05
_CAUTIONS = (
    words.EXPLORATORY,
    "As counted, over all departments: those where more people write may be those where more leave, or "
    "fewer. The finding on resigning compares within departments.",
)


def curves(found: Hires, claim: Claim) -> Exhibit:
    """Return the share of either arm still employed after so many days, and how many are followed then."""
    sent, others = (_curve(found, status, claim.level) for status in SIDES)
    year = DAYS.index(YEAR)
    sentence = _side_by_side(sent[year], others[year], "are still employed after a year")
    return Exhibit(
        key="staying",
        title="How many stay, day by day",
        sentence=f"{sentence} {_differ(found)}" if sentence else "Too few hires to show.",
        unit="share",
        level=claim.level,
        points=(*sent, *others),
        method=f"{survival.STAYING}; n: those followed past that day. Log-rank test within department.",
        assumptions=("Leaving of any kind counts.", *ASSUMED),
        cautions=_CAUTIONS,
    )


def ways(found: Hires, claim: Claim) -> Exhibit:
    """Return the share of either arm that left in each way by the end of the first year."""
    sent, others = (_ways(found, status, claim.level) for status in SIDES)
    sentence = _side_by_side(sent[0], others[0], "resigned in their first year")
    return Exhibit(
        key="leaving",
        title="How people left in their first year",
        sentence=sentence or "Too few hires to show.",
        unit="share",
        level=claim.level,
        points=(*sent, *others),
        method=f"{survival.LEAVING}: who left in one way can no longer leave in another.",
        assumptions=ASSUMED,
        cautions=_CAUTIONS,
    )


def _curve(found: Hires, status: str, level: float) -> list[Point]:
    """Return an arm's points; hidden where, beside the others, they would tell of 7 or fewer people."""
    arm = SIDES[status]
    points = []
    before = 0.0
    for day in DAYS:
        n = None if status in found.left.withheld else count(found.followed_past(day, arm))
        resigned, *otherwise = (found.left_by(day, way, arm) for way in _WAYS)
        gone = resigned + sum(otherwise)
        # Who left since the last point; and by the year, for which resigning alone is shown too.
        few = gone - before <= SUPPRESS or (day == YEAR and sum(otherwise) <= SUPPRESS)
        share = _HIDDEN
        if n is not None and not few:
            exact = survival.staying(found.people.risk_sets, arm, day, level)
            share = coarse(exact, "share", found.behind(arm))
            before = gone
        points.append(Point(f"after {day} days", n, share, status))
    return points


def _ways(found: Hires, status: str, level: float) -> list[Point]:
    """Return an arm's shares by way of leaving; of 7 or fewer hidden, and another with them."""
    arm = SIDES[status]
    n = None if status in found.left.withheld else count(found.size(arm))
    gone = np.array([found.left_by(YEAR, way, arm) for way in _WAYS])
    # Resigning is told by a finding too, and those still there by a curve: the other ways go together.
    hidden = secondary(gone, gone <= SUPPRESS)
    if ((gone[1:] > 0) & (gone[1:] <= SUPPRESS)).any():
        hidden[1:] = True
    if n is None or found.followed_past(YEAR, arm) <= SUPPRESS:
        hidden[:] = True
    points = []
    for (way, words_of_it), hide in zip(_WAYS.items(), hidden, strict=True):
        exact = survival.leaving(found.people.risk_sets, way, arm, YEAR, level)
        share = _HIDDEN if hide else coarse(exact, "share", found.behind(arm))
        points.append(Point(words_of_it, n, share, status))
    return points


def _side_by_side(sent: Point, others: Point, did: str) -> str | None:
    if sent.estimate.value is None or others.estimate.value is None:
        return None
    return (
        f"Of 100 hires with a note about {words.out_of_100(sent.estimate.value)} {did}; of 100 without, "
        f"about {words.out_of_100(others.estimate.value)}."
    )


def _differ(found: Hires) -> str:
    """Return whether the curves differ within departments by more than chance, as a sentence."""
    whatever = replace(found.people, reason=(found.people.reason > 0).astype(int))
    p = hazards.log_rank(whatever, 1)
    if p is not None and p < _UNLIKELY:
        return "Over all days, the two differ within departments by more than chance would (p below 0.05)."
    return "Over all days, chance within departments may account for what differs."
