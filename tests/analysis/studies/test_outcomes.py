"""How interviews ended: shares, differences that add up, and what may not be shown."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Exhibit
from analysis.rows import Rows
from analysis.studies.outcomes import endings
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames, truth

CLAIM = Claim()
ENDS = {"advanced": "advanced", "rejected": "were rejected", "withdrew": "withdrew"}


def exhibits(rows: Rows) -> dict[str, Exhibit]:
    found = {}
    for one in endings(rows, CLAIM):
        assert isinstance(one, Exhibit)
        assert Exhibit.from_dict(json.loads(json.dumps(one.to_dict(), allow_nan=False))) == one
        found[one.key] = one
    return found


def test_shares_are_the_arms_own() -> None:
    rows = employer(8000, 1)
    found = exhibits(rows)["outcomes"]
    shares = rows.compared.groupby("note_status")["outcome"].value_counts(normalize=True)
    for point in found.points:
        (outcome,) = (name for name, label in ENDS.items() if label == point.label)
        assert point.estimate.value == pytest.approx(shares[point.arm][outcome], abs=0.005)
        assert point.estimate.low is not None
        assert point.estimate.low < point.estimate.value < (point.estimate.high or 0)
    assert found.sentence.startswith("Of 100 interviews with a note, about ")


def test_differences_add_up_to_nothing_and_hold_the_truth() -> None:
    rows = employer(20_000, 2, Planted(effect=0.5, known=True))
    found = exhibits(rows)["outcomes_adjusted"]
    by_end = {point.label: point.estimate for point in found.points}
    values = [one.value or 0 for one in by_end.values()]
    assert sum(values) == pytest.approx(0, abs=0.0076)
    advanced = by_end["advanced"]
    assert advanced.low is not None
    assert advanced.low <= truth(rows) <= (advanced.high or 0)
    # Who does not advance withdraws with the same chance: the note takes from both alike.
    assert by_end["withdrew"].value == pytest.approx(-0.15 * truth(rows), abs=0.01)
    assert "fewer were rejected" in found.sentence


def test_open_applications_are_told_and_counted_nowhere() -> None:
    rows = employer(3000, 3)
    told = "120 applications of the whole store are still open"
    assert all(told in str(one.cautions) for one in exhibits(rows).values())
    few = of_frames(rows.interview, rows.scorecard, applications_open=3)
    assert "7 or fewer applications of the whole store" in str(exhibits(few)["outcomes"].cautions)
    without = replace(rows, cells=replace(rows.cells, run=None))
    assert "still open" not in str(exhibits(without)["outcomes"].cautions)


def test_a_rare_ending_hides_another_and_the_differences() -> None:
    rows = employer(3000, 4)
    frame = rows.interview[(rows.interview["outcome"] != "withdrew")]
    some = rows.interview[rows.interview["outcome"] == "withdrew"].head(6)
    few = of_frames(pd.concat([frame, some], ignore_index=True), rows.scorecard)
    found = exhibits(few)
    assert set(found) == {"outcomes"}
    hidden = [point.label for point in found["outcomes"].points if point.n is None]
    assert {label for label in hidden if label.startswith("withdrew")}
    assert len(hidden) == 4
    assert "a number not shown withdrew" in found["outcomes"].sentence


def test_nothing_of_an_arm_that_may_not_be_shown() -> None:
    rows = employer(1500, 5)
    withheld = frozenset({("interviews", "not_sent")})
    assert exhibits(replace(rows, cells=replace(rows.cells, withheld=withheld))) == {}
    nobody = rows.interview.assign(
        note_status=np.where(rows.interview.index < 5, "sent", "not_sent")
    )
    assert exhibits(of_frames(nobody, rows.scorecard)) == {}
    assert exhibits(of_frames(rows.interview.iloc[:0], rows.scorecard)) == {}


def test_too_few_strata_show_shares_and_no_difference() -> None:
    rows = employer(1500, 6)
    one_job = of_frames(rows.interview.assign(job_id=1, stage="Phone", round=1), rows.scorecard)
    assert set(exhibits(one_job)) == {"outcomes"}
    few_jobs = of_frames(rows.interview.assign(job_id=rows.interview["job_id"] % 5), rows.scorecard)
    found = exhibits(few_jobs)["outcomes_adjusted"]
    assert all(point.estimate.value is None for point in found.points)
    assert "cannot tell" in found.sentence
