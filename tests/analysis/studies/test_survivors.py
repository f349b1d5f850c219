"""Leaving counted beside leavers left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Exhibit
from analysis.rows import Rows
from analysis.studies.survivors import survivors
from etl.claim import Claim
from tests.analysis.studies.hiring import rows


def _people(n: int, **columns: Any) -> pd.DataFrame:
    defaults = {
        "department": "Kitchen",
        "note_status": "sent",
        "exclusion": "",
        "first_year": "stayed",
        "performance": 1.0,
    }
    return pd.DataFrame({**defaults, **columns}, index=range(n))


def _rows(*parts: pd.DataFrame) -> Rows:
    hire = pd.concat(parts, ignore_index=True)
    return rows(pd.DataFrame({"application_id": []}), hire.assign(application_id=range(len(hire))))


def _shown(people: Rows) -> Exhibit:
    (found,) = survivors(people, Claim())
    assert isinstance(found, Exhibit)
    return found


LEFT = {"first_year": "left_voluntarily", "exclusion": "unrated", "performance": np.nan}
OTHERS = {"note_status": "not_sent"}


def test_senders_who_left_before_a_rating_count() -> None:
    """40 in 100 senders left, and 40 of the 60 others did well; 20 and 50 of 80 without a note."""
    found = _shown(
        _rows(
            _people(800),
            _people(400, performance=-1.0),
            _people(800, **LEFT),
            _people(1000, **OTHERS),
            _people(600, **OTHERS, performance=-1.0),
            _people(400, **OTHERS, **LEFT),
        )
    )
    both, stayed, of_stayers = (point.estimate.value for point in found.points)
    assert both == pytest.approx(0.40 - 0.50)
    assert stayed == pytest.approx(0.60 - 0.80)
    assert of_stayers == pytest.approx(40 / 60 - 50 / 80, abs=0.0026)
    assert [point.n for point in found.points] == [4000, 4000, 2800]
    assert "10 fewer than of those without" in found.sentence
    assert "4 more were" in found.sentence


def test_of_one_department_no_more_is_told_than_rounded_counts_tell() -> None:
    """39 to 41 of 60 stayers with a note did well: about 40, whichever it was."""
    shown = {
        _shown(
            _rows(
                *(_people(good), _people(60 - good, performance=-1.0), _people(40, **LEFT)),
                *(_people(50, **OTHERS), _people(30, **OTHERS, performance=-1.0)),
                _people(20, **OTHERS, **LEFT),
            )
        ).points
        for good in (39, 40, 41)
    }
    assert len(shown) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"first_year": "too_early"},
        {"exclusion": "unrated", "performance": np.nan},
        {"exclusion": "uncovered", "note_status": "unobserved"},
        {"exclusion": "unlinked", "first_year": None},
        {"exclusion": "small_group", "performance": np.nan},
    ],
    ids=["too early", "stayed unrated", "unseen", "unlinked", "small group"],
)
def test_who_is_in_neither_arm_or_has_no_outcome_is_left_out(more: dict) -> None:
    base = (
        *(_people(40), _people(20, performance=-1.0), _people(20, **LEFT)),
        *(_people(50, **OTHERS), _people(30, **OTHERS, performance=-1.0)),
        _people(20, **OTHERS, **LEFT),
    )
    assert _shown(_rows(*base, _people(60, **more))) == _shown(_rows(*base))


def test_who_left_with_a_rating_left() -> None:
    left = {"first_year": "left_otherwise", "performance": 2.0}
    found = _shown(
        _rows(
            *(_people(40), _people(20, performance=-1.0), _people(20, **left)),
            *(_people(40, **OTHERS), _people(20, **OTHERS, performance=-1.0)),
            _people(20, **OTHERS, **LEFT),
        )
    )
    assert [point.estimate.value for point in found.points] == [0, 0, 0]


def test_departments_are_compared_within() -> None:
    """Senders are many where all do well; within departments there is no difference."""
    parts = [
        _people(n, department=place, note_status=status, **kind)
        for place, status, good, bad, gone in (
            ("Kitchen", "sent", 80, 10, 10),
            ("Kitchen", "not_sent", 16, 2, 2),
            ("Depot", "sent", 4, 8, 8),
            ("Depot", "not_sent", 20, 40, 40),
        )
        for n, kind in ((good, {}), (bad, {"performance": -1.0}), (gone, LEFT))
    ]
    assert [point.estimate.value for point in _shown(_rows(*parts)).points] == [0, 0, 0]


@pytest.mark.parametrize(
    "parts",
    [
        (_people(60), _people(30, **LEFT)),
        (_people(30), _people(7, **LEFT), _people(30, **OTHERS), _people(20, **OTHERS, **LEFT)),
        (_people(10), _people(10, **LEFT), _people(10, **OTHERS), _people(10, **OTHERS, **LEFT)),
        (_people(0),),
    ],
    ids=["all sent", "few left", "fewer than 50", "nobody"],
)
def test_nothing_that_would_tell_of_few(parts: tuple[pd.DataFrame, ...]) -> None:
    found = _shown(_rows(*parts))
    assert found.sentence == "Too few hires to show."
    assert {(point.n, point.estimate.value) for point in found.points} == {(None, None)}
    assert all(point.estimate.method.startswith("not shown") for point in found.points)
