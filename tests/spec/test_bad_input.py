"""Bad input: each kind gets the sentence that lets a person mend it, an exit code of its own, and
leaves the store as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import (
    ContractBroken,
    FileUnreadable,
    KeyWrong,
    RatingOffScale,
    RunInProgress,
    SettingsWrong,
    SourceMissing,
    StoreUnreachable,
    TimeWithoutZone,
    UserFixable,
)
from etl.store.lock import run_lock
from tests.employers import assert_same, contents, copy, make, run_here, settings_for


@dataclass
class Case:
    """What is done to a good folder of exports, and what must be said of it."""

    what: str
    spoil: Callable[[Path], object]
    error: type[UserFixable]
    says: tuple[str, ...]


def text(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def rows(folder: Path, name: str, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / name
    content = json.loads(path.read_bytes())
    for row in content:
        change(row)
    path.write_text(json.dumps(content))


def renamed(row: dict[str, object]) -> None:
    row["candidate_ref"] = row.pop("candidate_id")


def unzoned(row: dict[str, object]) -> None:
    for name in ("starts_at", "ends_at"):
        if row[name]:
            row[name] = str(row[name]).removesuffix("Z")


def zoneless(folder: Path) -> None:
    text(folder, "goodeggs.toml", lambda t: re.sub(r"(?m)^timezone.*$", "", t))
    rows(folder, GH + "interviews.json", unzoned)


def move(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "elsewhere")


def latin(folder: Path) -> None:
    path = folder / "hr" / "employees.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def headless(folder: Path) -> None:
    for path in (folder / "mail").glob("*.mbox"):
        path.write_bytes(re.sub(rb"(?m)^(From|Date): .*$", b"X-\\1 lost", path.read_bytes()))


GH = "greenhouse/"
CASES = [
    Case("a missing folder", lambda f: move(f, "greenhouse"), SourceMissing, ("greenhouse",)),
    Case("a missing resource", lambda f: move(f, GH + "interviews.json"), SourceMissing, ("interviews",)),
    Case("a missing HR file", lambda f: move(f, "hr/employees.csv"), SourceMissing, ("employees.csv",)),
    Case("an empty file", lambda f: (f / GH / "jobs.json").write_bytes(b""), FileUnreadable, ("jobs.json", "empty")),
    Case("truncated JSON", lambda f: text(f, GH + "offers.json", lambda t: t[: len(t) // 2]), FileUnreadable, ("offers.json",)),
    Case("no JSON at all", lambda f: (f / GH / "users.json").write_text("<html>"), FileUnreadable, ("users.json",)),
    Case("a renamed field", lambda f: rows(f, GH + "applications.json", renamed), ContractBroken, ("applications.json", "candidate_id", "candidate_ref")),
    Case("times without a zone", zoneless, TimeWithoutZone, ("interviews.json", "timezone")),
    Case("a CSV in the wrong encoding", latin, FileUnreadable, ("employees.csv", "encoding")),
    Case("a CSV with a missing column", lambda f: text(f, "hr/reviews.csv", lambda t: t.replace(t.split(",")[0], "Somebody", 1)), ContractBroken, ("reviews.csv", "Somebody")),
    Case("ratings off their scale", lambda f: text(f, "goodeggs.toml", lambda t: re.sub(r"maximum = [\d.]+", "maximum = 1.5", re.sub(r"(?s)\[source\.rating\.words\].*?(?=\n\[|\n#|\Z)", "", t))), RatingOffScale, ("reviews.csv", "rating")),
    Case("a mailbox without headers", headless, FileUnreadable, ("mailbox",)),
    Case("a mailbox that is none", lambda f: next((f / "mail").glob("*.mbox")).write_text("Dear all,\n"), FileUnreadable, ("mailbox",)),
    Case("settings that are no TOML", lambda f: (f / "goodeggs.toml").write_text("store = "), SettingsWrong, ("goodeggs.toml",)),
    Case("a misspelt setting", lambda f: text(f, "goodeggs.toml", lambda t: "stor = 'x'\n" + t), SettingsWrong, ("stor",)),
    Case("a recruiter group of one", lambda f: text(f, "goodeggs.toml", lambda t: t + '\n[recruiter_groups]\nTech = ["ana@example.com"]\n'), SettingsWrong, ("recruiter_groups", "Tech", "3")),
    Case("a lost key", lambda f: move(f, "goodeggs.key"), KeyWrong, ("goodeggs.key",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("good") / "exports", 150)


@pytest.fixture(scope="module")
def before(employer: Path) -> dict[str, pd.DataFrame]:
    run_here(settings_for(employer))
    return contents(settings_for(employer).store, ("core", "out", "ops"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_bad_input(
    case: Case, employer: Path, before: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    settings = copy(employer, tmp_path / "exports")
    store = f"sqlite:///{employer.parent / 'goodeggs.db'}"
    case.spoil(settings.parent)
    with pytest.raises(case.error) as caught:
        run_here(settings_for(settings, store))
    assert type(caught.value) is case.error
    for words in case.says:
        assert words in str(caught.value)
    assert_same(contents(store, ("core", "out", "ops")), before)


def test_a_second_run_at_the_same_time(employer: Path, before: dict[str, pd.DataFrame]) -> None:
    settings = settings_for(employer)
    with run_lock(settings.published), pytest.raises(RunInProgress):
        run_here(settings)
    assert_same(contents(settings.store, ("core", "out", "ops")), before)


def test_a_store_that_cannot_be_reached(employer: Path) -> None:
    with pytest.raises(StoreUnreachable):
        run_here(settings_for(employer, "postgresql+psycopg://nobody@127.0.0.1:1/none"))


def test_a_few_bad_rows_are_refused_and_the_good_ones_go_on(employer: Path, tmp_path: Path) -> None:
    settings = copy(employer, tmp_path / "exports")
    path = settings.parent / GH / "applications.json"
    content = json.loads(path.read_bytes())
    content[3]["status"] = "Jane Secret"
    path.write_text(json.dumps(content))
    report = run_here(settings_for(settings))
    refused = report.rejected.to_dict("records")
    assert [(one["file"], one["line"], one["field"]) for one in refused] == [
        ("applications.json", 4, "status")
    ]
    assert "Secret" not in str(refused)
    assert report.counts["applications"] == len(content) - 1
