"""From two arms to a finding: shown as far as they may be, judged by the declared rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from analysis import means, proportions, refusals, stratified, words
from analysis.disclosure import SUPPRESS, count, mean_arm, outward, rate, rate_arm
from analysis.finding import Arm, Estimate, Finding, Verdict, decide
from analysis.means import Sums
from analysis.plan import Left, Plan, Reason
from analysis.populations import ARMS
from analysis.stratified import Strata

_NOTHING = Estimate(None, None, None, "not shown")
# A test of homogeneity needs strata of some size: this many in each margin.
_MARGIN = 5
_UNLIKELY = 0.05


def rates(
    plan: Plan,
    strata: Strata,
    left: Left,
    *,
    dependent: np.ndarray | None = None,
    checks: Sequence[Callable[[], Estimate | None]] = (),
) -> Finding:
    """Return the finding of a difference of rates between senders and the others.

    Parameters
    ----------
    strata
        Exposed are the senders.
    dependent
        See `stratified.risk_difference`.
    checks
        More estimates of the same difference; asked for only where the arms may be shown.
    """
    s1, n1, s0, n0 = strata.pooled()
    arms = tuple(
        Arm(name, None, None) if name in left.withheld else rate_arm(name, s, n, plan.level)
        for name, s, n in zip(ARMS, (s1, s0), (n1, n0), strict=True)
    )
    reasons = [
        *left.reasons,
        *refusals.of_arms(plan, arms, left.withheld, (n1, n0)),
        *refusals.of_strata(plan, int(strata.informative.sum())),
    ]
    raw = estimate = _NOTHING
    more: tuple[Estimate, ...] = ()
    cautions: tuple[str, ...] = ()
    sent, others = rate(s1, n1), rate(s0, n0)
    if sent and others and not any(arm.n is None for arm in arms):
        raw, more = _raw(sent, others, plan.level)
        exact = stratified.risk_difference(strata, plan.level, dependent)
        estimate = outward(exact, "points")
        found = (check() for check in checks)
        more = (*more, _odds_ratio(strata, plan.level), *(one for one in found if one is not None))
        cautions = _uneven(strata, plan, exact.value)
    found_in = (_informs(strata, plan),)
    return _conclude(plan, left, arms, (estimate, raw), reasons, (cautions, found_in, more))


def ratings(plan: Plan, sent: Sums, others: Sums, left: Left) -> Finding:
    """Return the finding of a difference of mean ratings between senders and the others."""
    sides = (sent, others)
    arms = tuple(
        Arm(name, None, None)
        if name in left.withheld
        else mean_arm(name, side.n.sum(), means.mean(side, plan.level))
        for name, side in zip(ARMS, sides, strict=True)
    )
    n1, n0 = (float(side.n.sum()) for side in sides)
    reasons = [*left.reasons, *refusals.of_arms(plan, arms, left.withheld, (n1, n0))]
    raw = estimate = _NOTHING
    if all(arm.value is not None for arm in arms):
        estimate = outward(means.difference(sent, others, plan.level), "sd")
        raw = outward(means.difference(sent.pooled(), others.pooled(), plan.level), "sd")
    return _conclude(plan, left, arms, (estimate, raw), reasons, ((), (), ()))


def _conclude(
    plan: Plan,
    left: Left,
    arms: tuple[Arm, ...],
    numbers: tuple[Estimate, Estimate],
    reasons: list[Reason],
    told: tuple[tuple[str, ...], tuple[str, ...], tuple[Estimate, ...]],
) -> Finding:
    """Return the finding: its verdict follows from the interval as shown, or a reason forbids it."""
    estimate, raw = numbers
    cautions, assumptions, checks = told
    verdict = decide(estimate.low, estimate.high, plan.smallest_effect)
    if reasons:
        verdict = Verdict.CANNOT_TELL
    elif verdict is Verdict.CANNOT_TELL:
        reasons = [refusals.of_interval(plan, estimate)]
    n_would_tell = refusals.would_tell(plan, arms, estimate, reasons)
    turned = words.turned(raw, estimate, plan.within)
    say = words.rates if plan.unit == "points" else words.ratings
    return Finding(
        key=plan.key,
        question=plan.question,
        estimate=estimate,
        raw=raw,
        unit=plan.unit,
        smallest_effect=plan.smallest_effect,
        level=plan.level,
        arms=arms,
        verdict=verdict,
        sentence=say(verdict, estimate, plan.smallest_effect, plan.of),
        doubt=refusals.told(plan, reasons, n_would_tell) if reasons else plan.doubt,
        method=plan.method,
        assumptions=(*plan.assumptions, *assumptions),
        exclusions=left.exclusions,
        cautions=(*((turned,) if turned else ()), *cautions, *left.cautions, *plan.cautions),
        n_would_tell=n_would_tell,
        checks=checks,
        exploratory=plan.exploratory,
    )


def _raw(
    sent: tuple[int, int], others: tuple[int, int], level: float
) -> tuple[Estimate, tuple[Estimate, ...]]:
    """Return the raw difference, and other intervals of it, all from rounded counts."""
    both = (*sent, *others)
    p1, p0 = sent[0] / sent[1], others[0] / others[1]
    hybrid, score, ratio = (
        proportions.newcombe(*both, level),
        proportions.score_difference(*both, level),
        proportions.score_ratio(*both, level),
    )
    return outward(Estimate(p1 - p0, *hybrid, "raw difference, Newcombe's interval"), "points"), (
        outward(
            Estimate(p1 - p0, *score, "raw difference, Miettinen and Nurminen's interval"), "points"
        ),
        outward(Estimate(p1 / p0, *ratio, "raw ratio of rates, Koopman's interval"), "ratio"),
    )


def _sizeable(strata: Strata) -> Strata:
    """Return the strata in which a test of homogeneity holds."""
    successes = strata.s1 + strata.s0
    margins = [strata.n1, strata.n0, successes, strata.n1 + strata.n0 - successes]
    return strata.where(np.min(margins, axis=0) >= _MARGIN)


def _uneven(strata: Strata, plan: Plan, difference: float | None) -> tuple[str, ...]:
    """Return the caution that the difference varies between strata by more than chance, if so."""
    p = None
    if difference is not None:
        p = stratified.same_difference(_sizeable(strata), difference)
    if p is None or p >= _UNLIKELY:
        return ()
    return (
        f"The difference is not the same everywhere: it varies between groups of {plan.within} by more "
        "than chance (p below 0.05). The number is an average over them.",
    )


def _odds_ratio(strata: Strata, level: float) -> Estimate:
    """Return the pooled odds ratio, with a word if it is not the same in all strata."""
    pooled = outward(stratified.odds_ratio(strata, level), "ratio")
    p = stratified.same_ratio(_sizeable(strata))
    if p is None or p >= _UNLIKELY:
        return pooled
    return replace(pooled, method=f"{pooled.method}; it varies (Breslow-Day p below 0.05)")


def _informs(strata: Strata, plan: Plan) -> str:
    groups = count(int(strata.informative.sum()))
    found = f"{SUPPRESS} or fewer" if groups is None else f"about {groups:,}"
    return (
        f"Only groups of {plan.within} that hold both senders and others, with different outcomes, tell "
        f"anything: there are {found}."
    )
