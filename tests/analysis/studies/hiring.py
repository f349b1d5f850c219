"""Employers drawn at random, as rows: who was interviewed, hired and rated, and what notes go with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.rows import Rows
from tests.analysis.frames import cells

DEPARTMENTS = np.array(["Kitchen", "Sales", "Office", "Depot"])


def employer(
    people: int = 4000,
    seed: int = 1,
    *,
    effect: float = 0.0,
    goes_with_ability: float = 0.0,
    in_score: float = 0.0,
    in_decision: float = 0.0,
    noise: float = 0.8,
    raters: int = 15,
    hired: float = 0.4,
) -> Rows:
    """Return an employer's rows: two rounds each, the second the last.

    Parameters
    ----------
    effect
        Of a note on performance, in standard deviations.
    goes_with_ability
        How much more often the able send notes.
    in_score, in_decision
        By how much a note raises the second round's score, and the decision apart from the score.
    noise
        Of a score, in standard deviations of ability.
    raters
        Calibration groups.
    hired
        Share of those in the last round.
    """
    rng = np.random.default_rng(seed)
    job = rng.integers(0, max(people // 20, 1), people)
    able = rng.normal(size=people)
    sent = rng.normal(size=people) + goes_with_ability * able > 0.4
    scores = able[:, None] + noise * rng.normal(size=(people, 2))
    late = scores[:, 1] + in_score * sent
    index = scores[:, 0] / 2 + late / 2 + in_decision * sent + 0.2 * rng.normal(size=people)
    got_in = index > np.quantile(index, 1 - hired)
    department = DEPARTMENTS[job % 4]
    rater, cycle = job % max(raters, 1), rng.integers(0, 3, people)
    own = 0.6 * able + 0.8 * rng.normal(size=people) + effect * sent
    lenient = rng.normal(0, 0.5, max(raters, 1))[rater] + rng.normal(0, 0.3, 3)[cycle]
    status = np.where(sent, "sent", "not_sent")
    shared = {
        "application_id": np.arange(people),
        "job_id": job,
        "department": department,
        "level": np.array(["junior", "senior"])[job % 2],
        "source_channel": np.array(["Referral", "Web", "Agency"])[job % 3],
        "recruiter_group": np.array(["Tech", "Store"])[job % 2],
        "quarter": "2026-Q1",
        "hired": got_in,
    }
    rounds = [
        pd.DataFrame(
            {
                **shared,
                "stage": stage,
                "round": round_,
                "ended_at": pd.Timestamp("2026-01-01", tz="UTC") + pd.Timedelta(days=round_),
                "score": score,
                "prior_score": prior,
                "note_status": heard,
                "exclusion": "",
            }
        )
        for stage, round_, score, prior, heard in (
            ("Phone", 1, scores[:, 0], scores[:, 0], "not_sent"),
            ("Onsite", 2, late, scores[:, 1], status),
        )
    ]
    hire = pd.DataFrame(
        {
            **shared,
            "note_status": status,
            "rounds": 2,
            "rounds_observed": 2,
            "rounds_with_note": sent.astype(int),
            "interview_score": (scores[:, 0] + late) / 2,
            "cycle": cycle.astype(str),
            "calibration_group": rater.astype(str),
            "rating": own + lenient,
            "first_year": np.where(rng.random(people) < 0.2, "left_voluntarily", "stayed"),
            "exclusion": "",
        }
    )[got_in].reset_index(drop=True)
    group = hire.groupby(["cycle", "calibration_group"])["rating"]
    hire["performance"] = (hire["rating"] - group.transform("mean")) / group.transform("std")
    hire.loc[hire["performance"].isna(), "exclusion"] = "small_group"
    return rows(pd.concat(rounds, ignore_index=True), hire)


def rows(interview: pd.DataFrame, hire: pd.DataFrame, **of_cells: Any) -> Rows:
    """Return rows of interviews and hires, without offers and scorecards."""
    none = pd.DataFrame({"application_id": [], "made_at": pd.to_datetime([], utc=True)})
    return Rows(interview, none, none, hire, cells(**of_cells))
