"""Messages → notes. Here a text is read, judged and dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd

from etl.notes.classify import VERSION, classify
from etl.notes.moment import FLOOR

YIELDS = pd.Timestamp("1900-01-01", tz="UTC")
"""Version of a message that only reviewers can make a note of: any other copy of it comes before."""


def tag(
    messages: pd.DataFrame, drawn: Callable[[pd.DataFrame], pd.Series] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Judge messages by their text, and keep of those that may be notes only what is needed later.

    Parameters
    ----------
    messages
        `extract.contract.MESSAGE_COLUMNS`.
    drawn
        Told the judged messages, says which ones are drawn for review: a person may find a note
        in them, so they are kept too. They change nothing else: such a row has the version
        `YIELDS` and no recipients, so that an unlike copy of the message that may be a note wins.

    Returns
    -------
    notes
        `core__note` columns, addresses still in clear, texts gone.
    recipients
        `core__note_recipient` columns, addresses still in clear.
    others
        note_id of each message that by its text can be no note, drawn or not: an earlier version may
        have thought otherwise.
    """
    judged = classify(messages)
    known = messages.assign(
        note_id=_ids(messages),
        probability=judged["probability"],
        reasons=judged["reasons"],
        may_be=judged["probability"] >= FLOOR,
    )
    known = known[known["sender"].notna()]
    chosen = known[known["may_be"] | drawn(known)] if drawn is not None else known[known["may_be"]]
    notes = pd.DataFrame(
        {
            "note_id": chosen["note_id"],
            "sender_key": chosen["sender"],
            "sent_at": chosen["sent_at"],
            "channel": chosen["channel"],
            "reply": chosen["reply"].astype("boolean"),
            "probability": chosen["probability"].astype("float64"),
            "classifier": VERSION,
            "reasons": chosen["reasons"],
            "version": chosen["sent_at"].where(chosen["may_be"], YIELDS),
        }
    )
    likely = chosen[chosen["may_be"]]
    recipients = pd.DataFrame(
        {
            "note_id": likely["note_id"],
            "address_key": likely["recipients"].fillna("").astype("str").str.split(" "),
            "version": likely["sent_at"],
        }
    ).explode("address_key")
    recipients = recipients[recipients["address_key"].fillna("") != ""]
    others = known.loc[~known["may_be"], "note_id"]
    return notes, recipients.drop_duplicates(["note_id", "address_key"]), others


def _ids(messages: pd.DataFrame) -> pd.Series:
    """Return the Message-ID, or what identifies a message that has none."""
    given = messages["message_id"].fillna("").astype("str").str.strip()
    bare = messages[given == ""]
    body = bare["body"].fillna("").map(lambda text: hashlib.sha256(text.encode()).hexdigest())
    minute = bare["sent_at"].dt.floor("min").astype("str")
    made = bare["sender"].fillna("") + "|" + bare["subject"].fillna("") + "|" + minute + "|" + body
    return given.where(given != "", made.reindex(messages.index))
