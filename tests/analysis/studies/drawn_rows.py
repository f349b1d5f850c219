"""People's rows drawn at random, with what is planted in them known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.rows import Rows
from etl.derive.cells import hire_cells, interview_cells
from tests.analysis.frames import cells


def interviews(
    people: int,
    seed: int,
    *,
    effect: float = 0.0,
    unseen: float = 0.0,
    thanks: tuple[float, float] = (0.05, 0.05),
    job_size: int = 60,
) -> pd.DataFrame:
    """Return rows of `out__interview`, one of each person.

    Jobs differ in custom and in leniency, the more notes the kinder; the score before the note tells of
    advancing.

    Parameters
    ----------
    effect
        By how much a note within 24 hours raises the chance to advance.
    unseen
        By how much something that nobody recorded raises the chance of a note and of advancing.
    thanks
        Chance of a note after the decision, of those who advanced and of the others.
    """
    rng = np.random.default_rng(seed)
    jobs = max(people // job_size, 3)
    job = rng.integers(0, jobs, people)
    custom, lenient = rng.uniform(0.1, 0.6, jobs)[job], rng.normal(0, 0.08, jobs)[job]
    keen = rng.random(people) < 0.5
    decided = 2 + rng.gamma(2, 40, people)
    noted = np.where(
        rng.random(people) < custom + unseen * (keen - 0.5), rng.gamma(1.2, 9, people), np.nan
    )
    noted = np.where(noted < decided, noted, np.nan)
    score = np.round(4 * rng.beta(3, 3, people)) / 4
    chance = 0.35 + lenient + custom / 4 + 0.3 * (score - 0.5) + unseen * (keen - 0.5)
    advanced = rng.random(people) < np.clip(chance + effect * (noted <= 24), 0, 1)
    outcome = np.where(
        advanced, "advanced", np.where(rng.random(people) < 0.12, "withdrew", "rejected")
    )
    part = rng.random(people) < 0.08
    after = np.isnan(noted) & (rng.random(people) < np.where(advanced, *thanks))
    ended = pd.Timestamp("2025-07-07T15:00Z") + pd.to_timedelta(
        rng.integers(0, 350, people), unit="D"
    )
    return pd.DataFrame(
        {
            "interview_id": rng.permutation(people),
            "job_id": job,
            "job": np.char.add("Job ", (job // 3).astype(str)),
            "department": np.array(["Kitchen", "Sales"])[job % 2],
            "location": "Paris",
            "source_channel": "Referral",
            "recruiter_group": "unknown",
            "quarter": pd.PeriodIndex(ended.tz_localize(None), freq="Q").strftime("%Y-Q%q"),
            "stage": np.array(["Phone", "Onsite"])[job % 2],
            "round": 1 + job % 2,
            "format": "onsite",
            "ended_at": ended,
            "decided_at": ended + pd.to_timedelta(decided, unit="h"),
            "prior_score": np.where(rng.random(people) < 0.9, score, np.nan),
            "covered": ~part,
            "notes": (~np.isnan(noted)).astype("int64"),
            "hours_to_note": noted,
            "note_after_decision": after & (decided < 24 * 7),
            "note_status": np.where(noted <= 24, "sent", np.where(part, "unobserved", "not_sent")),
            "outcome": outcome,
            "advanced": advanced,
            "offered": advanced & (rng.random(people) < 0.3),
            "exclusion": np.where(
                decided <= 24, "decided_before_landmark", np.where(part, "part_covered", "")
            ),
        }
    )


def hires(people: int, seed: int, *, effect: float = 0.0) -> pd.DataFrame:
    """Return rows of `out__hire`, rated by their interview score and, where planted, by their note."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 6, people)
    score = np.round(20 * rng.beta(4, 3, people)) / 20
    sent = rng.random(people) < 0.2 + 0.3 * score
    return pd.DataFrame(
        {
            "application_id": rng.permutation(people),
            "job_id": group,
            "job": "Cook",
            "department": "Kitchen",
            "location": "Paris",
            "source_channel": "Referral",
            "recruiter_group": "unknown",
            "quarter": "2025-Q4",
            "note_status": np.where(sent, "sent", "not_sent"),
            "rounds_observed": 1,
            "rounds_with_note": sent.astype("int64"),
            "interview_score": score,
            "cycle": "2026",
            "calibration_group": np.char.add("group ", group.astype(str)),
            "performance": score - 0.5 + effect * sent + rng.normal(0, 1, people),
            "first_year": "stayed",
            "exclusion": "",
        }
    )


def rows(interview: pd.DataFrame | None = None, hire: pd.DataFrame | None = None) -> Rows:
    """Return the rows of a view and its cells; what is not given is empty.

    Each hire has one round, and no offer that anybody recorded.
    """
    interview = interviews(50, 0).iloc[:0] if interview is None else interview
    hire = hires(50, 0).iloc[:0] if hire is None else hire
    made = cells(interview_cells(interview), hire_cells(hire))
    of_hires = pd.DataFrame(
        {
            "application_id": hire["application_id"],
            "round": 1,
            "ended_at": pd.Timestamp("2025-07-07T15:00Z"),
            "prior_score": hire["interview_score"],
            # In no finding of interviews.
            "exclusion": "uncovered",
        }
    )
    every = pd.concat([interview.assign(application_id=-1 - interview["interview_id"]), of_hires])
    offer = pd.DataFrame({"application_id": [], "made_at": pd.to_datetime([], utc=True)})
    return Rows(every.reset_index(drop=True), interview.iloc[:0], offer, hire, made)
