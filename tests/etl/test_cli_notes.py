"""`goodeggs notes evaluate` and `explain`: what they print, and what they never do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.cli import app, main
from etl.errors import ContractBroken

BODY = "Thank you for the interview yesterday. I enjoyed meeting the team. Xanthippe"
MAIL = f"From: a@b.example\nDate: Mon, 6 Jan 2025 04:49:45 +0000\nSubject: Today\n\n{BODY}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        {"label": label, "body": BODY, "kind": "k", "lang": "en"}
        for label in ("thank_you", "other")
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_bad_scores_are_no_failure_and_texts_show_only_where_asked(file: Path) -> None:
    for arguments, shown in (([], 0), (["--json"], 0), (["--show"], 1), (["--json", "--show"], 1)):
        done = CliRunner().invoke(app, ["notes", "evaluate", str(file), *arguments])
        assert done.exit_code == 0, done.output
        assert done.output.count("Xanthippe") == shown
        if "--json" in arguments:
            assert json.loads(done.output)["overall"]["mistaken"] == 1
        else:
            assert "By kind" in done.output and "line 2" in done.output


def test_a_bad_line_is_an_error_of_the_family(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with file.open("a") as handle:
        handle.write('\n{"label": "Xanthippe", "body": "Xanthippe"}\n')
    monkeypatch.setattr(sys, "argv", ["goodeggs", "notes", "evaluate", str(file)])
    with pytest.raises(SystemExit) as caught:
        main()
    said = capsys.readouterr()
    assert (caught.value.code, said.out) == (ContractBroken.exit_code, "")
    assert "labelled.jsonl, line 3, field label:" in said.err
    assert "Xanthippe" not in said.err


def test_a_mail_is_explained_from_a_file_or_standard_input(tmp_path: Path) -> None:
    eml = tmp_path / "one.eml"
    eml.write_text(MAIL)
    named = CliRunner().invoke(app, ["notes", "explain", str(eml)])
    piped = CliRunner().invoke(app, ["notes", "explain", "-"], input=MAIL)
    assert (named.exit_code, piped.exit_code) == (0, 0), named.output
    assert named.output == piped.output
    assert "would count as a thank-you note" in named.output
    assert "thanks for the interview" in named.output
