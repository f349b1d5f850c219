"""Who is who: a wrong merge is worse than none."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.people.employees import link_employees
from etl.people.persons import person_of_address, persons

# records: candidate -> (name, addresses)
SAME_PERSON = [
    ("same address and same name", {1: (7, [5]), 2: (7, [5])}, [1, 1]),
    ("same address, other name: a couple, an agency", {1: (7, [5]), 2: (8, [5])}, [1, 2]),
    ("same name, other address", {1: (7, [5]), 2: (7, [6])}, [1, 2]),
    ("a chain of addresses", {1: (7, [5]), 2: (7, [5, 6]), 3: (7, [6])}, [1, 1, 1]),
    ("no name", {1: (None, [5]), 2: (None, [5])}, [1, 2]),
    ("no address", {1: (7, []), 2: (7, [])}, [1, 2]),
]


@pytest.mark.parametrize(("why", "records", "expected"), SAME_PERSON)
def test_candidate_records_of_one_person(
    why: str, records: dict[int, tuple[int | None, list[int]]], expected: list[int]
) -> None:
    candidates, addresses = frames(records)
    assert persons(candidates, addresses).tolist() == expected, why
    backwards = persons(candidates.iloc[::-1], addresses.iloc[::-1])
    assert backwards.sort_index().tolist() == expected, why


def test_an_address_shared_by_two_persons_speaks_for_neither() -> None:
    candidates, addresses = frames({1: (7, [5, 4]), 2: (8, [5])})
    person = persons(candidates, addresses)
    assert person_of_address(addresses, person).to_dict() == {4: 1}


# employee: (ATS candidate id, work address, personal address, name, first day), hires in March 2026
LADDER = [
    ("the ATS's id", {9: (1, None, None, None, "2026-03-20")}, {10: (9, "ats_id")}),
    ("an address", {9: (None, None, 51, None, "2026-03-20")}, {10: (9, "address")}),
    (
        "a work address the candidate gave",
        {9: (None, 51, None, None, "2026-03-20")},
        {10: (9, "address")},
    ),
    ("a name, near the first day", {9: (None, None, None, 71, "2026-03-20")}, {10: (9, "name")}),
    ("a name, long before", {9: (None, None, None, 71, "2023-03-20")}, {}),
    (
        "two of that name",
        {8: (None, None, None, 71, "2026-03-20"), 9: (None, None, None, 71, "2026-03-21")},
        {},
    ),
    ("an address, from an older employment", {9: (None, 51, None, None, "2014-03-20")}, {}),
    ("a name, where the ATS's id is another's", {9: (2, None, None, 71, "2026-03-20")}, {}),
    ("an address, where the ATS's id is another's", {9: (2, None, 51, None, "2026-03-20")}, {}),
    ("nothing in common", {9: (None, None, 99, 99, "2026-03-20")}, {}),
    (
        "the higher rung wins",
        {8: (None, None, 51, 71, "2026-03-20"), 9: (1, None, None, None, "2026-03-20")},
        {10: (9, "ats_id")},
    ),
]


@pytest.mark.parametrize(("why", "employees", "expected"), LADDER)
def test_the_ladder_from_hire_to_employee(
    why: str,
    employees: dict[int, tuple[int | None, int | None, int | None, int | None, str]],
    expected: dict[int, tuple[int, str]],
) -> None:
    candidates, addresses = frames({1: (71, [51]), 2: (72, [52])})
    hires = pd.DataFrame(
        {
            "application_id": [10],
            "person_id": [1],
            "hired_at": pd.to_datetime(["2026-03-18T00:00:00Z"]),
        }
    )
    columns = ["candidate_id", "work_address_key", "personal_address_key", "name_key"]
    staff = pd.DataFrame(
        [(key, *values) for key, values in employees.items()],
        columns=["employee_id", *columns, "hired_on"],
    ).astype(dict.fromkeys(columns, "Int64"))
    staff["hired_on"] = pd.to_datetime(staff["hired_on"])
    people = candidates.assign(person_id=candidates["candidate_id"])
    linked = link_employees(hires, people, addresses, staff)
    found = {row.application_id: (row.employee_id, row.link) for row in linked.itertuples()}
    assert found == expected, why


def frames(records: dict[int, tuple[int | None, list[int]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    candidates = pd.DataFrame(
        {
            "candidate_id": list(records),
            "name_key": pd.array([name for name, _ in records.values()], dtype="Int64"),
        }
    )
    pairs = [(key, address) for key, (_, many) in records.items() for address in many]
    addresses = pd.DataFrame(pairs, columns=["candidate_id", "address_key"]).astype("int64")
    return candidates, addresses
