"""Whether a note goes with less after a bad interview than after a good one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import exp, log

import numpy as np
import pandas as pd

from analysis import compare, otherwise, refusals, words
from analysis.disclosure import outward, rate, rate_arm
from analysis.estimators import proportions
from analysis.estimators.apart import less
from analysis.estimators.clustered import interval, weighted
from analysis.estimators.stratified import Strata, odds_ratio
from analysis.finding import NOT_GIVEN, Arm, Estimate, Exhibit, Finding, Verdict
from analysis.plan import FEWEST_STRATA, Plan, Reason
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies import interviews as of_interviews
from analysis.studies.interviews import Interviews
from etl.claim import Claim

LOW, HIGH = 1 / 3, 2 / 3
"""A score is low up to a third of its scale, and high from two thirds, the ends included: of four
marks the lower two and the upper two, and so of five. Thirds of the scale and not of the scores: they
are the same in every view, and nobody chose them after a look."""

_FUZZ = 1e-9
_NOTHING = Estimate(None, None, None, "not shown")
_ASKED = "a note goes with advancing less often after a bad interview than after a good one"


def after_a_bad_interview(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return how much more often a note goes with advancing after a high score than after a low one.

    Returns
    -------
    Finding "after_a_bad_interview": the adjusted difference after a high score less that after a low
    one. Both stand among its checks. Its arms are those after a low score, and its first caution says
    what a note goes with there.
    """
    interviews = of_interviews.compared(rows)
    is_low, is_high = interviews.score <= LOW + _FUZZ, interviews.score >= HIGH - _FUZZ
    low, high = interviews.where(is_low), interviews.where(is_high)
    plan = _plan(claim)
    left = of_interviews.left(rows)
    away = rows.given_away("scores", _counted) or set(left.withheld) & set(ARMS)
    arms, reasons = refusals.may_be_shown(
        ARMS, refusals.WITHHELD if away else None, left, partial(_arms, plan, low, high)
    )
    numbers = _NOTHING, _NOTHING
    checks: tuple[Estimate, ...] = ()
    cautions: tuple[str, ...] = ()
    if not reasons:
        after_low, after_high = low.difference(low.advanced), high.difference(high.advanced)
        more = weighted(
            [1, -1], [after_high.among(is_high), after_low.among(is_low)], after_low.method
        )
        either = is_low | is_high
        more = replace(more, influence=more.influence[either])
        estimate = interval(more, interviews.clusters.where(either), claim.level)
        tables = low.strata(low.advanced), high.strata(high.advanced)
        numbers = outward(estimate, "points"), _raw(*tables, claim.level)
        apart = [
            outward(
                interval(
                    replace(term, method=f"after a {name} score: {term.method}"),
                    one.clusters,
                    claim.level,
                    1.0,
                ),
                "points",
            )
            for name, term, one in (("low", after_low, low), ("high", after_high, high))
        ]
        checks = (*apart, _ratio(*tables, claim.level))
        least = otherwise.detectable(numbers[0], claim.level, "points")
        could = () if least is None else (words.detectable(least, "points"),)
        cautions = (_after_low(apart[0]), *could)
    return [
        compare.conclude(
            plan,
            left,
            arms,
            numbers,
            reasons,
            (cautions, (), checks),
            of_interviews.months(rows),
            partial(_say, smallest_effect=plan.smallest_effect),
        )
    ]


def _plan(claim: Claim) -> Plan:
    return Plan(
        key="after_a_bad_interview",
        question=f"Is it so that {_ASKED}?",
        unit="points",
        smallest_effect=claim.smallest_effects.advance,
        level=claim.level,
        of=words.Comparison("a note after a good interview", "did", "one after a bad one"),
        things="interviews with a low score",
        within="the same job, stage and round",
        doubt="Where next to nobody advances there is little room for less: the ratio of the odds ratios, "
        f"among the checks, allows for that. {words.NOT_AN_EXPERIMENT}",
        method=f"{of_interviews.WITHIN} {of_interviews.WITH_SCORE} After a high score (two thirds of its "
        "scale or more), less the same after a low one (a third or less). Raw: Newcombe's intervals put "
        "together (Zou and Donner 2008, Statistics in Medicine 27:1693-1702).",
        assumptions=(of_interviews.SCORE, of_interviews.CLUSTERS),
        cautions=(words.CHANNELS,),
        fewest_strata=FEWEST_STRATA,
        exploratory=True,
    )


def _counted(rows: Rows) -> pd.DataFrame:
    """Return the interviews after a low score and after a high one, by arm."""
    score = rows.compared["prior_score"].to_numpy(dtype=float, na_value=np.nan)
    band = np.select([score <= LOW + _FUZZ, score >= HIGH - _FUZZ], ["low", "high"], "")
    return counted(rows.compared, band, rows.compared["note_status"])


def _arms(plan: Plan, low: Interviews, high: Interviews) -> tuple[tuple[Arm, ...], list[Reason]]:
    """Return the arms after a low score, and why these or those after a high one are too few, if so."""
    s1, n1, s0, n0 = low.strata(low.advanced).pooled()
    sides = zip(ARMS, (s1, s0), (n1, n0), strict=True)
    arms = tuple(rate_arm(name, s, n, plan.level) for name, s, n in sides)
    few = [
        Reason(f"After {name} scores there are too few to compare.", True)
        for name, one in (("low", low), ("high", high))
        if not one.showable(one.advanced)
    ]
    return arms, refusals.of_arms(plan, arms, (), (n1, n0)) or few


def _raw(low: Strata, high: Strata, level: float) -> Estimate:
    """Return the raw difference of the raw differences, from rounded counts."""
    found = []
    for table in (high, low):
        s1, n1, s0, n0 = table.pooled()
        sent, others = rate(s1, n1), rate(s0, n0)
        if sent is None or others is None:
            return _NOTHING
        ends = proportions.newcombe(*sent, *others, level)
        found.append(Estimate(sent[0] / sent[1] - others[0] / others[1], *ends, "Newcombe"))
    return outward(less(*found, method="raw difference of raw differences"), "points")


def _ratio(low: Strata, high: Strata, level: float) -> Estimate:
    """Return the odds ratio after a high score, by that after a low one."""
    method = "odds ratio after a high score by that after a low one, Mantel-Haenszel"
    logs = []
    for table in (high, low):
        found = odds_ratio(table, level)
        if found.value is None or found.low is None or found.high is None:
            return Estimate(None, None, None, f"{method}{NOT_GIVEN}one of them cannot be given")
        logs.append(Estimate(log(found.value), log(found.low), log(found.high), ""))
    apart = less(*logs, method="")
    ends = [None if x is None else exp(x) for x in (apart.value, apart.low, apart.high)]
    return outward(Estimate(ends[0], ends[1], ends[2], method), "ratio")


def _after_low(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "What a note goes with after a bad interview these records cannot tell."
    said = (
        f"After a bad interview candidates with a note advanced about {words.more(found.value)} out of 100 "
        f"than those without. {words.span(found, 'points')}"
    )
    if found.low <= 0 <= found.high:
        return f"{said} Whether it goes with less there than no note, these records cannot tell."
    return said


def _say(verdict: Verdict, estimate: Estimate, smallest_effect: float) -> str:
    if verdict is Verdict.CANNOT_TELL or estimate.value is None:
        return f"These records cannot tell whether {_ASKED}."
    goes_with = {
        Verdict.NO_MEANINGFUL_DIFFERENCE: "about as much after a bad interview as",
        Verdict.CONTRADICTED: "more after a bad interview than",
    }.get(verdict, "less after a bad interview than")
    return (
        f"A note goes with {goes_with} after a good one: after a good one, about "
        f"{words.more(estimate.value)} out of 100. {words.span(estimate, 'points')} "
        + words.against(verdict, f"{words.out_of_100(smallest_effect)} out of 100", "less than")
    )
