"""The fictional employer itself: departments, offices, jobs, their stages, and who interviews.

Two things are planted here. Jobs in which notes are customary also pass more people on, so that
notes and advancing go together even where a note does nothing. And one department's mail is not in
the export; it passes fewer people on than the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, NONE, START
from etl.simulate.kinds import Bools, Ints
from etl.simulate.names import Names

COMPANY = "Tallow & Finch"
DOMAIN = "tallowfinch.example"

OFFICES = ("Dublin", "New York", "Berlin", "Madrid", "São Paulo", "Tokyo")
_OFFICE_SHARES = (0.26, 0.26, 0.16, 0.12, 0.10, 0.10)
SOURCES = (
    ("Company Website", "Company marketing"),
    ("LinkedIn", "Third-party boards"),
    ("Indeed", "Third-party boards"),
    ("Referral", "Referral"),
    ("Brightwater Search", "Agencies"),
    ("Campus Fair", "In person event"),
)
LEVELS = ("IC1", "IC2", "IC3", "IC4", "M1")
_LEVEL_WORDS = ("Junior ", "", "Senior ", "Lead ", "Head of ")


@dataclass(frozen=True)
class _Department:
    name: str
    share: float
    custom: float
    lenient: float
    mail: bool
    titles: tuple[str, ...]


DEPARTMENTS = (
    _Department(
        "Engineering", 0.24, 0.30, -0.25, True, ("Backend Engineer", "Data Engineer", "QA Analyst")
    ),
    _Department(
        "Sales", 0.20, 0.60, 0.45, True, ("Account Executive", "Sales Manager", "Bid Writer")
    ),
    _Department(
        "Marketing", 0.12, 0.55, 0.30, True, ("Copywriter", "Brand Manager", "Event Planner")
    ),
    _Department(
        "Operations", 0.15, 0.16, -0.10, False, ("Depot Planner", "Fleet Analyst", "Buyer")
    ),
    _Department("Customer Support", 0.14, 0.28, 0.05, True, ("Support Agent", "Support Engineer")),
    _Department(
        "Finance", 0.08, 0.24, -0.35, True, ("Accountant", "Payroll Specialist", "Controller")
    ),
    _Department("Design", 0.07, 0.50, 0.15, True, ("Product Designer", "Illustrator")),
)
"""`custom` is the usual share of candidates who mean to write; `lenient` moves performance ratings."""
TALENT = len(DEPARTMENTS)
"""Index of the department of the recruiters and coordinators."""

# kind, minutes, fewest and most interviewers, run by the recruiter
SLOTS = {
    "Recruiter Phone Screen": ("phone", 30, 1, 1, True),
    "Phone Interview": ("phone", 30, 1, 1, False),
    "Hiring Manager Video Interview": ("video", 45, 1, 2, False),
    "Skills Interview": ("video", 60, 1, 2, False),
    "Onsite Team Interview": ("onsite", 60, 1, 2, False),
    "Onsite Panel Interview": ("panel", 45, 2, 4, False),
    "Panel Interview": ("panel", 60, 2, 4, False),
    "Executive Interview": ("video", 30, 1, 1, False),
    "Take Home Test": ("take_home", 120, 0, 0, False),
}
_ONSITE = ("Onsite", ("Onsite Team Interview", "Onsite Panel Interview"))
_MANAGER = ("Hiring Manager Interview", ("Hiring Manager Video Interview",))
_SKILLS = ("Skills Interview", ("Skills Interview",))
# Rounds of a job -> stages after the first interview by telephone.
_PLANS: dict[int, tuple[tuple[str, tuple[str, ...]], ...]] = {
    2: (("Panel Interview", ("Panel Interview",)),),
    3: (_MANAGER, _ONSITE),
    4: (_MANAGER, _SKILLS, _ONSITE),
    5: (_MANAGER, _SKILLS, _ONSITE, ("Executive Interview", ("Executive Interview",))),
}
MOST_ROUNDS = max(_PLANS)
POOL = 5
"""Interviewers that a job draws on, the hiring manager first."""


@dataclass(frozen=True)
class World:
    """The employer before anybody applies.

    Attributes
    ----------
    jobs
        One row a job: `id`, `title`, `department`, `office`, `level`, `rounds`, `custom` (share who
        mean to write), `opens`, `closes`, `recruiter`, `coordinator`, `kit`.
    pool
        Users who interview for each job, shape (jobs, `POOL`).
    stages
        One row a job and stage, `round` 0 being the review and the last one the offer.
    stage_of
        Row in `stages` by (job, round); the offer's in column `MOST_ROUNDS` + 1.
    slots
        One row a job and interview slot.
    slot_of
        Row in `slots` by (job, round, 0 or 1 within the round), or `NONE`.
    home_of
        Row in `slots` of the round's test to do at home, by (job, round), or `NONE`.
    users
        One row a user: `id`, names, `email`, `department`, `office`, `mail` (in the export).
    """

    jobs: pd.DataFrame
    pool: Ints
    stages: pd.DataFrame
    stage_of: Ints
    slots: pd.DataFrame
    slot_of: Ints
    home_of: Ints
    users: pd.DataFrame
    department_ids: Ints
    office_ids: Ints
    source_ids: Ints


def ids(rng: np.random.Generator, rows: int, first: int) -> Ints:
    """Return rising ids with gaps, as a vendor that serves many customers gives them.

    Examples
    --------
    >>> ids(np.random.default_rng(1), 2, 40_000_000_000).tolist()
    [40000000024, 40000000050]
    """
    return first + np.cumsum(rng.integers(3, 48, rows))


def ids_by_age(rng: np.random.Generator, created: Ints, first: int) -> Ints:
    """Return ids that rise with the rows' age, as a vendor's do."""
    result = np.empty(len(created), dtype=np.int64)
    result[np.argsort(created, kind="stable")] = ids(rng, len(created), first)
    return result


def draw_world(rng: np.random.Generator, applications: int, names: Names) -> World:
    """Draw an employer large enough for so many applications."""
    jobs = _jobs(rng, max(len(DEPARTMENTS), applications // 80))
    users = _users(rng, applications, jobs, names)
    department = users["department"].to_numpy()
    talent = np.flatnonzero(department == TALENT)
    count = len(jobs)
    pool = np.empty((count, POOL), dtype=np.int64)
    for index in range(len(DEPARTMENTS)):
        rows = np.flatnonzero(jobs["department"].to_numpy() == index)
        members = np.flatnonzero(department == index)
        order = np.argsort(rng.random((len(rows), len(members))), axis=1)[:, :POOL]
        pool[rows] = members[order]
    jobs["recruiter"] = rng.choice(talent, count)
    jobs["coordinator"] = rng.choice(talent, count)
    stages, stage_of, slots, slot_of, home_of = _plans(rng, jobs)
    return World(
        jobs=jobs,
        pool=pool,
        stages=stages,
        stage_of=stage_of,
        slots=slots,
        slot_of=slot_of,
        home_of=home_of,
        users=users,
        department_ids=ids(rng, len(DEPARTMENTS) + 1, 40_110_000_000),
        office_ids=ids(rng, len(OFFICES), 40_120_000_000),
        source_ids=ids(rng, len(SOURCES), 40_130_000_000),
    )


def _jobs(rng: np.random.Generator, count: int) -> pd.DataFrame:
    shares = np.array([department.share for department in DEPARTMENTS])
    # The first jobs give every department and office one; a small employer would lack some by chance.
    department = np.r_[
        np.arange(len(DEPARTMENTS)),
        rng.choice(len(DEPARTMENTS), count - len(DEPARTMENTS), p=shares),
    ]
    level = rng.choice(len(LEVELS), count, p=(0.18, 0.34, 0.28, 0.12, 0.08))
    titles = [
        _LEVEL_WORDS[lv] + DEPARTMENTS[dept].titles[pick % len(DEPARTMENTS[dept].titles)]
        for dept, lv, pick in zip(department, level, rng.integers(0, 60, count), strict=True)
    ]
    usual = np.array([item.custom for item in DEPARTMENTS])[department]
    office = rng.choice(len(OFFICES), count, p=_OFFICE_SHARES)
    office[: len(OFFICES)] = rng.permutation(len(OFFICES))
    opens = START - 20 * DAY + (rng.random(count) * (EXTRACT - START - 120 * DAY)).astype(np.int64)
    # However few the jobs, some are there from the start and some still hire at the end.
    opens[:2], opens[2:4] = EXTRACT - 130 * DAY, START - 20 * DAY
    return pd.DataFrame(
        {
            "id": ids(rng, count, 40_200_000_000),
            "title": titles,
            "department": department,
            "office": office,
            "level": level,
            "rounds": rng.choice((2, 3, 4, 5), count, p=(0.32, 0.40, 0.21, 0.07)),
            "custom": np.clip(usual + rng.normal(0, 0.08, count), 0.06, 0.75),
            "opens": opens,
            "closes": opens + rng.integers(140, 520, count) * DAY,
            "kit": ids(rng, count, 40_210_000_000),
        }
    )


def _users(
    rng: np.random.Generator, applications: int, jobs: pd.DataFrame, names: Names
) -> pd.DataFrame:
    shares = np.array([item.share for item in DEPARTMENTS])
    sizes = np.maximum(POOL + 1, (applications * shares / 90).astype(np.int64))
    department = np.repeat(np.arange(TALENT + 1), np.r_[sizes, max(4, applications // 1500)])
    count = len(department)
    office = rng.choice(len(OFFICES), count, p=_OFFICE_SHARES)
    first, last, local = names.draw(rng, names.languages_for(rng, office), native=0.0)
    return pd.DataFrame(
        {
            "id": ids(rng, count, 40_300_000_000),
            "first": first,
            "last": last,
            "email": _unique(local, DOMAIN),
            "department": department,
            "office": office,
            "office_name": np.array(OFFICES, dtype=object)[office],
            "mail": np.array([*(item.mail for item in DEPARTMENTS), True])[department],
            "since": START - (rng.random(count) * 2000 * DAY).astype(np.int64),
        }
    )


def _unique(local: pd.Series, domain: str) -> pd.Series:
    again = local.groupby(local).cumcount()
    return local + np.where(again > 0, again.astype("str"), "") + "@" + domain


def _plans(
    rng: np.random.Generator, jobs: pd.DataFrame
) -> tuple[pd.DataFrame, Ints, pd.DataFrame, Ints, Ints]:
    stages: list[tuple[int, int, str]] = []
    slots: list[tuple[int, int, int, str]] = []
    stage_of = np.full((len(jobs), MOST_ROUNDS + 2), NONE, dtype=np.int64)
    slot_of = np.full((len(jobs), MOST_ROUNDS + 1, 2), NONE, dtype=np.int64)
    home_of = np.full((len(jobs), MOST_ROUNDS + 1), NONE, dtype=np.int64)
    for job, (rounds, department) in enumerate(
        zip(jobs["rounds"].tolist(), jobs["department"].tolist(), strict=True)
    ):
        own = not DEPARTMENTS[department].mail
        screen = ("Phone Interview", ("Phone Interview",))
        if not own:
            screen = ("Recruiter Screen", ("Recruiter Phone Screen",))
        plan = (("Application Review", ()), screen, *_PLANS[rounds], ("Offer", ()))
        for position, (name, kinds) in enumerate(plan):
            at = MOST_ROUNDS + 1 if name == "Offer" else position
            stage_of[job, at] = len(stages)
            for order, kind in enumerate(kinds):
                slot_of[job, at, order] = len(slots)
                slots.append((job, len(stages), order, kind))
            if name == "Skills Interview":
                home_of[job, at] = len(slots)
                slots.append((job, len(stages), len(kinds), "Take Home Test"))
            stages.append((job, position, name))
    stage_frame = pd.DataFrame(stages, columns=["job", "position", "name"])
    stage_frame.insert(0, "id", ids(rng, len(stages), 40_400_000_000))
    slot_frame = pd.DataFrame(slots, columns=["job", "stage", "order", "name"])
    slot_frame.insert(0, "id", ids(rng, len(slots), 40_500_000_000))
    traits = [SLOTS[name] for name in slot_frame["name"]]
    for column, values in zip(
        ("format", "minutes", "fewest", "most", "by_recruiter"),
        zip(*traits, strict=True),
        strict=True,
    ):
        slot_frame[column] = values
    return stage_frame, stage_of, slot_frame, slot_of, home_of


def mail_is_exported(world: World, user: Ints) -> Bools:
    """Return whether each user's mailbox is in the export; `NONE` is an outsider, whose is not."""
    mail = world.users["mail"].to_numpy()
    return (user >= 0) & mail[np.maximum(user, 0)]
