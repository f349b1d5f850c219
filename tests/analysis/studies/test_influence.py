"""Influence, adjusted: planted truths recovered, planted traps seen through, and refusals."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import numpy as np
import pytest

from analysis.estimators.clustered import interval
from analysis.finding import Estimate, Exhibit, Finding, Verdict
from analysis.rows import Rows
from analysis.studies import influence
from analysis.studies.interviews import compared
from etl.claim import Claim
from tests.analysis.studies.employers import Planted, employer, of_frames, truth

CLAIM = Claim()
# Read now: a fixture clears the environment for each test.
RUNS = 500 if os.environ.get("GOODEGGS_SLOW") == "1" else 40


def finding(rows: Rows, key: str = "advance_adjusted") -> Finding:
    """Return the finding of a key, which must stand a journey through JSON."""
    (found,) = (one for one in influence.adjusted(rows, CLAIM) if one.key == key)
    assert isinstance(found, Finding)
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    return found


def by_stage(rows: Rows) -> Exhibit | None:
    """Return the exhibit of stages, if there is one."""
    found = [one for one in influence.adjusted(rows, CLAIM) if isinstance(one, Exhibit)]
    return found[0] if found else None


def without_score(found: Finding) -> Estimate:
    (check,) = (one for one in found.checks if "without the interview score" in one.method)
    return check


def test_the_score_before_the_note_takes_confounding_away() -> None:
    """Good candidates write more often and advance more often, and the score tells who is good."""
    rows = employer(12_000, 1, Planted(effect=0.0, known=True))
    found = finding(rows)
    assert found.raw.value is not None
    assert found.raw.value > 0.05
    assert without_score(found).low is not None
    assert without_score(found).low > 0.03
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low <= 0 <= found.estimate.high
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE


def test_noise_in_the_score_leaves_some_of_it_and_the_finding_says_so() -> None:
    found = finding(employer(12_000, 2, Planted(effect=0.0)))
    assert found.estimate.value is not None
    assert 0 < found.estimate.value < (without_score(found).value or 0)
    assert any("with noise" in one for one in found.assumptions)


@pytest.mark.parametrize("effect", [0.0, 0.4])
def test_the_interval_covers_the_truth(effect: float) -> None:
    """Jobs where notes are common are lenient; several rounds of one candidate; jobs of 25."""
    inside, errors = 0, []
    for seed in range(RUNS):
        rows = employer(1500, seed, Planted(effect, known=True), per_job=25)
        interviews = compared(rows)
        (term,) = interviews.contrasts(interviews.advanced).differences
        found = interval(term, interviews.clusters, 0.95)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= truth(rows) <= found.high
        errors.append(found.value - truth(rows))
    assert inside / RUNS == pytest.approx(0.95, abs=3 * np.sqrt(0.05 * 0.95 / RUNS))
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(RUNS) + 0.003


def test_rounds_are_not_more_chances() -> None:
    """Notes after each of up to 3 interviews, independent of everything: no difference, of any round.

    "Ever sent" against "offered" would show one: who reached the last round had three chances to write.
    """
    rows = employer(20_000, 3, Planted(quality=0.0, custom=0.0))
    frame = rows.compared
    sent = frame.assign(sent=frame["note_status"] == "sent")
    ever = sent.groupby("application_id")[["sent", "offered"]].any()
    rate = ever.groupby("sent")["offered"].mean()
    assert rate[True] > 2 * rate[False]
    found = finding(rows)
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE
    assert found.estimate.low is not None
    assert found.estimate.low <= 0 <= (found.estimate.high or 0)


def test_a_planted_effect_is_found_in_advancing_offers_and_every_stage() -> None:
    rows = employer(20_000, 4, Planted(effect=0.5, known=True))
    found = finding(rows)
    assert found.estimate.value == pytest.approx(truth(rows), abs=0.015)
    assert found.verdict is Verdict.SUPPORTED
    assert found.exploratory
    offer = finding(rows, "offer_adjusted")
    assert offer.estimate.low is not None
    assert offer.estimate.low > 0
    stages = by_stage(rows)
    assert stages is not None
    assert [point.label for point in stages.points] == ["Phone", "Technical", "Onsite"]
    assert all((point.estimate.low or 0) > 0 for point in stages.points)
    assert stages.sentence.startswith("Of 3 stages with enough to compare")
    whole = sum(point.n or 0 for point in stages.points)
    assert whole == pytest.approx(len(rows.compared), abs=10)


def test_it_says_how_many_have_a_score() -> None:
    rows = employer(3000, 5)
    unknown = rows.compared["prior_score"].isna().sum()
    (told,) = (one for one in finding(rows).cautions if "score filed before" in one)
    assert f"unknown for about {round(unknown / 5) * 5:,}" in told


def test_no_score_at_all_is_no_reason_to_refuse() -> None:
    rows = employer(3000, 6)
    found = finding(of_frames(rows.interview.assign(prior_score=np.nan), rows.scorecard))
    assert found.estimate.value is not None
    assert not any("without the interview score" in one.method for one in found.checks)
    assert "A score filed before the note is known for next to none" in str(found.cautions)


def _few(rows: Rows, sent: int) -> Rows:
    """Return the rows with so many senders."""
    frame = rows.interview[rows.interview["exclusion"] == ""].head(800).reset_index(drop=True)
    return of_frames(
        frame.assign(note_status=np.where(np.arange(800) < sent, "sent", "not_sent")),
        rows.scorecard,
    )


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (lambda rows: _few(rows, 0), "7 or fewer"),
        (lambda rows: _few(rows, 7), "7 or fewer"),
        (lambda rows: _few(rows, 800), "7 or fewer"),
        (
            lambda rows: of_frames(rows.interview.assign(outcome="rejected"), rows.scorecard),
            "the same outcome",
        ),
        (
            lambda rows: of_frames(rows.interview.assign(job_id=1, stage="Phone"), rows.scorecard),
            "Fewer than 10 groups",
        ),
        (
            lambda rows: of_frames(
                rows.interview.assign(job_id=rows.interview["job_id"] % 4), rows.scorecard
            ),
            "fewer than 10 clusters",
        ),
        (
            lambda rows: of_frames(
                rows.interview.assign(prior_score=(rows.interview["outcome"] == "advanced") * 1.0),
                rows.scorecard,
            ),
            "the model does not converge",
        ),
        (lambda rows: of_frames(rows.interview.iloc[:0], rows.scorecard), "7 or fewer"),
    ],
    ids=["none", "few", "all", "one outcome", "one stratum", "few jobs", "separated", "nobody"],
)
def test_it_cannot_tell_and_says_why(change, doubt: str) -> None:
    found = finding(change(employer(1500, 7)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.estimate.low is None
    assert doubt in found.doubt


def test_arms_that_another_view_gives_away_are_shown_nowhere() -> None:
    rows = employer(1500, 8)
    cells = replace(rows.cells, withheld=frozenset({("interviews", "sent")}))
    hidden = replace(rows, cells=cells)
    assert finding(hidden).estimate.value is None
    assert by_stage(hidden) is None


def test_a_stage_of_few_hides_another_too() -> None:
    rows = employer(3000, 9)
    stage = rows.interview["stage"].where(rows.interview.index > 15, "Chat")
    exhibit = by_stage(of_frames(rows.interview.assign(stage=stage), rows.scorecard))
    assert exhibit is not None
    hidden = [point.label for point in exhibit.points if point.n is None]
    assert "Chat" in hidden
    assert len(hidden) == 2
    assert all(point.estimate.value is None for point in exhibit.points if point.n is None)
