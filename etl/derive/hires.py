"""core → `out__hire`: one row per hire, with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from etl.derive.interviews import describe_jobs, left_out
from etl.derive.rounds import undated_offers
from etl.people.employees import link_employees

SMALLEST_GROUP = 5
"""Ratings are standardised only within groups of at least this many: in smaller ones it is noise."""
EPOCH = pd.Timestamp(0, tz="UTC")
FIRST_YEAR = pd.Timedelta(days=365)


def derive_hires(
    core: dict[str, pd.DataFrame],
    person: pd.Series,
    interviews: pd.DataFrame,
    data_until: pd.Timestamp,
    leave_out: Mapping[Any, tuple[str, ...]],
) -> pd.DataFrame:
    """Return the rows of `out__hire`.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    person
        Candidate → person.
    interviews
        Rows of `out__interview`.
    data_until
        The latest instant that the sources speak of: who started less than a year before it cannot
        yet have stayed a year.
    leave_out
        The claim's: values by dimension. A hire has none of its own of interviews' dimensions, and is left
        out by these only if all of its rounds are.
    """
    applications = core["core__application"]
    hired = applications[applications["status"] == "hired"].copy()
    hired["person_id"] = (
        hired["candidate_id"].map(person).fillna(hired["candidate_id"]).astype("int64")
    )
    hired = hired.merge(_hired_at(core["core__offer"]), on="application_id", how="left")
    hired["hired_at"] = hired["starts_at"].fillna(hired["resolved_at"]).fillna(hired["version"])

    candidates = core["core__candidate"].assign(
        person_id=core["core__candidate"]["candidate_id"].map(person).astype("int64")
    )
    links = link_employees(
        hired[["application_id", "person_id", "hired_at"]],
        candidates,
        core["core__candidate_address"],
        core["core__employee"],
    )
    rows = hired[["application_id", "person_id"]].merge(links, on="application_id", how="left")
    rows["link"] = rows["link"].fillna("none")
    rows["employee_id"] = rows["employee_id"].astype("Int64")
    rows = with_rounds_before_offer(rows, interviews, core["core__offer"])
    rows = rows.merge(
        first_reviews(core["core__performance_review"], core["core__employee"]),
        on="employee_id",
        how="left",
    )
    rows = rows.merge(
        _employment(core["core__employee"], _hr_until(core, data_until)),
        on="employee_id",
        how="left",
    )
    rows = rows.merge(describe_jobs(core), on="application_id")
    rows["exclusion"] = _exclusion(rows, leave_out)
    return rows


def _hired_at(offers: pd.DataFrame) -> pd.DataFrame:
    """Return the first day, or the answer's instant, of each application's latest offer version."""
    latest = latest_versions(offers)
    return pd.DataFrame(
        {
            "application_id": latest["application_id"],
            "starts_at": latest["starts_on"].dt.tz_localize("UTC"),
            "resolved_at": latest["resolved_at"],
        }
    )


def latest_versions(offers: pd.DataFrame) -> pd.DataFrame:
    """Return the latest version of each application's offer: rows of `core__offer`."""
    ordered = offers.sort_values(["application_id", "number", "created_at", "offer_id"])
    return ordered.drop_duplicates("application_id", keep="last")


def with_rounds_before_offer(
    rows: pd.DataFrame, interviews: pd.DataFrame, offers: pd.DataFrame
) -> pd.DataFrame:
    """Return rows by application_id, with what `_rounds_before_offer` knows of each, or that it knows none."""
    found = _rounds_before_offer(interviews, offers)
    rows = rows.merge(found, on="application_id", how="left")
    rows["note_status"] = rows["note_status"].fillna("unobserved")
    rows["quarter"] = rows["quarter"].fillna("unknown")
    counts = ["rounds", "rounds_observed", "rounds_with_note"]
    rows[counts] = rows[counts].fillna(0).astype("int64")
    rows["offer_undated"] = rows["application_id"].isin(undated_offers(offers))
    return rows


def _rounds_before_offer(interviews: pd.DataFrame, offers: pd.DataFrame) -> pd.DataFrame:
    """Return, for each application: its last round's note status and exclusion, and its rounds' counts.

    The last round is common to all hires; "any note" would favour those who had more rounds. Rounds that
    the claim leaves out are none: who had no other is left out, too.
    """
    made = offers.groupby("application_id")["created_at"].min().rename("first_offer_at")
    # Joined, not mapped: of no rows at all, too, it stays an instant.
    first_offer = interviews[["application_id"]].join(made, on="application_id")["first_offer_at"]
    # Meeting the team after the offer is no round that anybody could be turned down in; which rounds came
    # before an offer of unknown time nobody knows.
    undated = interviews["application_id"].isin(undated_offers(offers))
    before = ~undated & (first_offer.isna() | (interviews["ended_at"] <= first_offer))
    last_rows = interviews[before & (interviews["exclusion"] != "earlier_in_round")]
    every = last_rows.sort_values(["application_id", "round"])
    # Silence in a round that the claim leaves out, where a note is out of place, tells nothing.
    ordered = every[every["exclusion"] != "left_out"]
    by = ordered.groupby("application_id")
    last, final = (
        rows.drop_duplicates("application_id", keep="last").set_index("application_id")
        for rows in (every, ordered)
    )
    # A note from a half-covered panel is seen only when it was sent: it may not enter alone.
    status = final["note_status"].where(final["covered"], "unobserved")
    return pd.DataFrame(
        {
            "note_status": status,
            "quarter": last["quarter"],
            "round_exclusion": final["exclusion"].reindex(last.index).fillna("left_out"),
            "rounds": by.size(),
            "rounds_observed": by["covered"].sum(),
            "rounds_with_note": (ordered["covered"] & (ordered["note_status"] == "sent"))
            .groupby(ordered["application_id"])
            .sum(),
            "interview_score": by["score"].mean(),
        },
        index=last.index,
    ).reset_index()


def first_reviews(reviews: pd.DataFrame, employees: pd.DataFrame) -> pd.DataFrame:
    """Return each employee's first review after the first day, standardised among all who were rated.

    Returns
    -------
    employee_id, cycle, calibration_group, rating, performance (standard deviations within cycle and
    calibration group), group_size, group_spread.

    Notes
    -----
    Raters and groups differ in leniency, so a rating means something only beside those given in the
    same cycle and calibration group (Scullen, Mount and Goff 2000).
    """
    rated = reviews.assign(calibration_group=reviews["calibration_group"].fillna("all"))
    group = rated.groupby(["cycle", "calibration_group"])["rating"]
    rated["group_size"] = group.transform("size")
    rated["group_spread"] = group.transform("std")
    usable = (rated["group_size"] >= SMALLEST_GROUP) & (rated["group_spread"] > 0)
    rated["performance"] = (
        (rated["rating"] - group.transform("mean")) / rated["group_spread"]
    ).where(usable)
    rated = rated.merge(employees[["employee_id", "hired_on"]], on="employee_id")
    after = rated[rated["reviewed_on"] > rated["hired_on"]]
    first = after.sort_values(["employee_id", "reviewed_on", "review_id"]).drop_duplicates(
        "employee_id"
    )
    kept = [
        "employee_id",
        "cycle",
        "calibration_group",
        "rating",
        "performance",
        "group_size",
        "group_spread",
    ]
    return first[kept].astype({"employee_id": "Int64"})


def _hr_until(core: dict[str, pd.DataFrame], data_until: pd.Timestamp) -> pd.Timestamp:
    """Return the latest day that the HR system speaks of, as far as the ATS's records reach.

    A year counts as over only if HR would have told of a leaving: its export may be older than the
    ATS's, and a date in the future is a plan or a slip.
    """
    employees, reviews = core["core__employee"], core["core__performance_review"]
    days = pd.concat([employees["hired_on"], employees["left_on"], reviews["reviewed_on"]])
    told = days.dropna().dt.tz_localize("UTC")
    return max([EPOCH, *told[told <= data_until].nlargest(1)])


def _employment(employees: pd.DataFrame, data_until: pd.Timestamp) -> pd.DataFrame:
    """Return how long each employee stayed, and how the first year ended."""
    started = employees["hired_on"].dt.tz_localize("UTC")
    left = employees["left_on"].dt.tz_localize("UTC")
    left = left.where(left <= data_until)
    last = left.fillna(data_until)
    within = (left - started) < FIRST_YEAR
    first_year = pd.Series("stayed", index=employees.index)
    first_year[within] = "left_otherwise"
    first_year[within & (employees["leaving"] == "voluntary")] = "left_voluntarily"
    # Also those who left already: counting them early would show leavers before stayers.
    first_year[started > data_until - FIRST_YEAR] = "too_early"
    return pd.DataFrame(
        {
            "employee_id": employees["employee_id"].astype("Int64"),
            "started_on": employees["hired_on"],
            "days_employed": (last - started).dt.days.clip(lower=0).astype("Int64"),
            "has_left": left.notna().astype("boolean"),
            "leaving": employees["leaving"].where(left.notna()),
            "first_year": first_year,
        }
    )


def _exclusion(rows: pd.DataFrame, leave_out: Mapping[Any, tuple[str, ...]]) -> pd.Series:
    """Return why the performance finding leaves a hire out; empty if it counts it."""
    reason = pd.Series("", index=rows.index)
    # What keeps a hire out whatever is compared comes before what hides a note.
    reason[rows["note_status"] == "unobserved"] = "uncovered"
    reason[rows["group_spread"] == 0] = "constant_group"
    reason[rows["group_size"] < SMALLEST_GROUP] = "small_group"
    reason[rows["rating"].isna()] = "unrated"
    reason[rows["link"] == "none"] = "unlinked"
    reason[rows["offer_undated"]] = "offer_undated"
    reason[(rows["round_exclusion"] == "left_out") | left_out(rows, leave_out)] = "left_out"
    return reason
