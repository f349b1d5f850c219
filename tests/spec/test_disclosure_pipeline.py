"""Open applications are counted: what that may not tell, in one view, between two, and day by day."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import pipeline, vendors
from analysis.cells import Cells
from analysis.filters import Filters
from analysis.pipeline import COUNTS, OUTCOMES, parts
from etl.claim import Claim
from etl.derive.cells import hire_cells, interview_cells, pipeline_cells
from etl.derive.hires import derive_hires
from etl.derive.interviews import derive_interviews
from etl.people.persons import persons
from tests.analysis.frames import cells, drawn, stage
from tests.histories import History, at

# exact advanced, rejected, withdrew, open | withheld by another view | shown
PARTS = [
    ((120, 93, 21, 12), (0, 0, 0, 0), (120, 95, 20, 10)),
    ((120, 93, 21, 3), (0, 0, 0, 0), (120, 95, None, None)),  # the next smallest hides the three
    ((120, 93, 21, 0), (0, 0, 0, 0), (120, 95, 20, None)),
    ((120, 93, 21, 12), (0, 0, 0, 1), (120, 95, None, None)),  # alone it would be what is left
    ((120, 3, 2, 0), (0, 0, 0, 0), (None, None, None, None)),  # nearly all went on
    ((9, 0, 0, 0), (0, 0, 0, 0), (None, None, None, None)),
]


@pytest.mark.parametrize(("n", "withheld", "shown"), PARTS)
def test_outcomes_of_a_stage(n: tuple, withheld: tuple, shown: tuple) -> None:
    found = parts(np.array(n, dtype=float), np.array(withheld, dtype=bool))
    assert tuple(found) == shown


FEW = st.lists(st.integers(0, 30), min_size=4, max_size=4)


def _shown(n: list[int], skipped: int = 0) -> pd.DataFrame:
    decided = [one != "open" for one in (*OUTCOMES, "skipped")]
    frame = stage(outcome=[*OUTCOMES, "skipped"], decided=decided, n=[*n, skipped])
    return pipeline.stages(cells(stages=frame))


@given(FEW, st.integers(0, 12))
def test_a_stage_gives_no_part_away(n: list[int], skipped: int) -> None:
    row = _shown(n, skipped).iloc[0]
    assert not [one for one in row[list(COUNTS)].dropna() if one <= 7 or one % 5]
    if not pd.isna(row["entered"]):
        hidden = [one for one, name in zip(n, OUTCOMES, strict=True) if pd.isna(row[name])]
        assert sum(hidden) == 0 or sum(hidden) > 7


@given(FEW, st.sampled_from(list(permutations(range(4), 2))))
def test_a_day_later_one_has_moved(n: list[int], move: tuple[int, int]) -> None:
    """What is shown of either day is rounded and large; nothing moves by one."""
    later = list(n)
    later[move[0]] -= 1
    later[move[1]] += 1
    if min(later) < 0:
        return
    today, tomorrow = (_shown(one)[list(COUNTS)].astype("float64").iloc[0] for one in (n, later))
    changed = (tomorrow - today).dropna()
    assert set(changed) <= {-5.0, 0.0, 5.0}
    assert pd.isna(today["entered"]) or tomorrow["entered"] == today["entered"]


def test_nothing_with_a_note_status_changes_while_an_application_is_open() -> None:
    """It had an interview, sent a note, and moved on: only counts without a note status know."""
    days = []
    for moved in (False, True):
        history = History()
        for application in (10, 11):
            history.candidate(application)
            history.interview(application, application, "Phone", 0)
            history.note(application, 5)
            history.enters(application, "Phone", -48)
        history.covers(50, -100, 500)
        history.application(10, 10, closed=100)
        history.application(11, 11, status="in_process")
        if moved:
            history.enters(11, "Onsite", 60)
        core = history.core()
        person = persons(core["core__candidate"], core["core__candidate_address"])
        derived = derive_interviews(core, person, Claim(), pd.Series(dtype=bool))
        hires = derive_hires(core, person, derived.rows, at(500), {})
        days.append(
            {
                "interviews": derived.rows,
                "interview": interview_cells(derived.rows),
                "hire": hire_cells(hires),
                **pipeline_cells(core, at(500)),
            }
        )
    before, after = days
    for name in ("interviews", "interview", "hire"):
        pd.testing.assert_frame_equal(before[name], after[name])
    assert len(before["interviews"]) == 1
    assert not before["out__cell_stage"].equals(after["out__cell_stage"])
    for name in ("out__cell_stage", "out__cell_application"):
        assert not {"note_status", "exclusion"} & set(before[name])


VALUES = {"department": ("A", "B"), "job": ("a", "b"), "quarter": ("1", "2")}
PLACES = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
CHOICES = [
    {name: (value,) for name, value in zip(VALUES, chosen, strict=True) if value}
    for chosen in product(*((None, *values) for values in VALUES.values()))
]


@given(st.lists(st.sampled_from([0, 0, 2, 5, 9, 12, 40]), min_size=16, max_size=16))
def test_two_views_never_leave_few_between_them(n: list[int]) -> None:
    """Neither of who entered, nor of who is open: of all pairs of views, one inside the other."""
    places = pd.DataFrame([place for place in PLACES for _ in range(2)]).to_dict("list")
    frame = stage(**places, outcome=["open", "rejected"] * len(PLACES), n=n)
    whole = cells(stages=frame[frame["n"] > 0])
    shown: dict[str, dict[frozenset[int], float]] = {"entered": {}, "open": {}}
    for chosen in CHOICES:
        view = Filters(**chosen).apply(whole)
        if view.stage.empty:
            continue
        row = pipeline.stages(view).iloc[0]
        exact = {"entered": view.stage, "open": view.stage[view.stage["outcome"] == "open"]}
        for name, rows in exact.items():
            if not pd.isna(row[name]):
                shown[name][frozenset(rows.index)] = rows["n"].sum()
    assert not [
        (outer, inner)
        for known in shown.values()
        for outer, inner in permutations(known, 2)
        if inner < outer and 0 < known[outer] - known[inner] <= 7
    ]


def _counts(whole: Cells) -> list[float]:
    frames = [pipeline.stages(whole)[list(COUNTS)], pipeline.times(whole)[["n"]]]
    for dimension in ("department", "job"):
        frames.append(pipeline.by(whole, dimension, "Phone")[[*COUNTS, "n"]])
    for vendor in vendors.VENDORS:
        found = vendors.counted(whole, vendor)
        frames.append(found.passing[["n"]])
        if found.days is not None:
            frames.append(found.days[["n"]])
    numbers = [frame.to_numpy(dtype=float, na_value=np.nan).ravel() for frame in frames]
    numbers.append(pipeline.applications(whole).to_numpy(dtype=float, na_value=np.nan))
    every = np.concatenate(numbers)
    return [float(n) for n in every[~np.isnan(every)]]


@pytest.mark.parametrize("people", [0, 1, 9, 40, 200, 1500])
def test_no_count_of_the_pipeline_is_small_or_odd(people: int) -> None:
    for seed in range(2):
        shown = _counts(drawn(people, seed) if people else cells())
        assert not [n for n in shown if n <= 7 or n % 5]
        assert people < 200 or shown


@given(FEW, st.lists(st.integers(-2, 2), min_size=4, max_size=4))
def test_a_vendors_number_tells_no_more_than_what_is_shown(n: list[int], by: list[int]) -> None:
    """It is made of the shown counts: who see the same of two stages see the same vendor's numbers."""
    other = [max(one + more, 0) for one, more in zip(n, by, strict=True)]
    shown = [_shown(one) for one in (n, other)]
    if shown[0].equals(shown[1]):
        told = [[vendors.passing(one, vendor, 0.95) for vendor in vendors.VENDORS] for one in shown]
        for first, second in zip(*told, strict=True):
            pd.testing.assert_frame_equal(first, second)
