"""Halo: whether scorecards filed after the note came run higher than those filed before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import compare, otherwise, refusals, words
from analysis.disclosure import SUPPRESS, mean_arm, outward
from analysis.estimators import means
from analysis.estimators.clustered import Clusters, interval
from analysis.estimators.design import numbered
from analysis.estimators.means import Sums
from analysis.estimators.slopes import slopes
from analysis.finding import Arm, Estimate, Exhibit, Finding, Verdict
from analysis.plan import FEWEST_STRATA, Plan, Reason
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies import interviews as of_interviews
from etl.claim import Claim

SMALLEST_EFFECT = 0.20
"""In standard deviations of scores: what Cohen (1988) calls a small difference, as for ratings."""
DELAYS = (-24.0, 0.0, 1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 96.0, 336.0)
"""Hours from the interview's end to the filing between which what goes with delay is a line."""

SIDES = ("after_note", "before_note")
"""The arms: when a scorecard of a round with a note was filed."""

_NOTHING = Estimate(None, None, None, "not shown")
_WITHIN = "the same candidate's round, each beside what its interviewer gives others"
_ASKED = "scorecards filed after the note came run higher than those filed before it"


@dataclass(frozen=True)
class _Cards:
    """Scorecards of the rounds compared; arrays of shape (cards,).

    Attributes
    ----------
    score
        In standard deviations from the mean of all.
    noted, after
        Whether a note came before the round's decision, and before the card was filed.
    late
        Filed later than the round's first card, all of the round's cards being filed before the note.
    filed
        Hours from the interview's end.
    round_, stratum, interviewer, person
        Codes of the candidate's round; of requisition x stage x round; of who filed it, and of whom.
    """

    score: np.ndarray
    noted: np.ndarray
    after: np.ndarray
    late: np.ndarray
    filed: np.ndarray
    round_: np.ndarray
    stratum: np.ndarray
    interviewer: np.ndarray
    person: np.ndarray

    @classmethod
    def of(cls, scorecard: pd.DataFrame) -> _Cards:
        """Return the cards of rows of `out__scorecard` whose round is compared and whose filer is known."""
        kept = _kept(scorecard)
        round_ = numbered([kept["application_id"].to_numpy(), kept["round"].to_numpy()])
        filed = kept["hours_filed"].to_numpy(dtype=float)
        after = kept["filed_after_note"].eq(True).fillna(False).to_numpy(dtype=bool)
        noted = kept["filed_after_note"].notna().to_numpy(dtype=bool)
        score = kept["score"].to_numpy(dtype=float)
        spread = score.std() if len(score) else 0.0
        by_round = pd.Series(filed).groupby(round_)
        swayed = np.bincount(round_, after) > 0
        return cls(
            (score - score.mean()) / spread if spread > 1e-9 else np.zeros(len(score)),
            noted,
            after,
            noted & ~swayed[round_] & (filed > by_round.transform("min").to_numpy()),
            filed,
            round_,
            numbered([kept[name].to_numpy() for name in ("job_id", "stage", "round")]),
            numbered([kept["interviewer_id"].to_numpy(dtype=np.int64)]),
            numbered([kept["person_id"].to_numpy()]),
        )

    def where(self, keep: np.ndarray) -> _Cards:
        """Return the cards that `keep`, shape (cards,), marks."""
        return _Cards(**{name: values[keep] for name, values in vars(self).items()})

    def of_rounds(self, flag: np.ndarray) -> np.ndarray:
        """Return which cards are of a round that holds both a flagged card and one that is not."""
        n = np.bincount(self.round_)
        some = np.bincount(self.round_, flag)
        return ((some > 0) & (some < n))[self.round_]

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Which cards of rounds with a note were filed after it came, and which before."""
        return self.after, self.noted & ~self.after

    @property
    def delays(self) -> list[np.ndarray]:
        """Hours spent in each band of `DELAYS`: a line in each, and no step between them."""
        return [np.clip(self.filed, start, end) - start for start, end in pairwise(DELAYS)]

    @property
    def clusters(self) -> Clusters:
        return Clusters.of(self.person, self.interviewer)


def _kept(scorecard: pd.DataFrame) -> pd.DataFrame:
    counts = (scorecard["exclusion"] == "") & scorecard["note_status"].isin(ARMS)
    return scorecard[counts & scorecard["interviewer_id"].notna()]


def _counted(rows: Rows, who: str) -> pd.DataFrame:
    """Return the cards of rounds with a note by their side of it, and of whom they are or by whom."""
    kept = _kept(rows.scorecard)
    after = kept["filed_after_note"]
    side = np.where(after.isna(), "", np.where(after.eq(True).fillna(False), *SIDES))
    return counted(kept, side, who=who)


def halo(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return whether scorecards filed after the note run higher, in standard deviations of scores.

    Returns
    -------
    Finding "halo", exploratory. Its arms are the cards filed after the note and before it, of rounds
    with a note. Its checks are the same comparison between candidates for the same job, stage and
    round; and a placebo, the later against the first card of rounds whose note came after all of them.

    Notes
    -----
    Cards of one candidate's round are compared with each other, so that nothing about the candidate
    matters. Late filers may be others than early ones, and late cards may differ: interviewers have
    their own level each, and what goes with delay is told from the rounds without a note too.
    """
    cards = _Cards.of(rows.scorecard)
    plan = _plan(claim)
    left = of_interviews.left(rows)
    away = bool(set(left.withheld) & set(ARMS)) or any(
        rows.given_away(f"cards by {who}", partial(_counted, who=who))
        for who in ("person_id", "interviewer_id")
    )
    arms, reasons = refusals.may_be_shown(
        SIDES, _hide(cards, away), left, partial(_arms, plan, cards)
    )
    numbers = _NOTHING, _NOTHING
    checks: tuple[Estimate, ...] = ()
    if not reasons:
        estimate, placebo = _within_rounds(cards, claim.level)
        numbers = estimate, _raw(cards, claim.level)
        checks = (_between(cards, claim.level), placebo)
    return [
        compare.conclude(
            plan,
            left,
            arms,
            numbers,
            reasons,
            (otherwise.told(numbers[0], claim.level, "sd", arms, _WITHIN), (), checks),
            of_interviews.months(rows),
            _say,
        )
    ]


def _plan(claim: Claim) -> Plan:
    return Plan(
        key="halo",
        question=f"Is it so that {_ASKED}, in the same candidate's round?",
        unit="sd",
        smallest_effect=SMALLEST_EFFECT,
        level=claim.level,
        of=words.Comparison(
            "scorecards filed after the note came",
            "ran",
            "those filed before it",
            "one filed after the note came and one filed before it",
            "the one filed after it",
        ),
        things="scorecards",
        within=_WITHIN,
        doubt="Who files late may also talk with the others first, or think longer. "
        + words.NOT_AN_EXPERIMENT,
        method="Least squares within the candidate's round and within interviewer, with a line for each "
        "band of hours to the filing; in standard deviations of all scores compared. Interval by candidate "
        "and by interviewer, Student's t. Raw: difference of means, Welch's interval.",
        assumptions=(
            "What goes with filing late is the same with a note and without one.",
            "Whoever filed after the note came is taken to have known of it.",
            "A card counts with the score that the source holds now; an earlier version of it is not known.",
        ),
        cautions=(words.CHANNELS,),
        fewest_strata=FEWEST_STRATA,
        exploratory=True,
    )


def _hide(cards: _Cards, away: bool) -> Reason | None:
    """Return why nothing of the arms may be shown, if so."""
    of = [who[keep] for who in (cards.person, cards.interviewer) for keep in cards.sides]
    if min(len(np.unique(who)) for who in of) <= SUPPRESS:
        text = (
            f"Scorecards filed after the note came, or those filed before it, are of {SUPPRESS} or fewer "
            "candidates, or by so few interviewers: too few to compare or to show."
        )
        return Reason(text, True)
    return refusals.WITHHELD if away else None


def _arms(plan: Plan, cards: _Cards) -> tuple[tuple[Arm, ...], list[Reason]]:
    """Return the arms, and why too few rounds have cards on both sides of the note, if so."""
    arms = tuple(
        mean_arm(name, float(keep.sum()), means.mean(_sums(cards.score[keep]), plan.level))
        for name, keep in zip(SIDES, cards.sides, strict=True)
    )
    if len(np.unique(cards.round_[cards.of_rounds(cards.after)])) >= plan.fewest_strata:
        return arms, []
    text = f"Fewer than {plan.fewest_strata} rounds have scorecards on both sides of the note."
    return arms, [Reason(text, True)]


def _sums(score: np.ndarray) -> Sums:
    return Sums(*(np.array([x]) for x in (len(score), score.sum(), (score**2).sum())))


def _within_rounds(cards: _Cards, level: float) -> tuple[Estimate, Estimate]:
    """Return the difference within the candidate's round and within interviewer, and the placebo."""
    several = cards.where(np.bincount(cards.round_)[cards.round_] > 1)
    exposures = [several.after, several.late]
    found = slopes(several.score, exposures, several.delays, several.round_, several.interviewer)
    methods = (
        "within the candidate's round and within interviewer",
        "placebo, later cards against the first in rounds whose note came after all of them",
    )
    clusters = several.clusters
    shown = (
        interval(
            replace(term, method=f"{method}: {term.method}"),
            clusters,
            level,
            informing=several.of_rounds(exposure),
        )
        for term, exposure, method in zip(found, exposures, methods, strict=True)
    )
    estimate, placebo = (outward(one, "sd") for one in shown)
    return estimate, placebo


def _between(cards: _Cards, level: float) -> Estimate:
    """Return the difference between candidates for the same job, stage and round."""
    (term,) = slopes(cards.score, [cards.after], [*cards.delays, cards.noted], cards.stratum)
    method = "within the same job, stage and round, between candidates"
    found = replace(term, method=f"{method}: {term.method}")
    return outward(interval(found, cards.clusters, level, informing=cards.after), "sd")


def _raw(cards: _Cards, level: float) -> Estimate:
    after, before = (_sums(cards.score[keep]) for keep in cards.sides)
    found = means.difference(after, before, level)
    return outward(replace(found, method="raw difference of means, Welch's interval"), "sd")


def _say(verdict: Verdict, estimate: Estimate) -> str:
    if verdict is Verdict.CANNOT_TELL or estimate.value is None:
        return f"These records cannot tell whether {_ASKED}."
    ran = {
        Verdict.NO_MEANINGFUL_DIFFERENCE: "about as high as",
        Verdict.CONTRADICTED: "lower than",
    }.get(verdict, "higher than")
    return (
        f"Of the same candidate's round, scorecards filed after the note came ran {ran} those filed before "
        "it: take one of each, and the one filed after the note is the higher in about "
        f"{words.pairs(estimate.value)} of 100 such pairs, where 50 is no difference. "
        f"{words.span(estimate, 'sd')} "
        + words.against(
            verdict, f"{words.pairs(SMALLEST_EFFECT)} of 100", "nearer to no difference than"
        )
    )
