"""Mail that says thanks and is no thank-you note: replies, refusals, reminders, machines, colleagues."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, HOUR, MAIL_FROM, MINUTE, NONE, START, months
from etl.simulate.funnel import Funnel
from etl.simulate.kinds import Floats, Ints
from etl.simulate.pile import Panel, Pile
from etl.simulate.rounds import ADVANCED, REJECTED, WITHDREW
from etl.simulate.world import World


def draw_look_alikes(
    rng: np.random.Generator, pile: Pile, world: World, funnel: Funnel, panel: Panel
) -> None:
    """Add every message that is not a note."""
    _around_interviews(rng, pile, funnel.rounds, panel)
    _around_decisions(rng, pile, funnel, panel)
    _noise(rng, pile, world, funnel)


def _around_interviews(
    rng: np.random.Generator, pile: Pile, rounds: pd.DataFrame, panel: Panel
) -> None:
    count = len(rounds)
    application = rounds["application"].to_numpy()
    entered, start = rounds["entered"].to_numpy(), rounds["start"].to_numpy()
    end, decided = rounds["end"].to_numpy(), rounds["decided"].to_numpy()
    nobody = np.full(count, NONE, dtype=np.int64)

    def send(
        kind: str, share: float | Floats, at: Ints, users: list[Ints], writer: Ints = nobody
    ) -> None:
        pick = np.flatnonzero((rng.random(count) < share) & (at < EXTRACT))
        pile.add(
            kind,
            at[pick],
            [column[pick] for column in users],
            application=application[pick],
            number=pick,
            writer=writer[pick],
            logged=(rng.random(len(pick)) < 0.06) & (kind == "scheduling"),
        )

    lead = panel.lead
    also = np.where(rng.random(count) < 0.25, lead, NONE)
    before = entered + ((start - entered) * rng.uniform(0.05, 0.5, count)).astype(np.int64)
    send("scheduling", 0.55, before, [panel.recruiter, also])
    send("calendar", 0.5, before + rng.integers(HOUR, 6 * HOUR, count), [panel.coordinator, also])
    send("owner_thanks", 0.14, end + rng.integers(20 * MINUTE, 5 * HOUR, count), [], lead)
    send("auto_reply", 0.03, end + rng.integers(30 * MINUTE, 6 * HOUR, count), [lead])
    send("logistics", 0.05, end + rng.integers(HOUR, 30 * HOUR, count), [panel.recruiter, also])
    about = start - rng.integers(-9 * HOUR, 20 * HOUR, count)
    # Recruiters who hold the interview themselves need no reminder.
    send("internal", np.where(lead == panel.recruiter, 0.0, 0.3), about, [lead], panel.recruiter)
    asked = end + rng.integers(3 * DAY, 6 * DAY, count)
    send("chaser", np.where(asked < decided, 0.45, 0.0), asked, [panel.recruiter, also])


def _around_decisions(rng: np.random.Generator, pile: Pile, funnel: Funnel, panel: Panel) -> None:
    rounds, count = funnel.rounds, len(funnel.rounds)
    application = rounds["application"].to_numpy()
    end, decided = rounds["end"].to_numpy(), rounds["decided"].to_numpy()
    outcome = rounds["outcome"].to_numpy()
    left = decided - np.minimum(rng.integers(HOUR, 20 * HOUR, count), (decided - end) // 2)
    pick = np.flatnonzero((outcome == WITHDREW) & (left < EXTRACT) & (rng.random(count) < 0.8))
    users = [panel.recruiter[pick], np.where(rng.random(len(pick)) < 0.5, panel.lead[pick], NONE)]
    pile.add("withdrawal", left[pick], users, application=application[pick], number=pick)

    told = decided + rng.integers(2 * HOUR, 50 * HOUR, count)
    pick = np.flatnonzero((outcome == REJECTED) & (told < EXTRACT) & (rng.random(count) < 0.18))
    users = [panel.recruiter[pick], np.where(rng.random(len(pick)) < 0.2, panel.lead[pick], NONE)]
    pile.add("rejection_reply", told[pick], users, application=application[pick], number=pick)

    offers = funnel.offers
    last = rounds[outcome == ADVANCED].drop_duplicates("application", keep="last")
    number = pd.Series(last.index, index=last["application"]).loc[offers["application"]].to_numpy()
    resolved = offers["resolved"].to_numpy()
    for kind, which in (("acceptance", offers["accepted"]), ("decline", ~offers["accepted"])):
        pick = np.flatnonzero(
            which.to_numpy() & (resolved < EXTRACT) & (rng.random(len(offers)) < 0.85)
        )
        pile.add(
            kind,
            resolved[pick] - rng.integers(5 * MINUTE, 5 * HOUR, len(pick)),
            [panel.recruiter[number[pick]], panel.lead[number[pick]]],
            application=offers["application"].to_numpy()[pick],
            number=number[pick],
        )


def _noise(rng: np.random.Generator, pile: Pile, world: World, funnel: Funnel) -> None:
    applications = funnel.applications
    pick = np.flatnonzero((rng.random(len(applications)) < 0.04) & ~applications["prospect"])
    recruiter = world.jobs["recruiter"].to_numpy()[applications["job"].to_numpy()[pick]]
    at = applications["applied"].to_numpy()[pick] + rng.integers(MINUTE, DAY, len(pick))
    pile.add("application", at, [recruiter], application=pick)
    everybody = np.arange(len(world.users))
    # A digest on the first and on the last day shows how far every mailbox reaches.
    for edge in (MAIL_FROM + everybody % 50, EXTRACT - 2 - everybody % 50):
        pile.add("newsletter", edge, [everybody])
    # A report in the first and in the last hour of every month: how long a missing month is shows.
    starts = months()
    user = np.repeat(everybody, len(starts) - 1)
    late = rng.integers(0, HOUR, (len(everybody), len(starts) - 1))
    for at in (starts[:-1] + late, starts[1:] - HOUR + late):
        pile.add("notice", at.ravel(), [user])
    for kind, most in (("newsletter", 6), ("networking", 3), ("chat", 2)):
        user = np.repeat(everybody, rng.integers(0, most, len(everybody)))
        at = START + (rng.random(len(user)) * (EXTRACT - START)).astype(np.int64)
        writer = (user + 1) % len(everybody) if kind == "chat" else NONE
        pile.add(kind, at, [user], writer=writer)
