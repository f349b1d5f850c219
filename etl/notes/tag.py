"""Messages → notes. Here a text is read, judged and dropped."""

from __future__ import annotations

import hashlib

import pandas as pd

from etl.notes.classify import VERSION, classify


def tag(messages: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Judge messages, and keep of the notes only what later stages need.

    Parameters
    ----------
    messages
        `extract.contract.MESSAGE_COLUMNS`.

    Returns
    -------
    notes
        `core__note` columns, addresses still in clear, texts gone.
    recipients
        `core__note_recipient` columns, addresses still in clear.
    others
        note_id of each message that is no note: an earlier version may have thought otherwise.
    """
    judged = classify(messages)
    known = messages.assign(
        note_id=_ids(messages),
        probability=judged["probability"],
        reasons=judged["reasons"],
        is_note=judged["is_note"],
    )
    known = known[known["sender"].notna()]
    chosen = known[known["is_note"]]
    notes = pd.DataFrame(
        {
            "note_id": chosen["note_id"],
            "sender_key": chosen["sender"],
            "sent_at": chosen["sent_at"],
            "channel": chosen["channel"],
            "probability": chosen["probability"].astype("float64"),
            "decided_by": "classifier",
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
    others = known.loc[~known["is_note"], "note_id"]
    return notes, recipients.drop_duplicates(["note_id", "address_key"]), others


def _ids(messages: pd.DataFrame) -> pd.Series:
    """Return the Message-ID, or what identifies a message that has none."""
    given = messages["message_id"].fillna("").astype("str").str.strip()
    bare = messages[given == ""]
    body = bare["body"].fillna("").map(lambda text: hashlib.sha256(text.encode()).hexdigest())
    minute = bare["sent_at"].dt.floor("min").astype("str")
    made = bare["sender"].fillna("") + "|" + bare["subject"].fillna("") + "|" + minute + "|" + body
    return given.where(given != "", made.reindex(messages.index))
