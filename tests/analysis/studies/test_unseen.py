"""E-values and matched pairs beside the interview score: planted confounders, few people, any order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import offers, otherwise
from analysis.estimators.rosenbaum import binary_gamma
from analysis.finding import Exhibit
from analysis.studies.after_decision import after_decision
from analysis.studies.specifications import specifications
from analysis.studies.unseen import _pairs, e_values, hidden_bias, hidden_bias_of_hires
from etl.claim import Claim
from tests.analysis.studies.drawn_rows import hires, interviews, rows
from tests.analysis.test_findings import FORBIDDEN

CLAIM = Claim()


def _one(found: list) -> Exhibit:
    (one,) = found
    assert isinstance(one, Exhibit)
    return one


def _values(one: Exhibit) -> list[float | None]:
    return [point.estimate.value for point in one.points]


def test_the_score_stands_beside_the_e_value() -> None:
    view = rows(interviews(20_000, seed=1, effect=0.08))
    found = offers.influence(view.cells, CLAIM)
    strength = otherwise.unseen(found.estimate, "points", found.arms)
    assert strength is not None
    one = _one(e_values(view, CLAIM))
    needed, end, advancing, writing = _values(one)
    assert (needed, end) == (strength.estimate, strength.end)
    assert needed is not None
    assert needed > 1.5
    # The score tells of advancing, and nothing of notes.
    assert advancing == pytest.approx(1.25, abs=0.101)
    assert writing == pytest.approx(1.0, abs=0.051)
    assert one.sentence.startswith(f"E-value {needed:g}: ")
    assert f"a ratio of {advancing:.2f}, and with a note by one of {writing:.2f}" in one.sentence


def test_a_confounder_as_strong_as_planted_can_stand_behind_all_of_it() -> None:
    """A trait of half the people; it alone is behind the difference, and its ratios reach the E-value."""
    view = rows(interviews(60_000, seed=2, unseen=0.3))
    end = _values(_one(e_values(view, CLAIM)))[1]
    # The trait's share among senders to others, and of those who advance with it to without.
    writing = ((0.35 + 0.15) / 0.35) / ((0.65 - 0.15) / 0.65)
    advancing = (0.44 + 0.15) / (0.44 - 0.15)
    assert end is not None
    assert 1 < end < max(writing, advancing)


def test_pairs_are_alike_and_nobody_is_in_two() -> None:
    frame = interviews(3000, seed=3)
    sent = (frame["note_status"] == "sent").to_numpy()
    strata = [frame[name] for name in ("job_id", "stage", "round")]
    one, other = _pairs(strata, frame["prior_score"], sent, frame["interview_id"])
    assert sent[one].all()
    assert not sent[other].any()
    assert len({*one, *other}) == 2 * len(one)
    for name in ("job_id", "stage", "round", "prior_score"):
        left, right = (frame[name].to_numpy()[which] for which in (one, other))
        assert ((left == right) | (pd.isna(left) & pd.isna(right))).all()
    # As many as there can be.
    alike = frame.assign(sent=sent, prior_score=frame["prior_score"].fillna(-1))
    counts = (
        alike.groupby(["job_id", "stage", "round", "prior_score", "sent"])
        .size()
        .unstack(fill_value=0)
    )
    assert len(one) == counts.min(axis=1).sum()


def test_gamma_of_advancing_by_hand() -> None:
    """In each of 12 jobs 20 pairs: in 10 only the sender advances, in 5 only the other, in 5 both."""
    frame = pd.concat(
        [
            interviews(40, seed=job).assign(
                job_id=job,
                stage="Phone",
                round=1,
                prior_score=np.repeat(np.arange(20) / 20, 2),
                interview_id=range(40 * job, 40 * job + 40),
                exclusion="",
                note_status=["sent", "not_sent"] * 20,
                advanced=[True, False] * 10 + [False, True] * 5 + [True, True] * 5,
            )
            for job in range(12)
        ],
        ignore_index=True,
    )
    one = _one(hidden_bias(rows(frame), CLAIM))
    assert one.points[0].n == 240
    exact = binary_gamma(120, 180, 0.025)
    assert one.points[0].estimate.value == pytest.approx(exact, abs=0.05)
    assert one.points[0].estimate.value <= exact
    mirrored = frame.assign(note_status=["not_sent", "sent"] * (len(frame) // 2))
    assert _values(_one(hidden_bias(rows(mirrored), CLAIM)))[0] == _values(one)[0]
    assert f"by odds of {_values(one)[0]:g} to 1 or more" in one.sentence


def test_of_nothing_no_tilt_is_needed() -> None:
    for one in (
        _one(hidden_bias(rows(interviews(20_000, seed=1)), CLAIM)),
        _one(hidden_bias_of_hires(rows(hire=hires(1500, seed=1)), CLAIM)),
    ):
        assert _values(one)[0] == 1.0
        assert "no hidden tilt is needed" in one.sentence


def test_a_planted_difference_of_ratings_needs_a_tilt() -> None:
    weak, strong = (
        _values(_one(hidden_bias_of_hires(rows(hire=hires(3000, seed=2, effect=by)), CLAIM)))[0]
        for by in (0.4, -1.0)
    )
    assert weak is not None
    assert strong is not None
    assert 1.2 < weak < 2
    assert strong > 2.5


def test_hires_are_matched_by_scores_that_no_note_could_have_moved() -> None:
    """What was filed later makes nobody alike; those with no earlier score are counted and left out."""
    whole = rows(hire=hires(3000, seed=2, effect=-1.0))
    late = replace(whole, hire=whole.hire.assign(interview_score=0.5))
    one, other = (_one(hidden_bias_of_hires(view, CLAIM)) for view in (whole, late))
    assert one == other
    assert "known of all hires but 7 or fewer" in str(one.assumptions)
    third = whole.interview["application_id"] % 3 == 0
    known = whole.interview.assign(prior_score=whole.interview["prior_score"].mask(third))
    few = _one(hidden_bias_of_hires(replace(whole, interview=known), CLAIM))
    assert "known of about 2,000 of about 3,000 hires" in str(few.assumptions)


STUDIES = [
    (e_values, "interviews"),
    (hidden_bias, "interviews"),
    (hidden_bias_of_hires, "performance"),
]


@pytest.mark.parametrize(("study", "population"), STUDIES)
def test_what_is_withheld_and_what_is_few_is_not_shown(study: Callable, population: str) -> None:
    assert study(rows(), CLAIM) == []
    assert study(rows(interviews(20, seed=1), hires(20, seed=1)), CLAIM) == []
    whole = rows(interviews(6000, seed=1, effect=0.1), hires(600, seed=1))
    assert len(study(whole, CLAIM)) == 1
    for arm in ("sent", "not_sent"):
        hidden = replace(whole.cells, withheld=frozenset({(population, arm)}))
        assert study(replace(whole, cells=hidden), CLAIM) == []


@pytest.mark.parametrize(("study", "population"), STUDIES)
def test_the_order_of_rows_changes_nothing(study: Callable, population: str) -> None:
    one, two = interviews(6000, seed=1, effect=0.1), hires(600, seed=1)
    mixed = (frame.sample(frac=1, random_state=4).reset_index(drop=True) for frame in (one, two))
    assert study(rows(*mixed), CLAIM) == study(rows(one, two), CLAIM)


@pytest.mark.parametrize(("study", "population"), STUDIES)
def test_one_sided_records_have_none_and_no_crash(study: Callable, population: str) -> None:
    one, two = interviews(4000, seed=1), hires(600, seed=1)
    for changed in (
        {"note_status": "sent"},
        {"note_status": "not_sent"},
        {"advanced": False, "outcome": "rejected", "performance": 0.0},
        {"prior_score": np.nan, "interview_score": np.nan},
    ):
        mine = (
            frame.assign(**{name: to for name, to in changed.items() if name in frame})
            for frame in (one, two)
        )
        found = study(rows(*mine), CLAIM)
        assert found == [] or _values(found[0])[2:] == [None, None]


def test_no_text_claims_a_cause() -> None:
    view = rows(
        interviews(20_000, seed=1, effect=0.1, thanks=(0.3, 0.05)), hires(1500, seed=1, effect=0.5)
    )
    found = [
        one
        for study in (after_decision, e_values, hidden_bias, hidden_bias_of_hires, specifications)
        for one in study(view, CLAIM)
    ]
    assert [one.key for one in found] == [
        *("after_decision", "e_values", "hidden_bias", "hidden_bias_of_hires", "specifications")
    ]
    for one in found:
        told = json.dumps(one.to_dict(), allow_nan=False)
        assert not FORBIDDEN.search(told)
        assert not re.search(r"None|\bnan\b|\s\s|\.\.", told)
