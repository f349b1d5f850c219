"""When no verdict is given however the interval lies, and the reason that is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import offers, performance, retention
from analysis.cells import Cells
from analysis.filters import Filters
from analysis.finding import Verdict
from etl.claim import Claim
from tests.analysis.frames import cells, hire, interview, rated, tables

CLAIM = Claim()


def _interviews(strata: int, uncovered: int = 0, sent: int = 40, others: int = 40) -> Cells:
    """Return interviews of so many jobs, with a large difference in each."""
    frame = tables(*[(3 * sent // 4, sent // 4, others // 4, 3 * others // 4)] * strata)
    unseen = interview(note_status="unobserved", exclusion="uncovered", n=max(uncovered, 1))
    return cells(pd.concat([frame, unseen]) if uncovered else frame)


# jobs | uncovered interviews | with a note, in each job | without | verdict | doubt holds
INFLUENCE = """
    10 | 0    | 40 | 40 | supported   | not an experiment
    9  | 0    | 40 | 40 | cannot tell | Fewer than 10 groups
    10 | 340  | 40 | 40 | supported   | not an experiment
    10 | 345  | 40 | 40 | cannot tell | more than 30 in 100 interviews
    10 | 0    | 0  | 40 | cannot tell | 7 or fewer came with a note
    10 | 0    | 40 | 0  | cannot tell | 7 or fewer came without
    1  | 0    | 4  | 4  | cannot tell | 7 or fewer came with a note and 7 or fewer came without
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("jobs", "uncovered", "sent", "others", "verdict", "doubt"), _rows(INFLUENCE)
)
def test_influence(
    jobs: str, uncovered: str, sent: str, others: str, verdict: str, doubt: str
) -> None:
    found = offers.influence(_interviews(int(jobs), int(uncovered), int(sent), int(others)), CLAIM)
    assert found.verdict == verdict
    assert doubt in found.doubt


def test_influence_with_one_outcome_on_one_side() -> None:
    found = offers.influence(cells(tables(*[(4, 0, 20, 20)] * 12)), CLAIM)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "7 or fewer had the same outcome" in found.doubt
    assert [arm.value for arm in found.arms] == [None, 0.5]
    assert found.estimate.value is None
    assert found.raw.value is None


def test_of_few_strata_the_raw_difference_stands_alone() -> None:
    found = offers.influence(_interviews(9), CLAIM)
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.estimate.value is None
    assert found.raw.low is not None
    assert found.raw.low > 0.05
    assert found.sentence.startswith("These records cannot tell whether")


def _ratings(hires: int) -> Cells:
    rng = np.random.default_rng(1)
    half = hires // 2
    return cells(hires=rated([rng.normal(2, 1, hires - half)], [rng.normal(0, 1, half)]))


# hires compared | verdict | doubt holds
HIRES = """
    50 | supported   | Only people who were hired have ratings
    49 | cannot tell | Fewer than 50 hires
    16 | cannot tell | Fewer than 50 hires
    15 | cannot tell | 7 or fewer came without
    0  | cannot tell | 7 or fewer came with a note and 7 or fewer came without
"""


@pytest.mark.parametrize(("hires", "verdict", "doubt"), _rows(HIRES))
def test_performance(hires: str, verdict: str, doubt: str) -> None:
    found = performance.signal(_ratings(int(hires)), CLAIM)
    assert found.verdict == verdict
    assert doubt in found.doubt
    assert any("Only people who were hired" in caution for caution in found.cautions)


def test_performance_where_nobody_differs() -> None:
    same = cells(hires=rated([np.zeros(40)], [np.zeros(40)]))
    found = performance.signal(same, CLAIM)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "nothing varies" in found.doubt
    assert found.n_would_tell is None


@pytest.mark.parametrize(("each", "few"), [(12, True), (13, False)])
def test_retention(each: int, few: bool) -> None:
    """Twelve of each ending on each side but one are 48 hires; thirteen are 52."""
    found = retention.first_year(
        cells(
            hires=hire(
                note_status=["sent", "sent", "not_sent", "not_sent"],
                first_year=["stayed", "left_voluntarily"] * 2,
                n=[8, 2 * each - 10, 2 * each - 6, 8],
            )
        ),
        CLAIM,
    )
    assert found.verdict is Verdict.CANNOT_TELL
    assert ("Fewer than 50 hires" in found.doubt) == few


@pytest.mark.parametrize(("departments", "verdict"), [(1, "cannot tell"), (10, "contradicted")])
def test_retention_of_few_departments_is_told_in_steps_of_five_people(
    departments: int, verdict: str
) -> None:
    """The same hires; of one department the interval holds all counts that these could stand for."""
    found = retention.first_year(
        cells(
            hires=hire(
                department=[str(i % departments) for i in range(10) for _ in range(4)],
                note_status=["sent", "sent", "not_sent", "not_sent"] * 10,
                first_year=["stayed", "left_voluntarily"] * 20,
                n=[2, 4, 4, 3] * 10,
            )
        ),
        CLAIM,
    )
    assert found.verdict == verdict
    assert len(found.checks) == (2 if departments == 1 else 3)


def test_a_view_that_another_would_give_away_is_not_shown() -> None:
    frame = pd.concat(
        [
            tables(*[(30, 10, 10, 30)] * 12),
            interview(job_id=99, job="Chef", outcome=["advanced", "rejected"], n=[3, 2]),
        ]
    )
    found = offers.influence(Filters(job=("Cook",)).apply(cells(frame)), CLAIM)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "would single out 7 or fewer people" in found.doubt
    assert found.estimate.value is None
    assert found.n_would_tell is None


def test_more_than_enough_and_no_interval_is_told_no_number() -> None:
    """Two thousand interviews in nine jobs: it is the jobs that are too few, not the interviews."""
    few_jobs = _interviews(9)
    many = cells(few_jobs.interview.assign(n=few_jobs.interview["n"] * 1000))
    found = offers.influence(many, CLAIM)
    assert "Fewer than 10 groups" in found.doubt
    assert (found.n_would_tell, found.months_would_tell) == (None, None)
