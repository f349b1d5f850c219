"""Coverage: the interviews of which we may say `not_sent`, for we see all interviewers' mail."""

from __future__ import annotations

import pandas as pd


def covered_interviews(
    interviews: pd.DataFrame,
    panel: pd.DataFrame,
    addresses: pd.DataFrame,
    coverage: pd.DataFrame,
) -> pd.Series:
    """Return whether every interviewer's mailbox is covered over the interview's window.

    An interview without a known interviewer is not covered. Coverage does not look at whether a
    note was seen: if it did, notes from half-covered panels would enter and their absence would not.

    Parameters
    ----------
    interviews
        interview_id, source, from_at, to_at: the window that must be covered.
    panel
        `core__interview_interviewer`: interview_id, interviewer_id, address_key.
    addresses
        `core__interviewer`: interviewer_id, address_key.
    coverage
        `core__coverage`: source, address_key (missing = everybody of that source), covers_from,
        covers_to.

    Returns
    -------
    Series of bool, aligned with `interviews`.
    """
    known = interviewer_addresses(panel, addresses)
    seats = panel[["interview_id", "interviewer_id"]].merge(
        interviews[["interview_id", "source", "from_at", "to_at"]], on="interview_id"
    )
    personal = coverage.dropna(subset=["address_key"]).drop(columns="source")
    seen = seats.merge(known, on=["interview_id", "interviewer_id"]).merge(
        personal, on="address_key"
    )
    feeds = coverage[coverage["address_key"].isna()].drop(columns="address_key")
    fed = seats.merge(feeds, on="source")
    both = pd.concat([seen, fed], ignore_index=True)
    inside = both[(both["covers_from"] <= both["from_at"]) & (both["covers_to"] >= both["to_at"])]
    seats_seen = (
        inside[["interview_id", "interviewer_id"]].drop_duplicates().groupby("interview_id").size()
    )
    all_seats = (
        seats.drop_duplicates(["interview_id", "interviewer_id"]).groupby("interview_id").size()
    )
    whole = seats_seen.reindex(all_seats.index, fill_value=0) >= all_seats
    return interviews["interview_id"].map(whole).eq(True)


def interviewer_addresses(panel: pd.DataFrame, addresses: pd.DataFrame) -> pd.DataFrame:
    """Return every known address of each seat: the invitation's and the ATS user's.

    Returns
    -------
    interview_id, interviewer_id, address_key, without repeats.
    """
    invited = panel[["interview_id", "interviewer_id", "address_key"]].dropna()
    own = panel[["interview_id", "interviewer_id"]].merge(
        addresses[["interviewer_id", "address_key"]], on="interviewer_id"
    )
    both = pd.concat([invited, own], ignore_index=True)
    both["address_key"] = both["address_key"].astype("int64")
    return both.drop_duplicates()
