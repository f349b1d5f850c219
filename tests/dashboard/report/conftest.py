"""A view of the sample store, and its report: made once, since nothing changes them."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.view import View, load
from dashboard.report.printed import report
from tests.dashboard.sample import Employer

TAKEN = date(2026, 11, 29)


@pytest.fixture(scope="session")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("report")
    return View(load(Employer().published().write(folder / "published.db")))


@pytest.fixture(scope="session")
def everything(view: View) -> str:
    """All pages as HTML."""
    return report(view, "html", TAKEN).decode()
