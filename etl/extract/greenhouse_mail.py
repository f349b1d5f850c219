"""Mail that Greenhouse holds, as messages to classify."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from etl.config import Greenhouse
from etl.extract import casts, duck
from etl.extract.contract import EPOCH, MESSAGE_COLUMNS, Reading
from etl.extract.fields import Checked
from etl.extract.greenhouse_tables import plain
from etl.extract.html_text import message_text
from etl.extract.mail_months import mail_months

_ADDRESS = r"[^\s<>\[\]\",;]+@[^\s<>\[\]\",;]+"


def messages(checked: Checked, source: Greenhouse) -> Reading:
    """Return e-mails as messages to classify, whoever wrote them; other rows are left out."""
    checked = Checked(checked.rows[checked.rows["type"].str.lower() == "email"], checked.rejects)
    written = checked.rows["created_at"].notna()
    sender = duck.addresses_in(checked.rows["email_from"]).str.split(" ", n=1).str[0]
    rows = checked.rows.assign(sender=sender)
    checked = Checked(rows, checked.rejects).refuse(~written, "created_at", casts.INSTANT)
    checked = checked.refuse(checked.rows["sender"] == "", "email_from", "an e-mail address")
    rows = checked.rows
    to = rows["email_to"].fillna("") + " " + rows["email_cc"].fillna("")
    table = pd.DataFrame(
        {
            "line": rows.index.to_numpy(),
            "message_id": pd.Series(pd.NA, index=rows.index, dtype="str"),
            "sender": rows["sender"],
            "recipients": duck.addresses_in(to),
            "sent_at": rows["created_at"],
            "subject": rows["subject"].fillna(""),
            "body": _bodies(rows["body"].fillna("")),
            "names": (checked.rows["email_from"].fillna("") + " " + to).str.replace(
                _ADDRESS, " ", regex=True
            ),
            "automatic": False,
            "reply": pd.Series(pd.NA, index=rows.index, dtype="boolean"),
            "channel": pd.Series("ats", index=rows.index, dtype="str"),
        },
        columns=list(MESSAGE_COLUMNS),
    )
    return Reading(messages=plain(table), rejects=checked.rejects)


def coverage(name: str, sent_at: pd.Series) -> dict[str, pd.DataFrame]:
    """Return the coverage of an ATS feed that every interviewer's mail is copied to, and its months.

    The employer declares that it always was; it ends with the last mail, since who knows what later
    ones the export left out.

    Parameters
    ----------
    name
        The feed.
    sent_at
        When each of its mails was sent, at least one.

    Returns
    -------
    `core__coverage` and `core__mail_month`.
    """
    end = sent_at.max()
    row = {
        "version": end,
        "coverage_id": name,
        "address_key": None,
        "covers_from": EPOCH,
        "covers_to": end,
        "messages": len(sent_at),
    }
    instants = {column: "datetime64[us, UTC]" for column in ("version", "covers_from", "covers_to")}
    table = pd.DataFrame([row]).astype({**instants, "address_key": "str"})
    return {"core__coverage": table, "core__mail_month": mail_months(name, sent_at)}


def _bodies(texts: pd.Series) -> pd.Series:
    """Return the newest part of each mail as plain text."""
    return pd.Series(message_text(pa.array(texts, pa.string())), index=texts.index, dtype="str")
