"""What people said of themselves is read only if it is asked for, and leaves when it no longer is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import read
from etl.config import Settings
from etl.extract.greenhouse_self_identification import CATEGORIES
from etl.store import bulk, published
from etl.store.engine import adbc, sqlite_path
from etl.store.tables import PUBLISHED
from tests.employers import assert_same, contents, copy, make, run_here, settings_for

TABLE = "core__self_identification"
ASKED = "[self_identification]\nload = true\n"
FILE = ("greenhouse", "eeoc.json")


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the settings of an employer who asks, loaded beside them; nobody writes to its store."""
    settings = make(tmp_path_factory.mktemp("asked") / "exports", 160)
    run_here(settings_for(settings))
    return settings


def ats_alone(settings: Path) -> Settings:
    """Return the settings with the source that holds what people said of themselves, and no other."""
    declared = settings_for(settings)
    ats = tuple(source for source in declared.source if source.name == "ats")
    return declared.model_copy(update={"source": ats})


def published_findings(settings: Settings) -> dict[str, pd.DataFrame]:
    return {
        name: published.read(settings.published, name)
        for name in PUBLISHED
        if name.startswith("out__")
    }


NAMES = {name for groups in CATEGORIES.values() for name in groups} - {"yes", "no", "declined"}
TELLING = re.compile(
    rf"\b({'|'.join({*NAMES, *CATEGORIES, 'two or more races'})})\b|_({'|'.join(CATEGORIES)})\b",
    re.IGNORECASE,
)
"""Groups and questions, in the words of the store and of the exhibits."""


def telling(frame: pd.DataFrame) -> set[str]:
    """Return what a table tells of groups, in any column of text."""
    texts = [frame[name].astype("str") for name in frame.select_dtypes(exclude="number")]
    return {word for text in texts for one in text.dropna().unique() for word in words(one)}


def words(text: str) -> set[str]:
    return {found.group().strip("_").lower() for found in TELLING.finditer(text)}


def ask(settings: Path, *, load: bool) -> None:
    text = settings.read_text(encoding="utf-8")
    said = ASKED.replace("true", "true" if load else "false")
    settings.write_text(
        text.replace(ASKED, said).replace(ASKED.replace("true", "false"), said), encoding="utf-8"
    )


def rows(settings: Settings) -> pd.DataFrame:
    return contents(settings.store, ("core",))[TABLE]


def read_files(settings: Settings) -> set[str]:
    with adbc(settings.store) as connection:
        return set(bulk.read(connection, "ops__source_file")["file"])


def test_it_is_off_unless_asked_for() -> None:
    assert Settings().self_identification.load is False


def test_unasked_the_file_is_not_even_opened(employer: Path, tmp_path: Path) -> None:
    path = copy(employer, tmp_path / "off")
    ask(path, load=False)
    path.parent.joinpath(*FILE).write_bytes(b"not JSON, and not to be opened")
    settings = ats_alone(path)
    report = run_here(settings)
    assert report.counts["applications"] == 160
    assert rows(settings).empty
    assert "eeoc.json" not in read_files(settings)


def test_asked_for_it_is_loaded_under_pseudonyms_and_not_published(employer: Path) -> None:
    settings = settings_for(employer)
    found, written = rows(settings), json.loads((employer.parent.joinpath(*FILE)).read_bytes())
    assert len(found) == len(written) > 10
    assert not set(found["application_id"]) & {one["application_id"] for one in written}
    with adbc(settings.store) as connection:
        applications = bulk.read(connection, "core__application")
    assert set(found["application_id"]) <= set(applications["application_id"])
    assert TABLE not in PUBLISHED
    with pytest.raises(Exception, match="no such table"), adbc(settings.published) as connection:
        bulk.read(connection, TABLE)
    names = (b"gender", b"veteran", b"disability", b"female", b"asian")
    kept, shown = (sqlite_path(url).read_bytes() for url in (settings.store, settings.published))
    assert all(name in kept for name in names)
    assert not [name for name in names if name in shown.lower()]


def test_turned_off_it_is_removed_and_turned_on_again_it_comes_back(
    employer: Path, tmp_path: Path
) -> None:
    path = copy(employer, tmp_path / "changing", loaded=True)
    settings = settings_for(path)
    before, shown = contents(settings.store), published_findings(settings)
    assert not before["out__impact"].empty
    ask(path, load=False)
    off = settings_for(path)
    report = run_here(off)
    assert not report.unchanged and report.files_read == 0
    assert rows(off).empty and "eeoc.json" not in read_files(off)
    assert read.impact(off.store) == ()
    assert_same(published_findings(off), shown)
    assert run_here(off).unchanged
    ask(path, load=True)
    report = run_here(settings_for(path))
    assert report.files_read == 1
    assert_same(contents(settings.store), before)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, employer: Path) -> Settings:
    """Return the settings of the loaded employer, on either database."""
    if request.param == "sqlite":
        return settings_for(employer)
    settings = settings_for(employer, request.getfixturevalue("postgres_store"))
    run_here(settings)
    return settings


def test_no_published_table_tells_of_a_group(either: Settings) -> None:
    """An attack: whatever everybody may read is searched for the groups' and the questions' names."""
    with adbc(either.store) as connection:
        known = {name: telling(bulk.read(connection, name)) for name in (TABLE, "out__impact")}
    assert {"female", "male", "white", "asian"} <= known[TABLE]
    assert set(CATEGORIES) <= known["out__impact"]
    told = {name: telling(published.read(either.published, name)) for name in PUBLISHED}
    assert told == {name: set() for name in PUBLISHED}


def first_submitted_last(written: list[dict[str, object]]) -> list[dict[str, object]]:
    again = {**written[0], "submitted_at": "2026-06-29T00:00:00.000Z"}
    return [{**again, "gender": {"id": 9, "description": "Decline"}}, *written]


def without_an_application(written: list[dict[str, object]]) -> list[dict[str, object]]:
    # Enough others that one bad row does not refuse the file.
    return [*written * 3, {**written[0], "application_id": None}]


@pytest.mark.parametrize(
    ("change", "rejected"), [(first_submitted_last, 0), (without_an_application, 1)]
)
def test_the_last_answer_counts_and_a_bad_row_is_put_aside(
    change: Callable[[list[dict[str, object]]], list[dict[str, object]]],
    rejected: int,
    employer: Path,
    tmp_path: Path,
) -> None:
    path = copy(employer, tmp_path / "again")
    file = path.parent.joinpath(*FILE)
    written = json.loads(file.read_bytes())
    file.write_text(json.dumps(change(written)), encoding="utf-8")
    settings = ats_alone(path)
    run_here(settings, studies=False)
    found = rows(settings)
    assert len(found) == len(written)
    assert (found["gender"] == "declined").sum() >= (rejected == 0)
    refused = read.rejects(settings.published)
    assert len(refused) == rejected
