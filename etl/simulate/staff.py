"""Employees as the HR system knows them: those hired, and those who were there before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.simulate.applicants import Applicants
from etl.simulate.clock import DAY, EXTRACT, NONE, START, next_weekday
from etl.simulate.funnel import Funnel
from etl.simulate.kinds import Ints
from etl.simulate.names import Names
from etl.simulate.reviews import draw_reviews
from etl.simulate.rounds import Effects
from etl.simulate.world import DEPARTMENTS, DOMAIN, OFFICES, TALENT, World

LINKS = ("ats_id", "address", "name", "none")
VOLUNTARY = ("Resignation", "Career change", "Relocation")
INVOLUNTARY = ("Performance", "Redundancy")
OTHER_LEAVING = ("End of fixed-term contract",)
_LINK_SHARES = (0.45, 0.30, 0.17, 0.08)


@dataclass
class Staff:
    """Employees and reviews.

    Attributes
    ----------
    employees
        One row an employee: `number`, names, `work`, `personal` (or ""), `hired` and `left` (days
        since 1970, `NONE`), `reason`, `department`, `office`, `title`, `candidate` (candidate id or
        `NONE`), `application` (row or `NONE`), `link` (index into `LINKS` or `NONE`), `user` (row or `NONE`).
    reviews
        One row an employee, cycle and reviewer kind: `employee` (row), `cycle`, `group`, `rating` 1-5,
        `day`, `own` (a self-review), `noted` (a note in the last round).
    """

    employees: pd.DataFrame
    reviews: pd.DataFrame


def draw_staff(
    rng: np.random.Generator,
    world: World,
    applicants: Applicants,
    funnel: Funnel,
    effects: Effects,
    names: Names,
) -> Staff:
    """Draw employees: those who were hired, the interviewers, and others who were there before."""
    hired = _hired(rng, world, applicants, funnel)
    older = _older(rng, world, names, hired)
    employees = pd.concat([hired, older], ignore_index=True)
    # Numbers are given in the order of hiring.
    order = np.argsort(employees["hired"].to_numpy(), kind="stable")
    employees = employees.iloc[order].reset_index(drop=True)
    employees.insert(0, "number", 10_000 + np.cumsum(rng.integers(1, 4, len(employees))))
    _leave(rng, employees)
    return Staff(employees, draw_reviews(rng, employees, effects))


def _hired(
    rng: np.random.Generator, world: World, applicants: Applicants, funnel: Funnel
) -> pd.DataFrame:
    offers = funnel.offers
    offers = offers[offers["accepted"] & (offers["resolved"] < EXTRACT)]
    late = rng.choice((0, 7, 28), len(offers), p=(0.90, 0.07, 0.03))
    start = next_weekday(offers["starts"].to_numpy() // DAY + late)
    came = (start < EXTRACT // DAY) & (rng.random(len(offers)) > 0.02)
    row, start = offers["application"].to_numpy()[came], start[came]
    applications, people = funnel.applications.iloc[row], applicants.people
    person = applications["person"].to_numpy()
    jobs = world.jobs.iloc[applications["job"].to_numpy()]
    last = funnel.rounds.drop_duplicates("application", keep="last").set_index("application")
    count = len(row)
    link = rng.choice(len(LINKS), count, p=_LINK_SHARES)
    # However few are hired, each way of finding them occurs.
    link[: len(LINKS)] = np.arange(len(LINKS))[:count]
    first, family = people["first"].iloc[person], people["last"].iloc[person]
    married = world.users["last"].to_numpy()[person % len(world.users)]
    family = pd.Series(
        np.where(link == LINKS.index("none"), married, family.to_numpy()), dtype="str"
    )
    # HR systems lose accents.
    plain = rng.random(count) < 0.3
    first = pd.Series(np.where(plain, _plain(first), first), dtype="str")
    family = pd.Series(np.where(plain, _plain(family), family), dtype="str")
    personal = people["personal"].iloc[person].to_numpy()
    shows_mail = (link == 1) | ((link == 0) & (rng.random(count) < 0.5))
    record = applications["record"].to_numpy()
    return pd.DataFrame(
        {
            "first": first,
            "last": family,
            "work": _work_addresses(first, row),
            "personal": np.where(shows_mail, personal, ""),
            "hired": start,
            "department": jobs["department"].to_numpy(),
            "office": jobs["office"].to_numpy(),
            "title": jobs["title"].to_numpy(),
            "candidate": np.where(link == 0, applicants.records["id"].to_numpy()[record], NONE),
            "application": row,
            "link": link,
            "user": NONE,
            "ability": people["ability"].to_numpy()[person],
            "noted": last["noted"].loc[row].to_numpy(),
        }
    )


def _plain(names: pd.Series) -> pd.Series:
    """Return names without accents; those in another script stay as they are."""
    bare = names.str.normalize("NFKD").str.replace(r"[\u0300-\u036f]", "", regex=True)
    return bare.where(bare.map(str.isascii), names).reset_index(drop=True)


def _work_addresses(first: pd.Series, number: Ints) -> pd.Series:
    letters = first.str.normalize("NFKD").str.replace("[^A-Za-z]", "", regex=True).str.lower()
    return letters + "." + pd.Series(number).astype("str") + "@" + DOMAIN


def _older(
    rng: np.random.Generator, world: World, names: Names, hired: pd.DataFrame
) -> pd.DataFrame:
    """Return employees who never applied in these two years: interviewers, others, and namesakes."""
    users = world.users
    extra = max(20, round(0.6 * len(hired)))
    office = rng.integers(0, len(OFFICES), extra)
    first, last, local = names.draw(rng, names.languages_for(rng, office))
    department = rng.integers(0, len(DEPARTMENTS), extra)
    namesakes = min(len(hired), max(2, round(0.03 * len(hired))))
    first[:namesakes] = hired["first"].to_numpy()[:namesakes]
    last[:namesakes] = hired["last"].to_numpy()[:namesakes]
    others = pd.DataFrame(
        {
            "first": first,
            "last": last,
            "work": local + "." + pd.Series(np.arange(extra)).astype("str") + "@" + DOMAIN,
            "hired": START // DAY - rng.integers(30, 2500, extra),
            "department": department,
            "office": office,
            "title": [DEPARTMENTS[at].titles[0] for at in department],
            "user": NONE,
        }
    )
    members = pd.DataFrame(
        {
            "first": users["first"],
            "last": users["last"],
            "work": users["email"],
            "hired": next_weekday(users["since"].to_numpy() // DAY),
            "department": users["department"],
            "office": users["office"],
            "title": [
                "Recruiter" if at == TALENT else f"Senior {DEPARTMENTS[at].titles[0]}"
                for at in users["department"]
            ],
            "user": np.arange(len(users)),
        }
    )
    older = pd.concat([members, others], ignore_index=True)
    older["hired"] = next_weekday(older["hired"].to_numpy())
    return older.assign(
        personal="",
        candidate=NONE,
        application=NONE,
        link=NONE,
        ability=rng.standard_normal(len(older)),
        noted=False,
    )


def _leave(rng: np.random.Generator, employees: pd.DataFrame) -> None:
    """Add `left` and `reason`: the weak are let go more often, nothing depends on notes."""
    count = len(employees)
    span = EXTRACT // DAY - employees["hired"].to_numpy()
    goes = rng.exponential(365 / 0.13, count)
    sent = rng.exponential(365 / (0.05 * np.exp(-0.5 * employees["ability"].to_numpy())), count)
    ends = rng.exponential(365 / 0.015, count)
    first = np.minimum(np.minimum(goes, sent), ends)
    # Users still work here: their mailboxes are in the export.
    gone = (first < span) & (employees["user"].to_numpy() < 0)
    pick = rng.integers(0, 60, count)
    reason = np.where(
        first == goes,
        np.array(VOLUNTARY, dtype=object)[pick % len(VOLUNTARY)],
        np.where(first == sent, np.array(INVOLUNTARY, dtype=object)[pick % 2], OTHER_LEAVING[0]),
    )
    left = employees["hired"].to_numpy() + first.astype(np.int64) + 1
    employees["left"] = np.where(gone, left, NONE)
    employees["reason"] = np.where(gone, reason, "")
