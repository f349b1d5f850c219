"""core → `out__offer`: one row per decided application that got an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from etl.derive.hires import latest_versions, with_rounds_before_offer
from etl.derive.interviews import describe_jobs, left_out

_UNSEEN = ("part_covered", "unrecognised")
"""Why a round cannot be seen, beside being uncovered; of offers, as of hires, all are told as one."""


def derive_offers(
    core: dict[str, pd.DataFrame],
    decided: pd.DataFrame,
    interviews: pd.DataFrame,
    leave_out: Mapping[Any, tuple[str, ...]],
) -> pd.DataFrame:
    """Return the rows of `out__offer`.

    An offer is accepted if the application ended in a hire, declined if the candidate turned it down
    or left, and withdrawn if the employer ended the application after all.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    decided
        As `rounds.decided_applications` returns them, with person_id.
    interviews
        Rows of `out__interview`.
    leave_out
        See `hires.derive_hires`.
    """
    offers = core["core__offer"]
    made = offers.groupby("application_id")["created_at"].min(skipna=False).rename("made_at")
    status = latest_versions(offers).set_index("application_id")
    rows = decided[["application_id", "person_id", "ending"]].merge(
        made.reset_index(), on="application_id"
    )
    rows["answer"] = "withdrawn"
    turned_down = rows["application_id"].map(status["status"]) == "rejected"
    rows.loc[turned_down | (rows["ending"] == "withdrew"), "answer"] = "declined"
    rows.loc[rows["ending"] == "hired", "answer"] = "accepted"
    rows = with_rounds_before_offer(rows, interviews, offers)
    # As of interviews: who was decided before the landmark had no time to write.
    rows["exclusion"] = rows["round_exclusion"].fillna("uncovered")
    unseen = (rows["exclusion"] == "") & (rows["note_status"] == "unobserved")
    rows.loc[unseen | rows["exclusion"].isin(_UNSEEN), "exclusion"] = "uncovered"
    rows.loc[rows["offer_undated"], "exclusion"] = "offer_undated"
    rows = rows.merge(describe_jobs(core), on="application_id")
    rows.loc[left_out(rows, leave_out), "exclusion"] = "left_out"
    return rows
