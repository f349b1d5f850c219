"""The negative control: it shows what is planted in it, and nothing where nothing is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Exhibit, Finding, Verdict
from analysis.studies.after_decision import after_decision, control
from etl.claim import Claim
from tests.analysis.studies.drawn_rows import interviews, rows

CLAIM = Claim()


def _found(frame: pd.DataFrame | None, claim: Claim = CLAIM) -> Finding:
    return control(rows(frame), claim)


def test_thanks_for_good_news_are_seen() -> None:
    """Of those who advanced 30 in 100 write afterwards, of the others 5: it goes with advancing."""
    found = _found(interviews(20_000, seed=1, thanks=(0.3, 0.05)))
    assert found.verdict is Verdict.SUPPORTED
    assert found.estimate.value is not None
    assert found.estimate.value > 0.3
    assert found.exploratory


def test_it_is_told_without_a_verdict() -> None:
    frame = interviews(20_000, seed=1, thanks=(0.3, 0.05))
    (told,) = after_decision(rows(frame), CLAIM)
    assert isinstance(told, Exhibit)
    assert "cannot have influenced it" in told.sentence
    assert "thanks for good news" in told.sentence
    assert told.points[0].estimate == _found(frame).estimate


def test_nothing_where_nothing_is_planted_whatever_notes_before_do() -> None:
    found = _found(interviews(60_000, seed=2, effect=0.15, thanks=(0.15, 0.15)))
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low <= 0 <= found.estimate.high
    assert found.estimate.high - found.estimate.low < 0.06


def test_late_decisions_do_not_look_like_a_difference() -> None:
    """Rejections take longer, and leave less time for a note within the window."""
    rng = np.random.default_rng(3)
    frame = interviews(40_000, seed=3).assign(hours_to_note=np.nan, notes=0, note_status="not_sent")
    hours = np.where(
        frame["advanced"], 25 + rng.gamma(2, 15, 40_000), 25 + rng.gamma(2, 45, 40_000)
    )
    wrote = rng.random(40_000) < np.clip(1 - hours / (24 * 7), 0, 1) * 0.3
    frame = frame.assign(
        decided_at=frame["ended_at"] + pd.to_timedelta(hours, unit="h"),
        note_after_decision=wrote,
        exclusion="",
    )
    found = _found(frame)
    assert found.raw.value is not None
    assert found.raw.value > 0.03
    assert found.estimate.value == pytest.approx(0, abs=0.015)


def test_who_is_compared_by_hand() -> None:
    """Twelve jobs of 10 who wrote afterwards and 10 who did not; others are left out, and counted."""
    frame = pd.concat(
        [
            interviews(20, seed=job).assign(
                job_id=job,
                stage="Phone",
                round=1,
                interview_id=range(20 * job, 20 * job + 20),
                exclusion="",
                note_status="not_sent",
                hours_to_note=np.nan,
                notes=0,
                note_after_decision=np.arange(20) < 10,
                advanced=np.isin(np.arange(20), [0, 1, 2, 3, 4, 5, 6, 10, 11, 12]),
                decided_at=lambda one: one["ended_at"] + pd.Timedelta(hours=30),
            )
            for job in range(12)
        ],
        ignore_index=True,
    )
    found = _found(frame)
    assert [arm.n for arm in found.arms] == [120, 120]
    assert found.estimate.value == pytest.approx(0.4)
    late = frame.assign(decided_at=frame["ended_at"] + pd.Timedelta(days=6, hours=1))
    before = frame.assign(notes=1)
    for other, reason in ((late, "too late"), (before, "before the decision")):
        both = _found(pd.concat([frame, other], ignore_index=True))
        assert both.estimate == found.estimate
        assert [n for text, n in both.exclusions.items() if reason in text] == [240]


def test_too_few_cannot_tell() -> None:
    for frame in (None, interviews(300, seed=1), interviews(4000, seed=1, thanks=(0, 0))):
        found = _found(frame)
        assert found.verdict is Verdict.CANNOT_TELL
        assert found.sentence.startswith("These records cannot tell")
    assert _found(interviews(4000, seed=1), Claim(window_days=1)).verdict is Verdict.CANNOT_TELL


def test_withheld_arms_stay_withheld() -> None:
    whole = rows(interviews(20_000, seed=1, thanks=(0.3, 0.05)))
    hidden = replace(whole.cells, withheld=frozenset({("interviews", "not_sent")}))
    found = control(replace(whole, cells=hidden), CLAIM)
    assert [arm.n for arm in found.arms] == [None, None]
    assert found.estimate.value is None
    assert set(found.exclusions.values()) == {None}
