"""From two arms to a finding: shown as far as they may be, judged by the declared rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import inf

import numpy as np

from analysis import otherwise, planning, refusals, words
from analysis.disclosure import ROUND, SUPPRESS, coarse, count, mean_arm, outward, rate, rate_arm
from analysis.estimators import means, mistagging, proportions, stratified
from analysis.estimators.means import Sums
from analysis.estimators.mistagging import Tagged
from analysis.estimators.stratified import Strata
from analysis.finding import Arm, Estimate, Finding, Verdict, decide
from analysis.plan import FEWEST_STRATA, Left, Plan, Reason
from analysis.populations import ARMS
from etl.notes.error_rates import ErrorRates

_TAGGER_UNKNOWN = (
    "Notes are tagged without mistakes. How often the tagger is wrong on this employer's mail is not "
    "known; see `goodeggs notes evaluate`."
)
_ALIKE = (
    "For the correction for mis-tagging: a tag is wrong as often whatever followed the interview, and in "
    "every group."
)
_NOTHING = Estimate(None, None, None, "not shown")
_ROUNDED = ROUND // 2
"""By so much a rounded count may be off."""
# A test of homogeneity needs strata of some size: this many in each margin.
_MARGIN = 5
_UNLIKELY = 0.05


def rates(
    plan: Plan,
    strata: Strata,
    left: Left,
    *,
    error_rates: ErrorRates | None,
    months: int,
    dependent: np.ndarray | None = None,
    adjusted: Callable[[], Estimate] | None = None,
    checks: Sequence[Callable[[], Estimate | None]] = (),
) -> Finding:
    """Return the finding of a difference of rates between senders and the others.

    Parameters
    ----------
    strata
        Exposed are the senders.
    error_rates
        How often the note tag is wrong; None where nobody knows.
    months
        In which those compared came.
    dependent
        See `stratified.risk_difference`.
    adjusted
        The difference by another method than within strata; asked for only where the arms may be
        shown and the strata are enough.
    checks
        More estimates of the same difference; asked for only where the arms may be shown.
    """
    s1, n1, s0, n0 = strata.pooled()
    few = refusals.of_strata(plan, int(strata.informative.sum()))
    arms = tuple(
        Arm(name, None, None) if name in left.withheld else rate_arm(name, s, n, plan.level)
        for name, s, n in zip(ARMS, (s1, s0), (n1, n0), strict=True)
    )
    reasons = [
        *left.reasons,
        *refusals.of_arms(plan, arms, left.withheld, (n1, n0)),
        *few,
    ]
    raw = estimate = _NOTHING
    more: tuple[Estimate, ...] = ()
    cautions: tuple[str, ...] = ()
    sent, others = rate(s1, n1), rate(s0, n0)
    if sent and others and not any(arm.n is None for arm in arms):
        raw, more = _raw(sent, others, plan.level)
        # Of so few strata the exact numbers, side by side, would give the exact counts away, and
        # numbers made of rounded ones hold the truth too seldom: the raw difference stands alone.
        if not few:
            if adjusted is None:
                exact = stratified.risk_difference(strata, plan.level, dependent)
                cautions = _uneven(strata, plan, exact.value)
            else:
                exact = adjusted()
            estimate = as_shown(exact, strata, plan.level)
            found = (_odds_ratio(strata, plan.level), *(check() for check in checks))
            more = (*more, *(one for one in found if one is not None))
            judged = None if reasons else decide(estimate.low, estimate.high, plan.smallest_effect)
            tagged = Tagged.shown(strata.n1, strata.n0)
            otherwise, right = _if_tags_were_right(plan, estimate, judged, tagged, error_rates)
            more = (*more, *right)
            cautions = (*cautions, *otherwise)
    told = (cautions, (_informs(strata, plan), *_of_tagger(plan, error_rates)), more)
    return conclude(plan, left, arms, (estimate, raw), reasons, told, months)


def as_shown(difference: Estimate, strata: Strata, level: float) -> Estimate:
    """Return a difference of rates within strata as it may be shown: of few strata, more coarsely.

    Parameters
    ----------
    difference
        It, as it is; of more than 7 with the outcome, and without it, in each arm.

    Notes
    -----
    Of few strata it is next to the arms' exact counts. On the usual grid these could be found from it, and
    those of three views be subtracted. Of a single one it is made of rounded counts altogether, and its
    interval is the widest of all counts that these could stand for.
    """
    s1, n1, s0, n0 = strata.pooled()
    if not _few(strata):
        return outward(difference, "points")
    if np.count_nonzero(np.minimum(strata.n1, strata.n0)) > 1:
        return coarse(difference, "points", min(n1, n0))
    sent, others = rate(s1, n1), rate(s0, n0)
    if sent is None or others is None or difference.value is None:
        return replace(difference, value=None, low=None, high=None)
    corners = product(*((n - _ROUNDED, n + _ROUNDED) for n in (*sent, *others)))
    ends = [proportions.newcombe(s, n, t, m, level) for s, n, t, m in corners]
    return outward(
        Estimate(
            sent[0] / sent[1] - others[0] / others[1],
            min(low for low, _ in ends),
            max(high for _, high in ends),
            f"{difference.method}; one group, Newcombe's interval of rounded counts",
        ),
        "points",
    )


def ratings(
    plan: Plan,
    sent: Sums,
    others: Sums,
    left: Left,
    *,
    error_rates: ErrorRates | None,
    months: int,
) -> Finding:
    """Return the finding of a difference of mean ratings between senders and the others.

    Parameters
    ----------
    error_rates
        How often the note tag is wrong; None where nobody knows.
    months
        In which those compared came.
    """
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
    cautions: tuple[str, ...] = ()
    checks: tuple[Estimate, ...] = ()
    if all(arm.value is not None for arm in arms):
        estimate = outward(means.difference(sent, others, plan.level), "sd")
        raw = outward(means.difference(sent.pooled(), others.pooled(), plan.level), "sd")
        judged = None if reasons else decide(estimate.low, estimate.high, plan.smallest_effect)
        tagged = Tagged.shown(sent.n, others.n)
        cautions, checks = _if_tags_were_right(plan, estimate, judged, tagged, error_rates)
    told = (cautions, _of_tagger(plan, error_rates), checks)
    return conclude(plan, left, arms, (estimate, raw), reasons, told, months)


def _of_tagger(plan: Plan, error_rates: ErrorRates | None) -> tuple[str, ...]:
    """Return what is assumed of the tagger, where the arms rest on it."""
    if not plan.tagged:
        return ()
    return (_TAGGER_UNKNOWN if error_rates is None else _ALIKE,)


def _if_tags_were_right(
    plan: Plan,
    shown: Estimate,
    judged: Verdict | None,
    tagged: Tagged,
    error_rates: ErrorRates | None,
) -> tuple[tuple[str, ...], tuple[Estimate, ...]]:
    """Return cautions, and as a check the difference corrected for mis-tagging.

    Parameters
    ----------
    shown
        The difference as it is shown, so that the corrected one tells no more of the counts.
    judged
        The verdict of the interval as it is; None if there is none to be had.
    """
    if error_rates is None or shown.value is None or not plan.tagged:
        return (), ()
    limit = 1.0 if plan.unit == "points" else inf
    found = mistagging.corrected(shown, tagged, error_rates, plan.level, limit)
    if found.value is None:
        return (found.method,), ()
    right = outward(found, plan.unit)
    otherwise = decide(right.low, right.high, plan.smallest_effect)
    if right.low is None or judged in (None, otherwise):
        return (), (right,)
    caution = (
        f'Corrected for mis-tagging by the {error_rates.basis} rates, the verdict would be "{otherwise}". '
        f"{words.span_alone(right, plan.unit, plan.of)} The verdict given rests on the tags as they are."
    )
    return (caution,), (right,)


def conclude(
    plan: Plan,
    left: Left,
    arms: tuple[Arm, ...],
    numbers: tuple[Estimate, Estimate],
    reasons: list[Reason],
    told: tuple[tuple[str, ...], tuple[str, ...], tuple[Estimate, ...]],
    months: int,
    say: Callable[[Verdict, Estimate], str] | None = None,
) -> Finding:
    """Return the finding: its verdict follows from the interval as shown, or a reason forbids it.

    Parameters
    ----------
    numbers
        The estimate that the verdict rests on and the raw one, both as they may be shown.
    told
        Cautions, assumptions and checks beside those of the plan and of who is left out.
    months
        In which those compared came.
    say
        The sentence, where the plan's words would not do; what could be behind the difference is then
        for the caller to tell.
    """
    estimate, raw = numbers
    cautions, assumptions, checks = told
    verdict = decide(estimate.low, estimate.high, plan.smallest_effect)
    if reasons:
        verdict = Verdict.CANNOT_TELL
    elif verdict is Verdict.CANNOT_TELL:
        reasons = [refusals.of_interval(plan, estimate)]
    n_would_tell = refusals.would_tell(plan, arms, estimate, reasons)
    months_would_tell = planning.months_more(sum(arm.n or 0 for arm in arms), n_would_tell, months)
    turned = words.turned(raw, estimate, plan.within, plan.of.senders)
    behind: tuple[str, ...] = ()
    if say is None:
        behind = otherwise.told(estimate, plan.level, plan.unit, arms, plan.within)
        words_of = words.rates if plan.unit == "points" else words.ratings
        say = partial(words_of, smallest_effect=plan.smallest_effect, of=plan.of)
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
        sentence=say(verdict, estimate),
        doubt=(
            refusals.told(plan, reasons, n_would_tell, months_would_tell) if reasons else plan.doubt
        ),
        method=plan.method,
        assumptions=(*plan.assumptions, *assumptions),
        exclusions=left.exclusions,
        cautions=(
            *((turned,) if turned else ()),
            *((words.EXPLORATORY,) if plan.exploratory else ()),
            *cautions,
            *left.cautions,
            *plan.cautions,
            *behind,
        ),
        n_would_tell=n_would_tell,
        checks=checks,
        exploratory=plan.exploratory,
        detectable=otherwise.detectable(estimate, plan.level, plan.unit),
        months_would_tell=months_would_tell,
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


def _few(strata: Strata) -> bool:
    """Return whether exact numbers of these strata, side by side, would give their exact counts away."""
    return int(strata.informative.sum()) < FEWEST_STRATA


def _uneven(strata: Strata, plan: Plan, difference: float | None) -> tuple[str, ...]:
    """Return the caution that the difference varies between strata by more than chance, if so."""
    p = None
    if difference is not None and not _few(strata):
        p = stratified.same_difference(_sizeable(strata), difference)
    if p is None or p >= _UNLIKELY:
        return ()
    return (
        f"The difference is not the same everywhere: it varies between groups of {plan.within} by more "
        "than chance (p below 0.05). The number is an average over them.",
    )


def _odds_ratio(strata: Strata, level: float) -> Estimate | None:
    """Return the pooled odds ratio, with a word if it is not the same in all strata; nothing of few strata."""
    if _few(strata):
        return None
    pooled = outward(stratified.odds_ratio(strata, level), "ratio")
    p = stratified.same_ratio(_sizeable(strata))
    if p is None or p >= _UNLIKELY:
        return pooled
    return replace(pooled, method=f"{pooled.method}; it varies (Breslow-Day p below 0.05)")


def _informs(strata: Strata, plan: Plan) -> str:
    groups = count(int(strata.informative.sum()))
    found = f"{SUPPRESS} or fewer" if groups is None else f"about {groups:,}"
    told = (
        f"Only groups of {plan.within} that hold both senders and others, with different outcomes, tell "
        f"anything: there are {found}."
    )
    if not _few(strata) or plan.fewest_strata:
        return told
    return f"{told} Of so few, the difference is told in steps of no less than {ROUND} people."
