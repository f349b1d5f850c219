"""The command: what it says, and the exit code that a scheduler reads."""

from __future__ import annotations

import io
import json
import shutil
import stat
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl import cli
from etl.config import load
from etl.errors import (
    GoodEggsError,
    KeyWrong,
    NothingLoaded,
    SettingsWrong,
    SourceMissing,
    UserFixable,
)
from tests.employers import make

GOODEGGS = Path(sys.executable).with_name("goodeggs")


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def goodeggs(*arguments: str | Path, cwd: Path) -> Done:
    """Do what the script does, in this process: one of its own only imports for most of its time."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, chdir(cwd):
        patch.setattr(sys, "argv", ["goodeggs", *map(str, arguments)])
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as left:
                code = int(left.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an employer that the script itself has loaded."""
    folder = make(tmp_path_factory.mktemp("cli") / "exports", 150).parent
    done = subprocess.run([GOODEGGS, "run"], capture_output=True, text=True, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Loaded")
    return folder


def test_init_writes_settings_that_load_and_a_key_for_its_owner(tmp_path: Path) -> None:
    assert goodeggs("init", "hiring", cwd=tmp_path).returncode == 0
    settings = load(tmp_path / "hiring" / "goodeggs.toml")
    assert {source.system for source in settings.source} == {"greenhouse_v3", "mailbox", "hris"}
    assert stat.S_IMODE((tmp_path / "hiring" / "goodeggs.key").stat().st_mode) == 0o600


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "goodeggs.toml").write_text("mine")
    done = goodeggs("init", cwd=tmp_path)
    assert done.returncode == UserFixable.exit_code
    assert (tmp_path / "goodeggs.toml").read_text() == "mine"
    assert not (tmp_path / "goodeggs.key").exists()


def test_check_names_every_problem_at_once(tmp_path: Path) -> None:
    goodeggs("init", cwd=tmp_path)
    (tmp_path / "goodeggs.key").write_text("no key")
    done = goodeggs("check", cwd=tmp_path)
    assert done.returncode != 0
    for words in ("goodeggs.key", "exports/greenhouse", "exports/mail", "employees.csv"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_check_changes_nothing_and_finds_a_good_folder_good(employer: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in employer.iterdir())
    done = goodeggs("check", cwd=employer)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted((path.name, path.stat().st_mtime_ns) for path in employer.iterdir()) == before


def test_check_knows_another_stores_key(employer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    shutil.copytree(employer, folder)
    (folder / "goodeggs.key").write_text("00" * 32)
    done = goodeggs("check", cwd=folder)
    assert (done.returncode, "another key" in done.stderr) == (KeyWrong.exit_code, True)


@pytest.mark.parametrize("command", ["status", "findings", "sources", "run"])
def test_every_report_is_also_json(employer: Path, command: str) -> None:
    done = goodeggs(command, "--json", cwd=employer)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_findings_are_printed_as_a_table_with_their_doubts(employer: Path) -> None:
    done = goodeggs("findings", cwd=employer)
    for key in ("advance", "offer", "performance", "retention"):
        assert key in done.stdout
    assert "cannot tell" in done.stdout


def test_adverse_impact_is_told_only_if_asked_for(employer: Path) -> None:
    plain, asked = (
        json.loads(goodeggs("findings", "--json", *also, cwd=employer).stdout)
        for also in ((), ("--impact",))
    )
    assert "impact" not in plain and "gender" not in json.dumps(plain)
    assert {one["key"] for one in asked["impact"]} >= {"gate_passes_gender", "gate_impact_race"}
    assert "by gender" not in goodeggs("findings", cwd=employer).stdout
    assert "by gender" in goodeggs("findings", "--impact", cwd=employer).stdout


NOT_ASKED_FOR = (
    "[self_identification]\nload = true",
    "",
    SettingsWrong,
    "Expected true. Set it",
)
ANOTHER_STORE = ("goodeggs.db", "another.db", NothingLoaded, "goodeggs run")


@pytest.mark.parametrize("command", ["findings", "dashboard"])
@pytest.mark.parametrize("case", [NOT_ASKED_FOR, ANOTHER_STORE])
def test_adverse_impact_that_cannot_be_told_says_what_to_do(
    case: tuple[str, str, type[UserFixable], str], command: str, employer: Path, tmp_path: Path
) -> None:
    old, new, error, fix = case
    text = (employer / "goodeggs.toml").read_text()
    settings = employer / f"{command}-{error.__name__}.toml"
    settings.write_text(text.replace(old, new))
    assert settings.read_text() != text
    done = goodeggs(command, "--impact", "--settings", settings, cwd=employer)
    assert done.returncode == error.exit_code
    assert fix in done.stderr


def test_no_answers_are_said_to_be_missing(employer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.read.impact", lambda url: ())
    with pytest.raises(SourceMissing, match="eeoc"):
        cli.findings(employer / "goodeggs.toml", impact=True)


def test_adverse_impact_is_of_the_runs_own_claim(employer: Path) -> None:
    done = goodeggs("findings", "--impact", "--claim", "goodeggs.toml", cwd=employer)
    assert done.returncode == UserFixable.exit_code
    assert "Leave out" in done.stderr


@pytest.mark.parametrize("impact", [True, False])
def test_the_dashboard_is_given_the_right_by_an_option_alone(
    impact: bool, employer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, object] = {}
    monkeypatch.setattr("dashboard.serve.serve", lambda *_, **named: given.update(named))
    cli.dashboard(employer / "goodeggs.toml", impact=impact)
    store = f"sqlite:///{employer / 'goodeggs.db'}"
    assert given["impact"] == (store if impact else None)


def test_before_the_first_run_there_is_nothing_to_find(tmp_path: Path) -> None:
    goodeggs("init", cwd=tmp_path)
    done = goodeggs("findings", cwd=tmp_path)
    assert done.returncode == NothingLoaded.exit_code
    assert "goodeggs run" in done.stderr


def test_missing_settings_and_sources_have_their_own_exit_codes(tmp_path: Path) -> None:
    assert goodeggs("run", cwd=tmp_path).returncode == SettingsWrong.exit_code
    goodeggs("init", cwd=tmp_path)
    assert goodeggs("run", cwd=tmp_path).returncode == SourceMissing.exit_code


def test_a_new_store_gets_a_key_and_an_old_one_never_does(tmp_path: Path) -> None:
    goodeggs("simulate", "made", "--applications", "100", cwd=tmp_path)
    folder = tmp_path / "made"
    first = goodeggs("run", cwd=folder)
    assert first.returncode == 0 and "new pseudonym key" in first.stdout
    (folder / "goodeggs.key").unlink()
    assert goodeggs("run", cwd=folder).returncode == KeyWrong.exit_code
    assert not (folder / "goodeggs.key").exists()


def test_an_unforeseen_error_shows_the_place_and_never_the_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = "jane.secret@example.com"

    def fail() -> None:
        raise ValueError(person)

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    said = capsys.readouterr().err
    assert caught.value.code == GoodEggsError.exit_code
    assert "ValueError" in said and "test_cli.py" in said
    assert "secret" not in said


def test_a_demo_loads_and_answers_and_again_changes_nothing(tmp_path: Path) -> None:
    for said in ("Loaded", "Nothing new"):
        done = goodeggs("demo", "small", "--applications", "150", "--no-serve", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout and "performance" in done.stdout
        assert "+0.00 SD of performance" in done.stdout
