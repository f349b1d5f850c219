"""Cells for the tests, from a few columns or from people drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.read import Cells
from etl.store.tables.out import CellApplication, CellHire, CellInterview, CellStage

_DEFAULTS: dict[str, Any] = {
    "job_id": 1,
    "job": "Cook",
    "department": "Kitchen",
    "location": "Paris",
    "source_channel": "Referral",
    "recruiter_group": "unknown",
    "quarter": "2026-Q1",
    "stage": "Onsite",
    "round": 1,
    "format": "onsite",
    "weekday": "Monday",
    "score_band": "yes",
    "note_status": "sent",
    "exclusion": "",
    "outcome": "advanced",
    "offered": False,
    "cycle": "2026",
    "calibration_group": "all",
    "first_year": "stayed",
    "position": 1,
    "decided": True,
    "moved_back": False,
    "days": 3,
    "n": 1,
    "total": 0.0,
    "squares": 0.0,
}


def _frame(table: Any, columns: dict[str, Any]) -> pd.DataFrame:
    names = [column.name for column in table.__table__.columns if column.name != "cell_id"]
    rows = max((len(value) for value in columns.values() if np.ndim(value)), default=1)
    filled = {name: columns.get(name, _DEFAULTS[name]) for name in names}
    frame = pd.DataFrame(filled, index=range(rows))
    return frame.assign(cell_id=range(1, rows + 1))


def interview(**columns: Any) -> pd.DataFrame:
    """Return interview cells: given columns, defaults for the rest."""
    return _frame(CellInterview, columns)


def hire(**columns: Any) -> pd.DataFrame:
    """Return hire cells: given columns, defaults for the rest."""
    return _frame(CellHire, columns)


def stage(**columns: Any) -> pd.DataFrame:
    """Return stage cells: given columns, defaults for the rest."""
    return _frame(CellStage, columns)


def application(**columns: Any) -> pd.DataFrame:
    """Return application cells: given columns, defaults for the rest."""
    return _frame(CellApplication, {"outcome": "rejected"} | columns)


@cache
def _none(of: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    return of().iloc[:0]


def cells(
    interviews: pd.DataFrame | None = None,
    hires: pd.DataFrame | None = None,
    stages: pd.DataFrame | None = None,
    applications: pd.DataFrame | None = None,
) -> Cells:
    """Return cells; what is not given is empty."""
    return Cells(
        _none(interview) if interviews is None else interviews,
        _none(hire) if hires is None else hires,
        _none(stage) if stages is None else stages,
        _none(application) if applications is None else applications,
    )


def tables(*strata: tuple[int, int, int, int]) -> pd.DataFrame:
    """Return interview cells of (advanced and not with a note, advanced and not without) by job."""
    rows = [
        {"job_id": job, "note_status": status, "outcome": outcome, "n": n}
        for job, (a, b, c, d) in enumerate(strata, start=1)
        for status, outcome, n in (
            ("sent", "advanced", a),
            ("sent", "rejected", b),
            ("not_sent", "advanced", c),
            ("not_sent", "rejected", d),
        )
        if n
    ]
    return interview(**pd.DataFrame(rows).to_dict("list"))


def rated(sent: list[np.ndarray], others: list[np.ndarray]) -> pd.DataFrame:
    """Return hire cells of ratings in standard deviations: one array a cycle and arm."""
    rows = [
        {
            "cycle": str(cycle),
            "note_status": status,
            "n": len(values),
            "total": values.sum(),
            "squares": (values**2).sum(),
        }
        for status, arms in (("sent", sent), ("not_sent", others))
        for cycle, values in enumerate(arms)
        if len(values)
    ]
    return hire(**pd.DataFrame(rows).to_dict("list"))


def drawn(people: int, seed: int, effect: float = 0.08) -> Cells:
    """Return the cells of an employer drawn at random: jobs differ in custom and in leniency."""
    rng = np.random.default_rng(seed)
    jobs = max(people // 60, 3)
    job = rng.integers(0, jobs, people)
    department = np.array(["Kitchen", "Sales", "Office", "Depot"])[job % 4]
    custom, lenient = rng.uniform(0.1, 0.6, jobs), rng.normal(0, 0.12, jobs)
    sent = rng.random(people) < custom[job]
    advanced = rng.random(people) < np.clip(
        0.35 + lenient[job] + custom[job] / 3 + effect * sent, 0, 1
    )
    uncovered = rng.random(people) < 0.1
    where = {
        "job_id": job,
        "job": np.char.add("Job ", (job // 3).astype(str)),
        "department": department,
        "location": rng.choice(["Paris", "Lyon", "Oslo"], people, p=[0.6, 0.3, 0.1]),
        "source_channel": rng.choice(["Referral", "Agency", "Fair"], people, p=[0.5, 0.4, 0.1]),
        # Drawn apart, as what is drawn next does not depend on who recruits.
        "recruiter_group": np.random.default_rng([seed, people]).choice(
            ["Tech", "Store", "other"], people, p=[0.5, 0.4, 0.1]
        ),
        "quarter": rng.choice(["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"], people),
    }
    rows = pd.DataFrame(
        {
            **where,
            "stage": rng.choice(["Phone", "Onsite", "Final"], people, p=[0.5, 0.3, 0.2]),
            "note_status": np.where(uncovered, "unobserved", np.where(sent, "sent", "not_sent")),
            "exclusion": np.where(uncovered, "uncovered", ""),
            "outcome": np.where(
                advanced, "advanced", np.where(rng.random(people) < 0.1, "withdrew", "rejected")
            ),
            "offered": advanced & (rng.random(people) < 0.3),
            "n": 1,
        }
    )
    hires = rows[rng.random(people) < 0.15].drop(columns=["stage", "outcome", "offered"])
    performance = rng.normal(0, 1, len(hires))
    hires = hires.assign(
        cycle=rng.choice(["2025", "2026"], len(hires)),
        calibration_group=hires["department"],
        first_year=rng.choice(
            ["stayed", "left_voluntarily", "left_otherwise", "too_early"],
            len(hires),
            p=[0.6, 0.12, 0.08, 0.2],
        ),
        total=performance,
        squares=performance**2,
    )
    stages = rows.drop(columns=["note_status", "exclusion", "offered"]).assign(
        position=rows["stage"].map({"Phone": 1, "Onsite": 2, "Final": 3}),
        decided=rng.random(people) < 0.9,
        moved_back=False,
        days=rng.geometric(0.1, people),
    )
    still = ~stages["decided"] & (stages["outcome"] != "advanced")
    stages["outcome"] = stages["outcome"].mask(still, "open")
    stages["decided"] |= stages["outcome"].isin(["rejected", "withdrew"])
    ending = stages["outcome"].where(stages["outcome"] != "advanced", "hired")
    applications = stages[list(where)].assign(outcome=ending, days=rng.geometric(0.03, people), n=1)
    return Cells(*(_counted(one) for one in (rows, hires, stages, applications)))


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    sums = [name for name in ("n", "total", "squares") if name in rows]
    by = [name for name in rows if name not in sums]
    frame = rows.groupby(by, as_index=False)[sums].sum()
    missing = (
        {"round": 1, "format": "onsite", "weekday": "Monday", "score_band": "yes"}
        if "note_status" in rows and "offered" in rows
        else {}
    )
    return frame.assign(**missing, cell_id=range(1, len(frame) + 1))
