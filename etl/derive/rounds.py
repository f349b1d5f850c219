"""Interviews → rounds, and when and how each round was decided.

A round is one application's stay in one stage: its interviews (a day on site may hold four) wait
for one decision. History decides, not the current stage: who was interviewed and rejected later
was interviewed.
"""

from __future__ import annotations

import pandas as pd

OUTCOMES = ("advanced", "rejected", "withdrew")
THEY_LEFT = "THEY_REJECTED_US"


def decided_applications(applications: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Return the applications that ended, and how.

    Applications still in process and prospects are left out: nobody can look up a candidate who is
    now in the pipeline.

    Parameters
    ----------
    applications
        `core__application`.
    reasons
        `core__label` of kind rejection_reason: label_id, name.

    Returns
    -------
    The applications with status hired or rejected, plus `ending`: hired, rejected or withdrew.
    """
    ended = applications[applications["status"].isin(["hired", "rejected"])].copy()
    left = reasons.loc[reasons["name"] == THEY_LEFT, "label_id"]
    ended["ending"] = ended["status"]
    withdrew = (ended["status"] == "rejected") & ended["rejection_reason_id"].isin(left)
    ended.loc[withdrew, "ending"] = "withdrew"
    return ended


def undated_offers(offers: pd.DataFrame) -> pd.Series:
    """Return the applications whose offer was made at a time that the source does not say.

    Examples
    --------
    >>> made = pd.to_datetime(["2026-03-02T10:00Z", None, "2026-03-02T10:00Z"])
    >>> undated_offers(pd.DataFrame({"application_id": [1, 1, 2], "created_at": made})).tolist()
    [1]
    """
    return offers.loc[offers["created_at"].isna(), "application_id"].drop_duplicates()


def rounds(
    interviews: pd.DataFrame,
    applications: pd.DataFrame,
    stage_events: pd.DataFrame,
    offers: pd.DataFrame,
) -> pd.DataFrame:
    """Return each application's rounds, in order, with their decisions.

    A round is advanced if the application entered a later stage once the round's last interview had
    begun, got an offer then, had another round, or was hired. The decision's time is the earliest of
    these: it was made when the next round began at the latest. Otherwise the application's end
    decided it. An offer of which any version has no time of creation decided the last round, too, at a
    time that only a move can tell: a later version's would be too late.

    Parameters
    ----------
    interviews
        application_id, stage_id, position, starts_at, ended_at: completed interviews of decided applications.
    applications
        As `decided_applications` returns them: application_id, ending, rejected_at.
    stage_events
        application_id, position, entered_at.
    offers
        application_id, created_at.

    Returns
    -------
    application_id, stage_id, round (1, 2, ...), position, last_ended_at, decided_at (missing where
    the source does not date it), outcome (one of `OUTCOMES`).
    """
    by_stage = interviews.groupby(["application_id", "stage_id"], dropna=False, sort=False)
    found = by_stage.agg(
        first_started_at=("starts_at", "min"),
        last_started_at=("starts_at", "max"),
        first_ended_at=("ended_at", "min"),
        last_ended_at=("ended_at", "max"),
        position=("position", "first"),
    ).reset_index()
    found = found.sort_values(["application_id", "first_ended_at", "position"]).reset_index(
        drop=True
    )
    found["round"] = found.groupby("application_id", sort=False).cumcount() + 1
    found = found.merge(
        applications[["application_id", "ending", "rejected_at"]], on="application_id"
    )

    moves = found[["application_id", "round", "position", "last_started_at"]].merge(
        stage_events[["application_id", "position", "entered_at"]],
        on="application_id",
        suffixes=("", "_entered"),
    )
    onward = moves[
        (moves["entered_at"] >= moves["last_started_at"])
        & (moves["position_entered"] > moves["position"])
    ]
    entered = onward.groupby(["application_id", "round"])["entered_at"].min().rename("moved_at")
    undated = found["application_id"].isin(undated_offers(offers))
    offered = found.loc[~undated, ["application_id", "round", "last_started_at"]].merge(
        offers[["application_id", "created_at"]], on="application_id"
    )
    offered = offered[offered["created_at"] >= offered["last_started_at"]]
    offer = offered.groupby(["application_id", "round"])["created_at"].min().rename("offer_at")
    found = found.join(entered, on=["application_id", "round"]).join(
        offer, on=["application_id", "round"]
    )

    last = found["round"] == found.groupby("application_id")["round"].transform("max")
    onwards = found["moved_at"].notna() | found["offer_at"].notna()
    advanced = onwards | undated | (found["ending"] == "hired") | ~last
    found["outcome"] = found["ending"].where(~advanced, "advanced")
    found["next_at"] = found.groupby("application_id")["first_started_at"].shift(-1)
    forward = found[["moved_at", "offer_at", "next_at"]].min(axis=1)
    found["decided_at"] = forward.where(advanced, found["rejected_at"])
    return found[
        [
            "application_id",
            "stage_id",
            "round",
            "position",
            "last_ended_at",
            "decided_at",
            "outcome",
        ]
    ]
