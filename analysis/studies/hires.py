"""Whom the studies of hires compare: those rated, and whoever they were chosen from."""

from __future__ import annotations

import pandas as pd

from analysis import populations
from analysis.disclosure import SUPPRESS
from analysis.estimators.stratified import number
from analysis.plan import FEWEST_HIRES
from analysis.populations import ARMS
from analysis.rows import Rows


def rated(rows: Rows) -> tuple[pd.Categorical, pd.DataFrame]:
    """Return each hire's arm or why it is left out, and the hires in either arm of the performance finding.

    Returns
    -------
    Population, shape (hires,); and of those compared: all columns of `out__hire`; sent; group (number
    of review cycle x calibration group); score_before (mean over rounds of the scores filed before a
    note, missing where there are none); rounds_share (of the rounds that were seen, those with a
    note).
    """
    population = populations.performance(rows.hire)
    kept = rows.hire[population.isin(ARMS)].reset_index(drop=True)
    rounds = _rounds(rows, "prior_score")
    theirs = rounds[rounds["application_id"].isin(kept["application_id"])]
    before = theirs.groupby("application_id")["prior_score"].mean()
    return population, kept.assign(
        sent=(kept["note_status"] == "sent").to_numpy(dtype=bool),
        group=number([kept["cycle"], kept["calibration_group"]], len(kept)),
        rounds_share=kept["rounds_with_note"] / kept["rounds_observed"],
        score_before=kept["application_id"].map(before).to_numpy(dtype=float),
    )


def finalists(rows: Rows) -> pd.DataFrame:
    """Return whoever reached a last round that somebody was hired from, one row an application.

    Only those undecided at the landmark and seen there: the rest had no chance to write, or to be
    seen writing.

    Returns
    -------
    job_id; department; sent; score (mean over rounds of all scorecards); hired (and rated); and
    performance, 0 for those not hired and rated.
    """
    _, hires = rated(rows)
    columns = ("job_id", "department", "stage", "round", "ended_at", "score")
    rounds = _rounds(rows, *columns, "note_status", "hired", "exclusion")
    ordered = rounds.sort_values(["application_id", "round", "ended_at"])
    last = ordered.drop_duplicates("application_id", keep="last")
    of_hires = last["application_id"].isin(rows.hire["application_id"])
    reached = last.loc[of_hires, ["job_id", "stage"]].drop_duplicates()
    compared = (last["exclusion"] == "") & last["note_status"].isin(ARMS)
    # In a view of some quarters a hire's earlier rounds may stand alone: they are no last rounds.
    kept = last[compared & (of_hires | ~last["hired"])].merge(reached, on=["job_id", "stage"])
    score = rounds.groupby("application_id")["score"].mean()
    performance = kept["application_id"].map(hires.set_index("application_id")["performance"])
    people = kept[["job_id", "department"]].assign(
        sent=(kept["note_status"] == "sent").to_numpy(dtype=bool),
        score=kept["application_id"].map(score).to_numpy(dtype=float),
        hired=performance.notna(),
        performance=performance.fillna(0.0).to_numpy(dtype=float),
    )
    return people[people["score"].notna()].reset_index(drop=True)


def too_few(sent: pd.Series, withheld: frozenset[str]) -> str | None:
    """Return why nothing can be shown of the hires in two arms, if so."""
    n1, n0 = int(sent.sum()), int((~sent).sum())
    if withheld & set(ARMS) or min(n1, n0) <= SUPPRESS:
        return "not shown: too few on one side, or another view would single them out"
    if n1 + n0 < FEWEST_HIRES:
        return f"not shown: fewer than {FEWEST_HIRES} hires"
    return None


def _rounds(rows: Rows, *columns: str) -> pd.DataFrame:
    """Return one interview a round: its application, and these columns."""
    last = rows.interview["exclusion"] != "earlier_in_round"
    return rows.interview.loc[last, ["application_id", *columns]]
