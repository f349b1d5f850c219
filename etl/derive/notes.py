"""core → `out__note`: what each message was taken for, in its moment, and the reasons counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.notes import classify, moment

NO_LABELS = pd.Series(dtype="boolean")
"""What reviewers said where none did."""


def derive_notes(
    core_notes: pd.DataFrame, attached: pd.DataFrame, decided_at: pd.Series, labels: pd.Series
) -> pd.DataFrame:
    """Return the rows of `out__note`.

    A message that follows an interview is judged by its text and its moment, any other by its text
    alone. What reviewers said stands above both.

    Parameters
    ----------
    core_notes
        `core__note`.
    attached
        As `notes.attach.attach` returns it.
    decided_at
        Interview → when its round was decided; missing where it is not, or nobody knows when.
    labels
        note_id → whether reviewers took it for a note.
    """
    rows = core_notes.merge(
        attached[["note_id", "interview_id", "ended_at", "addressed"]], how="left"
    )
    rows = rows.rename(columns={"probability": "text_probability"})
    rows["hours_after"] = (rows["sent_at"] - rows["ended_at"]).dt.total_seconds() / 3600
    rows = rows.join(decided_at.rename("decided_at"), on="interview_id")
    rows["after_decision"] = rows["sent_at"] >= rows["decided_at"]
    rows["probability"] = rows["text_probability"]
    rows["is_note"] = rows["text_probability"] >= classify.THRESHOLD
    follows = rows["interview_id"].notna()
    judged = moment.judge(rows[follows].astype({"addressed": bool}))
    for name in judged.columns:
        rows.loc[follows, name] = judged[name]
    reviewed = rows["note_id"].map(labels)
    rows["decided_by"] = reviewed.notna().map({True: "reviewer", False: "classifier"})
    rows["is_note"] = reviewed.where(reviewed.notna(), rows["is_note"]).astype(bool)
    return rows


def reason_cells(notes: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_reason`: of messages that follow an interview, how many had each reason."""
    # Clear other mail is kept only where reviewers are to see it: it is left out.
    may_be = notes["text_probability"] >= moment.FLOOR
    follow = notes[notes["interview_id"].notna() & may_be]
    # Few combinations of reasons occur: take each apart once.
    alike = follow.groupby(["is_note", "reasons"]).size().rename("n").reset_index()
    alike["reason"] = ("," + alike["reasons"]).str.rstrip(",").str.split(",")
    each = alike.explode("reason").groupby(["is_note", "reason"], as_index=False)["n"].sum()
    words = {"": "", **classify.REASONS, **moment.REASONS}
    force = {"": 0, **classify.DIRECTIONS, **moment.EVIDENCE}
    side = each["reason"].map(force)
    return each.assign(
        cell_id=range(1, len(each) + 1),
        words=each["reason"].map(words),
        speaks=np.select([side > 0, side < 0], ["for", "against"], ""),
    )
