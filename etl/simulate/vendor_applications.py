"""The vendor's rows about applications: candidates, applications, stays in stages, offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, NONE, START
from etl.simulate.kinds import Ints
from etl.simulate.rounds import ADVANCED
from etl.simulate.world import MOST_ROUNDS, OFFICES, SOURCES, ids

if TYPE_CHECKING:
    from etl.simulate.story import Story

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
"""The vendor's names of `clock.ZONES`."""
_BACKFILLED = START + 40 * DAY


def application_tables(
    story: Story, rng: np.random.Generator, reason_ids: Ints
) -> dict[str, pd.DataFrame]:
    """Return candidates, applications, stage events, rejections and offers."""
    application = _applications(story, reason_ids)
    rejected = application[application["status"] == "rejected"]
    rejection = rejected[["closed", "recruiter_id", "reason_id"]].assign(
        application_id=rejected["id"]
    )
    rejection.insert(0, "id", ids(rng, len(rejected), 45_000_000_000))
    return {
        "candidate": _candidates(story, application),
        "application": application,
        "stage_event": _stage_events(story, rng),
        "rejection": rejection,
        "offer": _offers(story, rng),
    }


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
            "source_name": np.array([name for name, _ in SOURCES], dtype=object)[
                frame["source"].to_numpy()
            ],
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
    first, personal = (
        people["first"].iloc[person].to_numpy(),
        people["personal"].iloc[person].to_numpy(),
    )
    # Somebody who signs up twice types the name and the address in another way.
    again = records["duplicate"].to_numpy()
    return pd.DataFrame(
        {
            "id": records["id"],
            "first": np.where(again & (row % 3 == 0), pd.Series(first).str.upper(), first),
            "last": people["last"].iloc[person].to_numpy(),
            "personal": np.where(
                again & (row % 2 == 0), pd.Series(personal).str.capitalize(), personal
            ),
            "other": people["other"].iloc[person].to_numpy(),
            "private": people["private"].to_numpy()[person],
            "created": records["created"],
            "updated": latest.reindex(row).fillna(records["created"]).astype(np.int64).to_numpy(),
            "time_zone": np.array(_RAILS_ZONES, dtype=object)[people["zone"].to_numpy()[person]],
            "recruiter_id": one["recruiter_id"]
            .reindex(row)
            .fillna(NONE)
            .astype(np.int64)
            .to_numpy(),
            "coordinator_id": one["coordinator_id"]
            .reindex(row)
            .fillna(NONE)
            .astype(np.int64)
            .to_numpy(),
        }
    )


def _stage_events(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    """Return the stays in stages. A rejected application stays where it was rejected, as it does there."""
    world, frame = story.world, story.funnel.applications
    rounds = story.funnel.rounds
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
    old = (created < _BACKFILLED) & (chance < np.where(events["number"] == 0, 0.2, 0.03))
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
    rows["candidate_id"] = story.applicants.records["id"].to_numpy()[
        frame["record"].to_numpy()[row]
    ]
    rows["job_id"] = story.world.jobs["id"].to_numpy()[frame["job"].to_numpy()[row]]
    rows["sent"] = np.where(rows["status"] == "Created", NONE, rows["created"])
    return rows
