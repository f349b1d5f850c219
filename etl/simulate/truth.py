"""What is true of the simulated employer, worked out from the draws and never from the exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.simulate.clock import EXTRACT, HOUR, MAIL_FROM, NONE
from etl.simulate.kinds import Bools, Ints
from etl.simulate.rounds import ADVANCED, LANDMARK, WITHDREW
from etl.simulate.self_identification import of_senders
from etl.simulate.staff import LINKS
from etl.simulate.story import Story
from etl.simulate.world import mail_is_exported


def write_truth(folder: Path, story: Story, rows: dict[str, int]) -> None:
    """Write `truth.json`, `truth_interviews.csv` and `truth_hires.csv` into `folder`."""
    interviews = interview_truth(story)
    text = json.dumps(truth(story, interviews, rows), indent=2, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    interviews.to_csv(folder / "truth_interviews.csv", index=False, lineterminator="\n")
    hire_truth(story).to_csv(folder / "truth_hires.csv", index=False, lineterminator="\n")


def interview_truth(story: Story) -> pd.DataFrame:
    """Return one row for each interview held in a decided application.

    `last` marks the round's last interview, on which its decision followed; `eligible` those last
    interviews that were undecided at the landmark; `observed` those of whose round every
    interviewer's mailbox is in the export, from the interview to the landmark or the decision;
    `silent` those that would be, but for the month that is missing from one mailbox.
    """
    meetings, rounds = story.meetings.interviews, story.funnel.rounds
    applications = story.funnel.applications
    of_round = rounds.iloc[meetings["round"].to_numpy()].reset_index(drop=True)
    application = applications.iloc[of_round["application"].to_numpy()].reset_index(drop=True)
    kept = meetings["held"].to_numpy() & (application["status"] != "in_process").to_numpy()
    ends, decided = meetings["ends"].to_numpy(), of_round["decided"].to_numpy()
    noted, noted_at = of_round["noted"].to_numpy(), of_round["noted_at"].to_numpy()
    last = meetings["last"].to_numpy()
    in_time = noted & (noted_at - of_round["end"].to_numpy() <= LANDMARK)
    exported, silent = _exported(story), _silent(story)
    stage = story.world.stage_of[of_round["job"].to_numpy(), of_round["round"].to_numpy()]
    frame = pd.DataFrame(
        {
            "interview_id": meetings["id"],
            "application_id": application["id"],
            "job_id": story.world.jobs["id"].to_numpy()[of_round["job"].to_numpy()],
            "stage_id": story.world.stages["id"].to_numpy()[stage],
            "round": of_round["round"],
            "last": last,
            "sent_by_landmark": in_time,
            "sent_before_decision": noted,
            "sent_after_decision": ~noted & (noted_at >= 0) & (noted_at < EXTRACT),
            "observed": (exported & ~silent)[meetings["round"].to_numpy()],
            "silent": (exported & silent)[meetings["round"].to_numpy()],
            "eligible": last & (decided - ends >= LANDMARK),
            "hours_to_decision": np.round((decided - ends) / HOUR, 2),
            "advanced": of_round["outcome"] == ADVANCED,
            "withdrew": of_round["outcome"] == WITHDREW,
            "base": np.round(of_round["base"], 6),
        }
    )
    return frame[kept].reset_index(drop=True)


def hire_truth(story: Story) -> pd.DataFrame:
    """Return one row for each hire in the HR report: who it is, and how the two records meet."""
    employees = story.staff.employees
    hires = employees[employees["application"] >= 0]
    application: Ints = hires["application"].to_numpy()
    return pd.DataFrame(
        {
            "application_id": story.funnel.applications["id"].to_numpy()[application],
            "employee_number": "TF-" + hires["number"].astype("str"),
            "link": np.array(LINKS, dtype=object)[hires["link"].to_numpy()],
            "sent_in_last_round": hires["noted"],
        }
    )


def _exported(story: Story) -> Bools:
    """Return, by round, whether everybody's mailbox is in the export, as far as was meant."""
    rounds, seats, meetings = story.funnel.rounds, story.meetings.seats, story.meetings.interviews
    until = np.minimum(rounds["decided"].to_numpy(), rounds["end"].to_numpy() + LANDMARK)
    whole = (rounds["first_end"].to_numpy() >= MAIL_FROM) & (until < EXTRACT)
    meeting = seats["interview"].to_numpy()
    unseen = ~mail_is_exported(story.world, seats["user"].to_numpy())
    unseen &= meetings["held"].to_numpy()[meeting]
    whole[meetings["round"].to_numpy()[meeting[unseen]]] = False
    return whole


def _silent(story: Story) -> Bools:
    """Return, by round, whether what is missing from one mailbox may have held a note."""
    rounds, seats, meetings = story.funnel.rounds, story.meetings.seats, story.meetings.interviews
    silence = story.letters.silence
    until = np.minimum(rounds["decided"].to_numpy(), rounds["end"].to_numpy() + LANDMARK)
    meeting = seats.loc[seats["user"] == silence.user, "interview"].to_numpy()
    meeting = meeting[meetings["held"].to_numpy()[meeting]]
    number = meetings["round"].to_numpy()[meeting]
    hit = (meetings["ends"].to_numpy()[meeting] < silence.end) & (until[number] > silence.begin)
    silent = np.zeros(len(rounds), dtype=bool)
    silent[number[hit]] = True
    return silent


def truth(story: Story, interviews: pd.DataFrame, rows: dict[str, int]) -> dict[str, Any]:
    """Return the true effects, the true rates, what a naive look finds, and what was planted."""
    last = interviews[interviews["last"]]
    counted = last[last["eligible"] & last["observed"]]
    applications = story.funnel.applications
    return {
        "applications": len(applications),
        "seed": story.seed,
        "extract": "2026-06-30",
        "planted": {
            "advance": story.effects.advance,
            "performance_sd": story.effects.performance,
            "offer_acceptance": 0.0,
            "leaving": 0.0,
            "meaning": "probability added to passing a round by a note sent before its decision, and "
            "standard deviations added to later ratings by a note in the last round; rounds that are "
            "turned down within two hours are lost whatever the candidate does; withdrawing counts as "
            "not passing",
        },
        "at_landmark": {"hours": LANDMARK // HOUR, **at_landmark(counted, story.effects.advance)},
        "send_rate": {
            "before_decision": _share(last["sent_before_decision"]),
            "by_landmark": _share(last["sent_by_landmark"]),
            "by_landmark_among_counted": _share(counted["sent_by_landmark"]),
            "unobserved": _share(~last["observed"]),
        },
        "naive": naive(story, last),
        "funnel": {
            "interviewed": _share(_had_round(story)),
            "hired": _share(applications["status"] == "hired"),
            "open": int((applications["status"] == "in_process").sum()),
            "interviews": len(interviews),
            "rounds": len(last),
            "counted": len(counted),
        },
        "planted_cases": {
            **_cases(story),
            "interviews_in_a_silent_month": int(interviews["silent"].sum()),
        },
        "self_identification": of_senders(story, counted),
        "rows": rows,
    }


def _had_round(story: Story) -> Bools:
    had = np.zeros(len(story.funnel.applications), dtype=bool)
    had[story.funnel.rounds["application"].to_numpy()] = True
    return had


def _share(flags: Any) -> float:
    return round(float(np.mean(flags)), 6) if len(flags) else 0.0


def at_landmark(counted: pd.DataFrame, effect: float) -> dict[str, float]:
    """Return the difference in the chance to pass between those who wrote by the landmark and not.

    Those who had not written include some who write later, still before the decision, and who then
    gain as much; that dilutes the difference. Strata are job x stage x round, Mantel-Haenszel weighted.
    """
    strata = counted.groupby(["job_id", "stage_id", "round"])
    sent = strata["sent_by_landmark"].sum().to_numpy(dtype=np.float64)
    n = strata.size().to_numpy(dtype=np.float64)
    late = (counted["sent_before_decision"] & ~counted["sent_by_landmark"]).groupby(
        [counted["job_id"], counted["stage_id"], counted["round"]]
    )
    late_share = late.sum().to_numpy() / np.maximum(n - sent, 1)
    weight = sent * (n - sent) / n
    if not weight.sum():
        return {"advance": 0.0, "late_among_not_sent": 0.0}
    diluted = float((weight * (1 - late_share)).sum() / weight.sum())
    return {
        "advance": round(effect * diluted, 6),
        "late_among_not_sent": round(1 - diluted, 6),
    }


def naive(story: Story, last: pd.DataFrame) -> dict[str, float]:
    """Return differences that mislead: they are in the data, and are not the effect."""
    rounds = story.funnel.rounds
    applications = story.funnel.applications
    decided = applications["status"].isin(["hired", "rejected"]).to_numpy()
    ever = np.zeros(len(applications), dtype=bool)
    ever[rounds["application"].to_numpy()[rounds["noted_at"].to_numpy() >= 0]] = True
    offered = np.zeros(len(applications), dtype=bool)
    offered[story.funnel.offers["application"].to_numpy()] = True
    within = decided & _had_round(story)
    any_note = last["sent_before_decision"] | last["sent_after_decision"]
    seen = last["observed"] & any_note
    return {
        "offer_by_ever_sent": _difference(offered[within], ever[within]),
        "advance_by_any_note": _difference(last["advanced"], any_note),
        "advance_by_any_seen_note": _difference(last["advanced"], seen),
        "advance_by_landmark_unadjusted": _difference(
            last["advanced"][last["eligible"]], last["sent_by_landmark"][last["eligible"]]
        ),
        "rating_by_note_in_last_round": _rating_difference(story),
    }


def _rating_difference(story: Story) -> float:
    """Return the difference of hires' first ratings in standard deviations, groups thrown together."""
    reviews = story.staff.reviews[~story.staff.reviews["own"]].drop_duplicates("employee")
    who = story.staff.employees.iloc[reviews["employee"].to_numpy()]
    hired = who["application"].to_numpy() >= 0
    rating, noted = reviews["rating"].to_numpy()[hired], who["noted"].to_numpy()[hired]
    spread = float(np.std(rating)) if len(rating) else 0.0
    return round(_difference(rating, noted) / spread, 6) if spread else 0.0


def _difference(outcome: Any, exposed: Any) -> float:
    outcome, exposed = np.asarray(outcome, dtype=np.float64), np.asarray(exposed, dtype=bool)
    if exposed.all() or not exposed.any():
        return 0.0
    return round(float(outcome[exposed].mean() - outcome[~exposed].mean()), 6)


def _cases(story: Story) -> dict[str, int]:
    """Count what was planted to mislead."""
    records, applications = story.applicants.records, story.funnel.applications
    meetings, messages = story.meetings, story.letters.messages
    link = story.staff.employees["link"].to_numpy()
    per_person = applications.groupby("person")["record"].agg(["size", "nunique"])
    merged = records.loc[records["merged"], "person"]
    two_jobs = (per_person["size"] > 1) & (per_person["nunique"] == 1)
    late = ~story.funnel.rounds["noted"] & story.funnel.rounds["noted_at"].between(0, EXTRACT - 1)
    return {
        "merged_candidates": int(records["merged"].sum()),
        "duplicate_candidates": int((records["duplicate"] & ~records["merged"]).sum()),
        "candidates_on_two_jobs": int((two_jobs & ~two_jobs.index.isin(merged)).sum()),
        "private_candidates": int(story.applicants.people["private"].sum()),
        "prospects": int(applications["prospect"].sum()),
        "rejected_within_two_hours": int(story.funnel.rounds["quick"].sum()),
        "called_off_interviews": int(meetings.interviews["off"].sum()),
        "guests": int((meetings.seats["user"] == NONE).sum()),
        "draft_scorecards": int((meetings.scorecards["submitted"] == NONE).sum()),
        "superseded_offers": int((story.funnel.offers["first_created"] >= 0).sum()),
        "notes_after_decision": int(late.sum()),
        "notes_only_in_the_ats": int(
            (messages["logged"] & ~messages["mailed"] & (messages["kind"] == 0)).sum()
        ),
        **{f"hires_found_by_{name}": int((link == code).sum()) for code, name in enumerate(LINKS)},
    }
