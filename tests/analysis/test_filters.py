"""Options, breakdowns and sending rates."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import rates
from analysis.filters import DIMENSIONS, Filters, options, split
from tests.analysis.frames import cells, drawn, hire, interview, stage


def test_options_are_those_of_all_frames_and_large_enough() -> None:
    whole = cells(
        interview(department=["Sales", "Attic"], n=[8, 7]),
        hire(department="Depot", n=8),
        stage(
            department="Kitchen",
            stage=["Final", "Phone", "Onsite"],
            position=[3, 1, 2],
            n=[20, 30, 40],
        ),
    )
    found = options(whole)
    assert set(found) == set(DIMENSIONS)
    assert found["department"] == ["Depot", "Kitchen", "Sales"]
    assert found["stage"] == ["Phone", "Onsite", "Final"]


def test_no_filter_is_no_change() -> None:
    whole = drawn(300, 1)
    assert Filters().apply(whole) is whole


def test_a_filter_keeps_what_it_names() -> None:
    whole = drawn(2000, 2)
    view = Filters(department=("Sales", "Office"), stage=("Phone",)).apply(whole)
    assert set(view.interview["department"]) == {"Sales", "Office"}
    assert set(view.interview["stage"]) == {"Phone"}
    assert set(view.stage["stage"]) == {"Phone"}
    assert set(view.hire["department"]) == {"Sales", "Office"}
    pd.testing.assert_frame_equal(
        view.hire, whole.hire[whole.hire["department"].isin(["Sales", "Office"])]
    )


def test_split_within_filters() -> None:
    whole = drawn(5000, 3)
    view = Filters(department=("Sales",)).apply(whole)
    parts = dict(split(view, "quarter"))
    assert sum(len(part.interview) for part in parts.values()) == len(view.interview)
    assert all(set(part.interview["department"]) == {"Sales"} for part in parts.values())
    assert dict(parts["2026-Q1"].filters) == {"department": ("Sales",), "quarter": ("2026-Q1",)}


def test_sending_rates() -> None:
    whole = cells(
        interview(
            department=["Sales", "Sales", "Sales", "Office", "Office", "Depot", "Depot"],
            note_status=["sent", "not_sent", "unobserved", *["sent", "not_sent"] * 2],
            exclusion=["", "", "uncovered", "", "", "", ""],
            n=[62, 138, 49, 3, 403, 20, 300],
        )
    )
    found = rates.sending(whole, "department").set_index("group")
    sales = found.loc["Sales"]
    assert (sales["n"], sales["sent"], sales["rate"]) == (200, 60, 0.3)
    assert sales["low"] < 0.3 < sales["high"]
    assert sales["unobserved_share"] == pytest.approx(50 / 250)
    office = found.loc["Office"]
    assert office["n"] == 405
    assert office["unobserved_share"] == 0
    # Beside the total, the 20 of the depot would give the 3 of the office away.
    for name in ("Office", "Depot"):
        assert found.loc[name, ["sent", "rate", "low", "high"]].isna().all()


def test_few_unseen_among_few_are_not_called_none() -> None:
    frame = interview(note_status=["sent", "not_sent"], n=[50, 50])
    assert rates.sending(cells(frame), "job")["unobserved_share"].isna().all()
