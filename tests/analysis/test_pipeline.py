"""The pipeline's counts, shares and medians: by hand, by statsmodels, and group by group."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from analysis import pipeline
from analysis.filters import Filters
from analysis.pipeline import COUNTS, OUTCOMES, half_time, shares
from tests.analysis.frames import application, cells, drawn, stage

LEVEL = 0.95


def test_stages_by_hand() -> None:
    frame = stage(
        stage=["Onsite", "Phone", "Phone", "Phone", "Phone", "Onsite", "Phone", "Phone"],
        position=[2, 1, 1, 1, 1, 2, 1, 1],
        outcome=[
            *("advanced", "advanced", "rejected", "withdrew", "open", "rejected"),
            *("advanced", "skipped"),
        ],
        decided=[True, True, True, True, False, True, False, True],
        moved_back=[False, False, True, False, False, False, False, False],
        n=[31, 100, 171, 29, 22, 60, 13, 41],
    )
    found = pipeline.stages(cells(stages=frame))
    assert found["stage"].tolist() == ["Phone", "Onsite"]
    assert found.loc[0, list(COUNTS)].tolist() == [335, 115, 170, 30, 20, 40, 170, 15]
    # Nobody withdrew from on site or is open there: not shown, as if a few were.
    assert found.loc[1, ["entered", "advanced", "rejected"]].tolist() == [90, 30, 60]
    assert found.loc[1, ["withdrew", "open", "skipped", "moved_back", "under_way"]].isna().all()
    assert found.dtypes[list(COUNTS)].astype(str).unique().tolist() == ["Int64"]


def test_nothing_is_no_stage_and_no_time() -> None:
    assert pipeline.stages(cells()).empty
    assert pipeline.times(cells()).empty
    assert pipeline.applications(cells()).isna().all()
    assert pipeline.time_to_hire(cells())[1].value is None
    assert pipeline.by(cells(), "department", "Phone").empty


def test_shares_are_of_shown_counts() -> None:
    found = shares(pd.Series([40, None, 125]), pd.Series([120, 120, 120]), LEVEL)
    assert found["value"].tolist()[::2] == pytest.approx([1 / 3, 1.0])  # rounding cannot exceed all
    assert found.loc[1, ["value", "low", "high"]].isna().all()
    assert found.loc[0, "low"] < 1 / 3 < found.loc[0, "high"]


STAYS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([*OUTCOMES, "open"]), st.integers(1, 4)),
    min_size=2,
    max_size=40,
)


@given(STAYS)
def test_the_median_is_that_of_every_stay_alone(found: list[tuple[int, str, int]]) -> None:
    """statsmodels' over single stays; where half have left exactly it waits for the next to leave."""
    days, outcome, n = (np.array(column) for column in zip(*found, strict=True))
    got = half_time(pd.DataFrame({"days": days, "outcome": outcome, "n": n}), LEVEL)
    left = np.repeat(outcome != "open", n)
    if not left.any():
        assert got.value is None
        return
    oracle = SurvfuncRight(np.repeat(days, n) + 1, left.astype(int))
    if (np.abs(oracle.surv_prob - 0.5) < 1e-9).any():
        return
    expected = oracle.quantile(0.5) - 1
    assert np.isnan(expected) if got.value is None else got.value == expected


def test_half_have_not_left_cannot_be_told() -> None:
    frame = stage(outcome=["advanced", "open"], days=[3, 10], n=[40, 60])
    row = pipeline.times(cells(stages=frame)).iloc[0]
    assert row["n"] == 100
    assert row[["median", "high"]].isna().all()


def test_undated_stays_are_left_out_of_the_median_and_of_its_n() -> None:
    frame = stage(outcome="rejected", days=pd.array([4, None], dtype="Int64"), n=[60, 40])
    row = pipeline.times(cells(stages=frame)).iloc[0]
    assert (row["n"], row["median"]) == (60, 4)


def test_open_stays_are_followed_and_not_dropped() -> None:
    """Dropping them, as some do, would make waiting look shorter than it is."""
    ended = stage(outcome="rejected", days=[2, 8], n=[30, 30])
    waiting = stage(outcome="open", days=6, n=30)
    both = pd.concat([ended, waiting], ignore_index=True)
    median = [pipeline.times(cells(stages=one)).loc[0, "median"] for one in (ended, both)]
    assert median == [2, 8]


def test_applications_and_time_to_hire() -> None:
    frame = application(
        outcome=["hired", "hired", "hired", "rejected", "withdrew", "open"],
        days=[20, 30, 41, 5, 5, 5],
        n=[10, 25, 20, 300, 40, 29],
    )
    whole = cells(applications=frame)
    assert pipeline.applications(whole).to_dict() == {
        **{"n": 425, "hired": 55, "rejected": 300},
        **{"withdrew": 40, "open": 30},
    }
    n, half = pipeline.time_to_hire(whole)
    assert (n, half.value) == (55, 30)
    assert half.low is not None
    assert half.high is not None
    assert half.low <= 30 <= half.high


@pytest.mark.parametrize("dimension", ["department", "location", "quarter", "job"])
def test_groups_are_as_their_filter_shows_them_or_hidden(dimension: str) -> None:
    whole = drawn(4000, 11)
    found = pipeline.by(whole, dimension, "Phone").set_index("group")
    assert found["entered"].notna().mean() > 0.5
    for group, row in found.iterrows():
        view = Filters(**{dimension: (str(group),)}).apply(whole)
        alone = pipeline.stages(view).set_index("stage").loc["Phone"]
        time = pipeline.times(view).set_index("stage").loc["Phone"]
        for name in COUNTS:
            assert pd.isna(row[name]) or row[name] == alone[name]
        assert pd.isna(row["median"]) or row["median"] == time["median"]
