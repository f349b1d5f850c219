"""The story as the flat tables that the vendor keeps, ready for `greenhouse.sql`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, MAIL_FROM, NONE, START
from etl.simulate.funnel import ADVANCED
from etl.simulate.kinds import Ints
from etl.simulate.meetings import RATINGS
from etl.simulate.story import Story
from etl.simulate.vendor_notes import vendor_notes
from etl.simulate.world import DEPARTMENTS, LEVELS, MOST_ROUNDS, OFFICES, SOURCES, ids

REASONS = (
    ("Lacking skills or experience", "WE_REJECTED_THEM"),
    ("Another candidate was stronger", "WE_REJECTED_THEM"),
    ("Position closed", "NONE_SPECIFIED"),
    ("Not the right time", "WE_REJECTED_THEM"),
    ("Candidate withdrew", "THEY_REJECTED_US"),
    ("Declined our offer", "THEY_REJECTED_US"),
)
_TYPES = ("WE_REJECTED_THEM", "THEY_REJECTED_US", "NONE_SPECIFIED", "SECURITY_CONCERN")
_TYPE_NAMES = ("We rejected them", "They rejected us", "None specified", "Security concern")
_RAILS_ZONES = (
    "Dublin",
    "Eastern Time (US & Canada)",
    "Berlin",
    "Madrid",
    "Brasilia",
    "Tokyo",
    "Pacific Time (US & Canada)",
    "Kolkata",
)
_REMARKS = (
    "Clear examples, asked good questions.",
    "Strong on the practical part, thin on planning.",
    "Would like a second opinion on the numbers.",
    "Pleasant. Not sure about the level.",
    "Knew our market well. Thanks to the panel for staying on.",
    "Struggled with the exercise but took hints well.",
    "Very good communicator.",
    "Little detail on own part in past projects.",
)
_FIRST_DAY = START - 900 * DAY


def tables(story: Story) -> dict[str, pd.DataFrame]:
    """Return the table behind each query of `greenhouse.sql`, by name."""
    world = story.world
    rng = np.random.Generator(np.random.PCG64(len(story.funnel.rounds)))
    reason_ids = ids(rng, len(REASONS), 40_140_000_000)
    application = _applications(story, reason_ids)
    rejected = application[application["status"] == "rejected"]
    rejection = rejected[["closed", "recruiter_id", "reason_id"]].copy()
    rejection["application_id"] = rejected["id"]
    rejection.insert(0, "id", ids(rng, len(rejected), 45_000_000_000))
    tables = {
        "candidate": _candidates(story, application),
        "application": application,
        "stage_event": _stage_events(story, rng),
        "offer": _offers(story, rng),
        "rejection": rejection,
        "reason": pd.DataFrame(
            {
                "id": reason_ids,
                "name": [name for name, _ in REASONS],
                "key": [key for _, key in REASONS],
                "type_id": [40_150_000_001 + _TYPES.index(key) for _, key in REASONS],
                "type_name": [_TYPE_NAMES[_TYPES.index(key)] for _, key in REASONS],
            }
        ),
        "department": _named(world.department_ids, [*(item.name for item in DEPARTMENTS), "Talent"]),
        "office": _named(world.office_ids, list(OFFICES)),
        "source": _named(world.source_ids, [name for name, _ in SOURCES]).assign(
            type_name=[kind for _, kind in SOURCES]
        ),
        "note": vendor_notes(story, rng),
    }
    tables |= _plan(story) | _sessions(story)
    for name in ("reason", "department", "office", "source"):
        tables[name]["first_day"] = _FIRST_DAY
    return tables


def _named(identifiers: Ints, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"id": identifiers, "name": names})


def _applications(story: Story, reason_ids: Ints) -> pd.DataFrame:
    world, frame = story.world, story.funnel.applications
    jobs, users = world.jobs.iloc[frame["job"].to_numpy()], world.users["id"].to_numpy()
    rounds = story.funnel.rounds
    moved = np.where(rounds["decided"] < EXTRACT, rounds["decided"], rounds["entered"])
    updated = frame["applied"].to_numpy().copy()
    np.maximum.at(updated, rounds["application"].to_numpy(), moved)
    stage = frame["stage"].to_numpy()
    known = stage >= 0
    stage_name = np.where(known, world.stages["name"].to_numpy()[np.maximum(stage, 0)], None)
    reason = frame["reason"].to_numpy()
    return pd.DataFrame(
        {
            "id": frame["id"],
            "candidate_id": story.applicants.records["id"].to_numpy()[frame["record"].to_numpy()],
            "record": frame["record"],
            "job_id": jobs["id"].to_numpy(),
            "prospect": frame["prospect"],
            "status": frame["status"],
            "stage_id": np.where(known, world.stages["id"].to_numpy()[np.maximum(stage, 0)], NONE),
            "stage_name": stage_name,
            "source_id": world.source_ids[frame["source"].to_numpy()],
            "source_name": np.array([name for name, _ in SOURCES], dtype=object)[frame["source"].to_numpy()],
            "recruiter_id": users[jobs["recruiter"].to_numpy()],
            "coordinator_id": users[jobs["coordinator"].to_numpy()],
            "closed": frame["closed"],
            "reason_id": np.where(reason >= 0, reason_ids[np.maximum(reason, 0)], NONE),
            "applied": frame["applied"],
            "updated": np.maximum(updated, frame["closed"].to_numpy()),
            "office_name": np.array(OFFICES, dtype=object)[jobs["office"].to_numpy()],
        }
    )


def _candidates(story: Story, application: pd.DataFrame) -> pd.DataFrame:
    records, people = story.applicants.records, story.applicants.people
    person = records["person"].to_numpy()
    latest = application.groupby("record")["updated"].max()
    one = application.drop_duplicates("record").set_index("record")
    row = np.arange(len(records))
    first, personal = people["first"].iloc[person].to_numpy(), people["personal"].iloc[person].to_numpy()
    # Somebody who signs up twice types the name and the address in another way.
    again = records["duplicate"].to_numpy()
    return pd.DataFrame(
        {
            "id": records["id"],
            "first": np.where(again & (row % 3 == 0), pd.Series(first).str.upper(), first),
            "last": people["last"].iloc[person].to_numpy(),
            "personal": np.where(again & (row % 2 == 0), pd.Series(personal).str.capitalize(), personal),
            "other": people["other"].iloc[person].to_numpy(),
            "private": people["private"].to_numpy()[person],
            "created": records["created"],
            "updated": latest.reindex(row).fillna(records["created"]).astype(np.int64).to_numpy(),
            "time_zone": np.array(_RAILS_ZONES, dtype=object)[people["zone"].to_numpy()[person]],
            "recruiter_id": one["recruiter_id"].reindex(row).fillna(NONE).astype(np.int64).to_numpy(),
            "coordinator_id": one["coordinator_id"].reindex(row).fillna(NONE).astype(np.int64).to_numpy(),
        }
    )


def _stage_events(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    """Return the stays in stages. A rejected application stays where it was rejected, as it does there."""
    world, frame = story.world, story.funnel.applications
    rounds, offers = story.funnel.rounds, story.funnel.offers
    job = frame["job"].to_numpy()
    real = np.flatnonzero(~frame["prospect"].to_numpy())
    reviewed = frame["reviewed"].to_numpy()[real]
    passed = frame["interviewed"].to_numpy()[real] & (reviewed < EXTRACT)
    of_round = rounds["application"].to_numpy()
    advanced = (rounds["outcome"].to_numpy() == ADVANCED) & (rounds["decided"].to_numpy() < EXTRACT)
    planned = world.jobs["rounds"].to_numpy()[job[of_round]]
    won = np.flatnonzero(advanced & (rounds["round"].to_numpy() == planned))
    parts = [
        (real, np.zeros(len(real), dtype=np.int64), frame["applied"].to_numpy()[real],
         np.where(passed, reviewed, NONE)),
        (of_round, rounds["round"].to_numpy(), rounds["entered"].to_numpy(),
         np.where(advanced, rounds["decided"].to_numpy(), NONE)),
        (of_round[won], np.full(len(won), MOST_ROUNDS + 1), rounds["decided"].to_numpy()[won],
         np.full(len(won), NONE)),
    ]  # fmt: skip
    events = pd.concat(
        [
            pd.DataFrame({"application": a, "number": n, "entered": i, "exited": o})
            for a, n, i, o in parts
        ],
        ignore_index=True,
    ).sort_values(["entered", "application", "number"], ignore_index=True)
    row = events["application"].to_numpy()
    created = events["entered"].to_numpy().copy()
    # The vendor has no times for some of the oldest rows, which it filled in afterwards.
    chance = rng.random(len(events))
    old = (created < MAIL_FROM) & (chance < np.where(events["number"] == 0, 0.15, 0.02))
    return pd.DataFrame(
        {
            "id": ids(rng, len(events), 46_000_000_000),
            "application_id": frame["id"].to_numpy()[row],
            "stage_id": world.stages["id"].to_numpy()[world.stage_of[job[row], events["number"]]],
            "entered": np.where(old, NONE, created),
            "exited": np.where(old, NONE, events["exited"]),
            "current": events["exited"].to_numpy() == NONE,
            "created": created,
        }
    )


def _offers(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    offers, frame = story.funnel.offers, story.funnel.applications
    first = offers[offers["first_created"] >= 0]
    second = offers[offers["created"] < EXTRACT]
    answer = np.where(second["accepted"], "Accepted", "Rejected")
    answered = (second["resolved"] < EXTRACT).to_numpy()
    replaced = (second["first_created"] >= 0).to_numpy()
    superseded = (first["created"] < EXTRACT).to_numpy()
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "application": first["application"],
                    "version": 1,
                    "status": np.where(superseded, "Deprecated", "Created"),
                    "created": first["first_created"],
                    "resolved": NONE,
                    "starts": first["starts"] - 14 * DAY,
                }
            ),
            pd.DataFrame(
                {
                    "application": second["application"],
                    "version": np.where(replaced, 2, 1),
                    "status": np.where(answered, answer, "Created"),
                    "created": second["created"],
                    "resolved": np.where(answered, second["resolved"], NONE),
                    "starts": second["starts"],
                }
            ),
        ],
        ignore_index=True,
    ).sort_values(["created", "application"], ignore_index=True)
    row = rows["application"].to_numpy()
    rows.insert(0, "id", ids(rng, len(rows), 47_000_000_000))
    rows["application_id"] = frame["id"].to_numpy()[row]
    rows["candidate_id"] = story.applicants.records["id"].to_numpy()[frame["record"].to_numpy()[row]]
    rows["job_id"] = story.world.jobs["id"].to_numpy()[frame["job"].to_numpy()[row]]
    rows["sent"] = np.where(rows["status"] == "Created", NONE, rows["created"])
    return rows


def _plan(story: Story) -> dict[str, pd.DataFrame]:
    """Return jobs, their stages and slots, and users."""
    world, frame = story.world, story.funnel.applications
    jobs, stages, slots, users = world.jobs, world.stages, world.slots, world.users
    count = len(jobs)
    opened = np.minimum(
        jobs["opens"].to_numpy(),
        frame.groupby("job")["applied"].min().reindex(range(count)).to_numpy() - DAY,
    ).astype(np.int64)
    busy = frame[frame["status"] == "in_process"].groupby("job").size().reindex(range(count)).notna()
    latest = frame.groupby("job")["applied"].max().reindex(range(count)).to_numpy() + 90 * DAY
    shut = ~busy.to_numpy() & (latest < EXTRACT)
    employee = story.staff.employees
    numbers = employee[employee["user"] >= 0].set_index("user")["number"].reindex(range(len(users)))
    department = np.r_[world.department_ids]
    return {
        "job": pd.DataFrame(
            {
                "id": jobs["id"],
                "title": jobs["title"],
                "number": np.arange(count) + 101,
                "status": np.where(shut, "closed", "open"),
                "department_id": department[jobs["department"].to_numpy()],
                "office_id": world.office_ids[jobs["office"].to_numpy()],
                "level": np.array(LEVELS, dtype=object)[jobs["level"].to_numpy()],
                "opened": opened,
                "closed": np.where(shut, latest.astype(np.int64), NONE),
            }
        ),
        "stage": pd.DataFrame(
            {
                "id": stages["id"],
                "job_id": jobs["id"].to_numpy()[stages["job"].to_numpy()],
                "name": stages["name"],
                "position": stages["position"],
                "opened": opened[stages["job"].to_numpy()],
            }
        ),
        "slot": pd.DataFrame(
            {
                "id": slots["id"],
                "job_id": jobs["id"].to_numpy()[slots["job"].to_numpy()],
                "stage_id": stages["id"].to_numpy()[slots["stage"].to_numpy()],
                "name": slots["name"],
                "minutes": slots["minutes"],
                "format": slots["format"],
                "ord": slots["order"],
                "opened": opened[slots["job"].to_numpy()],
            }
        ),
        "member": pd.DataFrame(
            {
                "id": users["id"],
                "first": users["first"],
                "last": users["last"],
                "email": users["email"],
                "employee_id": "TF-" + numbers.astype(np.int64).astype("str").to_numpy(),
                "job_title": np.where(users["department"] == len(DEPARTMENTS), "Recruiter", "Interviewer"),
                "department_id": department[users["department"].to_numpy()],
                "office_id": world.office_ids[users["office"].to_numpy()],
                "since": users["since"],
            }
        ),
    }


def _sessions(story: Story) -> dict[str, pd.DataFrame]:
    """Return interviews, who sat in, and scorecards."""
    world, meetings, frame = story.world, story.meetings, story.funnel.applications
    interviews, seats, cards = meetings.interviews, meetings.seats, meetings.scorecards
    rounds = story.funnel.rounds.iloc[interviews["round"].to_numpy()]
    job = rounds["job"].to_numpy()
    users, application_ids = world.users["id"].to_numpy(), frame["id"].to_numpy()
    applications = application_ids[rounds["application"].to_numpy()]
    entered = rounds["entered"].to_numpy()
    scheduled = interviews["scheduled"].to_numpy()
    created = np.where(scheduled >= 0, np.minimum(scheduled, interviews["starts"] - 3600), entered)
    interview = pd.DataFrame(
        {
            "id": interviews["id"],
            "application_id": applications,
            "job_id": world.jobs["id"].to_numpy()[job],
            "job_interview_id": world.slots["id"].to_numpy()[interviews["slot"].to_numpy()],
            "starts": interviews["starts"],
            "ends": interviews["ends"],
            "scheduled": scheduled,
            "organizer_id": users[world.jobs["coordinator"].to_numpy()[job]],
            "format": world.slots["format"].to_numpy()[interviews["slot"].to_numpy()],
            "office_name": np.array(OFFICES, dtype=object)[world.jobs["office"].to_numpy()[job]],
            "status": interviews["status"],
            "held": interviews["held"],
            "created": created,
        }
    )
    meeting, user = seats["interview"].to_numpy(), seats["user"].to_numpy()
    inside, card = user >= 0, seats["card"].to_numpy()
    emails = world.users["email"].to_numpy()[np.maximum(user, 0)]
    guests = pd.Series(seats["id"]).astype("str") + "@guests.example"
    seat = pd.DataFrame(
        {
            "id": seats["id"],
            "interview_id": interviews["id"].to_numpy()[meeting],
            "user_id": np.where(inside, users[np.maximum(user, 0)], NONE),
            "email": np.where(inside, emails, guests),
            "response": seats["response"],
            "scorecard_id": np.where(card >= 0, cards["id"].to_numpy()[np.maximum(card, 0)], NONE),
            "created": created[meeting],
        }
    )
    of_card = cards["seat"].to_numpy()
    scorecard = pd.DataFrame(
        {
            "id": cards["id"],
            "application_id": applications[meeting[of_card]],
            "interview_kit_id": world.jobs["kit"].to_numpy()[job[meeting[of_card]]],
            "interviewer_id": users[user[of_card]],
            "starts": interviews["starts"].to_numpy()[meeting[of_card]],
            "submitted": cards["submitted"],
            "rating": np.array(RATINGS, dtype=object)[cards["rating"].to_numpy()],
            "remark": np.array(_REMARKS, dtype=object)[cards["remark"].to_numpy() % len(_REMARKS)],
            "created": created[meeting[of_card]],
        }
    )
    return {"interview": interview, "seat": seat, "scorecard": scorecard}
