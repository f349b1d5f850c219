"""Another piece of folklore over the same cells: what is compared in the place of a note.

A claim with an exposure (was referred, interviewed on a Friday) is fixed before the interview. Nobody
had to be seen writing, and nobody needed time for it, so coverage and the landmark leave out nobody.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.populations import UNSEEN
from etl.claim import Claim, Exposure

_OF_NOTES_ONLY = (*UNSEEN, "decided_before_landmark")


def exposed(cells: Cells, claim: Claim) -> Cells:
    """Return the cells with the claim's exposure in the place of the note status.

    Parameters
    ----------
    cells
        From `analysis.read.cells`, whole or filtered.
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
        whole=None if cells.whole is None else exposed(cells.whole, claim),
    )


def _arms(frame: pd.DataFrame, exposure: Exposure) -> pd.DataFrame:
    if exposure.column not in frame:
        return frame.assign(note_status="unobserved", exclusion="uncovered")
    inside = frame[exposure.column].isin(exposure.values)
    left_out = frame["exclusion"].where(~frame["exclusion"].isin(_OF_NOTES_ONLY), "")
    return frame.assign(note_status=np.where(inside, "sent", "not_sent"), exclusion=left_out)
