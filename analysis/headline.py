"""The answer to the claim in one breath, from the findings' verdicts, and its doubt.

The claim is about being the better hire, so performance and retention answer it. Whether a note
goes with advancing tells what interviewers do with it: influence without signal is what refutes the
rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis import words
from analysis.finding import Finding, Verdict

FOR = {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT}
AGAINST = {Verdict.NO_MEANINGFUL_DIFFERENCE, Verdict.CONTRADICTED}

_ADVANCING = {
    Verdict.SUPPORTED: "advance more often",
    Verdict.TOO_SMALL_OR_NOT: "advance more often, perhaps by too little to matter",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "advance about as often as others",
    Verdict.CONTRADICTED: "advance less often",
}
_RATED = {
    Verdict.SUPPORTED: "are rated higher",
    Verdict.TOO_SMALL_OR_NOT: "are rated higher, perhaps by too little to matter",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "are rated about the same",
    Verdict.CONTRADICTED: "are rated lower",
}
_STAYING = {
    Verdict.SUPPORTED: "resign less often in their first year",
    Verdict.TOO_SMALL_OR_NOT: "resign less often in their first year, perhaps by too little to matter",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "resign about as often in their first year",
    Verdict.CONTRADICTED: "resign more often in their first year",
}
_TOPICS = {"advance": "Advancing", "performance": "Performance", "retention": "Retention"}


@dataclass(frozen=True)
class Headline:
    """The answer, and what makes it doubtful."""

    answer: str
    doubt: str


def headline(findings: Iterable[Finding]) -> Headline:
    """Return the answer to the claim.

    Parameters
    ----------
    findings
        As from `analysis.findings.all_findings`, in any order. A question without a finding counts
        as one that cannot be told; exploratory findings do not count.

    Examples
    --------
    >>> print(headline([]).answer)
    Cannot tell yet: these records settle neither who advances nor who turns out to be the better hire.
    """
    declared = {one.key: one for one in findings if not one.exploratory}
    verdicts = {
        key: declared[key].verdict if key in declared else Verdict.CANNOT_TELL for key in _TOPICS
    }
    return Headline(answer(**verdicts), _doubt(declared))


def answer(advance: Verdict, performance: Verdict, retention: Verdict) -> str:
    """Return the answer for three verdicts.

    Examples
    --------
    >>> none = Verdict.NO_MEANINGFUL_DIFFERENCE
    >>> print(answer(Verdict.SUPPORTED, none, none))
    No: here candidates who send a note advance more often, but as hires those who sent one are rated about \
the same and resign about as often in their first year. A note goes with being chosen and not with being \
the better hire: on these records the rule is refuted.
    """
    unknown = Verdict.CANNOT_TELL
    if advance is performance is retention is unknown:
        return (
            "Cannot tell yet: these records settle neither who advances nor who turns out to be the "
            "better hire."
        )
    said = [
        words_of[verdict]
        for words_of, verdict in ((_RATED, performance), (_STAYING, retention))
        if verdict is not unknown
    ]
    parts = []
    if advance is not unknown:
        parts.append(f"candidates who send a note {_ADVANCING[advance]}")
    if said and parts:
        joint = "and" if (advance in FOR) == bool({performance, retention} & FOR) else "but"
        parts.append(f"{joint} as hires those who sent one {' and '.join(said)}")
    elif said:
        parts.append(f"hires who sent a note {' and '.join(said)}")
    claim = f"{_verdict_on_claim(performance, retention)}: here {', '.join(parts)}"
    return " ".join(
        [
            f"{claim}{_untold(advance, performance, retention)}.",
            *_verdict_on_rule(advance, {performance, retention}),
        ]
    )


def _untold(advance: Verdict, performance: Verdict, retention: Verdict) -> str:
    """Return what cannot be told, as a clause, or nothing."""
    unknown = Verdict.CANNOT_TELL
    if performance is retention is unknown:
        return "; whether they turn out to be the better hires cannot be told"
    missing = [
        words_for
        for verdict, words_for in (
            (advance, "who advances"),
            (performance, "how they are rated"),
            (retention, "whether they stay"),
        )
        if verdict is unknown
    ]
    return f"; {' and '.join(missing)} cannot be told" if missing else ""


def _verdict_on_claim(performance: Verdict, retention: Verdict) -> str:
    both = {performance, retention}
    if both == {Verdict.CANNOT_TELL}:
        return "Cannot tell yet"
    if both & FOR and Verdict.CONTRADICTED in both:
        return "It points both ways"
    if both == {Verdict.SUPPORTED}:
        return "Yes, on these records"
    if Verdict.SUPPORTED in both:
        return "In part"
    if both & FOR:
        return "Perhaps, and perhaps by too little to matter"
    return "No" if both <= AGAINST else "Not as far as can be seen"


def _verdict_on_rule(advance: Verdict, outcomes: set[Verdict]) -> list[str]:
    if outcomes & FOR:
        return ["That two things go together does not make one a fair condition for the other."]
    if advance in FOR and outcomes <= AGAINST:
        return [
            "A note goes with being chosen and not with being the better hire: on these records the rule "
            "is refuted."
        ]
    if advance in FOR and outcomes & AGAINST:
        return ["As far as these records reach, they speak against the rule."]
    if advance in AGAINST and outcomes <= AGAINST:
        return ["On these records a note says nothing in a candidate's favour."]
    return []


def _doubt(declared: dict[str, Finding]) -> str:
    unsettled = [
        (topic, declared[key])
        for key, topic in _TOPICS.items()
        if key in declared and declared[key].verdict is Verdict.CANNOT_TELL
    ]
    # Where the interval alone leaves it open, the topics share a sentence: the cards hold the numbers.
    wide = [(topic, one) for topic, one in unsettled if words.OPEN in one.doubt]
    reasons = [f"{topic}: {one.doubt}" for topic, one in unsettled if words.OPEN not in one.doubt]
    settled = any(one.verdict is not Verdict.CANNOT_TELL for one in declared.values())
    experiment = [words.NOT_AN_EXPERIMENT] if settled or not unsettled else []
    return " ".join([*_too_wide(wide), *reasons, *experiment])


def _too_wide(wide: list[tuple[str, Finding]]) -> list[str]:
    if not wide:
        return []
    topics = " and ".join(topic if not n else topic.lower() for n, (topic, _) in enumerate(wide))
    enough = [
        f"about {one.n_would_tell:,} {'interviews' if one.key == 'advance' else 'hires'} for "
        f"{topic.lower()}"
        for topic, one in wide
        if one.n_would_tell is not None
    ]
    told = f" It would take {' and '.join(enough)} to tell." if enough else ""
    return [
        f"{topics}: these records fit no difference at all as well as one that would matter.{told}"
    ]
