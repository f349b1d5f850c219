"""By format and by round: partially pooled, told apart where they differ, and not where they do not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.finding import Exhibit
from analysis.rows import Rows
from analysis.studies.room import by_format_and_round
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames, truth

CLAIM = Claim()
APART = (0.0, 0.0, 0.0, 1.2)


def exhibits(rows: Rows) -> dict[str, Exhibit]:
    found = {}
    for one in by_format_and_round(rows, CLAIM):
        assert isinstance(one, Exhibit)
        assert Exhibit.from_dict(json.loads(json.dumps(one.to_dict(), allow_nan=False))) == one
        found[one.key] = one
    return found


def test_a_format_that_is_another_is_told_apart() -> None:
    rows = employer(16_000, 1, Planted(by_format=APART, known=True))
    found = exhibits(rows)["advance_by_format"]
    assert [point.label for point in found.points] == [
        "phone", "video", "onsite", "panel", "all formats alike", "a format not seen yet",
    ]  # fmt: skip
    gains = rows.compared.groupby("format")["gain"].mean()
    for point in found.points[:4]:
        assert point.estimate.value == pytest.approx(gains[point.label], abs=0.04)
    panel, mean, another = (found.points[place].estimate for place in (3, 4, 5))
    assert panel.low is not None
    assert panel.low > 0.1
    assert mean.low is not None
    assert another.low is not None
    assert another.low < mean.low < 0
    assert "Between formats the difference varies by more than chance." in found.sentence
    assert "more often in 1 (panel)" in found.sentence


def test_formats_alike_are_drawn_together() -> None:
    rows = employer(8000, 2, Planted(effect=0.4, known=True))
    found = exhibits(rows)["advance_by_format"]
    values = [point.estimate.value or 0 for point in found.points[:4]]
    assert np.ptp(values) < 0.06
    assert np.mean(values) == pytest.approx(truth(rows), abs=0.03)
    assert "Whether it varies between formats these records cannot tell." in found.sentence


def test_rounds_beyond_the_third_stand_together() -> None:
    rows = employer(8000, 3, Planted(effect=0.4))
    later = rows.interview["round"] + 2 * (rows.interview["job_id"] % 2)
    found = exhibits(of_frames(rows.interview.assign(round=later), rows.scorecard))
    labels = [point.label for point in found["advance_by_round"].points[:4]]
    assert labels == ["round 1", "round 2", "round 3", "round 4 and later"]


def test_two_formats_are_not_pooled() -> None:
    rows = employer(6000, 4, Planted(effect=0.4))
    two = rows.interview["format"].where(rows.interview["format"] == "phone", "take_home")
    found = exhibits(of_frames(rows.interview.assign(format=two), rows.scorecard))
    exhibit = found["advance_by_format"]
    assert [point.label for point in exhibit.points] == ["phone", "take-home"]
    assert "Morris" not in exhibit.method
    assert "varies" not in exhibit.sentence


def test_a_format_of_few_hides_another_too() -> None:
    rows = employer(4000, 5)
    few = rows.interview["format"].where(rows.interview.index > 12, "other")
    found = exhibits(of_frames(rows.interview.assign(format=few), rows.scorecard))
    hidden = [point.label for point in found["advance_by_format"].points[:5] if point.n is None]
    assert "other" in hidden
    assert len(hidden) == 2


def test_nothing_of_an_arm_that_may_not_be_shown() -> None:
    rows = employer(1500, 6)
    withheld = frozenset({("interviews", "sent")})
    assert exhibits(replace(rows, cells=replace(rows.cells, withheld=withheld))) == {}
    assert exhibits(of_frames(rows.interview.iloc[:0], rows.scorecard)) == {}
