"""Messages as they are drawn, kind by kind, and the colleagues who may get them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.simulate.clock import NONE
from etl.simulate.funnel import Funnel
from etl.simulate.kinds import Bools, Ints
from etl.simulate.meetings import Meetings
from etl.simulate.world import World

KINDS = (
    "note",
    "scheduling",
    "calendar",
    "auto_reply",
    "chaser",
    "withdrawal",
    "acceptance",
    "decline",
    "rejection_reply",
    "logistics",
    "application",
    "owner_thanks",
    "owner_reply",
    "internal",
    "newsletter",
    "networking",
    "chat",
    "notice",
)
_CODE = {kind: code for code, kind in enumerate(KINDS)}
NOTE = _CODE["note"]
FROM_OWNER = tuple(_CODE[kind] for kind in ("owner_thanks", "owner_reply"))
FROM_COLLEAGUE = (_CODE["internal"], _CODE["chat"])
NEWSLETTER, NOTICE = _CODE["newsletter"], _CODE["notice"]
FROM_FIRMS = (NEWSLETTER, NOTICE)
FROM_OUTSIDE = (*FROM_FIRMS, _CODE["networking"])
CALENDAR, AUTO_REPLY, CHAT = _CODE["calendar"], _CODE["auto_reply"], _CODE["chat"]
PLAIN, ALTERNATIVE, HTML = 0, 1, 2
TO, CC = 0, 1


@dataclass
class Pile:
    """Messages as they are drawn, kind by kind."""

    messages: list[pd.DataFrame] = field(default_factory=list)
    recipients: list[pd.DataFrame] = field(default_factory=list)
    size: int = 0

    def add(
        self,
        kind: str,
        at: Ints,
        users: list[Ints],
        *,
        application: Ints | int = NONE,
        number: Ints | int = NONE,
        writer: Ints | int = NONE,
        mailed: Bools | bool = True,
        logged: Bools | bool = False,
    ) -> None:
        """Add messages to the users in each array of `users`; `NONE` in an array means nobody."""
        count = len(at)
        self.messages.append(
            pd.DataFrame(
                {
                    "kind": np.full(count, _CODE[kind], dtype=np.int64),
                    "at": at,
                    "application": application,
                    "round": number,
                    "user": writer,
                    "mailed": mailed,
                    "logged": logged,
                }
            )
        )
        for column in users:
            message = np.flatnonzero(column >= 0)
            self.recipients.append(
                pd.DataFrame({"message": self.size + message, "user": column[message], "role": TO})
            )
        self.size += count


class Panel:
    """The colleagues around each round: its interviewers in a fixed order, recruiter, organiser."""

    def __init__(self, world: World, funnel: Funnel, meetings: Meetings) -> None:
        seats, interviews = meetings.seats, meetings.interviews
        meeting = seats["interview"].to_numpy()
        keep = (seats["user"].to_numpy() >= 0) & ~interviews["off"].to_numpy()[meeting]
        rows = pd.DataFrame(
            {
                "round": interviews["round"].to_numpy()[meeting],
                "user": seats["user"].to_numpy(),
                "last": interviews["last"].to_numpy()[meeting],
            }
        )[keep]
        self.first_half = rows[~rows["last"]].drop_duplicates("round")
        # Those of the round's last interview come first: a note to one of the panel goes to them.
        rows = rows.sort_values(["round", "last"], ascending=[True, False], kind="stable")
        rows = rows.drop_duplicates(["round", "user"])
        rows["place"] = rows.groupby("round").cumcount()
        self.rows = rows.reset_index(drop=True)
        job = funnel.rounds["job"].to_numpy()
        self.recruiter = world.jobs["recruiter"].to_numpy()[job]
        self.coordinator = world.jobs["coordinator"].to_numpy()[job]
        self.lead = np.full(len(job), NONE, dtype=np.int64)
        first = self.rows[self.rows["place"] == 0]
        self.lead[first["round"].to_numpy()] = first["user"].to_numpy()
        of_round = self.rows["round"].to_numpy()
        self.size = np.bincount(of_round, minlength=len(job))
        self.last_size = np.bincount(of_round[self.rows["last"].to_numpy()], minlength=len(job))
