"""One round of interviews: when it is, who writes, when it is decided, and how.

The order of the draws is the story's causal order. When a decision will fall, and whether a
candidate means to write and how soon, are drawn before the outcome and without regard to it. A note
that is in time then adds `Effects.advance` to the chance to pass, the same everywhere. Ability moves
that chance too, but not who writes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.clock import (
    DAY,
    HOUR,
    MINUTE,
    NONE,
    in_office_hours,
    next_weekday,
    to_local,
    to_utc,
)
from etl.simulate.kinds import Floats, Ints
from etl.simulate.world import World

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


@dataclass(frozen=True)
class Chances:
    """What a round's outcome rests on, by job.

    Attributes
    ----------
    base
        Chance to pass by (job, round), for somebody of middling ability who does not write.
    custom
        Share, 0-1, of candidates who mean to write, by job.
    effect
        Added to the chance by a note in time.
    """

    base: Floats
    custom: Floats
    effect: float


def base_chances(rng: np.random.Generator, world: World) -> Floats:
    """Return the chance to pass by (job, round), 0.34-0.62: higher where notes are customary."""
    custom = world.jobs["custom"].to_numpy()
    job = 0.39 + 0.23 * (custom - 0.06) / 0.69 + rng.normal(0, 0.02, len(custom))
    shift = np.array([0.0, 0.0, -0.02, 0.02, 0.03, 0.04])
    return np.clip(job[:, None] + shift[None, :], 0.34, 0.62)


def draw_round(
    rng: np.random.Generator,
    world: World,
    number: int,
    rows: Ints,
    job: Ints,
    ability: Floats,
    entered: Ints,
    chances: Chances,
) -> pd.DataFrame:
    """Draw a round of the applications `rows`, whose jobs, ability and time of entry are aligned.

    Returns the columns of `Funnel.rounds`; `number` is the round, from 1.
    """
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
    outcome = np.where(
        draw < chance, ADVANCED, np.where((leaves < 0.12) & ~quick, WITHDREW, REJECTED)
    )
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
    """Return seconds from the interview's end to the intended note: most soon, some in days."""
    soon = np.exp(rng.normal(np.log(4.5), 1.1, count))
    late = rng.uniform(24, 110, count)
    hours = np.where(rng.random(count) < 0.86, soon, late)
    delay = np.maximum(hours * HOUR, 6 * MINUTE).astype(np.int64)
    # Nobody writes within a minute of the landmark or of the decision: rounding must not matter.
    for edge in (np.full(count, LANDMARK), decision):
        delay = np.where(np.abs(delay - edge) < 2 * MINUTE, edge + 3 * MINUTE, delay)
    return delay
