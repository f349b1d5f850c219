"""Whom the studies of hires compare: those rated, and whoever they were chosen from."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import populations
from analysis.disclosure import SUPPRESS, count
from analysis.estimators.stratified import number
from analysis.ledger import DIMENSIONS
from analysis.plan import FEWEST_HIRES
from analysis.populations import ARMS
from analysis.rows import Rows, counted

SCORE = (
    "The interview score is the mean over the rounds before the offer of what had been filed before the "
    "round's first note, and before the landmark where none came: a note cannot have moved it."
)


def rated(rows: Rows) -> tuple[pd.Categorical, pd.DataFrame]:
    """Return each hire's arm or why it is left out, and the hires in either arm of the performance finding.

    Returns
    -------
    Population, shape (hires,); and of those compared: all columns of `out__hire`; sent; group (number
    of review cycle x calibration group); score_before (as `SCORE` says, missing where there is none);
    rounds_share (of the rounds that were seen, those with a note).
    """
    population = populations.performance(rows.hire)
    kept = rows.hire[population.isin(ARMS)].reset_index(drop=True)
    return population, kept.assign(
        sent=(kept["note_status"] == "sent").to_numpy(dtype=bool),
        group=number([kept["cycle"], kept["calibration_group"]], len(kept)),
        rounds_share=kept["rounds_with_note"] / kept["rounds_observed"],
        score_before=_score_before(rows, kept),
    )


def finalists(rows: Rows) -> pd.DataFrame:
    """Return whoever reached a last round that somebody was hired from, one row an application.

    Only those undecided at the landmark and seen there: the rest had no chance to write, or to be
    seen writing.

    Returns
    -------
    What views filter on; job_id; sent; score (as `SCORE` says, missing where there is none); hired (and
    rated); and performance, 0 for those not hired and rated.
    """
    _, hires = rated(rows)
    last = _rounds(rows).drop_duplicates("application_id", keep="last")
    of_hires = last["application_id"].isin(rows.hire["application_id"])
    reached = last.loc[of_hires, ["job_id", "stage"]].drop_duplicates()
    compared = (last["exclusion"] == "") & last["note_status"].isin(ARMS)
    # In a view of some quarters a hire's earlier rounds may stand alone: they are no last rounds.
    kept = last[compared & (of_hires | ~last["hired"])].merge(reached, on=["job_id", "stage"])
    performance = kept["application_id"].map(hires.set_index("application_id")["performance"])
    return kept[["job_id", *(name for name in DIMENSIONS if name in kept)]].assign(
        sent=(kept["note_status"] == "sent").to_numpy(dtype=bool),
        score=_score_before(rows, kept),
        hired=performance.notna(),
        performance=performance.fillna(0.0).to_numpy(dtype=float),
    )


def _score_before(rows: Rows, applications: pd.DataFrame) -> np.ndarray:
    """Return the score of applications, shape (applications,), whichever view their rounds are in."""
    return applications["application_id"].map(_scores(rows.whole or rows)).to_numpy(dtype=float)


@lru_cache(maxsize=1)
def _scores(whole: Rows) -> pd.Series:
    return _rounds(whole).groupby("application_id")["prior_score"].mean()


def _rounds(rows: Rows) -> pd.DataFrame:
    """Return one interview a round before the offer that the claim does not leave out, by round."""
    rounds = rows.interview[~rows.interview["exclusion"].isin(["earlier_in_round", "left_out"])]
    offers = (rows.whole or rows).offer.set_index("application_id")["made_at"]
    made_at = rounds[["application_id"]].join(offers, on="application_id")["made_at"]
    # Of an offer of unknown time, no round is known to have come before it.
    before = ~rounds["application_id"].isin(offers.index) | (rounds["ended_at"] <= made_at)
    return rounds[before].sort_values(["application_id", "round", "ended_at"])


def scores_told(known: int, of: int, things: str) -> str:
    """Return of how many a score is known, as it may be shown.

    Examples
    --------
    >>> print(scores_told(842, 1204, "hires"))
    A score filed before the note is known of about 840 of about 1,205 hires, and the others are left out.
    >>> print(scores_told(1200, 1204, "hires"))
    A score filed before the note is known of all hires but 7 or fewer.
    """
    some, rest = count(known), count(of - known)
    if some is None:
        return f"A score filed before the note is known of {SUPPRESS} or fewer {things}."
    if rest is None:
        return f"A score filed before the note is known of all {things} but {SUPPRESS} or fewer."
    return (
        f"A score filed before the note is known of about {some:,} of about {count(of):,} {things}, and the "
        "others are left out."
    )


def given_away(rows: Rows) -> frozenset[str]:
    """Return the arms of those rated with a score before a note, and "unscored", that another view would tell of."""
    return rows.given_away("rated", _by_score)


def _by_score(rows: Rows) -> pd.DataFrame:
    _, hires = rated(rows)
    return counted(hires, hires["note_status"].where(hires["score_before"].notna(), "unscored"))


def too_few(sent: pd.Series, withheld: Collection[str]) -> str | None:
    """Return why nothing can be shown of the hires in two arms, if so."""
    n1, n0 = int(sent.sum()), int((~sent).sum())
    if set(withheld) & set(ARMS) or min(n1, n0) <= SUPPRESS:
        return "not shown: too few on one side, or another view would single them out"
    if n1 + n0 < FEWEST_HIRES:
        return f"not shown: fewer than {FEWEST_HIRES} hires"
    return None
