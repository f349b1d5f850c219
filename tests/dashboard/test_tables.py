"""From findings to the rows of a chart: nothing is lost, nothing hidden is shown."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from analysis.finding import Arm, Estimate, Exhibit, Finding, Point, Verdict
from dashboard import exhibits, tables, words
from etl.notes.error_rates import Agreement, ErrorRates

NONE = Estimate(None, None, None, "not shown")
FINDING = Finding(
    key="advance",
    question="Do they?",
    estimate=Estimate(0.04, 0.01, 0.07, "adjusted"),
    raw=Estimate(0.09, 0.05, 0.13, "raw"),
    unit="points",
    smallest_effect=0.05,
    level=0.95,
    arms=(Arm("sent", 90, 0.4, 0.3, 0.5), Arm("not_sent", 200, 0.31, 0.25, 0.38)),
    verdict=Verdict.TOO_SMALL_OR_NOT,
    sentence="They do.",
    doubt="Perhaps.",
    method="by hand",
)
HIDDEN = replace(
    FINDING, estimate=NONE, raw=NONE, arms=(Arm("sent", None, None), Arm("not_sent", 200, None))
)


def test_raw_stands_beside_adjusted() -> None:
    rows = tables.raw_beside_adjusted(FINDING)
    assert rows["kind"].tolist() == ["adjusted", "raw"]
    assert rows["value"].tolist() == [0.04, 0.09]
    assert rows["text"][0] == "+4.0 points (+1.0 to +7.0) · n ≈ 90 v 200"


def test_what_is_hidden_has_no_number() -> None:
    rows = tables.by_group([("On-site", HIDDEN)])
    assert rows[["value", "low", "high"]].isna().all(axis=None)
    assert set(rows["text"]) == {"not shown"}
    table = tables.differences([("On-site", HIDDEN)])
    assert table["Adjusted"][0] == "not shown"
    assert table["n with v without"][0] == "(not shown) v 200"


def test_units_are_divided_out_side_by_side() -> None:
    rows = tables.at_a_glance([FINDING, replace(FINDING, key="performance", smallest_effect=0.2)])
    adjusted = rows[rows["kind"] == "adjusted"]
    assert adjusted["value"].tolist() == pytest.approx([0.8, 0.2])
    assert adjusted["high"].tolist() == pytest.approx([1.4, 0.35])


def test_arms_show_their_rate_interval_and_n() -> None:
    rows = tables.arms(FINDING, percent=True)
    assert rows["label"].tolist() == ["With a note", "Without"]
    assert rows["text"][0] == "40% (30 to 50%) · n ≈ 90"


def test_sending_names_a_suppressed_group_without_a_number() -> None:
    rates = pd.DataFrame(
        {
            "group": ["Sales", "Tiny"],
            "n": pd.array([120, None], dtype="Int64"),
            "sent": pd.array([60, None], dtype="Int64"),
            "rate": [0.5, math.nan],
            "low": [0.41, math.nan],
            "high": [0.59, math.nan],
            "unobserved_share": [0.1, 1.0],
        }
    )
    assert tables.sending(rates)["text"].tolist() == [
        "50% (41 to 59%) · n ≈ 120",
        "not shown",
    ]
    covered = tables.coverage(rates)
    assert covered["share"].tolist() == pytest.approx([0.9, 0.0])
    assert covered["text"].tolist() == ["90% of interviews · n ≈ 120 covered", "0% of interviews"]


def test_a_chart_has_room_for_the_largest_and_tells_of_the_others() -> None:
    size = range(20, 20 + tables.ROOM + 3)
    rows = pd.DataFrame({"label": [f"job {n}" for n in size], "value": 0.1, "n": list(size)})
    rows.loc[0, "value"] = math.nan
    kept, others = tables.room(rows, "value", "n", "largest")
    assert kept["label"].tolist() == [f"job {n}" for n in size][3:]
    assert others == (
        f" Drawn: the {tables.ROOM} largest of {len(size) - 1}; the table has them all."
        " Not shown, to protect small groups: job 20."
    )


def test_an_agreement_on_few_messages_is_not_shown() -> None:
    def row(n: int) -> list[str]:
        two = Agreement(n=n, kappa=0.5, low=0.1, high=0.9)
        rates = ErrorRates(
            basis="reviewed", sensitivity=(46, 50), specificity=(388, 400), agreement=two
        )
        return [str(value) for value in tables.error_rates(rates).iloc[-1]][1:]

    assert row(6) == [words.HIDDEN, f"({words.HIDDEN}) messages"]
    assert row(60) == ["0.50 (0.10 to 0.90)", "60 messages"]


def test_numbers_of_which_no_n_may_be_shown_still_have_room() -> None:
    points = tuple(Point(f"way {way}", None, Estimate(0.1, 0.0, 0.2, "")) for way in range(20))
    rows = exhibits.points(Exhibit("curve", "", "", "points", 0.95, points, ""))
    drawn, line = tables.room(rows, "value", "n", "largest")
    assert len(drawn) == tables.ROOM and "12 largest of 20" in line
