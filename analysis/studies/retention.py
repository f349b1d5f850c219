"""Interest, over time: whether a note goes with not resigning, with everybody followed to the end.

The finding on first-year retention counts those whose year is over. Here the others count for the
days that they have been employed, and being let go competes with resigning.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import compare, refusals, words
from analysis.disclosure import SUPPRESS, coarse, count, outward
from analysis.estimators import hazards, survival
from analysis.estimators.apart import less
from analysis.finding import Arm, Estimate, Exhibit, Finding
from analysis.plan import FEWEST_HIRES, FEWEST_STRATA, Plan, Reason
from analysis.populations import ARMS
from analysis.rows import Rows
from analysis.studies import staying
from analysis.studies.employment import ASSUMED, RESIGNED, SIDES, YEAR, Hires, hires
from etl.claim import Claim

_HIDDEN = Estimate(None, None, None, "not shown")
_UNLIKELY = 0.05


def over_time(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether a note goes with not resigning, and who stays and how the others leave.

    The keys are "resigning", "staying" and "leaving"; all are exploratory, as the declared outcome is
    "retention".
    """
    found = hires(rows)
    return [_resigning(found, claim), staying.curves(found, claim), staying.ways(found, claim)]


def _resigning(found: Hires, claim: Claim) -> Finding:
    """Return the difference in resigning by the end of day 365, within department.

    The share of those without a note, less that of senders, as cumulative incidences: censored where
    the records end, with other leaving as competing risk.
    """
    plan = _plan(claim)
    arms = tuple(_arm(found, status, claim.level) for status in ARMS)
    sizes = (found.size(1), found.size(0))
    reasons = refusals.of_arms(plan, arms, found.left.withheld, sizes)
    if min(found.followed_past(YEAR, arm) for arm in (0, 1)) <= SUPPRESS < min(sizes):
        text = (
            f"Of one side {SUPPRESS} or fewer are known to have stayed a year: too few to compare."
        )
        reasons = [Reason(text, True)]
    raw = estimate = _HIDDEN
    checks: tuple[Estimate, ...] = ()
    if all(arm.value is not None for arm in arms):
        people = min(found.behind(arm) for arm in (0, 1))
        raw = _raw(*arms)
        estimate = _within(found, people, raw, claim.level)
        checks = (_longer(found, people, claim.level), *_sooner(found, claim.level))
    numbers, told = (estimate, raw), ((), (), checks)
    return compare.conclude(plan, found.left, arms, numbers, reasons, told, found.months)


def _plan(claim: Claim) -> Plan:
    return Plan(
        key="resigning",
        question="Do hires who sent a note after their last interview resign less often in their first "
        "year than others in the same department, counting also those whose year is not over?",
        unit="points",
        smallest_effect=claim.smallest_effects.retention,
        level=claim.level,
        of=words.Comparison(
            "hires who sent a note after their last interview",
            "went a year without resigning",
            "others in the same department",
        ),
        things="hires",
        within="the same department",
        doubt="Only hires can stay, and why somebody left is known as the HR file records it. "
        + words.NOT_AN_EXPERIMENT,
        method="Difference of cumulative incidences of resigning in the first year with other leaving "
        "as competing risk (Aalen-Johansen), within department, Mantel-Haenszel weights; raw: all "
        "departments as one, square-and-add interval.",
        assumptions=(
            "Hires who were let go in their first year count as not having resigned.",
            *ASSUMED,
            f"Departments where {SUPPRESS} or fewer of either side started a year ago or earlier are "
            "taken together as one.",
        ),
        cautions=(),
        fewest=FEWEST_HIRES,
        exploratory=True,
    )


def _arm(found: Hires, status: str, level: float) -> Arm:
    """Return an arm with the share that did not resign in the first year, as it may be shown."""
    arm = SIDES[status]
    n = None if status in found.left.withheld else count(found.size(arm))
    if (
        n is None
        or min(found.left_by(YEAR, RESIGNED, arm), found.followed_past(YEAR, arm)) <= SUPPRESS
    ):
        return Arm(status, n, None)
    gone = survival.leaving(found.people.risk_sets, RESIGNED, arm, YEAR, level)
    stayed = coarse(_rest(gone), "share", found.behind(arm))
    return Arm(status, n, stayed.value, stayed.low, stayed.high)


def _raw(sent: Arm, others: Arm) -> Estimate:
    """Return the difference of the arms as they are shown, which then tells no more than they do."""
    both = (Estimate(one.value, one.low, one.high, "") for one in (sent, others))
    return outward(less(*both, method=survival.RAW), "points")


def _within(found: Hires, people: float, raw: Estimate, level: float) -> Estimate:
    """Return the difference within departments as it may be shown; of one department, the raw one."""
    sets = found.sizeable.risk_sets
    departments = int((sets.n > 0).all(axis=1).sum())
    exact = survival.difference(sets, RESIGNED, YEAR, level)
    if departments >= FEWEST_STRATA:
        return outward(exact, "points")
    if departments > 1:
        return coarse(exact, "points", people)
    return replace(raw, method=f"{exact.method}; one department, as the raw difference")


def _rest(share: Estimate) -> Estimate:
    value, low, high = (
        None if one is None else 1 - one for one in (share.value, share.high, share.low)
    )
    return Estimate(value, low, high, share.method)


def _longer(found: Hires, people: float, level: float) -> Estimate:
    longer = survival.restricted_difference(found.people.risk_sets, YEAR, level)
    method = "raw difference of mean days employed in the first year, whatever ended it"
    return coarse(replace(longer, method=method), "days", people, most=YEAR)


def _sooner(found: Hires, level: float) -> tuple[Estimate, ...]:
    """Return the hazard ratio as a check, with a word on whether it holds; nothing of few jobs."""
    if len(np.unique(found.jobs)) < FEWEST_STRATA:
        return ()
    ratio = hazards.hazard_ratio(found.people, RESIGNED, level, clusters=found.jobs)
    p = hazards.proportional(found.people, RESIGNED)
    if ratio.value is None or p is None:
        return ()
    holds = (
        "it changes with time (p below 0.05), and is an average"
        if p < _UNLIKELY
        else "no sign that it changes with time"
    )
    method = f"{hazards.HAZARD_RATIO} (department), Efron's ties, clustered by job, of resigning: {holds}"
    return (outward(replace(ratio, method=method), "ratio"),)
