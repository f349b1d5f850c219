"""One run is all or nothing; many runs end where one run ends."""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from etl.config import Settings
from etl.errors import KeyWrong
from etl.people.pseudonyms import create_key
from etl.pipeline import run
from etl.store import published
from etl.store.engine import adbc, sqlite_path
from tests.employers import assert_same, contents, copy, make, run_here, settings_for
from tests.servers import postgres

STUDY = """
import pandas as pd

def study(tables, record):
    told = {{"dimension": "", "value": "", "position": 1, "key": "{key}", "document": "{{}}"}}
    return {{"out__study": pd.DataFrame([{{"study_id": 1, **told}}])}}
"""


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the settings of a small employer, loaded beside them; nobody writes to its store."""
    settings = make(tmp_path_factory.mktemp("employer") / "exports", 400)
    users = json.loads((settings.parent / "greenhouse" / "users.json").read_bytes())
    everybody = json.dumps([user["primary_email"] for user in users])
    with settings.open("a", encoding="utf-8") as file:
        file.write(f'\n[recruiter_groups]\n"Everybody" = {everybody}\n')
    run_here(settings_for(settings))
    return settings


@pytest.fixture(scope="module")
def loaded(employer: Path) -> dict[str, pd.DataFrame]:
    """Return the tables after one run."""
    return contents(settings_for(employer).store)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, employer: Path) -> Iterator[Settings]:
    """Return the settings of the loaded employer, on either database."""
    if request.param == "sqlite":
        yield settings_for(employer)
        return
    with postgres.database(request.getfixturevalue("postgres_url")) as url:
        settings = settings_for(employer, url)
        run_here(settings)
        yield settings


def test_a_run_fills_every_table(loaded: dict[str, pd.DataFrame]) -> None:
    assert [name for name, frame in loaded.items() if frame.empty] == []


def test_no_table_with_a_note_status_holds_an_open_application(
    loaded: dict[str, pd.DataFrame],
) -> None:
    """Nobody may look up whether a candidate now in the pipeline sent a note."""
    applications = loaded["core__application"]
    is_open = applications.loc[
        ~applications["status"].isin(["hired", "rejected"]), "application_id"
    ]
    assert len(is_open)
    interviews, hires = loaded["out__interview"], loaded["out__hire"]
    of_note = interviews.set_index("interview_id")["application_id"]
    told = {"note_status", "is_note"}
    held = {name for name, frame in loaded.items() if name.startswith("out__") and told & {*frame}}
    for name in held:
        rows = loaded[name]
        if "interview_id" in rows and "application_id" not in rows:
            rows = rows.assign(application_id=rows["interview_id"].map(of_note))
        if "application_id" in rows:
            assert not rows["application_id"].isin(is_open).any()
    # Cells are of these rows, and of no more.
    assert loaded["out__cell_interview"]["n"].sum() == len(interviews)
    assert loaded["out__cell_hire"]["n"].sum() == len(hires)
    reasons = loaded["out__cell_reason"].query("reason == ''")
    assert reasons["n"].sum() == len(loaded["out__note"])
    assert held == {
        *("out__interview", "out__note", "out__scorecard", "out__offer", "out__hire"),
        *("out__cell_interview", "out__cell_hire", "out__cell_reason"),
    }
    with_open = {
        name
        for name, frame in loaded.items()
        if "outcome" in frame and "open" in set(frame["outcome"])
    }
    assert with_open == {"out__cell_application", "out__cell_stage"}


def test_both_databases_hold_the_same(either: Settings, loaded: dict[str, pd.DataFrame]) -> None:
    assert_same(contents(either.store), loaded)
    cells = published.read(either.published, "out__cell_interview")
    pd.testing.assert_frame_equal(
        cells.sort_values("cell_id").reset_index(drop=True), loaded["out__cell_interview"]
    )


def test_the_same_files_again_change_nothing(either: Settings) -> None:
    before = contents(either.store, ("core", "out", "ops"))
    assert run_here(either).unchanged
    assert_same(contents(either.store, ("core", "out", "ops")), before)


def test_changed_code_makes_results_anew(
    employer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changes a study without a new version gets the results of the changed one."""
    settings = settings_for(employer, f"sqlite:///{tmp_path / 'goodeggs.db'}")
    package = tmp_path / "brought"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    keys = []
    for source in ("alone", "alone", "changed"):
        (package / "made.py").write_text(STUDY.format(key=source))
        for name in ("brought", "brought.made"):
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
        study = importlib.import_module("brought.made").study
        with ThreadPoolExecutor(1) as executor:
            report = run(settings, executor=executor, study=study)
        stored = published.read(settings.published, "out__study")
        keys.append((report.unchanged, stored["key"].tolist()))
    assert keys == [(False, ["alone"]), (True, ["alone"]), (False, ["changed"])]
    runs = published.read(settings.published, "ops__run")["goodeggs"]
    assert runs.nunique() == 2 and runs.str.startswith(f"{version('good-eggs')}+").all()


@pytest.mark.parametrize("seed", [1, 2])
def test_files_in_any_order_over_several_runs_end_in_the_same_tables(
    employer: Path, loaded: dict[str, pd.DataFrame], tmp_path: Path, seed: int
) -> None:
    """Every JSON file is cut into pages; pages and mailboxes arrive over three runs, shuffled."""
    chance = random.Random(seed)
    settings = copy(employer, tmp_path / "parts")
    arrivals: list[list[tuple[Path, bytes]]] = [[], [], []]
    for path in sorted((settings.parent / "greenhouse").glob("*.json")):
        rows = json.loads(path.read_bytes())
        chance.shuffle(rows)
        for number in range(3):
            page = path.with_name(f"{path.stem}-{number}.json")
            arrivals[number].append((page, json.dumps(rows[number::3]).encode()))
        path.unlink()
    for path in sorted((settings.parent / "mail").glob("*.mbox")):
        arrivals[chance.randrange(3)].append((path, path.read_bytes()))
        path.unlink()
    chance.shuffle(arrivals)
    declared = settings_for(settings)
    for arrival in arrivals:
        for path, content in arrival:
            path.write_bytes(content)
        report = run_here(declared, studies=arrival is arrivals[-1])
    assert_same(contents(declared.store), loaded)
    told = published.read(declared.published, "ops__headline")
    assert set(told["run_id"]) == {report.run_id}
    assert set(told["key"]) == {"advance", "performance", "retention"}


def test_killed_at_any_instant_the_next_run_finishes_the_job(
    employer: Path, loaded: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    settings = copy(employer, tmp_path / "killed")
    command = [str(Path(sys.executable).with_name("goodeggs")), "run", "--settings", str(settings)]
    for seconds in (0.7, 1.4, 2.1, 2.8):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    declared = settings_for(settings)
    run_here(declared)
    assert_same(contents(declared.store), loaded)
    assert len(published.read(declared.published, "ops__run")) == 1


def test_a_crash_before_publishing_is_made_good_by_the_next_run(
    employer: Path, tmp_path: Path
) -> None:
    settings = settings_for(copy(employer, tmp_path / "crashed", loaded=True))
    sqlite_path(settings.published).unlink()
    assert run_here(settings).unchanged
    assert not published.read(settings.published, "out__cell_interview").empty


def test_the_published_file_holds_no_row_of_a_person(employer: Path) -> None:
    url = settings_for(employer).published
    with adbc(url, read_only=True) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = cursor.fetch_arrow_table()["name"].to_pylist()
    assert tables
    assert all(name.startswith(("out__cell", "out__study", "ops__")) for name in tables)


def test_no_name_address_or_text_reaches_the_store(employer: Path) -> None:
    people = json.loads((employer.parent / "greenhouse" / "candidates.json").read_bytes())
    secrets = {person["last_name"] for person in people if len(person["last_name"]) > 5}
    secrets |= {mail["value"] for person in people for mail in person["email_addresses"]}
    secrets |= {str(person["id"]) for person in people}
    stored = b"".join(path.read_bytes() for path in employer.parent.glob("goodeggs*.db*"))
    assert secrets and b"core__candidate" in stored
    assert [secret for secret in secrets if secret.encode() in stored] == []


def test_a_zero_byte_in_a_text_is_dropped_on_both_databases(
    employer: Path, store_url: str, tmp_path: Path
) -> None:
    settings = copy(employer, tmp_path / "zero")
    jobs = settings.parent / "greenhouse" / "jobs.json"
    rows = json.loads(jobs.read_bytes())
    rows[0]["name"] = "Cook\0 and baker"
    jobs.write_text(json.dumps(rows))
    declared = settings_for(settings, store_url)
    ats = [source for source in declared.source if source.name == "ats"]
    run_here(declared.model_copy(update={"source": tuple(ats)}))
    assert "Cook and baker" in set(contents(store_url)["core__job"]["title"])


def test_mail_may_come_before_anything_else(employer: Path, store_url: str, tmp_path: Path) -> None:
    declared = settings_for(copy(employer, tmp_path / "mail alone"), store_url)
    mail = [source for source in declared.source if source.system == "mailbox"]
    report = run_here(declared.model_copy(update={"source": tuple(mail)}))
    assert report.counts["interviews"] == 0
    assert len(contents(store_url)["core__note"])


def test_another_key_is_refused(employer: Path, tmp_path: Path) -> None:
    settings = settings_for(copy(employer, tmp_path / "copy", loaded=True))
    before = contents(settings.store)
    os.remove(settings.key_file)
    create_key(settings.key_file)
    with pytest.raises(KeyWrong, match="another key"):
        run_here(settings)
    assert_same(contents(settings.store), before)
