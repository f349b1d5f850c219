"""What an answer about oneself says: one line a rule. Whoever would not say has answered."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.extract.greenhouse_self_identification import CATEGORIES, categories

ANSWERS = [
    ("gender", "Female", "female"),
    ("gender", " male ", "male"),
    ("gender", "Non-binary", "nonbinary"),
    ("gender", "Non Binary", "nonbinary"),
    ("gender", "Woman", "female"),
    ("gender", "Decline", "declined"),
    ("gender", "Decline To Self Identify", "declined"),
    ("gender", "I prefer not to say", "declined"),
    ("gender", "I don't wish to answer", "declined"),
    ("gender", "something in the employer's own words", "unknown"),
    ("gender", "", "unknown"),
    ("gender", None, "unknown"),
    ("race", "White (Not Hispanic or Latino)", "white"),
    ("race", "White", "white"),
    ("race", "Hispanic or Latino", "hispanic"),
    ("race", "Black or African American (Not Hispanic or Latino)", "black"),
    ("race", "Asian (Not Hispanic or Latino)", "asian"),
    ("race", "Caucasian", "white"),
    ("race", "American Indian or Alaska Native (Not Hispanic or Latino)", "american_indian"),
    ("race", "Native Hawaiian or Other Pacific Islander", "pacific_islander"),
    ("race", "Two or More Races (Not Hispanic or Latino)", "two_or_more"),
    ("race", "Decline", "declined"),
    ("race", None, "unknown"),
    ("veteran", "I am not a protected veteran", "not_protected"),
    (
        "veteran",
        "I identify as one or more of the classifications of a protected veteran listed above",
        "protected",
    ),
    ("veteran", "I don't wish to answer", "declined"),
    ("veteran", "I don\u2019t wish to answer", "declined"),
    ("veteran", "Decline", "declined"),
    ("veteran", None, "unknown"),
    ("disability", "Yes, I have a disability, or have had one in the past", "yes"),
    ("disability", "Yes, I have a disability (or previously had a disability)", "yes"),
    ("disability", "No, I do not have a disability and have not had one in the past", "no"),
    (
        "disability",
        "No, I don't have a disability, or a history/record of having a disability",
        "no",
    ),
    ("disability", "I do not want to answer", "declined"),
    ("disability", "I don't wish to answer", "declined"),
    ("disability", None, "unknown"),
]


@pytest.mark.parametrize(("question", "answer", "category"), ANSWERS)
def test_an_answer_is_one_category(question: str, answer: str | None, category: str) -> None:
    assert categories(question, pd.Series([answer], dtype="str")).tolist() == [category]


def test_every_category_has_a_rule() -> None:
    for question, patterns in CATEGORIES.items():
        told = {category for asked, _, category in ANSWERS if asked == question}
        assert told == {*patterns, "unknown"}
