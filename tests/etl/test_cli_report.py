"""`goodeggs report`: a file for a scheduler, or a sentence that says what to mend."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.errors import UserFixable
from tests.dashboard.sample import Employer
from tests.house import ROOT

SETTINGS = 'store = "sqlite:///goodeggs.db"\nkey_file = "goodeggs.key"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a published store."""
    Employer().published().write(tmp_path / "goodeggs-published.db")
    (tmp_path / "goodeggs.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _report(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["report", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_page_is_written_under_filters(folder: Path) -> None:
    said = _report("--page", "offers", "--filter", "department=Sales", "-o", "offers.html")
    assert said.startswith("Wrote offers.html, of the load 20260101T000000-sample.")
    written = (folder / "offers.html").read_text()
    assert "Good Eggs: Offers" in written and "Department: Sales" in written


def test_all_pages_are_written_as_pdf_with_the_day_in_the_name(folder: Path) -> None:
    _report("--format", "pdf")
    written = folder / f"good-eggs-{date.today().isoformat()}.pdf"
    assert written.read_bytes().startswith(b"%PDF")
    assert [one.name for one in folder.glob("*.unfinished")] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--page", "salaries"], "There is no such page. Expected one of answer, pipeline"),
        (["--filter", "colour=blue"], "a filter has no such name. Expected department, job"),
        (["--filter", "department=Mr Smith"], "the load has no such department"),
        (["--filter", "department"], "the load has no such department"),
        (["-o", "nowhere/report.html"], "nowhere/report.html: the file cannot be written"),
        (["-o", "goodeggs.toml/report.html"], "the file cannot be written"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(folder: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(UserFixable) as told:
        _report("--page", "methods", *arguments)
    assert said in str(told.value)
    assert "Smith" not in str(told.value)
    assert not list(folder.glob("good-eggs-*"))


def test_a_report_that_fails_leaves_the_last_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _report("--page", "methods", "-o", "report.html")
    before = (folder / "report.html").read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(UserFixable, match="cannot be written"):
        _report("--page", "methods", "-o", "report.html")
    assert (folder / "report.html").read_bytes() == before
    assert not list(folder.glob("*.unfinished"))


def test_it_needs_no_server_and_no_streamlit(folder: Path) -> None:
    code = (
        "import sys\n"
        "from etl.cli import app\n"
        "app(['report', '--format', 'pdf', '-o', 'all.pdf'], standalone_mode=False)\n"
        "assert 'streamlit' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (folder / "all.pdf").exists()
