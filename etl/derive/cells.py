"""out → cells: counts by every dimension that a page filters on."""

from __future__ import annotations

import pandas as pd

from etl.derive.interviews import describe_jobs, quarter
from etl.derive.rounds import decided_applications
from etl.derive.scorecards import score_bands

PLACE = ["job_id", "job", "department", "location", "source_channel", "quarter"]


def _numbered(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(cell_id=range(1, len(cells) + 1))


def interview_cells(interviews: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_interview`: counts of interviews."""
    by = [
        *PLACE, "stage", "round", "format", "weekday", "score_band", "note_status", "exclusion",
        "outcome", "offered",
    ]  # fmt: skip
    rows = interviews.assign(
        weekday=interviews["ended_at"].dt.day_name(),
        score_band=score_bands(interviews["prior_score"]),
    )
    return _numbered(rows.groupby(by, sort=True).size().rename("n").reset_index())


def hire_cells(hires: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_hire`: counts of hires, and sums of their standardised performance."""
    by = [*PLACE, "note_status", "exclusion", "cycle", "calibration_group", "first_year"]
    text = ["cycle", "calibration_group", "first_year"]
    filled = hires.assign(
        **{name: hires[name].astype("str").fillna("") for name in text},
        squares=hires["performance"] ** 2,
    )
    grouped = filled.groupby(by, sort=True)
    cells = grouped.agg(
        n=("application_id", "size"), total=("performance", "sum"), squares=("squares", "sum")
    )
    return _numbered(cells.reset_index())


def stage_cells(core: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return `out__cell_stage`: decided applications by the stages they entered.

    An application that entered a later stage advanced; else it ended as the application did. A
    stage entered twice counts once.
    """
    decided = decided_applications(core["core__application"], core["core__label"])
    labels = core["core__label"].set_index("label_id")
    events = core["core__stage_event"][["application_id", "stage_id"]].dropna().drop_duplicates()
    events = events.merge(decided[["application_id", "ending", "applied_at"]], on="application_id")
    events["stage"] = events["stage_id"].map(labels["name"]).astype("str").fillna("unknown")
    events["position"] = events["stage_id"].map(labels["position"]).fillna(0).astype("int64")
    furthest = events.groupby("application_id")["position"].transform("max")
    advanced = (events["position"] < furthest) | (events["ending"] == "hired")
    events["outcome"] = events["ending"].where(~advanced, "advanced")
    events["quarter"] = quarter(events["applied_at"])
    rows = events.merge(describe_jobs(core), on="application_id")
    by = [*PLACE, "stage", "position", "outcome"]
    return _numbered(rows.groupby(by, sort=True).size().rename("n").reset_index())
