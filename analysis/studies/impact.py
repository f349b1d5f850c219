"""Whom a gate on notes would shut out: by what candidates said of themselves, where that may be read.

This argues against gates. Nothing is ever guessed from a name, and only the whole employer is told:
groups crossed with filters would be small enough to find somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import words
from analysis.disclosure import count, outward
from analysis.estimators import proportions
from analysis.estimators.impact import GroupImpact, Impact, adverse_impact, ratio_within
from analysis.estimators.stratified import tabulate
from analysis.finding import Estimate, Exhibit, Point
from analysis.plan import FEWEST_STRATA
from analysis.rows import Rows
from analysis.studies.gate import AGAINST, KNOWN
from analysis.studies.groups import QUESTIONS, Counts, Groups, group
from etl.claim import Claim

_CAUTIONS = (
    AGAINST,
    "Four fifths is a rule of thumb of United States agencies, and no verdict of a court. Not flagged does not mean "
    "fair, and cannot tell does not mean that there is no difference.",
    "Only those who chose to answer are in a group, and they may differ from those who did not. No group is "
    "guessed from a name.",
    KNOWN,
    words.CHANNELS,
)
_RULE = (
    "Each group's rate over the highest one (29 CFR 1607.4 D; 6 RCNY 5-301), Koopman's interval, from rounded counts. "
    "Flagged: by the counts as they are and as shown, below four fifths as fractions; an exact test (Boschloo's up to "
    "100 people, else Fisher's; corrected for the pairs of groups) says that chance would seldom do that; and one "
    "different selection would not turn it round."
)


def gate_impact(rows: Rows, answers: pd.DataFrame, claim: Claim) -> list[Exhibit]:
    """Return the adverse impact of a gate, by what candidates said of themselves.

    The gate stands after each application's first interview that can be compared: all who get that
    far meet it, while later rounds are reached by those only who got on. Two exhibits for each
    question: how often each group passes (key "gate_passes_gender", ...), and the impact ratios
    ("gate_impact_gender", ...). Nothing where no answers were read.

    Parameters
    ----------
    rows
        Of the whole employer.
    answers
        Rows of `core__self_identification`.
    """
    if answers.empty:
        return []
    first = rows.compared.sort_values(["application_id", "round"]).drop_duplicates("application_id")
    first = first.assign(sent=first["note_status"] == "sent")
    known = first[["application_id", "job_id", "sent"]].merge(
        answers, on="application_id", how="left"
    )
    return [one for question in QUESTIONS for one in _exhibits(known, question, claim)]


def _exhibits(known: pd.DataFrame, question: str, claim: Claim) -> Iterator[Exhibit]:
    groups, level = group(known, question), claim.level
    judged = _judged(groups, level)
    key = question.replace(" ", "_")
    assumptions = (
        f"The gate is a note within {words.hours(claim.landmark_hours)} of the first interview that can be compared; "
        "each application counts once.",
        "A note is tagged as often rightly in every group.",
    )
    cautions = (*_CAUTIONS, *groups.left_out)
    yield Exhibit(
        f"gate_passes_{key}",
        f"How often a gate on notes would let through, by {question}",
        _passes(question, groups.shown),
        "share",
        level,
        tuple(Point(name, n, _share(s, n, level)) for name, (s, n) in groups.shown.items()),
        "Shares of rounded counts, Wilson's interval.",
        assumptions,
        cautions,
    )
    ratios = (
        Point(
            one.name,
            groups.shown[one.name][1],
            outward(replace(one.ratio, method=f"{one.verdict}: {one.why}"), "ratio"),
        )
        for one in judged
    )
    yield Exhibit(
        f"gate_impact_{key}",
        f"Adverse impact of a gate on notes, by {question}",
        _verdicts(question, judged),
        "ratio",
        level,
        (*ratios, *_within_jobs(groups, judged, level)),
        _RULE,
        assumptions,
        cautions,
    )


def _judged(groups: Groups, level: float) -> list[GroupImpact]:
    """Return what may be said of each group: what the exact counts and the shown ones both say."""
    if len(groups.shown) < 2:
        return []
    exact, shown = (
        adverse_impact(
            list(counts),
            [s for s, _ in counts.values()],
            [n for _, n in counts.values()],
            level,
        )
        for counts in (groups.exact, groups.shown)
    )
    differ = "The counts as they are and as they may be shown do not say the same."
    return [
        seen
        if seen.verdict is one.verdict
        else replace(seen, verdict=Impact.CANNOT_TELL, why=differ)
        for one, seen in zip(exact, shown, strict=True)
    ]


def _within_jobs(groups: Groups, judged: list[GroupImpact], level: float) -> Iterator[Point]:
    """Yield ratios within jobs, where enough jobs hold people of both groups with both outcomes."""
    highest = next((one.name for one in judged if one.p is None), None)
    for name in groups.shown:
        if highest is None or name == highest:
            continue
        two = groups.rows[groups.rows["group"].isin([name, highest])]
        n = np.ones(len(two), dtype=np.int64)
        strata = tabulate([two["job_id"]], two["group"] == name, two["sent"], n)
        if strata.informative.sum() >= FEWEST_STRATA:
            found = outward(ratio_within(strata, level), "ratio")
            yield Point(f"{name}, within the same job", count(len(two)), found)


def _share(successes: int, n: int, level: float) -> Estimate:
    low, high = proportions.wilson(successes, n, level)
    return outward(Estimate(successes / n, float(low), float(high), "share"), "share")


def _passes(question: str, shown: dict[str, Counts]) -> str:
    if not shown:
        return f"Too few are known by {question} to say how often a gate on notes would let them through."
    told = "; ".join(f"{name} {words.out_of_100(s / n)}" for name, (s, n) in shown.items())
    return f"A gate on notes after the first interview would let through, of 100 applications each: {told}."


def _verdicts(question: str, judged: list[GroupImpact]) -> str:
    others = [one for one in judged if one.p is not None]
    if not others:
        return f"These records cannot tell whom a gate on notes would shut out by {question}."
    (highest,) = (one.name for one in judged if one.p is None)
    told = [
        f"{str(verdict).capitalize()}: {'; '.join(names)}."
        for verdict in Impact
        if (names := [one.name for one in others if one.verdict is verdict])
    ]
    return (
        f"By {question}, the group that a gate on notes let through most often here, {highest}, is what the "
        f"others are measured against. {' '.join(told)}"
    )
