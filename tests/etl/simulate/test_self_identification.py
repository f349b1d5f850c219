"""Answers about oneself: a stream of their own, one office, and gender that goes with writing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from etl.simulate import self_identification as said
from etl.simulate.story import Story, tell


@pytest.fixture(scope="module")
def larger() -> Story:
    return tell(8_000, 5)


def test_only_one_office_asks_and_not_everybody_answers(story: Story) -> None:
    answers = said.self_identification(story)
    applications = story.funnel.applications
    office = story.world.jobs["office"].to_numpy()[applications["job"].to_numpy()]
    assert set(office[answers["application"]]) == {said.ASKED}
    assert len(answers) < (office == said.ASKED).sum()
    assert not answers["application"].duplicated().any()


def test_the_same_story_gives_the_same_answers(story: Story) -> None:
    assert said.self_identification(story).equals(said.self_identification(story))


def test_one_person_says_the_same_each_time(larger: Story) -> None:
    answers = said.self_identification(larger)
    person = larger.funnel.applications["person"].to_numpy()[answers["application"]]
    assert len(np.unique(person)) < len(person)
    assert (answers.groupby(person)["gender"].nunique() <= 1).all()


def test_gender_goes_with_writing_and_race_does_not(larger: Story) -> None:
    answers = said.self_identification(larger)
    person = larger.funnel.applications["person"].to_numpy()[answers["application"]]
    wrote = said._wrote(larger)[person]
    share = {
        gender: wrote[(answers["gender"] == gender).to_numpy()].mean()
        for gender in (said.MALE, said.FEMALE)
    }
    assert share[said.MALE] < 0.7 * share[said.FEMALE]
    white = (answers["race"] == next(iter(said.RACES))).to_numpy()
    other = answers["race"].isin([*said.RACES][1:]).to_numpy()
    assert abs(wrote[white].mean() - wrote[other].mean()) < 0.06


def test_the_export_is_in_the_vendors_shape(
    resource: dict[str, list[dict[str, Any]]], truth: dict[str, Any]
) -> None:
    rows = resource["eeoc"]
    assert len(rows) == truth["self_identification"]["answered"]
    assert {tuple(row) for row in rows} == {
        ("id", "application_id", "candidate_id", "submitted_at", "race", "gender",
         "veteran_status", "disability_status")
    }  # fmt: skip
    assert any(row["race"] is None for row in rows)
    known = {row["gender"]["description"] for row in rows if row["gender"]}
    assert known >= {said.MALE, said.FEMALE, said.DECLINE}


def test_the_truth_counts_each_application_once(truth: dict[str, Any]) -> None:
    by_gender = truth["self_identification"]["sent_by_landmark"]
    assert sum(one["n"] for one in by_gender.values()) < truth["self_identification"]["answered"]
    assert all(0 <= one["share"] <= 1 for one in by_gender.values())
