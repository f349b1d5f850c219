"""The HR system's report: employees and reviews as CSV, with the headings that people read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from etl.simulate.reviews import CYCLES, FIRST_CYCLE_IN_WORDS
from etl.simulate.story import Story
from etl.simulate.world import DEPARTMENTS, OFFICES

WORDS = (
    "Does Not Meet",
    "Partially Meets",
    "Meets Expectations",
    "Exceeds Expectations",
    "Outstanding",
)
"""Ratings 1 to 5 as the later cycles store them."""


def write_hris(folder: Path, story: Story) -> None:
    """Write `employees.csv` and `reviews.csv` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    employees, reviews = story.staff.employees, story.staff.reviews
    number = "TF-" + employees["number"].astype("str")
    titles = np.array([*(item.name for item in DEPARTMENTS), "Talent"], dtype=object)
    candidate = employees["candidate"].to_numpy()
    _save(
        folder / "employees.csv",
        pd.DataFrame(
            {
                "Employee Number": number,
                "First Name": employees["first"],
                "Last Name": employees["last"],
                "Work Email": employees["work"],
                "Personal Email": employees["personal"],
                "Hire Date": _date(employees["hired"]),
                "Termination Date": _date(employees["left"]),
                "Termination Reason": employees["reason"],
                "Department": titles[employees["department"].to_numpy()],
                "Job Title": employees["title"],
                "Location": np.array(OFFICES, dtype=object)[employees["office"].to_numpy()],
                "Greenhouse Candidate ID": pd.Series(candidate)
                .astype("str")
                .where(candidate >= 0, ""),
            }
        ),
    )
    cycle, rating = reviews["cycle"].to_numpy(), reviews["rating"].to_numpy()
    in_words = np.array(WORDS, dtype=object)[rating - 1]
    _save(
        folder / "reviews.csv",
        pd.DataFrame(
            {
                "Employee Number": number.to_numpy()[reviews["employee"].to_numpy()],
                "Review Cycle": np.array([name for name, _, _ in CYCLES], dtype=object)[cycle],
                "Calibration Group": reviews["group"],
                "Review Type": np.where(reviews["own"], "Self", "Manager"),
                "Rating": np.where(cycle >= FIRST_CYCLE_IN_WORDS, in_words, rating.astype(str)),
                "Review Date": _date(reviews["day"]),
            }
        ),
    )


def _date(days: pd.Series) -> pd.Series:
    dates = pd.to_datetime(days.where(days >= 0), unit="D").dt.strftime("%Y-%m-%d")
    return dates.fillna("")


def _save(path: Path, frame: pd.DataFrame) -> None:
    frame.to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8")
