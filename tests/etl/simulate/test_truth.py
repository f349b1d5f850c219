"""The truth: what is planted is there, a sound comparison finds it, a naive one does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from etl.simulate.clock import HOUR
from etl.simulate.rounds import ADVANCED, Effects
from etl.simulate.story import Story, tell
from etl.simulate.truth import at_landmark, interview_truth
from etl.simulate.world import DEPARTMENTS

STRATUM = ["job_id", "stage_id", "round"]


def pooled(rows: pd.DataFrame, exposed: str) -> tuple[float, float]:
    """Return the difference in advancing within strata, Mantel-Haenszel weighted, and its error."""
    total = weight_sum = variance = 0.0
    for _, group in rows.groupby(STRATUM):
        sent, rest = (group.loc[group[exposed] == flag, "advanced"] for flag in (True, False))
        if len(sent) and len(rest):
            weight = len(sent) * len(rest) / len(group)
            total += weight * (sent.mean() - rest.mean())
            spread = sum(s.mean() * (1 - s.mean()) / len(s) for s in (sent, rest))
            variance += weight**2 * spread
            weight_sum += weight
    return total / weight_sum, variance**0.5 / weight_sum


@pytest.fixture(scope="module")
def large() -> Story:
    """Return a story that is told but not written, large enough to see the effect in."""
    return tell(60_000, 5)


@pytest.fixture(scope="module")
def interviews(large: Story) -> pd.DataFrame:
    """Return its interviews' truth."""
    return interview_truth(large)


@pytest.fixture(scope="module")
def counted(interviews: pd.DataFrame) -> pd.DataFrame:
    """Return the interviews that a sound comparison counts."""
    return interviews[interviews["eligible"] & interviews["observed"]]


def test_a_sound_comparison_finds_the_truth(counted: pd.DataFrame) -> None:
    true = at_landmark(counted, Effects().advance)["advance"]
    found, error = pooled(counted, "sent_by_landmark")
    assert 0.06 < true < 0.08
    assert error < 0.007
    assert abs(found - true) < 3 * error


def test_without_an_effect_it_finds_none() -> None:
    rows = interview_truth(tell(30_000, 6, Effects(advance=0.0)))
    found, error = pooled(rows[rows["eligible"] & rows["observed"]], "sent_by_landmark")
    assert abs(found) < 3 * error


def test_naive_comparisons_find_far_too_much(
    truth: dict[str, Any], interviews: pd.DataFrame
) -> None:
    true = Effects().advance
    last = interviews[interviews["last"]].copy()
    last["any"] = last["sent_before_decision"] | last["sent_after_decision"]
    plain = last.groupby("any")["advanced"].mean()
    assert plain[True] - plain[False] > 1.7 * true
    # Even within strata: who was turned down at once had no time to write.
    assert pooled(last, "sent_before_decision")[0] > 1.4 * true
    assert truth["naive"]["offer_by_ever_sent"] > true


def test_the_effect_is_added_everywhere_alike_and_never_clips(large: Story) -> None:
    rounds = large.funnel.rounds
    ability = large.applicants.people["ability"].to_numpy()[
        large.funnel.applications["person"].to_numpy()[rounds["application"].to_numpy()]
    ]
    slow = ~rounds["quick"].to_numpy()
    rest = rounds["chance"] - 0.08 * np.tanh(ability) - rounds["base"]
    assert np.allclose(rest[slow & rounds["noted"]], 0.08)
    assert np.allclose(rest[slow & ~rounds["noted"]], 0.0)
    assert rounds["base"].between(0.3, 0.65).all()
    assert rounds.loc[slow, "chance"].between(0.2, 0.8).all()


def test_who_writes_does_not_depend_on_ability(large: Story) -> None:
    rounds = large.funnel.rounds
    person = large.funnel.applications["person"].to_numpy()[rounds["application"].to_numpy()]
    frame = rounds.assign(ability=large.applicants.people["ability"].to_numpy()[person])
    # Only rounds that leave time to write: the others are lost to the weak.
    frame = frame[frame["decided"] - frame["end"] >= 24 * HOUR]
    within = frame["ability"] - frame.groupby(["job", "round"])["ability"].transform("mean")
    gap = within[frame["noted"]].mean() - within[~frame["noted"]].mean()
    assert abs(gap) < 0.05


def test_the_weak_are_turned_down_before_they_can_write(large: Story) -> None:
    rounds = large.funnel.rounds
    person = large.funnel.applications["person"].to_numpy()[rounds["application"].to_numpy()]
    ability = pd.Series(large.applicants.people["ability"].to_numpy()[person])
    quick = rounds["quick"]
    assert (rounds.loc[quick, "decided"] - rounds.loc[quick, "end"] <= 2 * HOUR).all()
    assert (rounds.loc[quick, "outcome"] != ADVANCED).all()
    assert ability[quick].mean() < ability[~quick].mean() - 0.4
    assert rounds.loc[quick, "noted"].mean() < 0.1


def test_notes_are_customary_where_more_people_pass(large: Story) -> None:
    rounds = large.funnel.rounds[large.funnel.rounds["round"] == 1]
    by_job = rounds.groupby("job")[["noted", "base"]].mean()
    assert by_job["noted"].corr(by_job["base"]) > 0.6


def test_the_department_without_mail_passes_fewer_people(
    interviews: pd.DataFrame, large: Story
) -> None:
    department = large.world.jobs.set_index("id")["department"].loc[interviews["job_id"]].to_numpy()
    hidden = np.array([not item.mail for item in DEPARTMENTS])[department]
    assert not interviews.loc[hidden, "observed"].any()
    assert interviews["advanced"][hidden].mean() < interviews["advanced"][~hidden].mean() - 0.05
    assert 0.08 < 1 - interviews["observed"].mean() < 0.25


def test_more_rounds_mean_more_notes_and_more_offers(large: Story) -> None:
    rounds = large.funnel.rounds
    ever = (rounds["noted_at"] >= 0).groupby(rounds["application"]).any()
    number = rounds.groupby("application").size()
    share = ever.groupby(number).mean()
    assert share[1] < share[2] < share[3]


def test_the_funnel_is_a_usual_one(large: Story, interviews: pd.DataFrame) -> None:
    applications = large.funnel.applications
    had_round = applications.index.isin(large.funnel.rounds["application"])
    assert 0.42 < had_round.mean() < 0.48
    assert 0.05 < (applications["status"] == "hired").mean() < 0.062
    assert 0.30 < interviews.loc[interviews["last"], "sent_before_decision"].mean() < 0.40


def test_the_estimand_is_worked_out_by_hand_in_a_small_case() -> None:
    # One stratum: 2 wrote in time; of the 4 who did not, 1 wrote later and before the decision.
    rows = pd.DataFrame(
        {
            "job_id": 1,
            "stage_id": 1,
            "round": 1,
            "sent_by_landmark": [True, True, False, False, False, False],
            "sent_before_decision": [True, True, True, False, False, False],
        }
    )
    found = at_landmark(rows, 0.08)
    assert found == {"advance": pytest.approx(0.06), "late_among_not_sent": pytest.approx(0.25)}


def test_ratings_within_groups_know_nothing_of_notes(large: Story) -> None:
    staff = large.staff
    reviews = staff.reviews[~staff.reviews["own"]].drop_duplicates("employee")
    who = staff.employees.iloc[reviews["employee"].to_numpy()]
    frame = reviews.reset_index(drop=True).assign(
        noted=who["noted"].to_numpy(), ability=who["ability"].to_numpy()
    )
    frame = frame[(who["application"] >= 0).to_numpy()]
    total = weights = variance = 0.0
    for _, group in frame.groupby(["cycle", "group"]):
        sent, rest = (group.loc[group["noted"] == flag, "rating"] for flag in (True, False))
        if len(sent) > 1 and len(rest) > 1:
            weight = len(sent) * len(rest) / len(group)
            total += weight * (sent.mean() - rest.mean())
            variance += weight**2 * (sent.var() / len(sent) + rest.var() / len(rest))
            weights += weight
    assert abs(total) < 3 * variance**0.5
    assert variance**0.5 / weights < 0.06
    assert frame["ability"].corr(frame["rating"].astype(float)) > 0.2


def test_a_planted_effect_on_performance_shows() -> None:
    staff = tell(20_000, 8, Effects(performance=1.0)).staff
    reviews = staff.reviews[~staff.reviews["own"]].drop_duplicates("employee")
    who = staff.employees.iloc[reviews["employee"].to_numpy()]
    rating = reviews["rating"].to_numpy()
    noted, hired = who["noted"].to_numpy(), (who["application"] >= 0).to_numpy()
    assert rating[hired & noted].mean() - rating[hired & ~noted].mean() > 0.4


def test_the_truth_file_says_what_was_planted(folder: Path, truth: dict[str, Any]) -> None:
    assert truth["planted"]["advance"] == 0.08
    assert truth["planted"]["performance_sd"] == 0.0
    rows = pd.read_csv(folder / "truth_interviews.csv")
    last = rows[rows["last"]]
    assert truth["funnel"]["interviews"] == len(rows)
    assert truth["send_rate"]["by_landmark"] == pytest.approx(
        last["sent_by_landmark"].mean(), abs=1e-6
    )
    counted = last[last["eligible"] & last["observed"]]
    assert truth["funnel"]["counted"] == len(counted)
    effect = truth["planted"]["advance"]
    again = at_landmark(counted, effect)
    assert {name: truth["at_landmark"][name] for name in again} == again
    held = {"complete", "awaiting_feedback", "collect_feedback"}
    vendor = json.loads((folder / "greenhouse" / "interviews.json").read_bytes())
    status = {row["id"]: row["status"] for row in vendor}
    assert {status[number] for number in rows["interview_id"]} <= held


@pytest.mark.parametrize(
    "case",
    [
        "merged_candidates", "duplicate_candidates", "candidates_on_two_jobs", "private_candidates",
        "prospects", "rejected_within_two_hours", "called_off_interviews", "guests",
        "draft_scorecards", "superseded_offers", "notes_after_decision", "notes_only_in_the_ats",
        "interviews_in_a_silent_month",
        "hires_found_by_ats_id", "hires_found_by_address", "hires_found_by_name", "hires_found_by_none",
    ],
)  # fmt: skip
def test_every_trap_is_set(truth: dict[str, Any], case: str) -> None:
    assert truth["planted_cases"][case] > 0
