"""Who writes to whom, when, and what kind of message: thank-you notes, and all that resembles them.

Only what is drawn here reaches `mail` and the vendor's `notes`. Messages are rows; their words are
made by `texts` from the row's own random number, so the same note is the same in every mailbox.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.simulate.applicants import Applicants
from etl.simulate.clock import DAY, EXTRACT, HOUR, MAIL_FROM, MINUTE, NONE, START
from etl.simulate.funnel import ADVANCED, REJECTED, WITHDREW, Funnel
from etl.simulate.kinds import Bools, Ints
from etl.simulate.meetings import Meetings
from etl.simulate.names import LANGUAGES
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
)
_CODE = {kind: code for code, kind in enumerate(KINDS)}
NOTE = _CODE["note"]
FROM_OWNER = tuple(_CODE[kind] for kind in ("owner_thanks", "owner_reply"))
FROM_COLLEAGUE = (_CODE["internal"], _CODE["chat"])
FROM_OUTSIDE = (_CODE["newsletter"], _CODE["networking"])
CALENDAR, AUTO_REPLY, CHAT = _CODE["calendar"], _CODE["auto_reply"], _CODE["chat"]
PLAIN, ALTERNATIVE, HTML = 0, 1, 2
TO, CC = 0, 1

_EVERYBODY, _ONE, _COPIED, _EACH, _RECRUITER = range(5)
_MODES = (0.38, 0.36, 0.10, 0.11, 0.05)
_EN = LANGUAGES.index("en")


@dataclass
class Letters:
    """Messages and their recipients.

    Attributes
    ----------
    messages
        One row a message, oldest first: `kind`, `at`, `application`, `round`, `person` (the
        candidate concerned), `user` (the colleague who writes), `second` (address used),
        `language`, `zone`, `form`, `quotes`, `signs`, `pick` (random number), `mailed` (reaches
        mailboxes), `logged` (is in the vendor's notes).
    recipients
        One row a message and user: `message` (row), `user` (row), `role`.
    """

    messages: pd.DataFrame
    recipients: pd.DataFrame


@dataclass
class _Pile:
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


def draw_letters(
    rng: np.random.Generator,
    world: World,
    applicants: Applicants,
    funnel: Funnel,
    meetings: Meetings,
) -> Letters:
    """Draw every message up to the extract."""
    pile = _Pile()
    panel = _Panel(world, funnel, meetings)
    _notes(rng, pile, funnel.rounds, panel)
    _around_interviews(rng, pile, funnel.rounds, panel)
    _around_decisions(rng, pile, funnel, panel)
    _noise(rng, pile, world, funnel, panel)
    messages = pd.concat(pile.messages, ignore_index=True)
    recipients = pd.concat(pile.recipients, ignore_index=True)
    return _finished(rng, applicants, funnel, messages, recipients)


class _Panel:
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
        rows = rows.drop_duplicates(["round", "user"]).sort_values(["round"], kind="stable")
        rows["place"] = rows.groupby("round").cumcount()
        self.rows = rows.reset_index(drop=True)
        job = funnel.rounds["job"].to_numpy()
        self.recruiter = world.jobs["recruiter"].to_numpy()[job]
        self.coordinator = world.jobs["coordinator"].to_numpy()[job]
        self.lead = np.full(len(job), NONE, dtype=np.int64)
        first = self.rows[self.rows["place"] == 0]
        self.lead[first["round"].to_numpy()] = first["user"].to_numpy()
        self.size = np.bincount(self.rows["round"].to_numpy(), minlength=len(job))


def _notes(rng: np.random.Generator, pile: _Pile, rounds: pd.DataFrame, panel: _Panel) -> None:
    noted_at = rounds["noted_at"].to_numpy()
    number = np.flatnonzero((noted_at >= 0) & (noted_at < EXTRACT))
    mode = rng.choice(5, len(number), p=_MODES)
    mode = np.where((panel.size[number] == 1) & (mode < _RECRUITER), _ONE, mode)
    chosen = (rng.random(len(number)) * panel.size[number]).astype(np.int64)
    way = pd.DataFrame({"round": number, "mode": mode, "chosen": chosen})
    rows = panel.rows.merge(way, on="round")
    rows = rows[(rows["mode"] != _ONE) | (rows["place"] == rows["chosen"])]
    rows = rows[(rows["mode"] != _RECRUITER) | (rows["place"] == 0)].reset_index(drop=True)
    to_recruiter = (rows["mode"] == _RECRUITER).to_numpy()
    row_round = rows["round"].to_numpy()
    user = np.where(to_recruiter, panel.recruiter[row_round], rows["user"].to_numpy())
    copy = np.where(rows["mode"] == _EACH, rows["place"], 0)
    message = np.cumsum(np.r_[True, (row_round[1:] != row_round[:-1]) | (copy[1:] != copy[:-1])]) - 1
    opens = np.flatnonzero(np.r_[True, message[1:] != message[:-1]])
    by_message = row_round[opens]
    at = noted_at[by_message] + copy[opens] * rng.integers(2 * MINUTE, 9 * MINUTE, len(opens))
    logged = rng.random(len(opens)) < 0.14
    logged[:3] = True
    mailed = ~logged | (rng.random(len(opens)) < 0.7)
    base = pile.size
    pile.add(
        "note",
        at,
        [],
        application=rounds["application"].to_numpy()[by_message],
        number=by_message,
        mailed=mailed,
        logged=logged,
    )
    role = np.where((rows["mode"] == _COPIED) & (rows["place"] > 0), CC, TO)
    pile.recipients.append(pd.DataFrame({"message": base + message, "user": user, "role": role}))

    # A second note some hours later, and one written between the two interviews of a day.
    noted, end = rounds["noted"].to_numpy(), rounds["end"].to_numpy()
    later = noted_at + rng.integers(4 * HOUR, 40 * HOUR, len(rounds))
    again = noted & (rng.random(len(rounds)) < 0.05) & (later < rounds["decided"].to_numpy())
    early = rounds["first_end"].to_numpy() + rng.integers(3 * MINUTE, 25 * MINUTE, len(rounds))
    prompt = noted & (noted_at - end < DAY) & (rounds["second_start"].to_numpy() >= 0)
    between = prompt & (rng.random(len(rounds)) < 0.10)
    first = np.full(len(rounds), NONE, dtype=np.int64)
    first[panel.first_half["round"].to_numpy()] = panel.first_half["user"].to_numpy()
    for which, when, whom in ((again, later, panel.lead), (between & (first >= 0), early, first)):
        pick = np.flatnonzero(which)
        pile.add(
            "note",
            when[pick],
            [whom[pick]],
            application=rounds["application"].to_numpy()[pick],
            number=pick,
        )
    replied = np.flatnonzero(noted & (rng.random(len(rounds)) < 0.15))
    pile.add(
        "owner_reply",
        noted_at[replied] + rng.integers(10 * MINUTE, 20 * HOUR, len(replied)),
        [],
        application=rounds["application"].to_numpy()[replied],
        number=replied,
        writer=panel.lead[replied],
    )


def _around_interviews(
    rng: np.random.Generator, pile: _Pile, rounds: pd.DataFrame, panel: _Panel
) -> None:
    count = len(rounds)
    application = rounds["application"].to_numpy()
    entered, start = rounds["entered"].to_numpy(), rounds["start"].to_numpy()
    end, decided = rounds["end"].to_numpy(), rounds["decided"].to_numpy()
    nobody = np.full(count, NONE, dtype=np.int64)

    def send(kind: str, share: float | Bools, at: Ints, users: list[Ints], writer: Ints = nobody) -> None:
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
    send("internal", 0.22, start - rng.integers(-9 * HOUR, 20 * HOUR, count), [lead], panel.recruiter)
    asked = end + rng.integers(3 * DAY, 6 * DAY, count)
    send("chaser", 0.45 * (asked < decided), asked, [panel.recruiter, also])


def _around_decisions(
    rng: np.random.Generator, pile: _Pile, funnel: Funnel, panel: _Panel
) -> None:
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
        pick = np.flatnonzero(which.to_numpy() & (resolved < EXTRACT) & (rng.random(len(offers)) < 0.85))
        pile.add(
            kind,
            resolved[pick] - rng.integers(5 * MINUTE, 5 * HOUR, len(pick)),
            [panel.recruiter[number[pick]], panel.lead[number[pick]]],
            application=offers["application"].to_numpy()[pick],
            number=number[pick],
        )


def _noise(
    rng: np.random.Generator, pile: _Pile, world: World, funnel: Funnel, panel: _Panel
) -> None:
    applications = funnel.applications
    pick = np.flatnonzero((rng.random(len(applications)) < 0.04) & ~applications["prospect"])
    recruiter = world.jobs["recruiter"].to_numpy()[applications["job"].to_numpy()[pick]]
    at = applications["applied"].to_numpy()[pick] + rng.integers(MINUTE, DAY, len(pick))
    pile.add("application", at, [recruiter], application=pick)
    everybody = np.arange(len(world.users))
    for kind, most in (("newsletter", 6), ("networking", 3), ("chat", 2)):
        # Every mailbox holds something, so that its coverage shows even if no candidate wrote.
        times = rng.integers(1 if kind == "newsletter" else 0, most, len(everybody))
        user = np.repeat(everybody, times)
        at = START + (rng.random(len(user)) * (EXTRACT - START)).astype(np.int64)
        if kind == "newsletter":
            at[np.r_[True, user[1:] != user[:-1]]] += 0
            at = np.maximum(at, MAIL_FROM + user % 1000)
        writer = (user + 1) % len(everybody) if kind == "chat" else NONE
        pile.add(kind, at, [user], writer=writer)


def _finished(
    rng: np.random.Generator,
    applicants: Applicants,
    funnel: Funnel,
    messages: pd.DataFrame,
    recipients: pd.DataFrame,
) -> Letters:
    """Add how each message is written, drop what lies beyond the extract, and sort by time."""
    count = len(messages)
    application = messages["application"].to_numpy()
    person = np.where(
        application >= 0,
        funnel.applications["person"].to_numpy()[np.maximum(application, 0)],
        NONE,
    )
    people = applicants.people
    own = people["language"].to_numpy()[np.maximum(person, 0)]
    theirs = (person >= 0) & (messages["user"].to_numpy() < 0)
    messages["person"] = person
    messages["language"] = np.where(theirs & (rng.random(count) < 0.62), own, _EN)
    messages["zone"] = np.where(person >= 0, people["zone"].to_numpy()[np.maximum(person, 0)], 0)
    has_second = people["other"].to_numpy()[np.maximum(person, 0)] != ""
    messages["second"] = theirs & has_second & (rng.random(count) < 0.3)
    messages["form"] = rng.choice((PLAIN, ALTERNATIVE, HTML), count, p=(0.46, 0.40, 0.14))
    messages["quotes"] = (application >= 0) & (rng.random(count) < 0.28)
    messages["signs"] = rng.random(count) < 0.35
    messages["pick"] = rng.integers(0, 1 << 62, count)
    keep = (messages["at"] < EXTRACT).to_numpy()
    messages["mailed"] &= messages["at"] >= MAIL_FROM
    order = np.flatnonzero(keep)[np.argsort(messages["at"].to_numpy()[keep], kind="stable")]
    place = np.full(count, NONE, dtype=np.int64)
    place[order] = np.arange(len(order))
    recipients["message"] = place[recipients["message"].to_numpy()]
    recipients = recipients[recipients["message"] >= 0].drop_duplicates(["message", "user"])
    recipients = recipients.sort_values(["message", "role", "user"], ignore_index=True)
    return Letters(messages.iloc[order].reset_index(drop=True), recipients)
