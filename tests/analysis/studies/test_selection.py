"""What being hired hides: halos planted and taken back, bounds, and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.finding import Estimate, Exhibit
from analysis.rows import Rows
from analysis.studies.selection import selection
from etl.claim import Claim
from tests.analysis.studies.hiring import employer


def _shown(rows: Rows) -> Exhibit:
    (found,) = selection(rows, Claim())
    assert isinstance(found, Exhibit)
    return found


def _estimates(**planted: Any) -> list[Estimate]:
    return [point.estimate for point in _shown(employer(20_000, **planted)).points]


def _holds(estimate: Estimate, truth: float) -> bool:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low <= truth <= estimate.high


def test_a_halo_in_the_score_makes_a_negative_link_that_score_and_note_take_back() -> None:
    """A note of no worth that raises the last score (Berkson): before the note it had not done so."""
    rows = employer(20_000, in_score=1.0)
    found = _shown(rows)
    seen, by_score, by_both, *_ = (point.estimate for point in found.points)
    assert seen.high is not None
    assert seen.high < -0.03
    assert _holds(by_both, 0)
    assert by_score.high is not None
    assert by_score.high < 0
    assert any("The correction by the score alone is then wrong" in one for one in found.cautions)


def test_a_halo_in_the_decision_is_taken_back_by_score_and_note_only() -> None:
    seen, by_score, by_both, by_note, *_ = _estimates(in_decision=0.6)
    assert seen.high is not None
    assert seen.high < -0.05
    assert by_score.high is not None
    assert by_score.high < seen.value  # type: ignore[operator]
    assert by_note.high is not None
    assert by_note.high < 0
    assert _holds(by_both, 0)


def test_a_real_link_under_a_halo_is_found_again() -> None:
    """0.4 standard deviations between the arms, a third of whom send: a correlation of .19 among all."""
    seen, _, by_both, *_ = _estimates(effect=0.4, in_score=1.0)
    share = 0.345
    truth = 0.4 * (share * (1 - share)) ** 0.5 / (1 + 0.16 * share * (1 - share)) ** 0.5
    assert seen.value is not None
    assert seen.value < truth - 0.03
    assert by_both.value == pytest.approx(truth, abs=0.025)


def test_a_score_that_was_filed_after_the_note_is_none() -> None:
    """Scores that no note could have moved decide, whatever was filed later; and it says how many there are."""
    rows = employer(3000)
    late = replace(rows, interview=rows.interview.assign(score=1.0))
    assert _shown(late).points == _shown(rows).points
    third = rows.interview["application_id"] % 3 == 0
    prior = rows.interview["prior_score"].mask(third)
    few = _shown(replace(rows, interview=rows.interview.assign(prior_score=prior)))
    assert {point.n for point in few.points[1:]} == {2000}
    assert "of about 2,000 of about 3,000 people who reached the last round" in few.cautions[1]


def test_bounds_hold_the_truth_and_one_another() -> None:
    *_, low_lee, high_lee, low, high = _estimates(effect=0.3, in_decision=0.5)
    assert all(one.value is not None for one in (low, low_lee, high_lee, high))
    assert low.value < low_lee.value < 0.15 < high_lee.value < high.value  # type: ignore[operator]
    assert low.value < -0.4  # type: ignore[operator]
    assert high.value > 0.4  # type: ignore[operator]


def test_a_decision_that_heeds_notes_is_told() -> None:
    heeded = _shown(employer(8000, in_decision=0.6))
    fair = _shown(employer(8000))
    told = "hired than of those without at the same interview score"
    assert any(told in caution for caution in heeded.cautions)
    assert not any(told in caution for caution in fair.cautions)
    for found in (heeded, fair):
        assert any("Heckman" in caution for caution in found.cautions)


def test_labels_say_what_each_number_rests_on() -> None:
    found = _shown(employer(3000))
    labels = [point.label for point in found.points]
    assert len(set(labels)) == len(labels) == 8
    assert all(
        point.label.startswith(("Among hires", "Corrected, if", "Lowest", "Highest"))
        for point in found.points
    )
    assert found.points[0].n == 1200
    assert {point.n for point in found.points[1:]} == {3000}
    assert "-1 to 1" in found.sentence


def _all_sent(rows: Rows) -> Rows:
    return replace(
        rows,
        hire=rows.hire.assign(note_status="sent"),
        interview=rows.interview.assign(note_status="sent"),
    )


def _few_jobs(rows: Rows) -> Rows:
    return replace(rows, interview=rows.interview.assign(job_id=rows.interview["job_id"] % 9))


def _all_good(rows: Rows) -> Rows:
    return replace(rows, hire=rows.hire.assign(performance=rows.hire["performance"].abs()))


def _constant_score(rows: Rows) -> Rows:
    return replace(rows, interview=rows.interview.assign(prior_score=0.5))


def _nobody(rows: Rows) -> Rows:
    return replace(rows, hire=rows.hire.iloc[:0])


def _withheld(rows: Rows) -> Rows:
    hidden = frozenset({("interviews", "sent")})
    return replace(rows, cells=replace(rows.cells, withheld=hidden))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_all_sent, "too few on one side"),
        (_nobody, "too few on one side"),
        (_withheld, "another view"),
        (_all_good, "rated high or low"),
        (_few_jobs, "fewer than 10 jobs"),
    ],
)
def test_nothing_is_shown_and_it_says_why(change: Any, why: str) -> None:
    found = _shown(change(employer(2000)))
    assert {(point.n, point.estimate.value) for point in found.points} == {(None, None)}
    assert all(why in point.estimate.method for point in found.points)
    assert found.sentence == "Too few hires to show."


def test_a_score_that_does_not_vary_gives_no_correction() -> None:
    found = _shown(_constant_score(employer(2000)))
    seen, by_score, by_both, by_note, *rest = (point.estimate for point in found.points)
    assert [one.value for one in (by_score, by_both, by_note)] == [None] * 3
    assert seen.value is not None
    assert all(one.value is not None for one in rest)
    assert "Corrected" not in found.sentence


def test_everything_is_on_the_grid_and_in_a_document() -> None:
    found = _shown(employer(2000))
    assert Exhibit.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    ends = [
        end
        for point in found.points
        for end in (point.estimate.value, point.estimate.low, point.estimate.high)
    ]
    assert np.array(ends, dtype=float) * 100 == pytest.approx(np.round(np.array(ends) * 100))
