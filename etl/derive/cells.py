"""out → cells: counts by every dimension that a page filters on."""

from __future__ import annotations

import pandas as pd

from etl.derive.interviews import describe_jobs, quarter
from etl.derive.scorecards import score_bands
from etl.derive.stays import endings, grid_of_days, stays

SHOWN = ["job", "department", "location", "source_channel", "recruiter_group", "quarter"]
PLACE = ["job_id", *SHOWN]


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


def stage_cells(stays: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_stage`: stays in stages, those of open applications among them.

    Parameters
    ----------
    stays
        As `derive.stays.stays` returns them.
    places
        By application: what pages filter on, and whether the application is decided.
    """
    # Each job has stages of its own; those of one name are one on screen, and have one place there.
    place = stays.groupby("stage")["position"].max()
    rows = stays.assign(position=stays["stage"].map(place)).join(places, on="application_id")
    by = [*SHOWN, "stage", "position", "outcome", "decided", "moved_back", "days"]
    return _counted(rows, by)


def application_cells(applications: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return `out__cell_application`: applications by how they ended, and after how many days.

    Parameters
    ----------
    applications
        application_id, ending, days.
    places
        See `stage_cells`.
    """
    rows = applications.rename(columns={"ending": "outcome"}).join(places, on="application_id")
    return _counted(rows, [*SHOWN, "outcome", "days"])


def pipeline_cells(core: dict[str, pd.DataFrame], until: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Return `out__cell_stage` and `out__cell_application`, by name.

    Of applications that entered some stage: a prospect who entered none is not in the pipeline.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    until
        The data's last instant.
    """
    applications = endings(core)
    found = stays(core, applications, until)
    applications = applications[applications["application_id"].isin(found["application_id"])]
    ended_at = applications["ended_at"].mask(applications["ending"] == "open", until)
    applications = applications.assign(
        days=grid_of_days(ended_at - applications["applied_at"]),
        quarter=quarter(applications["applied_at"]),
        decided=applications["ending"] != "open",
    )
    places = applications[["application_id", "quarter", "decided"]].merge(
        describe_jobs(core), on="application_id"
    )
    places = places.set_index("application_id")[[*SHOWN, "decided"]]
    return {
        "out__cell_stage": stage_cells(found, places),
        "out__cell_application": application_cells(
            applications[["application_id", "ending", "days"]], places
        ),
    }


def _counted(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    # Stays without dates have no days, and count all the same.
    return _numbered(rows.groupby(by, sort=True, dropna=False).size().rename("n").reset_index())
