"""Hours to the note: each band at its own landmark, and the trend over them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.finding import Exhibit, Point
from analysis.rows import Rows
from analysis.studies.timing import by_hours
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames

CLAIM = Claim()
BANDS = [
    "within 2 hours",
    "after 2 to 12 hours",
    "after 12 to 24 hours",
    "after 24 to 48 hours",
    "after 48 to 168 hours",
]


def exhibit(rows: Rows, claim: Claim = CLAIM) -> Exhibit:
    (found,) = by_hours(rows, claim)
    assert isinstance(found, Exhibit)
    assert Exhibit.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def trend(found: Exhibit) -> Point:
    assert found.points[-1].label.startswith("change from band")
    return found.points[-1]


def test_notes_that_count_for_less_the_later_they_come_show_a_trend() -> None:
    found = exhibit(employer(25_000, 1, Planted(early=0.3, quality=0.0, custom=0.0)))
    assert [point.label for point in found.points[:-1]] == BANDS
    change = trend(found).estimate
    assert change.high is not None
    assert change.high < 0
    assert "For later notes it is lower, by more than chance." in found.sentence
    assert (found.points[0].estimate.low or 0) > 0.1


def test_late_notes_are_no_better_for_having_found_the_undecided() -> None:
    """Those decided on late advance more often here, and only they can be written to late.

    Set beside all others, late senders look better. At a landmark of their own they do not.
    """
    rows = employer(25_000, 2, Planted(quality=0.0, custom=0.0))
    rng = np.random.default_rng(2)
    frame = rows.interview
    hours = (frame["decided_at"] - frame["ended_at"]).dt.total_seconds() / 3600
    advanced = rng.random(len(frame)) < np.clip(0.1 + hours / 200, 0, 0.9)
    outcome = np.where(advanced, "advanced", "rejected")
    changed = of_frames(frame.assign(outcome=outcome), rows.scorecard)
    late = frame["hours_to_note"] > 24
    assert advanced[late].mean() > advanced[~late].mean() + 0.1
    found = exhibit(changed)
    for point in found.points[:4]:
        assert point.estimate.low is not None
        assert point.estimate.low <= 0.01
        assert (point.estimate.high or 0) >= -0.01
    assert "cannot tell" in found.sentence


def test_the_early_bands_count_those_decided_before_the_landmark() -> None:
    rows = employer(8000, 3)
    frame = rows.interview
    undecided = (frame["decided_at"] - frame["ended_at"]) > pd.Timedelta(hours=2)
    early = (undecided & (frame["hours_to_note"] <= 2)).sum()
    assert frame["exclusion"].eq("decided_before_landmark").any()
    assert exhibit(rows).points[0].n == round(early / 5) * 5


def test_uncovered_and_unseen_interviews_are_in_no_band() -> None:
    rows = employer(6000, 4)
    more = pd.concat(
        [
            rows.interview,
            rows.interview.assign(covered=False, exclusion="uncovered", outcome="advanced"),
            rows.interview.assign(exclusion="earlier_in_round", outcome="advanced"),
        ],
        ignore_index=True,
    )
    assert exhibit(of_frames(more, rows.scorecard)).points == exhibit(rows).points


def test_bands_end_with_the_window() -> None:
    rows = employer(6000, 5)
    labels = [point.label for point in exhibit(rows, Claim(window_days=1.5)).points[:-1]]
    assert labels == [*BANDS[:3], "after 24 to 36 hours"]
    short = exhibit(rows, Claim(window_days=0.25, landmark_hours=6))
    assert [point.label for point in short.points[:-1]] == [BANDS[0], "after 2 to 6 hours"]
    assert trend(short).estimate.value is None
    assert "fewer than 3 bands" in trend(short).estimate.method


def test_scores_filed_after_the_band_began_are_not_adjusted_for() -> None:
    """Cards of the first day carry the outcome: to adjust for them would take the difference away."""
    rows = employer(12_000, 6, Planted(effect=0.6, quality=0.0, custom=0.0))
    gone = rows.interview.set_index(["application_id", "round"])["outcome"] == "advanced"
    keys = pd.MultiIndex.from_frame(rows.scorecard[["application_id", "round"]])
    telling = rows.scorecard.assign(
        score=gone.reindex(keys).to_numpy() * 1.0, hours_filed=30.0 + rows.scorecard["hours_filed"]
    )
    found, expected = exhibit(of_frames(rows.interview, telling)), exhibit(rows)
    for point, other in zip(found.points[:3], expected.points[:3], strict=True):
        assert abs((point.estimate.value or 0) - (other.estimate.value or 0)) < 0.02
    assert found.points[4].estimate.value != expected.points[4].estimate.value


def test_a_band_of_few_hides_another_too() -> None:
    rows = employer(4000, 7)
    late = rows.interview["hours_to_note"] > 48
    hours = rows.interview["hours_to_note"].where(~late | (late.cumsum() <= 5))
    found = exhibit(of_frames(rows.interview.assign(hours_to_note=hours), rows.scorecard))
    hidden = [point.label for point in found.points[:-1] if point.n is None]
    assert BANDS[4] in hidden
    assert len(hidden) == 2


def test_nothing_of_an_arm_that_may_not_be_shown() -> None:
    rows = employer(1500, 8)
    withheld = frozenset({("interviews", "sent")})
    assert by_hours(replace(rows, cells=replace(rows.cells, withheld=withheld)), CLAIM) == []
    assert by_hours(of_frames(rows.interview.iloc[:0], rows.scorecard), CLAIM) == []
