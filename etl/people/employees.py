"""Hires → employees, up a ladder of evidence: the ATS's id, an address, a name with constraints."""

from __future__ import annotations

import pandas as pd

DAYS_APART = {"address": 180, "name": 60}
"""An address or a name counts only if employment starts within this many days of the hire: whoever
applies from inside, or comes back, has an older employment in the HR system."""


def link_employees(
    hires: pd.DataFrame,
    candidates: pd.DataFrame,
    addresses: pd.DataFrame,
    employees: pd.DataFrame,
) -> pd.DataFrame:
    """Return each hire's employee, where exactly one fits.

    Each rung is tried for what the rungs before left: the candidate id that HR keeps; an address
    that the candidate gave and HR knows; the same full name. For the last two the first day must lie
    near the hire, and an id that HR keeps must not say otherwise.
    A rung that finds two employees for a hire, or two hires for an employee, links neither.

    Parameters
    ----------
    hires
        application_id, person_id, hired_at (instant).
    candidates
        candidate_id, person_id, name_key.
    addresses
        candidate_id, address_key.
    employees
        `core__employee`.

    Returns
    -------
    application_id, employee_id, link (ats_id, address or name), for linked hires only.
    """
    people = candidates[["candidate_id", "person_id", "name_key"]]
    known = hires.merge(people, on="person_id")
    # Where HR keeps the ATS's id, no weaker evidence may contradict it.
    named = employees.merge(
        people.rename(columns={"person_id": "named_person"})[["candidate_id", "named_person"]],
        on="candidate_id",
        how="left",
    )[["employee_id", "named_person"]]
    by_id = known.merge(
        employees[["employee_id", "candidate_id", "hired_on"]].dropna(subset=["candidate_id"]),
        on="candidate_id",
    )
    employee_addresses = pd.concat(
        [
            employees[["employee_id", "hired_on", column]].rename(columns={column: "address_key"})
            for column in ("work_address_key", "personal_address_key")
        ]
    ).dropna(subset=["address_key"])
    by_address = known.merge(addresses[["candidate_id", "address_key"]], on="candidate_id").merge(
        employee_addresses, on="address_key"
    )
    by_name = known.dropna(subset=["name_key"]).merge(
        employees[["employee_id", "name_key", "hired_on"]].dropna(subset=["name_key"]),
        on="name_key",
    )
    by_address = _near(by_address, named, DAYS_APART["address"])
    by_name = _near(by_name, named, DAYS_APART["name"])

    linked: list[pd.DataFrame] = []
    for link, pairs in (("ats_id", by_id), ("address", by_address), ("name", by_name)):
        taken = (
            pd.concat(linked) if linked else pd.DataFrame(columns=["application_id", "employee_id"])
        )
        free = pairs[
            ~pairs["application_id"].isin(taken["application_id"])
            & ~pairs["employee_id"].isin(taken["employee_id"])
        ][["application_id", "employee_id"]].drop_duplicates()
        certain = free.drop_duplicates("application_id", keep=False).drop_duplicates(
            "employee_id", keep=False
        )
        linked.append(certain.assign(link=link))
    return pd.concat(linked, ignore_index=True)


def _near(pairs: pd.DataFrame, named: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return the pairs that start about when they were hired, and that HR does not contradict."""
    apart = pairs["hired_on"].dt.tz_localize("UTC") - pairs["hired_at"]
    owner = pairs["employee_id"].map(named.set_index("employee_id")["named_person"])
    return pairs[
        (apart.abs() <= pd.Timedelta(days=days)) & (owner.isna() | (owner == pairs["person_id"]))
    ]
