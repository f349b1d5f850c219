"""Interest, early: whether a note goes with accepting the offer, and with not withdrawing before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import alike, compare, offers, planning, populations, words
from analysis.disclosure import count, outward, rate, secondary
from analysis.estimators import proportions
from analysis.estimators.stratified import tabulate
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.plan import FEWEST_HIRES, FEWEST_STRATA, Left, Plan
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from etl.claim import Claim

_ANSWERS = {
    "accepted": "accepted",
    "declined": "declined",
    "withdrawn": "withdrawn by the employer",
}
_HIDDEN = Estimate(None, None, None, "not shown")
_OPEN = "Offers of applications that are still open are not counted: what is to come of them is not known."


def acceptance(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether a note before an offer goes with accepting it (key "acceptance"), and the answers.

    Compared are offers that the candidate accepted or declined, by the note status of the last round
    before the offer, within department. An offer that the employer withdrew has no answer.
    """
    exploratory = "acceptance" not in claim.outcomes
    plan = Plan(
        key="acceptance",
        question="Do candidates who sent a note after their last interview accept an offer more often "
        "than others in the same department?",
        unit="points",
        smallest_effect=claim.smallest_effects.acceptance,
        level=claim.level,
        of=words.Comparison(
            "candidates who sent a note after their last interview",
            "accepted their offer",
            "others in the same department",
        ),
        things="offers",
        within="the same department",
        doubt="Who gets an offer is chosen, and what it held is not known here. "
        + words.NOT_AN_EXPERIMENT,
        method="Mantel-Haenszel risk difference within department, Klingenberg's interval; raw: Newcombe.",
        assumptions=(
            "The note came before the offer was made; notes after it do not count.",
            "A candidate who withdrew after the offer declined it; an offer that the employer withdrew "
            "was not answered.",
            _OPEN,
        ),
        cautions=(),
        fewest=FEWEST_HIRES,
        exploratory=exploratory,
    )
    population = populations.answered(rows.offer)
    withheld = rows.withheld_of("answered")
    answered = rows.offer[population.isin(ARMS)]
    each = pd.Series(1, index=answered.index)
    strata = tabulate(
        [answered["department"]],
        answered["note_status"] == "sent",
        answered["answer"] == "accepted",
        each,
    )
    reasons = populations.OFFER_REASONS
    left = Left(
        populations.excluded(population, np.ones(len(population)), reasons, withheld), withheld
    )
    months = planning.months_spanned(answered["quarter"], each)
    found = compare.rates(plan, strata, left, error_rates=rows.cells.error_rates, months=months)
    cautions = (words.EXPLORATORY,) if exploratory else ()
    answers = replace(_answers(rows, claim.level), cautions=cautions, exploratory=exploratory)
    return [found, answers]


def withdrawing(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether a note goes with not withdrawing after the interview (key "withdrawing").

    The same interviews as for advancing, in the same strata: the share without a note whose candidate
    withdrew, less that of senders. Being rejected or advancing competes with withdrawing: who was
    rejected had nothing left to withdraw from.
    """
    landmark, same = words.hours(claim.landmark_hours), alike.told(rows.cells, claim)
    plan = Plan(
        key="withdrawing",
        question=f"Do candidates who send a note within {landmark} of an interview withdraw after it less "
        f"often than {same.others}?",
        unit="points",
        smallest_effect=claim.smallest_effects.acceptance,
        level=claim.level,
        of=words.Comparison(
            f"candidates who sent a note within {landmark}",
            "left the decision to the employer",
            same.others,
        ),
        things="interviews",
        within=same.within,
        doubt=words.NOT_AN_EXPERIMENT,
        method=f"Mantel-Haenszel risk difference of not withdrawing within {same.columns}, Klingenberg's "
        "interval; raw: Newcombe.",
        assumptions=(
            f"A note counts if it came within {landmark} of the interview's end and before the decision; "
            "only interviews still undecided then are compared.",
            "Who was rejected did not withdraw; whether they would have is not known.",
            *same.assumptions,
            "Interviews in a group are taken as independent.",
        ),
        cautions=same.cautions,
        fewest_strata=FEWEST_STRATA,
        exploratory=True,
    )
    cells = rows.cells
    population = populations.interviews(cells.interview)
    compared = population.isin(ARMS)
    kept = cells.interview[compared]
    strata = tabulate(
        alike.strata(kept, claim),
        population[compared] == "sent",
        kept["outcome"] != "withdrew",
        kept["n"],
    )
    left = offers.left(cells, population)
    months = planning.months_spanned(kept["quarter"], kept["n"])
    return [compare.rates(plan, strata, left, error_rates=cells.error_rates, months=months)]


def _answers(rows: Rows, level: float) -> Exhibit:
    """Return what became of the offers of either arm, those included that the employer withdrew."""
    population = populations.interviews(rows.offer)
    withheld = rows.withheld_of("offers")
    away = rows.given_away("answers", _counted)
    points = [
        Point(_ANSWERS[answer], n, share, status)
        for status in ARMS
        for answer, n, share in _shares(
            rows.offer["answer"][population == status],
            [status in withheld or f"{answer}, {status}" in away for answer in _ANSWERS],
            level,
        )
    ]
    sent, others = (point.estimate.value for point in points[:: len(_ANSWERS)])
    sentence = "Too few offers to show."
    if sent is not None and others is not None:
        sentence = (
            f"Of 100 offers to candidates with a note about {words.out_of_100(sent)} were accepted; of "
            f"100 to those without, about {words.out_of_100(others)}."
        )
    return Exhibit(
        key="offer_answers",
        title="What became of offers",
        sentence=sentence,
        unit="share",
        level=level,
        points=tuple(points),
        method="Shares of all offers made, Wilson's intervals.",
        assumptions=(_OPEN,),
    )


def _counted(rows: Rows) -> pd.DataFrame:
    population = populations.interviews(rows.offer)
    arm = np.where(population.isin(ARMS), population, "")
    return counted(rows.offer, rows.offer["answer"], arm)


def _shares(
    answers: pd.Series, withheld: Sequence[bool], level: float
) -> list[tuple[str, int | None, Estimate]]:
    """Return each answer with the offers of the arm and its share, as they may be shown."""
    gone = np.array([(answers == answer).sum() for answer in _ANSWERS])
    whole = gone.sum()
    few = np.array([rate(one, whole) is None for one in gone])
    hidden = secondary(gone, few | withheld)
    n = None if all(withheld) else count(whole)
    found = []
    for answer, one, hide in zip(_ANSWERS, gone, hidden, strict=True):
        shown = None if hide else rate(one, whole)
        share = _HIDDEN
        if shown is not None:
            low, high = proportions.wilson(*shown, level)
            share = outward(
                Estimate(shown[0] / shown[1], float(low), float(high), "share"), "share"
            )
        found.append((answer, n, share))
    return found
