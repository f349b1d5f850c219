"""A message as it is written: its sender, its addressees, its words. Mail and the vendor share it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from etl.simulate import texts
from etl.simulate.applicants import Applicants
from etl.simulate.clock import DAY, offset, to_local
from etl.simulate.funnel import Funnel
from etl.simulate.letters import Letters
from etl.simulate.pile import CHAT, FROM_COLLEAGUE, FROM_FIRMS, FROM_OUTSIDE, FROM_OWNER, TO
from etl.simulate.world import World

Address = tuple[str, str]
"""A name and an address."""

_FIRMS = ("Hiring Weekly", "Meridian Facilities", "Print & Post Ltd", "Structured Talent")
_STRANGERS = ("Robin Marsh", "Ida Lunde", "Sam Okonkwo", "Petra Vance", "Tomás Reyes")


class Correspondence:
    """All messages; the methods take a row of `Letters.messages`.

    Columns are turned into lists once, as the words are put together message by message.
    """

    def __init__(
        self, world: World, applicants: Applicants, funnel: Funnel, letters: Letters
    ) -> None:
        messages, people, users = letters.messages, applicants.people, world.users
        self.kind: list[int] = messages["kind"].tolist()
        self.at: list[int] = messages["at"].tolist()
        self.application: list[int] = messages["application"].tolist()
        self.person: list[int] = messages["person"].tolist()
        self.user: list[int] = messages["user"].tolist()
        self.pick: list[int] = messages["pick"].tolist()
        self.form: list[int] = messages["form"].tolist()
        self.language: list[int] = messages["language"].tolist()
        self._second: list[bool] = messages["second"].tolist()
        self._quotes: list[bool] = messages["quotes"].tolist()
        self._signs: list[bool] = messages["signs"].tolist()
        zone = np.where(
            messages["user"] >= 0,
            users["office"].to_numpy()[np.maximum(messages["user"].to_numpy(), 0)],
            messages["zone"].to_numpy(),
        )
        self.offset: list[int] = offset(messages["at"].to_numpy(), zone).tolist()
        self._first: list[str] = people["first"].tolist()
        self._last: list[str] = people["last"].tolist()
        self._personal: list[str] = people["personal"].tolist()
        self._other: list[str] = people["other"].tolist()
        self._users: list[Address] = list(
            zip(
                (users["first"] + " " + users["last"]).tolist(),
                users["email"].tolist(),
                strict=True,
            )
        )
        self._user_first: list[str] = users["first"].tolist()
        titles = world.jobs["title"].to_numpy()[funnel.applications["job"].to_numpy()]
        self._title: list[str] = titles.tolist()
        job = funnel.rounds["job"].to_numpy()
        starts = to_local(funnel.rounds["start"].to_numpy(), world.jobs["office"].to_numpy()[job])
        number = messages["round"].to_numpy()
        self._about: list[int] = np.where(
            number >= 0, starts[np.maximum(number, 0)], messages["at"].to_numpy() + 5 * DAY
        ).tolist()
        edges = np.searchsorted(
            letters.recipients["message"].to_numpy(), np.arange(len(messages) + 1)
        )
        self._edges: list[tuple[int, int]] = list(pairwise(edges.tolist()))
        self._to_user: list[int] = letters.recipients["user"].tolist()
        self._role: list[int] = letters.recipients["role"].tolist()

    def candidate(self, row: int) -> Address:
        """Return the candidate that the message is from, to or about."""
        person = self.person[row]
        address = self._other[person] if self._second[row] else self._personal[person]
        return f"{self._first[person]} {self._last[person]}", address

    def sender(self, row: int) -> Address:
        """Return who wrote it."""
        if self.user[row] >= 0:
            return self._users[self.user[row]]
        if self.kind[row] in FROM_OUTSIDE:
            firm = self.kind[row] in FROM_FIRMS
            names = _FIRMS if firm else _STRANGERS
            name = names[self.pick[row] % len(names)]
            local = re.sub("[^a-z]", "", name.lower())
            return name, f"{local}@{'vendors' if firm else 'meetup'}.example"
        return self.candidate(row)

    def addressees(self, row: int) -> tuple[list[Address], list[Address]]:
        """Return those in To and those in Cc."""
        if self.kind[row] in FROM_OWNER:
            return [self.candidate(row)], []
        first, end = self._edges[row]
        to = [self._users[self._to_user[at]] for at in range(first, end) if self._role[at] == TO]
        copied = [
            self._users[self._to_user[at]] for at in range(first, end) if self._role[at] != TO
        ]
        return to, copied

    def words(self, row: int) -> tuple[str, str]:
        """Return subject and plain text, with what it quotes and its small print."""
        name, _ = self.sender(row)
        first, end = self._edges[row]
        if self.kind[row] in FROM_OWNER:
            you, colleague = self._first[self.person[row]], name
        else:
            known = [self._user_first[self._to_user[at]] for at in range(first, end)]
            you = " and ".join(known[:2]) if known else "team"
            colleague = self._users[self._to_user[first]][0] if end > first else "Talent team"
        application = self.application[row]
        when = datetime.fromtimestamp(self._about[row], UTC)
        me = name.split(" ")[0]
        if self.person[row] >= 0 and self.user[row] < 0:
            me = self._first[self.person[row]]
        words = texts.Words(
            you=you,
            me=me,
            full=name,
            job=self._title[application] if application >= 0 else "open",
            date=f"{when.day:02}/{when.month:02}",
            time=f"{when.hour:02}:{when.minute:02}",
        )
        pick = self.pick[row]
        subject, body = texts.compose(self.kind[row], self.language[row], pick, words)
        if self.kind[row] == CHAT:
            return subject, body
        if self._signs[row]:
            body += texts.signature(pick, words)
        if self._quotes[row] and self.kind[row] not in FROM_COLLEAGUE:
            body += texts.quoted(self.kind[row], self.language[row], pick, words, colleague)
            subject = subject if subject[:3].lower() == "re:" else f"Re: {subject}"
        return subject, body
