"""Whole findings on fictional employers: frames as a run makes them, verdicts held to the truth."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis import findings, offers
from analysis.disclosure import outward
from analysis.estimators.stratified import risk_difference
from analysis.finding import Verdict
from calibration import employers, frames, hires
from calibration.employers import Design
from calibration.hires import RatingsDesign
from calibration.verdicts import Case, conditions, grid, judge, says_right
from etl.derive.hires import first_reviews
from etl.store.tables.out import CellHire, CellInterview

CASES = {(one.question.name, one.n, one.effect): one for one in grid()}


def _columns(table: type) -> set[str]:
    return {column.name for column in table.__table__.columns}  # type: ignore[attr-defined]


def test_frames_have_the_columns_of_the_tables() -> None:
    rng = np.random.default_rng(1)
    cells = frames.of_interviews(employers.draw(Design(500, strata=25), rng))
    assert set(cells.interview) == _columns(CellInterview)
    rated = frames.of_ratings(hires.draw(RatingsDesign(300, 20), rng))
    assert set(rated.hire) == _columns(CellHire)
    assert len(findings.all_findings(cells, cells.claim)) >= 4


def test_interviews_are_all_there() -> None:
    one = employers.draw(Design(2_000, strata=50, seen=(0.7, 0.9)), np.random.default_rng(2))
    frame = frames.of_interviews(one).interview
    n = frame.groupby(["note_status", "outcome"])["n"].sum()
    assert n["unobserved"].sum() == one.unseen.sum()
    assert n["sent", "advanced"] == one.tagged[:, :, 1, 1].sum()
    assert n["not_sent", "rejected"] == one.tagged[:, :, 0, 0].sum()


def test_scores_are_in_the_cells_as_far_as_they_were_filed() -> None:
    design = Design(2_000, strata=50, by_score=0.4, panel=2, filed=(0.9, 0.5), seen=(0.8, 0.8))
    one = employers.draw(design, np.random.default_rng(6))
    frame = frames.of_interviews(one).interview
    n = frame[frame["note_status"] != "unobserved"].groupby("score_band")["n"].sum()
    known = (one.tagged - one.unscored).sum(axis=(0, 2, 3))
    assert n["none"] == one.unscored.sum()
    assert n[["strong_no", "no", "yes", "strong_yes"]].tolist() == [
        known[0], known[1:3].sum(), known[3:5].sum(), known[5:].sum()
    ]  # fmt: skip


def test_influence_is_the_estimate_of_what_was_drawn() -> None:
    one = employers.draw(Design(5_000, strata=250, effect=0.08), np.random.default_rng(3))
    found = offers.influence(frames.of_interviews(one), frames.CLAIM).estimate
    expected = outward(risk_difference(one.strata, 0.95), "points")
    assert (found.value, found.low, found.high) == (expected.value, expected.low, expected.high)


def test_ratings_are_standardised_as_a_run_does_it() -> None:
    drawn = hires.draw(RatingsDesign(400, 60, effect=0.5), np.random.default_rng(4))
    people = len(drawn.group)
    reviews = pd.DataFrame(
        {
            "review_id": range(people),
            "employee_id": range(people),
            "cycle": "2026",
            "calibration_group": drawn.group.astype(str),
            "rating": drawn.rating,
            "reviewed_on": pd.Timestamp("2026-06-01"),
        }
    )
    employees = pd.DataFrame({"employee_id": range(people), "hired_on": pd.Timestamp("2026-01-01")})
    slow = first_reviews(reviews, employees).set_index("employee_id")["performance"].astype(float)
    kept = slow.notna()
    arm = np.where(drawn.tagged, "sent", "not_sent")
    cells = frames.of_ratings(drawn).hire
    by = [cells["calibration_group"].astype(str), cells["note_status"]]
    for name, values in (("n", kept * 1.0), ("total", slow), ("squares", slow**2)):
        expected = values[kept].groupby([drawn.group[kept].astype(str), arm[kept]]).sum()
        found = cells[name].groupby(by).sum()
        assert found.to_numpy() == pytest.approx(expected.loc[found.index].to_numpy())
        assert len(found) == len(expected)
    assert not kept.all()


def test_first_years_count_the_dismissed_as_not_resigned() -> None:
    rng = np.random.default_rng(5)
    one = employers.draw(Design(4_000, strata=5), rng)
    ending = frames.of_first_years(one, rng).hire.groupby("first_year")["n"].sum()
    assert ending["left_voluntarily"] == one.sent[..., 0].sum()
    assert ending["stayed"] + ending["left_otherwise"] == one.sent[..., 1].sum()
    assert ending["left_otherwise"] == pytest.approx(0.08 * one.sent[..., 1].sum(), rel=0.3)


# verdict | truths, of which the smallest that matters is 0.05 | right
SAYS = [
    (Verdict.SUPPORTED, (-0.08, 0.0, 0.05, 0.08), (False, False, False, True)),
    (Verdict.TOO_SMALL_OR_NOT, (-0.08, 0.0, 0.03, 0.08), (False, False, True, True)),
    (Verdict.NO_MEANINGFUL_DIFFERENCE, (-0.08, 0.0, 0.05, 0.03), (False, True, False, True)),
    (Verdict.CONTRADICTED, (-0.08, 0.0, 0.03), (True, False, False)),
    (Verdict.CANNOT_TELL, (-0.08, 0.0, 0.08), (None, None, None)),
]


@pytest.mark.parametrize(("verdict", "truths", "right"), SAYS)
def test_what_a_verdict_says(verdict: Verdict, truths: tuple, right: tuple) -> None:
    assert tuple(says_right(verdict, truth, 0.05) for truth in truths) == right
    assert says_right(verdict, np.float64(0.08), 0.05) in (True, False, None)


SOME = [
    *(CASES["influence", 5_000, effect] for effect in (-0.08, 0.0, 0.05, 0.15)),
    *(CASES["signal", 500, effect] for effect in (0.0, 0.6)),
    *(CASES["first year", 5_000, effect] for effect in (0.0, 0.10)),
]


@pytest.mark.parametrize("case", SOME, ids=lambda one: f"{one.question.name} {one.effect:g}")
def test_wrong_verdicts_are_rare(case: Case) -> None:
    found = judge(case, 40)
    assert found.wrong.within((0.0, 0.05), slack=3)
    assert found.coverage.within((0.935, 1.0), slack=3)
    assert sum(one.value for one in found.shares.values()) == pytest.approx(1)
    silent = found.shares[Verdict.CANNOT_TELL].value
    assert found.right.value + found.wrong.value + silent == pytest.approx(1)


def test_many_records_tell() -> None:
    for effect, verdict in ((0.15, Verdict.SUPPORTED), (-0.08, Verdict.CONTRADICTED)):
        assert judge(CASES["influence", 5_000, effect], 20).shares[verdict].value > 0.9


def test_few_records_do_not() -> None:
    for effect in (0.0, 0.15):
        found = judge(CASES["influence", 50, effect], 20)
        assert found.shares[Verdict.CANNOT_TELL].value == 1


def test_the_grid_is_whole() -> None:
    wanted = {(q, n, e) for (q, n, e) in CASES}
    questions = {one.question.name: one.question for one in grid()}
    assert wanted == {
        (name, n, effect)
        for name, question in questions.items()
        for n, effect in product(question.sizes, question.effects)
    }


def test_too_many_unseen_are_refused() -> None:
    case = next(one for one in conditions() if one.words.startswith("2 in 5"))
    assert judge(case, 10).shares[Verdict.CANNOT_TELL].value == 1


def test_a_score_that_goes_with_notes_is_held_fixed() -> None:
    case = next(one for one in conditions() if one.words.startswith("better scores"))
    found = judge(case, 40)
    assert found.wrong.within((0.0, 0.05), slack=3)
    assert found.right.value > 0.2


def test_notes_that_helped_in_being_hired_turn_the_signal_round() -> None:
    case = next(one for one in conditions() if "being hired" in one.words)
    found = judge(case, 40)
    assert found.wrong.value > 0.4
    assert found.shares[Verdict.CONTRADICTED].value == found.wrong.value
