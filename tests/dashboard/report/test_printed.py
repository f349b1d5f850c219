"""Reports of a store: every page, under filters, with nothing of groups that are too small."""

from __future__ import annotations

import re

import pytest

from analysis.filters import Filters
from analysis.view import View, load
from dashboard.pages import PAGES, TITLES, content
from dashboard.report import sheet
from dashboard.report.printed import report
from dashboard.report.stamp import Stamp
from tests.dashboard.conftest import Publish
from tests.dashboard.report import paper
from tests.dashboard.report.conftest import TAKEN
from tests.dashboard.sample import Employer

SMALL = "Lighthouse keeper"


def test_all_pages_are_printed_in_their_order(everything: str) -> None:
    order = re.findall(r'<section id="(\w+)"><h2>([^<]+)</h2>', everything)
    assert order == list(TITLES.items())
    assert [view for view, _, _ in PAGES] == list(TITLES)


def test_a_page_is_printed_under_filters(view: View) -> None:
    sales = View(view.load, Filters(department=("Sales",)))
    printed = report(sales, "html", TAKEN, pages=["offers"]).decode()
    assert "Department: Sales" in printed
    assert sales.findings["advance"].sentence in printed
    assert view.findings["advance"].sentence not in printed


def test_a_choice_on_screen_is_the_one_on_paper(view: View) -> None:
    printed = report(view, "html", TAKEN, pages=["offers"], choices={"group_by": "job"}).decode()
    assert "By: Job" in printed
    assert "Platform Engineer" in printed


@pytest.mark.parametrize("people", [0, 1, 7])
def test_too_little_data_is_printed_as_such(people: int, publish: Publish) -> None:
    view = View(load(publish(Employer(people=people))))
    printed = report(view, "html", TAKEN).decode()
    assert "Too little data to show anything yet" in printed
    assert paper.read(report(view, "pdf", TAKEN)).pages > 1


def test_a_group_that_is_too_small_is_nowhere(publish: Publish) -> None:
    employer = Employer().published()
    for name in ("interview", "hire", "stage", "application"):
        cells = employer.tables[f"out__cell_{name}"]
        few = cells.index[cells["n"] > 0][:3]
        cells.loc[few, ["job", "n"]] = [SMALL, 1]
        if "job_id" in cells:
            cells.loc[few, "job_id"] = 99
    view = View(load(publish(employer)))
    choices = {"group_by": "job", "coverage_by": "job", "sending_by": "job", "pipeline_by": "job"}
    printed = report(view, "html", TAKEN, choices=choices).decode()
    assert "Platform Engineer" in printed
    assert SMALL not in printed
    for name, title in TITLES.items():
        made = sheet.of_page(content(name)(view), title, Stamp.of(view, TAKEN), choices)
        assert SMALL.encode() not in made
