"""Curves and ways of leaving: numbers, and what they may not tell."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analysis.finding import Exhibit
from analysis.rows import Rows
from analysis.studies.retention import over_time
from etl.claim import Claim
from tests.analysis.estimators.leavers import HAZARDS, LET_GO, SHARES, resigned
from tests.analysis.studies.people import employer, hire, repeated, rows

CLAIM = Claim()


def exhibit(key: str, of: Rows) -> Exhibit:
    """Return the exhibit of a key, which must stand a journey through JSON."""
    (found,) = (one for one in over_time(of, CLAIM) if one.key == key)
    assert isinstance(found, Exhibit)
    assert Exhibit.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def values(found: Exhibit) -> dict[str, float | None]:
    """Return the points' values by arm and label."""
    return {(point.arm, point.label): point.estimate.value for point in found.points}


def test_the_curves_hold_the_truth() -> None:
    found = exhibit("staying", rows(employer(30_000, seed=1)))
    for point, (arm, day) in zip(
        found.points, [(arm, day) for arm in (1, 0) for day in (90, 180, 365, 730)], strict=True
    ):
        weight = SHARES if arm else 1 - SHARES
        hazard = HAZARDS * (0.7 if arm else 1.0) + LET_GO
        truth = (weight * np.exp(-hazard * day)).sum() / weight.sum()
        assert (point.arm, point.label) == ("sent" if arm else "not_sent", f"after {day} days")
        assert point.estimate.low is not None
        assert point.estimate.high is not None
        assert point.estimate.low <= truth <= point.estimate.high
        assert point.estimate.high - point.estimate.low < 0.06
    followed = [point.n for point in found.points]
    assert followed[:4] == sorted(followed[:4], reverse=True)
    assert "differ within departments by more than chance" in found.sentence


def test_ways_of_leaving_hold_the_truth() -> None:
    found = values(exhibit("leaving", rows(employer(60_000, seed=2))))
    for arm, weight, ratio in (("sent", SHARES, 0.7), ("not_sent", 1 - SHARES, 1.0)):
        truth = (weight * resigned(ratio * HAZARDS, 365)).sum() / weight.sum()
        assert found[arm, "resigned"] == pytest.approx(truth, abs=0.012)
        total = ratio * HAZARDS + LET_GO
        let_go = (weight * LET_GO / total * (1 - np.exp(-365 * total))).sum() / weight.sum()
        assert found[arm, "were let go"] == pytest.approx(let_go, abs=0.012)
        assert found[arm, "left, not recorded how"] is None


def test_no_difference_is_not_said_to_be_one() -> None:
    found = exhibit("staying", rows(employer(3000, seed=3, ratio=1.0)))
    assert "chance within departments may account" in found.sentence
    assert found.sentence.startswith("Of 100 hires with a note about ")


def _leavers(days: list[int], n: list[int], kind: str = "voluntary") -> Rows:
    """Return as many in each arm who left on those days, and 200 who stayed."""
    frame = hire(
        note_status=["sent"] * (len(days) + 1) + ["not_sent"] * (len(days) + 1),
        days_employed=[*days, 800] * 2,
        has_left=([True] * len(days) + [False]) * 2,
        leaving=([kind] * len(days) + [None]) * 2,
    )
    return rows(repeated(frame, [*n, 200] * 2))


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        ([8, 8, 8, 0], [True, True, False, True]),  # nobody was let go: see below
        ([7, 8, 0, 0], [False, True, False, False]),
        ([8, 7, 8, 0], [True, False, False, True]),
        ([0, 0, 0, 0], [False, False, False, False]),
        ([8, 0, 0, 9], [True, False, False, True]),
    ],
)
def test_few_who_left_between_two_points_are_not_told(left: list[int], shown: list[bool]) -> None:
    found = exhibit("staying", _leavers([50, 150, 300, 600], left))
    assert [point.estimate.value is not None for point in found.points] == shown * 2


@pytest.mark.parametrize(("let_go", "shown"), [(7, False), (8, True)])
def test_the_year_is_hidden_where_few_left_otherwise(let_go: int, shown: bool) -> None:
    """Who stayed and who resigned, side by side, would tell of the 7 who were let go."""
    frame = hire(
        note_status=["sent"] * 3 + ["not_sent"] * 3,
        days_employed=[300, 300, 800] * 2,
        has_left=[True, True, False] * 2,
        leaving=["voluntary", "involuntary", None] * 2,
    )
    of = rows(repeated(frame, [30, let_go, 200] * 2))
    assert (values(exhibit("staying", of))["not_sent", "after 365 days"] is not None) is shown
    assert (values(exhibit("leaving", of))["not_sent", "were let go"] is not None) is shown


@pytest.mark.parametrize("key", ["staying", "leaving"])
def test_nothing_of_nobody(key: str) -> None:
    for of in (rows(), rows(hire(note_status=["sent"] * 30)), rows(hire(exclusion="unlinked"))):
        found = exhibit(key, of)
        assert {point.estimate.value for point in found.points} == {None}
        assert found.sentence == "Too few hires to show."
        assert found.exploratory
