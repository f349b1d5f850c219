"""People's rows of an employer drawn at random, with truths planted in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from analysis.cells import Cells
from analysis.rows import Rows
from etl.derive.cells import interview_cells
from etl.store.tables.out import CellHire, CellStage, OutHire, OutOffer

STAGES = np.array(["Phone", "Technical", "Onsite", "Final"])
FORMATS = np.array(["phone", "video", "onsite", "panel"])
MONDAY = pd.Timestamp("2026-03-02T10:00:00", tz="UTC")


@dataclass(frozen=True)
class Planted:
    """What goes on at the employer; effects on the logit of advancing unless said otherwise.

    Attributes
    ----------
    effect
        Of a note.
    after_low
        Of a note, on top of `effect`, where the interview went badly.
    by_format
        Of a note, on top of `effect`, by format.
    late
        Of each hour by which a note comes later, on top of `effect`.
    quality
        Of the candidate's quality, which also goes with sending by half as much.
    custom
        How much jobs where notes are common are also lenient: correlation.
    halo
        Of a note that has come on the scorecard, in standard deviations of scores.
    """

    effect: float = 0.0
    after_low: float = 0.0
    by_format: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    late: float = 0.0
    quality: float = 0.8
    custom: float = 0.6
    halo: float = 0.0
    rounds: int = 3


def employer(applications: int, seed: int, planted: Planted = Planted()) -> Rows:
    """Return the rows of an employer, every mailbox of which is covered."""
    rng = np.random.default_rng(seed)
    jobs = max(applications // 40, 12)
    job = rng.integers(0, jobs, applications)
    lenient = rng.normal(size=jobs)
    common = planted.custom * lenient + np.sqrt(1 - planted.custom**2) * rng.normal(size=jobs)
    quality = rng.normal(size=applications)
    source = rng.integers(0, 3, applications)
    alive = np.arange(applications)
    interviews, cards = [], []
    for round_ in range(1, planted.rounds + 1):
        n = len(alive)
        format_ = rng.integers(0, 4, n)
        # The decision comes after a day or more; three in four notes come within half a day.
        hours = np.where(rng.random(n) < 0.75, rng.uniform(0.2, 12, n), rng.uniform(12, 70, n))
        custom = -0.7 + 0.6 * common[job[alive]] + 0.5 * planted.quality * quality[alive]
        note_at = np.where(rng.random(n) < expit(custom), hours, np.inf)
        decided = 26 + rng.exponential(40, n)
        note_at[note_at >= decided] = np.inf
        seats = rng.integers(1, 4, n)
        of = np.repeat(np.arange(n), seats)
        filed = rng.exponential(10, len(of))
        interviewer = rng.integers(0, 12, len(of)) + 12 * (job[alive][of] % 8)
        harsh = np.random.default_rng(seed + 1).normal(0, 0.1, 96)
        after = filed >= note_at[of]
        marks = 0.5 + 0.15 * quality[alive][of] + harsh[interviewer] - 0.002 * filed
        marks += 0.2 * rng.normal(size=len(of)) + planted.halo * 0.27 * after
        score = np.clip(np.round(marks * 8) / 8, 0, 1)
        prior = filed < np.minimum(note_at[of], 24)
        known = np.bincount(of[prior], minlength=n)
        total = np.bincount(of[prior], score[prior], minlength=n)
        prior_score = np.where(known > 0, total / np.maximum(known, 1), np.nan)
        sent = note_at <= 24
        gain = (
            planted.effect
            + np.array(planted.by_format)[format_]
            + planted.after_low * (prior_score <= 1 / 3)
        )
        gain = gain + planted.late * np.where(np.isfinite(note_at), note_at, 0)
        linear = -0.4 + 0.5 * lenient[job[alive]] + planted.quality * quality[alive] - 0.3 * round_
        advanced = rng.random(n) < expit(linear + np.where(np.isfinite(note_at), gain, 0))
        withdrew = ~advanced & (rng.random(n) < 0.15)
        common_to_both = {
            "application_id": alive,
            "person_id": alive + 10_000_000,
            "job_id": job[alive],
            "job": np.char.add("Job ", (job[alive] // 4).astype(str)),
            "department": np.array(["Kitchen", "Sales", "Office", "Depot"])[job[alive] % 4],
            "level": np.array(["junior", "senior"])[job[alive] % 2],
            "location": np.array(["Paris", "Lyon", "Oslo"])[job[alive] % 3],
            "source_channel": np.array(["Referral", "Agency", "Fair"])[source[alive]],
            "quarter": np.array(["2025-Q4", "2026-Q1"])[alive % 2],
            "stage": STAGES[round_ - 1],
            "round": round_,
            "hours_to_note": np.where(np.isfinite(note_at), note_at, np.nan),
            "note_status": np.where(sent, "sent", "not_sent"),
            "exclusion": np.where(decided <= 24, "decided_before_landmark", ""),
        }
        frame = pd.DataFrame(
            {
                **common_to_both,
                "format": FORMATS[format_],
                "ended_at": MONDAY,
                "decided_at": MONDAY + pd.to_timedelta(decided, unit="h"),
                "prior_score": prior_score,
                "covered": True,
                "outcome": np.select([advanced, withdrew], ["advanced", "withdrew"], "rejected"),
            }
        )
        interviews.append(frame)
        shared = pd.DataFrame(common_to_both).iloc[of].reset_index(drop=True)
        noted = np.isfinite(note_at[of])
        cards.append(
            shared.assign(
                interviewer_id=pd.array(interviewer, dtype="Int64"),
                score=score,
                hours_filed=filed,
                filed_after_note=pd.array(np.where(noted, after, None), dtype="boolean"),
            )
        )
        alive = alive[advanced]
    rows = pd.concat(interviews, ignore_index=True)
    rows["interview_id"] = np.arange(len(rows))
    rows["offered"] = rows["application_id"].isin(alive)
    return of_frames(rows, pd.concat(cards, ignore_index=True))


def of_frames(interview: pd.DataFrame, scorecard: pd.DataFrame) -> Rows:
    """Return rows of interviews and scorecards, with their cells and nothing else."""
    empty = {
        name: pd.DataFrame(columns=[column.name for column in table.__table__.columns])
        for name, table in (
            ("offer", OutOffer),
            ("hire", OutHire),
            ("h", CellHire),
            ("s", CellStage),
        )
    }
    cells = Cells(
        interview_cells(interview),
        empty["h"],
        empty["s"],
        {"applications_open": 120, "error_rates": "", "claim": "{}"},
    )
    return Rows(interview, scorecard, empty["offer"], empty["hire"], cells)
