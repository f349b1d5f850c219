"""Another piece of folklore over the same cells: what is compared in the place of a note.

A claim with an exposure (was referred, interviewed on a Friday) is fixed before the interview. Nobody
had to be seen writing, and nobody needed time for it, so coverage and the landmark leave out nobody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.populations import UNSEEN
from analysis.words import Comparison, hours
from etl.claim import Claim, Exposure

_OF_NOTES_ONLY = (*UNSEEN, "decided_before_landmark")


def exposed(cells: Cells, claim: Claim) -> Cells:
    """Return the cells with the claim's exposure in the place of the note status.

    Parameters
    ----------
    cells
        From `analysis.read.cells`, before any filter.
    claim
        A claim without an exposure gets the cells as they are. Hires without the exposure's column
        (they have no weekday) are in no arm.
    """
    if claim.exposure is None:
        return cells
    return replace(
        cells,
        interview=_arms(cells.interview, claim.exposure),
        hire=_arms(cells.hire, claim.exposure),
    )


def _arms(frame: pd.DataFrame, exposure: Exposure) -> pd.DataFrame:
    if exposure.column not in frame:
        return frame.assign(note_status="unobserved", exclusion="uncovered")
    inside = frame[exposure.column].isin(exposure.values)
    left_out = frame["exclusion"].where(~frame["exclusion"].isin(_OF_NOTES_ONLY), "")
    return frame.assign(note_status=np.where(inside, "sent", "not_sent"), exclusion=left_out)


def comparison(claim: Claim, things: str, sent: str, *, did: str, others: str) -> Comparison:
    """Return the words of a comparison.

    Parameters
    ----------
    things
        "candidates" or "hires".
    sent
        Those who sent a note, after that: "who sent a note ...".

    Examples
    --------
    >>> who = {"column": "source_channel", "values": ["Referral"], "who": "who were referred"}
    >>> comparison(Claim(exposure=who), "hires", "", did="were rated", others="others").first
    'the one of those who were referred'
    """
    if claim.exposure is None:
        return Comparison(f"{things} {sent}", did, others)
    who = claim.exposure.who
    pair = f"one of the {things} {who} and one of the others"
    return Comparison(f"{things} {who}", did, others, pair, f"the one of those {who}")


def asked(claim: Claim) -> str:
    """Return the candidates of a question.

    Examples
    --------
    >>> asked(Claim())
    'candidates who send a note within 24 hours of an interview'
    """
    if claim.exposure is None:
        return f"candidates who send a note within {hours(claim.landmark_hours)} of an interview"
    return f"candidates {claim.exposure.who}"


def asked_of_hires(claim: Claim) -> str:
    """Return the hires of a question.

    Examples
    --------
    >>> asked_of_hires(Claim())
    'hires who sent a note after their last interview'
    """
    if claim.exposure is None:
        return "hires who sent a note after their last interview"
    return f"hires {claim.exposure.who}"


def sides(claim: Claim) -> dict[str, Any]:
    """Return what a plan says of its arms where they are not those of a note."""
    if claim.exposure is None:
        return {}
    return {
        "tagged": False,
        "came": f"are of those {claim.exposure.who}",
        "did_not": "are of the others",
    }
