"""How numbers and dates read on screen."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.filters import Filters
from analysis.finding import Arm, Verdict
from dashboard import words


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.041, "points", "+4.1 points"),
        (-0.041, "points", "−4.1 points"),
        (-0.0001, "points", "0.0 points"),
        (0.2, "sd", "+0.20 SD"),
        (None, "sd", "not shown"),
        (math.nan, "points", "not shown"),
    ],
)
def test_differences(value: float | None, unit: str, said: str) -> None:
    assert words.effect(value, unit) == said


def test_a_suppressed_count_is_said_not_guessed() -> None:
    assert words.count(None) == "not shown"
    assert words.count(math.nan) == "not shown"
    assert "(not shown) without" in words.arms((Arm("sent", 20, None), Arm("not_sent", None, None)))


def test_dates_cannot_be_misread() -> None:
    assert words.day(pd.Timestamp("2026-02-03T09:05Z")) == "3 February 2026"


def test_every_verdict_is_explained() -> None:
    assert set(words.VERDICTS) == set(Verdict)


@pytest.mark.parametrize("name", ["*Sales*", "[x](y)", ":red[team]", "a_b", "$1$", "<b>", "A|B"])
def test_names_cannot_format_the_page(name: str) -> None:
    safe = words.plain(name)
    assert safe.replace("\\", "") == name
    assert not [c for i, c in enumerate(safe) if c in "*[_:$<|" and safe[i - 1] != "\\"]


def test_filters_are_said_in_words() -> None:
    chosen = Filters(department=("Sales",), stage=("Phone", "On-site"))
    assert words.filters(chosen) == "Department: Sales · Stage: Phone, On-site"
    assert words.filters(Filters()) == ""
