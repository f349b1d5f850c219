"""Why a verdict is the one it is: the rule, with the finding's own interval put into it."""

from __future__ import annotations

from analysis.finding import Finding, Verdict, decide
from dashboard import words


def why(finding: Finding) -> str:
    """Return what a verdict means and how this finding's interval came to it, in Markdown.

    Examples
    --------
    >>> from analysis.finding import Arm, Estimate
    >>> number = Estimate(0.09, 0.06, 0.12, "")
    >>> arms = (Arm("sent", 120, 0.5), Arm("not_sent", 300, 0.41))
    >>> one = Finding(
    ...     "advance", "?", number, number, "points", 0.05, 0.95, arms, Verdict.SUPPORTED, "", "", ""
    ... )
    >>> print(why(one).replace("**", ""))
    Supported. The whole interval lies beyond the smallest effect that would matter.
    <BLANKLINE>
    Here the 95% interval reaches from +6.0 to +12.0 points (n ≈ 120 with a note, 300 without). It would \
matter from +5.0 points. So all of the interval lies where it matters, on the claim's side.
    """
    said = f"**{str(finding.verdict).capitalize()}.** {words.VERDICTS[finding.verdict]}"
    return f"{said}\n\n{_here(finding)}"


def brief(finding: Finding) -> str:
    """Return the first of a finding's sentences, which says what was found; the others say how far it goes.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from analysis.finding import Estimate
    >>> none = Estimate(None, None, None, "")
    >>> one = Finding("advance", "?", none, none, "points", 0.05, 0.95, (), Verdict.CANNOT_TELL, "", "", "")
    >>> brief(replace(one, sentence="About 2.5 more out of 100. It could be as low as 1 more."))
    'About 2.5 more out of 100.'
    """
    first, stop, _ = finding.sentence.partition(". ")
    return first + stop.strip()


def _here(finding: Finding) -> str:
    number, least = finding.estimate, finding.smallest_effect
    if number.low is None or number.high is None:
        return f"Here no interval can be given. {finding.doubt}"
    reaches = (
        f"Here the {finding.level:.0%} interval reaches from "
        f"{words.interval(number.low, number.high, finding.unit)}{words.UNITS[finding.unit].suffix} "
        f"({words.arms(finding.arms)}). It would matter from {words.effect(least, finding.unit)}."
    )
    by_rule = decide(number.low, number.high, least)
    if by_rule is not finding.verdict:
        # A verdict may be refused for a reason that no interval holds, such as too much unseen.
        return f"{reaches} The interval alone does not decide here. {finding.doubt}"
    return f"{reaches} So {_place(finding.verdict, number.low, number.high, least)}."


def _place(verdict: Verdict, low: float, high: float, least: float) -> str:
    if verdict is Verdict.CANNOT_TELL:
        sides = [
            side
            for side, reached in (("for the claim", high >= least), ("against it", low <= -least))
            if reached
        ]
        return (
            f"the records fit no difference at all, and also one that would matter {' or '.join(sides)}. "
            "More records would narrow the interval"
        )
    return {
        Verdict.SUPPORTED: "all of the interval lies where it matters, on the claim's side",
        Verdict.TOO_SMALL_OR_NOT: "all of the interval lies on the claim's side, but not all of it "
        "where it matters",
        Verdict.NO_MEANINGFUL_DIFFERENCE: "all of the interval lies nearer to no difference than "
        "would matter, on either side",
        Verdict.CONTRADICTED: "all of the interval lies on the other side of no difference",
    }[verdict]
