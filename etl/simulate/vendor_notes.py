"""The vendor's `notes`: candidates' mail that was logged there, and the colleagues' own jottings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, HOUR, NONE
from etl.simulate.world import ids

if TYPE_CHECKING:
    from etl.simulate.story import Story

_JOTTINGS = (
    ("ACTIVITY", "Moved to the next stage."),
    ("NOTE", "Spoke on the phone, thanks to the referrer for the tip. Salary in range."),
    ("FEEDBACK", "Panel agreed to go on."),
    ("NOTE", "Prefers mornings."),
)
_INVITATION = (
    "Thank you for applying to Tallow & Finch. Please choose a time for the interview.\n\n"
    "Thanks,\nTalent team"
)


def note_table(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table of notes, oldest first."""
    frame = pd.concat(
        [_logged_mail(story, rng), _invitations(story, rng), _jottings(story, rng)],
        ignore_index=True,
    )
    frame = frame[frame["created"] < EXTRACT]
    frame = frame.sort_values(["created", "application", "type"], kind="stable", ignore_index=True)
    application = frame["application"].to_numpy()
    applications, records = story.funnel.applications, story.applicants.records
    record = applications["record"].to_numpy()[application]
    # Notes on a merged record keep its old id.
    merged = records[records["merged"]]
    old = pd.Series(merged["id"].to_numpy(), index=merged["person"].to_numpy()).reindex(record)
    candidate = records["id"].to_numpy()[record]
    keeps = old.notna().to_numpy() & (frame["created"].to_numpy() % 2 == 0)
    frame["candidate_id"] = np.where(keeps, old.fillna(NONE).astype(np.int64), candidate)
    frame["application_id"] = applications["id"].to_numpy()[application]
    frame.insert(0, "id", ids(rng, len(frame), 48_000_000_000))
    return frame


def _logged_mail(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    written, messages = story.written, story.letters.messages
    rows = np.flatnonzero(messages["logged"].to_numpy()).tolist()
    texts = [written.words(row) for row in rows]
    sides = [written.addressees(row) for row in rows]
    return pd.DataFrame(
        {
            "application": messages["application"].to_numpy()[rows],
            "user_id": NONE,
            "type": "EMAIL",
            "subject": [subject for subject, _ in texts],
            "body": [body for _, body in texts],
            "email_from": [written.sender(row)[1] for row in rows],
            "email_to": [", ".join(address for _, address in to) for to, _ in sides],
            "email_cc": [[address for _, address in copied] for _, copied in sides],
            "visibility": "publicly_visible",
            "created": messages["at"].to_numpy()[rows] + rng.integers(0, 3, len(rows)),
        }
    )


def _invitations(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    rounds, world = story.funnel.rounds, story.world
    rows = np.flatnonzero(rng.random(len(rounds)) < 0.15)
    application = rounds["application"].to_numpy()[rows]
    recruiter = world.jobs["recruiter"].to_numpy()[rounds["job"].to_numpy()[rows]]
    person = story.funnel.applications["person"].to_numpy()[application]
    return pd.DataFrame(
        {
            "application": application,
            "user_id": world.users["id"].to_numpy()[recruiter],
            "type": "EMAIL",
            "subject": "Interview at Tallow & Finch",
            "body": _INVITATION,
            "email_from": world.users["email"].to_numpy()[recruiter],
            "email_to": story.applicants.people["personal"].to_numpy()[person],
            "email_cc": [[] for _ in rows],
            "visibility": "publicly_visible",
            "created": rounds["entered"].to_numpy()[rows] + rng.integers(HOUR, 6 * HOUR, len(rows)),
        }
    )


def _jottings(story: Story, rng: np.random.Generator) -> pd.DataFrame:
    rounds, world = story.funnel.rounds, story.world
    rows = np.flatnonzero(rng.random(len(rounds)) < 0.5)
    recruiter = world.jobs["recruiter"].to_numpy()[rounds["job"].to_numpy()[rows]]
    pick = rng.integers(0, len(_JOTTINGS), len(rows))
    return pd.DataFrame(
        {
            "application": rounds["application"].to_numpy()[rows],
            "user_id": world.users["id"].to_numpy()[recruiter],
            "type": np.array([kind for kind, _ in _JOTTINGS], dtype=object)[pick],
            "subject": None,
            "body": np.array([text for _, text in _JOTTINGS], dtype=object)[pick],
            "email_from": None,
            "email_to": None,
            "email_cc": None,
            "visibility": np.where(pick == 1, "privately_visible", "publicly_visible"),
            "created": rounds["entered"].to_numpy()[rows] + rng.integers(HOUR, 2 * DAY, len(rows)),
        }
    )
