"""Which recruiter group an application counts in: declared groups, and nobody alone in one."""

from __future__ import annotations

import pytest

from etl.derive.interviews import describe_jobs
from etl.people.recruiters import recruiter_groups
from tests.histories import History

# Tech: ana, ben, cem; Store: dee, eli, flo; in none: gus, hal, ivy. Of ida the ATS knows two addresses,
# of which one is declared; of joe two that are declared in different groups; of kim none.
TECH, STORE, NONE = ("ana", "ben", "cem"), ("dee", "eli", "flo"), ("gus", "hal", "ivy")
NUMBER = {name: 50 + at for at, name in enumerate((*TECH, *STORE, *NONE, "ida", "joe", "kim"))}

# the application's recruiter | its candidate's | the application's group
TABLE = """
    ana | -   | Tech
    dee | -   | Store
    gus | -   | other
    -   | -   | unknown
    -   | ana | Tech
    dee | ana | Store
    gus | ana | other
    ida | -   | Tech
    joe | -   | other
    kim | -   | other
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]

# whose applications there are | groups that are told
SIZES = [
    ("ana ben cem dee eli flo gus hal ivy", "Store Tech other"),
    ("ana ben cem dee eli flo", "Store Tech"),
    ("ana ben cem gus hal ivy", "Tech other"),
    # a group of which fewer than 3 recruit for anybody
    ("ana ben dee eli flo gus", "Store other"),
    ("ana ben cem dee gus hal", "Tech other"),
    # one or two in no group: the group of the fewest recruiters, the first by name, joins them
    ("ana ben cem dee eli flo gus", "Tech other"),
    ("ana ben cem ida dee eli flo gus hal", "Tech other"),
    ("ana ben dee eli flo", "other"),
    ("ana ben cem gus", "other"),
    ("ana ana ana", "other"),
]


def employer(*recruiters: str, declared: bool = True) -> History:
    """Return one application of each named recruiter, on 10, 11, ...; groups are declared, or none is."""
    history = History()
    for name, number in NUMBER.items():
        keys = {"ida": (150, 151), "joe": (152, 153), "kim": ()}.get(name, (number,))
        for key in keys:
            history.add("core__interviewer", interviewer_id=number, address_key=key)
    groups = {"Tech": [*map(NUMBER.get, TECH), 150, 152], "Store": [*map(NUMBER.get, STORE), 153]}
    for group, keys in groups.items() if declared else ():
        for key in keys:
            history.add("core__recruiter_group", address_key=key, recruiter_group=group)
    for application, name in enumerate(recruiters, start=10):
        applies(history, application, name, None)
    return history


def applies(history: History, application: int, own: str | None, of_candidate: str | None) -> None:
    history.candidate(application)
    history.rows["core__candidate"][-1]["recruiter_id"] = NUMBER.get(of_candidate or "")
    history.application(application, application)
    history.rows["core__application"][-1]["recruiter_id"] = NUMBER.get(own or "")


@pytest.mark.parametrize(("own", "of_candidate", "group"), ROWS)
def test_group(own: str, of_candidate: str, group: str) -> None:
    history = employer(*TECH, *STORE, *NONE)
    applies(history, 99, own, of_candidate)
    described = describe_jobs(history.core()).set_index("application_id")
    assert described.loc[99, "recruiter_group"] == group


@pytest.mark.parametrize(("recruiters", "told"), SIZES)
def test_no_group_is_of_fewer_than_three(recruiters: str, told: str) -> None:
    groups = recruiter_groups(employer(*recruiters.split()).core())
    assert sorted(set(groups)) == told.split()


def test_the_order_of_rows_changes_nothing() -> None:
    core = employer(*TECH, *STORE, "gus").core()
    told = recruiter_groups(core)
    turned = {name: rows.iloc[::-1] for name, rows in core.items()}
    assert recruiter_groups(turned).sort_index().equals(told)


def test_where_no_group_is_declared_nothing_is_known() -> None:
    groups = recruiter_groups(employer(*TECH, *NONE, declared=False).core())
    assert set(groups) == {"unknown"}
