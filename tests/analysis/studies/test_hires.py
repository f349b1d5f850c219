"""Whom the studies of hires compare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.studies.hires import finalists, rated, too_few
from tests.analysis.studies.hiring import employer, rows

DAY = pd.Timestamp("2026-01-01", tz="UTC")


def _interview(application: int, **columns: object) -> dict[str, object]:
    defaults = {
        "job_id": 1,
        "department": "Kitchen",
        "stage": "Onsite",
        "round": 1,
        "ended_at": DAY,
        "score": 0.5,
        "prior_score": 0.5,
        "note_status": "sent",
        "hired": False,
        "exclusion": "",
    }
    return {"application_id": application, **defaults, **columns}


def _hire(application: int, **columns: object) -> dict[str, object]:
    defaults = {
        "note_status": "sent",
        "rounds_observed": 2,
        "rounds_with_note": 1,
        "cycle": "2026",
        "calibration_group": "all",
        "performance": 0.3,
        "exclusion": "",
    }
    return {"application_id": application, **defaults, **columns}


def test_the_score_is_the_mean_of_what_was_filed_before_a_note_in_each_round() -> None:
    interviews = [
        _interview(1, round=1, prior_score=0.2),
        _interview(1, round=2, prior_score=None),
        _interview(1, round=3, prior_score=0.9, exclusion="earlier_in_round"),
        _interview(1, round=3, prior_score=0.6),
        _interview(2, prior_score=None),
    ]
    hires = [_hire(1), _hire(2, note_status="not_sent"), _hire(3, exclusion="unrated")]
    population, found = rated(rows(pd.DataFrame(interviews), pd.DataFrame(hires)))
    assert population.tolist() == ["sent", "not_sent", "unrated"]
    assert found["sent"].tolist() == [True, False]
    assert found["score_before"].tolist()[0] == pytest.approx(0.4)
    assert found["score_before"].isna().tolist() == [False, True]
    assert found["rounds_share"].tolist() == [0.5, 0.5]


# Of two rounds a day apart the first has a score of 0.4, the second of 0.8.
# hours from the end of the first to the offer | the score
BEFORE = [(30.0, 0.6), (24.0, 0.6), (1.0, 0.4), (-1.0, None), (None, None)]


@pytest.mark.parametrize(("first", "score"), BEFORE)
def test_meeting_the_team_after_the_offer_is_no_round(
    first: float | None, score: float | None
) -> None:
    """Nor is any round known to have come before an offer of unknown time."""
    interviews = [
        _interview(1, round=1, prior_score=0.4, hired=True),
        _interview(1, round=2, prior_score=0.8, hired=True, ended_at=DAY + pd.Timedelta(days=1)),
    ]
    made_at = None if first is None else DAY + pd.Timedelta(hours=first)
    offers = pd.DataFrame({"application_id": [1], "made_at": pd.to_datetime([made_at], utc=True)})
    people = replace(rows(pd.DataFrame(interviews), pd.DataFrame([_hire(1)])), offer=offers)
    found = rated(people)[1]["score_before"].iloc[0]
    assert (None if np.isnan(found) else found) == (score and pytest.approx(score))
    assert len(finalists(people)) == (score is not None)


def test_a_view_of_one_quarter_knows_the_scores_of_earlier_rounds() -> None:
    interviews = [
        _interview(1, round=1, prior_score=0.4, quarter="2025-Q4"),
        _interview(1, round=2, prior_score=0.8, quarter="2026-Q1"),
    ]
    hires = pd.DataFrame([_hire(1, quarter="2026-Q1")])
    whole = rows(pd.DataFrame(interviews), hires)
    view = whole.of("quarter", "2026-Q1", whole.cells)
    assert len(view.interview) == 1
    assert rated(view)[1]["score_before"].tolist() == [pytest.approx(0.6)]


def test_everybody_is_whoever_reached_the_round_that_hires_came_from() -> None:
    interviews = [
        _interview(1, round=1, stage="Phone", prior_score=0.1, score=0.9),
        _interview(1, round=2, hired=True),
        _interview(2, note_status="not_sent"),
        _interview(3, stage="Phone"),
        _interview(4, job_id=2),
        _interview(5, exclusion="decided_before_landmark"),
        _interview(6, note_status="unobserved"),
        _interview(7, score=0.9, prior_score=None),
        *(_interview(8, round=1), _interview(8, round=2, stage="Dinner")),
    ]
    found = finalists(rows(pd.DataFrame(interviews), pd.DataFrame([_hire(1)])))
    shown = found[["sent", "score", "hired", "performance"]].astype(object)
    assert shown.where(found.notna(), None).to_dict("list") == {
        "sent": [True, False, True],
        "score": [pytest.approx(0.3), 0.5, None],
        "hired": [True, False, False],
        "performance": [0.3, 0.0, 0.0],
    }


def test_a_hire_of_another_view_is_nobodys_rival() -> None:
    """In a view of one quarter a hire's first round may be there without the last, or the hire."""
    interviews = [_interview(1, hired=True), _interview(2, hired=True), _interview(3)]
    found = finalists(rows(pd.DataFrame(interviews), pd.DataFrame([_hire(1)])))
    assert len(found) == 2


def test_a_hire_without_a_rating_is_one_whose_performance_is_not_known() -> None:
    interviews = [_interview(1, hired=True), _interview(2, hired=True)]
    hires = pd.DataFrame([_hire(1), _hire(2, exclusion="unrated", performance=None)])
    assert finalists(rows(pd.DataFrame(interviews), hires))["hired"].tolist() == [True, False]


def test_the_order_of_rows_changes_nobody() -> None:
    people = employer(300)
    shuffled = replace(people, interview=people.interview.sample(frac=1, random_state=1))
    one, other = finalists(people), finalists(shuffled)
    order = ["job_id", "score"]
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True), other.sort_values(order, ignore_index=True)
    )


@pytest.mark.parametrize(
    ("sent", "others", "withheld", "shown"),
    [
        (30, 30, set(), True),
        (7, 90, set(), False),
        (90, 0, set(), False),
        (20, 29, set(), False),
        (30, 30, {"sent"}, False),
        (30, 30, {"unrated"}, True),
    ],
)
def test_too_few(sent: int, others: int, withheld: set, shown: bool) -> None:
    flags = pd.Series([True] * sent + [False] * others, dtype=bool)
    assert (too_few(flags, frozenset(withheld)) is None) is shown
