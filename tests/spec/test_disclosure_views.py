"""Two views may not be subtracted to find few people."""

from __future__ import annotations

from itertools import combinations, permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers, performance, pipeline, retention
from analysis.cells import Cells
from analysis.differencing import given_away
from analysis.filters import Filters, split
from analysis.ledger import DIMENSIONS, ledger
from analysis.populations import everybody, interviews
from etl.claim import Claim
from etl.store.tables.out import INTERVIEW_EXCLUSIONS
from tests.analysis.frames import cells, drawn, interview

CLAIM = Claim()


def _shown(view: Cells) -> dict[str, int | None]:
    return {arm.name: arm.n for arm in offers.influence(view, CLAIM).arms}


def _frame(*rows: tuple[str, str, int]) -> Cells:
    """Return interviews with a note of (department, job, n), beside a large number without."""
    department, job, n = zip(*rows, strict=True)
    sent = interview(department=list(department), job=list(job), n=list(n))
    others = interview(department=list(department), job=list(job), note_status="not_sent", n=500)
    return cells(pd.concat([sent, others], ignore_index=True))


# what the employer has (department, job, n with a note) | the view | is its n with a note shown?
ONE_SMALL = (("Sales", "Clerk", 100), ("Kitchen", "Cook", 3))
NESTED = (("Sales", "Clerk", 100), ("Sales", "Buyer", 3), ("Kitchen", "Cook", 100))
ROOMY = (("Sales", "Clerk", 100), ("Sales", "Buyer", 97), ("Kitchen", "Cook", 3))
APART = (("Sales", "Clerk", 100), ("Kitchen", "Cook", 100), ("Office", "Clerk", 3))
VIEWS = [
    (ONE_SMALL, {}, True),
    (ONE_SMALL, {"department": ("Sales",)}, False),  # all but 3: the whole less this is 3
    (ONE_SMALL, {"department": ("Kitchen",)}, False),  # 3
    (ONE_SMALL, {"department": ("Sales", "Kitchen")}, False),  # two atoms, one of them 3
    (NESTED, {"department": ("Sales",)}, True),
    (NESTED, {"job": ("Clerk",)}, False),  # the department less this job is 3
    (NESTED, {"job": ("Cook",)}, True),
    (NESTED, {"job": ("Clerk", "Cook")}, False),  # the whole less this is 3
    (ROOMY, {"job": ("Clerk",)}, True),  # the department less this job is 97, the whole less it 100
    (APART, {"job": ("Clerk",)}, True),
    (APART, {"job": ("Clerk",), "department": ("Sales",)}, False),  # the job less this is 3
    (APART, {"department": ("Sales", "Kitchen")}, False),  # the whole less this is 3
    (APART, {"job": ("Clerk", "Cook"), "department": ("Sales", "Office")}, False),  # an atom of 3
]


@pytest.mark.parametrize(("employer", "view", "shown"), VIEWS)
def test_rule(employer: tuple, view: dict[str, tuple[str, ...]], shown: bool) -> None:
    assert (_shown(Filters(**view).apply(_frame(*employer)))["sent"] is not None) == shown


VALUES = {"department": ("A", "B"), "job": ("a", "b", "c"), "recruiter_group": ("1", "2")}
CELLS = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
CHOICES = [
    dict(zip(VALUES, chosen, strict=True))
    for chosen in product(
        *(
            [some for size in range(len(values)) for some in combinations(values, size)]
            for values in VALUES.values()
        )
    )
]


@given(st.lists(st.sampled_from([0, 0, 2, 5, 9, 12, 40]), min_size=12, max_size=12))
def test_two_views_never_leave_few_between_them(n: list[int]) -> None:
    """Of all pairs of views of a small employer, one inside the other, that are both shown."""
    columns = pd.DataFrame(CELLS).to_dict("list")
    whole = cells(interview(**columns, n=n).loc[lambda frame: frame["n"] > 0])
    shown = {}
    for chosen in CHOICES:
        view = Filters(**chosen).apply(whole)
        count = view.interview["n"].sum()
        if count > 7 and "sent" not in view.withheld_of("interviews"):
            shown[frozenset(view.interview.index)] = count
    assert not [
        (outer, inner)
        for outer, inner in permutations(shown, 2)
        if inner < outer and 0 < shown[outer] - shown[inner] <= 7
    ]


def test_the_rule_above_meets_views_of_both_kinds() -> None:
    """The property would hold of anything if every view were hidden: here most are shown."""
    whole = drawn(4000, 3)
    kinds = [
        _shown(Filters(**{name: (value,)}).apply(whole))["sent"] is not None
        for name in DIMENSIONS
        for value in sorted(set(whole.interview[name]))
    ]
    assert 0.5 < np.mean(kinds) <= 1


# the value that is told of | may its count stand beside those of the whole and of other values?
SINGLE = [
    (ONE_SMALL, "department", "Sales", False),
    (NESTED, "department", "Sales", True),
    (NESTED, "job", "Clerk", False),
    (NESTED, "job", "Cook", True),
    (ROOMY, "job", "Clerk", True),
    (APART, "department", "Sales", False),  # beside the job, which all of it has
    (APART, "job", "Clerk", True),
]


@pytest.mark.parametrize(("employer", "dimension", "value", "shown"), SINGLE)
def test_rule_of_single_values(employer: tuple, dimension: str, value: str, shown: bool) -> None:
    book = _frame(*employer).ledgers["interview"]
    away = given_away(book, "interviews", book.view({dimension: [value]}))
    assert ("sent" not in away) == shown


@given(st.lists(st.sampled_from([0, 0, 2, 5, 9, 12, 40]), min_size=12, max_size=12))
def test_two_single_values_never_leave_few_between_them(n: list[int]) -> None:
    columns = pd.DataFrame(CELLS).to_dict("list")
    whole = cells(interview(**columns, n=n).loc[lambda frame: frame["n"] > 0])
    book = whole.ledgers["interview"]
    views = [frozenset(range(len(book.n)))]
    for name, values in VALUES.items():
        for value in values:
            view = book.view({name: [value]})
            if "sent" not in given_away(book, "interviews", view) and book.size(view) > 7:
                views.append(frozenset(np.flatnonzero(view)))
    for outer, inner in permutations(views, 2):
        if inner < outer:
            assert not 0 < book.n[list(outer - inner)].sum() <= 7


def test_people_are_counted_once() -> None:
    """Nine cards by two people beside a hundred by many: nine, but of two."""
    cards = pd.DataFrame(
        {"job": ["Cook"] * 100 + ["Chef"] * 9, "n": 1, "who": [*range(100), *[100, 101] * 4, 100]}
    )
    for frame, found in ((cards.drop(columns="who"), set()), (cards, {"everybody"})):
        book = ledger(frame, {"cards": everybody})
        assert given_away(book, "cards", book.view({"job": ["Cook"]})) == found


def test_filters_add_up() -> None:
    whole = drawn(2000, 4)
    once = Filters(department=("Sales", "Office"), quarter=("2026-Q1",)).apply(whole)
    twice = Filters(quarter=("2026-Q1",)).apply(
        Filters(department=("Sales", "Office")).apply(whole)
    )
    pd.testing.assert_frame_equal(once.interview, twice.interview)
    assert once.withheld == twice.withheld
    none = Filters(department=("Sales",)).apply(Filters(department=("Office",)).apply(whole))
    assert none.interview.empty
    assert none.hire.empty


def test_every_population_is_guarded() -> None:
    """Ratings, resignations and applications are counted apart: each may be withheld apart."""
    whole = drawn(3000, 5)
    few = whole.hire.index[whole.hire["department"] == "Depot"][3:]
    whole = Cells(
        whole.interview,
        whole.hire.drop(few),
        whole.stage[whole.stage["department"] != "Depot"],
        whole.application,
    )
    view = Filters(department=("Kitchen", "Sales", "Office")).apply(whole)
    guarded = {population for population, _ in view.withheld}
    assert "performance" in guarded or "retention" in guarded
    for finding, population in (
        (performance.signal(view, CLAIM), "performance"),
        (retention.first_year(view, CLAIM), "retention"),
    ):
        for arm in finding.arms:
            assert (arm.name in view.withheld_of(population)) <= (arm.n is None)


def test_a_stage_that_would_be_given_away_keeps_its_row_without_numbers() -> None:
    whole = drawn(3000, 6)
    extra = whole.stage.head(1).assign(department="Attic", job="Keeper", stage="Phone", n=3)
    stages = pd.concat([whole.stage, extra], ignore_index=True)
    whole = Cells(whole.interview, whole.hire, stages, whole.application)
    others = tuple(sorted(set(whole.stage["department"]) - {"Attic"}))
    rows = pipeline.stages(Filters(department=others).apply(whole)).set_index("stage")
    assert rows.loc["Phone"].drop("position").isna().all()
    assert rows.loc["Onsite", ["entered", "advanced"]].notna().all()


def test_side_by_side_views_hide_the_next_smallest_too() -> None:
    """Three departments, one of 3: beside the total it would be the rest."""
    n = {"Sales": 100, "Office": 60, "Kitchen": 40, "Attic": 3}
    whole = _frame(*((name, name, count) for name, count in n.items()))
    shown = {value: _shown(view)["sent"] for value, view in split(whole, "department")}
    assert shown == {"Attic": None, "Kitchen": None, "Office": 60, "Sales": 100}


def test_reasons_are_guarded_as_arms_are() -> None:
    frame = pd.concat(
        [
            interview(department=["A", "B"], n=[100, 100]),
            interview(department=["A", "B"], exclusion="uncovered", n=[50, 4]),
        ],
        ignore_index=True,
    )
    view = Filters(department=("A",)).apply(cells(frame))
    assert ("interviews", "uncovered") in view.withheld
    assert offers.influence(view, CLAIM).exclusions[INTERVIEW_EXCLUSIONS["uncovered"]] is None
    assert (interviews(view.interview) == "uncovered").any()
