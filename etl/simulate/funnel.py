"""What happens to each application: rounds of interviews, notes, decisions, offers.

The order of the draws is the story's causal order. When a decision will fall, and whether a
candidate means to write and how soon, are drawn before the outcome and without regard to it. A note
that is in time then adds `Effects.advance` to the chance to pass, the same everywhere. Ability moves
that chance too, but not who writes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.applicants import Applicants
from etl.simulate.clock import DAY, EXTRACT, HOUR, MINUTE, NONE, in_office_hours, next_weekday, to_local, to_utc
from etl.simulate.kinds import Bools, Floats, Ints
from etl.simulate.world import MOST_ROUNDS, World

REJECTED, ADVANCED, WITHDREW = 0, 1, 2
LANDMARK = 24 * HOUR
_BREAK = 30 * MINUTE


@dataclass(frozen=True)
class Effects:
    """What a note does in this employer, in the units that the findings use.

    Attributes
    ----------
    advance
        Added to the probability of passing the round, -0.2 to 0.2, by a note before the decision.
    performance
        Added to later performance, in standard deviations of a rating, by a note in the last round.
    """

    advance: float = 0.08
    performance: float = 0.0


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
    bases = _base_chances(rng, world)
    chances = _Chances(bases, world.jobs["custom"].to_numpy(), effects.advance)

    parts = []
    rows, entered = np.flatnonzero(interviewed), reviewed[interviewed]
    for number in range(1, MOST_ROUNDS + 1):
        in_plan = world.jobs["rounds"].to_numpy()[job[rows]] >= number
        rows, entered = rows[in_plan], entered[in_plan]
        part = _round(rng, world, number, rows, job[rows], ability[rows], entered, chances)
        parts.append(part)
        advanced = part["outcome"].to_numpy() == ADVANCED
        rows, entered = rows[advanced], part["decided"].to_numpy()[advanced]
    rounds = pd.concat(parts, ignore_index=True)
    rounds = rounds[rounds["entered"] < EXTRACT].sort_values(["application", "round"], ignore_index=True)

    applications["reviewed"], applications["interviewed"] = reviewed, interviewed
    finished = _last_rounds(world, rounds, job)
    offers = _offers(rng, rounds, finished, applications, zone)
    _close(rng, world, applications, rounds, finished, offers)
    return Funnel(applications, rounds, offers)


@dataclass(frozen=True)
class _Chances:
    base: Floats
    custom: Floats
    effect: float


def _base_chances(rng: np.random.Generator, world: World) -> Floats:
    """Return the chance to pass by (job, round), 0.34-0.62: higher where notes are customary."""
    custom = world.jobs["custom"].to_numpy()
    job = 0.39 + 0.23 * (custom - 0.06) / 0.69 + rng.normal(0, 0.02, len(custom))
    shift = np.array([0.0, 0.0, -0.02, 0.02, 0.03, 0.04])
    return np.clip(job[:, None] + shift[None, :], 0.34, 0.62)


def _round(
    rng: np.random.Generator,
    world: World,
    number: int,
    rows: Ints,
    job: Ints,
    ability: Floats,
    entered: Ints,
    chances: _Chances,
) -> pd.DataFrame:
    count = len(rows)
    zone = world.jobs["office"].to_numpy()[job]
    first, second = world.slot_of[job, number, 0], world.slot_of[job, number, 1]
    minutes = world.slots["minutes"].to_numpy()
    start = _appointment(rng, entered, zone, np.where(second >= 0, 13, 17))
    first_end = start + minutes[first] * MINUTE
    second_start = np.where(second >= 0, first_end + _BREAK, NONE)
    end = np.where(second >= 0, second_start + minutes[np.maximum(second, 0)] * MINUTE, first_end)

    # Turned down within two hours, before most could write; the weak more often.
    quick = rng.random(count) < 0.08 * (1 - np.tanh(ability))
    pause = np.maximum(np.exp(rng.normal(np.log(60), 0.75, count)), 2.5) * HOUR
    usual = in_office_hours(end + pause.astype(np.int64), zone)
    decided = np.where(quick, end + rng.integers(15 * MINUTE, 2 * HOUR, count), usual)

    means_to = rng.random(count) < np.clip(chances.custom[job] + 0.02 * (number - 1), 0.06, 0.79)
    delay = _delays(rng, count, decided - end)
    noted = means_to & (end + delay < decided)

    chance = chances.base[job, number] + 0.08 * np.tanh(ability) + chances.effect * noted
    chance = np.where(quick, 0.0, chance)
    draw, leaves, polite = rng.random((3, count))
    outcome = np.where(draw < chance, ADVANCED, np.where((leaves < 0.12) & ~quick, WITHDREW, REJECTED))
    # Who was too late writes after the decision at times, the more so if it was a kind one.
    after = means_to & ~noted & (polite < np.where(outcome == ADVANCED, 0.6, 0.15))
    after_at = decided + rng.integers(20 * MINUTE, 20 * HOUR, count)
    return pd.DataFrame(
        {
            "application": rows,
            "job": job,
            "round": number,
            "entered": entered,
            "start": start,
            "first_end": first_end,
            "second_start": second_start,
            "end": end,
            "decided": decided,
            "quick": quick,
            "base": chances.base[job, number],
            "chance": chance,
            "outcome": outcome,
            "noted": noted,
            "noted_at": np.where(noted, end + delay, np.where(after, after_at, NONE)),
        }
    )


def _appointment(rng: np.random.Generator, entered: Ints, zone: Ints, latest: Ints) -> Ints:
    """Return a start on the hour or half hour, 2-8 days on, from 9 h to `latest` h local time."""
    count = len(entered)
    day = next_weekday(to_local(entered, zone) // DAY + rng.integers(2, 9, count))
    half_hours = (rng.random(count) * ((latest - 9) * 2)).astype(np.int64)
    return to_utc(day * DAY + 9 * HOUR + half_hours * 30 * MINUTE, zone)


def _delays(rng: np.random.Generator, count: int, decision: Ints) -> Ints:
    """Return seconds from the interview's end to the intended note: most soon, a fifth in days."""
    soon = np.exp(rng.normal(np.log(4.5), 1.1, count))
    late = rng.uniform(24, 110, count)
    hours = np.where(rng.random(count) < 0.8, soon, late)
    delay = np.maximum(hours * HOUR, 6 * MINUTE).astype(np.int64)
    # Nobody writes within a minute of the landmark or of the decision: rounding must not matter.
    for edge in (np.full(count, LANDMARK), decision):
        delay = np.where(np.abs(delay - edge) < 2 * MINUTE, edge + 3 * MINUTE, delay)
    return delay


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
    status[row], closed[row] = np.where(accepted, "hired", "rejected"), answered["resolved"].to_numpy()
    reason[row] = np.where(accepted, NONE, 5)

    converted = applications["prospect"].to_numpy() & (np.arange(count) % 2 == 0)
    status[converted] = "converted"
    applications["status"], applications["closed"], applications["reason"] = status, closed, reason
    applications["stage"] = np.where(
        applications["prospect"].to_numpy(), NONE, world.stage_of[job, at_round]
    )
