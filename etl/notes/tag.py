"""Messages → notes. Here a text is read, judged and dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd

from etl.notes.classify import VERSION, classify
from etl.notes.moment import FLOOR


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
        in them, so they are kept too.

    Returns
    -------
    notes
        `core__note` columns, addresses still in clear, texts gone.
    recipients
        `core__note_recipient` columns, addresses still in clear.
    others
        note_id of each message that can be no note: an earlier version may have thought otherwise.
    """
    judged = classify(messages)
    known = messages.assign(
        note_id=_ids(messages),
        probability=judged["probability"],
        reasons=judged["reasons"],
        may_be=judged["probability"] >= FLOOR,
    )
    known = known[known["sender"].notna()]
    if drawn is not None:
        known["may_be"] |= drawn(known)
    chosen = known[known["may_be"]]
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
            "version": chosen["sent_at"],
        }
    )
    recipients = pd.DataFrame(
        {
            "note_id": chosen["note_id"],
            "address_key": chosen["recipients"].fillna("").astype("str").str.split(" "),
            "version": chosen["sent_at"],
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
