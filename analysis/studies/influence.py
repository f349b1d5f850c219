"""Influence, adjusted: whether a note goes with advancing and with an offer among candidates alike."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import exp

import numpy as np
import pandas as pd

from analysis import compare, words
from analysis.disclosure import SUPPRESS, count, outward
from analysis.estimators.clustered import interval
from analysis.estimators.logistic import Adjusted
from analysis.finding import Estimate, Exhibit, Finding
from analysis.plan import FEWEST_STRATA, Plan
from analysis.rows import Rows
from analysis.studies import interviews as of_interviews
from analysis.studies.interviews import Interviews
from analysis.studies.side_by_side import by_group, told
from etl.claim import Claim

_WITHIN = "the same job, stage and round"


def adjusted(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether a note goes with advancing and with an offer, adjusted.

    Returns
    -------
    Findings "advance_adjusted" and "offer_adjusted", and where both arms may be shown the exhibit
    "advance_by_stage". All are exploratory: the declared comparison is `analysis.offers.influence`.
    """
    interviews = of_interviews.compared(rows)
    found: list[Finding | Exhibit] = [
        _finding(
            rows,
            claim,
            interviews,
            interviews.advanced,
            key="advance_adjusted",
            asked="advance more often than others alike",
            did="advanced",
            unscored=True,
        ),
        _finding(
            rows,
            claim,
            interviews,
            interviews.offered,
            key="offer_adjusted",
            asked="get an offer in the end more often than others alike",
            did="went on to an offer",
        ),
    ]
    if of_interviews.shown(rows):
        found.append(_by_stage(rows, claim))
    return found


def _finding(
    rows: Rows,
    claim: Claim,
    interviews: Interviews,
    went: np.ndarray,
    *,
    key: str,
    asked: str,
    did: str,
    unscored: bool = False,
) -> Finding:
    landmark = words.hours(claim.landmark_hours)
    scores = _scores_told(interviews, of_interviews.scores_given_away(rows))
    plan = Plan(
        key=key,
        question=f"Do candidates who send a note within {landmark} of an interview {asked} in job, round, "
        "background and interview score?",
        unit="points",
        smallest_effect=claim.smallest_effects.advance,
        level=claim.level,
        of=words.Comparison(
            f"candidates who sent a note within {landmark}",
            did,
            "others alike in job, round, background and interview score",
        ),
        things="interviews",
        within=_WITHIN,
        doubt=words.NOT_AN_EXPERIMENT,
        method=f"{of_interviews.ADJUSTED} {of_interviews.WITH_SCORE}",
        assumptions=(
            f"A note counts if it came within {landmark} of the interview's end and before the decision; "
            "only interviews still undecided then are compared.",
            "A candidate who withdrew did not advance.",
            of_interviews.SCORE,
            of_interviews.CLUSTERS,
        ),
        cautions=(words.CHANNELS, scores),
        fewest_strata=FEWEST_STRATA,
        exploratory=True,
    )

    @cache
    def fit(with_score: bool) -> Adjusted:
        return (interviews if with_score else interviews.without_score()).contrasts(went)

    def difference(with_score: bool) -> Estimate:
        return interval(fit(with_score).differences[0], interviews.clusters, claim.level, 1.0)

    def without_score() -> Estimate | None:
        if np.isnan(interviews.score).all():
            return None
        found = outward(difference(False), "points")
        return replace(found, method=f"{found.method}, without the interview score")

    def odds_ratio() -> Estimate:
        log = interval(fit(True).log_odds_ratios[0], interviews.clusters, claim.level)
        value, low, high = (None if x is None else exp(x) for x in (log.value, log.low, log.high))
        return outward(Estimate(value, low, high, log.method.removeprefix("log ")), "ratio")

    return compare.rates(
        plan,
        interviews.strata(went),
        of_interviews.left(rows),
        error_rates=rows.cells.error_rates,
        months=of_interviews.months(rows),
        adjusted=lambda: difference(True),
        checks=[*([without_score] if unscored else []), odds_ratio],
    )


def _scores_told(interviews: Interviews, given_away: bool) -> str:
    if given_away:
        return "Of how many interviews a score filed before the note is known is not shown here."
    unknown = int(np.isnan(interviews.score).sum())
    known = len(interviews.score) - unknown
    if count(known) is None or count(unknown) is None:
        some = "next to none" if known <= SUPPRESS else "all or nearly all"
        return f"A score filed before the note is known for {some} of the interviews."
    return (
        f"A score filed before the note is known for about {count(known):,} interviews, and unknown for "
        f"about {count(unknown):,}, which stand together."
    )


def _stage(compared: pd.DataFrame) -> np.ndarray:
    return compared["stage"].to_numpy(dtype=object)


def _by_stage(rows: Rows, claim: Claim) -> Exhibit:
    order = rows.compared.groupby("stage")["round"].mean().sort_values(kind="stable").index
    points = [one.point for one in by_group(rows, "stage", _stage, list(order), claim.level)]
    return Exhibit(
        key="advance_by_stage",
        title="Advancing with a note and without, by stage",
        sentence=told(points, "stages"),
        unit="points",
        level=claim.level,
        points=tuple(points),
        method=f"{of_interviews.WITHIN} {of_interviews.WITH_SCORE}",
        assumptions=(of_interviews.SCORE, of_interviews.CLUSTERS),
        cautions=of_interviews.cautions(rows),
    )
