"""core → `out__note`: what each message was taken for, in its moment, and the reasons counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.notes import classify, moment

NO_LABELS = pd.Series(dtype="boolean")
"""What reviewers said where none did."""


def of_all_copies(labels: pd.Series, notes: pd.DataFrame) -> pd.Series:
    """Return what reviewers said of each message, also where they saw another copy of it.

    Parameters
    ----------
    labels
        note_id → whether reviewers took it for a note.
    notes
        note_id, person_id, sent_at; copies have the same person and minute.

    Returns
    -------
    Series of bool by note_id; without those whose copies were told differently.
    """
    said = notes["note_id"].map(labels).astype("Float64")
    copies = [notes["person_id"], notes["sent_at"].dt.floor("min")]
    mean = said.groupby(copies).transform("mean")
    settled = mean.isin([0, 1])
    found = (mean[settled] == 1).set_axis(notes.loc[settled, "note_id"])
    return pd.concat([found, labels[~labels.index.isin(notes["note_id"])].astype(bool)])


def derive_notes(
    core_notes: pd.DataFrame, attached: pd.DataFrame, decided_at: pd.Series, labels: pd.Series
) -> pd.DataFrame:
    """Return every message that follows an interview, and whether it counts.

    It is judged by its text and its moment; what reviewers said stands above both.

    Parameters
    ----------
    core_notes
        `core__note`.
    attached
        As `notes.attach.attach` returns it.
    decided_at
        Interview → when its round was decided, for interviews of decided applications; missing where
        nobody knows when.
    labels
        note_id → whether reviewers took it for a note, as `of_all_copies` returns it.

    Returns
    -------
    DataFrame
        The columns of `out__note`, and `decided`: whether the application is. Rows of others may not
        reach a table, as nobody may look up what a candidate now in the pipeline wrote.
    """
    known = ["note_id", "interview_id", "ended_at", "addressed"]
    rows = core_notes.merge(attached[known], on="note_id")
    rows = rows.rename(columns={"probability": "text_probability"})
    rows["hours_after"] = (rows["sent_at"] - rows["ended_at"]).dt.total_seconds() / 3600
    rows["decided"] = rows["interview_id"].isin(decided_at.index)
    rows = rows.join(decided_at.rename("decided_at"), on="interview_id")
    rows["after_decision"] = rows["sent_at"] >= rows["decided_at"]
    judged = moment.judge(rows)
    rows[judged.columns] = judged
    reviewed = rows["note_id"].map(labels)
    rows["decided_by"] = reviewed.notna().map({True: "reviewer", False: "classifier"})
    rows["is_note"] = reviewed.where(reviewed.notna(), rows["is_note"]).astype(bool)
    return rows


def reason_cells(notes: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_reason`: of the rows of `out__note`, how many had each reason."""
    # Clear other mail is kept only where reviewers are to see it: it is left out.
    follow = notes[notes["text_probability"] >= moment.FLOOR]
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
