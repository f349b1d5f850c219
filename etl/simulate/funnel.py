"""What happens to each application: the review, the rounds of interviews, the offer, the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.applicants import Applicants
from etl.simulate.clock import DAY, EXTRACT, HOUR, NONE, in_office_hours, next_weekday
from etl.simulate.kinds import Bools, Ints
from etl.simulate.rounds import ADVANCED, WITHDREW, Chances, Effects, base_chances, draw_round
from etl.simulate.world import MOST_ROUNDS, World


@dataclass
class Funnel:
    """The course of every application up to the extract.

    Attributes
    ----------
    applications
        As drawn, with `reviewed`, `interviewed`, `status`, `closed`, `reason` and `stage` (row).
    rounds
        One row an application and round entered before the extract: `entered`, `start` and `end` of
        the interviewing, `decided` (may lie beyond the extract), `outcome`, `chance` (probability to
        pass), `noted_at` (when the note was sent, or `NONE`), `noted` (before the decision).
    offers
        One row an offer that was extended: `application` (row), `created`, `resolved`, `accepted`,
        `first_created` of the version that it replaced (or `NONE`), `starts`.
    """

    applications: pd.DataFrame
    rounds: pd.DataFrame
    offers: pd.DataFrame


def draw_funnel(
    rng: np.random.Generator, world: World, applicants: Applicants, effects: Effects
) -> Funnel:
    """Draw every application's course."""
    applications = applicants.applications.copy()
    job = applications["job"].to_numpy()
    zone = world.jobs["office"].to_numpy()[job]
    ability = applicants.people["ability"].to_numpy()[applications["person"].to_numpy()]
    count = len(applications)
    wait = np.exp(rng.normal(1.3, 0.7, count)) * DAY
    reviewed = in_office_hours(applications["applied"].to_numpy() + wait.astype(np.int64), zone)
    chance = 0.46 + 0.10 * np.tanh(ability)
    interviewed = (rng.random(count) < chance) & ~applications["prospect"].to_numpy()
    bases = base_chances(rng, world)
    chances = Chances(bases, world.jobs["custom"].to_numpy(), effects.advance)

    parts = []
    rows, entered = np.flatnonzero(interviewed), reviewed[interviewed]
    for number in range(1, MOST_ROUNDS + 1):
        in_plan = world.jobs["rounds"].to_numpy()[job[rows]] >= number
        rows, entered = rows[in_plan], entered[in_plan]
        part = draw_round(rng, world, number, rows, job[rows], ability[rows], entered, chances)
        parts.append(part)
        advanced = part["outcome"].to_numpy() == ADVANCED
        rows, entered = rows[advanced], part["decided"].to_numpy()[advanced]
    rounds = pd.concat(parts, ignore_index=True)
    rounds = rounds[rounds["entered"] < EXTRACT].sort_values(
        ["application", "round"], ignore_index=True
    )

    applications["reviewed"], applications["interviewed"] = reviewed, interviewed
    finished = _last_rounds(world, rounds, job)
    offers = _offers(rng, rounds, finished, applications, zone)
    _close(rng, world, applications, rounds, finished, offers)
    return Funnel(applications, rounds, offers)


def _last_rounds(world: World, rounds: pd.DataFrame, job: Ints) -> Bools:
    """Return which rounds are the last one of their job's plan."""
    planned = world.jobs["rounds"].to_numpy()[job[rounds["application"].to_numpy()]]
    return rounds["round"].to_numpy() == planned


def _offers(
    rng: np.random.Generator,
    rounds: pd.DataFrame,
    finished: Bools,
    applications: pd.DataFrame,
    zone: Ints,
) -> pd.DataFrame:
    won = rounds[finished & (rounds["outcome"] == ADVANCED) & (rounds["decided"] < EXTRACT)]
    row, decided = won["application"].to_numpy(), won["decided"].to_numpy()
    count = len(row)
    made = in_office_hours(decided + rng.integers(4 * HOUR, 60 * HOUR, count), zone[row])
    replaced = rng.random(count) < 0.14
    replaced[:2] = True
    created = np.where(
        replaced, in_office_hours(made + rng.integers(20 * HOUR, 80 * HOUR, count), zone[row]), made
    )
    resolved = in_office_hours(created + rng.integers(DAY, 8 * DAY, count), zone[row])
    offers = pd.DataFrame(
        {
            "application": row,
            "person": applications["person"].to_numpy()[row],
            "first_created": np.where(replaced, made, NONE),
            "created": created,
            "resolved": resolved,
            "accepted": rng.random(count) < 0.87,
            "starts": next_weekday(resolved // DAY + rng.integers(14, 60, count)) * DAY,
        }
    )
    # Nobody is hired twice: who has accepted one offer declines the next.
    accepted = offers[offers["accepted"]].sort_values(["resolved", "application"])
    offers.loc[accepted.index[accepted["person"].duplicated()], "accepted"] = False
    return offers[offers["first_created"].where(replaced, offers["created"]) < EXTRACT].reset_index(
        drop=True
    )


def _close(
    rng: np.random.Generator,
    world: World,
    applications: pd.DataFrame,
    rounds: pd.DataFrame,
    finished: Bools,
    offers: pd.DataFrame,
) -> None:
    """Add how each application stands at the extract: `status`, `closed`, `reason`, `stage`."""
    count = len(applications)
    job = applications["job"].to_numpy()
    status = np.full(count, "in_process", dtype=object)
    reason = np.full(count, NONE, dtype=np.int64)
    closed = np.full(count, NONE, dtype=np.int64)
    at_round = np.zeros(count, dtype=np.int64)

    reviewed = applications["reviewed"].to_numpy()
    screened = ~applications["interviewed"].to_numpy() & ~applications["prospect"].to_numpy()
    out = np.flatnonzero(screened & (reviewed < EXTRACT))
    status[out], closed[out] = "rejected", reviewed[out]
    reason[out] = rng.choice((0, 1, 2, 4), len(out), p=(0.55, 0.30, 0.10, 0.05))

    known = rounds["decided"].to_numpy() < EXTRACT
    row, outcome = rounds["application"].to_numpy(), rounds["outcome"].to_numpy()
    at_round[row] = rounds["round"].to_numpy()
    won = finished & known & (outcome == ADVANCED)
    at_round[row[won]] = MOST_ROUNDS + 1
    lost = known & (outcome != ADVANCED)
    status[row[lost]], closed[row[lost]] = "rejected", rounds["decided"].to_numpy()[lost]
    why = rng.choice((0, 1, 3), len(row), p=(0.5, 0.2, 0.3))
    reason[row[lost]] = np.where(outcome == WITHDREW, 4, why)[lost]

    answered = offers[offers["resolved"] < EXTRACT]
    row, accepted = answered["application"].to_numpy(), answered["accepted"].to_numpy()
    status[row], closed[row] = (
        np.where(accepted, "hired", "rejected"),
        answered["resolved"].to_numpy(),
    )
    reason[row] = np.where(accepted, NONE, 5)

    converted = applications["prospect"].to_numpy() & (np.arange(count) % 2 == 0)
    status[converted] = "converted"
    applications["status"], applications["closed"], applications["reason"] = status, closed, reason
    applications["stage"] = np.where(
        applications["prospect"].to_numpy(), NONE, world.stage_of[job, at_round]
    )
