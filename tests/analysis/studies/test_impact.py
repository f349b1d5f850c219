"""Whom a gate would shut out, by what candidates said of themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.finding import Exhibit
from analysis.studies.impact import gate_impact
from etl.claim import Claim
from tests.analysis.studies.hires_and_offers import rows, spread

ANSWERS = {"gender": "unknown", "race": "unknown", "veteran": "unknown", "disability": "unknown"}
Counted = dict[tuple[object, ...], int]


def people(columns: list[str], counted: Counted) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return an interview and the answers of so many applications; `note_status` is the first column."""
    frame = spread(["note_status", *columns], counted)
    frame = frame.assign(application_id=np.arange(len(frame)))
    interview = frame[["application_id", "note_status"]].assign(round=1, exclusion="", job_id=1)
    return interview, frame.drop(columns="note_status").assign(
        **{name: one for name, one in ANSWERS.items() if name not in frame}
    )


def exhibits(interview: pd.DataFrame, said: pd.DataFrame) -> dict[str, Exhibit]:
    found = gate_impact(rows(interview=interview), said, Claim())
    return {one.key: one for one in found}


def of(columns: list[str], counted: Counted) -> dict[str, Exhibit]:
    return exhibits(*people(columns, counted))


def verdicts(exhibit: Exhibit) -> dict[str, str]:
    return {point.label: point.estimate.method.partition(":")[0] for point in exhibit.points}


GENDER: Counted = {
    ("sent", "female"): 100, ("not_sent", "female"): 100,
    ("sent", "male"): 50, ("not_sent", "male"): 150,
}  # fmt: skip


def test_a_group_that_passes_half_as_often_is_flagged() -> None:
    found = of(["gender"], GENDER)
    impact, passes = found["gate_impact_gender"], found["gate_passes_gender"]
    assert verdicts(impact) == {"female": "not flagged", "male": "flagged"}
    assert {point.label: point.estimate.value for point in impact.points} == {
        "female": 1,
        "male": 0.5,
    }
    assert {point.label: point.estimate.value for point in passes.points} == {
        "female": 0.5,
        "male": 0.25,
    }
    assert "Flagged: male." in impact.sentence and "most often here, female," in impact.sentence


def test_few_are_cannot_tell_however_far_below_four_fifths() -> None:
    counted = {
        ("sent", "female"): 14, ("not_sent", "female"): 16,
        ("sent", "male"): 8, ("not_sent", "male"): 22,
    }  # fmt: skip
    impact = of(["gender"], counted)["gate_impact_gender"]
    assert verdicts(impact)["male"] == "cannot tell"
    assert "Cannot tell: male." in impact.sentence


def test_verdicts_that_rounding_would_change_are_cannot_tell() -> None:
    """As they are 12 of 47 against 18 of 47, as shown 10 of 45 against 20 of 45."""
    counted = {
        ("sent", "female"): 18, ("not_sent", "female"): 29,
        ("sent", "male"): 12, ("not_sent", "male"): 35,
    }  # fmt: skip
    point = of(["gender"], counted)["gate_impact_gender"].points[1]
    assert point.label == "male"
    assert "as they may be shown do not say the same" in point.estimate.method


def test_who_did_not_say_is_counted_apart() -> None:
    more = GENDER | {("sent", "declined"): 30, ("not_sent", "unknown"): 20}
    found = of(["gender"], more)["gate_impact_gender"]
    assert set(verdicts(found)) == {"female", "male"}
    told = " ".join(found.cautions)
    assert "about 30 would not say" in told
    assert "about 20 were not asked" in told


def test_an_application_without_answers_is_unknown() -> None:
    interview, said = people(["gender"], GENDER)
    found = exhibits(interview, said.iloc[20:])["gate_impact_gender"]
    assert "about 20 were not asked" in " ".join(found.cautions)


def test_groups_under_2_in_100_are_left_out_and_counted() -> None:
    large = {key: 10 * n for key, n in GENDER.items()}
    more = large | {("sent", "nonbinary"): 30, ("not_sent", "nonbinary"): 30}
    found = of(["gender"], more)["gate_impact_gender"]
    assert set(verdicts(found)) == {"female", "male"}
    assert "about 60 applications" in " ".join(found.cautions)


def test_a_hidden_group_hides_another() -> None:
    """Beside a total, a group of six alone would be given away: the next smallest goes with it."""
    more = GENDER | {("sent", "nonbinary"): 6}
    found = of(["gender"], {key: n // 5 if key[1] != "nonbinary" else n for key, n in more.items()})
    assert found["gate_impact_gender"].points == ()
    assert found["gate_impact_gender"].sentence.startswith("These records cannot tell")
    assert len(found["gate_passes_gender"].points) == 1


def test_two_questions_together_need_both_answers() -> None:
    counted = {
        ("sent", "female", "white"): 60, ("not_sent", "female", "white"): 40,
        ("sent", "male", "white"): 50, ("not_sent", "male", "white"): 50,
        ("sent", "male", "declined"): 30, ("not_sent", "unknown", "white"): 30,
    }  # fmt: skip
    found = of(["gender", "race"], counted)
    both = found["gate_passes_gender_and_race"]
    assert {point.label: point.n for point in both.points} == {
        "female, White": 100,
        "male, White": 100,
    }
    assert {point.label: point.n for point in found["gate_passes_gender"].points} == {
        "female": 100, "male": 130
    }  # fmt: skip


def test_each_application_counts_at_its_first_interview() -> None:
    interview, said = people(["gender"], GENDER)
    later = interview.assign(round=2, note_status="sent")
    found = exhibits(pd.concat([later, interview]), said)
    assert found == exhibits(interview, said)


def test_interviews_that_are_not_compared_do_not_count() -> None:
    interview, said = people(["gender"], GENDER)
    unseen = interview.assign(round=0, exclusion="uncovered", note_status="unobserved")
    assert exhibits(pd.concat([unseen, interview]), said) == exhibits(interview, said)


def test_within_jobs_the_mix_of_jobs_does_not_show() -> None:
    """In every job both pass alike; men apply where fewer write. As counted it looks like an impact."""
    counted: Counted = {}
    for job in range(24):
        many = job % 2 == 0
        for gender, n in (("female", 40 if many else 10), ("male", 10 if many else 40)):
            sent = round(n * (0.7 if many else 0.3))
            counted[("sent", gender, job)] = sent
            counted[("not_sent", gender, job)] = n - sent
    frame = spread(["note_status", "gender", "job_id"], counted)
    frame = frame.assign(application_id=np.arange(len(frame)), round=1, exclusion="", **{
        name: "unknown" for name in ANSWERS if name != "gender"
    })  # fmt: skip
    found = exhibits(
        frame[["application_id", "note_status", "round", "exclusion", "job_id"]],
        frame[["application_id", *ANSWERS]],
    )["gate_impact_gender"]
    shown = {point.label: point.estimate for point in found.points}
    assert shown["male"].value is not None and shown["male"].value < 0.7
    assert shown["male, within the same job"].value == pytest.approx(1.0)


def test_few_jobs_give_no_ratio_within_jobs() -> None:
    labels = [point.label for point in of(["gender"], GENDER)["gate_impact_gender"].points]
    assert labels == ["female", "male"]


def test_nothing_without_answers() -> None:
    interview, said = people(["gender"], GENDER)
    assert exhibits(interview, said.iloc[:0]) == {}


def test_nobody_and_everybody_passes() -> None:
    for status in ("sent", "not_sent"):
        found = of(["gender"], {(status, "female"): 50, (status, "male"): 50})
        assert found["gate_impact_gender"].points == ()
        assert found["gate_passes_gender"].sentence.startswith("Too few")


def test_order_and_pseudonyms_change_nothing() -> None:
    interview, said = people(["gender"], GENDER)
    again = {old: new for new, old in enumerate(np.random.default_rng(3).permutation(len(said)))}
    mixed = [
        frame.assign(application_id=frame["application_id"].map(again)).sample(
            frac=1, random_state=4
        )
        for frame in (interview, said)
    ]
    assert exhibits(*mixed) == exhibits(interview, said)


def test_the_words_argue_against_gates() -> None:
    for one in of(["gender"], GENDER).values():
        told = " ".join(one.cautions)
        assert "not to set one up" in told
        assert "Not flagged does not mean fair" in told
        assert "guessed from a name" in told
