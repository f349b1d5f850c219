"""The HR report: how hires can be found in it, and how they are rated."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from etl.simulate.clock import EXTRACT, START
from etl.simulate.staff import LINKS
from etl.simulate.story import Story

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    """Return a CSV's rows."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def employees(folder: Path) -> Rows:
    """Return the employees."""
    return read(folder / "hr" / "employees.csv")


@pytest.fixture(scope="module")
def reviews(folder: Path) -> Rows:
    """Return the reviews."""
    return read(folder / "hr" / "reviews.csv")


def test_hires_can_be_found_in_every_way_or_not_at_all(
    employees: Rows, folder: Path, resource: dict[str, list[dict[str, Any]]]
) -> None:
    by_number = {row["Employee Number"]: row for row in employees}
    candidates = {row["id"]: row for row in resource["candidates"]}
    applied = {row["id"]: row["candidate_id"] for row in resource["applications"]}
    links = Counter()
    for hire in read(folder / "truth_hires.csv"):
        employee = by_number[hire["employee_number"]]
        candidate = candidates[applied[int(hire["application_id"])]]
        addresses = {item["value"].lower() for item in candidate["email_addresses"]}
        by_id = employee["Greenhouse Candidate ID"] == str(candidate["id"])
        by_address = employee["Personal Email"] in addresses
        if hire["link"] == "ats_id":
            assert by_id
        else:
            assert employee["Greenhouse Candidate ID"] == ""
            assert by_address == (hire["link"] == "address")
        links[hire["link"]] += 1
    assert set(links) == set(LINKS)


def test_others_work_here_too_and_some_share_a_name(employees: Rows, folder: Path) -> None:
    hired = {row["employee_number"] for row in read(folder / "truth_hires.csv")}
    others = [row for row in employees if row["Employee Number"] not in hired]
    assert len(others) > len(hired)
    names = {
        (row["First Name"], row["Last Name"])
        for row in employees
        if row["Employee Number"] in hired
    }
    assert any((row["First Name"], row["Last Name"]) in names for row in others)
    assert any(not (row["First Name"] + row["Last Name"]).isascii() for row in employees)


def test_leavers_have_a_day_and_a_reason(employees: Rows) -> None:
    for row in employees:
        assert bool(row["Termination Date"]) == bool(row["Termination Reason"])
        if row["Termination Date"]:
            assert row["Hire Date"] < row["Termination Date"] <= "2026-07-01"


def test_reviews_are_of_those_who_worked_here(employees: Rows, reviews: Rows) -> None:
    by_number = {row["Employee Number"]: row for row in employees}
    for review in reviews:
        employee = by_number[review["Employee Number"]]
        assert employee["Hire Date"] < review["Review Date"]
        assert (
            not employee["Termination Date"] or employee["Termination Date"] > review["Review Date"]
        )
    assert {row["Review Type"] for row in reviews} == {"Manager", "Self"}
    manager = [row for row in reviews if row["Review Type"] == "Manager"]
    once = Counter((row["Employee Number"], row["Review Cycle"]) for row in manager)
    assert set(once.values()) == {1}


def test_both_words_and_numbers_are_ratings(reviews: Rows) -> None:
    kinds = {(row["Review Cycle"], row["Rating"].isdigit()) for row in reviews}
    assert kinds == {("H2 2024", True), ("H1 2025", True), ("H2 2025", False), ("H1 2026", False)}


def test_nobody_is_hired_twice(story: Story) -> None:
    applications = story.funnel.applications
    hired = applications.loc[applications["status"] == "hired", "person"]
    assert not hired.duplicated().any()


def test_groups_differ_in_leniency(story: Story) -> None:
    reviews = story.staff.reviews[~story.staff.reviews["own"]]
    sizes = reviews.groupby(["cycle", "group"])["rating"].agg(["mean", "size"])
    large = sizes.loc[sizes["size"] >= 10, "mean"]
    assert np.ptp(large.to_numpy()) > 0.25


def test_hired_days_lie_in_the_two_years(story: Story) -> None:
    employees = story.staff.employees
    of_hires = employees.loc[employees["application"] >= 0, "hired"] * 86_400
    assert of_hires.between(START, EXTRACT - 1).all()
