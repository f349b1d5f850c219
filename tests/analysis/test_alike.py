"""What is held fixed: the score as it stood before the note, for how many, and for which claims."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import alike, offers
from analysis.exposure import exposed
from analysis.filters import Filters
from analysis.finding import Verdict
from etl.claim import Claim
from etl.store.tables.out import SCORE_BANDS, UNSCORED
from tests.analysis.frames import cells, interview

CLAIM = Claim()
REFERRED = Claim.model_validate(
    {
        "exposure": {
            "column": "source_channel",
            "values": ["Referral"],
            "who": "who were referred",
        }
    }
)
# Of 100 interviews with each recommendation so many are followed by a note, and so many go on.
CUSTOM, CHANCE = (20, 30, 40, 50), (20, 40, 60, 80)


def confounded(jobs: int = 12, scored: bool = True) -> pd.DataFrame:
    """Return interviews of which better ones are followed by more notes, which go with nothing else."""
    rows = [
        {
            "job_id": job,
            "score_band": band if scored else UNSCORED,
            "note_status": status,
            "outcome": outcome,
            "n": sent * went // 10,
        }
        for job in range(jobs)
        for band, custom, chance in zip(SCORE_BANDS, CUSTOM, CHANCE, strict=True)
        for status, sent in (("sent", custom), ("not_sent", 100 - custom))
        for outcome, went in (("advanced", chance), ("rejected", 100 - chance))
    ]
    return interview(**pd.DataFrame(rows).to_dict("list"))


def test_better_interviews_are_not_taken_for_notes() -> None:
    found = offers.influence(cells(confounded()), CLAIM)
    assert found.estimate.value == 0
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE
    # By hand: of 140 with a note 20 x .2 + 30 x .4 + 40 x .6 + 50 x .8 = 80 advance, of 260 without 120.
    assert found.raw.value == pytest.approx(80 / 140 - 120 / 260, abs=0.003)
    left_out = offers.influence(cells(confounded(scored=False)), CLAIM)
    assert left_out.estimate.value == pytest.approx(80 / 140 - 120 / 260, abs=0.003)
    assert left_out.verdict is Verdict.SUPPORTED


def test_offers_in_the_end_hold_it_fixed_too() -> None:
    frame = confounded().assign(offered=lambda one: one["outcome"] == "advanced")
    assert offers.offered(cells(frame), CLAIM).estimate.value == 0


def test_what_is_there_before_the_interview_may_tell_of_the_score() -> None:
    """Referred candidates do better in the interview: that is part of what is asked about them."""
    frame = confounded()
    frame = frame.assign(
        source_channel=np.where(frame["note_status"] == "sent", "Referral", "Ad"),
        note_status="unobserved",
        exclusion="uncovered",
    )
    found = offers.influence(exposed(cells(frame), REFERRED), REFERRED)
    assert found.estimate.value == pytest.approx(80 / 140 - 120 / 260, abs=0.003)
    said = [found.question, found.method, *found.assumptions, *found.cautions]
    assert not [text for text in said if "score" in text]


# scored and unscored of 12 jobs' interviews | is it said to be held fixed? | how many have a score
KNOWN = [
    (1200, 0, True, "all or nearly all"),
    (1195, 7, True, "all or nearly all"),
    (840, 360, True, "about 70"),
    (828, 372, False, "about 69.2"),
    (300, 900, False, "about 25"),
    (7, 1193, False, "none or next to none"),
    (0, 1200, False, "none or next to none"),
]


@pytest.mark.parametrize(("scored", "unscored", "held", "some"), KNOWN)
def test_for_how_many_it_is_known(scored: int, unscored: int, held: bool, some: str) -> None:
    frame = interview(
        score_band=["no", UNSCORED] * 2,
        note_status=["sent", "sent", "not_sent", "not_sent"],
        n=[scored // 3, unscored // 3, scored - scored // 3, unscored - unscored // 3],
    )
    found = offers.influence(cells(frame[frame["n"] > 0]), CLAIM)
    (caution,) = [text for text in found.cautions if "have a score" in text]
    assert f"Of 100 interviews compared, {some} have a score filed before the note" in caution
    assert caution.endswith("is not held fixed.") != held
    assert found.question.endswith("whose interview was scored alike?") == held
    assert any(text.startswith("Scored alike are") for text in found.assumptions) == held
    assert found.method.count("band of the score before the note") == 1


def test_who_is_in_no_arm_does_not_count() -> None:
    frame = interview(
        score_band=["yes", UNSCORED, UNSCORED],
        note_status=["sent", "unobserved", "sent"],
        exclusion=["", "uncovered", "decided_before_landmark"],
        n=100,
    )
    assert "all or nearly all have" in alike.told(cells(frame), CLAIM).cautions[0]


def test_how_many_is_not_told_where_another_view_would_give_few_away() -> None:
    """All but 3 of the unscored are in the one department: the whole less it is these."""
    near = interview(
        department="Kitchen",
        score_band=["yes", "yes", UNSCORED],
        note_status=["sent", "not_sent", "not_sent"],
        n=[200, 300, 60],
    )
    far = interview(department="Sales", score_band=["yes", UNSCORED], n=[200, 3])
    whole = cells(pd.concat([near, far], ignore_index=True))
    view = Filters(department=("Kitchen",)).apply(whole)
    assert ("scored", "unscored") in view.withheld
    assert "compared, most have a score" in alike.told(view, CLAIM).cautions[0]
    assert "compared, about 91.5 have a score" in alike.told(whole, CLAIM).cautions[0]


def test_the_unseen_are_bounded_among_those_scored_alike() -> None:
    unseen = confounded().assign(note_status="unobserved", exclusion="uncovered")
    unseen = unseen.assign(n=unseen["n"] // 40)
    frame = pd.concat([confounded(), unseen[unseen["n"] > 0]], ignore_index=True)
    of_scored, of_all = (
        offers.influence(cells(one), CLAIM).cautions[-1]
        for one in (frame, frame.assign(score_band="yes"))
    )
    assert of_scored.startswith("If all of the unseen had sent a note, or none")
    assert "between 1 fewer and 1 more" in of_scored
    assert "between 1 fewer and 1 more" not in of_all
