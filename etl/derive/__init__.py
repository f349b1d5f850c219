"""core → out, from scratch: every run rebuilds what analysis reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from etl.claim import Claim
from etl.derive.cells import hire_cells, interview_cells, pipeline_cells
from etl.derive.hires import EPOCH, derive_hires
from etl.derive.interviews import derive_interviews
from etl.derive.notes import reason_cells
from etl.derive.offers import derive_offers
from etl.notes.classify import THRESHOLD
from etl.people.persons import persons
from etl.store import bulk


def derive(
    store: Any,
    core: dict[str, pd.DataFrame],
    claim: Claim,
    progress: Callable[[str, int, int], None],
    labels: pd.Series,
) -> dict[str, Any]:
    """Rebuild the `out__*` tables.

    Parameters
    ----------
    store
        An open ADBC connection to the store.
    core
        The `core__*` tables by name.
    claim
        Landmark and window.
    progress
        Told how far it is.
    labels
        note_id → whether reviewers took it for a note.

    Returns
    -------
    The counts that a run records: see `store.tables.ops.Run`.
    """
    person = persons(core["core__candidate"], core["core__candidate_address"])
    data_until = _data_until(core)
    interviews = derive_interviews(core, person, claim, labels)
    notes = interviews.notes[interviews.notes["decided"]]
    progress("deriving", 1, 4)
    hires = derive_hires(core, person, interviews.rows, data_until, claim.leave_out)
    progress("deriving", 2, 4)
    tables = {
        "out__interview": interviews.rows,
        "out__scorecard": interviews.scorecards,
        "out__note": notes,
        "out__offer": derive_offers(core, interviews.decided, interviews.rows, claim.leave_out),
        "out__hire": hires,
        "out__cell_interview": interview_cells(interviews.rows),
        "out__cell_reason": reason_cells(notes),
        "out__cell_hire": hire_cells(hires),
        **pipeline_cells(core, data_until),
    }
    progress("deriving", 3, 4)
    for name, rows in tables.items():
        bulk.replace(store, name, rows)
    progress("deriving", 4, 4)
    applications = core["core__application"]
    return {
        "data_until": None if data_until == EPOCH else data_until,
        "applications": len(applications),
        "applications_open": int((~applications["status"].isin(["hired", "rejected"])).sum()),
        "interviews": len(interviews.rows),
        "hires": len(hires),
        "notes_seen": _notes_seen(core["core__note"], interviews.notes),
        "notes_attached": int(interviews.notes["is_note"].sum()),
    }


def _data_until(core: dict[str, pd.DataFrame]) -> pd.Timestamp:
    """Return the latest instant that the ATS speaks of; the epoch if it says nothing."""
    tables = ("core__application", "core__interview", "core__stage_event")
    latest = [core[name]["version"].max() for name in tables if len(core[name])]
    return max([EPOCH, *latest])


def _notes_seen(core: pd.DataFrame, judged: pd.DataFrame) -> int:
    """Return how many thank-you notes there are, those that follow no interview included."""
    alone = core[~core["note_id"].isin(judged["note_id"])]
    return int(judged["is_note"].sum() + (alone["probability"] >= THRESHOLD).sum())
