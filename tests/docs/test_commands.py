"""Every command has help with an example, and stands in the README."""

from __future__ import annotations

import re

import pytest
import typer.main
from typer.testing import CliRunner

from etl.cli import app
from tests.docs.test_readme import DOCUMENTS, README

COMMANDS = sorted(typer.main.get_command(app).commands)
OF_NOTES = sorted(typer.main.get_command(app).commands["notes"].commands)


def test_the_commands_are_the_promised_ones() -> None:
    assert {
        *("init", "check", "run", "status", "sources", "findings", "simulate", "demo", "dashboard"),
    } <= set(COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, *(f"notes {one}" for one in OF_NOTES)])
def test_help_has_an_example(command: str) -> None:
    done = CliRunner().invoke(
        app, [*command.split(), "--help"], env={"COLUMNS": "100", "NO_COLOR": "1"}
    )
    assert done.exit_code == 0
    assert f"goodeggs {command}" in done.output.partition("Usage:")[2].partition("\n")[2]


@pytest.mark.parametrize("command", [*COMMANDS, *(f"notes {one}" for one in OF_NOTES)])
def test_readme_names_it(command: str) -> None:
    assert re.search(rf"\bgoodeggs {command}\b", README)


def test_no_document_names_a_command_that_is_not_there() -> None:
    named = {
        (document.name, word)
        for document in DOCUMENTS
        for word in re.findall(r"`(?:\.venv/bin/)?goodeggs ([a-z]+)", document.read_text())
    }
    assert not {(name, word) for name, word in named if word not in COMMANDS}
