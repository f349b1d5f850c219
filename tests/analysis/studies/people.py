"""Rows for the tests of studies: a few by hand, or an employer's drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.rows import Rows
from etl.derive.cells import hire_cells
from etl.store.tables.out import OutHire, OutInterview, OutOffer, OutScorecard
from tests.analysis import frames
from tests.analysis.estimators.leavers import departments

_DEFAULTS: dict[str, Any] = {
    "job_id": 1,
    "job": "Cook",
    "department": "Kitchen",
    "location": "Paris",
    "source_channel": "Referral",
    "recruiter_group": "unknown",
    "quarter": "2026-Q1",
    "note_status": "sent",
    "exclusion": "",
    "answer": "accepted",
    "made_at": pd.Timestamp("2027-01-01", tz="UTC"),
    "days_employed": 800,
    "has_left": False,
    "leaving": None,
    "first_year": "stayed",
    "performance": 0.0,
    "cycle": "2026",
    "calibration_group": "all",
}


def _rows(table: Any, columns: dict[str, Any]) -> pd.DataFrame:
    names = [column.name for column in table.__table__.columns]
    rows = max((len(value) for value in columns.values() if np.ndim(value)), default=1)
    frame = pd.DataFrame(
        {name: columns.get(name, _DEFAULTS.get(name)) for name in names}, index=range(rows)
    )
    return frame.assign(application_id=range(1, rows + 1), person_id=range(1, rows + 1))


def hire(**columns: Any) -> pd.DataFrame:
    """Return hires: given columns, defaults for the rest."""
    return _rows(OutHire, columns)


def offer(**columns: Any) -> pd.DataFrame:
    """Return offers: given columns, defaults for the rest."""
    return _rows(OutOffer, columns)


def repeated(frame: pd.DataFrame, n: list[int]) -> pd.DataFrame:
    """Return each row so many times."""
    return frame.loc[frame.index.repeat(n)].reset_index(drop=True)


def rows(
    hires: pd.DataFrame | None = None,
    offers: pd.DataFrame | None = None,
    interview_cells: pd.DataFrame | None = None,
) -> Rows:
    """Return the rows of the whole; what is not given is empty."""
    hires = hire().iloc[:0] if hires is None else hires
    return Rows(
        interview=_rows(OutInterview, {}).iloc[:0],
        scorecard=_rows(OutScorecard, {}).iloc[:0],
        offer=offer().iloc[:0] if offers is None else offers,
        hire=hires,
        cells=frames.cells(interview_cells, hire_cells(hires) if len(hires) else None),
    )


def employer(people: int, seed: int, ratio: float = 0.7) -> pd.DataFrame:
    """Return hires of five departments as `leavers.departments` draws them, in 40 jobs."""
    rng = np.random.default_rng(seed)
    drawn = departments(rng, people, ratio)
    days = drawn.end.astype(int) - 1
    known = rng.random(people) < 0.9
    left = np.select([drawn.reason == 1, drawn.reason == 2], ["voluntary", "involuntary"], "")
    return hire(
        job_id=drawn.stratum * 8 + rng.integers(0, 8, people),
        department=np.array(["Bar", "Depot", "Kitchen", "Office", "Sales"])[drawn.stratum],
        note_status=np.where(known, np.where(drawn.exposed, "sent", "not_sent"), "unobserved"),
        exclusion=np.where(known, "", "uncovered"),
        days_employed=days,
        has_left=drawn.reason > 0,
        leaving=np.where(drawn.reason > 0, left, None),
        first_year=_first_year(days, drawn.reason),
    )


def _first_year(days: np.ndarray, reason: np.ndarray) -> np.ndarray:
    """Return how the year ended, as far as days alone tell: too early where the records end."""
    within = days < 365
    return np.select(
        [within & (reason == 0), within & (reason == 1), within],
        ["too_early", "left_voluntarily", "left_otherwise"],
        "stayed",
    )
