"""Who writes to whom, when, and what kind of message: thank-you notes, and all that resembles them.

Only what is drawn here reaches `mail` and the vendor's `notes`. Messages are rows; their words are
made by `texts` from the row's own random number, so the same note is the same in every mailbox.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.applicants import Applicants
from etl.simulate.clock import EXTRACT, MAIL_FROM, NONE
from etl.simulate.funnel import Funnel
from etl.simulate.look_alikes import draw_look_alikes
from etl.simulate.meetings import Meetings
from etl.simulate.names import LANGUAGES
from etl.simulate.pile import (
    ALTERNATIVE,
    AUTO_REPLY,
    CALENDAR,
    CHAT,
    FROM_OUTSIDE,
    HTML,
    NOTICE,
    PLAIN,
    Panel,
    Pile,
)
from etl.simulate.silence import Silence, plan_silence
from etl.simulate.thanks import draw_notes
from etl.simulate.world import World

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
    silence
        What is missing from one mailbox.
    """

    messages: pd.DataFrame
    recipients: pd.DataFrame
    silence: Silence


def draw_letters(
    rng: np.random.Generator,
    world: World,
    applicants: Applicants,
    funnel: Funnel,
    meetings: Meetings,
) -> Letters:
    """Draw every message up to the extract."""
    pile = Pile()
    panel = Panel(world, funnel, meetings)
    draw_notes(rng, pile, funnel.rounds, panel)
    draw_look_alikes(rng, pile, world, funnel, panel)
    messages = pd.concat(pile.messages, ignore_index=True)
    recipients = pd.concat(pile.recipients, ignore_index=True)
    messages, recipients = _finished(rng, applicants, funnel, messages, recipients)
    return Letters(messages, recipients, plan_silence(world, meetings))


def _finished(
    rng: np.random.Generator,
    applicants: Applicants,
    funnel: Funnel,
    messages: pd.DataFrame,
    recipients: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    by_hand = ~messages["kind"].isin([*FROM_OUTSIDE, AUTO_REPLY, CALENDAR, CHAT]).to_numpy()
    messages.loc[messages["kind"] == NOTICE, "form"] = PLAIN
    messages["quotes"] = (application >= 0) & (rng.random(count) < 0.28)
    messages.loc[~by_hand, "quotes"] = False
    messages["signs"] = by_hand & (rng.random(count) < 0.35)
    messages["pick"] = rng.integers(0, 1 << 62, count)
    keep = (messages["at"] < EXTRACT).to_numpy()
    messages["mailed"] &= messages["at"] >= MAIL_FROM
    order = np.flatnonzero(keep)[np.argsort(messages["at"].to_numpy()[keep], kind="stable")]
    place = np.full(count, NONE, dtype=np.int64)
    place[order] = np.arange(len(order))
    recipients["message"] = place[recipients["message"].to_numpy()]
    recipients = recipients[recipients["message"] >= 0].drop_duplicates(["message", "user"])
    recipients = recipients.sort_values(["message", "role", "user"], ignore_index=True)
    return messages.iloc[order].reset_index(drop=True), recipients
