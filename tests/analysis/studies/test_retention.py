"""Resigning with everybody followed: planted truth, the same as from cells, and what may not be shown."""

from __future__ import annotations

import json
import time

import numpy as np
import pandas as pd
import pytest

from analysis import retention as of_cells
from analysis.disclosure import GRID
from analysis.finding import Finding, Verdict
from analysis.rows import Rows
from analysis.studies.retention import over_time
from etl.claim import Claim
from tests.analysis.estimators.leavers import HAZARDS, SHARES, resigned
from tests.analysis.studies.people import employer, hire, repeated, rows

CLAIM = Claim()


def found_in(of: Rows) -> Finding:
    """Return the finding, which must stand a journey through JSON."""
    found, *_ = over_time(of, CLAIM)
    assert isinstance(found, Finding)
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def _truth(ratio: float) -> float:
    weight = SHARES * (1 - SHARES)
    gaps = resigned(HAZARDS, 365) - resigned(ratio * HAZARDS, 365)
    return float((weight * gaps).sum() / weight.sum())


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (0.5, Verdict.SUPPORTED),
        (1.0, Verdict.NO_MEANINGFUL_DIFFERENCE),
        (1.6, Verdict.CONTRADICTED),
    ],
)
def test_planted(ratio: float, verdict: Verdict) -> None:
    found = found_in(rows(employer(20_000, seed=11, ratio=ratio)))
    assert found.verdict is verdict
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low <= _truth(ratio) <= found.estimate.high
    assert found.exploratory
    longer, sooner = found.checks
    assert "days" in longer.method
    assert sooner.low is not None
    assert sooner.high is not None
    assert sooner.low <= ratio <= sooner.high
    assert "no sign that it changes" in sooner.method


def test_departments_are_confounded_and_the_turn_is_announced() -> None:
    found = found_in(rows(employer(40_000, seed=2, ratio=0.9)))
    assert found.raw.value is not None
    assert found.raw.value < 0
    assert found.estimate.value is not None
    assert found.estimate.value > 0
    assert found.cautions[0].startswith("The direction changes")


def test_a_ratio_that_changes_is_said_to() -> None:
    """Half of those without a note resign at once or not at all, senders evenly over the year."""
    rng = np.random.default_rng(3)
    sent = np.arange(2000) < 1000
    days = np.where(sent, rng.integers(0, 600, 2000), rng.integers(0, 60, 2000))
    left = rng.random(2000) < 0.5
    frame = hire(
        job_id=np.arange(2000) % 30,
        note_status=np.where(sent, "sent", "not_sent"),
        days_employed=np.where(left, days, 800),
        has_left=left,
        leaving=np.where(left, "voluntary", None),
        first_year=np.where(left & (days < 365), "left_voluntarily", "stayed"),
    )
    assert "it changes with time" in found_in(rows(frame)).checks[-1].method


def test_with_every_year_over_it_is_the_finding_made_of_cells() -> None:
    frame = employer(6000, seed=4)
    frame = frame[frame["first_year"] != "too_early"].reset_index(drop=True)
    of = rows(frame)
    whole, again = of_cells.first_year(of.cells, CLAIM), found_in(of)
    assert again.estimate.value == whole.estimate.value
    assert again.estimate.low == pytest.approx(whole.estimate.low, abs=0.0051)
    assert [arm.n for arm in again.arms] == [arm.n for arm in whole.arms]


def test_the_last_day_of_the_year() -> None:
    """Who leaves after 364 days has not completed the year; who leaves after 365 has."""
    frame = hire(
        note_status=["sent", "sent", "not_sent", "not_sent"],
        days_employed=[365, 800, 364, 800],
        has_left=[True, False, True, False],
        leaving=["voluntary", None, "voluntary", None],
    )
    early = hire(note_status=["sent"], days_employed=[3], has_left=[True], leaving=["voluntary"])
    both = pd.concat([repeated(frame, [500, 1000, 500, 1000]), repeated(early, [150])])
    found = found_in(rows(both.reset_index(drop=True)))
    assert [arm.value for arm in found.arms] == [0.91, 0.665]


def test_who_is_left_out_is_counted() -> None:
    frame = employer(2000, seed=5)
    out = hire(
        exclusion="unlinked", days_employed=None, has_left=None, first_year=None, job_id=[1] * 30
    )
    out = out.astype({"days_employed": "Int64", "has_left": "boolean"})
    frame = frame.astype({"days_employed": "Int64", "has_left": "boolean"})
    found = found_in(rows(pd.concat([frame, out], ignore_index=True)))
    uncovered = int((frame["exclusion"] == "uncovered").sum())
    assert list(found.exclusions.values()) == [None, None, 30, round(uncovered / 5) * 5]


# hires with a note and without, each (resigned in the year, let go, stayed, too early) | a word of why not
FEW = [
    ((0, 0, 0, 0), (0, 0, 0, 0), "too few"),
    ((30, 10, 90, 40), (0, 0, 0, 0), "7 or fewer came without"),
    ((30, 10, 90, 40), (3, 0, 4, 0), "7 or fewer came without"),
    ((30, 10, 90, 40), (7, 10, 90, 40), "same outcome"),
    ((0, 0, 90, 40), (0, 0, 90, 40), "same outcome"),
    ((30, 10, 7, 40), (30, 10, 90, 40), "to have stayed a year"),
    ((30, 0, 0, 40), (30, 0, 0, 40), "to have stayed a year"),
    ((8, 0, 12, 0), (8, 0, 12, 0), "Fewer than 50"),
]


@pytest.mark.parametrize(("sent", "others", "why"), FEW)
def test_too_few_to_tell(sent: tuple, others: tuple, why: str) -> None:
    found = found_in(rows(_made(sent, others)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert why in found.doubt
    if "Fewer than 50" not in why:
        assert found.estimate.value is None
        assert found.raw.value is None
        assert found.checks == ()


def _made(sent: tuple, others: tuple) -> pd.DataFrame:
    frame = hire(
        note_status=["sent"] * 4 + ["not_sent"] * 4,
        days_employed=[100, 200, 800, 150] * 2,
        has_left=[True, True, False, False] * 2,
        leaving=["voluntary", "involuntary", None, None] * 2,
        first_year=["left_voluntarily", "left_otherwise", "stayed", "too_early"] * 2,
    )
    return repeated(frame, [*sent, *others])


def test_numbers_lie_on_their_grids_and_counts_are_rounded() -> None:
    found = found_in(rows(employer(3000, seed=6)))
    points = (found.estimate, found.raw)
    for one, unit in [*((one, "points") for one in points), (found.checks[0], "days")]:
        for number in (one.value, one.low, one.high):
            assert number is not None
            assert number / GRID[unit] == pytest.approx(round(number / GRID[unit]), abs=1e-6)
    assert all(arm.n is not None and arm.n % 5 == 0 for arm in found.arms)


def test_few_jobs_give_no_hazard_ratio() -> None:
    frame = employer(3000, seed=7)
    assert len(found_in(rows(frame)).checks) == 2
    assert len(found_in(rows(frame.assign(job_id=frame["job_id"] % 9))).checks) == 1


def test_small_departments_are_taken_together() -> None:
    """Forty departments of a handful each: still the truth, of all who are there."""
    frame = employer(4000, seed=8)
    rng = np.random.default_rng(8)
    small = frame.assign(department=[f"D{one}" for one in rng.integers(0, 400, len(frame))])
    pooled = found_in(rows(frame.assign(department="all")))
    assert found_in(rows(small)).estimate == pooled.estimate


def test_an_arm_that_another_view_gives_away_is_not_shown() -> None:
    """All senders but three are in one office: shown beside the whole, that office tells of the three."""
    frame = _made((60, 20, 100, 20), (60, 20, 100, 20))
    away = np.flatnonzero(frame["note_status"] == "sent")[:3]
    frame.loc[away, "location"] = "Oslo"
    whole = rows(frame)
    assert found_in(whole).estimate.value is not None
    of_paris = whole.cells.whole or whole.cells
    view = whole.of("location", "Paris", _only(of_paris, "location", "Paris"))
    found = found_in(view)
    assert found.estimate.value is None
    assert "single out" in found.doubt
    assert found.arms[0].n is None


def _only(cells, dimension: str, value: str):
    from analysis.filters import Filters

    return Filters(**{dimension: (value,)}).apply(cells)


def test_row_order_and_names_of_departments_do_not_matter() -> None:
    frame = employer(1500, seed=9)
    shuffled = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    renamed = shuffled.assign(department=shuffled["department"].str[::-1])
    assert found_in(rows(renamed)) == found_in(rows(frame))


def test_fifty_thousand_hires_take_a_moment() -> None:
    of = rows(employer(50_000, seed=10))
    begun = time.perf_counter()
    over_time(of, CLAIM)
    assert time.perf_counter() - begun < 3
