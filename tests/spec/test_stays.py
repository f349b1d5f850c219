"""Stays in stages: when they begin and end, what ended them, and what never reaches a note status."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.derive.cells import pipeline_cells
from etl.derive.stays import endings, grid_of_days, stays
from tests.histories import History, at

UNTIL = at(960)  # day 40
DAY = 24.0
Tell = Callable[[History], None]


def _moves(*moves: tuple[str, float | None], **ending: object) -> Tell:
    """Return a telling of one application: stages entered on which day (None: not dated), its end."""

    def tell(history: History) -> None:
        closed = ending.get("closed")
        history.application(
            10,
            1,
            status=str(ending.get("status", "rejected")),
            closed=None if closed is None else float(str(closed)) * DAY,
            withdrew=bool(ending.get("withdrew")),
        )
        for stage, day in moves:
            history.enters(10, stage, None if day is None else day * DAY)
        accepted = ending.get("accepted")
        if accepted is not None:
            history.offer(10, 0, resolved=float(str(accepted)) * DAY)

    return tell


OPEN = {"status": "in_process"}
# what happened | its stays: stage, outcome, days, whether it moved back
STAYS: dict[str, tuple[Tell, list[tuple[str, str, int | None, bool]]]] = {
    "on, and rejected": (
        _moves(("Phone", 0), ("Onsite", 9), closed=20),
        [("Phone", "advanced", 9, False), ("Onsite", "rejected", 11, False)],
    ),
    "withdrew": (
        _moves(("Phone", 0), closed=3, withdrew=True),
        [("Phone", "withdrew", 3, False)],
    ),
    "open: followed to the data's last day": (
        _moves(("Phone", 0), ("Onsite", 9), **OPEN),
        [("Phone", "advanced", 9, False), ("Onsite", "open", 31, False)],
    ),
    "hired: the last stage ends as the offer is accepted": (
        _moves(("Phone", 0), ("Final", 12), status="hired", accepted=15),
        [("Phone", "advanced", 12, False), ("Final", "advanced", 3, False)],
    ),
    "hired, nobody says when": (
        _moves(("Phone", 0), status="hired"),
        [("Phone", "advanced", None, False)],
    ),
    "entered twice counts once, from the first time": (
        _moves(("Phone", 0), ("Phone", 4), ("Onsite", 9), closed=20),
        [("Phone", "advanced", 9, False), ("Onsite", "rejected", 11, False)],
    ),
    "back, and rejected there: it passed neither": (
        _moves(("Onsite", 0), ("Phone", 5), closed=8),
        [("Onsite", "rejected", 8, True), ("Phone", "rejected", 3, False)],
    ),
    "back, and on again: the stay went on meanwhile": (
        _moves(("Phone", 0), ("Onsite", 2), ("Phone", 5), ("Final", 9), **OPEN),
        [
            ("Phone", "advanced", 2, False),
            ("Onsite", "advanced", 7, False),
            ("Final", "open", 31, False),
        ],
    ),
    "no dates: the stages' order is taken": (
        _moves(("Phone", None), ("Onsite", None), closed=20),
        [("Phone", "advanced", None, False), ("Onsite", "rejected", None, False)],
    ),
    "the next one undated: on, after nobody knows how long": (
        _moves(("Phone", 0), ("Onsite", None), **OPEN),
        [("Phone", "advanced", None, False), ("Onsite", "open", None, False)],
    ),
    "closed before it entered: no length": (
        _moves(("Phone", 5), closed=3),
        [("Phone", "rejected", None, False)],
    ),
    "a prospect who became an application is not in the pipeline": (
        _moves(("Phone", 0), status="converted"),
        [],
    ),
}


def _found(history: History) -> pd.DataFrame:
    core = history.core()
    return stays(core, endings(core), UNTIL)


@pytest.mark.parametrize("case", STAYS)
def test_stays(case: str) -> None:
    tell, expected = STAYS[case]
    history = History()
    history.candidate(1)
    tell(history)
    found = _found(history)
    rows = found[["stage", "outcome", "days", "moved_back"]].to_numpy(object, na_value=None)
    assert [tuple(row) for row in rows] == expected


def test_a_stage_of_the_job_that_was_never_entered_was_passed_over() -> None:
    """If a later one was entered: who is not there yet has passed nothing over."""
    history = History()
    for application in (10, 11, 12):
        history.candidate(application)
        history.application(application, application, status="in_process")
    for stage, day in (("Phone", 0), ("Onsite", 2), ("Final", 4)):
        history.enters(10, stage, day * DAY)
    history.enters(11, "Phone", 0)
    history.enters(11, "Final", DAY)
    history.enters(12, "Phone", 0)
    found = _found(history).query("outcome == 'skipped'")
    assert found[["application_id", "stage"]].to_numpy().tolist() == [[11, "Onsite"]]
    assert found["days"].isna().all()


GRID = [(0.4, 0), (0.6, 1), (62.4, 62), (62.6, 63), (66.4, 63), (67, 70), (195, 196), (300, 308)]


@pytest.mark.parametrize(("days", "shown"), GRID)
def test_the_longer_the_coarser(days: float, shown: int) -> None:
    assert grid_of_days(pd.Series([pd.Timedelta(days=days)])).tolist() == [shown]


@given(st.lists(st.floats(0, 2000), min_size=2, max_size=30))
def test_the_grid_keeps_order_and_is_near(days: list[float]) -> None:
    exact = sorted(days)
    found = grid_of_days(pd.Series(pd.to_timedelta(exact, unit="D"))).tolist()
    assert found == sorted(found)
    assert all(abs(a - b) <= max(0.5, 3.5 * (a >= 62), 14 * (a >= 192)) + 1e-6
               for a, b in zip(exact, found, strict=True))  # fmt: skip


def test_cells_count_each_stay_and_application_once() -> None:
    history = History()
    for application in range(10, 30):
        history.candidate(application)
        history.application(application, application, closed=30)
        history.enters(application, "Phone", 0)
        if application % 3 == 0:
            history.enters(application, "Onsite", 48)
    history.candidate(99)
    history.application(99, 99, status="in_process")  # a prospect: in no stage
    cells = pipeline_cells(history.core(), UNTIL)
    stage, application = cells["out__cell_stage"], cells["out__cell_application"]
    assert stage.groupby(["stage", "outcome"])["n"].sum().to_dict() == {
        ("Phone", "advanced"): 6,
        ("Phone", "rejected"): 14,
        ("Onsite", "rejected"): 6,
    }
    assert application["n"].sum() == 20
    assert set(application["days"]) == {11}  # applied ten days before, closed after thirty hours
    assert stage["decided"].all()
