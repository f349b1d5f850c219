"""Fictional employers as analysis reads them: `out__cell_interview`, `out__cell_hire`, and interviews in rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.estimators.clustered import Clusters
from analysis.studies.interviews import Interviews
from calibration.employers import Employer
from calibration.hires import Hires, sums
from etl.config import Claim
from etl.derive.hires import SMALLEST_GROUP
from etl.derive.scorecards import score_bands
from etl.notes.error_rates import ErrorRates
from etl.store.tables.out import CellApplication, CellHire, CellInterview, CellStage

CLAIM = Claim()
_DISMISSED = 0.08
"""Of those who did not resign in their first year, so many were let go."""
_STATUS = np.array(["not_sent", "sent", "unobserved"], dtype=object)
_OUTCOME = np.array(["rejected", "advanced"], dtype=object)
_ENDING = np.array(["left_voluntarily", "stayed", "left_otherwise"], dtype=object)
_SAME: dict[str, Any] = {
    **dict.fromkeys(("job_id", "round", "position"), 1),
    **dict.fromkeys(("n", "total", "squares", "cell_id"), 0),
    "stage": "Onsite",
    "quarter": "2026-Q1",
    "offered": False,
}
"""What all cells have in common; in other columns they have nothing."""
_INTERVIEW, _HIRE, _STAGE, _APPLICATION = (
    pd.DataFrame([{column.name: _SAME.get(column.name, "") for column in table.__table__.columns}])
    for table in (CellInterview, CellHire, CellStage, CellApplication)
)


def of_interviews(employer: Employer) -> Cells:
    """Return cells of interviews: a stratum is a job, success is advancing."""
    # By score, of which the last is none, by what was seen of a note, and by outcome.
    counts = np.zeros((len(employer.round), len(employer.scores) + 1, len(_STATUS), 2), dtype=int)
    counts[:, :-1, :2] = employer.tagged - employer.unscored
    counts[:, -1, :2] = employer.unscored.sum(axis=1)
    counts[:, -1, 2] = employer.unseen.sum(axis=(1, 2))
    stratum, score, note, success, n = _long(counts)
    status = _STATUS[note]
    bands = score_bands(pd.Series([*employer.scores, np.nan])).to_numpy()
    interview = _cells(
        _INTERVIEW,
        job_id=stratum,
        round=employer.round[stratum],
        score_band=bands[score],
        note_status=status,
        exclusion=np.where(status == "unobserved", "uncovered", ""),
        outcome=_OUTCOME[success],
        n=n,
    )
    return _of(employer.error_rates, interview=interview)


def of_first_years(employer: Employer, rng: np.random.Generator) -> Cells:
    """Return cells of hires: a stratum is a department, success is a year without resigning."""
    resigned, rest = np.moveaxis(employer.tagged.sum(axis=1), -1, 0)
    dismissed = rng.binomial(rest, _DISMISSED)
    counts = np.stack([resigned, rest - dismissed, dismissed], axis=-1)
    department, note, ending, n = _long(counts)
    hire = _cells(
        _HIRE,
        department=department,
        note_status=_STATUS[note],
        exclusion="unrated",
        first_year=_ENDING[ending],
        n=n,
    )
    return _of(employer.error_rates, hire=hire)


def of_ratings(hires: Hires) -> Cells:
    """Return cells of hires: ratings standardised within their group, small groups left out."""
    sent, others = sums(hires)
    n, total, squares = (
        sent.n + others.n,
        sent.total + others.total,
        sent.squares + others.squares,
    )
    mean = total / n.clip(min=1)
    variance = (squares - total * mean) / (n - 1).clip(min=1)
    usable = np.flatnonzero((n >= SMALLEST_GROUP) & (variance > 0))
    mean, spread = mean[usable], np.sqrt(variance[usable])
    arms = []
    for status, arm in zip(("sent", "not_sent"), (sent, others), strict=True):
        kept = arm.where(usable)
        centred = kept.total - kept.n * mean
        squares = kept.squares - 2 * mean * kept.total + kept.n * mean**2
        arms.append(
            _cells(
                _HIRE,
                calibration_group=usable,
                note_status=status,
                n=kept.n,
                total=centred / spread,
                squares=squares / spread**2,
            )
        )
    hire = pd.concat(arms, ignore_index=True)
    return _of(hires.error_rates, hire=hire[hire["n"] > 0])


def rows(employer: Employer) -> Interviews:
    """Return interviews one by one: a stratum is a job, each interview another person's, and scored."""
    index = np.nonzero(employer.tagged)
    n = employer.tagged[index]
    stratum, score, note, success = (np.repeat(code, n) for code in index)
    same = np.zeros(len(stratum), dtype=np.int64)
    return Interviews(
        sent=note == 1,
        outcome=_OUTCOME[success],
        offered=success == 1,
        format=same,
        source=same,
        place=(),
        kind=same,
        stratum=stratum,
        score=employer.scores[score],
        clusters=Clusters.of(np.arange(len(stratum)), stratum),
    )


def _long(counts: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the indices of the cells that hold anything, and what they hold."""
    index = np.nonzero(counts)
    return *index, counts[index]


def _cells(one: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return cells that are all like one, but for some columns."""
    # Taking a row many times is ten times as fast as filling columns with one text.
    alike = one.take(np.zeros(len(columns["n"]), dtype=np.int64))
    return alike.reset_index(drop=True).assign(**columns)


def _of(
    error_rates: ErrorRates | None,
    interview: pd.DataFrame = _INTERVIEW[:0],
    hire: pd.DataFrame = _HIRE[:0],
) -> Cells:
    rates = "" if error_rates is None else error_rates.to_text()
    run = {"claim": CLAIM.model_dump_json(), "error_rates": rates}
    return Cells(interview, hire, _STAGE[:0], _APPLICATION[:0], run)
