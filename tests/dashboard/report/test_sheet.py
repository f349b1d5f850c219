"""CSV goes out and comes back: numbers as numbers, names as names, and no formula."""

from __future__ import annotations

import io
from datetime import date

import pandas as pd
import pytest

from analysis.view import View
from dashboard import charts, tables
from dashboard.blocks import Box, Chart, Choice, Fold, Heading, Side, Table, Words
from dashboard.pages import TITLES, content
from dashboard.report import sheet
from dashboard.report.stamp import Stamp
from tests.dashboard.report.test_html import CHART, STAMP


def _read(made: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(made))


def test_a_chart_comes_back_as_it_was_shown(view: View) -> None:
    finding = view.findings["advance"]
    rows = tables.by_group([("All", finding)])
    figure = charts.forest(rows, band=0.05, axis="x", percent=True)
    chart = Chart("difference", figure, "Says.", "Is **defined**.", pd.DataFrame(), rows)
    back = _read(sheet.of_chart(chart, "Offers", STAMP)).set_index("kind")
    for kind, number in (("adjusted", finding.estimate), ("raw", finding.raw)):
        line = back.loc[kind]
        assert line["value"] == pytest.approx(100 * number.value)
        assert line["low"] == pytest.approx(100 * number.low)
        assert line["high"] == pytest.approx(100 * number.high)
        assert line["n"] == sum(arm.n for arm in finding.arms)
        assert line["unit"] == "points"
        assert line["verdict"] == str(finding.verdict)
    assert set(back["page"]) == {"Offers"}
    assert set(back["load"]) == {"run-42"}
    assert set(back["filters"]) == {"Department: Sales <& co>"}
    assert set(back["taken_on"]) == {"2026-11-29"}
    assert set(back["loaded_on"]) == {"2026-11-28"}
    assert set(back["definition"]) == {"Is defined."}


def test_names_stand_in_the_first_line_and_excel_knows_the_letters() -> None:
    made = sheet.of_chart(CHART, "Offers", STAMP)
    assert made.startswith(b"\xef\xbb\xbfpage,chart,label,value,low,high,text")
    assert made.endswith(b"\r\n")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_name_is_a_formula_and_no_number_is_harmed(name: str) -> None:
    rows = pd.DataFrame({"label": [name], "value": [-0.2], "low": [-0.3], "high": [-0.1]})
    chart = Chart(name, CHART.figure, "", name, pd.DataFrame(), rows)
    stamp = Stamp(date(2026, 11, 29), "run", STAMP.loaded, STAMP.until, name, "c")
    back = _read(sheet.of_chart(chart, name, stamp)).iloc[0]
    for column in ("label", "chart", "page", "filters"):
        assert back[column] == f"'{name}"
    assert (back["value"], back["low"], back["high"]) == (-0.2, -0.3, -0.1)
    cells = _read(sheet.of_page([Table(pd.DataFrame({name: [name], "b": [name]}))], "P", STAMP))
    assert cells.iloc[0]["label"].startswith("'") and cells.iloc[0]["text"].startswith("'")


def test_every_chart_and_table_of_a_page_is_in_its_file() -> None:
    frame = pd.DataFrame({"What": ["one", "two"], "Yes": ["**1**", "2"], "No": ["3", "4"]})
    blocks = [
        Heading("First"),
        Words("no number"),
        CHART,
        Side((Box("box", (Heading("Second", 3), Table(frame))),)),
        Fold("Third", (Table(frame, header=False),)),
        Choice("by", "By", {"a": "A", "b": "B"}, "a", lambda value: [Heading(value), CHART]),
    ]
    back = _read(sheet.of_page(blocks, "Page", STAMP, {"by": "b"}))
    assert back["under"].tolist() == ["First"] * 2 + ["Second"] * 4 + ["First"] * 4 + ["b"] * 2
    cells = back[back["under"] == "Second"]
    assert cells[["label", "kind", "text"]].to_numpy().tolist() == [
        ["one", "Yes", "1"],
        ["one", "No", "3"],
        ["two", "Yes", "2"],
        ["two", "No", "4"],
    ]


def test_a_page_without_numbers_has_no_lines() -> None:
    assert _read(sheet.of_page([Words("none")], "Methods", STAMP)).empty


@pytest.mark.parametrize("name", TITLES)
def test_every_page_comes_back(name: str, view: View) -> None:
    blocks = list(content(name)(view))
    back = _read(sheet.of_page(blocks, TITLES[name], STAMP))
    assert len(back) or name == "methods"
    assert set(back["page"]) <= {TITLES[name]}
    if "value" in back:
        drawn = back.dropna(subset=["value"])
        assert drawn["value"].dtype == "float64"
        assert drawn["unit"].notna().all()
        assert "n" in drawn
