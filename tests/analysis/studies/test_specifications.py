"""The specification curve: the declared comparison on it, planted truths, nothing from nothing."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import offers
from analysis.disclosure import SUPPRESS
from analysis.estimators.stratified import risk_difference
from analysis.filters import Filters
from analysis.finding import Exhibit
from analysis.studies.specifications import _showable, joint_p, specifications
from analysis.studies.ways import DECLARED, HOURS, PARTS, SEPARATOR, Records, Way
from etl.claim import Claim
from tests.analysis.studies.drawn_rows import interviews, rows

CLAIM = Claim()
RUNS = 1000 if os.environ.get("GOODEGGS_SLOW") == "1" else 120
PRIMARY = Way(1, 1, "score", stayed=False, part=False)


def _curve(frame: pd.DataFrame, claim: Claim = CLAIM) -> Exhibit:
    (found,) = specifications(rows(frame), claim)
    assert isinstance(found, Exhibit)
    return found


@pytest.fixture(scope="module")
def planted() -> Exhibit:
    return _curve(interviews(8000, seed=1, effect=0.1))


def test_what_was_declared_is_on_it_and_marked(planted: Exhibit) -> None:
    (marked,) = [one for one in planted.points if one.label.startswith(DECLARED)]
    found = offers.influence(rows(interviews(8000, seed=1, effect=0.1)).cells, CLAIM)
    assert marked.estimate == found.estimate
    assert marked.label == (
        "As declared: undecided at 24 hours; note within 24 hours; within job, stage, round and earlier "
        "interview score; withdrawals not advanced; partly covered panels left out"
    )


def test_a_label_comes_apart_into_what_makes_a_way(planted: Exhibit) -> None:
    """Each part takes few values, and no two ways share all of them: what a chart's rows are."""
    labels = [one.label.removeprefix(DECLARED).split(SEPARATOR) for one in planted.points]
    table = pd.DataFrame(labels, columns=list(PARTS))
    assert not table.duplicated().any()
    assert table.nunique().to_dict() == {
        "landmark": 4, "window": 4, "adjustment": 3, "withdrawals": 2, "panels": 2,
    }  # fmt: skip


def test_a_planted_difference_is_seen_from_everywhere(planted: Exhibit) -> None:
    assert len(planted.points) > 60
    assert "declared was one that shows 10 more out of 100" in planted.sentence
    assert "Of 100 of them, 100 show more for senders and 0 fewer" in planted.sentence
    assert planted.sentence.endswith("comes up in 1 of 100 shuffles or fewer.")
    values = [one.estimate.value for one in planted.points]
    assert values == sorted(values, key=lambda value: value or 0.0)
    assert len({one.label for one in planted.points}) == len(values)


def test_counts_are_as_they_may_be_shown(planted: Exhibit) -> None:
    for one in planted.points:
        assert one.n is not None
        assert one.n % 5 == 0
        for number in (one.estimate.value, one.estimate.low, one.estimate.high):
            assert number is not None
            assert abs(number / 0.005 - round(number / 0.005)) < 1e-6


def _nearest(score: pd.Series) -> pd.Series:
    """Return which of four even steps each score is nearest to; -1 for none."""
    steps = np.abs(score.to_numpy()[:, None] - np.array([1, 2 / 3, 1 / 3, 0]))
    return pd.Series(np.where(score.isna(), -1, steps.argmin(axis=1)), index=score.index)


def test_every_way_against_slow_code() -> None:
    frame = interviews(900, seed=4)
    records = Records.of(frame, 24.0, 7)
    since = (frame["decided_at"] - frame["ended_at"]).dt.total_seconds() / 3600
    for way in records.ways():
        kept = since > HOURS[way.landmark]
        kept &= frame["covered"] | ((frame["exclusion"] == "part_covered") & way.part)
        kept &= (frame["outcome"] != "withdrew") | (not way.stayed)
        mine = frame[kept]
        by = {
            "raw": [],
            "strata": [mine["job_id"], mine["stage"], mine["round"]],
            "score": [mine["job_id"], mine["stage"], mine["round"], _nearest(mine["prior_score"])],
        }[way.adjustment]
        sent = mine["hours_to_note"] <= HOURS[way.window]
        above = below = 0.0
        for _, group in mine.groupby(by) if by else [((), mine)]:
            y, e = group["advanced"], sent[group.index]
            above += (y[e].sum() * (~e).sum() - y[~e].sum() * e.sum()) / len(e)
            below += e.sum() * (~e).sum() / len(e)
        assert risk_difference(records.tables(way), 0.95).value == pytest.approx(above / below)


def test_another_landmark_is_declared() -> None:
    found = _curve(interviews(6000, seed=2), Claim(landmark_hours=36))
    (marked,) = [one for one in found.points if one.label.startswith(DECLARED)]
    assert "undecided at 36 hours; note within 36 hours; " in marked.label


def test_the_order_of_rows_changes_nothing(planted: Exhibit) -> None:
    frame = interviews(8000, seed=1, effect=0.1).sample(frac=1, random_state=3)
    found = _curve(frame.reset_index(drop=True))
    assert found.points == planted.points
    assert found.sentence == planted.sentence


def test_of_nothing_p_is_uniform() -> None:
    """Jobs differ in custom and in leniency; within them a note goes with nothing."""
    found = []
    for seed in range(RUNS):
        records = Records.of(interviews(500, seed=100 + seed, job_size=40), 24.0, 7)
        alike = [way for way in records.ways() if way.adjustment == "strata" and not way.part]
        found.append(joint_p(records, alike, shuffles=39))
    for level in (0.1, 0.3, 0.5, 0.8):
        error = np.sqrt(level * (1 - level) / RUNS)
        assert np.mean(np.array(found) <= level + 1e-9) == pytest.approx(level, abs=4 * error)


def test_ways_whose_arms_differ_by_few_do_not_stand_beside_each_other() -> None:
    records = Records.of(interviews(8000, seed=5), 24.0, 7)
    made = [(way, records.tables(way)) for way in (PRIMARY, *records.ways())]
    shown = _showable(made)
    arms = np.array([tables.pooled()[1::2] for tables in shown.values()])
    apart = np.abs(arms[:, None] - arms[None, :])
    assert len(shown) > 60
    assert not ((apart > 0) & (apart <= SUPPRESS)).any()


def test_few_have_none() -> None:
    assert specifications(rows(interviews(400, seed=1)), CLAIM) == []
    assert specifications(rows(), CLAIM) == []
    one_job = interviews(4000, seed=1).assign(job_id=1, stage="Phone", round=1)
    assert specifications(rows(one_job), CLAIM) == []


def test_it_is_of_the_whole_alone() -> None:
    whole = rows(interviews(8000, seed=1))
    view = Filters(department=("Sales",)).apply(whole.cells)
    assert specifications(replace(whole, cells=view), CLAIM) == []


def test_all_senders_or_none_and_one_outcome() -> None:
    frame = interviews(4000, seed=1)
    for column in (
        {"hours_to_note": 1.0},
        {"hours_to_note": np.nan},
        {"advanced": False, "outcome": "rejected"},
    ):
        assert specifications(rows(frame.assign(**column)), CLAIM) == []
