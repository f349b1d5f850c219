"""The vendor's rows about interviews: appointments, who sat in, and scorecards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.simulate.clock import HOUR, NONE
from etl.simulate.meetings import RATINGS
from etl.simulate.world import OFFICES

if TYPE_CHECKING:
    from etl.simulate.story import Story

_REMARKS = (
    "Clear examples, asked good questions.",
    "Strong on the practical part, thin on planning.",
    "Would like a second opinion on the numbers.",
    "Pleasant. Not sure about the level.",
    "Knew our market well. Thanks to the panel for staying on.",
    "Struggled with the exercise but took hints well.",
    "Very good communicator.",
    "Little detail on own part in past projects.",
)


def session_tables(story: Story) -> dict[str, pd.DataFrame]:
    """Return interviews, seats and scorecards."""
    interview = _interviews(story)
    seats, cards = story.meetings.seats, story.meetings.scorecards
    users = story.world.users
    meeting, user, card = (seats[name].to_numpy() for name in ("interview", "user", "card"))
    inside = user >= 0
    made = interview["created"].to_numpy()
    seat = pd.DataFrame(
        {
            "id": seats["id"],
            "interview_id": interview["id"].to_numpy()[meeting],
            "user_id": np.where(inside, users["id"].to_numpy()[np.maximum(user, 0)], NONE),
            "email": np.where(
                inside,
                users["email"].to_numpy()[np.maximum(user, 0)],
                seats["id"].astype("str") + "@guests.example",
            ),
            "response": seats["response"],
            "scorecard_id": np.where(card >= 0, cards["id"].to_numpy()[np.maximum(card, 0)], NONE),
            "created": made[meeting],
        }
    )
    of_card = cards["seat"].to_numpy()
    held = meeting[of_card]
    scorecard = pd.DataFrame(
        {
            "id": cards["id"],
            "application_id": interview["application_id"].to_numpy()[held],
            "interview_kit_id": interview["kit"].to_numpy()[held],
            "interviewer_id": users["id"].to_numpy()[user[of_card]],
            "starts": interview["starts"].to_numpy()[held],
            "submitted": cards["submitted"],
            "rating": np.array(RATINGS, dtype=object)[cards["rating"].to_numpy()],
            "remark": np.array(_REMARKS, dtype=object)[cards["remark"].to_numpy() % len(_REMARKS)],
            "created": made[held],
        }
    )
    return {"interview": interview, "seat": seat, "scorecard": scorecard}


def _interviews(story: Story) -> pd.DataFrame:
    world, interviews = story.world, story.meetings.interviews
    rounds = story.funnel.rounds.iloc[interviews["round"].to_numpy()]
    job, slot = rounds["job"].to_numpy(), interviews["slot"].to_numpy()
    jobs = world.jobs.iloc[job]
    application = story.funnel.applications["id"].to_numpy()[rounds["application"].to_numpy()]
    scheduled, starts = interviews["scheduled"].to_numpy(), interviews["starts"].to_numpy()
    booked = np.minimum(scheduled, starts - HOUR)
    return pd.DataFrame(
        {
            "id": interviews["id"],
            "application_id": application,
            "job_id": jobs["id"].to_numpy(),
            "kit": jobs["kit"].to_numpy(),
            "job_interview_id": world.slots["id"].to_numpy()[slot],
            "starts": starts,
            "ends": interviews["ends"],
            "scheduled": scheduled,
            "organizer_id": world.users["id"].to_numpy()[jobs["coordinator"].to_numpy()],
            "format": world.slots["format"].to_numpy()[slot],
            "office_name": np.array(OFFICES, dtype=object)[jobs["office"].to_numpy()],
            "status": interviews["status"],
            "held": interviews["held"],
            "created": np.where(scheduled >= 0, booked, rounds["entered"].to_numpy()),
        }
    )
