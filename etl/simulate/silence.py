"""One mailbox that was not exported whole: its owner interviewed, and a month of it is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.simulate.clock import months
from etl.simulate.kinds import Bools, Ints
from etl.simulate.meetings import Meetings
from etl.simulate.world import TALENT, World, mail_is_exported


@dataclass(frozen=True)
class Silence:
    """Whose mailbox lacks what was written from `begin` until before `end`."""

    user: int
    begin: int
    end: int

    def swallows(self, user: Ints, at: Ints) -> Bools:
        """Return which messages, written at `at`, are missing from the users' mailboxes."""
        return (user == self.user) & (at >= self.begin) & (at < self.end)


def plan_silence(world: World, meetings: Meetings) -> Silence:
    """Return the exported interviewer's month with the most interviews; never the first or the last.

    Recruiters are left out: everybody's mail is theirs too.
    """
    starts = months()
    user = meetings.seats["user"].to_numpy()
    meeting = meetings.seats["interview"].to_numpy()
    month = np.searchsorted(starts, meetings.interviews["ends"].to_numpy()[meeting], "right") - 1
    kept = mail_is_exported(world, user) & meetings.interviews["held"].to_numpy()[meeting]
    kept &= world.users["department"].to_numpy()[np.maximum(user, 0)] != TALENT
    kept &= (month > 0) & (month < len(starts) - 2)
    count = np.zeros((len(world.users), len(starts)), dtype=np.int64)
    np.add.at(count, (user[kept], month[kept]), 1)
    owner, when = np.unravel_index(np.argmax(count), count.shape)
    return Silence(int(owner), int(starts[when]), int(starts[when + 1]))
