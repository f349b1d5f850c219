"""People's rows of an employer drawn at random, with truths planted in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit

from analysis.rows import Rows
from etl.derive.cells import interview_cells
from tests.analysis.studies import people

STAGES = np.array(["Phone", "Technical", "Onsite", "Final"])
FORMATS = np.array(["phone", "video", "onsite", "panel"])
MONDAY = pd.Timestamp("2026-03-02T10:00:00", tz="UTC")


@dataclass(frozen=True)
class Planted:
    """What goes on at the employer; effects on the logit of advancing unless said otherwise.

    Attributes
    ----------
    effect
        Of a note within 24 hours.
    after_low
        Of such a note, on top of `effect`, where the score before it is low.
    by_format
        Of such a note, on top of `effect`, by format.
    early
        Of any note, for each 12 hours by which it comes before the third day.
    quality
        Of the candidate's quality, which also goes with sending by half as much.
    known
        Whether quality is what the score before the note says, to the last digit.
    custom
        How much jobs where notes are common are also lenient: correlation.
    halo
        Of a note that has come on the scorecard, in points of the score's scale.
    tiring
        Of each hour to the filing on the scorecard, in points of the score's scale.
    """

    effect: float = 0.0
    after_low: float = 0.0
    by_format: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    early: float = 0.0
    quality: float = 0.8
    known: bool = False
    custom: float = 0.6
    halo: float = 0.0
    tiring: float = -0.002


def employer(
    applications: int, seed: int, planted: Planted | None = None, *, per_job: int = 40
) -> Rows:
    """Return the rows of an employer, every mailbox of which is covered.

    Interviews carry what no employer knows: `gain`, the difference in the chance of advancing that a
    note within 24 hours makes to each.
    """
    planted = planted or Planted()
    rng = np.random.default_rng(seed)
    jobs = max(applications // per_job, 12)
    job = rng.integers(0, jobs, applications)
    lenient = rng.normal(size=jobs)
    common = planted.custom * lenient + np.sqrt(1 - planted.custom**2) * rng.normal(size=jobs)
    interviewers = rng.normal(0, 0.1, 12 * (jobs // 10 + 1))
    quality = rng.normal(size=applications)
    source = rng.integers(0, 3, applications)
    alive = np.arange(applications)
    interviews, cards = [], []
    for round_ in (1, 2, 3):
        mine, good = job[alive], quality[alive]
        told = np.clip(np.round((0.5 + 0.15 * good) * 8) / 8, 0, 1)
        if planted.known:
            good = (told - 0.5) / 0.15
        wrote = rng.random(len(alive)) < expit(
            -0.7 + 0.6 * common[mine] + planted.quality * good / 2
        )
        # Decisions take a day or more; three in four notes come within half a day.
        hours = rng.uniform(0.2, np.where(rng.random(len(alive)) < 0.75, 12, 70))
        decided = 20 + rng.exponential(50, len(alive))
        note_at = np.where(wrote & (hours < decided), hours, np.inf)
        of, card = _cards(rng, planted, interviewers, mine, quality[alive], note_at)
        prior = card["filed"] < np.minimum(note_at[of], 24)
        known = np.bincount(of[prior], minlength=len(alive))
        total = np.bincount(of[prior], card["score"][prior], minlength=len(alive))
        score = np.where(known > 0, total / np.maximum(known, 1), np.nan)
        score = told if planted.known else score
        format_ = rng.integers(0, 4, len(alive))
        gain = planted.effect + np.array(planted.by_format)[format_]
        gain = gain + planted.after_low * (score <= 1 / 3)
        linear = -0.4 + 0.5 * lenient[mine] + planted.quality * good - 0.3 * round_
        linear = linear + planted.early * np.maximum(48 - note_at, 0) / 12
        advanced = rng.random(len(alive)) < expit(linear + gain * (note_at <= 24))
        shared = {
            "application_id": alive,
            "person_id": alive + 10_000_000,
            "job_id": mine,
            "job": np.char.add("Job ", (mine // 4).astype(str)),
            "department": np.array(["Kitchen", "Sales", "Office", "Depot"])[mine % 4],
            "level": np.array(["junior", "senior"])[mine % 2],
            "location": np.array(["Paris", "Lyon", "Oslo"])[mine % 3],
            "source_channel": np.array(["Referral", "Agency", "Fair"])[source[alive]],
            "recruiter_group": np.array(["Tech", "Store"])[mine % 2],
            "quarter": np.array(["2025-Q4", "2026-Q1"])[alive % 2],
            "stage": STAGES[round_ - 1],
            "round": round_,
            "hours_to_note": np.where(np.isfinite(note_at), note_at, np.nan),
            "note_status": np.where(note_at <= 24, "sent", "not_sent"),
            "exclusion": np.where(decided <= 24, "decided_before_landmark", ""),
        }
        withdrew = ~advanced & (rng.random(len(alive)) < 0.15)
        own = {
            "format": FORMATS[format_],
            "ended_at": MONDAY,
            "decided_at": MONDAY + pd.to_timedelta(decided, unit="h"),
            "prior_score": score,
            "covered": True,
            "outcome": np.select([advanced, withdrew], ["advanced", "withdrew"], "rejected"),
            "gain": expit(linear + gain) - expit(linear),
        }
        interviews.append(pd.DataFrame({**shared, **own}))
        noted = np.isfinite(note_at[of])
        after = np.where(noted, card["filed"] >= note_at[of], None)
        cards.append(
            pd.DataFrame(shared)
            .iloc[of]
            .assign(
                interviewer_id=pd.array(card["interviewer"], dtype="Int64"),
                score=card["score"],
                hours_filed=card["filed"],
                filed_after_note=pd.array(after, dtype="boolean"),
            )
        )
        alive = alive[advanced]
    rows = pd.concat(interviews, ignore_index=True)
    rows["offered"] = rows["application_id"].isin(alive)
    return of_frames(rows, pd.concat(cards, ignore_index=True))


def _cards(
    rng: np.random.Generator,
    planted: Planted,
    interviewers: np.ndarray,
    job: np.ndarray,
    quality: np.ndarray,
    note_at: np.ndarray,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return each card's interview, and when it was filed, by whom and with what score.

    Interviewers have a level of their own, and those who are harsh file late.
    """
    of = np.repeat(np.arange(len(job)), rng.integers(1, 4, len(job)))
    interviewer = (rng.integers(0, 12, len(of)) + 12 * (job[of] // 10)) % len(interviewers)
    level = interviewers[interviewer]
    filed = rng.exponential(10 * np.exp(-2 * level))
    marks = (
        0.5 + 0.15 * quality[of] + level + planted.tiring * filed + 0.15 * rng.normal(size=len(of))
    )
    marks += planted.halo * (filed >= note_at[of])
    score = np.clip(np.round(marks * 8) / 8, 0, 1)
    return of, {"filed": filed, "interviewer": interviewer, "score": score}


def of_frames(interview: pd.DataFrame, scorecard: pd.DataFrame, **run: Any) -> Rows:
    """Return rows of interviews and scorecards, with their cells and nothing else."""
    made = {"applications_open": 120, "error_rates": "", "claim": "{}", **run}
    nobody = people.rows()
    cells = replace(nobody.cells, interview=interview_cells(interview), run=made)
    return replace(nobody, interview=interview, scorecard=scorecard, cells=cells)


def truth(rows: Rows) -> float:
    """Return the mean difference that a note within 24 hours makes to those compared."""
    return float(rows.compared["gain"].mean())
