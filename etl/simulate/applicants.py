"""Who applies, to which job, and as which candidate record.

Planted here: one person on two jobs at once, one person with two candidate records, and a record
that was merged into another one and has no applications left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.clock import DAY, EXTRACT, HOUR, START
from etl.simulate.kinds import Ints
from etl.simulate.names import Names
from etl.simulate.world import SOURCES, World, ids_by_age

_PERSONAL = (
    "mailbox.example",
    "postkasten.example",
    "correo.example",
    "inbox.example",
    "example.net",
)
_WORK = ("northgate.example", "example.org", "lumenworks.example")
_OTHER_ZONES = (6, 7)
_TWO_JOBS, _TWO_RECORDS, _MERGED, _PROSPECTS = 0.03, 0.02, 0.01, 0.012
_FEWEST = 4
_SOURCE_SHARES = (0.30, 0.28, 0.16, 0.12, 0.09, 0.05)


@dataclass
class Applicants:
    """People, their candidate records, and their applications.

    Attributes
    ----------
    people
        One row a person: `language`, names, `personal`, `other` (a second address or ""), `zone`,
        `ability` (standard deviations).
    records
        One row a candidate record: `id`, `person`, `created`, `merged` (into the person's first).
    applications
        One row an application: `id`, `person`, `record`, `job`, `applied`, `source`, `prospect`.
    """

    people: pd.DataFrame
    records: pd.DataFrame
    applications: pd.DataFrame


def draw_applicants(rng: np.random.Generator, world: World, count: int, names: Names) -> Applicants:
    """Draw exactly `count` applications and the people behind them."""
    extra = [max(_FEWEST, round(share * count)) for share in (_TWO_JOBS, _TWO_RECORDS, _MERGED)]
    people_count = count - sum(extra)
    jobs = world.jobs
    weights = rng.gamma(3.0, 1.0, len(jobs))
    # Every job gets somebody, so that no requisition stands empty.
    first = np.r_[np.arange(len(jobs)), np.zeros(people_count - len(jobs), dtype=np.int64)]
    first[len(jobs) :] = rng.choice(len(jobs), people_count - len(jobs), p=weights / weights.sum())
    job = rng.permutation(first)
    applied = _within(rng, jobs, job)
    both, again, merged = np.split(
        rng.permutation(people_count)[: sum(extra)], np.cumsum(extra)[:-1]
    )
    person = np.r_[np.arange(people_count), both, again, merged]
    later = np.r_[both, again, merged]
    second_job = (job[later] + rng.integers(1, len(jobs), len(later))) % len(jobs)
    gap = np.r_[
        rng.integers(-8 * DAY, 8 * DAY, len(both)),
        rng.integers(60 * DAY, 400 * DAY, sum(extra[1:])),
    ]
    second = applied[later] + gap
    # Where the second application would fall beyond the data, the two change places.
    second = np.where(second < EXTRACT - DAY, second, applied[later] - gap)
    applied = np.r_[applied, np.clip(second, START, EXTRACT - DAY)]
    job = np.r_[job, second_job]
    prospect = np.zeros(count, dtype=bool)
    single = np.ones(people_count, dtype=bool)
    single[later] = False
    prospect[:people_count] = single & (rng.random(people_count) < _PROSPECTS)
    prospect[np.flatnonzero(single)[:2]] = True

    people = _people(rng, jobs["office"].to_numpy()[job[:people_count]], names)
    record = np.r_[np.arange(people_count), both, people_count + np.arange(len(again)), merged]
    applications = pd.DataFrame(
        {
            "person": person,
            "record": record,
            "job": job,
            "applied": applied,
            "source": rng.choice(len(SOURCES), count, p=_SOURCE_SHARES),
            "prospect": prospect,
        }
    )
    records = _records(rng, applications, people_count, again, merged)
    applications.insert(
        0, "id", ids_by_age(rng, applications["applied"].to_numpy(), 41_500_000_000)
    )
    return Applicants(people, records, applications)


def _within(rng: np.random.Generator, jobs: pd.DataFrame, job: Ints) -> Ints:
    opens = np.maximum(jobs["opens"].to_numpy()[job], START)
    closes = np.minimum(jobs["closes"].to_numpy()[job], EXTRACT - 2 * HOUR)
    return opens + (rng.random(len(job)) * (closes - opens)).astype(np.int64)


def _people(rng: np.random.Generator, office: Ints, names: Names) -> pd.DataFrame:
    count = len(office)
    language = names.languages_for(rng, office)
    first, last, local = names.draw(rng, language)
    number = local.groupby(local).cumcount() + rng.integers(0, 2, count) * 10
    tail = number.astype("str").where(number > 0, "")
    personal = local + tail + "@" + pd.Series(rng.choice(_PERSONAL, count), dtype="str")
    # A later, shorter number could meet an earlier, longer one: the row number then settles it.
    twice = personal.duplicated()
    personal = personal.mask(
        twice, local + ".x" + pd.Series(np.arange(count)).astype("str") + "@example.com"
    )
    other = local + "@" + pd.Series(rng.choice(_WORK, count), dtype="str")
    other = other.mask(other.duplicated() | (rng.random(count) > 0.14), "")
    zone = np.where(rng.random(count) < 0.12, rng.choice(_OTHER_ZONES, count), office)
    return pd.DataFrame(
        {
            "language": language,
            "first": first,
            "last": last,
            "personal": personal,
            "other": other,
            "zone": zone,
            "ability": rng.standard_normal(count),
            "private": rng.random(count) < 0.02,
        }
    )


def _records(
    rng: np.random.Generator,
    applications: pd.DataFrame,
    people_count: int,
    again: Ints,
    merged: Ints,
) -> pd.DataFrame:
    created = applications.groupby("record")["applied"].min().to_numpy()
    # A merged record was made when its person applied for the second time, as somebody new.
    gone = applications["applied"].to_numpy()[len(applications) - len(merged) :]
    records = pd.DataFrame(
        {
            "person": np.r_[np.arange(people_count), again, merged],
            "created": np.r_[created, gone],
            "merged": np.r_[
                np.zeros(people_count + len(again), dtype=bool), np.ones(len(merged), dtype=bool)
            ],
            "duplicate": np.r_[
                np.zeros(people_count, dtype=bool), np.ones(len(again) + len(merged), dtype=bool)
            ],
        }
    )
    records.insert(0, "id", ids_by_age(rng, records["created"].to_numpy(), 41_000_000_000))
    return records
