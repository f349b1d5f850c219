"""Notes → interviews: each to the one interview that it follows, and to no other."""

from __future__ import annotations

import pandas as pd

from etl.notes.moment import FLOOR

SKEW = pd.Timedelta(minutes=10)
"""Clocks differ, and interviews end before their slot does: so much earlier still comes after it."""


def attach(
    notes: pd.DataFrame,
    recipients: pd.DataFrame,
    interviews: pd.DataFrame,
    interviewers: pd.DataFrame,
    window: pd.Timedelta,
) -> pd.DataFrame:
    """Return the interview that each note belongs to.

    It is the latest interview of that person which ended before the note was sent, at most `window`
    before, or no more than `SKEW` after. Where the addresses are known, interviews whose interviewers
    the note was addressed to come first: a person in two processes at once thanks the people they
    met. A note that follows no interview is left out. Copies of one note (same sender, same minute) are one: the likeliest.

    Parameters
    ----------
    notes
        note_id, person_id, sent_at, channel, probability (0-1).
    recipients
        note_id, address_key.
    interviews
        interview_id, person_id, ended_at: completed interviews.
    interviewers
        interview_id, address_key: every known address of its interviewers.
    window
        How long after an interview a note may come.

    Returns
    -------
    note_id, interview_id, ended_at, sent_at, channel, addressed (bool: to one of its interviewers),
    one row a note.
    """
    order = ["sent_at", "note_id"]
    once = notes.sort_values(order).assign(minute=notes["sent_at"].dt.floor("min"))
    # What only a reviewer may make a note of lends its recipients to no other copy.
    likely = once[once["probability"] >= FLOOR]
    copies = likely[["note_id", "person_id", "minute"]].merge(recipients, on="note_id")
    once = once.sort_values(["probability", *order], ascending=[False, True, True])
    once = once.drop_duplicates(["person_id", "minute"])
    pairs = once.merge(interviews[["interview_id", "person_id", "ended_at"]], on="person_id")
    waited = pairs["sent_at"] - pairs["ended_at"]
    pairs = pairs[(waited >= -SKEW) & (waited <= window)]
    exchange = ["person_id", "minute", "interview_id"]
    # From the few interviews in question to their interviewers: these have hundreds of others.
    seats = pairs[exchange].merge(interviewers, on="interview_id")
    met = seats.merge(copies[["person_id", "minute", "address_key"]].drop_duplicates())
    addressed = pairs.merge(
        met[exchange].drop_duplicates(), on=exchange, how="left", indicator="met"
    )
    best = addressed.sort_values(["met", "ended_at", "interview_id"]).drop_duplicates(
        "note_id", keep="last"
    )
    best["addressed"] = best["met"] == "both"
    return best[
        ["note_id", "interview_id", "ended_at", "sent_at", "channel", "addressed"]
    ].reset_index(drop=True)
