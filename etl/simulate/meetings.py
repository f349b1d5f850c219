"""The interviews of each round: when, who sat in, what they scored, and what came to nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, HOUR, MINUTE, NONE
from etl.simulate.funnel import Funnel
from etl.simulate.kinds import Bools, Floats, Ints
from etl.simulate.world import POOL, World, ids, ids_by_age

_CALLED_OFF, _GUEST, _BORROWED, _FILED = 0.06, 0.008, 0.05, 0.93
RATINGS = ("strong_no", "no", "yes", "strong_yes", "no_decision")


@dataclass
class Meetings:
    """Interviews and who took part.

    Attributes
    ----------
    interviews
        One row an interview: `id`, `round` (row), `slot` (row), `starts`, `ends`, `scheduled`,
        `status` (the vendor's), `held` (whether it took place), `last` (of its round).
    seats
        One row an interview and interviewer: `id`, `interview` (row), `user` (row or `NONE` for a
        guest), `response`, `card` (row in `scorecards` or `NONE`).
    scorecards
        One row a seat of a user: `id`, `seat`, `submitted` (or `NONE`), `rating` (index).
    """

    interviews: pd.DataFrame
    seats: pd.DataFrame
    scorecards: pd.DataFrame


def draw_meetings(
    rng: np.random.Generator, world: World, funnel: Funnel, ability: Floats
) -> Meetings:
    """Draw interviews, seats and scorecards; `ability` is by application, in standard deviations."""
    interviews = _interviews(rng, world, funnel.rounds)
    job = funnel.rounds["job"].to_numpy()[interviews["round"].to_numpy()]
    seats = _seats(rng, world, interviews, job)
    application = funnel.rounds["application"].to_numpy()[interviews["round"].to_numpy()]
    decided = funnel.rounds["decided"].to_numpy()[interviews["round"].to_numpy()]
    scorecards = _scorecards(rng, interviews, seats, decided, ability[application])
    missing = seats["card"].to_numpy() >= 0
    missing &= scorecards["submitted"].to_numpy()[np.maximum(seats["card"].to_numpy(), 0)] == NONE
    waiting = np.zeros(len(interviews), dtype=bool)
    waiting[seats["interview"].to_numpy()[missing]] = True
    held = interviews["held"].to_numpy()
    odd = np.where(rng.random(len(interviews)) < 0.1, "collect_feedback", "awaiting_feedback")
    interviews["status"] = np.where(held, np.where(waiting, odd, "complete"), interviews["status"])
    return Meetings(interviews, seats, scorecards)


def _interviews(rng: np.random.Generator, world: World, rounds: pd.DataFrame) -> pd.DataFrame:
    job, number = rounds["job"].to_numpy(), rounds["round"].to_numpy()
    row = np.arange(len(rounds))
    first, second = world.slot_of[job, number, 0], world.slot_of[job, number, 1]
    start, entered = rounds["start"].to_numpy(), rounds["entered"].to_numpy()
    booked = np.minimum(entered + rng.integers(2 * HOUR, 30 * HOUR, len(rounds)), start - 12 * HOUR)
    two = second >= 0
    parts = [
        (row, first, start, rounds["first_end"].to_numpy(), booked, ~two, False),
        (row[two], second[two], rounds["second_start"].to_numpy()[two], rounds["end"].to_numpy()[two],
         booked[two], True, False),
    ]  # fmt: skip
    # Called off and held later: the first appointment stays behind as "skipped".
    early = start - rng.integers(1, 3, len(rounds)) * DAY
    off = (
        (rng.random(len(rounds)) < _CALLED_OFF) & (early > entered + 12 * HOUR) & (early < EXTRACT)
    )
    length = rounds["first_end"].to_numpy() - start
    parts.append(
        (row[off], first[off], early[off], (early + length)[off], entered[off] + HOUR, False, True)
    )
    frame = pd.concat(
        [
            pd.DataFrame(
                {"round": a, "slot": b, "starts": c, "ends": d, "scheduled": e, "last": f, "off": g}
            )
            for a, b, c, d, e, f, g in parts
        ],
        ignore_index=True,
    )
    frame = pd.concat([frame, _take_homes(rng, world, rounds)], ignore_index=True)
    frame = frame.sort_values(["round", "starts", "off"], ignore_index=True)
    past = (frame["ends"] < EXTRACT).to_numpy()
    set_up = (frame["scheduled"] < EXTRACT).to_numpy()
    off, home = frame["off"].to_numpy(), frame["starts"].to_numpy() == NONE
    frame["held"] = past & ~off & ~home
    status = np.where(set_up, "scheduled", "to_be_scheduled")
    status = np.where(off, "skipped", status)
    frame["status"] = np.where(
        home, np.where(rng.random(len(frame)) < 0.9, "received", "sent"), status
    )
    for column in ("starts", "ends", "scheduled"):
        frame[column] = np.where(set_up | off, frame[column], NONE)
    made = np.where(frame["scheduled"] >= 0, frame["scheduled"], entered[frame["round"].to_numpy()])
    frame.insert(0, "id", ids_by_age(rng, made, 42_000_000_000))
    return frame


def _take_homes(rng: np.random.Generator, world: World, rounds: pd.DataFrame) -> pd.DataFrame:
    """Return the tests sent home in some skills rounds; they have no time of day."""
    slot = world.home_of[rounds["job"].to_numpy(), rounds["round"].to_numpy()]
    row = np.flatnonzero((slot >= 0) & (rng.random(len(rounds)) < 0.4))
    return pd.DataFrame(
        {
            "round": row,
            "slot": slot[row],
            "starts": NONE,
            "ends": NONE,
            "scheduled": NONE,
            "last": False,
            "off": False,
        }
    )


def _seats(
    rng: np.random.Generator, world: World, interviews: pd.DataFrame, job: Ints
) -> pd.DataFrame:
    slot = interviews["slot"].to_numpy()
    fewest, most = world.slots["fewest"].to_numpy()[slot], world.slots["most"].to_numpy()[slot]
    count = len(interviews)
    size = fewest + (rng.random(count) * (most - fewest + 1)).astype(np.int64)
    order = np.argsort(rng.random((count, POOL)), axis=1)
    members = np.take_along_axis(world.pool[job], order, axis=1)
    by_recruiter = world.slots["by_recruiter"].to_numpy()[slot]
    members[:, 0] = np.where(by_recruiter, world.jobs["recruiter"].to_numpy()[job], members[:, 0])
    # Now and then a panel borrows somebody from elsewhere in the firm.
    guest = rng.integers(0, len(world.users), count)
    borrow = (
        (size >= 2) & (rng.random(count) < _BORROWED) & ~(members == guest[:, None]).any(axis=1)
    )
    last = np.maximum(size - 1, 0)
    members[np.arange(count)[borrow], last[borrow]] = guest[borrow]
    taken = np.arange(POOL)[None, :] < size[:, None]
    interview, place = np.nonzero(taken)
    outside = np.flatnonzero((rng.random(count) < _GUEST) & (size > 0))
    seats = pd.DataFrame(
        {
            "interview": np.r_[interview, outside],
            "user": np.r_[members[interview, place], np.full(len(outside), NONE)],
        }
    ).sort_values(["interview"], kind="stable", ignore_index=True)
    reply = rng.random(len(seats))
    seats["response"] = np.where(
        reply < 0.87, "accepted", np.where(reply < 0.96, "needs_action", "tentative")
    )
    off = interviews["off"].to_numpy()[seats["interview"].to_numpy()]
    seats.loc[off & (reply < 0.5), "response"] = "declined"
    seats.insert(0, "id", ids(rng, len(seats), 43_000_000_000))
    return seats


def _scorecards(
    rng: np.random.Generator,
    interviews: pd.DataFrame,
    seats: pd.DataFrame,
    decided: Ints,
    ability: Floats,
) -> pd.DataFrame:
    """Return a scorecard for each user's seat: the vendor makes a draft when it is scheduled."""
    interview = seats["interview"].to_numpy()
    has_card = (seats["user"].to_numpy() >= 0) & ~interviews["off"].to_numpy()[interview]
    seat = np.flatnonzero(has_card)
    seats["card"] = np.where(has_card, np.cumsum(has_card) - 1, NONE)
    interview, count = interview[seat], len(seat)
    ends, decision = interviews["ends"].to_numpy()[interview], decided[interview]
    filed = ends + (np.exp(rng.normal(np.log(4), 1.2, count)) * HOUR).astype(np.int64) + 5 * MINUTE
    # Most file before the decision, as the decision is made on what was filed.
    prompt = rng.random(count) < 0.85
    before = ends + ((decision - ends) * rng.uniform(0.2, 0.95, count)).astype(np.int64)
    filed = np.where(prompt & (filed >= decision), before, filed)
    done: Bools = interviews["held"].to_numpy()[interview] & (rng.random(count) < _FILED)
    done &= filed < EXTRACT
    latent = 0.8 * ability[interview] + rng.normal(0, 0.8, count)
    rating = np.digitize(latent, (-1.4, -0.25, 1.0))
    rating = np.where(rng.random(count) < 0.03, 4, rating)
    return pd.DataFrame(
        {
            "id": ids(rng, count, 44_000_000_000),
            "seat": seat,
            "submitted": np.where(done, filed, NONE),
            "rating": np.where(done, rating, 4),
            "remark": rng.integers(0, 1 << 30, count),
        }
    )
