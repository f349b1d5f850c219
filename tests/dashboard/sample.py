"""A published store in miniature: enough cells to fill every page, or next to none."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import read
from etl.store import bulk, published
from etl.store.engine import adbc, engine
from etl.store.tables import PUBLISHED, Base

JOBS = [
    (1, "Data Engineer", "Engineering", "Berlin"),
    (2, "Platform Engineer", "Engineering", "Lisbon"),
    (3, "Account Executive", "Sales", "Lisbon"),
    (4, "Support Agent [evenings]", "Support & Care", "Berlin"),
]
CHANNELS = ["Referral", "Job board"]
TEAMS = {"Engineering": "Tech hiring", "Sales": "Store hiring", "Support & Care": "Store hiring"}
"""The recruiter group of each department's jobs, where the employer declares groups."""
QUARTERS = ["2025-Q3", "2025-Q4"]
STAGES = [(1, "Phone screen", 0.45), (2, "Technical interview", 0.4), (3, "On-site", 0.35)]
LENGTHS = [(0.3, 1), (0.4, 4), (0.3, 9)]
"""Shares of stays, and how many days longer than the shortest they last."""
SENDING = {"Engineering": 0.35, "Sales": 0.6, "Support & Care": 0.25}
EARLIER = "20251103T000000-sample"
NOW = datetime.now(UTC).replace(microsecond=0)
STUDIES = Path(__file__).with_name("studies.jsonl")
"""Documents of `out__study`; `python -m tests.dashboard.sample STORE_URL` takes them from a store."""


@dataclass
class Published:
    """The tables of a published store."""

    tables: dict[str, pd.DataFrame]

    def write(self, path: Path) -> str:
        """Write them as a published SQLite file, replacing what is there; return its URL."""
        store = path.with_suffix(".store")
        store.unlink(missing_ok=True)
        Base.metadata.create_all(engine(f"sqlite:///{store}"))
        with adbc(f"sqlite:///{store}") as connection:
            for name in PUBLISHED:
                bulk.insert(connection, name, self.tables[name])
            published.publish(connection, f"sqlite:///{path}")
        return f"sqlite:///{path}"


@dataclass(frozen=True)
class Employer:
    """What to publish: about `size` interviews a group, or exactly so many `people`; and its load."""

    size: int = 60
    effect: float = 0.04
    finished: datetime = NOW - timedelta(hours=3)
    run_id: str = "20260101T000000-sample"
    people: int | None = None
    rejects: bool = True
    earlier: bool = False
    grouped: bool = True
    error_rates: str = ""
    chance: np.random.Generator = field(
        default_factory=lambda: np.random.default_rng(7), compare=False
    )

    def published(self) -> Published:
        """Return the tables."""
        interviews, hires = self._interviews(), self._hires()
        stages, applications = self._stages(), self._applications()
        if self.people is not None:
            interviews, hires, stages, applications = (
                frame.head(self.people).assign(n=1)
                for frame in (interviews, hires, stages, applications)
            )
        if not self.grouped:
            interviews, hires, stages, applications = (
                frame.assign(recruiter_group="unknown")
                for frame in (interviews, hires, stages, applications)
            )
        tables = {
            "out__cell_interview": _numbered(interviews),
            "out__cell_hire": _numbered(hires),
            "out__cell_stage": _numbered(stages),
            "out__cell_application": _numbered(applications),
            "out__cell_reason": self._reasons(),
            "out__study": self._studies(),
            "ops__run": self._runs(interviews, hires),
            "ops__headline": self._headlines(),
            "ops__source_file": self._files(),
            "ops__reject": self._refused(),
        }
        return Published(tables)

    def _studies(self) -> pd.DataFrame:
        """Return the studies that a run made of the demo's employer, as those of the whole and of Sales."""
        told = STUDIES.read_text(encoding="utf-8").splitlines() if self.people is None else []
        rows = [
            (dimension, value, position, json.loads(document)["key"], document)
            for dimension, value in (("", ""), ("department", "Sales"))
            for position, document in enumerate(told, start=1)
        ]
        frame = pd.DataFrame(rows, columns=["dimension", "value", "position", "key", "document"])
        return frame.assign(study_id=range(1, len(frame) + 1))

    def _reasons(self) -> pd.DataFrame:
        """Return reasons in a shape of their own: of notes many, of other messages few."""
        rows = [
            (True, "", "", "", 1200),
            (True, "thanks_for_time", "thanks for time", "for", 700),
            (True, "glad_of_meeting", "was glad of the meeting", "for", 431),
            (True, "asks_status", "asks about the decision", "against", 90),
            (True, "renewed_interest", "renewed interest", "for", 5),
            (False, "", "", "", 160),
            (False, "withdraws", "withdraws", "against", 60),
            (False, "thanks_for_time", "thanks for time", "for", 40),
        ]
        names = ["is_note", "reason", "words", "speaks", "n"]
        frame = pd.DataFrame(rows if self.people is None else [], columns=names)
        return _numbered(frame.astype({"is_note": bool, "n": "int64"}))

    def _interviews(self) -> pd.DataFrame:
        rows: list[dict[str, Any]] = []
        for (job, channel, quarter), (number, stage, base) in product(
            product(JOBS, CHANNELS, QUARTERS), STAGES
        ):
            place = _place(job, channel, quarter) | {"stage": stage, "round": number}
            n = self.chance.poisson(self.size)
            unseen = self.chance.binomial(n, 0.12)
            early = self.chance.binomial(n - unseen, 0.08)
            sent = self.chance.binomial(n - unseen - early, SENDING[job[2]])
            arms = {
                ("sent", ""): (sent, base + self.effect),
                ("not_sent", ""): (n - unseen - early - sent, base),
                ("unobserved", "uncovered"): (unseen - unseen // 3, base),
                ("unobserved", "part_covered"): (unseen // 3, base),
                ("not_sent", "decided_before_landmark"): (early, 0.1),
            }
            for (status, exclusion), (size, chance) in arms.items():
                went = self.chance.binomial(size, chance)
                offered = self.chance.binomial(went, 0.4)
                gone = self.chance.binomial(size - went, 0.2)
                counts = {
                    ("advanced", True): offered,
                    ("advanced", False): went - offered,
                    ("withdrew", False): gone,
                    ("rejected", False): size - went - gone,
                }
                for (outcome, has_offer), count in counts.items():
                    rows.append(
                        place
                        | {
                            "format": "video",
                            "weekday": "Friday",
                            "score_band": "yes",
                            "note_status": status,
                            "exclusion": exclusion,
                        }
                        | {"outcome": outcome, "offered": has_offer, "n": int(count)}
                    )
        return _filled(rows, "out__cell_interview")

    def _hires(self) -> pd.DataFrame:
        rows: list[dict[str, Any]] = []
        for job, channel, quarter in product(JOBS, CHANNELS, QUARTERS):
            for status, exclusion, share in (
                ("sent", "", 0.3),
                ("not_sent", "", 0.4),
                ("unobserved", "uncovered", 0.1),
                ("not_sent", "unlinked", 0.1),
                ("not_sent", "unrated", 0.1),
            ):
                rated = exclusion != "unlinked" and exclusion != "unrated"
                for year, part in (("stayed", 0.8), ("left_voluntarily", 0.1), ("too_early", 0.1)):
                    n = int(self.chance.poisson(self.size * share * part / 1.5))
                    scores = self.chance.normal(0, 1, n) if rated else np.zeros(0)
                    rows.append(
                        _place(job, channel, quarter)
                        | {"note_status": status, "exclusion": exclusion, "n": n}
                        | {"cycle": "2026-H1" if rated else ""}
                        | {"calibration_group": job[2] if rated else ""}
                        | {"first_year": year if exclusion != "unlinked" else ""}
                        | {"total": float(scores.sum()), "squares": float((scores**2).sum())}
                    )
        return _filled(rows, "out__cell_hire")

    def _stages(self) -> pd.DataFrame:
        """Return stays whose lengths are spread around a usual one, longer in later stages."""
        rows: list[dict[str, Any]] = []
        for job, channel, quarter in product(JOBS, CHANNELS, QUARTERS):
            entered = 4 * self.size
            for position, stage, rate in STAGES:
                waiting = int(self.chance.binomial(entered, 0.06))
                went = int(self.chance.binomial(entered - waiting, rate))
                gone = int(self.chance.binomial(entered - waiting - went, 0.2))
                rejected = entered - waiting - went - gone
                ends = {"advanced": went, "withdrew": gone, "rejected": rejected, "open": waiting}
                for (outcome, n), (share, days) in product(ends.items(), LENGTHS):
                    rows.append(
                        _place(job, channel, quarter)
                        | {"stage": stage, "position": position, "outcome": outcome}
                        | {"decided": outcome != "open", "moved_back": False}
                        | {"days": 2 * position + days, "n": round(n * share)}
                    )
                entered = went
        return _filled(rows, "out__cell_stage")

    def _applications(self) -> pd.DataFrame:
        shares = {"hired": 0.06, "rejected": 0.7, "withdrew": 0.14, "open": 0.1}
        rows = [
            _place(job, channel, quarter)
            | {"outcome": outcome, "days": 20 + days, "n": round(4 * self.size * share * part)}
            for job, channel, quarter in product(JOBS, CHANNELS, QUARTERS)
            for outcome, share in shares.items()
            for part, days in LENGTHS
        ]
        return _filled(rows, "out__cell_application")

    def _runs(self, interviews: pd.DataFrame, hires: pd.DataFrame) -> pd.DataFrame:
        run = self._run(interviews, hires)
        weeks_before = {"run_id": EARLIER, "finished_at": datetime(2025, 11, 3, 4, tzinfo=UTC)}
        return pd.DataFrame([run | weeks_before, run] if self.earlier else [run])

    def _headlines(self) -> pd.DataFrame:
        """Return what the earlier run concluded, and this one: performance moved, the others stayed."""
        told = [
            (EARLIER, "advance", "cannot tell", 2400),
            (EARLIER, "performance", "cannot tell", 1240),
            (EARLIER, "retention", "cannot tell", None),
            (self.run_id, "advance", "cannot tell", 2400),
            (self.run_id, "performance", "no meaningful difference", 1480),
            (self.run_id, "retention", "cannot tell", 40),
        ]
        names = ["run_id", "key", "verdict", "n"]
        return pd.DataFrame(told if self.earlier else [], columns=names).astype({"n": "Int64"})

    def _run(self, interviews: pd.DataFrame, hires: pd.DataFrame) -> dict[str, Any]:
        counted, hired = int(interviews["n"].sum()), int(hires["n"].sum())
        return {
            "run_id": self.run_id,
            "started_at": self.finished - timedelta(minutes=1),
            "finished_at": self.finished,
            "data_until": self.finished - timedelta(days=1),
            "goodeggs": "0.1.0",
            "classifier": "rules-1",
            "claim": json.dumps({"landmark_hours": 24}),
            "error_rates": self.error_rates,
            "labels": "",
            "key_check": "0",
            "files_read": 3,
            "files_unchanged": 9,
            "rows_rejected": 5,
            "applications": 3 * counted,
            "applications_open": counted // 5,
            "interviews": counted,
            "hires": hired,
            "notes_seen": counted // 3,
            "notes_attached": counted // 4,
        }

    def _files(self) -> pd.DataFrame:
        kinds = ("jobs.json", "applications.json", "employees.csv")
        return pd.DataFrame(
            {
                "source": ["ats", "ats", "hr"],
                "file": kinds,
                "sha256": ["0" * 64] * 3,
                "run_id": self.run_id,
                "reader": "1",
                "bytes": [10_240, 2_345_678, 99_000],
                "rows": [40, 12_345, 800],
                "rejected": [0, 3, 2],
            }
        )

    def _refused(self) -> pd.DataFrame:
        reason = "a date with its zone, such as 2026-03-01T09:30:00Z"
        refused = pd.DataFrame(
            {
                "source": ["ats"] * 3 + ["hr"] * 2,
                "file": ["applications.json"] * 3 + ["employees.csv"] * 2,
                "line": [17, 21, 400, 8, 9],
                "field": ["applied_at"] * 3 + ["hired_on"] * 2,
                "reason": [reason] * 3 + ["a date"] * 2,
                "run_id": self.run_id,
            }
        )
        return refused if self.rejects else refused.head(0)


def _place(job: tuple[int, str, str, str], channel: str, quarter: str) -> dict[str, Any]:
    number, name, department, location = job
    return {
        "job_id": number,
        "job": name,
        "department": department,
        "location": location,
        "source_channel": channel,
        "recruiter_group": TEAMS[department],
        "quarter": quarter,
    }


def _filled(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    columns = [column.name for column in bulk.table(name).columns if column.name != "cell_id"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[frame["n"] > 0].reset_index(drop=True)


def _numbered(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(cell_id=range(1, len(cells) + 1))


if __name__ == "__main__":
    found = read.studies(sys.argv[1])
    lines = [json.dumps(one.to_dict(), ensure_ascii=False) for one in found]
    STUDIES.write_text("\n".join(lines) + "\n", encoding="utf-8")
