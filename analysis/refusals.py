"""When there is no verdict, the reason, and how many more records would mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from analysis import planning, words
from analysis.disclosure import SUPPRESS
from analysis.finding import NOT_GIVEN, Arm, Estimate
from analysis.plan import Left, Plan, Reason

# With so many on one side and next to none on the other, more of the same would not help.
_LOPSIDED = 50

WITHHELD = Reason(
    f"Set beside another choice of filters, this one would single out {SUPPRESS} or fewer people, so "
    "it is not shown.",
    False,
)
_ONE_SIDED = Reason(
    f"On one side all but {SUPPRESS} or fewer had the same outcome: too few to compare or to show.",
    True,
)
UNDECIDED = Reason(
    "The interval holds no difference at all as well as one that would matter.", True
)


def may_be_shown(
    names: Sequence[str],
    hide: Reason | None,
    left: Left,
    arms: Callable[[], tuple[tuple[Arm, ...], list[Reason]]],
) -> tuple[tuple[Arm, ...], list[Reason]]:
    """Return arms as they may be shown, and why there can be no number, if so.

    Parameters
    ----------
    names
        The arms'.
    hide
        Why nothing of them may be shown, if so.
    left
        Who is not compared, and why that forbids a number, if so.
    arms
        Makes them, and tells why they are too few; asked only where they may be shown.
    """
    if hide is not None:
        return tuple(Arm(name, None, None) for name in names), [hide]
    shown, few = arms()
    return shown, [*left.reasons, *few]


def of_arms(
    plan: Plan, arms: Sequence[Arm], withheld: Collection[str], n: tuple[float, float]
) -> list[Reason]:
    """Return why arms cannot be shown, or are too small to judge.

    Parameters
    ----------
    arms
        Senders and the others, as they may be shown.
    n
        How many they are.
    """
    if any(arm.name in withheld for arm in arms):
        return [WITHHELD]
    few = [arm.name for arm in arms if arm.n is None]
    if few:
        # None and 1 to 7 read the same, also where everybody or nobody was exposed.
        sides = " and ".join(
            f"{SUPPRESS} or fewer {plan.came if name == 'sent' else plan.did_not}" for name in few
        )
        text = f"Of the {plan.things} to compare, {sides}: too few to compare or to show."
        return [Reason(text, max(n) < _LOPSIDED)]
    reasons = []
    if any(arm.value is None for arm in arms):
        reasons.append(_ONE_SIDED)
    if sum(n) < plan.fewest:
        reasons.append(
            Reason(
                f"Fewer than {plan.fewest} {plan.things} can be compared: too few to judge.", True
            )
        )
    return reasons


def of_strata(plan: Plan, informative: int) -> list[Reason]:
    """Return why the strata are too few to judge, if they are."""
    if informative >= plan.fewest_strata:
        return []
    text = (
        f"Fewer than {plan.fewest_strata} groups of {plan.within} hold both senders and others, with "
        "different outcomes."
    )
    return [Reason(text, True)]


def of_interval(plan: Plan, estimate: Estimate) -> Reason:
    """Return why an interval, or none, decides nothing."""
    if estimate.low is not None:
        return Reason(
            f"{words.span_alone(estimate, plan.unit, plan.of)} {words.OPEN}",
            True,
        )
    _, _, why = estimate.method.partition(NOT_GIVEN)
    if why:
        return Reason(f"No number can be given: {why}.", True)
    return Reason(f"Within groups of {plan.within} nothing varies that could be compared.", False)


def would_tell(
    plan: Plan, arms: Sequence[Arm], estimate: Estimate, reasons: Sequence[Reason]
) -> int | None:
    """Return about how many would tell; None where more of the same would not help."""
    if not reasons or not all(reason.more_would_help for reason in reasons):
        return None
    n = sum(arm.n or 0 for arm in arms)
    if estimate.low is None:
        wanted = planning.beforehand(plan.smallest_effect, plan.level, plan.unit)
    else:
        wanted = planning.from_interval(n, estimate, plan.smallest_effect, plan.unit)
    # Enough already: then it is the strata that are too few, not the records.
    return None if wanted is None or wanted <= n else max(wanted, plan.fewest)


def told(
    plan: Plan, reasons: Sequence[Reason], n_would_tell: int | None, months: int | None
) -> str:
    """Return the doubt of a finding that cannot tell."""
    enough = words.enough(n_would_tell, plan.things, months)
    return " ".join([*(reason.text for reason in reasons), *([enough] if enough else [])])
