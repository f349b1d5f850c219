"""The notebook runs as it stands, and says what the dashboard says."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.findings import all_findings
from analysis.headline import headline
from analysis.read import cells
from tests.employers import make, run_here, settings_for
from tests.house import ROOT

NOTEBOOK = ROOT / "notebooks" / "01_first_look.ipynb"


def test_it_ends_in_the_dashboards_headline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make(tmp_path / "employer", 300)
    settings = settings_for(file)
    run_here(settings)
    monkeypatch.setenv("GOODEGGS_SETTINGS", str(file))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    )
    client.execute()

    outputs = [
        output["data"]["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "execute_result"
    ]
    loaded = cells(settings.published)
    assert outputs[0] == repr(headline(all_findings(loaded, settings.claim)))


def test_it_is_committed_without_results() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]


def test_the_headline_takes_five_lines() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.source.endswith("headline(answers)")]
    assert len(cell.source.splitlines()) == 5
