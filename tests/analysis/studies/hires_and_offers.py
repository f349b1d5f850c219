"""Rows for the tests of gates: a few columns each, one row a person."""

from __future__ import annotations

from itertools import chain, repeat

import pandas as pd

from analysis.cells import Cells
from analysis.rows import Rows
from tests.analysis import frames

NOBODY = pd.DataFrame()
_OFFER = ["note_status", "exclusion", "answer", "department"]
_HIRE = {
    "note_status": "sent",
    "exclusion": "",
    "performance": 0.5,
    "first_year": "stayed",
    "department": "Kitchen",
    "rounds": 1,
    "rounds_observed": 1,
    "rounds_with_note": 1,
}


def spread(columns: list[str], counted: dict[tuple[object, ...], int]) -> pd.DataFrame:
    """Return so many rows of each combination of values."""
    rows = list(chain.from_iterable(repeat(values, n) for values, n in counted.items()))
    return pd.DataFrame(rows, columns=columns)


def hires(columns: list[str], counted: dict[tuple[object, ...], int]) -> pd.DataFrame:
    """Return hires: the given columns, and defaults for the others."""
    frame = spread(columns, counted)
    return frame.assign(**{name: value for name, value in _HIRE.items() if name not in frame})


def rows(
    *,
    hire: pd.DataFrame | None = None,
    offer: pd.DataFrame | None = None,
    interview: pd.DataFrame | None = None,
    cells: Cells | None = None,
) -> Rows:
    """Return rows; what is not given is empty."""
    return Rows(
        interview=NOBODY if interview is None else interview,
        scorecard=NOBODY,
        offer=spread(_OFFER, {}) if offer is None else offer,
        hire=hires([], {}) if hire is None else hire,
        cells=frames.cells() if cells is None else cells,
    )
