"""What changes - settings, an HR file, a classifier - leaves what a fresh load would have made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import read
from etl.errors import SettingsWrong
from etl.store import published
from etl.store.engine import sqlite_path
from tests.employers import assert_same, contents, copy, make, run_here, settings_for


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the settings of an employer that is loaded, and that nobody writes to."""
    settings = make(tmp_path_factory.mktemp("superseding") / "exports", 200)
    run_here(settings_for(settings))
    return settings


def edit(settings: Path, pattern: str, new: str) -> None:
    text = settings.read_text(encoding="utf-8")
    changed = re.sub(pattern, new, text, flags=re.MULTILINE)
    assert changed != text
    settings.write_text(changed, encoding="utf-8")


def nobody_left(settings: Path) -> None:
    path = settings.parent / "hr" / "employees.csv"
    staff = pd.read_csv(path, dtype="str")
    left = next(name for name in staff if "ermination" in name or "eav" in name or "Last" in name)
    assert staff[left].notna().any()
    staff.assign(**{left: ""}).to_csv(path, index=False)


CHANGES: list[tuple[str, Callable[[Path], None]]] = [
    ("coverage ends earlier", lambda s: edit(s, r"^covers_to = .*", "covers_to = 2025-09-30")),
    ("the other end of the scale is best", lambda s: edit(s, r"^best = .*", 'best = "minimum"')),
    ("HR takes back every leaving", nobody_left),
    ("a later landmark", lambda s: edit(s, r"^landmark_hours = .*", "landmark_hours = 48")),
]


@pytest.mark.parametrize(("what", "change"), CHANGES, ids=[what for what, _ in CHANGES])
def test_a_change_ends_where_a_fresh_load_starts(
    what: str, change: Callable[[Path], None], employer: Path, tmp_path: Path
) -> None:
    settings = copy(employer, tmp_path / "changed", loaded=True)
    before = contents(settings_for(settings).store)
    change(settings)
    run_here(settings_for(settings))
    fresh = settings_for(settings, f"sqlite:///{tmp_path / 'fresh.db'}")
    run_here(fresh)
    after = contents(settings_for(settings).store)
    assert_same(after, contents(fresh.store))
    assert any(not after[name].equals(before[name]) for name in after)


def test_error_rates_that_are_declared_later_are_recorded(employer: Path, tmp_path: Path) -> None:
    settings = copy(employer, tmp_path / "rates", loaded=True)
    declared = "\n[mistagging]\nsensitivity = [46, 50]\nspecificity = [388, 400]\n"
    text = settings.read_text(encoding="utf-8")
    for added, wanted in (("", ""), (declared, "declared"), (declared, "declared"), ("", "")):
        settings.write_text(text + added, encoding="utf-8")
        url = settings_for(settings).published
        before = len(read.runs(url))
        report = run_here(settings_for(settings))
        rates = read.cells(url).error_rates
        assert (rates.basis if rates else "") == wanted
        assert report.files_read == 0
        assert report.unchanged == (len(read.runs(url)) == before)
    assert len(read.runs(url)) == 3


def test_an_older_file_that_is_put_back_is_read_again(employer: Path, tmp_path: Path) -> None:
    settings = copy(employer, tmp_path / "back", loaded=True)
    declared = settings_for(settings)
    first = contents(declared.store)
    kept = (settings.parent / "hr" / "employees.csv").read_bytes()
    nobody_left(settings)
    run_here(declared)
    (settings.parent / "hr" / "employees.csv").write_bytes(kept)
    run_here(declared)
    assert_same(contents(declared.store), first)


def test_a_renamed_source_is_not_loaded_twice(employer: Path, tmp_path: Path) -> None:
    settings = copy(employer, tmp_path / "renamed", loaded=True)
    edit(settings, r'^name = "mail"', 'name = "post"')
    with pytest.raises(SettingsWrong, match="no longer declared: mail"):
        run_here(settings_for(settings))


def test_no_mailbox_owner_is_named_in_either_file(employer: Path) -> None:
    owners = [path.name.removesuffix(".mbox") for path in (employer.parent / "mail").iterdir()]
    files = list(employer.parent.glob("goodeggs*.db*"))
    stored = b"".join(path.read_bytes() for path in files)
    assert len(files) >= 2 and len(owners) > 5
    assert [owner for owner in owners if owner.encode() in stored] == []


def test_a_published_file_that_cannot_be_read_is_made_again(employer: Path, tmp_path: Path) -> None:
    settings = settings_for(copy(employer, tmp_path / "broken", loaded=True))
    sqlite_path(settings.published).write_bytes(b"no database" * 100)
    assert run_here(settings).unchanged
    assert not published.read(settings.published, "out__cell_interview").empty


@pytest.mark.parametrize("url", ["sqlite+pysqlite:///x.db", "sqlite://", "sqlite:///x.db?mode=rw"])
def test_a_store_is_named_in_one_way(employer: Path, tmp_path: Path, url: str) -> None:
    settings = copy(employer, tmp_path / "named")
    edit(settings, r"^store = .*", f'store = "{url}"')
    with pytest.raises(SettingsWrong, match=r"sqlite:///path/to/file\.db"):
        settings_for(settings)
