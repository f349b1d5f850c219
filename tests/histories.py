"""Small histories of hiring, as core tables: what the domain's rules are tested on."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pandas as pd
import pyarrow as pa

from etl.store.bulk import schema, table, to_pandas
from etl.store.load import CORE

MONDAY = pd.Timestamp("2026-03-02T10:00:00", tz="UTC")
STAGES = {"Phone": 1, "Onsite": 2, "Final": 3}


def at(hours: float) -> pd.Timestamp:
    """Return the instant so many hours after Monday ten o'clock."""
    return MONDAY + pd.Timedelta(hours=hours)


@dataclass
class History:
    """Core tables, filled by telling what happened; hours count from Monday ten o'clock."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    ids: count[int] = field(default_factory=lambda: count(1000))

    def add(self, name: str, /, **values: object) -> None:
        common = {"source": "ats", "version": MONDAY, "digest": 0}
        self.rows.setdefault(name, []).append(common | values)

    def candidate(
        self, candidate: int, *, name: int | None = None, address: int | None = None
    ) -> None:
        self.add("core__candidate", candidate_id=candidate, name_key=name or candidate)
        self.add(
            "core__candidate_address", candidate_id=candidate, address_key=address or candidate
        )

    def application(
        self, application: int, candidate: int, *, status: str = "rejected",
        closed: float | None = None, withdrew: bool = False, job: int = 1,
    ) -> None:  # fmt: skip
        self.add(
            "core__application",
            application_id=application,
            candidate_id=candidate,
            job_id=job,
            status=status,
            applied_at=at(-240),
            rejected_at=None if closed is None else at(closed),
            rejection_reason_id=902 if withdrew else 901,
        )

    def interview(
        self, interview: int, application: int, stage: str, ended: float, *,
        panel: tuple[int, ...] = (50,), completed: bool = True,
    ) -> None:  # fmt: skip
        self.add(
            "core__interview",
            interview_id=interview,
            application_id=application,
            kind_id=800 + STAGES[stage],
            format="video",
            status="complete",
            completed=completed,
            starts_at=at(ended - 1),
            ends_at=at(ended),
        )
        for person in panel:
            self.add(
                "core__interview_interviewer",
                interview_id=interview,
                interviewer_id=person,
                address_key=person,
            )

    def scorecard(self, interview: int, score: float, filed: float, *, by: int = 50) -> None:
        card = next(self.ids)
        (seat,) = (
            row
            for row in self.rows["core__interview_interviewer"]
            if (row["interview_id"], row["interviewer_id"]) == (interview, by)
        )
        seat["scorecard_id"] = card
        self.add(
            "core__scorecard",
            scorecard_id=card,
            application_id=0,
            interviewer_id=by,
            submitted_at=at(filed),
            score=score,
        )

    def enters(self, application: int, stage: str, hours: float | None) -> None:
        self.add(
            "core__stage_event",
            stage_event_id=next(self.ids),
            application_id=application,
            stage_id=700 + STAGES[stage],
            entered_at=None if hours is None else at(hours),
        )

    def offer(
        self, application: int, made: float | None, *, status: str = "accepted",
        resolved: float | None = None, number: int = 1,
    ) -> None:  # fmt: skip
        self.add(
            "core__offer",
            offer_id=next(self.ids),
            application_id=application,
            number=number,
            status=status,
            created_at=None if made is None else at(made),
            resolved_at=None if resolved is None else at(resolved),
        )

    def note(self, sender: int, sent: float, *, to: tuple[int, ...] = (50,)) -> None:
        note = next(self.ids)
        self.add(
            "core__note",
            note_id=note,
            sender_key=sender,
            sent_at=at(sent),
            channel="mailbox",
            probability=0.9,
            reply=None,
            classifier="test",
            reasons="",
        )
        for address in to:
            self.add("core__note_recipient", note_id=note, address_key=address)

    def covers(
        self, address: int | None, begin: float, end: float, *, heard: tuple[str, ...] = ()
    ) -> None:
        """Declare a mailbox covered; `heard` are the months that it holds mail of."""
        coverage = next(self.ids)
        for month in heard:
            first = pd.Timestamp(month, tz="UTC")
            self.add(
                "core__mail_month",
                coverage_id=coverage,
                month=month,
                messages=2,
                first_at=first,
                last_at=first + pd.Timedelta(days=27),
            )
        self.add(
            "core__coverage",
            coverage_id=coverage,
            address_key=address,
            covers_from=at(begin),
            covers_to=at(end),
            messages=1,
        )

    def core(self) -> dict[str, pd.DataFrame]:
        """Return the core tables, typed as the store returns them."""
        for name, position in STAGES.items():
            self.add(
                "core__label", label_id=700 + position, kind="stage", name=name, position=position
            )
            self.add(
                "core__label",
                label_id=800 + position,
                kind="interview_kind",
                name=name,
                parent_id=700 + position,
            )
        for label, reason in ((901, "WE_REJECTED_THEM"), (902, "THEY_REJECTED_US")):
            self.add("core__label", label_id=label, kind="rejection_reason", name=reason)
        self.add("core__job", job_id=1, title="Nurse")
        return {
            name: to_pandas(
                table(name),
                pa.Table.from_pylist(self.rows.get(name, []), schema=schema(table(name))),
            )
            for name in CORE
        }
