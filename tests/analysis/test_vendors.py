"""Each vendor's number, worked by hand from its help page's words."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import vendors
from analysis.pipeline import shares, stages
from analysis.read import Cells
from tests.analysis.frames import application, cells, stage

LEVEL = 0.95


def phone() -> Cells:
    """Return 200 who entered the phone stage, and 30 who passed it over.

    80 went on after 4 days, 20 of whom are open further on; 60 were rejected after 10, 10 of them
    after a move back; 20 withdrew after 2; 40 have waited for 30 days.
    """
    return cells(
        stages=stage(
            stage="Phone",
            outcome=[
                *("advanced", "advanced", "rejected", "rejected"),
                *("withdrew", "open", "skipped"),
            ],
            decided=[True, False, True, True, True, False, True],
            moved_back=[False, False, False, True, False, False, False],
            days=pd.array([4, 4, 10, 10, 2, 30, None], dtype="Int64"),
            n=[60, 20, 50, 10, 20, 40, 30],
        ),
        applications=application(
            outcome=["hired", "hired", "rejected"], days=[20, 50, 9], n=[30, 10, 60]
        ),
    )


# vendor | went on | of | why
CONVERSIONS = [
    # 80 went on, 10 back, 30 count as having been there and left
    ("greenhouse", 120, 230),
    # of the 140 whose application has ended, 60 went on
    ("ashby", 60, 140),
    ("lever", 80, 200),
    # 80 and the 30 who passed it over; who waits is in the whole
    ("gem", 110, 230),
]


@pytest.mark.parametrize(("vendor", "went", "of"), CONVERSIONS)
def test_conversion(vendor: str, went: int, of: int) -> None:
    row = vendors.passing(stages(phone()), vendor, LEVEL).iloc[0]
    assert (row["n"], row["value"]) == (of, pytest.approx(went / of))
    assert row["low"] < went / of < row["high"]


def test_our_own_is_of_all_who_entered() -> None:
    shown = stages(phone())
    assert shares(shown["advanced"], shown["entered"], LEVEL).loc[0, "value"] == 0.4


# vendor | mean days | of: 80 x 4, 60 x 10, 20 x 2 days; Gem's are 80 x 4 and 30 x 0
MEANS = [("greenhouse", 960 / 160, 160), ("lever", 960 / 160, 160), ("gem", 320 / 110, 110)]


@pytest.mark.parametrize(("vendor", "mean", "n"), MEANS)
def test_mean_days(vendor: str, mean: float, n: int) -> None:
    row = vendors.days(phone(), vendor).iloc[0]
    assert (row["stage"], row["n"], row["value"]) == ("Phone", n, round(mean))
    assert row["low"] <= mean <= row["high"]


def test_mean_time_to_hire() -> None:
    n, mean = vendors.time_to_hire(phone())
    assert n == 40
    assert mean.value == round((30 * 20 + 10 * 50) / 40)


def test_ashby_shows_no_time() -> None:
    found = vendors.counted(phone(), "ashby")
    assert found.days is None
    assert found.passing["stage"].tolist() == ["Phone"]


def test_seven_or_fewer_are_counted_as_here() -> None:
    """Whoever subtracts a vendor's number from ours must not find seven."""
    few = stage(
        outcome=["advanced", "rejected", "open", "skipped"],
        decided=[True, True, False, True],
        n=[80, 60, 6, 7],
    )
    shown = stages(cells(stages=few))
    ours = shares(shown["advanced"], shown["entered"], LEVEL).iloc[0].tolist()
    for vendor in vendors.VENDORS:
        assert vendors.passing(shown, vendor, LEVEL).iloc[0].tolist() == ours
    assert vendors.days(cells(stages=few), "lever").loc[0, "n"] == shown.loc[0, "entered"]
