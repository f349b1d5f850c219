"""How strong something unseen would have to be: E-values, and hidden bias in matched pairs.

Such a number means little alone. Beside each stands how strong something is that was seen: the
interview score as it stood before the note.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import alike, offers, otherwise, populations, words
from analysis.disclosure import SUPPRESS, count, outward, rate
from analysis.estimators import rosenbaum
from analysis.estimators.rosenbaum import SignedRank
from analysis.estimators.stratified import Strata, number, odds_ratio, risk_ratio, tabulate
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.plan import FEWEST_HIRES, FEWEST_STRATA
from analysis.rows import Rows
from analysis.studies.hires import SCORE, given_away, rated, scores_told
from analysis.studies.interviews import scores_given_away
from etl.claim import Claim

_WITHIN = ["job_id", "stage", "round"]
_BANDS = 20
"""Scores are taken alike to the nearest 0.05."""
_NOT_SHOWN = Estimate(None, None, None, "not shown: too few")
_BENCHMARK = (
    "Interview score: mean of the round's scorecards filed before its first note and the landmark; its "
    "upper half is above the median of those compared."
)


def e_values(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the E-values of influence beside the interview score's own ratios (key "e_values").

    Nothing where the interval holds no difference as it is, or another view would tell of few.
    """
    found = offers.influence(rows.cells, claim)
    strength = otherwise.unseen(found.estimate, found.unit, found.arms)
    if strength is None or strength.end <= 1 or scores_given_away(rows):
        return []
    frame = _scored(rows)
    upper, sent, went = _upper(frame), frame["note_status"] == "sent", frame["advanced"]
    strata = [frame[name] for name in _WITHIN]
    advancing = tabulate([*strata, sent], upper, went, np.ones(len(frame)))
    writing = tabulate(strata, sent, upper, np.ones(len(frame)))
    ratios = [
        outward(risk_ratio(one, claim.level), "ratio") if _enough(one) else _NOT_SHOWN
        for one in (advancing, writing)
    ]
    n, scored = count(sum(arm.n or 0 for arm in found.arms)), count(len(frame))
    return [
        Exhibit(
            key="e_values",
            title="How strong something unseen would have to be",
            sentence=" ".join(
                [
                    words.unseen(
                        strength.estimate, strength.end, alike.told(rows.cells, claim).within
                    ),
                    *_beside(ratios),
                ]
            ),
            unit="ratio",
            level=claim.level,
            points=(
                Point("needed to stand behind all of the difference", n, _at(strength.estimate)),
                Point("needed to bring its interval to none", n, _at(strength.end)),
                Point("interview score, upper half to lower: advancing", scored, ratios[0]),
                Point("interview score, with a note to without: upper half", scored, ratios[1]),
            ),
            method="E-value (VanderWeele and Ding 2017) of the adjusted difference on top of the rate of "
            "those without a note; Mantel-Haenszel risk ratios within job, stage and round, those of "
            "advancing also by note.",
            assumptions=(_BENCHMARK,),
            cautions=(
                "An E-value says how strong something unseen would have to be, and not whether there is "
                "such a thing. Several things together can be as strong.",
            ),
        )
    ]


def hidden_bias(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return what hidden bias would explain away who advances in matched pairs (key "hidden_bias")."""
    if rows.cells.withheld_of("interviews") & set(populations.ARMS) or scores_given_away(rows):
        return []
    frame = _scored(rows)
    sent = (frame["note_status"] == "sent").to_numpy(dtype=bool)
    strata = [frame[name] for name in _WITHIN]
    one, other = _pairs(strata, frame["prior_score"], sent, frame["interview_id"])
    went = frame["advanced"].to_numpy(dtype=bool)
    apart = went[one] != went[other]
    shown = rate((went[one] & apart).sum(), apart.sum())
    groups = number([of.iloc[one[apart]] for of in strata], int(apart.sum()))
    if shown is None or len(np.unique(groups)) < FEWEST_STRATA:
        return []
    ahead, discordant = shown
    gamma = rosenbaum.binary_gamma(
        max(ahead, discordant - ahead), discordant, (1 - claim.level) / 2
    )
    writing = tabulate(strata, _upper(frame), sent, np.ones(len(frame)))
    odds = outward(odds_ratio(writing, claim.level), "ratio") if _enough(writing) else _NOT_SHOWN
    return [
        _bias(
            key="hidden_bias",
            title="Matched pairs of interviews",
            of="interviews for the same job, stage and round, with the same earlier interview score,",
            outcome="who of them advanced",
            claim=claim,
            pairs=len(one),
            gamma=gamma,
            method="Rosenbaum's bound on McNemar's test, from rounded counts; pairs at random among alike "
            "interviews.",
            assumptions=("Scores are alike to the nearest 0.05.", _BENCHMARK),
            beside=(
                Point("interview score, upper half to lower: a note", count(len(frame)), odds),
            ),
        )
    ]


def hidden_bias_of_hires(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return what hidden bias would explain away ratings in matched pairs (key "hidden_bias_of_hires")."""
    if (rows.withheld_of("performance") | given_away(rows)) & {*populations.ARMS, "unscored"}:
        return []
    _, hires = rated(rows)
    frame = hires[hires["score_before"].notna()].reset_index(drop=True)
    sent = frame["sent"].to_numpy(dtype=bool)
    one, other = _pairs([frame["group"]], frame["score_before"], sent, frame["application_id"])
    performance = frame["performance"].to_numpy(dtype=float)
    difference = performance[one] - performance[other]
    ahead, behind = (difference > 0).sum(), (difference < 0).sum()
    if 2 * len(one) < FEWEST_HIRES or min(ahead, behind) <= SUPPRESS:
        return []
    ranks = SignedRank.of(difference)
    ranks = max(ranks, ranks.turned(), key=lambda side: side.statistic)
    return [
        _bias(
            key="hidden_bias_of_hires",
            title="Matched pairs of hires",
            of="hires in the same review cycle and calibration group, with the same interview score,",
            outcome="who of them is rated higher",
            claim=claim,
            pairs=len(one),
            gamma=rosenbaum.rank_gamma(ranks, (1 - claim.level) / 2),
            method="Rosenbaum's bound on Wilcoxon's signed-rank test; pairs at random among alike hires.",
            assumptions=(
                "Scores are alike to the nearest 0.05.",
                SCORE,
                scores_told(len(frame), len(hires), "hires"),
            ),
        )
    ]


def _scored(rows: Rows) -> pd.DataFrame:
    frame = rows.compared
    return frame[frame["prior_score"].notna()].reset_index(drop=True)


def _upper(frame: pd.DataFrame) -> np.ndarray:
    score = frame["prior_score"].to_numpy(dtype=float)
    return score > np.median(score) if len(score) else np.zeros(0, dtype=bool)


def _enough(strata: Strata) -> bool:
    s1, n1, s0, n0 = strata.pooled()
    shown = rate(s1, n1) is not None and rate(s0, n0) is not None
    return shown and int(strata.informative.sum()) >= FEWEST_STRATA


def _at(value: float) -> Estimate:
    return Estimate(value, None, None, "E-value")


def _beside(ratios: Sequence[Estimate]) -> list[str]:
    if any(one.value is None for one in ratios):
        return []
    advancing, writing = (f"{one.value:.2f}" for one in ratios)
    return [
        "For comparison: the upper half of the interview score goes with advancing by a ratio of "
        f"{advancing}, and with a note by one of {writing}."
    ]


def _pairs(
    strata: Sequence[pd.Series], score: pd.Series, sent: np.ndarray, identity: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs, one with a note and one without, in the same stratum and with the same score.

    Within these a pseudonym, which is as good as chance, decides who is paired with whom: neither the
    order of the rows nor the outcome does.

    Returns
    -------
    Rows with a note, and beside them rows without.
    """
    band = (score.astype("float64") * _BANDS).round()
    alike = pd.DataFrame({"group": number([*strata, band], len(sent)), "sent": sent})
    alike = alike.iloc[np.argsort(identity.to_numpy())]
    alike["turn"] = alike.groupby(["group", "sent"]).cumcount()
    alike["row"] = alike.index
    on = ["group", "turn"]
    found = alike[alike["sent"]].merge(alike[~alike["sent"]], on=on, suffixes=("", "_other"))
    return found["row"].to_numpy(), found["row_other"].to_numpy()


def _bias(
    *,
    key: str,
    title: str,
    of: str,
    outcome: str,
    claim: Claim,
    pairs: int,
    gamma: float,
    method: str,
    assumptions: tuple[str, ...],
    beside: tuple[Point, ...] = (),
) -> Exhibit:
    n, least = count(pairs), outward(Estimate(None, gamma, None, ""), "ratio").low or 1.0
    told = (
        f"Among about {n:,} pairs of {of} one with a note and one without, "
        if n is not None
        else f"Among pairs of {of} one with a note and one without, "
    )
    if least <= 1:
        sentence = f"{told}chance alone may be behind {outcome}: no hidden tilt is needed."
    else:
        sentence = (
            f"{told}{outcome} could be explained away if something unseen tilted which of the two wrote by "
            f"odds of {least:g} to 1 or more."
        )
    if beside and beside[0].estimate.value is not None:
        sentence += (
            f" For comparison: the upper half of the interview score goes with a note by odds of "
            f"{beside[0].estimate.value:.2f} to 1."
        )
    point = Point("hidden tilt that explains it away", n, Estimate(least, None, None, "gamma"))
    return Exhibit(
        key=key,
        title=title,
        sentence=sentence,
        unit="ratio",
        level=claim.level,
        points=(point, *beside),
        method=method,
        assumptions=assumptions,
        cautions=(
            "The pairs are some of those compared, chosen for being alike; they decide nothing.",
        ),
    )
