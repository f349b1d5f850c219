"""Increment: whether a note adds anything about performance to what the interview score already says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import compare, planning, populations, refusals, words
from analysis.disclosure import mean_arm, outward
from analysis.estimators import increment as estimators
from analysis.estimators import means
from analysis.estimators.means import Sums
from analysis.finding import Arm, Estimate, Exhibit, Finding, decide
from analysis.performance import SELECTION
from analysis.plan import FEWEST_HIRES, Left, Plan, Reason
from analysis.populations import ARMS
from analysis.rows import Rows
from analysis.studies.hires import given_away, rated
from etl.claim import Claim

RELIABILITIES = (0.9, 0.7, 0.5)
"""Shares of the interview score's variance that may be no error of measurement: a range to look over."""
UNSCORED = "no scorecard was filed before a note, or before the landmark where none came"
_NOTHING = Estimate(None, None, None, "not shown")
_WITHIN = "the same review group and interview score"
_ONE_GROUP = Reason(
    "All who can be compared were rated in one review cycle and calibration group: what its raters have "
    "in common cannot be told from what notes go with.",
    False,
)


def increment(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether a note goes with performance at the same interview score (key "increment").

    Compared are hires with a rating and a score filed before any note: the difference in performance
    that goes with a note in the last round, the score being equal, within review cycle x calibration
    group. A score filed after the note may hold what the note did to it, so that it is no control.

    Notes
    -----
    Checks give the share of variance that the note adds, and the same difference with job level and
    source channel equal too, with all scorecards, and if the score is a noisy measure: then it takes
    away too little, and a note that says nothing new seems to add something.
    """
    population, hires = rated(rows)
    scored = hires["score_before"].notna().to_numpy()
    kept = hires[scored]
    groups = np.where(
        rows.hire["application_id"].isin(hires.loc[~scored, "application_id"]),
        "unscored",
        population,
    )
    left = _left(rows, groups)
    plan = _plan(claim)
    sides = [_sums(kept.loc[kept["sent"] == sent, "performance"]) for sent in (True, False)]
    arms = tuple(
        Arm(name, None, None)
        if name in left.withheld
        else mean_arm(name, side.n.sum(), means.mean(side, plan.level))
        for name, side in zip(ARMS, sides, strict=True)
    )
    n1, n0 = (float(side.n.sum()) for side in sides)
    reasons = [*refusals.of_arms(plan, arms, left.withheld, (n1, n0))]
    if len(kept) and kept["group"].nunique() == 1:
        reasons.append(_ONE_GROUP)
    estimate = raw = _NOTHING
    checks: tuple[Estimate, ...] = ()
    cautions: tuple[str, ...] = ()
    if all(arm.value is not None for arm in arms):
        estimate, checks = _adjusted(kept, plan.level)
        raw = outward(means.difference(sides[0], sides[1], plan.level), "sd")
        noisy = _if_noisy(kept, plan.level)
        checks = (*checks, *noisy)
        cautions = () if reasons else _would_turn(plan, estimate, noisy)
    months = planning.months_spanned(kept["quarter"], pd.Series(1, index=kept.index))
    told = (cautions, (), checks)
    return [compare.conclude(plan, left, arms, (estimate, raw), reasons, told, months)]


def _plan(claim: Claim) -> Plan:
    declared = "increment" in claim.outcomes and claim.exposure is None
    return Plan(
        key="increment",
        question="Among hires with the same interview score, in the same review cycle and calibration "
        "group, are those who sent a note after their last interview rated higher later?",
        unit="sd",
        smallest_effect=claim.smallest_effects.performance,
        level=claim.level,
        of=words.Comparison(
            "hires who sent a note after their last interview",
            "were rated",
            "hires in the same review group with the same interview score who did not",
        ),
        things="hires",
        within=_WITHIN,
        doubt="Only people who were hired have ratings, and an interview score is a rough measure: with a "
        "better one less might be left for a note to add.",
        method="Least squares of performance on note and interview score within review cycle x "
        "calibration group, standard errors that allow unequal spread; raw: Welch. The score: mean of "
        "the scorecards filed before a note.",
        assumptions=(
            "Performance rises with the interview score in a straight line.",
            "Ratings in a group are taken as independent, given the group.",
            "For a noisy score: its error goes with neither note nor performance. Hiring by that very score "
            "makes this hold less.",
            "Notes are taken as tagged. The performance finding tells what mis-tagging would change.",
        ),
        cautions=(SELECTION,),
        fewest=FEWEST_HIRES,
        exploratory=not declared,
    )


def _left(rows: Rows, population: np.ndarray) -> Left:
    reasons = {**populations.PERFORMANCE_REASONS, "unscored": UNSCORED}
    withheld = rows.withheld_of("performance") | given_away(rows)
    each = np.ones(len(population))
    return Left(populations.excluded(population, each, reasons, withheld), withheld)


def _sums(values: pd.Series) -> Sums:
    sums = (float(len(values)), float(values.sum()), float((values**2).sum()))
    return Sums(*(np.array([one]) for one in sums))


def _columns(hires: pd.DataFrame, *others: str) -> np.ndarray:
    """Return the note's flag, and numbers or a flag for each value of what is to be equal."""
    more = pd.get_dummies(hires[list(others)], drop_first=True) if others else hires[[]]
    return np.column_stack([hires["sent"], more]).astype(float)


def _adjusted(hires: pd.DataFrame, level: float) -> tuple[Estimate, tuple[Estimate, ...]]:
    """Return the difference at equal scores, and the checks of it, all as they may be shown."""
    y, group = hires["performance"].to_numpy(dtype=float), hires["group"].to_numpy()
    columns = _columns(hires, "score_before")
    with_place = _columns(hires, "score_before", "level", "source_channel")
    with_all = _columns(hires, "interview_score")
    checks = [
        (estimators.gain(y, columns, group, level), "share", ""),
        (estimators.slope(y, with_place, group, level), "sd", ", job level and source equal too"),
        (estimators.slope(y, with_all, group, level), "sd", ", all scorecards, late ones too"),
    ]
    return outward(estimators.slope(y, columns, group, level), "sd"), tuple(
        outward(replace(one, method=f"{one.method}{what}"), unit) for one, unit, what in checks
    )


def _if_noisy(hires: pd.DataFrame, level: float) -> tuple[Estimate, ...]:
    """Return the difference if the score were so reliable, for each of `RELIABILITIES`."""
    y, group = hires["performance"].to_numpy(dtype=float), hires["group"].to_numpy()
    columns = _columns(hires, "score_before")
    found = []
    for reliability in RELIABILITIES:
        one = estimators.slope(y, columns, group, level, [1.0, reliability])
        method = f"{one.method}; if the score's reliability among hires is {reliability:g}"
        found.append(outward(replace(one, method=method), "sd"))
    return tuple(found)


def _would_turn(plan: Plan, estimate: Estimate, noisy: tuple[Estimate, ...]) -> tuple[str, ...]:
    """Return the caution that with a noisy score the verdict would be another, if so."""
    judged = decide(estimate.low, estimate.high, plan.smallest_effect)
    for reliability, one in zip(RELIABILITIES, noisy, strict=True):
        otherwise = decide(one.low, one.high, plan.smallest_effect)
        if one.low is not None and otherwise is not judged:
            return (
                f"If the interview score's reliability among hires is {reliability:g}, the verdict "
                f'would be "{otherwise}". {words.span_alone(one, plan.unit, plan.of)}',
            )
    return ()
