"""Influence: whether a note goes with advancing, given the same interview."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import alike, compare, planning, populations, together, unobserved, words
from analysis.alike import Alike
from analysis.cells import Cells
from analysis.disclosure import count, outward
from analysis.estimators.stratified import RISK_DIFFERENCE, number, risk_difference, tabulate
from analysis.exposure import asked, comparison, sides
from analysis.filters import split
from analysis.finding import Estimate, Finding
from analysis.plan import FEWEST_STRATA, Left, Plan, Reason
from analysis.populations import ARMS, UNSEEN
from etl.claim import Claim

MOST_UNSEEN = 0.30
"""With a greater share of interviews unseen there is no verdict on influence."""

_UNSEEN = "not every interviewer's mailbox is covered, or the candidate's address is unknown"


def influence(cells: Cells, claim: Claim) -> Finding:
    """Return whether a note goes with advancing (key "advance").

    Compared are interviews that were still undecided at the landmark and whose mailboxes are
    covered: P(advance | note by the landmark) - P(advance | none), within requisition x stage x
    round x band of the score before the note. A withdrawal counts as not advancing; a check leaves
    withdrawals out. Cautions tell for how many that score is known, and between what the difference would
    lie whatever the interviews that nobody could see held.
    """
    plan = _plan(claim, alike.told(cells, claim), "advance", "advance", "advanced")
    frame, compared, exposed = _arms(cells)
    outcome = compared["outcome"]
    strata = tabulate(alike.strata(compared, claim), exposed, outcome == "advanced", compared["n"])

    def without_withdrawals() -> Estimate | None:
        stayed = (outcome != "withdrew").to_numpy()
        gone = [compared["n"][~stayed & (exposed == sent)].sum() for sent in (True, False)]
        # Shown beside the estimate with them, it would tell of the few.
        if any(count(n) is None for n in gone):
            return None
        rest = compared[stayed]
        kept = tabulate(
            alike.strata(rest, claim), exposed[stayed], outcome[stayed] == "advanced", rest["n"]
        )
        found = risk_difference(kept, claim.level)
        return outward(replace(found, method=f"{RISK_DIFFERENCE}, without withdrawals"), "points")

    found = compare.rates(
        plan,
        strata,
        left(cells, frame),
        error_rates=cells.error_rates,
        months=planning.months_spanned(compared["quarter"], compared["n"]),
        checks=[without_withdrawals],
    )
    return _with_bounds(found, cells, claim, frame)


def offered(cells: Cells, claim: Claim) -> Finding:
    """Return whether a note goes with an offer in the end (key "offer").

    One application counts in each of its rounds, with the same outcome in all of them. The interval
    allows for that: its rounds are taken as moving together fully.
    """
    does, did = "get an offer in the end", "went on to an offer"
    plan = _plan(claim, alike.told(cells, claim), "offer", does, did)
    frame, compared, exposed = _arms(cells)
    strata = alike.strata(compared, claim)
    table = tabulate(strata, exposed, compared["offered"], compared["n"])
    rounds = np.zeros(len(table.n1), dtype=np.int64)
    rounds[number(strata, len(compared))] = compared["round"]
    return compare.rates(
        plan,
        table,
        left(cells, frame),
        error_rates=cells.error_rates,
        months=planning.months_spanned(compared["quarter"], compared["n"]),
        dependent=rounds,
    )


def by(cells: Cells, claim: Claim, dimension: str) -> list[tuple[str, Finding]]:
    """Return the influence finding within each value of a dimension; exploratory.

    Parameters
    ----------
    dimension
        One of `analysis.filters.DIMENSIONS`.
    """
    views = split(cells, dimension)
    found = [influence(view, claim) for _, view in views]
    aside = [
        one
        if one.exploratory
        else replace(one, exploratory=True, cautions=(words.EXPLORATORY, *one.cautions))
        for one in found
    ]
    return list(zip([value for value, _ in views], together.explored(aside), strict=True))


def _plan(claim: Claim, same: Alike, key: str, does: str, did: str) -> Plan:
    landmark = words.hours(claim.landmark_hours)
    noted = (
        f"A note counts if it came within {landmark} of the interview's end and before the decision; "
        "only interviews still undecided then are compared.",
        words.CHANNELS,
    )
    return Plan(
        key=key,
        question=f"Do {asked(claim)} {does} more often than {same.others}?",
        unit="points",
        smallest_effect=claim.smallest_effects.advance,
        level=claim.level,
        of=comparison(
            claim, "candidates", f"who sent a note within {landmark}", did=did, others=same.others
        ),
        things="interviews",
        within=same.within,
        doubt=words.NOT_AN_EXPERIMENT,
        method=f"Mantel-Haenszel risk difference within {same.columns}, Klingenberg's interval; raw: "
        "Newcombe.",
        assumptions=(
            *(noted if claim.exposure is None else ()),
            "A candidate who withdrew did not advance.",
            *same.assumptions,
            "Interviews in a group are taken as independent. Several by one interviewer, or rivals for one "
            "opening, are not quite, and the interval does not show that.",
        ),
        cautions=(*same.cautions, words.CHANNELS) if claim.exposure is None else (),
        fewest_strata=FEWEST_STRATA,
        exploratory=key not in claim.outcomes,
        **sides(claim),
    )


def _arms(cells: Cells) -> tuple[pd.Categorical, pd.DataFrame, np.ndarray]:
    """Return the population of all cells, the cells compared, and which of these are senders'."""
    population = populations.interviews(cells.interview)
    compared = population.isin(ARMS)
    return population, cells.interview[compared], population[compared] == "sent"


def _with_bounds(found: Finding, cells: Cells, claim: Claim, population: pd.Categorical) -> Finding:
    """Return the finding with what the unseen would change, where both it and they may be shown."""
    withheld = cells.withheld_of("interviews") | cells.withheld_of("covered")
    if found.estimate.value is None or withheld & {"unseen", *UNSEEN}:
        return found
    would_count = population.isin((*ARMS, *UNSEEN))
    rows, status = cells.interview[would_count], population[would_count]
    ranges = unobserved.bounds(
        alike.strata(rows, claim),
        status == "sent",
        np.isin(status, UNSEEN),
        (rows["outcome"] == "advanced").to_numpy(),
        rows["n"].to_numpy(dtype=float),
    )
    return replace(found, cautions=(*found.cautions, *unobserved.told(ranges)))


def left(cells: Cells, population: pd.Categorical) -> Left:
    """Return the interviews that are not compared, and whether too many of them were unseen.

    Parameters
    ----------
    population
        Of all interview cells, as from `populations.interviews`.
    """
    n = cells.interview["n"].to_numpy(dtype=float)
    withheld = cells.withheld_of("interviews")
    exclusions = populations.excluded(population, n, populations.INTERVIEW_REASONS, withheld)
    unseen = n[population.isin(UNSEEN)].sum()
    whole = unseen + n[population.isin(ARMS)].sum()
    if unseen > MOST_UNSEEN * whole:
        text = (
            f"Of more than 30 in 100 interviews {_UNSEEN}: who sent a note and who did not cannot be told "
            "apart well enough."
        )
        return Left(exclusions, withheld, (Reason(text, False),))
    shown = (count(unseen), count(whole))
    cautions = (
        (
            f"About {words.out_of_100(shown[0] / shown[1])} of 100 interviews are left out: {_UNSEEN}, and "
            "a note there would not be seen.",
        )
        if shown[0] and shown[1] and "unseen" not in cells.withheld_of("covered")
        else ()
    )
    return Left(exclusions, withheld, (), cautions)
