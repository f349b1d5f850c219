"""core → `out__interview`: one row per completed interview of a decided application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.claim import Claim
from etl.derive.notes import derive_notes, of_all_copies
from etl.derive.rounds import decided_applications, rounds
from etl.derive.scorecards import derive_scorecards, prior_scores, with_round
from etl.notes.attach import attach
from etl.notes.coverage import (
    covered_interviewers,
    covered_stretches,
    interviewer_addresses,
    unseen_reason,
)
from etl.people.persons import person_of_address, recognisable
from etl.people.recruiters import recruiter_groups

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Interviews:
    """The rows of `out__interview` and `out__scorecard`, every message after an interview, as judged,
    and the decided applications with their person.
    """

    rows: pd.DataFrame
    scorecards: pd.DataFrame
    notes: pd.DataFrame
    decided: pd.DataFrame


def describe_jobs(core: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each application's job, department, level, location, source channel and recruiter group.

    Returns
    -------
    application_id, job_id, job, department, level, location, source_channel, recruiter_group; "unknown"
    where the source does not say.
    """
    names = core["core__label"].set_index("label_id")["name"]
    jobs = core["core__job"]
    words = pd.DataFrame(
        {
            "job_id": jobs["job_id"],
            "job": jobs["title"],
            "level": jobs["level"],
            "department": jobs["department_id"].map(names),
            "location": jobs["office_id"].map(names),
        }
    )
    applications = core["core__application"]
    described = applications[["application_id", "job_id", "channel_id"]].assign(
        recruiter_group=recruiter_groups(core)
    )
    described = described.merge(words, on="job_id", how="left")
    described["source_channel"] = described["channel_id"].map(names)
    described["job_id"] = described["job_id"].fillna(0).astype("int64")
    text = ["job", "department", "level", "location", "source_channel"]
    described[text] = described[text].astype("str").fillna(UNKNOWN)
    return described.drop(columns="channel_id")


def quarter(instants: pd.Series) -> pd.Series:
    """Return calendar quarters in UTC.

    Examples
    --------
    >>> quarter(pd.Series(pd.to_datetime(["2026-02-28T23:00:00Z"]))).tolist()
    ['2026-Q1']
    """
    year, part = instants.dt.year.astype("Int64").astype("str"), instants.dt.quarter.astype("Int64")
    return (year + "-Q" + part.astype("str")).where(instants.notna(), UNKNOWN)


def _completed(core: dict[str, pd.DataFrame], person: pd.Series) -> pd.DataFrame:
    """Return completed interviews of every application, with person, stage and its order."""
    labels = core["core__label"].set_index("label_id")
    interviews = core["core__interview"]
    done = interviews[interviews["completed"].astype(bool) & interviews["ends_at"].notna()]
    done = done.rename(columns={"ends_at": "ended_at"})
    done = done.merge(
        core["core__application"][["application_id", "candidate_id"]], on="application_id"
    )
    done["person_id"] = (
        done["candidate_id"].map(person).fillna(done["candidate_id"]).astype("int64")
    )
    done["stage_id"] = done["kind_id"].map(labels["parent_id"])
    kind = done["kind_id"].map(labels["name"])
    done["stage"] = done["stage_id"].map(labels["name"]).fillna(kind).astype("str").fillna(UNKNOWN)
    done["position"] = done["stage_id"].map(labels["position"]).astype("Float64")
    done["format"] = _format(done["format"], kind)
    # A source without stages still has interview kinds, and these still come in an order.
    done["stage_id"] = done["stage_id"].fillna(done["kind_id"])
    return done


_FORMATS = {
    "take_home": r"take.?home|assignment|exercise",
    "panel": r"\bpanel\b",
    "phone": r"\bphone\b|\bcall\b|\bscreen",
    "video": r"\bvideo\b|\bvirtual\b|\bremote\b",
    "onsite": r"on.?site|in.person|\boffice\b",
}


def _format(given: pd.Series, kind: pd.Series) -> pd.Series:
    """Return the interview's format; where its own row does not say, what its kind's name says.

    Examples
    --------
    >>> _format(pd.Series(["other", "video"]), pd.Series(["Phone screen", "Panel"])).tolist()
    ['phone', 'video']
    """
    format_ = given.copy()
    for name, words in _FORMATS.items():
        said = kind.astype("str").str.contains(words, case=False, regex=True).eq(True)
        format_ = format_.where((format_ != "other") | ~said, name)
    return format_


def derive_interviews(
    core: dict[str, pd.DataFrame], person: pd.Series, claim: Claim, labels: pd.Series
) -> Interviews:
    """Return the rows of `out__interview` and `out__note`.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    person
        Candidate → person, as `people.persons.persons` returns it.
    claim
        Landmark and window.
    labels
        note_id → whether reviewers took it for a note.
    """
    landmark = pd.Timedelta(hours=claim.landmark_hours)
    done = _completed(core, person)
    panel, addresses = core["core__interview_interviewer"], core["core__interviewer"]

    sender = person_of_address(core["core__candidate_address"], person)
    notes = core["core__note"].assign(person_id=core["core__note"]["sender_key"].map(sender))
    attached = attach(
        notes.dropna(subset=["person_id"]).astype({"person_id": "int64"}),
        core["core__note_recipient"],
        done,
        interviewer_addresses(panel, addresses),
        pd.Timedelta(days=claim.window_days),
    )

    decided = decided_applications(core["core__application"], core["core__label"])
    done = done[done["application_id"].isin(decided["application_id"])]
    events = core["core__stage_event"]
    position = core["core__label"].set_index("label_id")["position"]
    events = events.assign(position=events["stage_id"].map(position).astype("Float64"))
    found = rounds(done, decided, events, core["core__offer"])
    rows = done.merge(found.drop(columns="position"), on=["application_id", "stage_id"])

    rows = rows.reset_index(drop=True)
    until = (rows["last_ended_at"] + landmark).where(
        rows["decided_at"].isna() | (rows["decided_at"] > rows["last_ended_at"] + landmark),
        rows["decided_at"],
    )
    window = rows[["interview_id", "source"]].assign(from_at=rows["ended_at"], to_at=until)
    rows["interviewers"] = (
        rows["interview_id"].map(panel.groupby("interview_id").size()).fillna(0).astype("int64")
    )
    stretches = covered_stretches(core["core__coverage"], core["core__mail_month"])
    rows["interviewers_covered"] = covered_interviewers(window, panel, addresses, stretches)
    rows["unseen"] = unseen_reason(
        rows["interviewers"],
        rows["interviewers_covered"],
        rows["person_id"].isin(recognisable(core["core__candidate_address"], person)),
        [rows["application_id"], rows["round"]],
    )
    rows["covered"] = rows["unseen"] == ""

    decided_at = rows.set_index("interview_id")["decided_at"]
    judged = derive_notes(core["core__note"], attached, decided_at, of_all_copies(labels, notes))
    found = judged[judged["is_note"] & judged["decided"]]
    rows = rows.join(_notes_of_rounds(rows, found, landmark), on=["application_id", "round"])
    rows["notes"] = rows["notes"].fillna(0).astype("int64")
    rows["note_after_decision"] = rows["note_after_decision"].eq(True) & (rows["notes"] == 0)
    rows["note_status"] = "unobserved"
    rows.loc[rows["covered"], "note_status"] = "not_sent"
    rows.loc[rows["by_landmark"].eq(True), "note_status"] = "sent"
    rows = rows.merge(describe_jobs(core), on="application_id")
    rows["exclusion"] = _exclusion(rows, landmark, claim.leave_out)

    cards = derive_scorecards(core, rows)
    rows = rows.join(prior_scores(cards, landmark), on=["application_id", "round"])
    rows = rows.join(_scores(cards), on="interview_id")
    filed, note_at = rows["last_submitted_at"], rows["first_note_at"]
    rows["score_before_note"] = (
        (filed < note_at).where(filed.notna() & note_at.notna()).astype("boolean")
    )
    rows["advanced"] = rows["outcome"] == "advanced"
    rows["offered"] = rows["application_id"].isin(core["core__offer"]["application_id"])
    hired = decided.loc[decided["ending"] == "hired", "application_id"]
    rows["hired"] = rows["application_id"].isin(hired)
    rows["offered"] |= rows["hired"]
    rows["quarter"] = quarter(rows["ended_at"])
    people = decided["candidate_id"].map(person).fillna(decided["candidate_id"]).astype("int64")
    decided = decided.assign(person_id=people)
    return Interviews(rows, with_round(cards, rows), judged, decided)


def _notes_of_rounds(
    rows: pd.DataFrame, notes: pd.DataFrame, landmark: pd.Timedelta
) -> pd.DataFrame:
    """Return, by application and round: what its notes were, and when.

    A note after the decision cannot have swayed it: it is kept apart, as a negative control.
    """
    mine = notes[["interview_id", "sent_at", "channel"]].merge(
        rows[["interview_id", "application_id", "round", "last_ended_at", "decided_at"]],
        on="interview_id",
    )
    undecided = mine["decided_at"].isna() | (mine["sent_at"] < mine["decided_at"])
    mine["by_landmark"] = undecided & (mine["sent_at"] <= mine["last_ended_at"] + landmark)
    before = mine[undecided].sort_values("sent_at")
    keys = ["application_id", "round"]
    first = before.drop_duplicates(keys).set_index(keys)
    hours = (first["sent_at"] - first["last_ended_at"]).dt.total_seconds() / 3600
    return pd.DataFrame(
        {
            "notes": before.groupby(keys).size(),
            "by_landmark": before.groupby(keys)["by_landmark"].any(),
            "first_note_at": first["sent_at"],
            # A note between two interviews of one round is there when the last one ends.
            "hours_to_note": hours.clip(lower=0),
            "channel": first["channel"],
            "note_after_decision": (~undecided).groupby([mine[k] for k in keys]).any(),
        }
    )


def _exclusion(
    rows: pd.DataFrame, landmark: pd.Timedelta, leave_out: Mapping[Any, tuple[str, ...]]
) -> pd.Series:
    """Return why the influence finding leaves a row out; empty if it counts it."""
    reason = rows["unseen"].copy()
    reason[rows["decided_at"] <= rows["last_ended_at"] + landmark] = "decided_before_landmark"
    reason[rows["decided_at"].isna()] = "decision_undated"
    reason[left_out(rows, leave_out)] = "left_out"
    order = rows.sort_values(["ended_at", "interview_id"])
    last = ~order.duplicated(["application_id", "round"], keep="last")
    reason[~last.reindex(rows.index)] = "earlier_in_round"
    return reason


def left_out(rows: pd.DataFrame, leave_out: Mapping[Any, tuple[str, ...]]) -> pd.Series:
    """Return which rows the claim leaves out by a column that they have.

    Examples
    --------
    >>> rows = pd.DataFrame({"department": ["Sales", "Kitchen"]})
    >>> left_out(rows, {"department": ("Sales",), "stage": ("Chat",)}).tolist()
    [True, False]
    """
    gone = pd.Series(False, index=rows.index)
    for column, values in leave_out.items():
        if column in rows:
            gone |= rows[column].isin(values)
    return gone


def _scores(scorecards: pd.DataFrame) -> pd.DataFrame:
    """Return each interview's mean score and when its last scorecard was filed."""
    by_interview = scorecards.groupby("interview_id")
    return pd.DataFrame(
        {
            "score": by_interview["score"].mean(),
            "last_submitted_at": by_interview["submitted_at"].max(),
        }
    )
