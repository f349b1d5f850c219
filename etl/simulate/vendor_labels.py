"""What the vendor's rows refer to: departments, offices, sources, reasons, jobs, stages, users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, NONE, START
from etl.simulate.kinds import Ints
from etl.simulate.world import DEPARTMENTS, LEVELS, OFFICES, SOURCES

if TYPE_CHECKING:
    from etl.simulate.story import Story

REASONS = (
    ("Lacking skills or experience", "WE_REJECTED_THEM"),
    ("Another candidate was stronger", "WE_REJECTED_THEM"),
    ("Position closed", "NONE_SPECIFIED"),
    ("Not the right time", "WE_REJECTED_THEM"),
    ("Candidate withdrew", "THEY_REJECTED_US"),
    ("Declined our offer", "THEY_REJECTED_US"),
)
"""Name and type of each reason, in the order of `funnel`'s indices."""
_TYPES = {
    "WE_REJECTED_THEM": "We rejected them",
    "THEY_REJECTED_US": "They rejected us",
    "NONE_SPECIFIED": "None specified",
    "SECURITY_CONCERN": "Security concern",
}
_FIRST_DAY = START - 900 * DAY
_FILLED_AFTER = 90 * DAY
_PARENTS = {"Design": "Marketing"}


def label_tables(story: Story, reason_ids: Ints) -> dict[str, pd.DataFrame]:
    """Return the small tables of names."""
    world = story.world
    names = [*(item.name for item in DEPARTMENTS), "Talent"]
    parents = [_PARENTS.get(name) for name in names]
    keys = [key for _, key in REASONS]
    return {
        "department": pd.DataFrame(
            {
                "id": world.department_ids,
                "name": names,
                "parent_id": [
                    NONE if parent is None else int(world.department_ids[names.index(parent)])
                    for parent in parents
                ],
                "first_day": _FIRST_DAY,
            }
        ),
        "office": pd.DataFrame(
            {"id": world.office_ids, "name": list(OFFICES), "first_day": _FIRST_DAY}
        ),
        "source": pd.DataFrame(
            {
                "id": world.source_ids,
                "name": [name for name, _ in SOURCES],
                "type_name": [kind for _, kind in SOURCES],
                "first_day": _FIRST_DAY,
            }
        ),
        "reason": pd.DataFrame(
            {
                "id": reason_ids,
                "name": [name for name, _ in REASONS],
                "key": keys,
                "type_id": [40_150_000_001 + list(_TYPES).index(key) for key in keys],
                "type_name": [_TYPES[key] for key in keys],
                "first_day": _FIRST_DAY,
            }
        ),
    }


def plan_tables(story: Story) -> dict[str, pd.DataFrame]:
    """Return jobs, their stages and interview slots, and users."""
    world = story.world
    stages, slots = world.stages, world.slots
    jobs = _jobs(story)
    ids, opened = jobs["id"].to_numpy(), jobs["opened"].to_numpy()
    of_stage, of_slot = stages["job"].to_numpy(), slots["job"].to_numpy()
    return {
        "job": jobs,
        "stage": stages[["id", "name", "position"]].assign(
            job_id=ids[of_stage], opened=opened[of_stage]
        ),
        "slot": slots[["id", "name", "minutes", "format"]].assign(
            job_id=ids[of_slot],
            stage_id=stages["id"].to_numpy()[slots["stage"].to_numpy()],
            ord=slots["order"],
            opened=opened[of_slot],
        ),
        "member": _members(story),
    }


def _jobs(story: Story) -> pd.DataFrame:
    world, frame = story.world, story.funnel.applications
    jobs, count = world.jobs, len(world.jobs)
    of_job = frame.groupby("job")["applied"]
    opened = np.minimum(
        jobs["opens"].to_numpy(), of_job.min().reindex(range(count)).to_numpy() - DAY
    )
    filled = of_job.max().reindex(range(count)).to_numpy() + _FILLED_AFTER
    busy = np.isin(np.arange(count), frame.loc[frame["status"] == "in_process", "job"])
    shut = ~busy & (filled < EXTRACT)
    office, number = jobs["office"].to_numpy(), np.arange(count)
    second = np.where(number % 9 == 4, world.office_ids[(office + 1) % len(OFFICES)], NONE)
    return pd.DataFrame(
        {
            "id": jobs["id"],
            "title": jobs["title"],
            "number": number + 101,
            "status": np.where(shut, "closed", "open"),
            "department_id": world.department_ids[jobs["department"].to_numpy()],
            "office_id": world.office_ids[office],
            "second_office_id": second,
            "level": np.array(LEVELS, dtype=object)[jobs["level"].to_numpy()],
            "opened": opened.astype(np.int64),
            "closed": np.where(shut, filled, NONE).astype(np.int64),
        }
    )


def _members(story: Story) -> pd.DataFrame:
    world, users = story.world, story.world.users
    employees = story.staff.employees
    own = employees[employees["user"] >= 0].set_index("user").reindex(range(len(users)))
    return users[["id", "first", "last", "email", "since"]].assign(
        employee_id=("TF-" + own["number"].astype(np.int64).astype("str")).to_numpy(),
        job_title=own["title"].to_numpy(),
        department_id=world.department_ids[users["department"].to_numpy()],
        office_id=world.office_ids[users["office"].to_numpy()],
    )
